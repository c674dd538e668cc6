package health

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/healthcheck"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

func portNumber() validator.Int64 { return int64validator.Between(1, 65535) }

func checkedURL() validator.String {
	return tfkit.TextValidator{Rule: "be a URL like http://{{ip}}:5000/ready", Check: healthcheck.CheckURL}
}

func privateKey() validator.String {
	return tfkit.TextValidator{Rule: "be a private key", Check: healthcheck.CheckPrivateKey}
}

func notNegativeDuration() validator.String {
	return tfkit.TextValidator{Rule: "be a duration like 30s or 10m", Check: func(value string) error {
		duration, err := time.ParseDuration(value)
		if err == nil && duration < 0 {
			err = errors.New("it is negative")
		}
		return err
	}}
}

// isUnset tells an attribute that asks for nothing from one that may: one that is not known yet may.
func isUnset(value attr.Value) bool {
	switch value := value.(type) {
	case nil:
		return true
	case types.Bool:
		return !value.IsUnknown() && !value.ValueBool()
	case types.List:
		return !value.IsUnknown() && len(value.Elements()) == 0
	default:
		return value.IsNull()
	}
}

// someCheck wants a health_check to check something.
type someCheck struct{}

// Description implements validator.Describer.
func (someCheck) Description(context.Context) string { return "must have a check" }

// MarkdownDescription implements validator.Describer.
func (v someCheck) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateObject implements validator.Object.
func (someCheck) ValidateObject(_ context.Context, request validator.ObjectRequest, response *validator.ObjectResponse) {
	if request.ConfigValue.IsNull() || request.ConfigValue.IsUnknown() {
		return
	}
	attributes := request.ConfigValue.Attributes()
	for _, name := range []string{"ping", "ports", "urls", "http", "mysql", "ssh"} {
		if !isUnset(attributes[name]) {
			return
		}
	}
	response.Diagnostics.AddAttributeError(request.Path, "No check",
		"Set at least one of ping = true, ports, urls, http, mysql and ssh.")
}

// wholeSSH wants a command to have all that it needs, and nothing to be set that only a command needs.
type wholeSSH struct{}

// Description implements validator.Describer.
func (wholeSSH) Description(context.Context) string {
	return "a command needs user, one of private_key_wo, private_key and agent, and one of host_key and accept_any_host_key"
}

// MarkdownDescription implements validator.Describer.
func (v wholeSSH) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateObject implements validator.Object.
func (wholeSSH) ValidateObject(_ context.Context, request validator.ObjectRequest, response *validator.ObjectResponse) {
	if request.ConfigValue.IsNull() || request.ConfigValue.IsUnknown() {
		return
	}
	attributes := request.ConfigValue.Attributes()
	has := func(name string) bool { return !isUnset(attributes[name]) }
	refuse := func(name, detail string) {
		response.Diagnostics.AddAttributeError(request.Path.AtName(name), "Incomplete SSH check", detail)
	}
	if !has("command") {
		for _, name := range []string{"user", "private_key_wo", "private_key", "agent", "host_key", "accept_any_host_key"} {
			if has(name) {
				refuse(name, "Without a command only the banner is looked for, which needs no "+name+". Set command.")
			}
		}
		return
	}
	if !has("user") {
		refuse("command", "The command needs the user to log in as. Set user.")
	}
	if !has("private_key_wo") && !has("private_key") && !has("agent") {
		refuse("command", "The command needs a key to log in with. Set private_key_wo, private_key, or agent = true.")
	}
	if has("host_key") == has("accept_any_host_key") && !attributes["accept_any_host_key"].IsUnknown() {
		refuse("command", "The command needs to know which server it may run on. Set either host_key or accept_any_host_key = true.")
	}
}

// requiresCheck wants monitor = true to have a health_check.
type requiresCheck struct{}

// Description implements validator.Describer.
func (requiresCheck) Description(context.Context) string { return "needs health_check" }

// MarkdownDescription implements validator.Describer.
func (v requiresCheck) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateBool implements validator.Bool.
func (requiresCheck) ValidateBool(ctx context.Context, request validator.BoolRequest, response *validator.BoolResponse) {
	if !request.ConfigValue.ValueBool() {
		return
	}
	var check types.Object
	response.Diagnostics.Append(request.Config.GetAttribute(ctx, path.Root("health_check"), &check)...)
	if check.IsNull() {
		response.Diagnostics.AddAttributeError(request.Path, "Nothing to monitor", "Set health_check, which says what is checked.")
	}
}

// requiresMonitor wants a repair to have monitor = true.
type requiresMonitor struct{}

// Description implements validator.Describer.
func (requiresMonitor) Description(context.Context) string { return "needs monitor = true" }

// MarkdownDescription implements validator.Describer.
func (v requiresMonitor) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements validator.String.
func (requiresMonitor) ValidateString(
	ctx context.Context, request validator.StringRequest, response *validator.StringResponse,
) {
	value := request.ConfigValue
	if value.IsNull() || value.IsUnknown() || value.ValueString() == unhealthyNone {
		return
	}
	var monitor types.Bool
	response.Diagnostics.Append(request.Config.GetAttribute(ctx, path.Root("monitor"), &monitor)...)
	if !monitor.IsUnknown() && !monitor.ValueBool() {
		response.Diagnostics.AddAttributeError(request.Path, "Nothing to act upon",
			"Set monitor = true: without it no refresh looks whether the machine is healthy.")
	}
}
