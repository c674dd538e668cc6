package backuppolicy

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// The periods of rules (backup_schedulers_field_reference.rst).
const (
	periodDays   = "days"
	periodWeeks  = "weeks"
	periodMonths = "months"
)

// weekdays are in the order in which they are sent.
var weekdays = []string{"*", "mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// otherTimes are what manual_incremental_backup replaces (backup_schedulers_field_reference.rst).
func otherTimes() []path.Expression {
	var expressions []path.Expression
	for _, name := range []string{"hour", "minute", "repeat", "day_of_month", "month"} {
		expressions = append(expressions, path.MatchRoot("incremental_backup").AtName(name))
	}
	return expressions
}

var clock = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)

// clockTimes wants times of day.
func clockTimes() validator.String {
	return tfkit.TextValidator{
		Rule: "be times of day like 02:00, separated by commas without blanks",
		Check: func(value string) error {
			for part := range strings.SplitSeq(value, ",") {
				if !clock.MatchString(part) {
					return fmt.Errorf("got %q", part)
				}
			}
			return nil
		},
	}
}

// numbers wants "*" or numbers. Zeros before them are refused: the server may leave them out.
func numbers(smallest, greatest int) tfkit.TextValidator {
	return tfkit.TextValidator{
		Rule: fmt.Sprintf("be * or numbers from %d to %d, separated by commas without blanks", smallest, greatest),
		Check: func(value string) error {
			if value == "*" {
				return nil
			}
			for part := range strings.SplitSeq(value, ",") {
				number, err := strconv.Atoi(part)
				if err != nil || number < smallest || number > greatest {
					return fmt.Errorf("got %q", part)
				}
				if plain := strconv.Itoa(number); plain != part {
					return fmt.Errorf("got %q, write %s", part, plain)
				}
			}
			return nil
		},
	}
}

// numbersOrNone takes "" as well, which policies that others made may have.
func numbersOrNone(smallest, greatest int) tfkit.TextValidator {
	strict := numbers(smallest, greatest)
	return tfkit.TextValidator{Rule: strict.Rule, Check: func(value string) error {
		if value == "" {
			return nil
		}
		return strict.Check(value)
	}}
}

// interval wants an interval as cron has it, of 1 to greatest.
func interval(greatest int) tfkit.TextValidator {
	return tfkit.TextValidator{
		Rule: fmt.Sprintf("be an interval from */1 to */%d", greatest),
		Check: func(value string) error {
			digits, isInterval := strings.CutPrefix(value, "*/")
			number, err := strconv.Atoi(digits)
			if !isInterval || err != nil || number < 1 || number > greatest {
				return fmt.Errorf("got %q", value)
			}
			return nil
		},
	}
}

// times is the validator of incremental_backup.
type times struct{}

// Description implements validator.Describer.
func (times) Description(context.Context) string {
	return "hour and minute belong together, and are * or not set if there is an interval"
}

// MarkdownDescription implements validator.Describer.
func (v times) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateObject implements validator.Object.
func (times) ValidateObject(_ context.Context, request validator.ObjectRequest, response *validator.ObjectResponse) {
	configured := request.ConfigValue.Attributes()
	if anyUnknown(configured["hour"], configured["minute"], configured["repeat"]) {
		return
	}
	repeats := isSet(configured["repeat"])
	if !repeats && isSet(configured["hour"]) != isSet(configured["minute"]) {
		response.Diagnostics.AddAttributeError(request.Path, "Half a time", "Both hour and minute say when a snapshot is made. "+
			"Set the other one too, such as minute = \"0\".")
	}
	for _, name := range []string{"hour", "minute"} {
		if value, ok := configured[name].(types.String); repeats && ok && isSet(value) && value.ValueString() != "*" {
			response.Diagnostics.AddAttributeError(request.Path.AtName(name), "A time and an interval",
				fmt.Sprintf("With repeat, %s can only be \"*\" or be left out.", request.Path.AtName(name)))
		}
	}
}

// oneInterval is the validator of repeat.
type oneInterval struct{}

// Description implements validator.Describer.
func (oneInterval) Description(context.Context) string { return "one of hour and minute must be set" }

// MarkdownDescription implements validator.Describer.
func (v oneInterval) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateObject implements validator.Object.
func (oneInterval) ValidateObject(_ context.Context, request validator.ObjectRequest, response *validator.ObjectResponse) {
	configured := request.ConfigValue.Attributes()
	if request.ConfigValue.IsNull() || anyUnknown(request.ConfigValue, configured["hour"], configured["minute"]) {
		return
	}
	if isSet(configured["hour"]) == isSet(configured["minute"]) {
		response.Diagnostics.AddAttributeError(request.Path, "Not one interval",
			fmt.Sprintf("Set either hour or minute of %s, such as minute = \"*/45\".", request.Path))
	}
}

// retentionRule is the validator of a rule.
type retentionRule struct{}

// Description implements validator.Describer.
func (retentionRule) Description(context.Context) string {
	return "time_option must be a day of the period"
}

// MarkdownDescription implements validator.Describer.
func (v retentionRule) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateObject implements validator.Object.
func (retentionRule) ValidateObject(_ context.Context, request validator.ObjectRequest, response *validator.ObjectResponse) {
	period, isText := request.ConfigValue.Attributes()["period"].(types.String)
	day, isNumber := request.ConfigValue.Attributes()["time_option"].(types.Int64)
	if !isText || !isNumber || !cloudsigmaentity.IsSet(period) || !cloudsigmaentity.IsSet(day) {
		return
	}
	if err := checkDay(period.ValueString(), day.ValueInt64()); err != nil {
		attribute := request.Path.AtName("time_option")
		tfkit.ReportAttributeError(&response.Diagnostics, attribute, "No day of the period", fmt.Errorf("%s: %w", attribute, err))
	}
}

func checkDay(period string, day int64) error {
	switch {
	case period == periodDays:
		return errors.New("a rule for days keeps all of them; leave time_option out")
	case period == periodWeeks && (day < 0 || day > 6):
		return fmt.Errorf("the days of a week are 0 (Sunday) to 6 (Saturday), got %d", day)
	case period == periodMonths && (day < 1 || day > 31):
		return fmt.Errorf("the days of a month are 1 to 31, got %d", day)
	default:
		return nil
	}
}

// checkSaysWhen wants at least one way in which a policy says when snapshots are made.
func checkSaysWhen(incremental types.Object, manual types.String, diagnostics *diag.Diagnostics) {
	configured := incremental.Attributes()
	if anyUnknown(incremental, manual, configured["hour"], configured["repeat"]) ||
		isSet(manual) || isSet(configured["hour"]) || isSet(configured["repeat"]) {
		return
	}
	diagnostics.AddAttributeError(path.Root("incremental_backup"), "A policy without times",
		"It does not say when snapshots are made. Set hour and minute, or repeat, or manual_incremental_backup.")
}

func isSet(value attr.Value) bool { return value != nil && cloudsigmaentity.IsSet(value) }

func anyUnknown(values ...attr.Value) bool {
	for _, value := range values {
		if value != nil && value.IsUnknown() {
			return true
		}
	}
	return false
}
