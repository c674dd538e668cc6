package compute

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
)

func TestSameSecurityGroups(t *testing.T) {
	t.Parallel()
	known := &occi.QueryInterface{Mixins: []occi.Category{{TypeID: infrastructure.MixinSecurityGroup}}}
	for _, term := range []string{"a", "b"} {
		known.Mixins = append(known.Mixins, occi.Category{
			TypeID: occi.TypeID{Scheme: "http://example.org/sec#", Term: term}, Location: "/" + term + "/",
			Relations: []occi.TypeID{infrastructure.MixinSecurityGroup},
		})
	}
	groups := func(names ...string) types.Set {
		values := []attr.Value{}
		for _, name := range names {
			values = append(values, types.StringValue(name))
		}
		return types.SetValueMust(types.StringType, values)
	}
	null := types.SetNull(types.StringType)
	unknown := types.SetValueMust(types.StringType, []attr.Value{types.StringValue("a"), types.StringUnknown()})
	for _, test := range []struct {
		name       string
		one, other types.Set
		want       bool
	}{
		{"other names", groups("a", "http://example.org/sec#b"), groups("/a/", "b"), true},
		{"another group", groups("a"), groups("b"), false},
		{"one more", groups("a", "b"), groups("a"), false},
		{"none and no argument", groups(), null, false},
		{"none", groups(), groups(), true},
		{"one that is not known yet", unknown, groups("a", "b"), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := sameSecurityGroups(known, test.one, test.other); got != test.want {
				t.Errorf("got %t, want %t", got, test.want)
			}
		})
	}
}

// A group that the configuration had, or has, is left without a warning; one that somebody else chose is not.
func TestTellForeignGroups(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		applied, former, planned []string
		want                     bool
	}{
		"taken in by somebody":     {[]string{"a"}, []string{"a", "b"}, []string{"a"}, true},
		"taken in, now configured": {[]string{"a"}, []string{"a", "b"}, []string{"a", "b"}, false},
		"configured before":        {[]string{"a", "b"}, []string{"a", "b"}, []string{"a"}, false},
		"of an earlier version":    {nil, []string{"a", "b"}, []string{"a"}, false},
		"none were configured":     {[]string{}, []string{"b"}, []string{}, true},
	} {
		var diagnostics diag.Diagnostics
		tellForeignGroups(test.applied, test.former, test.planned, &diagnostics)
		if got := diagnostics.WarningsCount() == 1; got != test.want {
			t.Errorf("%s: got %v", name, diagnostics)
		}
	}
}
