package cloudsigma

import (
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// samples is where the request and response samples of the documentation are, if at all.
var samples = filepath.Join("..", "..", "..", "..", "shared", "reference", "cloudsigma-api", "dumps")

// sample is one documented request with its answer.
type sample struct {
	method, path, body string
	status             int
	answer             any
}

// conformance is how a sample is replayed. What the request refers to is seeded by seedFor.
type conformance struct {
	// body replaces one that is no JSON in the documentation.
	body string
	// status is that of the page where the answer of the sample has none.
	status int
	// seed makes what the sample shows besides.
	seed func(b *bench)
}

func seeded(seed func(b *bench)) conformance { return conformance{seed: seed} }

const (
	shownServer = "4e31777b-92b5-4633-9f31-c28443a63cfd"
	clonedJob   = "6c809fa7-f797-4d0f-bbfb-b1b9ba737dda"
)

// covered are the samples that are replayed.
var covered = map[string]conformance{
	"acls_create":                   {},
	"acls_create_with_grantees":     {},
	"acls_delete":                   {},
	"acls_get":                      seeded(seedSharedDrive),
	"acls_list":                     seeded(seedForeignACLs),
	"acls_update":                   {},
	"balance_list":                  {},
	"create_drive_for_acls":         {},
	"currentusage_list":             {},
	"discount_list":                 {},
	"foreign_drive_permissions":     seeded(seedForeignDrive),
	"licenses_list":                 {},
	"own_drive_grantees":            seeded(seedSharedDrive),
	"pricing_list":                  {},
	"server_with_acl":               seeded(seedSharedTag),
	"subscription_list":             seeded(seedSubscriptions),
	"subscriptioncalculator":        {},
	"subscriptioncalculator_extend": {},
	"tag_for_acls":                  {},
	"update_global_context":         {},

	"autogen_keypair_create":                      {body: `{"objects": [{"name": "test_name", "algorithm_type": "rsa"}]}`},
	"backup_scheduler_backups_list":               seeded(seedSchedulers),
	"backup_scheduler_delete":                     {status: http.StatusNoContent},
	"capabilities":                                {},
	"create_server_for_audit":                     {},
	"drive_clone":                                 {},
	"drive_clone_dssd_zadara":                     {},
	"drive_clone_naming_counter":                  seeded(func(b *bench) { setNaming(b, "COUNTER") }),
	"drive_clone_naming_date":                     seeded(func(b *bench) { setNaming(b, "DATE") }),
	"drive_clone_naming_none":                     {},
	"drive_clone_naming_set_profile_to_counter":   {},
	"drive_clone_naming_set_profile_to_date":      {},
	"drive_clone_naming_set_profile_to_none":      {},
	"drive_clone_naming_set_profile_to_timestamp": {},
	"drive_clone_naming_timestamp":                seeded(func(b *bench) { setNaming(b, "TIMESTAMP") }),
	"drive_clone_zadara_dssd":                     {},
	"drive_clone_zadara_zadara":                   seeded(func(b *bench) { onlyDrive(b).StorageType = "zadara" }),
	"drive_create_bulk":                           {},
	"drive_create_minimal":                        {},
	"drive_create_zadara":                         {},
	"drive_delete":                                {},
	"drive_edit":                                  {},
	"drive_for_clone_snapshot":                    {},
	"drive_for_snapshots":                         {},
	"drive_get_unmounted":                         {},
	"drive_list":                                  seeded(seedDrives),
	"drive_list_detail":                           seeded(seedDrives),
	"drive_list_just_uuid_and_status":             seeded(seedDrives),
	"drive_resize":                                {},
	"drive_resize_action":                         {},
	"drive_storage_type": {
		body: `{"objects": [{"media": "disk", "name": "test_nvme_drive", "size": 1073741824, "storage_type": "nvme"}]}`,
	},
	"drive_update_meta":                     {},
	"drive_with_one_snapshot":               seeded(seedSnapshots(1)),
	"drive_with_two_snapshots":              seeded(seedSnapshots(2)),
	"ephemeral_drive_resize_action":         seeded(seedEphemeralDrive),
	"guest_for_context":                     seeded(seedRunningServer),
	"ip_get":                                {},
	"ip_list":                               {},
	"ip_list_detail":                        {},
	"ip_update":                             {},
	"jobs_drive_clone":                      seeded(seedJobs),
	"jobs_list":                             seeded(seedJobs),
	"jobs_server_clone":                     seeded(seedJobs),
	"keypair_delete":                        {},
	"keypair_get":                           {},
	"keypair_list":                          seeded(seedKeypair),
	"keypair_update":                        {},
	"libdrive_get":                          {},
	"libdrive_list":                         {},
	"librdrive_get_through_drives":          {},
	"locations":                             {},
	"profile":                               {},
	"profile_update":                        {},
	"pub_key_only_keypair_create":           {},
	"pubkeys_full_keypair":                  {},
	"pubkeys_list":                          seeded(seedKeypair),
	"pubkeys_pub_only_keypair":              {},
	"pubkeys_server":                        {},
	"self_gen_keypair_create":               {},
	"server_acpi_shutdown":                  seeded(runAllServers),
	"server_add_dhcp_nic":                   {},
	"server_add_gpu":                        {body: serverWith(`"gpus": [{"model": "nvidia_a6000"}]`)},
	"server_add_manual_nic":                 {},
	"server_add_meta":                       {},
	"server_add_private_nic":                {},
	"server_add_sgx":                        {body: serverWith(`"epcs": [{"size": 1073741824}]`)},
	"server_attach_drive":                   {},
	"server_change_nic_to_static":           {},
	"server_clone":                          {},
	"server_close_console":                  seeded(runAllServers),
	"server_close_vnc":                      seeded(runAllServers),
	"server_create_bulk":                    {},
	"server_create_full":                    {},
	"server_create_minimal":                 {},
	"server_del_and_change_nic":             {},
	"server_delete":                         {},
	"server_edit_meta":                      {},
	"server_edit_minimal":                   {},
	"server_get_clone_source":               {},
	"server_get_running":                    seeded(seedRunningServer),
	"server_get_two_nics":                   seeded(seedNICs),
	"server_list":                           seeded(seedServers),
	"server_list_detail":                    seeded(seedServers),
	"server_open_console":                   seeded(runAllServers),
	"server_open_vnc":                       seeded(runAllServers),
	"server_rearrange_nics":                 {},
	"server_recurse_del_all_drives_create":  {},
	"server_recurse_del_all_drives_delete":  {},
	"server_recurse_del_disks_create":       {},
	"server_recurse_del_disks_delete":       {},
	"server_recurse_del_disks_drives_after": seeded(seedDrives),
	// The samples of these show a drive with a long history of clones.
	"server_recurse_del_all_drives_drives_after":  seeded(seedClonedDrive),
	"server_recurse_del_all_drives_drives_before": seeded(seedClonedDrive),
	"server_recurse_del_disks_drives_before":      seeded(seedClonedDrive),
	"server_start":                                {},
	"server_stop":                                 seeded(runAllServers),
	"snapshot_clone":                              {},
	"snapshot_create":                             {},
	"snapshot_create_another":                     {},
	"snapshot_delete":                             {},
	"snapshot_edit":                               {},
	"snapshot_get":                                seeded(interruptSnapshots),
	// Some of the listed snapshots are still being made.
	"snapshot_list":                 seeded(seedSnapshotsInAllStates),
	"snapshot_list_detail":          seeded(seedSnapshots(2)),
	"snapshot_list_for_drive":       seeded(seedListedDrive),
	"snapshots_in_drive_def":        seeded(seedSnapshots(2)),
	"tags_create":                   {},
	"tags_create_with_resource":     {},
	"tags_delete":                   {},
	"tags_get":                      seeded(seedTaggedServer),
	"tags_list":                     seeded(seedTaggedServer),
	"tags_list_detail":              seeded(seedTaggedServer),
	"tags_list_resource":            seeded(seedTaggedServer),
	"tags_update_resources":         {},
	"tags_update_tag_from_resource": {},
	"vlan_get":                      {},
	"vlan_list":                     {},
	"vlan_list_detail":              {},
	"vlan_update":                   {},

	"backupschedulers/backup_scheduler_backup_get":               seeded(keepDaysOnly),
	"backupschedulers/backup_scheduler_backup_update":            {status: http.StatusOK},
	"backupschedulers/backup_scheduler_backups_list":             seeded(seedSchedulers),
	"backupschedulers/backup_scheduler_backups_list_detail":      seeded(seedSchedulers),
	"backupschedulers/backup_scheduler_backups_list_detail_type": seeded(seedSchedulers),
	"backupschedulers/backup_scheduler_backups_list_type":        seeded(seedSchedulers),
	"backupschedulers/backup_scheduler_create":                   {},
	"backupschedulers/backup_scheduler_delete":                   {},
	"backupschedulers/backup_scheduler_set_drive":                seeded(seedTaggedDrive),
	"remote_snapshots/snapshot_clone":                            {},
	"remote_snapshots/snapshot_create":                           {},
	"remote_snapshots/snapshot_delete":                           {},
	"remote_snapshots/snapshot_edit":                             {},
	"remote_snapshots/snapshot_get":                              seeded(seedSharedSnapshot),
	"remote_snapshots/snapshot_list":                             seeded(seedSnapshots(1)),
	"remote_snapshots/snapshot_list_detail":                      seeded(seedSnapshots(1)),
	"remote_snapshots/snapshots_in_drive_def":                    seeded(seedSnapshots(2)),
	"start_server_for_audit":                                     {},
}

// outOfScope are the samples that are not replayed, by reason.
var outOfScope = map[string][]string{
	"accounts are made by Options": {"account_create"},
	"the audit log is not emulated": {
		"audit_log_list", "audit_log_schema", "create_server_audit_log", "start_server_audit_log",
		"start_server_audit_log_complete",
	},
	"drafts whose requests or answers are not whole; the folder backupschedulers has the same calls": {
		"backup_scheduler_backup_get", "backup_scheduler_backup_update", "backup_scheduler_backups_list_detail_type",
		"backup_scheduler_backups_list_type", "backup_scheduler_create", "backup_scheduler_set_drive",
	},
	"has an answer in place of the request; the same call is replayed for local snapshots": {
		"remote_snapshots/snapshot_list_for_drive",
	},
	"histories of what was paid and used, which no resource or data source shows": {"ledger_list", "usage_list"},
	"commands that are run inside a guest, at its serial port; TestServerContextSamples has their answers": {
		"context_all", "context_all_dynamic", "context_all_dynamic_robust", "context_all_robust", "context_single_value",
		"context_single_value_another_key_dynamic", "context_single_value_dynamic", "context_single_value_ssh_key",
		"global_context_all", "global_context_all_robust", "global_context_single_value",
	},
	"schemas are not served; they are read here for the members that older samples lack": {
		"acls_schema", "backupschedulers/backupscheduler_schema", "balance_schema", "burst_usage_schema", "capabilities_schema",
		"currentusage_schema", "discount_schema", "drive_schema", "ip_schema", "jobs_schema", "ledger_schema", "libdrive_schema",
		"licenses_schema", "pricing_schema", "profile_schema", "remote_snapshots/snapshot_schema", "server_schema",
		"snapshot_schema", "subscription_schema", "tags_schema", "vlan_schema",
	},
	"a second sample of the same call with only a request or an answer": {
		"dssd_drive_clone_naming_set_profile_to_counter", "dssd_drive_clone_naming_set_profile_to_date",
		"dssd_drive_clone_naming_set_profile_to_none", "dssd_drive_clone_naming_set_profile_to_timestamp",
	},
	"notifications are not emulated": {
		"notification_contacts_create", "notification_contacts_delete", "notification_contacts_list",
		"notification_contacts_list_1", "notification_contacts_list_2", "notification_contacts_update",
		"notification_preferences_list_1", "notification_preferences_update", "notification_preferences_update_multiple",
	},
	// drives.rst, "RDS Drives".
	"by decision no resource sets how many use the remote desktop of a Windows drive, so driveusers is not emulated": {
		"rds_drive_create", "rds_drive_delete", "rds_drive_detail", "rds_drive_list", "rds_drive_update",
	},
	"virtual routers are not emulated": {"vrouters"},
	"VMware is not emulated":           {"vmware_servers_list", "vmware_servers_schema"},
	"a table of the documentation":     {"locations.csv", "backupschedulers/backup_scheduler_timezones"},
}

// TestSamples replays every documented sample that is in scope.
func TestSamples(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat(samples); errors.Is(err, fs.ErrNotExist) {
		t.Skip("the samples of the documentation are not here")
	}
	extras := laterMembers(t)
	for name, how := range covered {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			documented := readSample(t, name, how.status)
			if how.body != "" {
				documented.body = how.body
			}
			b := newBench(t, Options{})
			seedFor(b, documented)
			if how.seed != nil {
				how.seed(b)
			}
			status, answer := b.send(documented.method, documented.path, documented.body)
			if status != documented.status {
				t.Fatalf("status is %d, want %d: %v", status, documented.status, answer)
			}
			check := comparison{extras: extras[documented.collection()], exact: documented.isShortListing()}
			check.compare("", documented.answer, answer)
			var sent any
			_ = json.Unmarshal([]byte(documented.body), &sent) // Not every request has a body.
			check.compareEchoes("", sent, documented.answer, answer)
			for _, problem := range slices.Compact(check.problems) {
				t.Error(problem)
			}
		})
	}
}

