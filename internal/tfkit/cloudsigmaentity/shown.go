package cloudsigmaentity

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
)

// ShownText is an attribute of a data source that shows a text.
func ShownText(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Computed: true}
}

// ShownKey is a text that a data source shows, and that is valid if it is a key of a [Kind] in a configuration.
func ShownKey(description string, valid validator.String) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Computed: true, Validators: []validator.String{valid}}
}

// ShownNumber is an attribute of a data source that shows a whole number.
func ShownNumber(description string) schema.Int64Attribute {
	return schema.Int64Attribute{MarkdownDescription: description, Computed: true}
}

// ShownFlag is an attribute of a data source that shows whether something is so.
func ShownFlag(description string) schema.BoolAttribute {
	return schema.BoolAttribute{MarkdownDescription: description, Computed: true}
}

// ShownTexts is an attribute of a data source that shows texts in no order.
func ShownTexts(description string) schema.SetAttribute {
	return schema.SetAttribute{MarkdownDescription: description, Computed: true, ElementType: types.StringType}
}

// ShownTextMap is an attribute of a data source that shows texts by key, such as meta.
func ShownTextMap(description string) schema.MapAttribute {
	return schema.MapAttribute{MarkdownDescription: description, Computed: true, ElementType: types.StringType}
}

// TextOrNull is a text for the state, null if the server has none.
func TextOrNull(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}

// UUIDOrNull is the UUID of another entity, such as the owner, for the state; null if the server names none.
func UUIDOrNull(reference *cloudsigma.Reference) types.String {
	if reference == nil {
		return types.StringNull()
	}
	return TextOrNull(reference.UUID)
}
