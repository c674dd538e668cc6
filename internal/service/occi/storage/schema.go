package storage

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

func resourceSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "A block storage volume (OCCI kind `storage`). The resource is created when the volume is online.",
		Attributes: map[string]schema.Attribute{
			"id": occientity.IDAttribute("volume", "/storage/4a7c…"),
			"title": schema.StringAttribute{
				MarkdownDescription: "Name for people. The server chooses one if it is not set. occi-os does not keep a " +
					"change: the update then fails and says so.",
				Optional: true, Computed: true,
				Validators:    []validator.String{tfkit.NotBlank(), occientity.Text()},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"summary": schema.StringAttribute{
				MarkdownDescription: "A sentence about the volume. It is kept from the configuration where the server does not show it.",
				Optional:            true, Computed: true,
				Validators:    []validator.String{tfkit.NotBlank(), occientity.Text()},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"size": schema.Float64Attribute{
				MarkdownDescription: "Size in GB (OpenStack means GiB by it), may be a fraction such as `1.5`. OpenStack makes whole GB of it by leaving the " +
					"fraction out; `actual_size` shows what it made; ooi refuses fractions. A volume grows in place where " +
					"the server knows the action `resize`, or lets the size be updated as OCCI 1.2 does; elsewhere, and to become " +
					"smaller, it is replaced and **its data is lost**: see the plan. occi-os and ooi know the action but do not " +
					"carry it out: the update then fails and changes nothing.",
				Required:   true,
				Validators: []validator.Float64{tfkit.Positive()},
			},
			"actual_size": schema.Float64Attribute{
				MarkdownDescription: "Size in GB, as in `size`, that the server made.",
				Computed:            true,
			},
			"mixins": occientity.MixinsAttribute("volume"),
			"attributes": occientity.FurtherAttributes("volume",
				infrastructure.AttributeTitle, infrastructure.AttributeSummary, infrastructure.AttributeStorageSize),
			"online": schema.BoolAttribute{
				MarkdownDescription: "Whether the volume is online, changed in place by the actions `online` and `offline`. By default it is " +
					"left as it is. occi-os and ooi know the actions but do not carry them out: the change then fails.",
				Optional: true, Computed: true,
				PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			},
			"state": schema.StringAttribute{
				MarkdownDescription: "State in the server's words: `online`, `offline`, … occi-os shows `offline` for failed volumes.",
				Computed:            true,
			},
			"timeouts": timeouts.Attributes(ctx, timeouts.Opts{
				Create: true, Update: true, Delete: true,
				CreateDescription: "Time for the volume to come online, such as `5m`. Default `10m`.",
				UpdateDescription: "Time for a change. Default `5m`.",
				DeleteDescription: "Time for the volume to disappear. Default `10m`.",
			}),
		},
	}
}
