package cloudsigma

import (
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"os"
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
	"autogen_keypair_create":                      {body: `{"objects": [{"name": "test_name", "algorithm_type": "rsa"}]}`},
	"capabilities":                                {},
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
	"tags_create":                                 {},
	"tags_create_with_resource":                   {},
	"tags_delete":                                 {},
	"tags_get":                                    seeded(seedTaggedServer),
	"tags_list":                                   seeded(seedTaggedServer),
	"tags_list_detail":                            seeded(seedTaggedServer),
	"tags_list_resource":                          seeded(seedTaggedServer),
	"tags_update_resources":                       {},
	"tags_update_tag_from_resource":               {},
	"vlan_get":                                    {},
	"vlan_list":                                   {},
	"vlan_list_detail":                            {},
	"vlan_update":                                 {},
}

// outOfScope are the samples that are not replayed, by reason.
var outOfScope = map[string][]string{
	"access control lists are not emulated": {
		"acls_create", "acls_create_with_grantees", "acls_delete", "acls_get", "acls_list", "acls_schema", "acls_update",
		"create_drive_for_acls", "foreign_drive_permissions", "own_drive_grantees", "server_with_acl", "tag_for_acls",
	},
	"accounts are made by Options": {"account_create"},
	"the audit log is not emulated": {
		"audit_log_list", "audit_log_schema", "create_server_audit_log", "create_server_for_audit",
		"start_server_audit_log", "start_server_audit_log_complete", "start_server_for_audit",
	},
	"backup schedulers are not emulated": {
		"backup_scheduler_backup_get", "backup_scheduler_backup_update", "backup_scheduler_backups_list",
		"backup_scheduler_backups_list_detail_type", "backup_scheduler_backups_list_type", "backup_scheduler_create",
		"backup_scheduler_delete", "backup_scheduler_set_drive", "backupschedulers",
	},
	"billing is not emulated": {
		"balance_list", "balance_schema", "burst_usage_schema", "currentusage_list", "currentusage_schema",
		"discount_list", "discount_schema", "ledger_list", "ledger_schema", "licenses_list", "licenses_schema",
		"pricing_list", "pricing_schema", "subscription_list", "subscription_schema", "subscriptioncalculator",
		"subscriptioncalculator_extend", "usage_list",
	},
	"the server context is read inside a guest, and the global context is not emulated": {
		"context_all", "context_all_dynamic", "context_all_dynamic_robust", "context_all_robust", "context_single_value",
		"context_single_value_another_key_dynamic", "context_single_value_dynamic", "context_single_value_ssh_key",
		"global_context_all", "global_context_all_robust", "global_context_single_value", "update_global_context",
	},
	"schemas are not served; they are read here for the members that older samples lack": {
		"capabilities_schema", "drive_schema", "ip_schema", "jobs_schema", "libdrive_schema", "profile_schema",
		"server_schema", "tags_schema", "vlan_schema",
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
	"the provider has nothing for RDS users, which are counted for licences of Windows drives": {
		"rds_drive_create", "rds_drive_delete", "rds_drive_detail", "rds_drive_list", "rds_drive_update",
	},
	"snapshots are not emulated": {
		"drive_with_one_snapshot", "drive_with_two_snapshots", "remote_snapshots", "snapshot_clone", "snapshot_create",
		"snapshot_create_another", "snapshot_delete", "snapshot_edit", "snapshot_get", "snapshot_list",
		"snapshot_list_detail", "snapshot_list_for_drive", "snapshot_schema", "snapshots_in_drive_def",
	},
	"virtual routers are not emulated": {"vrouters"},
	"VMware is not emulated":           {"vmware_servers_list", "vmware_servers_schema"},
	"a table of the documentation":     {"locations.csv"},
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
			documented := readSample(t, name)
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
	entries, err := os.ReadDir(samples)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the samples of the documentation are not here")
	}
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]int{}
	for name := range covered {
		listed[name]++
	}
	for name := range outOfScopeNames() {
		listed[name]++
	}
	present := map[string]bool{}
	for _, entry := range entries {
		name := strings.TrimPrefix(strings.TrimPrefix(entry.Name(), "request_"), "response_")
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

func readSample(t *testing.T, name string) sample {
	t.Helper()
	requestHead, requestBody := readDump(t, "request_"+name)
	responseHead, responseBody := readDump(t, "response_"+name)
	request := strings.Fields(requestHead)
	status, err := strconv.Atoi(strings.Fields(responseHead)[1])
	if err != nil {
		t.Fatal(err)
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
	head, body, _ := strings.Cut(strings.ReplaceAll(string(content), "\r\n", "\n"), "\n\n")
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
	short := []string{"servers", "drives", "vlans", "ips"}
	return s.method == http.MethodGet && len(s.segments()) == 1 && slices.Contains(short, s.collection())
}
