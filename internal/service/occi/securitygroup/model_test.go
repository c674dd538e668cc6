package securitygroup

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
)

func TestShowTitle(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		before types.String
		shown  string
		want   types.String
	}{
		{"shown", types.StringValue("SSH"), "SSH", types.StringValue("SSH")},
		{"dropped by occi-os", types.StringValue("SSH"), "", types.StringValue("SSH")},
		{"neither set nor shown", types.StringUnknown(), "", types.StringNull()},
		{"imported", types.StringNull(), "SSH", types.StringValue("SSH")},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			group := identity{Title: test.before}
			group.showMixin(occi.Category{TypeID: occi.TypeID{Scheme: "http://example.org/sec#", Term: "g"}, Location: "/g/", Title: test.shown})
			if !group.Title.Equal(test.want) || group.ID.ValueString() != "/g/" || group.TypeIdentifier.ValueString() != "http://example.org/sec#g" {
				t.Errorf("got %+v, want the title %s", group, test.want)
			}
		})
	}
}

func TestWarnOfOrphan(t *testing.T) {
	t.Parallel()
	numbered := occi.Category{
		TypeID: occi.TypeID{Scheme: infrastructure.SchemeOpenStackSecurityGroup, Term: "2"}, Title: "Security group: my_grp",
		Relations: []occi.TypeID{infrastructure.MixinSecurityGroup},
	}
	known := &occi.QueryInterface{Mixins: []occi.Category{numbered}}
	for term, want := range map[string]string{"my_grp": "still has the group as " + numbered.TypeID.String(), "other": ""} {
		t.Run(term, func(t *testing.T) {
			t.Parallel()
			var diagnostics diag.Diagnostics
			warnOfOrphan(known, &identity{Scheme: types.StringValue("http://example.org/sec#"), Term: types.StringValue(term)}, &diagnostics)
			got := ""
			for _, warning := range diagnostics.Warnings() {
				got += warning.Detail()
			}
			if want == "" && got != "" || !strings.Contains(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}
