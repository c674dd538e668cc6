package securityrule

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

// A plan warns of what looks like a mistake and may be none.
func TestWarnings(t *testing.T) {
	t.Parallel()
	known := &occi.QueryInterface{Mixins: []occi.Category{ownGroup}}
	unknown := ssh("", "tcp")
	unknown.GroupID = types.StringUnknown()
	for _, test := range []struct {
		name          string
		planned       rule
		prior         rule
		wantAttribute string
	}{
		{"a group of the server", ssh("my_grp", "ICMP"), rule{}, ""},
		{"a group that is not known", ssh("none", "tcp"), rule{}, "group_id"},
		{"a group that is made by the same run", unknown, rule{}, ""},
		{"a group that was there before", ssh("none", "tcp"), ssh("none", "udp"), ""},
		{"another protocol", ssh("my_grp", "sctp"), rule{}, "protocol"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var diagnostics diag.Diagnostics
			test.planned.warnOfProtocol(&diagnostics)
			test.planned.checkEntity(&test.prior, known, &diagnostics)
			got := ""
			for _, warning := range diagnostics {
				if found, ok := warning.(diag.DiagnosticWithPath); ok && found.Severity() == diag.SeverityWarning {
					got = found.Path().String()
				}
			}
			if got != test.wantAttribute || diagnostics.HasError() {
				t.Errorf("got %v, want a warning of %q", diagnostics, test.wantAttribute)
			}
		})
	}
}
