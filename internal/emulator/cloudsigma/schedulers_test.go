package cloudsigma

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// schedulerWith is a definition with other members.
func schedulerWith(t *testing.T, members string) string {
	t.Helper()
	definition := object{}
	for _, text := range []string{`{
		"type": "snapshot", "name": "n", "is_enabled": true, "is_default": false, "manual_incremental_backup": "",
		"retention_policy": {"name": "r", "rules": [{"period": "weeks", "quantity": 4, "time_option": 1}]},
		"incremental_backup": {"hour": "1", "minute": "0"}, "user_timezone": "Europe/Zurich"}`, "{" + members + "}"} {
		if err := json.Unmarshal([]byte(text), &definition); err != nil {
			t.Fatal(err)
		}
	}
	encoded, err := json.Marshal(definition)
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}

func TestSchedulerValidation(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ members, point string }{
		{`"name": ""`, "name"},
		{`"type": "hourly"`, "type"},
		{`"user_timezone": "Mars/Olympus"`, "user_timezone"},
		{`"manual_incremental_backup": "2:00"`, "manual_incremental_backup"},
		{`"remote_location": "XXX"`, "remote_location"},
		{`"incremental_backup": {"hour": "24"}`, "incremental_backup.hour"},
		{`"incremental_backup": {"day_of_month": "0"}`, "incremental_backup.day_of_month"},
		{`"incremental_backup": {"month": ["1", "13"]}`, "incremental_backup.month"},
		{`"incremental_backup": {"day_of_week": ["someday"]}`, "incremental_backup.day_of_week"},
		{`"incremental_backup": {"repeat": {"minute": "15"}}`, "incremental_backup.repeat.minute"},
		{`"incremental_backup": {"start_time": {"hour": 30}}`, "incremental_backup.start_time.hour"},
		{`"retention_policy": {"rules": [{"period": "years", "quantity": 1}]}`, "retention_policy.rules.0.period"},
		{`"retention_policy": {"rules": [{"time_option": 1}]}`, "retention_policy.rules.0.period"},
		{`"retention_policy": {"rules": [{"period": "weeks", "quantity": 1, "time_option": 7}]}`, "retention_policy.rules.0.time_option"},
	} {
		t.Run(test.point, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, Options{})
			refused := b.refused(http.StatusBadRequest, http.MethodPost, root+"backupschedulers/", schedulerWith(t, test.members))
			if refused.Point == nil || *refused.Point != test.point {
				t.Errorf("%s: the error is %+v, want one at %s", test.members, refused, test.point)
			}
		})
	}
}

// TestSchedulerRendering shows how the server changes what it was sent.
func TestSchedulerRendering(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	made := b.want(http.StatusCreated, http.MethodPost, root+"backupschedulers/", schedulerWith(t,
		`"type": "backup", "incremental_backup": {"month": "2,4", "hour": "17", "start_time": {"hour": "07", "minute": ""}}`))
	if rules, _ := at(made, "retention_policy", "rules").([]any); len(rules) != 1 || at(rules, 0, "time_option") != 1.0 {
		t.Errorf("the answer to the creation has the rules %v", rules)
	}
	id, _ := made["uuid"].(string)
	shown := b.get("backupschedulers", id)
	want := map[string]any{
		"rules": []any{object{"period": "weeks", "quantity": 4.0}, object{"time_option": 1.0}},
		"month": []any{"2", "4"}, "hour": "17", "days": []any{""}, "start": object{"hour": 7.0, "minute": ""}, "location": "GVA",
	}
	got := map[string]any{
		"rules": at(shown, "retention_policy", "rules"), "month": at(shown, "incremental_backup", "month"),
		"hour": at(shown, "incremental_backup", "hour"), "days": at(shown, "incremental_backup", "day_of_week"),
		"start": at(shown, "incremental_backup", "start_time"), "location": shown["remote_location"],
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("shown (-want +got):\n%s", diff)
	}
}

func TestSetScheduler(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	id, d := b.create("backupschedulers", schedulerWith(t, "")), b.create("drives", smallDrive)
	act := uri("drives", d) + "action/?do=set_scheduler"
	linked := func() any { return at(b.get("drives", d), "backup_scheduler", "uuid") }
	link := func() {
		b.want(http.StatusAccepted, http.MethodPost, act, fmt.Sprintf(`{"backup_policy_uuid": %q}`, id))
	}

	b.refused(http.StatusBadRequest, http.MethodPost, act, `{}`)
	b.refused(http.StatusBadRequest, http.MethodPost, act, fmt.Sprintf(`{"backup_policy_uuid": %q}`, d))
	link()
	if got := linked(); got != id {
		t.Errorf("the drive has the scheduler %v, want %s", got, id)
	}
	b.want(http.StatusAccepted, http.MethodPost, act, `{"backup_policy_uuid": null}`)
	if got := linked(); got != nil {
		t.Errorf("the drive has the scheduler %v, want none", got)
	}
	link()
	b.want(http.StatusNoContent, http.MethodDelete, uri("backupschedulers", id), "")
	if got := linked(); got != nil {
		t.Errorf("the drive has the scheduler %v, which is deleted", got)
	}
}

// TestTimezones compares the list with the documented one.
func TestTimezones(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile(filepath.Join(samples, "backupschedulers", "backup_scheduler_timezones"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the samples of the documentation are not here")
	}
	if err != nil {
		t.Fatal(err)
	}
	var documented []string
	if err := json.Unmarshal(content, &documented); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(documented, strings.Fields(timezones)) {
		t.Error("the time zones are not the documented ones")
	}
}
