package tfkit_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

type thing struct {
	Name     types.String   `tfsdk:"name"`
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// thingState is a state with a thing; timeout is that of its delete, "" for none.
func thingState(t *testing.T, timeout string) tfsdk.State {
	t.Helper()
	things := schema.Schema{Attributes: map[string]schema.Attribute{
		"name":     schema.StringAttribute{Required: true},
		"timeouts": timeouts.Attributes(t.Context(), timeouts.Opts{Delete: true}),
	}}
	whole := things.Type().TerraformType(t.Context())
	times := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"delete": tftypes.String}}
	configured := tftypes.NewValue(times, nil)
	if timeout != "" {
		configured = tftypes.NewValue(times, map[string]tftypes.Value{"delete": tftypes.NewValue(tftypes.String, timeout)})
	}
	return tfsdk.State{Schema: things, Raw: tftypes.NewValue(whole, map[string]tftypes.Value{
		"name": tftypes.NewValue(tftypes.String, "before"), "timeouts": configured,
	})}
}

var errRefused = errors.New("refused")

func TestRead(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		before, err error
		reads       bool
		problem     string
		want        string
	}{
		"shown":          {nil, nil, true, "", "after"},
		"gone":           {nil, tfkit.UnlessGone(false, nil), true, "", ""},
		"refused":        {nil, errRefused, true, "Could not read the thing", "before"},
		"problem before": {errRefused, nil, false, "Before", "before"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state, done := thingState(t, ""), false
			response := &resource.ReadResponse{State: state}
			if test.before != nil {
				tfkit.ReportError(&response.Diagnostics, "Before", test.before)
			}
			tfkit.Read(t.Context(), resource.ReadRequest{State: state}, response, "Could not read the thing", tfkit.IsGone,
				func(state *thing) error {
					done = true
					state.Name = types.StringValue("after")
					return test.err
				})
			if done != test.reads {
				t.Errorf("read: %t", done)
			}
			if problem := onlySummary(response.Diagnostics.Errors()); problem != test.problem {
				t.Errorf("the error is %q, want %q", problem, test.problem)
			}
			if left := nameIn(t, response.State); left != test.want {
				t.Errorf("the state has %q, want %q", left, test.want)
			}
		})
	}
}

// nameIn is "" if the resource has left the state.
func nameIn(t *testing.T, state tfsdk.State) string {
	t.Helper()
	if state.Raw.IsNull() {
		return ""
	}
	var shown thing
	if problems := state.Get(t.Context(), &shown); problems.HasError() {
		t.Fatal(problems)
	}
	return shown.Name.ValueString()
}

func TestUnlessGone(t *testing.T) {
	t.Parallel()
	if err := tfkit.UnlessGone(true, nil); err != nil {
		t.Errorf("what exists is %v", err)
	}
	if err := tfkit.UnlessGone(false, errRefused); !errors.Is(err, errRefused) || tfkit.IsGone(err) {
		t.Errorf("a failed read is %v", err)
	}
}

func TestDelete(t *testing.T) {
	t.Parallel()
	const otherwise = time.Hour
	for name, test := range map[string]struct {
		configured string
		timeout    time.Duration
		err        error
		removes    bool
		want       time.Duration
		problem    string
	}{
		"default":      {"", otherwise, nil, true, otherwise, ""},
		"configured":   {"1m", otherwise, nil, true, time.Minute, ""},
		"no time-outs": {"1m", 0, nil, true, 0, ""},
		"no time":      {"soon", otherwise, nil, false, 0, "Timeout Cannot Be Parsed"},
		"refused":      {"", otherwise, errRefused, true, otherwise, "Could not delete the thing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var left time.Duration
			done := false
			response := &resource.DeleteResponse{}
			tfkit.Delete(t.Context(), resource.DeleteRequest{State: thingState(t, test.configured)}, response,
				"Could not delete the thing", test.timeout, func(ctx context.Context, state *thing) error {
					done = state.Name.ValueString() == "before"
					if deadline, ok := ctx.Deadline(); ok {
						left = time.Until(deadline).Round(time.Minute)
					}
					return test.err
				})
			if done != test.removes || left != test.want {
				t.Errorf("removed: %t, with %s left, want %s", done, left, test.want)
			}
			if problem := onlySummary(response.Diagnostics.Errors()); problem != test.problem {
				t.Errorf("the error is %q, want %q", problem, test.problem)
			}
		})
	}
}

// onlySummary is the summary of the only error, "" if there is none.
func onlySummary(errors diag.Diagnostics) string {
	if len(errors) == 1 {
		return errors[0].Summary()
	}
	return strings.Repeat("?", len(errors))
}
