package cloudsigmaentity

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
)

// TagsAttribute is the attribute "tags" of an entity ("drive").
func TagsAttribute(entity string) schema.SetAttribute {
	return schema.SetAttribute{
		MarkdownDescription: "UUIDs of the tags of the " + entity + ". If it is not set, the tags that are there are left alone; " +
			"`[]` removes all.",
		ElementType: types.StringType,
		Optional:    true, Computed: true,
		Validators: []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(UUID())},
	}
}

// References are the entities, such as tags, that a configuration asks for by their UUIDs; nil if it does
// not say, so that none are sent.
func References(ctx context.Context, wanted types.Set) []cloudsigma.Reference {
	if !IsSet(wanted) {
		return nil
	}
	return cloudsigma.References(Texts(ctx, wanted)...)
}

// Texts are the elements of a set of texts, in alphabetical order.
func Texts(ctx context.Context, set types.Set) []string {
	var elements []types.String
	// This cannot fail: the elements may even be null. Such a one becomes an empty text, for the server to refuse;
	// to leave out all of them would remove what is there.
	_ = set.ElementsAs(ctx, &elements, false)
	var texts []string
	for _, element := range elements {
		texts = append(texts, element.ValueString())
	}
	slices.Sort(texts)
	return texts
}

// ChangeTags makes tags what a configuration asks for, if it says. The same tags in another order stay.
func ChangeTags(ctx context.Context, tags *[]cloudsigma.Reference, wanted types.Set) {
	if IsSet(wanted) && !ShownReferences(*tags).Equal(wanted) {
		*tags = References(ctx, wanted)
	}
}

// UUIDs are those of entities, such as tags.
func UUIDs(entities []cloudsigma.Reference) []string {
	uuids := []string{}
	for _, entity := range entities {
		uuids = append(uuids, entity.UUID)
	}
	return uuids
}

// ShownReferences are the UUIDs of entities, such as tags, for the state.
func ShownReferences(entities []cloudsigma.Reference) types.Set { return TextSet(UUIDs(entities)) }

// TextSet are texts for the state; of none it is empty, not null.
func TextSet(texts []string) types.Set {
	elements := []attr.Value{}
	for _, text := range texts {
		elements = append(elements, types.StringValue(text))
	}
	return types.SetValueMust(types.StringType, elements)
}
