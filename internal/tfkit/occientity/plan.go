package occientity

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
)

const replaceDescription = "A change replaces the entity. It does not where an imported entity does not show the value: " +
	"the configuration is then taken to be what it was made with."

// ReplaceText has a change of an attribute that the server may not show replace the entity, unless the
// entity was imported and shows nothing.
func ReplaceText() planmodifier.String {
	return stringplanmodifier.RequiresReplaceIf(
		func(ctx context.Context, request planmodifier.StringRequest, response *stringplanmodifier.RequiresReplaceIfFuncResponse) {
			response.RequiresReplace = replaces(ctx, request.StateValue, request.Private, &response.Diagnostics)
		}, replaceDescription, replaceDescription)
}

// ReplaceSet is ReplaceText for a set.
func ReplaceSet() planmodifier.Set {
	return setplanmodifier.RequiresReplaceIf(
		func(ctx context.Context, request planmodifier.SetRequest, response *setplanmodifier.RequiresReplaceIfFuncResponse) {
			response.RequiresReplace = replaces(ctx, request.StateValue, request.Private, &response.Diagnostics)
		}, replaceDescription, replaceDescription)
}

// ReplaceMap is ReplaceText for a map.
func ReplaceMap() planmodifier.Map {
	return mapplanmodifier.RequiresReplaceIf(
		func(ctx context.Context, request planmodifier.MapRequest, response *mapplanmodifier.RequiresReplaceIfFuncResponse) {
			response.RequiresReplace = replaces(ctx, request.StateValue, request.Private, &response.Diagnostics)
		}, replaceDescription, replaceDescription)
}

// ReplaceList is ReplaceText for a list.
func ReplaceList() planmodifier.List {
	return listplanmodifier.RequiresReplaceIf(
		func(ctx context.Context, request planmodifier.ListRequest, response *listplanmodifier.RequiresReplaceIfFuncResponse) {
			response.RequiresReplace = replaces(ctx, request.StateValue, request.Private, &response.Diagnostics)
		}, replaceDescription, replaceDescription)
}

func replaces(ctx context.Context, prior attr.Value, private PrivateState, diagnostics *diag.Diagnostics) bool {
	return !prior.IsNull() || !Imported(ctx, private, diagnostics)
}
