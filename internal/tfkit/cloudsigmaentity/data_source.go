package cloudsigmaentity

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// Kind describes entities T to two data sources: one that finds a single entity, and one that lists them. M is
// what they show of an entity: a struct with a tfsdk tag for each of the attributes.
type Kind[T, M any] struct {
	// Name and Plural are the types of the data sources without cloudsigma_: "tag" and "tags".
	Name, Plural string
	// Noun and Nouns are what messages call entities, such as "VLAN" and "VLANs"; Name and Plural if they are empty.
	Noun, Nouns string
	// Description is what an entity is, in sentences.
	Description string
	// PluralDescription is what the list has, without a full stop: "The drives of the account".
	PluralDescription string
	// Attributes are those of one entity, all computed. Filters compare the texts, numbers and flags, and the
	// lists and sets of texts among them. That of a name is "name": then the list can be searched by a regular
	// expression for it.
	Attributes map[string]schema.Attribute
	// Keys are the attributes, texts, that a configuration can set to say which entity it means. It is held to
	// their validators.
	Keys []string
	// Searched are the keys that a configuration can also set to say which entities the list is to have.
	Searched []string
	// Age compares two entities by when they were made, the older one first. Then lists are in this order, not in that of
	// the server, and a configuration can ask for the most recent one of several.
	Age func(a, b T) int
	// List returns all entities.
	List func(context.Context, *cloudsigma.Client) ([]T, error)
	// Get returns the entity whose first key is this one; nil if all have to be listed to find it.
	Get func(ctx context.Context, client *cloudsigma.Client, key string) (*T, error)
	// Show returns what is shown.
	Show func(*T) M
	// Fields are what filters compare besides the attributes; nil is nothing.
	Fields func(*T) Fields
	// Warn tells what cannot be shown of an entity that was found; nil tells nothing.
	Warn func(*T, *diag.Diagnostics)
}

func (k *Kind[T, M]) noun() string { return cmp.Or(k.Noun, k.Name) }

func (k *Kind[T, M]) nouns() string { return cmp.Or(k.Nouns, k.Plural) }

// found is an entity as it is shown, with what filters compare.
type found[T any] struct {
	types.Object
	entity *T
	fields Fields
}

// show returns entities as they are shown.
func (k *Kind[T, M]) show(ctx context.Context, entities []T, diagnostics *diag.Diagnostics) []found[T] {
	shown, attributes := make([]found[T], 0, len(entities)), k.types()
	for i := range entities {
		entity := &entities[i]
		object, problems := types.ObjectValueFrom(ctx, attributes, k.Show(entity))
		diagnostics.Append(problems...)
		fields := k.ownFields(entity)
		for name, value := range object.Attributes() {
			if _, isOwn := fields[name]; !isOwn {
				fields[name] = filterValue(value)
			}
		}
		shown = append(shown, found[T]{object, entity, fields})
	}
	return shown
}

// ownFields are what filters compare besides the attributes.
func (k *Kind[T, M]) ownFields(entity *T) Fields {
	if k.Fields == nil {
		return Fields{}
	}
	return k.Fields(entity)
}

// list returns all entities, the oldest first if their age is known.
func (k *Kind[T, M]) list(ctx context.Context, client *cloudsigma.Client) ([]T, error) {
	entities, err := k.List(ctx, client)
	if err != nil || k.Age == nil {
		return entities, err
	}
	return slices.SortedFunc(slices.Values(entities), k.Age), nil
}

func (k *Kind[T, M]) warn(entity *T, diagnostics *diag.Diagnostics) {
	if k.Warn != nil {
		k.Warn(entity, diagnostics)
	}
}

func (k *Kind[T, M]) types() map[string]attr.Type {
	all := map[string]attr.Type{}
	for name, attribute := range k.Attributes {
		all[name] = attribute.GetType()
	}
	return all
}

// filterBlock is the block filter for what filters can compare.
func (k *Kind[T, M]) filterBlock() map[string]schema.Block {
	texts := []attr.Type{types.ListType{ElemType: types.StringType}, types.SetType{ElemType: types.StringType}}
	fields := k.ownFields(new(T))
	for name, kind := range k.types() {
		switch {
		case kind == types.StringType, kind == types.Int64Type, kind == types.BoolType,
			slices.ContainsFunc(texts, kind.Equal):
			fields[name] = nil
		}
	}
	return map[string]schema.Block{"filter": FilterBlock(fields)}
}

