package occientity_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// What servers have: groups as mixins with one of them, groups as a kind, both, and none.
var (
	aGroup = occi.Category{
		TypeID:   occi.TypeID{Scheme: "http://example.org/sec#", Term: "my_grp"},
		Location: "/mygroups/", Relations: []occi.TypeID{infrastructure.MixinSecurityGroup},
	}
	withMixins = occi.QueryInterface{Mixins: []occi.Category{{TypeID: infrastructure.MixinSecurityGroup}, aGroup}}
	withKind   = occi.QueryInterface{Kinds: []occi.Category{{TypeID: infrastructure.KindSecurityGroup}}}
)

func TestSecurityGroupsOf(t *testing.T) {
	t.Parallel()
	both, pyssf := withMixins, withMixins
	both.Kinds, pyssf.Server = withKind.Kinds, "pyssf OCCI/1.1"
	for _, test := range []struct {
		name  string
		known occi.QueryInterface
		want  occientity.SecurityGroups
		shows bool
	}{
		{"mixins", withMixins, occientity.SecurityGroupMixins, true},
		{"mixins on pyssf", pyssf, occientity.SecurityGroupMixins, false},
		{"a kind", withKind, occientity.SecurityGroupKind, true},
		{"both", both, occientity.SecurityGroupMixins, true},
		{"none", occi.QueryInterface{}, occientity.NoSecurityGroups, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := occientity.SecurityGroupsOf(&test.known); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
			if got := occientity.ShowsMembership(&test.known); got != test.shows {
				t.Errorf("shows membership: %t, want %t", got, test.shows)
			}
		})
	}
}

func TestCheckSecurityGroupName(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		label, name   string
		known         occi.QueryInterface
		warns, errors string
	}{
		{"location", "/mygroups/", withMixins, "", ""},
		{"term", "my_grp", withMixins, "", ""},
		{"type identifier", "http://example.org/sec#my_grp", withMixins, "", ""},
		{"not there yet", "other", withMixins, `"other"`, ""},
		{"path", "/securitygroup/1", withKind, "", ""},
		{"no path", "my_grp", withKind, "", "wants the id"},
	} {
		t.Run(test.label, func(t *testing.T) {
			t.Parallel()
			var diagnostics diag.Diagnostics
			occientity.CheckSecurityGroupName(&test.known, test.name, path.Root("group_id"), &diagnostics)
			for want, got := range map[string]diag.Diagnostics{
				test.warns: diagnostics.Warnings(), test.errors: diagnostics.Errors(),
			} {
				if want != "" && (len(got) != 1 || !strings.Contains(got[0].Detail(), want)) {
					t.Errorf("got %v, want %q", diagnostics, want)
				}
			}
			if test.warns == "" && test.errors == "" && len(diagnostics) > 0 {
				t.Errorf("got %v", diagnostics)
			}
		})
	}
}
