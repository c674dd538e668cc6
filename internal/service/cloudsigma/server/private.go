package server

import (
	"context"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// startOwedKey is the private-state key that tells that an update which failed has stopped the server and
// not started it again.
const startOwedKey = "start_owed"

// startOwed tells whether the next update has to start the server even though nobody configured that.
func startOwed(ctx context.Context, private tfkit.PrivateState, diagnostics *diag.Diagnostics) bool {
	return flag(ctx, private, startOwedKey, diagnostics)
}

// oweStart notes whether a start is owed.
func oweStart(ctx context.Context, private tfkit.PrivateState, owed bool, diagnostics *diag.Diagnostics) {
	noteFlag(ctx, private, startOwedKey, owed, diagnostics)
}

// flag tells whether a flag of the private state is set.
func flag(ctx context.Context, private tfkit.PrivateState, key string, diagnostics *diag.Diagnostics) bool {
	value, problems := private.GetKey(ctx, key)
	diagnostics.Append(problems...)
	return string(value) == "true"
}

// noteFlag sets or takes away a flag of the private state.
func noteFlag(ctx context.Context, private tfkit.PrivateState, key string, set bool, diagnostics *diag.Diagnostics) {
	if set != flag(ctx, private, key, diagnostics) {
		diagnostics.Append(private.SetKey(ctx, key, strconv.AppendBool(nil, set))...)
	}
}
