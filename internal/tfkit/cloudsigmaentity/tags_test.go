package cloudsigmaentity_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// TestReferencesKeepsNull proves that a null does not make a list empty, which would remove all that is
// there. The server is to refuse it.
func TestReferencesKeepsNull(t *testing.T) {
	t.Parallel()
	const uuid = "5d4bbf7b-8f5b-4a6a-9a9a-3c1a6d3c0f10"
	wanted := types.SetValueMust(types.StringType, []attr.Value{types.StringValue(uuid), types.StringNull()})
	got := cloudsigmaentity.References(t.Context(), wanted)
	if len(got) != 2 || got[0].UUID != "" || got[1].UUID != uuid {
		t.Errorf("got %+v, want an empty UUID and %s", got, uuid)
	}
}