// TestSamplesMatrix fails when a sample is neither replayed nor excused, or when a listed one is gone.
func TestSamplesMatrix(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat(samples); errors.Is(err, fs.ErrNotExist) {
		t.Skip("the samples of the documentation are not here")
	}
	listed := map[string]int{}
	for name := range covered {
		listed[name]++
	}
	for name := range outOfScopeNames() {
		listed[name]++
	}
	present := map[string]bool{}
	for _, name := range sampleNames(t) {
		present[name] = true
		if listed[name] != 1 {
			t.Errorf("sample %s is listed %d times, want once", name, listed[name])
		}
	}
	for name := range listed {
		if !present[name] {
			t.Errorf("sample %s is listed, but there is none", name)
		}
	}
}

// sampleNames lists the samples, those in a folder with its name. A folder that is excused as a whole is one name.
func sampleNames(t *testing.T) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(os.DirFS(samples), ".", func(name string, entry fs.DirEntry, err error) error {
		folder, base := path.Split(name)
		switch {
		case err != nil || name == ".":
			return err
		case entry.IsDir() && outOfScopeNames()[name]:
			names = append(names, name)
			return fs.SkipDir
		case !entry.IsDir():
			names = append(names, folder+strings.TrimPrefix(strings.TrimPrefix(base, "request_"), "response_"))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func outOfScopeNames() map[string]bool {
	names := map[string]bool{}
	for _, excused := range outOfScope {
		for _, name := range excused {
			names[name] = true
		}
	}
	return names
}

var trailingComma = regexp.MustCompile(`,(\s*[}\]])`)

// readSample reads a sample; status is that of the answer unless it is 0, when the sample has it.
func readSample(t *testing.T, name string, status int) sample {
	t.Helper()
	folder, base := path.Split(name)
	requestHead, requestBody := readDump(t, folder+"request_"+base)
	responseHead, responseBody := readDump(t, folder+"response_"+base)
	request := strings.Fields(requestHead)
	if status == 0 {
		var err error
		if status, err = strconv.Atoi(strings.Fields(responseHead)[1]); err != nil {
			t.Fatal(err)
		}
	}
	read := sample{method: request[0], path: request[1], body: requestBody, status: status}
	if strings.TrimSpace(responseBody) == "" {
		return read
	}
	if err := json.Unmarshal([]byte(trailingComma.ReplaceAllString(responseBody, "$1")), &read.answer); err != nil {
		t.Fatal(err)
	}
	return read
}

// readDump returns the first line and the body of a recorded message.
func readDump(t *testing.T, name string) (first, body string) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(samples, name))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(content), "\r\n", "\n")
	head, body, _ := strings.Cut(text, "\n\n")
	// Some samples have no empty line before the body, or no head at all.
	if start := strings.Index("\n"+text, "\n{"); start >= 0 && start < len(head) {
		head, body = text[:start], text[start:]
	}
	first, _, _ = strings.Cut(head, "\n")
	return first, strings.TrimSpace(body)
}

func (s sample) segments() []string {
	path, _, _ := strings.Cut(strings.TrimPrefix(s.path, root), "?")
	return strings.Split(strings.Trim(path, "/"), "/")
}

func (s sample) collection() string { return s.segments()[0] }

// isShortListing tells whether the answer shows a selection of the members and nothing else.
func (s sample) isShortListing() bool {
	short := []string{"servers", "drives", "vlans", "ips", "backupschedulers"}
	return s.method == http.MethodGet && len(s.segments()) == 1 && slices.Contains(short, s.collection())
}
