package occientity

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

// ReadBack reads an entity after something failed, also if the run was cancelled: what exists has to be in
// the state. If that fails too it adds a warning and returns an entity of which nothing is known.
func ReadBack(ctx context.Context, client *occi.Client, location string, diagnostics *diag.Diagnostics) *occi.Entity {
	entity, err := client.Get(context.WithoutCancel(ctx), location)
	if err != nil {
		diagnostics.AddWarning("The state of "+location+" is not known", err.Error())
		return &occi.Entity{Location: location}
	}
	return entity
}
