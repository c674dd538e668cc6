package floatingip

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
)

// mixin is a mixin in the scheme of pools.
func mixin(term string, relations ...occi.TypeID) occi.Category {
	return occi.Category{
		TypeID:    occi.TypeID{Scheme: infrastructure.SchemeOpenStackFloatingIPPool, Term: term},
		Relations: relations,
	}
}

// Pools are known by what they are related to, by their scheme, or both; the type that they are related to is none.
func TestPools(t *testing.T) {
	t.Parallel()
	base := infrastructure.MixinOpenStackFloatingIPPool
	elsewhere := occi.Category{TypeID: occi.TypeID{Scheme: "http://example.org/pools#", Term: "dmz"}, Relations: []occi.TypeID{base}}
	known := &occi.QueryInterface{Mixins: []occi.Category{
		{TypeID: base}, {TypeID: infrastructure.MixinIPNetwork}, mixin("nova"), mixin("public", base), elsewhere,
	}}
	var terms []string
	for _, pool := range pools(known) {
		terms = append(terms, pool.Term)
	}
	if diff := cmp.Diff([]string{"nova", "public", "dmz"}, terms); diff != "" {
		t.Error(diff)
	}
	for _, name := range []string{"nova", "http://schemas.openstack.org/network/floatingippool#nova"} {
		if found, err := findPool(known, name); err != nil || found.Term != "nova" {
			t.Errorf("%s means %v, %v", name, found, err)
		}
	}
}

func TestShownPool(t *testing.T) {
	t.Parallel()
	telling := &occi.QueryInterface{Mixins: []occi.Category{mixin("nova"), mixin("test")}}
	silent := &occi.QueryInterface{}
	const identifier = infrastructure.SchemeOpenStackFloatingIPPool + "nova"
	for _, test := range []struct {
		name       string
		known      *occi.QueryInterface
		shown      string
		configured types.String
		want       types.String
	}{
		{"nothing", silent, "", types.StringUnknown(), types.StringNull()},
		{"not shown", silent, "", types.StringValue("nova"), types.StringValue("nova")},
		{"the server chose", telling, "nova", types.StringUnknown(), types.StringValue("nova")},
		{"the same name", silent, "nova", types.StringValue("nova"), types.StringValue("nova")},
		{"another name of it", telling, "nova", types.StringValue(identifier), types.StringValue(identifier)},
		{"another pool", telling, "test", types.StringValue(identifier), types.StringValue("test")},
		{"another pool of an unknown server", silent, "test", types.StringValue("nova"), types.StringValue("test")},
		{"a pool that is gone", telling, "old", types.StringValue("old"), types.StringValue("old")},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := shownPool(test.known, test.shown, test.configured); !got.Equal(test.want) {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// A pool that the server has not got is an error in the plan; where it names none that is said.
func TestReportUnknownPool(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		known            *occi.QueryInterface
		errors, warnings int
	}{
		"named":       {&occi.QueryInterface{Mixins: []occi.Category{mixin("nova")}}, 0, 0},
		"not named":   {&occi.QueryInterface{Mixins: []occi.Category{mixin("public")}}, 1, 0},
		"none at all": {&occi.QueryInterface{}, 0, 1},
	} {
		var diagnostics diag.Diagnostics
		reportUnknownPool(link{known: test.known}, test.known, "nova", &diagnostics)
		if diagnostics.ErrorsCount() != test.errors || diagnostics.WarningsCount() != test.warnings {
			t.Errorf("%s: got %v", name, diagnostics)
		}
	}
}
