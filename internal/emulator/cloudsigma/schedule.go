package cloudsigma

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// BackupScheduler is the record of a backup scheduler.
type BackupScheduler struct {
	Entity
	// Type is "snapshot", "backup", "dr" or "migration".
	Type             string
	Enabled, Default bool
	// NotifyBackup and NotifyRetention are the notifications about what is made and deleted.
	NotifyBackup, NotifyRetention bool
	// ManualTimes are times of day, as "02:00,14:00".
	ManualTimes    string
	RemoteLocation string
	Timezone       string
	Incremental    BackupTimes
	// Initial is nil if none is defined. It has days of the week and a window only.
	Initial       *BackupTimes
	RetentionName string
	Retention     []RetentionRule
}

// BackupTimes say when a backup scheduler does something. Lists are separated by commas, "*" is any.
type BackupTimes struct {
	DaysOfWeek                          []string
	DaysOfMonth, Months, Hours, Minutes string
	// RepeatHours and RepeatMinutes are intervals, as "*/12".
	RepeatHours, RepeatMinutes string
	// Start and End bound the time of day.
	Start, End TimeOfDay
}

// TimeOfDay is a time of day in digits; "" for none.
type TimeOfDay struct {
	Hour, Minute string
}

// RetentionRule says what is kept.
type RetentionRule struct {
	// Period is "days", "weeks" or "months", of which Quantity are kept.
	Period   string
	Quantity int64
	// Day is the day of the week or month; nil for all.
	Day *int64
}

var (
	clockTimes = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d(,([01]\d|2[0-3]):[0-5]\d)*$`)
	weekdays   = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun", "*"}
)

func checkClockTimes(f form, times string) {
	if times != "" && !clockTimes.MatchString(times) {
		f.invalid("manual_incremental_backup", "The value has to be times as HH:MM, separated by commas")
	}
}

func readTimes(f form) BackupTimes {
	var times BackupTimes
	days, _ := f.list("day_of_week")
	for _, day := range days {
		name, _ := day.(string)
		if !slices.Contains(weekdays, name) && name != "" {
			f.invalid("day_of_week", "Accepts values mon, tue, wed, thu, fri, sat, sun")
		}
		times.DaysOfWeek = append(times.DaysOfWeek, name)
	}
	times.DaysOfMonth = readNumbers(f, "day_of_month", 1, 31)
	times.Months = readNumbers(f, "month", 1, 12)
	times.Hours = readNumbers(f, "hour", 0, 23)
	times.Minutes = readNumbers(f, "minute", 0, 59)
	if repeat := f.form("repeat"); repeat != nil {
		times.RepeatHours = readInterval(*repeat, "hour", 23)
		times.RepeatMinutes = readInterval(*repeat, "minute", 59)
	}
	times.Start, times.End = readTimeOfDay(f, "start_time"), readTimeOfDay(f, "end_time")
	return times
}

// readNumbers reads "", "*" or numbers separated by commas. They may come as a list, as they are shown.
func readNumbers(f form, name string, smallest, greatest int) string {
	var text string
	if elements, isList := f.values[name].([]any); isList {
		var parts []string
		for _, element := range elements {
			part, _ := element.(string)
			parts = append(parts, part)
		}
		text = strings.Join(parts, ",")
	} else {
		f.text(name, &text)
	}
	if text == "" || text == "*" {
		return text
	}
	for part := range strings.SplitSeq(text, ",") {
		if number, err := strconv.Atoi(part); err != nil || number < smallest || number > greatest {
			f.invalid(name, "Accepts values between %d and %d", smallest, greatest)
		}
	}
	return text
}

func readInterval(f form, name string, greatest int) string {
	var text string
	f.text(name, &text)
	digits, isInterval := strings.CutPrefix(text, "*/")
	number, err := strconv.Atoi(digits)
	if text != "" && (!isInterval || err != nil || number < 1 || number > greatest) {
		f.invalid(name, "The value has to be an interval like */12")
	}
	return text
}

func readTimeOfDay(f form, name string) TimeOfDay {
	var time TimeOfDay
	if inner := f.form(name); inner != nil {
		time.Hour, time.Minute = readNumbers(*inner, "hour", 0, 23), readNumbers(*inner, "minute", 0, 59)
	}
	return time
}

func readRetention(f form) []RetentionRule {
	rules, _ := f.forms("rules")
	var read []RetentionRule
	for _, rule := range rules {
		var made RetentionRule
		rule.require("period", "quantity")
		rule.choice("period", &made.Period, "days", "weeks", "months")
		rule.number("quantity", &made.Quantity)
		if rule.has("time_option") {
			var day int64
			rule.number("time_option", &day)
			smallest, greatest := int64(1), int64(31)
			if made.Period == "weeks" {
				smallest, greatest = 0, 6
			}
			if made.Period == "days" || day < smallest || day > greatest {
				rule.invalid("time_option", "The value has to be a day of the period")
			}
			made.Day = &day
		}
		read = append(read, made)
	}
	return read
}

// renderRetention shows the rules. The answer to a creation has them whole; later answers have the day of
// a rule as an element of its own (response_backup_scheduler_create, ..._backup_update, ..._backups_list_detail).
func renderRetention(rules []RetentionRule, whole bool) []object {
	shown := []object{}
	for _, rule := range rules {
		one := object{"period": rule.Period, "quantity": rule.Quantity}
		shown = append(shown, one)
		switch {
		case rule.Day == nil:
		case whole:
			one["time_option"] = *rule.Day
		default:
			shown = append(shown, object{"time_option": *rule.Day})
		}
	}
	return shown
}

func (t BackupTimes) object() object {
	shown := t.window()
	shown["day_of_month"], shown["month"] = shownNumbers(t.DaysOfMonth), shownNumbers(t.Months)
	shown["hour"], shown["minute"] = shownNumbers(t.Hours), shownNumbers(t.Minutes)
	shown["repeat"] = object{"hour": t.RepeatHours, "minute": t.RepeatMinutes}
	return shown
}

// window has what an initial backup has too. No days are shown as one without a name.
func (t BackupTimes) window() object {
	days := t.DaysOfWeek
	if len(days) == 0 {
		days = []string{""}
	}
	return object{"day_of_week": days, "start_time": t.Start.object(), "end_time": t.End.object()}
}

// shownNumbers shows several numbers as a list, whatever they were sent as: the months of the sample
// backup_scheduler_backups_list_detail.
func shownNumbers(text string) any {
	if strings.Contains(text, ",") {
		return strings.Split(text, ",")
	}
	return text
}

// object shows digits as numbers.
func (t TimeOfDay) object() object {
	shown := object{"hour": t.Hour, "minute": t.Minute}
	for name, value := range shown {
		text, _ := value.(string)
		if number, err := strconv.Atoi(text); err == nil {
			shown[name] = number
		}
	}
	return shown
}
