package provider

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// TestFormOfTimeouts wants timeouts to be a block where the official provider has one, and an attribute elsewhere (ADR 1).
func TestFormOfTimeouts(t *testing.T) {
	t.Parallel()
	var blocks []string
	for _, newResource := range New("test")().Resources(t.Context()) {
		var named resource.MetadataResponse
		var described resource.SchemaResponse
		newResource().Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: "occi"}, &named)
		newResource().Schema(t.Context(), resource.SchemaRequest{}, &described)
		if _, isBlock := described.Schema.Blocks["timeouts"]; isBlock {
			blocks = append(blocks, named.TypeName)
		}
	}
	slices.Sort(blocks)
	if want := []string{"cloudsigma_drive", "cloudsigma_server"}; !slices.Equal(blocks, want) {
		t.Errorf("timeouts is a block of %v, want %v", blocks, want)
	}
}
