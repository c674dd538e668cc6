package tfkit_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// textList is the type of the attribute "addresses".
var textList = tftypes.List{ElementType: tftypes.String}

// machine is a resource with an attribute of each sort: configured, left to the server or configured, and of the server.
var machine = schema.Schema{Attributes: map[string]schema.Attribute{
	"title":     schema.StringAttribute{Optional: true},
	"size":      schema.StringAttribute{Optional: true, Computed: true},
	"state":     schema.StringAttribute{Computed: true},
	"addresses": schema.ListAttribute{Computed: true, ElementType: types.StringType},
}}

// texts are the attributes of a machine; one that is missing is null.
type texts map[string]any

// raw is a machine as Terraform sends it.
func (t texts) raw() tftypes.Value {
	values := map[string]tftypes.Value{"addresses": tftypes.NewValue(textList, t["addresses"])}
	for _, name := range []string{"title", "size", "state"} {
		values[name] = tftypes.NewValue(tftypes.String, t[name])
	}
	return tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{
		"title": tftypes.String, "size": tftypes.String, "state": tftypes.String, "addresses": textList,
	}}, values)
}

func list(elements ...string) []tftypes.Value {
	values := []tftypes.Value{}
	for _, element := range elements {
		values = append(values, tftypes.NewValue(tftypes.String, element))
	}
	return values
}

const unknown = tftypes.UnknownValue

// TestPlanUpdate has a resource whose state depends on its size.
func TestPlanUpdate(t *testing.T) {
	t.Parallel()
	state := texts{"title": "web", "size": "small", "state": "active", "addresses": list("10.0.0.2")}
	for name, test := range map[string]struct{ config, plan, want texts }{
		"nothing that matters": {
			texts{"title": "db"},
			texts{"title": "db", "size": unknown, "state": unknown, "addresses": unknown},
			texts{"title": "db", "size": "small", "state": "active", "addresses": list("10.0.0.2")},
		},
		"the size": {
			texts{"title": "web", "size": "large"},
			texts{"title": "web", "size": "large", "state": unknown, "addresses": unknown},
			texts{"title": "web", "size": "large", "state": unknown, "addresses": list("10.0.0.2")},
		},
		"a size that is not known yet": {
			texts{"title": "web", "size": unknown},
			texts{"title": "web", "size": unknown, "state": unknown, "addresses": unknown},
			texts{"title": "web", "size": unknown, "state": unknown, "addresses": list("10.0.0.2")},
		},
		"a title that is removed": {
			texts{},
			texts{"size": unknown, "state": unknown, "addresses": unknown},
			texts{"size": "small", "state": "active", "addresses": list("10.0.0.2")},
		},
		"nothing after all": {texts{"title": "web"}, texts{"title": "web", "size": unknown, "state": unknown, "addresses": unknown}, state},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			request := resource.ModifyPlanRequest{
				Config: tfsdk.Config{Schema: machine, Raw: test.config.raw()},
				State:  tfsdk.State{Schema: machine, Raw: state.raw()},
			}
			response := resource.ModifyPlanResponse{Plan: tfsdk.Plan{Schema: machine, Raw: test.plan.raw()}}
			tfkit.PlanUpdate(request, &response, tfkit.Effects{"state": {"size"}})
			if response.Diagnostics.HasError() || !response.Plan.Raw.Equal(test.want.raw()) {
				t.Errorf("plan %s\nwant %s\ndiagnostics %v", response.Plan.Raw, test.want.raw(), response.Diagnostics)
			}
		})
	}
}

// TestPlanUpdateOfNothing leaves creations and removals alone.
func TestPlanUpdateOfNothing(t *testing.T) {
	t.Parallel()
	something, nothing := texts{"title": "web", "state": unknown}.raw(), tftypes.NewValue(texts{}.raw().Type(), nil)
	for name, test := range map[string]struct{ config, state, plan tftypes.Value }{
		"creation": {something, nothing, something},
		"removal":  {nothing, texts{"title": "web"}.raw(), nothing},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			request := resource.ModifyPlanRequest{
				Config: tfsdk.Config{Schema: machine, Raw: test.config}, State: tfsdk.State{Schema: machine, Raw: test.state},
			}
			response := resource.ModifyPlanResponse{Plan: tfsdk.Plan{Schema: machine, Raw: test.plan}}
			tfkit.PlanUpdate(request, &response, nil)
			if response.Diagnostics.HasError() || !response.Plan.Raw.Equal(test.plan) {
				t.Errorf("plan %s, diagnostics %v", response.Plan.Raw, response.Diagnostics)
			}
		})
	}
}

