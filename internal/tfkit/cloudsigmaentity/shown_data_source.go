package cloudsigmaentity

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// Shown describes the two data sources of an entity T, of one and of all. M is the model of one: a struct with the
// fields "id", "uuid", "name", "resource_uri" and those of Attributes.
type Shown[T, M any] struct {
	// TypeName is that of the data source of one entity, such as cloudsigma_vlan.
	TypeName string
	// PluralTypeName is that of the data source of all, such as cloudsigma_vlans; List is its attribute, vlans.
	PluralTypeName, List string
	// Noun and Plural name entities in sentences, such as "VLAN" and "VLANs".
	Noun, Plural string
	// Identifier says what the uuid is, such as "UUID of the VLAN", and ValidIdentifier checks it.
	Identifier      string
	ValidIdentifier validator.String
	// Attributes are the computed ones besides those that all have.
	Attributes map[string]schema.Attribute
	// Entities are those of the account.
	Entities func(*cloudsigma.Client) *cloudsigma.Reader[T]
	// Fields are what can be searched for in an entity, uuid and name among them.
	Fields func(*T) Fields
	// Show makes the model of an entity.
	Show func(context.Context, *T, *diag.Diagnostics) M
}

// NewDataSource returns the data source of one entity, which is given by its uuid, its name or filters.
func (s Shown[T, M]) NewDataSource() datasource.DataSource { return &oneDataSource[T, M]{shown: s} }

// NewPluralDataSource returns the data source of all entities, or of those that meet filters.
func (s Shown[T, M]) NewPluralDataSource() datasource.DataSource {
	return &allDataSource[T, M]{shown: s}
}

func (s Shown[T, M]) attributes(uuid, name schema.StringAttribute) map[string]schema.Attribute {
	attributes := maps.Clone(s.Attributes)
	uuid.MarkdownDescription = s.Identifier + "."
	name.MarkdownDescription = "Name for people; empty if there is none."
	attributes["uuid"], attributes["name"] = uuid, name
	attributes["id"] = schema.StringAttribute{MarkdownDescription: "The same as `uuid`.", Computed: true}
	attributes["resource_uri"] = schema.StringAttribute{
		MarkdownDescription: "Path of the " + s.Noun + " in the API.", Computed: true,
	}
	return attributes
}

// types are those of the attributes.
func (s Shown[T, M]) types() map[string]attr.Type {
	found := map[string]attr.Type{}
	for name, attribute := range s.attributes(schema.StringAttribute{}, schema.StringAttribute{}) {
		found[name] = attribute.GetType()
	}
	return found
}

func (s Shown[T, M]) filterBlock() map[string]schema.Block {
	return map[string]schema.Block{"filter": FilterBlock(s.Fields(new(T)))}
}

// name names an entity for people.
func (s Shown[T, M]) name(entity *T) string {
	fields := s.Fields(entity)
	return fmt.Sprintf("%q (%v)", fields["name"], fields["uuid"])
}

// matching lists all entities and picks out those that meet the filters.
func (s Shown[T, M]) matching(
	ctx context.Context, client *cloudsigma.Client, filters []Filter,
) (found, all []*T, err error) {
	entities, err := s.Entities(client).List(ctx)
	if err != nil {
		return nil, nil, err
	}
	for i := range entities {
		all = append(all, &entities[i])
		if s.Fields(&entities[i]).Meet(filters) {
			found = append(found, &entities[i])
		}
	}
	return found, all, nil
}

type oneDataSource[T, M any] struct {
	DataSourceBase

	shown Shown[T, M]
}

// Metadata implements datasource.DataSource.
func (d *oneDataSource[T, M]) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = d.shown.TypeName
}

