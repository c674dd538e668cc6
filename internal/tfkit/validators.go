package tfkit

import (
	"context"
	"fmt"
	"net/netip"
	"regexp"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// TextValidator validates a string by a function. The function's error says what is wrong with it.
type TextValidator struct {
	// Rule ends the sentence "The value must".
	Rule string
	// Check returns what is wrong with the value.
	Check func(value string) error
}

// Description implements validator.Describer.
func (v TextValidator) Description(context.Context) string { return "must " + v.Rule }

// MarkdownDescription implements validator.Describer.
func (v TextValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements validator.String.
func (v TextValidator) ValidateString(_ context.Context, request validator.StringRequest, response *validator.StringResponse) {
	if request.ConfigValue.IsNull() || request.ConfigValue.IsUnknown() {
		return
	}
	if err := v.Check(request.ConfigValue.ValueString()); err != nil {
		response.Diagnostics.AddAttributeError(request.Path, "Invalid value",
			fmt.Sprintf("The value of %s must %s: %s.", readable(request.Path), v.Rule, err))
	}
}

// readable is the path of an attribute as people write it: that of an element of a set would repeat the element.
func readable(attribute path.Path) path.Path {
	last, _ := attribute.Steps().LastStep()
	if _, isElement := last.(path.PathStepElementKeyValue); isElement {
		return attribute.ParentPath()
	}
	return attribute
}

// OrEmpty accepts the empty text besides what a rule accepts. Providers made with the SDK take it for one that is not
// set, and modules give it as the default of a variable.
func OrEmpty(rule validator.String) validator.String { return orEmpty{rule} }

type orEmpty struct{ validator.String }

// ValidateString implements validator.String.
func (v orEmpty) ValidateString(ctx context.Context, request validator.StringRequest, response *validator.StringResponse) {
	if request.ConfigValue.IsUnknown() || request.ConfigValue.ValueString() != "" {
		v.String.ValidateString(ctx, request, response)
	}
}

// NotBlank refuses an empty text and one of blanks.
func NotBlank() validator.String {
	return TextValidator{Rule: "not be empty", Check: func(value string) error {
		if strings.TrimSpace(value) == "" {
			return fmt.Errorf("got %q", value)
		}
		return nil
	}}
}

// CIDR wants an address range such as 192.0.2.0/24 or 2001:db8::/32. It refuses one with bits of a host
// (192.0.2.5/24) or in another form (2001:DB8::/32): servers make 192.0.2.0/24 of that, which then reads back
// differently.
func CIDR() validator.String {
	return TextValidator{Rule: "be an address range like 192.0.2.0/24", Check: func(value string) error {
		prefix, err := netip.ParsePrefix(value)
		switch {
		case err != nil:
			return fmt.Errorf("got %q", value)
		case value != prefix.Masked().String():
			return fmt.Errorf("got %q, which stands for %s", value, prefix.Masked())
		default:
			return nil
		}
	}}
}

// IPAddress wants an address such as 192.0.2.1 or 2001:db8::1, in its usual form: it is to read back the same.
func IPAddress() validator.String {
	return TextValidator{Rule: "be an IP address like 192.0.2.1", Check: func(value string) error {
		address, err := netip.ParseAddr(value)
		switch {
		case err != nil:
			return fmt.Errorf("got %q", value)
		case value != address.String():
			return fmt.Errorf("got %q, which is usually written %s", value, address)
		default:
			return nil
		}
	}}
}

// PositiveDuration wants a duration such as 30s or 10m.
func PositiveDuration() validator.String {
	return TextValidator{Rule: "be a positive duration like 30s or 10m", Check: func(value string) error {
		duration, err := time.ParseDuration(value)
		if err == nil && duration <= 0 {
			err = fmt.Errorf("got %q", value)
		}
		return err
	}}
}

// hostname is one or more labels of a host name, in lower case.
var hostname = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$`)

// IsHostname tells whether a text passes [Hostname].
func IsHostname(text string) bool { return hostname.MatchString(text) }

// Hostname wants a host name in lower case: servers make one of anything else, which then reads back
// differently.
func Hostname() validator.String {
	return TextValidator{Rule: "be a host name of lower-case letters, digits, - and .", Check: func(value string) error {
		if !IsHostname(value) {
			return fmt.Errorf("got %q", value)
		}
		return nil
	}}
}

// positive wants a number above zero.
type positive struct{}

// Positive wants a number above zero.
func Positive() validator.Float64 { return positive{} }

// Description implements validator.Describer.
func (positive) Description(context.Context) string { return "must be above 0" }

// MarkdownDescription implements validator.Describer.
func (v positive) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateFloat64 implements validator.Float64.
func (positive) ValidateFloat64(_ context.Context, request validator.Float64Request, response *validator.Float64Response) {
	if request.ConfigValue.IsNull() || request.ConfigValue.IsUnknown() || request.ConfigValue.ValueFloat64() > 0 {
		return
	}
	response.Diagnostics.AddAttributeError(request.Path, "Invalid value",
		fmt.Sprintf("The value of %s must be above 0, got %v.", request.Path, request.ConfigValue.ValueFloat64()))
}

// Regex wants a regular expression in the syntax of RE2.
func Regex() validator.String {
	return TextValidator{Rule: "be a regular expression", Check: func(value string) error {
		_, err := regexp.Compile(value)
		return err
	}}
}
