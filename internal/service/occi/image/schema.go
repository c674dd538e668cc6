package image

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

func resourceSchema(ctx context.Context) schema.Schema {
	computed := func(description string) schema.StringAttribute {
		return schema.StringAttribute{
			MarkdownDescription: description,
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		}
	}
	return schema.Schema{
		MarkdownDescription: "An image of a VM, made by the action `create_image` (the OpenStack OCCI guide, occi-os) or `save` " +
			"(OCCI 1.2, ooi). The resource is created when the server lists the image as a template; OpenStack may still be " +
			"uploading it then.\n\n" +
			"No known OCCI server deletes images. Where the server refuses, `destroy` warns that the image stays and how to " +
			"remove it; and as names are unique, a replacement then needs another name.",
		Attributes: map[string]schema.Attribute{
			"id": computed("Type identifier of the template, `scheme#term`, for `os_template` of `occi_compute`."),
			"compute_id": schema.StringAttribute{
				MarkdownDescription: "The VM, as the `id` of its `occi_compute`. It has to run. The image stays when the VM goes. A " +
					"change makes another image.",
				Required:      true,
				Validators:    []validator.String{occientity.EntityPath()},
				PlanModifiers: []planmodifier.String{occientity.ReplaceText()},
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the image, such as `web-2026-11`. It must differ from those of all templates of the " +
					"server. A change makes another image.",
				Required:      true,
				Validators:    []validator.String{tfkit.NotBlank(), occientity.Text()},
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"term":     computed("Term of the template: the name in the guide, the identifier of the image on occi-os and ooi."),
			"location": computed("Path of the template on the endpoint."),
			"timeouts": timeouts.Attributes(ctx, timeouts.Opts{
				Create:            true,
				CreateDescription: "Time for the image to be listed, such as `10m`. Default `30m`.",
			}),
		},
	}
}
