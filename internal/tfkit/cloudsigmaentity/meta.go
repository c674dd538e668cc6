package cloudsigmaentity

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
)

// MetaAttribute is the attribute "meta" of an entity ("drive").
func MetaAttribute(entity string) schema.MapAttribute {
	return schema.MapAttribute{
		MarkdownDescription: "Arbitrary data of the " + entity + ", as `{ key = \"value\" }`. Keys have at most 32 characters. " +
			"If it is not set, what is there is left alone; `{}` removes all.",
		ElementType: types.StringType,
		Optional:    true, Computed: true,
		Validators: []validator.Map{mapvalidator.KeysAre(MetaKey()), mapvalidator.NoNullValues()},
	}
}

// Meta is the meta that a configuration asks for; nil if it does not say, so that none is sent.
func Meta(ctx context.Context, wanted types.Map) cloudsigma.Meta {
	if !IsSet(wanted) {
		return nil
	}
	values := map[string]string{}
	// Validators have refused null, and an applied plan has no unknowns, so this cannot fail.
	_ = wanted.ElementsAs(ctx, &values, false)
	return cloudsigma.NewMeta(values)
}

// ChangeMeta makes meta what a configuration asks for, if it says. The marker of the creation stays.
func ChangeMeta(ctx context.Context, meta *cloudsigma.Meta, wanted types.Map) {
	replacement := Meta(ctx, wanted)
	if replacement == nil {
		return
	}
	if marker, ok := (*meta)[cloudsigma.MetaCreateMarker]; ok {
		replacement[cloudsigma.MetaCreateMarker] = marker
	}
	*meta = replacement
}

// ShownMeta is meta for the state: without the marker of the creation, which is the provider's own.
func ShownMeta(meta cloudsigma.Meta) types.Map {
	values := map[string]attr.Value{}
	for key, value := range meta.Strings() {
		values[key] = types.StringValue(value)
	}
	return types.MapValueMust(types.StringType, values)
}
