package occientity

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// importedKey is the private-state key that marks an imported entity until its first update: what the
// server does not show is then unknown to the state, not absent.
const importedKey = "imported"

// PrivateState is what resource requests carry besides the state.
type PrivateState = tfkit.PrivateState

// Imported tells whether the entity was imported and not updated since: a null in its state may then
// stand for a value that the server does not show.
func Imported(ctx context.Context, private PrivateState, diagnostics *diag.Diagnostics) bool {
	value, problems := private.GetKey(ctx, importedKey)
	diagnostics.Append(problems...)
	return string(value) == "true"
}

// MarkImported marks that an entity was imported.
func MarkImported(ctx context.Context, private PrivateState, diagnostics *diag.Diagnostics) {
	diagnostics.Append(private.SetKey(ctx, importedKey, []byte("true"))...)
}

// ForgetImport marks that the state is complete: it came from a configuration.
func ForgetImport(ctx context.Context, private PrivateState, diagnostics *diag.Diagnostics) {
	diagnostics.Append(private.SetKey(ctx, importedKey, []byte("false"))...)
}

// ImportState imports an entity by its path (/compute/4a7c), its URL, or the last segment of its path,
// for which the location of the kind is asked from the query interface.
func (b *ResourceBase) ImportState(
	ctx context.Context, kind occi.TypeID, request resource.ImportStateRequest, response *resource.ImportStateResponse,
) {
	client := b.Client(&response.Diagnostics)
	if client == nil {
		return
	}
	location, err := locationOf(ctx, client, kind, request.ID)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, fmt.Sprintf("Cannot import %q", request.ID), err)
		return
	}
	response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root("id"), location)...)
	MarkImported(ctx, response.Private, &response.Diagnostics)
}

func locationOf(ctx context.Context, client *occi.Client, kind occi.TypeID, id string) (string, error) {
	if strings.Contains(id, "/") {
		return client.Path(id)
	}
	types, err := client.QueryInterface(ctx)
	if err != nil {
		return "", err
	}
	category, ok := types.Kind(kind)
	if !ok || category.Location == "" {
		return "", fmt.Errorf("the server does not tell where entities of %s are; give the whole path", kind)
	}
	return client.Path(strings.TrimSuffix(category.Location, "/") + "/" + id)
}
