package link

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/anyentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

var (
	_ resource.ResourceWithConfigure   = (*anyentity.Resource[model, *model])(nil)
	_ resource.ResourceWithImportState = (*anyentity.Resource[model, *model])(nil)
	_ resource.ResourceWithModifyPlan  = (*anyentity.Resource[model, *model])(nil)
)

// NewResource returns the resource occi_link.
func NewResource() resource.Resource {
	end := func(description string, form validator.String) schema.StringAttribute {
		return schema.StringAttribute{
			MarkdownDescription: description + " A change replaces the link.",
			Required:            true,
			Validators:          []validator.String{form},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
		}
	}
	return &anyentity.Resource[model, *model]{Type: anyentity.Type{
		Name: "occi_link", Noun: "link", Example: "/networkinterface/4a7c…", Link: true,
		Description: "A link of any kind that the server's query interface names, such as a vendor's own between two entities. " +
			"Where there is a resource for the kind (`occi_storage_link`, …) that knows more: it waits for what the link stands for.",
		Further: map[string]schema.Attribute{
			"source_id": end("The `id` of the entity that the link belongs to.", occientity.EntityPath()),
			"target_id": end("The `id` of the entity that the link leads to, or the URL of something that another server has, such as storage "+
				"that is managed by CDMI (GFD.184, section 3.4.3), where the server takes it.", occientity.LinkTarget()),
		},
	}}
}

// model is the resource as Terraform sees it.
type model struct {
	anyentity.Model

	SourceID types.String `tfsdk:"source_id"`
	TargetID types.String `tfsdk:"target_id"`
}

// Complete adds the ends, by which a link is also recognized, but not for sure: there may be several of the same ends.
func (m *model) Complete(
	_ context.Context, client *occi.Client, _ *occi.QueryInterface, blueprint *occientity.Blueprint, _ *diag.Diagnostics,
) {
	source, target := m.SourceID.ValueString(), m.TargetID.ValueString()
	blueprint.Attributes[infrastructure.AttributeSource] = occi.String(client.URL(source))
	blueprint.Attributes[infrastructure.AttributeTarget] = occi.String(target)
	if strings.HasPrefix(target, "/") {
		blueprint.Attributes[infrastructure.AttributeTarget] = occi.String(client.URL(target))
	}
	blueprint.MayBeOurs = func(link *occi.Entity) bool {
		shownSource, shownTarget := occientity.Ends(client, link)
		return shownSource == source && shownTarget == target
	}
}

// ShowOwn shows the ends of the link. An end that the server wrote in another way when the link was made is kept until
// what it writes changes: ooi shows the reserved address where a link was made to a network (capture ooi/291).
func (m *model) ShowOwn(client *occi.Client, link *occi.Entity) {
	source, target := occientity.Ends(client, link)
	m.SourceID = m.shownEnd(m.SourceID, infrastructure.AttributeSource, source, link)
	m.TargetID = m.shownEnd(m.TargetID, infrastructure.AttributeTarget, target, link)
}

// FindAgain finds a link that occi-os has made anew when it was restarted, by its ends and, if it had one, its address. It
// makes those of volumes only once the volume was looked at (captures 71-after-restart-*).
func (m *model) FindAgain(ctx context.Context, client *occi.Client) (*occi.Entity, error) {
	source, target := m.SourceID.ValueString(), m.TargetID.ValueString()
	if source == "" || !strings.HasPrefix(target, "/") {
		return nil, nil
	}
	if _, err := client.Get(ctx, target); err != nil {
		return nil, err
	}
	kind, err := occi.ParseTypeID(m.Kind.ValueString())
	if err != nil {
		return nil, err
	}
	address, had := m.AllAttributes.Elements()[infrastructure.AttributeNetworkInterfaceAddress]
	return occientity.FindLink(ctx, client, kind, source, target, func(link occi.Link) bool {
		shown := link.Attributes[infrastructure.AttributeNetworkInterfaceAddress].Text()
		return !had || address.Equal(types.StringValue(shown))
	})
}

func (m *model) shownEnd(configured types.String, name, shown string, link *occi.Entity) types.String {
	now := link.Attributes[name].Text()
	before, wasShown := m.AllAttributes.Elements()[name]
	unchanged := wasShown && before.Equal(types.StringValue(now)) && !configured.IsNull()
	if shown == "" || now == configured.ValueString() || unchanged {
		return configured
	}
	return types.StringValue(shown)
}