// text is an attribute that is a text; "" if there is none.
func (f found[T]) text(name string) string {
	text, ok := f.Attributes()[name].(types.String)
	if !ok {
		return ""
	}
	return text.ValueString()
}

// named is how messages name an entity.
func (f found[T]) named() string {
	id, name := f.text("id"), f.text("name")
	if name == "" || name == id {
		return id
	}
	return fmt.Sprintf("%q (%s)", name, id)
}

// filterValue is the value of an attribute as [Fields] take it; nil if filters cannot compare it.
func filterValue(value attr.Value) any {
	switch value := value.(type) {
	case types.String:
		return value.ValueString()
	case types.Int64:
		return value.ValueInt64()
	case types.Bool:
		return value.ValueBool()
	case interface{ Elements() []attr.Value }: // a list or a set
		var texts []string
		for _, element := range value.Elements() {
			if text, ok := element.(types.String); ok {
				texts = append(texts, text.ValueString())
			}
		}
		return texts
	default:
		return nil
	}
}

// NewDataSource returns a constructor of the data source that finds one entity.
func (k Kind[T, M]) NewDataSource() datasource.DataSource { return &singular[T, M]{kind: &k} }

// NewPluralDataSource returns a constructor of the data source that lists entities.
func (k Kind[T, M]) NewPluralDataSource() datasource.DataSource { return &plural[T, M]{kind: &k} }

// wanted are the keys that a configuration sets.
func wanted(ctx context.Context, config tfsdk.Config, keys []string, diagnostics *diag.Diagnostics) map[string]types.String {
	set := map[string]types.String{}
	for _, key := range keys {
		var value types.String
		diagnostics.Append(config.GetAttribute(ctx, path.Root(key), &value)...)
		if !value.IsNull() {
			set[key] = value
		}
	}
	return set
}

// mostRecent is the attribute that chooses among several entities.
const mostRecent = "most_recent"

// singular is the data source that finds one entity.
type singular[T, M any] struct {
	DataSourceBase
	kind *Kind[T, M]
}

// Metadata implements datasource.DataSource.
func (d *singular[T, M]) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = "cloudsigma_" + d.kind.Name
}

// Schema implements datasource.DataSource.
func (d *singular[T, M]) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	attributes := maps.Clone(d.kind.Attributes)
	for _, key := range d.kind.Keys {
		if text, ok := attributes[key].(schema.StringAttribute); ok {
			text.Optional = true
			attributes[key] = text
		}
	}
	if d.kind.Age != nil {
		attributes[mostRecent] = schema.BoolAttribute{
			MarkdownDescription: "Whether to take the one that was made last if several match. Default `false`.",
			Optional:            true,
		}
	}
	response.Schema = schema.Schema{
		MarkdownDescription: d.kind.Description + DescribeSearch(d.kind.noun(), append(slices.Clone(d.kind.Keys), "filter")...),
		Attributes:          attributes,
		Blocks:              d.kind.filterBlock(),
	}
}

// ConfigValidators implements datasource.DataSourceWithConfigValidators.
func (d *singular[T, M]) ConfigValidators(context.Context) []datasource.ConfigValidator {
	expressions := []path.Expression{path.MatchRoot("filter")}
	for _, key := range d.kind.Keys {
		expressions = append(expressions, path.MatchRoot(key))
	}
	return []datasource.ConfigValidator{datasourcevalidator.AtLeastOneOf(expressions...)}
}

// Read implements datasource.DataSource. What it starts from in the response is the configuration.
func (d *singular[T, M]) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	client := d.Client(&response.Diagnostics)
	var filters []Filter
	response.Diagnostics.Append(request.Config.GetAttribute(ctx, path.Root("filter"), &filters)...)
	keys := wanted(ctx, request.Config, d.kind.Keys, &response.Diagnostics)
	var newest types.Bool
	if d.kind.Age != nil {
		response.Diagnostics.Append(request.Config.GetAttribute(ctx, path.Root(mostRecent), &newest)...)
	}
	if response.Diagnostics.HasError() {
		return
	}
	one, err := d.find(ctx, client, search{keys, filters, newest.ValueBool()}, &response.Diagnostics)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not find the "+d.kind.noun(), err)
		return
	}
	for name, value := range one.Attributes() {
		response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root(name), value)...)
	}
	d.kind.warn(one.entity, &response.Diagnostics)
}

