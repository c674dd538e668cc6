package cloudsigmaentity_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// successorModel is the resource of [TestSuccessor].
type successorModel struct {
	Name types.String `tfsdk:"name"`
	Note types.String `tfsdk:"note"`
	New  types.String `tfsdk:"new"`
	Meta types.Map    `tfsdk:"meta"`
}

// TestSuccessor moves a state of the official provider, and nothing else, and tells what is not set from what is
// empty.
func TestSuccessor(t *testing.T) {
	t.Parallel()
	described := schema.Schema{Version: cloudsigmaentity.SuccessorVersion, Attributes: map[string]schema.Attribute{
		"name": schema.StringAttribute{Required: true}, "note": schema.StringAttribute{Optional: true},
		"new":  schema.StringAttribute{Optional: true},
		"meta": schema.MapAttribute{ElementType: types.StringType, Optional: true},
	}}
	const official = `{"name": "a", "note": "", "meta": {"key": ""}, "gone": [1, {"deep": true}]}`
	tests := map[string]struct {
		provider, typeName, state string
		version                   int64
		moves, fails              bool
	}{
		"official":         {"registry.terraform.io/cloudsigma/cloudsigma", "cloudsigma_tag", official, 0, true, false},
		"other registry":   {"registry.opentofu.org/cloudsigma/cloudsigma", "cloudsigma_tag", official, 0, true, false},
		"other provider":   {"registry.terraform.io/example/cloudsigma", "cloudsigma_tag", official, 0, false, false},
		"other type":       {"registry.terraform.io/cloudsigma/cloudsigma", "cloudsigma_drive", official, 0, false, false},
		"unknown version":  {"registry.terraform.io/cloudsigma/cloudsigma", "cloudsigma_tag", official, 7, false, false},
		"not as it writes": {"registry.terraform.io/cloudsigma/cloudsigma", "cloudsigma_tag", `{"meta": 3}`, 0, true, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			response := &resource.MoveStateResponse{TargetState: tfsdk.State{Schema: described}}
			mover := cloudsigmaentity.Successor{TypeName: "cloudsigma_tag"}.MoveState(t.Context())[0]
			mover.StateMover(t.Context(), resource.MoveStateRequest{
				SourceProviderAddress: test.provider, SourceTypeName: test.typeName, SourceSchemaVersion: test.version,
				SourceRawState: &tfprotov6.RawState{JSON: []byte(test.state)},
			}, response)
			moved := response.TargetState.Raw.Type() != nil || response.Diagnostics.HasError()
			if moved != test.moves || response.Diagnostics.HasError() != test.fails {
				t.Fatalf("moved %t, %v", moved, response.Diagnostics)
			}
			if !moved || test.fails {
				return
			}
			var got successorModel
			response.Diagnostics.Append(response.TargetState.Get(t.Context(), &got)...)
			meta := types.MapValueMust(types.StringType, map[string]attr.Value{"key": types.StringValue("")})
			if got.Name.ValueString() != "a" || !got.Note.IsNull() || !got.New.IsNull() || !got.Meta.Equal(meta) {
				t.Errorf("got %+v, %v", got, response.Diagnostics)
			}
		})
	}
}