func TestChanges(t *testing.T) {
	t.Parallel()
	state := texts{"title": "web", "size": "small", "state": "active", "addresses": list("10.0.0.2")}
	for name, test := range map[string]struct{ plan, want texts }{
		"kept": {
			texts{"title": "web", "size": "small", "state": "active", "addresses": list("10.0.0.2")},
			texts{"title": "web", "size": unknown, "state": "active", "addresses": list("10.0.0.2")},
		},
		"changed": {texts{"title": "db", "size": "large", "state": unknown}, texts{"title": "db", "size": "large", "state": unknown}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			request := resource.UpdateRequest{
				Plan:  tfsdk.Plan{Schema: machine, Raw: test.plan.raw()},
				State: tfsdk.State{Schema: machine, Raw: state.raw()},
			}
			if got := tfkit.Changes(request).Raw; !got.Equal(test.want.raw()) {
				t.Errorf("changes %s\nwant %s", got, test.want.raw())
			}
			if !request.Plan.Raw.Equal(test.plan.raw()) {
				t.Error("the plan itself was changed")
			}
		})
	}
}

// TestConcludeUpdate has a server where somebody else changes what was kept, and that ignores a change.
func TestConcludeUpdate(t *testing.T) {
	t.Parallel()
	request := resource.UpdateRequest{
		State: tfsdk.State{Schema: machine, Raw: texts{"title": "web", "size": "small", "state": "active"}.raw()},
		Plan:  tfsdk.Plan{Schema: machine, Raw: texts{"title": "db", "size": "small", "state": unknown}.raw()},
	}
	for name, test := range map[string]struct {
		shown, want texts
		untaken     []path.Path
	}{
		"as planned": {texts{"title": "db", "size": "small", "state": "busy"}, texts{"title": "db", "size": "small", "state": "busy"}, nil},
		"meddled with": {
			texts{"title": "db", "size": "large", "state": "busy", "addresses": list("10.0.0.2")},
			texts{"title": "db", "size": "small", "state": "busy"},
			nil,
		},
		"ignored": {
			texts{"title": "web", "size": "small", "state": "active"},
			texts{"title": "web", "size": "small", "state": "active"},
			[]path.Path{path.Root("title")},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			response := resource.UpdateResponse{State: tfsdk.State{Schema: machine, Raw: test.shown.raw()}}
			tfkit.ConcludeUpdate(request, &response, "Could not update the machine")
			var untaken []path.Path
			for _, problem := range response.Diagnostics {
				if at, ok := problem.(diag.DiagnosticWithPath); ok {
					untaken = append(untaken, at.Path())
				}
			}
			if diff := cmp.Diff(test.untaken, untaken); diff != "" || !response.State.Raw.Equal(test.want.raw()) {
				t.Errorf("state %s\nwant  %s\nuntaken (-want +got):\n%s", response.State.Raw, test.want.raw(), diff)
			}
		})
	}
}

func TestKeepPlanned(t *testing.T) {
	t.Parallel()
	plan := tfsdk.Plan{Schema: machine, Raw: texts{"state": unknown, "addresses": list("10.0.0.2")}.raw()}
	state := tfsdk.State{Schema: machine, Raw: texts{
		"title": "of somebody else", "state": "active", "addresses": list("10.0.0.2", "192.0.2.1"),
	}.raw()}
	want := texts{"state": "active", "addresses": list("10.0.0.2")}.raw()

	var diagnostics diag.Diagnostics
	tfkit.KeepPlanned(plan, &state, &diagnostics)
	if diagnostics.HasError() || !state.Raw.Equal(want) {
		t.Errorf("state %s\nwant  %s\ndiagnostics %v", state.Raw, want, diagnostics)
	}
}
