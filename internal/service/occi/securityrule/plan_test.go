package securityrule

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// A plan warns of a protocol that looks like a mistake, for it may be none.
func TestWarnOfProtocol(t *testing.T) {
	t.Parallel()
	for protocol, want := range map[string]int{"tcp": 0, "UDP": 0, "Icmp": 0, "all": 0, "sctp": 1, "tpc": 1} {
		t.Run(protocol, func(t *testing.T) {
			t.Parallel()
			var diagnostics diag.Diagnostics
			planned := ssh("my_grp", protocol)
			planned.warnOfProtocol(&diagnostics)
			if diagnostics.WarningsCount() != want || diagnostics.HasError() {
				t.Errorf("got %v, want %d warnings", diagnostics, want)
			}
		})
	}
}
