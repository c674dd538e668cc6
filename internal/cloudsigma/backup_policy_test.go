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

func TestAssignAndWithdrawBackupPolicy(t *testing.T) {
	t.Parallel()
	const get, set = "GET drives/d-1/", "POST drives/d-1/action/?do=set_scheduler"
	with := reply{body: `{"uuid": "d-1", "backup_scheduler": {"uuid": "p-1"}}`}
	without := reply{body: `{"uuid": "d-1", "backup_scheduler": null}`}
	gone := reply{status: 404, body: `[{"error_type": "notexist", "error_point": null, "error_message": "notfound"}]`}
	for name, test := range map[string]struct {
		// withdraw is the policy to take away; "" gives the drive p-1.
		withdraw string
		script   script
		body     string // of the last request
		requests []string
		fails    bool
	}{
		"given":             {script: script{set: {with}}, body: `{"backup_policy_uuid": "p-1"}`, requests: []string{set}},
		"ignored silently":  {script: script{set: {without}}, body: `{"backup_policy_uuid": "p-1"}`, requests: []string{set}, fails: true},
		"drive is gone":     {script: script{set: {gone}}, body: `{"backup_policy_uuid": "p-1"}`, requests: []string{set}, fails: true},
		"withdrawn":         {withdraw: "p-1", script: script{get: {with}, set: {without}}, body: `{"backup_policy_uuid": null}`, requests: []string{get, set}},
		"not withdrawn":     {withdraw: "p-1", script: script{get: {with}, set: {with}}, body: `{"backup_policy_uuid": null}`, requests: []string{get, set}, fails: true},
		"has another one":   {withdraw: "p-2", script: script{get: {with}}, requests: []string{get}},
		"withdrawn by gone": {withdraw: "p-1", script: script{get: {gone}}, requests: []string{get}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, api := newFake(t, test.script)
			var err error
			if test.withdraw == "" {
				err = client.BackupPolicies.Assign(t.Context(), "d-1", "p-1")
			} else {
				err = client.BackupPolicies.Withdraw(t.Context(), "d-1", test.withdraw)
			}
			if (err != nil) != test.fails {
				t.Errorf("got %v", err)
			}
			api.wantRequests(t, test.requests...)
			if test.body != "" {
				api.wantBody(t, len(test.requests)-1, test.body)
			}
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

// TestDrivesOfBackupPoliciesAreListedOnce lists them for all policies, and again after a change, even one that failed.
func TestDrivesOfBackupPoliciesAreListedOnce(t *testing.T) {
	t.Parallel()
	const list, set = "GET drives/detail/?limit=0", "POST drives/d-1/action/?do=set_scheduler"
	client, api := newFake(t, script{
		list: {
			{body: `{"meta": {"total_count": 1}, "objects": [{"uuid": "d-1", "backup_scheduler": {"uuid": "b-1"}}]}`},
			{body: `{"meta": {"total_count": 1}, "objects": [{"uuid": "d-1", "backup_scheduler": {"uuid": "b-2"}}]}`},
		},
		set: {{status: 404}},
	})
	drives := func(policy string, want ...string) {
		t.Helper()
		got, err := client.BackupPolicies.Drives(t.Context(), policy)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s has (-want +got), %v:\n%s", policy, err, diff)
		}
	}
	drives("b-1", "d-1")
	drives("b-2")
	if err := client.BackupPolicies.Assign(t.Context(), "d-1", "b-2"); err == nil {
		t.Error("an answer of 404 is no error")
	}
	drives("b-1")
	drives("b-2", "d-1")
	api.wantRequests(t, list, set, list)
}