// search says which entities a configuration means, and whether only the most recent one of them.
type search struct {
	keys    map[string]types.String
	filters []Filter
	newest  bool
}

// find returns the only entity that is what is wanted. Where that is possible it reads the one alone that the first
// key names.
func (d *singular[T, M]) find(
	ctx context.Context, client *cloudsigma.Client, wanted search, diagnostics *diag.Diagnostics,
) (found[T], error) {
	only := func(entities []T) (found[T], error) {
		all := d.kind.show(ctx, entities, diagnostics)
		matching := slices.DeleteFunc(slices.Clone(all), func(one found[T]) bool { return !one.meets(wanted) })
		if last := len(matching) - 1; wanted.newest && last > 0 {
			matching = matching[last:]
		}
		return Only(d.kind.nouns(), matching, all, found[T].named)
	}
	key, isSaid := wanted.keys[d.kind.Keys[0]]
	if !isSaid || d.kind.Get == nil {
		all, err := d.kind.list(ctx, client)
		if err != nil {
			return found[T]{}, err
		}
		return only(all)
	}
	entity, err := d.kind.Get(ctx, client, key.ValueString())
	if err != nil {
		return found[T]{}, err
	}
	one, err := only([]T{*entity})
	if err != nil {
		return one, fmt.Errorf("%w, which is another one than name and filter say", err)
	}
	return one, nil
}

// meets tells whether the entity is one of those that are wanted.
func (f found[T]) meets(wanted search) bool {
	for key, value := range wanted.keys {
		if !value.Equal(f.Attributes()[key]) {
			return false
		}
	}
	return f.fields.Meet(wanted.filters)
}

// plural is the data source that lists entities.
type plural[T, M any] struct {
	DataSourceBase
	kind *Kind[T, M]
}

// Metadata implements datasource.DataSource.
func (d *plural[T, M]) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = "cloudsigma_" + d.kind.Plural
}

// Schema implements datasource.DataSource.
func (d *plural[T, M]) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	order := "as the API lists them"
	if d.kind.Age != nil {
		order = "the oldest first"
	}
	attributes := map[string]schema.Attribute{
		d.kind.Plural: schema.ListNestedAttribute{
			MarkdownDescription: "What matches, " + order + ".",
			Computed:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: d.kind.Attributes},
		},
	}
	if d.hasNames() {
		attributes[nameRegex] = NameRegexAttribute()
	}
	for _, key := range d.kind.Searched {
		if text, ok := d.kind.Attributes[key].(schema.StringAttribute); ok {
			text.Optional, text.Computed = true, false
			attributes[key] = text
		}
	}
	response.Schema = schema.Schema{
		MarkdownDescription: DescribeList(d.kind.PluralDescription),
		Attributes:          attributes,
		Blocks:              d.kind.filterBlock(),
	}
}

func (d *plural[T, M]) hasNames() bool { return d.kind.Attributes["name"] != nil }

// Read implements datasource.DataSource.
func (d *plural[T, M]) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	client := d.Client(&response.Diagnostics)
	var filters []Filter
	var expression types.String
	response.Diagnostics.Append(request.Config.GetAttribute(ctx, path.Root("filter"), &filters)...)
	if d.hasNames() {
		response.Diagnostics.Append(request.Config.GetAttribute(ctx, path.Root(nameRegex), &expression)...)
	}
	keys := wanted(ctx, request.Config, d.kind.Searched, &response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	fits, err := regexp.Compile(expression.ValueString())
	if err != nil {
		tfkit.ReportAttributeError(&response.Diagnostics, path.Root(nameRegex), "Not a regular expression", err)
		return
	}
	entities, err := d.kind.list(ctx, client)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not list the "+d.kind.nouns(), err)
		return
	}
	matching := []attr.Value{}
	for _, one := range d.kind.show(ctx, entities, &response.Diagnostics) {
		if fits.MatchString(one.text("name")) && one.meets(search{keys: keys, filters: filters}) {
			matching = append(matching, one.Object)
			d.kind.warn(one.entity, &response.Diagnostics)
		}
	}
	listed, problems := types.ListValue(types.ObjectType{AttrTypes: d.kind.types()}, matching)
	response.Diagnostics.Append(problems...)
	response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root(d.kind.Plural), listed)...)
}
