package entity

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/anyentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

var (
	_ resource.ResourceWithConfigure   = (*anyentity.Resource[model, *model])(nil)
	_ resource.ResourceWithImportState = (*anyentity.Resource[model, *model])(nil)
	_ resource.ResourceWithModifyPlan  = (*anyentity.Resource[model, *model])(nil)
)

// NewResource returns the resource occi_entity.
func NewResource() resource.Resource {
	return &anyentity.Resource[model, *model]{Type: anyentity.Type{
		Name: "occi_entity", Noun: "entity", Example: "/storage/4a7c…",
		Description: "An entity of any kind that the server's query interface names, such as those of platforms, service level " +
			"agreements, monitoring, or a vendor's own. Where there is a resource for the kind (`occi_compute`, `occi_storage`, …) " +
			"that knows more: it checks more, and waits for what is worth waiting for. A link is an `occi_link`.",
		Further: linkAttributes(),
	}}
}

// model is the resource as Terraform sees it.
type model struct {
	anyentity.Model

	Links types.List `tfsdk:"links"`
}

// linkModel is a link that is made with the entity.
type linkModel struct {
	Kind       types.String `tfsdk:"kind"`
	TargetID   types.String `tfsdk:"target_id"`
	Mixins     types.Set    `tfsdk:"mixins"`
	Attributes types.Map    `tfsdk:"attributes"`
}

// Complete adds the links.
func (m *model) Complete(
	ctx context.Context, client *occi.Client, known *occi.QueryInterface, blueprint *occientity.Blueprint,
	diagnostics *diag.Diagnostics,
) {
	var links []linkModel
	diagnostics.Append(m.Links.ElementsAs(ctx, &links, false)...)
	for index, link := range links {
		at := path.Root("links").AtListIndex(index)
		made, err := link.link(ctx, client, known, at, diagnostics)
		if err != nil {
			tfkit.ReportAttributeError(diagnostics, at, "Not a link", err)
			continue
		}
		blueprint.Links = append(blueprint.Links, made)
	}
}

// targetOf reads the target, because ooi wants its kind to be told (capture ooi/226). That of another server is not asked:
// it is a volume if the link is one to a volume.
func (l *linkModel) targetOf(ctx context.Context, client *occi.Client, link occi.TypeID) (*occi.Entity, error) {
	target := l.TargetID.ValueString()
	if strings.HasPrefix(target, "/") {
		return client.Get(ctx, target)
	}
	kind := infrastructure.KindResource
	if link == infrastructure.KindStorageLink {
		kind = infrastructure.KindStorage
	}
	return &occi.Entity{Location: target, Kind: occi.Category{TypeID: kind}}, nil
}

func (l *linkModel) link(
	ctx context.Context, client *occi.Client, known *occi.QueryInterface, at path.Path, diagnostics *diag.Diagnostics,
) (occi.Link, error) {
	kind, err := occi.ParseTypeID(l.Kind.ValueString())
	if err != nil {
		return occi.Link{}, err
	}
	if _, err := known.Find(occi.ClassKind, kind); err != nil {
		return occi.Link{}, err
	}
	target, err := l.targetOf(ctx, client, kind)
	if err != nil {
		return occi.Link{}, err
	}
	categories := []occi.TypeID{kind}
	if !l.Mixins.IsNull() {
		categories = append(categories, occientity.TypeIdentifiers(ctx, l.Mixins, at.AtName("mixins"), diagnostics)...)
	}
	texts := map[string]string{}
	if !l.Attributes.IsNull() {
		diagnostics.Append(l.Attributes.ElementsAs(ctx, &texts, false)...)
	}
	definitions := anyentity.NewDefinitions(known, categories...)
	return occi.Link{
		Target: target.Location, Relations: []occi.TypeID{target.Kind.TypeID}, Categories: categories,
		Attributes: anyentity.TypedAttributes(definitions, texts, nil, at.AtName("attributes"), diagnostics),
	}, nil
}

// FindAgain finds nothing: only links move.
func (m *model) FindAgain(context.Context, *occi.Client) (*occi.Entity, error) { return nil, nil }

// ShowOwn keeps the links as they are configured: they are what the entity was made with.
func (m *model) ShowOwn(*occi.Client, *occi.Entity) {}
