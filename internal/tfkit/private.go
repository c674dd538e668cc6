package tfkit

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// PrivateState is what requests and responses of a resource carry besides the state.
type PrivateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}
