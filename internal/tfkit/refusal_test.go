package tfkit_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// refused is the plan of a server with two NICs that the tests have refused.
func refused(t *testing.T) tfsdk.Plan {
	t.Helper()
	nic := map[string]schema.Attribute{"vlan_uuid": schema.StringAttribute{Optional: true}, "model": schema.StringAttribute{Optional: true}}
	wanted := schema.Schema{
		Attributes: map[string]schema.Attribute{
			"cpu":        schema.Int64Attribute{Required: true},
			"memory":     schema.Int64Attribute{Optional: true},
			"meta":       schema.MapAttribute{ElementType: types.StringType, Optional: true},
			"tags":       schema.SetAttribute{ElementType: types.StringType, Optional: true},
			"nics":       schema.ListAttribute{ElementType: types.StringType, Computed: true},
			"attributes": schema.MapAttribute{ElementType: types.StringType, Optional: true},
		},
		Blocks: map[string]schema.Block{"network": schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: nic}}},
	}
	plan := tfsdk.Plan{Schema: wanted, Raw: tftypes.NewValue(wanted.Type().TerraformType(t.Context()), nil)}
	block := map[string]attr.Type{"vlan_uuid": types.StringType, "model": types.StringType}
	one := types.ObjectValueMust(block, map[string]attr.Value{"vlan_uuid": types.StringValue("v"), "model": types.StringNull()})
	texts := func(key string) types.Map {
		return types.MapValueMust(types.StringType, map[string]attr.Value{key: types.StringValue("v")})
	}
	for name, value := range map[string]attr.Value{
		"cpu":        types.Int64Value(1),
		"meta":       texts("colour"),
		"tags":       types.SetValueMust(types.StringType, []attr.Value{types.StringValue("a")}),
		"nics":       types.ListUnknown(types.StringType),
		"attributes": texts("com.example.colour"),
		"network":    types.ListValueMust(types.ObjectType{AttrTypes: block}, []attr.Value{one, one}),
	} {
		if problems := plan.SetAttribute(t.Context(), path.Root(name), value); problems.HasError() {
			t.Fatal(problems)
		}
	}
	return plan
}

var refusedNames = tfkit.Names{
	"mem": "memory", "nics": "network", "nics.#.vlan": "network.#.vlan_uuid", "occi.compute.cores": "cpu", "occi.compute.memory": "memory",
}

// TestReportRefusal: what the server names is told at its attribute, or as near to it as there is one.
func TestReportRefusal(t *testing.T) {
	t.Parallel()
	network := path.Root("network")
	for point, want := range map[string]path.Path{
		"":                 path.Empty(),
		"cpu":              path.Root("cpu"),
		"mem":              path.Root("memory"),
		"smp":              path.Empty(),
		"meta.colour":      path.Root("meta").AtMapKey("colour"),
		"meta.taste":       path.Root("meta"),
		"tags.0":           path.Root("tags"),
		"nics":             network,
		"nics.1.vlan":      network.AtListIndex(1).AtName("vlan_uuid"),
		"nics.1.vlan.uuid": network.AtListIndex(1).AtName("vlan_uuid"),
		"nics.0.model":     network.AtListIndex(0).AtName("model"),
		"nics.0.mac":       network.AtListIndex(0),
		"nics.2.vlan":      network,
		"nics.-1.vlan":     network,
		"cpu.0.x":          path.Root("cpu"),
		"..":               path.Empty(),
	} {
		refusal := &cloudsigma.Error{Status: 400, Problems: []cloudsigma.Problem{{Point: point, Message: "Wrong"}}}
		diagnostics := report(t, fmt.Errorf("creating: %w", refusal))
		if diff := cmp.Diff([]string{want.String()}, paths(diagnostics)); diff != "" {
			t.Errorf("%q: %s", point, diff)
		}
	}
}

// TestReportRefusalOfSeveral: each further problem that has an attribute is told there, too, without the request.
func TestReportRefusalOfSeveral(t *testing.T) {
	t.Parallel()
	problems := []cloudsigma.Problem{
		{Point: "colour", Message: "Unknown"}, {Point: "mem", Message: "Too much"}, {Point: "size", Message: "Unknown"},
	}
	got := report(t, &cloudsigma.Error{Operation: "create", Entity: "server", Method: "POST", URL: "u", Status: 400, Problems: problems})
	want := diag.Diagnostics{
		diag.NewAttributeErrorDiagnostic(path.Empty(), "Refused",
			"Create server: POST u: 400 Bad Request: colour: Unknown; mem: Too much; size: Unknown."),
		diag.NewAttributeErrorDiagnostic(path.Root("memory"), "Refused", "mem: Too much."),
	}
	if !got.Equal(want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
}

// TestReportRefusalOfOCCI: a server of OCCI has no field for it; its words may have the name of one attribute.
func TestReportRefusalOfOCCI(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]path.Path{
		"Invalid value for occi.compute.cores: 0":                           path.Root("cpu"),
		"occi.compute.cores has to be at least 1, not 0 occi.compute.cores": path.Root("cpu"),
		"occi.compute.cores and occi.compute.memory do not fit":             path.Empty(),
		"size attribute not found!":                                         path.Empty(),
		"see cloud.example.org about occi.compute.memory.":                  path.Root("memory"),
		"occi.compute.speed":                                                path.Empty(),
		"my.occi.compute.coresize":                                          path.Empty(),
		"com.example.colour: no such colour":                                path.Root("attributes").AtMapKey("com.example.colour"),
	} {
		if diff := cmp.Diff([]string{want.String()}, paths(report(t, &occi.StatusError{Status: 400, Message: message}))); diff != "" {
			t.Errorf("%q: %s", message, diff)
		}
	}
	if got := paths(report(t, errors.New("occi.compute.cores"))); got[0] != "" {
		t.Errorf("an error that is no refusal is told at %v", got)
	}
}

func report(t *testing.T, err error) diag.Diagnostics {
	t.Helper()
	var diagnostics diag.Diagnostics
	tfkit.ReportRefusal(t.Context(), &diagnostics, refused(t), refusedNames, "Refused", err)
	return diagnostics
}

// paths are those of the diagnostics; "" is the whole resource.
func paths(diagnostics diag.Diagnostics) []string {
	var all []string
	for _, diagnostic := range diagnostics {
		at := ""
		if located, ok := diagnostic.(diag.DiagnosticWithPath); ok {
			at = located.Path().String()
		}
		all = append(all, at)
	}
	return all
}
