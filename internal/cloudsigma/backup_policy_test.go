package cloudsigma_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
)

// TestBackupPolicyIsReadBack reads what the server makes of a definition, and wants the definition again.
func TestBackupPolicyIsReadBack(t *testing.T) {
	t.Parallel()
	wanted := strings.Replace(dump(t, "backupschedulers/request_backup_scheduler_backup_update"), `"month": "*"`, `"month": "2,4"`, 1)
	shown := strings.Replace(dump(t, "backupschedulers/response_backup_scheduler_backup_update"), `"month": "*"`, `"month": ["2", "4"]`, 1)
	var policy cloudsigma.BackupPolicy
	if err := json.Unmarshal([]byte(shown), &policy); err != nil {
		t.Fatal(err)
	}
	written, err := json.Marshal(policy.Definition)
	if err != nil {
		t.Fatal(err)
	}
	var got, want map[string]any
	if err := errors.Join(json.Unmarshal(written, &got), json.Unmarshal([]byte(wanted), &want)); err != nil {
		t.Fatal(err)
	}
	for name := range got {
		if _, configured := want[name]; !configured {
			delete(got, name)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("written (-want +got):\n%s", diff)
	}
}

func TestBackupTimesInAllForms(t *testing.T) {
	t.Parallel()
	hour, minute := int64(7), int64(0)
	for shown, want := range map[string]cloudsigma.BackupTimes{
		`{"hour": "1", "day_of_week": [""], "start_time": {"hour": "07", "minute": 0}, "end_time": {"hour": "", "minute": null}}`: {
			Hours: "1", BackupWindow: cloudsigma.BackupWindow{
				DaysOfWeek: cloudsigma.Weekdays{}, StartTime: cloudsigma.TimeOfDay{Hour: &hour, Minute: &minute},
			},
		},
		`{"minute": ["0", "30"], "repeat": {"hour": "*/12", "minute": ""}}`: {
			Minutes: "0,30", Repeat: cloudsigma.BackupCycle{Hour: "*/12"},
		},
	} {
		var got cloudsigma.BackupTimes
		if err := json.Unmarshal([]byte(shown), &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", shown, diff)
		}
	}
	var broken cloudsigma.BackupTimes
	if err := json.Unmarshal([]byte(`{"start_time": {"hour": "noon"}}`), &broken); err == nil {
		t.Error("an hour that is no number: no error")
	}
}

func TestRemoveInitialBackup(t *testing.T) {
	t.Parallel()
	definition := cloudsigma.BackupPolicyDefinition{Name: "n", Initial: &cloudsigma.BackupWindow{}}
	definition.RemoveInitial()
	written, err := json.Marshal(definition)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(written), `"initial_backup":{}`) || !strings.Contains(string(written), `"day_of_week":[]`) {
		t.Errorf("written is %s", written)
	}
}

func TestAssignBackupPolicy(t *testing.T) {
	t.Parallel()
	const set = "POST drives/d-1/action/?do=set_scheduler"
	with := reply{status: 202, body: `{"uuid": "d-1", "backup_scheduler": {"uuid": "p-1"}}`}
	without := reply{status: 202, body: `{"uuid": "d-1", "backup_scheduler": null}`}
	for name, test := range map[string]struct {
		policy, body string
		answer       reply
		fails        bool
	}{
		"set":              {policy: "p-1", body: `{"backup_policy_uuid": "p-1"}`, answer: with},
		"taken away":       {policy: "", body: `{"backup_policy_uuid": null}`, answer: without},
		"not taken away":   {policy: "", body: `{"backup_policy_uuid": null}`, answer: with, fails: true},
		"ignored silently": {policy: "p-2", body: `{"backup_policy_uuid": "p-2"}`, answer: with, fails: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, api := newFake(t, script{set: {test.answer}})
			if err := client.BackupPolicies.Assign(t.Context(), "d-1", test.policy); (err != nil) != test.fails {
				t.Errorf("got %v", err)
			}
			api.wantRequests(t, set)
			api.wantBody(t, 0, test.body)
		})
	}
}

func TestDrivesOfBackupPolicy(t *testing.T) {
	t.Parallel()
	client, _ := newFake(t, script{"GET drives/detail/?limit=0": {{body: `{"objects": [
		{"uuid": "d-1", "backup_scheduler": {"uuid": "p-1"}}, {"uuid": "d-2", "backup_scheduler": {"uuid": "p-2"}}, {"uuid": "d-3"}]}`}}})
	got, err := client.BackupPolicies.Drives(t.Context(), "p-1")
	if diff := cmp.Diff([]string{"d-1"}, got); err != nil || diff != "" {
		t.Errorf("got %v, %s", err, diff)
	}
}
