package compute

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
)

func TestPlanOSChange(t *testing.T) {
	t.Parallel()
	image := types.StringValue
	for _, test := range []struct {
		name           string
		prior, planned types.String
		change         string
		imported       bool
		replaced       []string
		warned         string
	}{
		{"same", image("a"), image("a"), osChangeReplace, false, nil, ""},
		{"rebuild", image("a"), image("b"), osChangeRebuild, false, nil, "The root disk will be wiped"},
		{"replace", image("a"), image("b"), osChangeReplace, false, []string{"os_template"}, ""},
		{"known after apply", image("a"), types.StringUnknown(), osChangeRebuild, false, nil, "The root disk will be wiped"},
		{"made without one", types.StringNull(), image("b"), osChangeRebuild, false, []string{"os_template"}, ""},
		{"imported, not shown", types.StringNull(), image("b"), osChangeReplace, true, nil, ""},
		{"imported, shown", image("a"), image("b"), osChangeRebuild, true, nil, "The root disk will be wiped"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan, state := model{OSTemplate: test.planned, OSChange: types.StringValue(test.change)}, model{OSTemplate: test.prior}
			var response resource.ModifyPlanResponse
			plan.planOSChange(&state, test.imported, &response)
			var replaced []string
			for _, attribute := range response.RequiresReplace {
				replaced = append(replaced, attribute.String())
			}
			if diff := cmp.Diff(test.replaced, replaced); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if got := onlyWarning(t, response.Diagnostics, "os_template"); got != test.warned {
				t.Errorf("warned of %q, want %q", got, test.warned)
			}
		})
	}
}

// onlyWarning is the summary of the one warning there is, for an attribute; "" if there is none.
func onlyWarning(t *testing.T, diagnostics diag.Diagnostics, attribute string) string {
	t.Helper()
	if len(diagnostics) == 0 {
		return ""
	}
	warning, ok := diagnostics[0].(diag.DiagnosticWithPath)
	if !ok || len(diagnostics) > 1 || warning.Severity() != diag.SeverityWarning || warning.Path().String() != attribute {
		t.Fatalf("diagnostics %v, want one warning for %s", diagnostics, attribute)
	}
	return warning.Summary()
}

func TestPlanUnknownSize(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name           string
		prior, planned types.String
		imported, want bool
	}{
		{"imported", types.StringNull(), types.StringValue("itsy"), true, true},
		{"not imported", types.StringNull(), types.StringValue("itsy"), false, false},
		{"shown", types.StringValue("itsy"), types.StringValue("bitsy"), true, false},
		{"not configured", types.StringNull(), types.StringNull(), true, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var diagnostics diag.Diagnostics
			plan := model{ResourceTemplate: test.planned}
			plan.planUnknownSize(&model{ResourceTemplate: test.prior}, test.imported, &diagnostics)
			if got := onlyWarning(t, diagnostics, "resource_template") != ""; got != test.want {
				t.Errorf("warned %v, want %v", got, test.want)
			}
		})
	}
}

func TestReplacementsOfImported(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name        string
		state, plan model
		imported    bool
		want        []string
	}{
		{"nothing", model{}, model{}, false, nil},
		{"user data added", model{}, model{UserData: types.StringValue("a")}, false, []string{"user_data"}},
		{"user data of an imported VM", model{}, model{UserData: types.StringValue("a")}, true, nil},
		{"host name of an imported VM", model{Hostname: types.StringValue("a")}, model{Hostname: types.StringValue("b")}, true, []string{"hostname"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for _, part := range []*model{&test.state, &test.plan} {
				part.Mixins, part.Attributes = types.SetNull(types.StringType), types.MapNull(types.StringType)
				part.Networks, part.Volumes = types.ListNull(types.StringType), types.SetNull(types.StringType)
				part.Files, part.Metadata = types.MapNull(types.StringType), types.MapNull(types.StringType)
			}
			var got []string
			for _, attribute := range test.plan.replacements(&test.state, test.imported) {
				got = append(got, attribute.String())
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestKeepTemplates: of two images either name would mean the other, were that alone.
func TestKeepTemplates(t *testing.T) {
	t.Parallel()
	image := func(term, title string) occi.Category {
		return occi.Category{
			TypeID: occi.TypeID{Scheme: infrastructure.SchemeOpenStackOSTemplate, Term: term}, Title: title,
			Relations: []occi.TypeID{infrastructure.MixinOSTemplate},
		}
	}
	known := &occi.QueryInterface{Mixins: []occi.Category{image("1", "Image: centos-7"), image("2", "Image: CentOS 7")}}
	for _, test := range []struct{ name, prior, planned, want string }{
		{"another image", "centos-7", "CentOS 7", "CentOS 7"},
		{"another image by its identifier", "centos-7", known.Mixins[1].TypeID.String(), known.Mixins[1].TypeID.String()},
		{"another name of the image", "centos-7", known.Mixins[0].TypeID.String(), "centos-7"},
		{"an image that is gone", "centos-6", "centos-7", "centos-7"},
		{"a name that means both", "CENTOS-7", "centos-7", "centos-7"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := model{OSTemplate: types.StringValue(test.planned)}
			plan.keepTemplates(&model{OSTemplate: types.StringValue(test.prior)}, known)
			if got := plan.OSTemplate.ValueString(); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
