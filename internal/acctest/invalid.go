package acctest

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// Invalid is a resource or data source that must be refused before anything is changed.
type Invalid struct {
	// Name is that of the test, Arguments are the lines of the block.
	Name, Arguments string
	// Line is what the diagnostic quotes of the configuration, Says a part of its text.
	Line, Says string
}

// ExpectInvalid validates all the resources in one go and looks for the diagnostic of each.
func ExpectInvalid(t *testing.T, provider, resourceType string, resources []Invalid) {
	t.Helper()
	expectInvalid(t, provider, "resource", resourceType, resources)
}

// ExpectInvalidData is ExpectInvalid for data sources.
func ExpectInvalidData(t *testing.T, provider, dataSourceType string, dataSources []Invalid) {
	t.Helper()
	expectInvalid(t, provider, "data", dataSourceType, dataSources)
}

func expectInvalid(t *testing.T, provider, block, typeName string, cases []Invalid) {
	t.Helper()
	config := provider
	for index, invalid := range cases {
		config += fmt.Sprintf("%s %q \"case_%d\" {\n%s\n}\n", block, typeName, index, invalid.Arguments)
	}
	var diagnostics []string
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: Providers(),
		ErrorCheck: func(err error) error {
			diagnostics = strings.Split(unwrapped(err.Error()), "Error: ")
			return nil
		},
		Steps: []resource.TestStep{{Config: config, PlanOnly: true}},
	})
	for index, invalid := range cases {
		t.Run(invalid.Name, func(t *testing.T) {
			found := diagnosticsOf(diagnostics, fmt.Sprintf("%q \"case_%d\"", typeName, index))
			if !strings.Contains(found, unwrapped(invalid.Line)) || !strings.Contains(found, invalid.Says) {
				t.Errorf("no diagnostic quotes %q and says %q, but: %s", invalid.Line, invalid.Says, found)
			}
		})
	}
}

// frame is what Terraform breaks and frames the lines of a diagnostic with.
var frame = regexp.MustCompile(`[\s│╷╵]+`)

func unwrapped(text string) string { return frame.ReplaceAllString(text, " ") }

func diagnosticsOf(diagnostics []string, block string) string {
	var found []string
	for _, diagnostic := range diagnostics {
		if strings.Contains(diagnostic, block) {
			found = append(found, diagnostic)
		}
	}
	return strings.Join(found, "\n")
}
