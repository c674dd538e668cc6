package health

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// TestGateTellsWhatFollows: Terraform replaces a new machine that is not healthy, which its own plan tells only later. After
// an update nothing is tainted, and what was interrupted is told elsewhere.
func TestGateTellsWhatFollows(t *testing.T) {
	t.Parallel()
	const taint = "The VM a is tainted: the next apply makes a new one"
	restart := func(context.Context) ([]string, error) { return nil, nil }
	interrupted, interrupt := context.WithCancel(t.Context())
	interrupt()
	for name, test := range map[string]struct {
		ctx     context.Context
		machine Machine
		want    bool
	}{
		"made":        {t.Context(), Machine{Name: "VM a", Addresses: []string{"127.66.77.88"}, Restart: restart}, true},
		"no address":  {t.Context(), Machine{Name: "VM a", Restart: restart}, true},
		"changed":     {t.Context(), Machine{Name: "VM a", Addresses: []string{"127.66.77.88"}}, false},
		"interrupted": {interrupted, Machine{Name: "VM a", Addresses: []string{"127.66.77.88"}, Restart: restart}, false},
	} {
		fields := Fields{HealthCheck: definition(t, map[string]attr.Value{"ports": ports(1), "timeout": types.StringValue("1ms")})}
		var diagnostics diag.Diagnostics
		(&Fields{}).Gate(test.ctx, &fields, test.machine, &diagnostics)
		if diagnostics.ErrorsCount() != 1 {
			t.Fatalf("%s: %v", name, diagnostics)
		}
		if detail := diagnostics[0].Detail(); strings.Contains(detail, taint) != test.want || !strings.HasSuffix(detail, ".") {
			t.Errorf("%s: the detail is %q", name, detail)
		}
	}
}