// Schema implements datasource.DataSource.
func (d *oneDataSource[T, M]) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	response.Schema = schema.Schema{
		MarkdownDescription: "One " + d.shown.Noun + " of the account, by `uuid`, `name` or `filter`. All that is said has to match, and " +
			"exactly one: none or several are an error that names the candidates.",
		Attributes: d.shown.attributes(
			schema.StringAttribute{Optional: true, Computed: true, Validators: []validator.String{d.shown.ValidIdentifier}},
			schema.StringAttribute{Optional: true, Computed: true, Validators: []validator.String{tfkit.NotBlank()}},
		),
		Blocks: d.shown.filterBlock(),
	}
}

// ConfigValidators implements datasource.DataSourceWithConfigValidators.
func (d *oneDataSource[T, M]) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.AtLeastOneOf(
		path.MatchRoot("uuid"), path.MatchRoot("name"), path.MatchRoot("filter"))}
}

// Read implements datasource.DataSource. An entity that is not found is an error.
func (d *oneDataSource[T, M]) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	client := d.Client(&response.Diagnostics)
	var uuid, name types.String
	var filters []Filter
	for attribute, target := range map[string]any{"uuid": &uuid, "name": &name, "filter": &filters} {
		response.Diagnostics.Append(request.Config.GetAttribute(ctx, path.Root(attribute), target)...)
	}
	if response.Diagnostics.HasError() {
		return
	}
	wanted := filters
	if !name.IsNull() {
		wanted = append(wanted[:len(wanted):len(wanted)], Filter{Name: types.StringValue("name"), Values: []types.String{name}})
	}
	entity, err := d.find(ctx, client, uuid, wanted)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not find the "+d.shown.Noun, err)
		return
	}
	model := d.shown.Show(ctx, entity, &response.Diagnostics)
	object, problems := types.ObjectValueFrom(ctx, d.shown.types(), model)
	response.Diagnostics.Append(problems...)
	for attribute, value := range object.Attributes() {
		response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root(attribute), value)...)
	}
	response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root("filter"), append([]Filter{}, filters...))...)
}

func (d *oneDataSource[T, M]) find(
	ctx context.Context, client *cloudsigma.Client, uuid types.String, filters []Filter,
) (*T, error) {
	if uuid.IsNull() {
		found, all, err := d.shown.matching(ctx, client, filters)
		if err != nil {
			return nil, err
		}
		return Only(d.shown.Plural, found, all, d.shown.name)
	}
	entity, err := d.shown.Entities(client).Get(ctx, uuid.ValueString())
	if err == nil && !d.shown.Fields(entity).Meet(filters) {
		err = fmt.Errorf("the %s %s is another one than name and filter say", d.shown.Noun, d.shown.name(entity))
	}
	return entity, err
}

type allDataSource[T, M any] struct {
	DataSourceBase

	shown Shown[T, M]
}

// Metadata implements datasource.DataSource.
func (d *allDataSource[T, M]) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = d.shown.PluralTypeName
}

// Schema implements datasource.DataSource.
func (d *allDataSource[T, M]) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	computed := schema.StringAttribute{Computed: true}
	response.Schema = schema.Schema{
		MarkdownDescription: "All " + d.shown.Plural + " of the account, or those that match `filter`. There may be none.",
		Attributes: map[string]schema.Attribute{
			d.shown.List: schema.ListNestedAttribute{
				MarkdownDescription: "What was found, in the order of CloudSigma.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: d.shown.attributes(computed, computed)},
			},
		},
		Blocks: d.shown.filterBlock(),
	}
}

// Read implements datasource.DataSource.
func (d *allDataSource[T, M]) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	client := d.Client(&response.Diagnostics)
	var filters []Filter
	response.Diagnostics.Append(request.Config.GetAttribute(ctx, path.Root("filter"), &filters)...)
	if response.Diagnostics.HasError() {
		return
	}
	found, _, err := d.shown.matching(ctx, client, filters)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not list the "+d.shown.Plural, err)
		return
	}
	models := []M{}
	for _, entity := range found {
		models = append(models, d.shown.Show(ctx, entity, &response.Diagnostics))
	}
	response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root(d.shown.List), models)...)
	response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root("filter"), append([]Filter{}, filters...))...)
}
