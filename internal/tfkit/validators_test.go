package tfkit_test

import (
	"math"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

func TestTextValidators(t *testing.T) {
	t.Parallel()
	label := strings.Repeat("a", 63)
	for _, test := range []struct {
		name         string
		validator    validator.String
		good, refuse []string
	}{
		{"NotBlank", tfkit.NotBlank(), []string{"a", " a "}, []string{"", " ", "\n\t"}},
		{
			"CIDR", tfkit.CIDR(),
			[]string{"192.0.2.0/24", "0.0.0.0/0", "2001:db8::/32"},
			[]string{"", "192.0.2.0", "192.0.2.0/33", "example.org/24", "300.0.0.0/8", "192.0.2.5/24", "2001:db8::1/32", "2001:DB8::/32"},
		},
		{
			"IPAddress", tfkit.IPAddress(),
			[]string{"192.0.2.1", "2001:db8::1"},
			[]string{"", "192.0.2", "192.0.2.0/24", "example.org", "300.0.0.1", "2001:DB8::1"},
		},
		{"PositiveDuration", tfkit.PositiveDuration(), []string{"30s", "1h30m"}, []string{"", "0s", "-1s", "30", "soon"}},
		{
			"Hostname", tfkit.Hostname(),
			[]string{"a", "web-1", "web-1.example.org", "9", label},
			[]string{"", "Web", "my_web", "-web", "web-", "web..org", "web.", "web 1", "caf\u00e9", label + "a", "web\n"},
		},
		{"Regex", tfkit.Regex(), []string{"^m1", ""}, []string{"(", "*"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for _, value := range test.good {
				if got := validateText(t, test.validator, types.StringValue(value)); got != "" {
					t.Errorf("%q is refused: %s", value, got)
				}
			}
			for _, value := range test.refuse {
				if got := validateText(t, test.validator, types.StringValue(value)); !strings.Contains(got, "must") {
					t.Errorf("%q is let through, or refused without a reason: %q", value, got)
				}
			}
			for _, value := range []types.String{types.StringNull(), types.StringUnknown()} {
				if got := validateText(t, test.validator, value); got != "" {
					t.Errorf("%s is refused: %s", value, got)
				}
			}
		})
	}
}

// validateText returns the detail of the diagnostic, "" if there is none.
func validateText(t *testing.T, checked validator.String, value types.String) string {
	t.Helper()
	var response validator.StringResponse
	checked.ValidateString(t.Context(), validator.StringRequest{Path: path.Root("title"), ConfigValue: value}, &response)
	if !response.Diagnostics.HasError() {
		return ""
	}
	return response.Diagnostics[0].Detail()
}

func TestTextValidatorNamesAttributeAndReason(t *testing.T) {
	t.Parallel()
	got := validateText(t, tfkit.Hostname(), types.StringValue("Web"))
	if want := `The value of title must be a host name of lower-case letters, digits, - and .: got "Web".`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestTextValidatorInSet: the path of an element of a set would repeat the element.
func TestTextValidatorInSet(t *testing.T) {
	t.Parallel()
	var response validator.StringResponse
	value := types.StringValue(" ")
	tfkit.NotBlank().ValidateString(t.Context(), validator.StringRequest{Path: path.Root("tags").AtSetValue(value), ConfigValue: value}, &response)
	if want := `The value of tags must not be empty: got " ".`; !response.Diagnostics.HasError() || response.Diagnostics[0].Detail() != want {
		t.Errorf("got %v, want %s", response.Diagnostics, want)
	}
}

func TestPositive(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		value types.Float64
		good  bool
	}{
		{"one", types.Float64Value(1), true},
		{"smallest", types.Float64Value(math.SmallestNonzeroFloat64), true},
		{"zero", types.Float64Value(0), false},
		{"negative", types.Float64Value(-0.5), false},
		{"null", types.Float64Null(), true},
		{"unknown", types.Float64Unknown(), true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var response validator.Float64Response
			request := validator.Float64Request{Path: path.Root("size"), ConfigValue: test.value}
			tfkit.Positive().ValidateFloat64(t.Context(), request, &response)
			if response.Diagnostics.HasError() == test.good {
				t.Errorf("diagnostics %v", response.Diagnostics)
			}
		})
	}
}
