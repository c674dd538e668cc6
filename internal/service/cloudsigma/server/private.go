package server

import (
	"context"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// startOwedKey is the private-state key that tells that an update which failed has stopped the server and
// not started it again.
const startOwedKey = "start_owed"

// privateState is what resource requests carry besides the state.
type privateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// startOwed tells whether the next update has to start the server even though nobody configured that.
func startOwed(ctx context.Context, private privateState, diagnostics *diag.Diagnostics) bool {
	value, problems := private.GetKey(ctx, startOwedKey)
	diagnostics.Append(problems...)
	return string(value) == "true"
}

// oweStart notes whether a start is owed.
func oweStart(ctx context.Context, private privateState, owed bool, diagnostics *diag.Diagnostics) {
	if owed != startOwed(ctx, private, diagnostics) {
		diagnostics.Append(private.SetKey(ctx, startOwedKey, strconv.AppendBool(nil, owed))...)
	}
}
