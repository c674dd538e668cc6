package entity

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/anyentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

var (
	_ datasource.DataSourceWithConfigure        = (*PluralDataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*PluralDataSource)(nil)
)

// PluralDataSource is occi_entities.
type PluralDataSource struct{ occientity.DataSourceBase }

// NewPluralDataSource returns the data source occi_entities.
func NewPluralDataSource() datasource.DataSource { return &PluralDataSource{} }

type pluralModel struct {
	Kind       types.String `tfsdk:"kind"`
	Mixin      types.String `tfsdk:"mixin"`
	Attributes types.Map    `tfsdk:"attributes"`
	Entities   []shownModel `tfsdk:"entities"`
}

// Metadata implements datasource.DataSource.
func (d *PluralDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = "occi_entities"
}

// Schema implements datasource.DataSource.
func (d *PluralDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	identifier := func(description string) schema.StringAttribute {
		return schema.StringAttribute{
			MarkdownDescription: description, Optional: true, Validators: []validator.String{occientity.TypeIdentifier()},
		}
	}
	item := shownAttributes()
	item["id"] = schema.StringAttribute{MarkdownDescription: "Path of the entity on the endpoint.", Computed: true}
	response.Schema = schema.Schema{
		MarkdownDescription: "The entities of a kind, those that have a mixin, or both. There may be none.",
		Attributes: map[string]schema.Attribute{
			"kind": identifier("Type identifier of the kind, `scheme#term`."),
			"mixin": identifier("Type identifier of a mixin that they have. Without `kind` the server is asked for the members of " +
				"the mixin, which ooi does not tell."),
			"attributes": schema.MapAttribute{
				MarkdownDescription: "Values of attributes that they have. `1` and `1.0` are the same, unless the attribute is a text.",
				ElementType:         types.StringType,
				Optional:            true,
				Validators:          []validator.Map{mapvalidator.NoNullValues(), mapvalidator.SizeAtLeast(1), occientity.AttributeNames()},
			},
			"entities": schema.ListNestedAttribute{
				MarkdownDescription: "What was found, ordered by `id`.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: item},
			},
		},
	}
}

// ConfigValidators implements datasource.DataSourceWithConfigValidators.
func (d *PluralDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.AtLeastOneOf(path.MatchRoot("kind"), path.MatchRoot("mixin"))}
}

// Read implements datasource.DataSource. All entities are read and then filtered: servers ignore filters.
func (d *PluralDataSource) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	client := d.Client(&response.Diagnostics)
	var config pluralModel
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	wanted := map[string]string{}
	if !config.Attributes.IsNull() {
		response.Diagnostics.Append(config.Attributes.ElementsAs(ctx, &wanted, false)...)
	}
	if response.Diagnostics.HasError() {
		return
	}
	known, err := client.DetailedQueryInterface(ctx)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not read the query interface", err)
		return
	}
	entities, attribute, err := config.find(ctx, client, known)
	if err != nil {
		tfkit.ReportAttributeError(&response.Diagnostics, attribute, "Cannot list the entities", err)
		return
	}
	config.Entities = []shownModel{}
	for _, entity := range entities {
		if has(entity, known, wanted) {
			config.Entities = append(config.Entities, show(entity))
		}
	}
	slices.SortFunc(config.Entities, func(a, b shownModel) int { return cmp.Compare(a.ID.ValueString(), b.ID.ValueString()) })
	response.Diagnostics.Append(response.State.Set(ctx, &config)...)
}

// find returns the entities of the kind and the mixin, or an error and the attribute that causes it.
func (m *pluralModel) find(
	ctx context.Context, client *occi.Client, known *occi.QueryInterface,
) ([]*occi.Entity, path.Path, error) {
	var kind, mixin occi.TypeID
	for _, given := range []struct {
		text types.String
		id   *occi.TypeID
		name string
	}{{m.Kind, &kind, "kind"}, {m.Mixin, &mixin, "mixin"}} {
		if given.text.IsNull() {
			continue
		}
		var err error
		if *given.id, err = occi.ParseTypeID(given.text.ValueString()); err != nil {
			return nil, path.Root(given.name), err
		}
	}
	if kind.IsZero() {
		found, err := members(ctx, client, mixin)
		return found, path.Root("mixin"), err
	}
	if _, err := known.Find(occi.ClassKind, kind); err != nil {
		return nil, path.Root("kind"), err
	}
	found, err := occientity.Entities(ctx, client, kind)
	if !mixin.IsZero() {
		found = slices.DeleteFunc(found, func(entity *occi.Entity) bool { return !entity.HasMixin(mixin) })
	}
	return found, path.Root("kind"), err
}

// members reads what is in the collection of a mixin.
func members(ctx context.Context, client *occi.Client, id occi.TypeID) ([]*occi.Entity, error) {
	mixin, err := occientity.FindMixin(ctx, client, id)
	if err != nil {
		return nil, err
	}
	if mixin.Location == "" {
		return nil, errors.New("the server tells no collection of its members: give the kind")
	}
	paths, err := client.List(ctx, mixin.Location)
	if occi.IsNotFound(err) {
		return nil, fmt.Errorf("the server has no collection of its members, give the kind: %w", err)
	}
	if err != nil {
		return nil, err
	}
	return occientity.EntitiesAt(ctx, client, paths)
}

func has(entity *occi.Entity, known *occi.QueryInterface, wanted map[string]string) bool {
	types := []occi.TypeID{entity.Kind.TypeID}
	for _, mixin := range entity.Mixins {
		types = append(types, mixin.TypeID)
	}
	definitions := anyentity.NewDefinitions(known, types...)
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		shown, ok := entity.Attributes[name]
		if !ok || !definitions.Same(name, wanted[name], shown.Text()) {
			return false
		}
	}
	return true
}
