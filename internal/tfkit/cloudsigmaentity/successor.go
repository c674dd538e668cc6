package cloudsigmaentity

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

const (
	// SuccessorVersion is the version that the schema of a resource with a [Successor] must have. The official
	// provider writes all its states in version 0.
	SuccessorVersion = 1

	officialVersion = 0
	// officialProvider ends the source address of the official provider; registries differ in the host.
	officialProvider = "/cloudsigma/cloudsigma"
)

// Successor is embedded, next to [ResourceBase], by resources of a type that the official provider
// (cloudsigma/cloudsigma) has too. They then read its states, after `terraform state replace-provider` and in
// `moved` blocks. What its state lacks is null until the next refresh.
type Successor struct {
	// TypeName is the name of the resource type, such as cloudsigma_drive.
	TypeName string
	// Blanks are the attributes whose empty texts stay, because a configuration may have them, too; null is the same.
	Blanks []string
	// Adapt changes in a state what the official provider means otherwise, in the schema of this one; nil is nothing.
	Adapt func(context.Context, *tfsdk.State) diag.Diagnostics
}

// UpgradeState implements resource.ResourceWithUpgradeState.
func (s Successor) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return map[int64]resource.StateUpgrader{officialVersion: {
		StateUpgrader: func(ctx context.Context, request resource.UpgradeStateRequest, response *resource.UpgradeStateResponse) {
			s.succeed(ctx, request.RawState, &response.State, &response.Diagnostics)
		},
	}}
}

// MoveState implements resource.ResourceWithMoveState. Terraform only moves between resources of one type here.
func (s Successor) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{
		StateMover: func(ctx context.Context, request resource.MoveStateRequest, response *resource.MoveStateResponse) {
			if request.SourceTypeName != s.TypeName || request.SourceSchemaVersion != officialVersion ||
				!strings.HasSuffix(request.SourceProviderAddress, officialProvider) {
				return
			}
			s.succeed(ctx, request.SourceRawState, &response.TargetState, &response.Diagnostics)
		},
	}}
}

// succeed reads a state of the official provider into one of this provider. Attributes that only one of them has
// are left out or null.
func (s Successor) succeed(
	ctx context.Context, official *tfprotov6.RawState, state *tfsdk.State, diagnostics *diag.Diagnostics,
) {
	read, err := official.UnmarshalWithOpts(state.Schema.Type().TerraformType(ctx), tfprotov6.UnmarshalOpts{
		ValueFromJSONOpts: tftypes.ValueFromJSONOpts{IgnoreUndefinedAttributes: true},
	})
	if err == nil {
		state.Raw, err = tftypes.Transform(read, func(at *tftypes.AttributePath, value tftypes.Value) (tftypes.Value, error) {
			if s.isBlankAttribute(at, value) {
				return tftypes.NewValue(tftypes.String, nil), nil
			}
			return value, nil
		})
	}
	if err != nil {
		diagnostics.AddError("The state of the provider cloudsigma/cloudsigma cannot be read",
			fmt.Sprintf("%s. Import the resource instead.", err))
		return
	}
	if s.Adapt != nil {
		diagnostics.Append(s.Adapt(ctx, state)...)
	}
}

// isBlankAttribute tells whether a value is the empty text of an attribute, which the SDK of the official provider
// cannot tell from one that is not set. In a map or a set it is a value like others.
func (s Successor) isBlankAttribute(at *tftypes.AttributePath, value tftypes.Value) bool {
	steps := at.Steps()
	if len(steps) == 0 || !value.Type().Is(tftypes.String) || !value.IsKnown() || value.IsNull() {
		return false
	}
	attribute, isAttribute := steps[len(steps)-1].(tftypes.AttributeName)
	if !isAttribute || slices.Contains(s.Blanks, string(attribute)) {
		return false
	}
	var text string
	return value.As(&text) == nil && text == ""
}
