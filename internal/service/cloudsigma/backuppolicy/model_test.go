package backuppolicy

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
)

func ptr[T any](value T) *T { return &value }

// TestModelRoundTrip shows policies in the state and writes them again: nothing may be lost.
func TestModelRoundTrip(t *testing.T) {
	t.Parallel()
	window := cloudsigma.BackupWindow{
		DaysOfWeek: cloudsigma.Weekdays{"mon", "sun"},
		StartTime:  cloudsigma.TimeOfDay{Hour: ptr[int64](12), Minute: ptr[int64](0)},
		EndTime:    cloudsigma.TimeOfDay{Hour: ptr[int64](11), Minute: ptr[int64](45)},
	}
	for name, definition := range map[string]cloudsigma.BackupPolicyDefinition{
		"at times": {
			Type: "snapshot", Name: "n", IsEnabled: true, NotifyBackup: ptr(true), NotifyRetention: ptr(false), UserTimezone: "Etc/UTC",
			Incremental: cloudsigma.BackupTimes{BackupWindow: window, DaysOfMonth: "*", Months: "2,4", Hours: "1,13", Minutes: "0"},
			Initial:     &window,
			Retention: cloudsigma.RetentionPolicy{Name: "keep", Rules: []cloudsigma.RetentionRule{
				{Period: "days", Quantity: 7}, {Period: "weeks", Quantity: 4, Day: ptr[int64](0)},
			}},
		},
		"at an interval": {
			Type: "backup", RemoteLocation: "ZRH", IsDefault: true,
			Incremental: cloudsigma.BackupTimes{
				BackupWindow: cloudsigma.BackupWindow{DaysOfWeek: cloudsigma.Weekdays{}}, Minutes: "*",
				Repeat: cloudsigma.BackupCycle{Hour: "*/2"},
			},
			Retention: cloudsigma.RetentionPolicy{Rules: []cloudsigma.RetentionRule{}},
		},
		"at manual times": {
			ManualTimes: "02:00,14:00",
			Incremental: cloudsigma.BackupTimes{BackupWindow: cloudsigma.BackupWindow{DaysOfWeek: cloudsigma.Weekdays{"*"}}},
			Retention:   cloudsigma.RetentionPolicy{Rules: []cloudsigma.RetentionRule{{Period: "months", Quantity: 1}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var shown model
			shown.show(&cloudsigma.BackupPolicy{UUID: "u", Definition: definition})
			// What the configuration does not say.
			shown.Meta, shown.Tags = types.MapNull(types.StringType), types.SetNull(types.StringType)
			var got cloudsigma.BackupPolicyDefinition
			shown.apply(t.Context(), &got)
			if diff := cmp.Diff(definition, got); diff != "" {
				t.Errorf("written again (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNumbers(t *testing.T) {
	t.Parallel()
	for value, valid := range map[string]bool{
		"*": true, "0": true, "23": true, "1,13": true, "": false, "24": false, "-1": false, "1, 2": false, "1,": false, "*/2": false,
		"01": false, "1-5": false,
	} {
		if err := numbers(0, 23).Check(value); (err == nil) != valid {
			t.Errorf("%q: got %v", value, err)
		}
	}
	if err := numbersOrNone(1, 31).Check(""); err != nil {
		t.Error(err)
	}
}

func TestIntervals(t *testing.T) {
	t.Parallel()
	for value, valid := range map[string]bool{"*/1": true, "*/59": true, "*/0": false, "*/60": false, "*": false, "15": false, "*/x": false} {
		if err := interval(59).Check(value); (err == nil) != valid {
			t.Errorf("%q: got %v", value, err)
		}
	}
}

func TestDayOfPeriod(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		period string
		day    int64
		valid  bool
	}{
		{"days", 1, false},
		{"weeks", 0, true},
		{"weeks", 6, true},
		{"weeks", 7, false},
		{"weeks", -1, false},
		{"months", 0, false},
		{"months", 31, true},
		{"months", 32, false},
	} {
		if err := checkDay(test.period, test.day); (err == nil) != test.valid {
			t.Errorf("%s %d: got %v", test.period, test.day, err)
		}
	}
}
