package backuppolicy_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	client "github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

const (
	address  = "cloudsigma_backup_policy.test"
	someUUID = "00000000-0000-4000-8000-000000000000"

	// The example of backup_schedulers_sfg_retention_strategy.rst, in other months.
	generations = `
  type               = "snapshot"
  user_timezone      = "Etc/UTC"
  incremental_backup = {
    hour        = "1,13"
    minute      = "0"
    month       = "2,4"
    day_of_week = ["sun", "mon"]
    start_time  = { hour = 12, minute = 0 }
    end_time    = { hour = 11, minute = 45 }
  }
  initial_backup = {
    start_time = { hour = 0, minute = 30 }
  }
  retention_policy = {
    name  = "generations"
    rules = [
      { period = "days", quantity = 7 },
      { period = "weeks", quantity = 4, time_option = 0 },
      { period = "months", quantity = 12, time_option = 23 },
    ]
  }`
	// That of backup_schedulers_backup_scheduler_every_45_minutes.rst.
	every45Minutes = `
  type               = "backup"
  user_timezone      = "Europe/London"
  remote_location    = "ZRH"
  incremental_backup = { repeat = { minute = "*/45" } }
  retention_policy   = { rules = [{ period = "days", quantity = 2 }] }`
	// That of backup_schedulers_snapshot_policy_defined_hours_backups_keep_1_month.rst.
	definedTimes = `
  type                      = "snapshot"
  user_timezone             = "Etc/UTC"
  manual_incremental_backup = "02:00,22:15"
  incremental_backup        = { day_of_week = ["sat", "sun"] }
  retention_policy          = { rules = [{ period = "months", quantity = 1 }] }`
)

// config is a policy with the lines.
func config(cloud *acctest.CloudSigma, name string, lines ...string) string {
	text := cloud.Provider + "resource \"cloudsigma_backup_policy\" \"test\" {\n  name = \"" + name + "\"\n"
	for _, line := range lines {
		text += line + "\n"
	}
	return text + "}\n"
}

// updates wants a plan that changes these attributes and no others.
func updates(attributes ...string) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{acctest.ExpectUpdate(address, attributes...)}}
}

// stored wants the only policy of the emulator to be this, but for its identity.
func stored(cloud *acctest.CloudSigma, want cloudsigma.BackupScheduler) resource.TestCheckFunc {
	return func(*terraform.State) error {
		for _, item := range cloud.Server.Inventory() {
			if item.Kind != "backup_scheduler" {
				continue
			}
			got, _ := cloud.Cloud.BackupScheduler(item.ID)
			got.Entity = cloudsigma.Entity{}
			if diff := cmp.Diff(want, got); diff != "" {
				return fmt.Errorf("the policy differs (-want +got):\n%s", diff)
			}
			return nil
		}
		return fmt.Errorf("there is no policy")
	}
}

// makeDrive makes a drive that is no part of a configuration.
func makeDrive(t *testing.T, cloud *acctest.CloudSigma) string {
	t.Helper()
	drive, err := cloud.Client(t, nil).Drives.Create(t.Context(), client.DriveDefinition{
		Name: "of somebody", Media: client.MediaDisk, Size: 1 << 30,
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	return drive.UUID
}

// assigned wants drives to have policies, by name; "" is none.
func assigned(cloud *acctest.CloudSigma, want map[string]string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		got := map[string]string{}
		for drive := range want {
			record, _ := cloud.Cloud.Drive(drive)
			policy, _ := cloud.Cloud.BackupScheduler(record.BackupScheduler)
			got[drive] = policy.Name
		}
		if diff := cmp.Diff(want, got); diff != "" {
			return fmt.Errorf("the policies of the drives differ (-want +got):\n%s", diff)
		}
		return nil
	}
}

func day(number int64) *int64 { return &number }

func TestBackupPolicyLifeCycle(t *testing.T) {
	t.Parallel()
	cloud := acctest.StartCloudSigma(t)
	name := acctest.Name("policy")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config: config(cloud, name, generations, `meta = { a = "b" }`),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("is_enabled"), knownvalue.Bool(true)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("drives"), knownvalue.SetSizeExact(0)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("incremental_backup").AtMapKey("month"), knownvalue.StringExact("2,4")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("retention_policy").AtMapKey("rules"), knownvalue.ListSizeExact(3)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("meta"), knownvalue.MapSizeExact(1)),
				},
			},
			{ResourceName: address, ImportState: true, ImportStateVerify: true},
			{
				Config:           config(cloud, name+"-renamed", every45Minutes),
				ConfigPlanChecks: updates("incremental_backup", "initial_backup", "name", "remote_location", "retention_policy", "type", "user_timezone"),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("name"), knownvalue.StringExact(name+"-renamed")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("initial_backup"), knownvalue.Null()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("remote_location"), knownvalue.StringExact("ZRH")),
				},
			},
		},
	})
}

// TestBackupPolicyReachesServer has each way to say when, and what the server then has.
func TestBackupPolicyReachesServer(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	all := []string{"*"}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config: config(cloud, "policy", generations, "enable_retention_policy_notifications = false"),
				Check: stored(cloud, cloudsigma.BackupScheduler{
					Type: "snapshot", Enabled: true, NotifyBackup: true, Timezone: "Etc/UTC",
					Incremental: cloudsigma.BackupTimes{
						DaysOfWeek: []string{"mon", "sun"}, DaysOfMonth: "*", Months: "2,4", Hours: "1,13", Minutes: "0",
						Start: cloudsigma.TimeOfDay{Hour: "12", Minute: "0"}, End: cloudsigma.TimeOfDay{Hour: "11", Minute: "45"},
					},
					Initial:       &cloudsigma.BackupTimes{DaysOfWeek: all, Start: cloudsigma.TimeOfDay{Hour: "0", Minute: "30"}},
					RetentionName: "generations",
					Retention: []cloudsigma.RetentionRule{
						{Period: "days", Quantity: 7}, {Period: "weeks", Quantity: 4, Day: day(0)}, {Period: "months", Quantity: 12, Day: day(23)},
					},
				}),
			},
			{
				Config: config(cloud, "policy", every45Minutes, "is_enabled = false", "is_default = true"), ConfigPlanChecks: updates("incremental_backup", "initial_backup", "is_default", "is_enabled", "remote_location", "retention_policy", "type", "user_timezone"),
				Check: stored(cloud, cloudsigma.BackupScheduler{
					Type: "backup", Default: true, NotifyBackup: true, Timezone: "Europe/London", RemoteLocation: "ZRH",
					Incremental: cloudsigma.BackupTimes{DaysOfWeek: all, DaysOfMonth: "*", Months: "*", RepeatMinutes: "*/45"},
					Retention:   []cloudsigma.RetentionRule{{Period: "days", Quantity: 2}},
				}),
			},
			{
				Config: config(cloud, "policy", definedTimes), ConfigPlanChecks: updates("incremental_backup", "is_default", "is_enabled", "manual_incremental_backup", "remote_location"+acctest.KnownAfterApply, "retention_policy", "type", "user_timezone"),
				Check: stored(cloud, cloudsigma.BackupScheduler{
					Type: "snapshot", Enabled: true, NotifyBackup: true, Timezone: "Etc/UTC",
					// What is not configured stays, and so do the notifications.
					RemoteLocation: "ZRH", ManualTimes: "02:00,22:15",
					Incremental: cloudsigma.BackupTimes{DaysOfWeek: []string{"sat", "sun"}, DaysOfMonth: "*", Months: "*"},
					Retention:   []cloudsigma.RetentionRule{{Period: "months", Quantity: 1}},
				}),
			},
		},
	})
}

func TestBackupPolicyOfDrives(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	first, second := makeDrive(t, cloud), makeDrive(t, cloud)
	several := func(one, other string) string {
		return config(cloud, "one", every45Minutes, fmt.Sprintf("drives = [%s]", one)) + fmt.Sprintf(`
resource "cloudsigma_backup_policy" "other" {
  name   = "other"
  drives = [%[1]s]
%[2]s
}

resource "cloudsigma_backup_policy" "third" {
  name = "third"
%[2]s
}
`, other, definedTimes)
	}
	quoted := func(drive string) string { return fmt.Sprintf("%q", drive) }
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config: several(quoted(first)+","+quoted(second), ""),
				Check:  assigned(cloud, map[string]string{first: "one", second: "one"}),
			},
			{
				// A drive moves from one to the other, whichever is changed first.
				Config:           several(quoted(first), quoted(second)),
				ConfigPlanChecks: updates("drives"),
				Check:            assigned(cloud, map[string]string{first: "one", second: "other"}),
			},
			{
				// A refresh of the three policies lists the drives once.
				PreConfig: cloud.Server.Log.Reset,
				Config:    several(quoted(first), quoted(second)),
				Check: func(*terraform.State) error {
					reads := cloud.Server.Log.Count(http.MethodGet, `/backupschedulers/[^/]+/$`)
					lists := cloud.Server.Log.Count(http.MethodGet, `/drives/detail/$`)
					if lists == 0 || reads != 3*lists {
						return fmt.Errorf("the drives were listed %d times for %d reads of policies", lists, reads)
					}
					return nil
				},
			},
			{
				// Somebody takes the policy away.
				PreConfig: func() {
					record, _ := cloud.Cloud.Drive(second)
					if err := cloud.Client(t, nil).BackupPolicies.Withdraw(t.Context(), second, record.BackupScheduler); err != nil {
						t.Fatal(err)
					}
				},
				Config: several("", quoted(second)),
				Check:  assigned(cloud, map[string]string{first: "", second: "other"}),
			},
			{
				// What is not said is left alone.
				Config:           config(cloud, "one", every45Minutes),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, plancheck.ResourceActionNoop)}},
				// The other policy is deleted, and the drive has none.
				Check: assigned(cloud, map[string]string{first: "", second: ""}),
			},
		},
	})
}

// TestBackupPolicyFaults has a policy that is in the state though not all of it could be done, one that vanishes, and
// a server that ignores a change.
func TestBackupPolicyFaults(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	drive := makeDrive(t, cloud)
	policy := func() string {
		for _, item := range cloud.Server.Inventory() {
			if item.Kind == "backup_scheduler" {
				return item.ID
			}
		}
		return ""
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				PreConfig: func() {
					if err := cloud.Server.Faults.Add(emulator.Fault{
						Kind: emulator.FaultLoseAnswer, Method: http.MethodPost, Path: `/backupschedulers/$`, Times: 1,
					}); err != nil {
						t.Fatal(err)
					}
				},
				Config:      config(cloud, "policy", definedTimes, fmt.Sprintf("drives = [%q, %q]", someUUID, drive)),
				ExpectError: regexp.MustCompile(`(?s)Not\s+all\s+drives\s+are\s+as\s+configured.*404\s+Not\s+Found`),
			},
			{
				// The policy was not made twice, and is in the state.
				Config: config(cloud, "policy", definedTimes, fmt.Sprintf("drives = [%q]", drive)),
				Check:  assigned(cloud, map[string]string{drive: "policy"}),
			},
			{
				PreConfig: func() {
					shown := fmt.Sprintf(`{"uuid": %q, "name": "policy", "type": "snapshot"}`, policy())
					if err := cloud.Server.Faults.Add(emulator.Fault{
						Kind: emulator.FaultAnswer, Method: http.MethodPut, Times: 1, Status: http.StatusOK, Body: shown,
					}); err != nil {
						t.Fatal(err)
					}
				},
				Config:      config(cloud, "renamed", definedTimes, fmt.Sprintf("drives = [%q]", drive)),
				ExpectError: regexp.MustCompile(`(?s)not\s+as\s+configured.*name\s+is\s+"policy"\s+instead\s+of\s+"renamed"`),
			},
			{
				PreConfig: func() {
					if err := cloud.Cloud.Vanish("backupschedulers", policy()); err != nil {
						t.Fatal(err)
					}
				},
				Config: config(cloud, "policy", definedTimes, fmt.Sprintf("drives = [%q]", drive)),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate),
				}},
				Check: assigned(cloud, map[string]string{drive: "policy"}),
			},
		},
	})
}

func TestBackupPolicyInvalid(t *testing.T) {
	t.Parallel()
	// Terraform quotes no line for what is inside of an object.
	const block = `resource "cloudsigma_backup_policy"`
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	with := func(line, times string) string {
		return "name = \"n\"\n user_timezone = \"Etc/UTC\"\n retention_policy = { rules = [{ period = \"days\", quantity = 1 }] }\n type = \"snapshot\"\n" +
			line + "\n incremental_backup = " + times
	}
	keeps := func(rule string) string {
		return "name = \"n\"\n user_timezone = \"Etc/UTC\"\n type = \"snapshot\"\n incremental_backup = { hour = \"1\", minute = \"0\" }\n" +
			"retention_policy = { rules = [" + rule + "] }"
	}
	acctest.ExpectInvalid(t, cloud.Provider, "cloudsigma_backup_policy", []acctest.Invalid{
		{Name: "no times", Arguments: with("", "{ day_of_month = \"1\" }"), Line: "incremental_backup = {", Says: "does not say when"},
		{Name: "half a time", Arguments: with("", "{ hour = \"1\" }"), Line: "incremental_backup = {", Says: "Both hour and minute"},
		{
			Name: "time and interval", Arguments: with("", "{ hour = \"1\", repeat = { minute = \"*/15\" } }"),
			Line: block, Says: "With repeat, incremental_backup.hour can only be",
		},
		{
			Name: "two intervals", Arguments: with("", "{ repeat = { hour = \"*/2\", minute = \"*/15\" } }"),
			Line: block, Says: "either hour or minute of incremental_backup.repeat",
		},
		{Name: "no interval", Arguments: with("", "{ repeat = { hour = \"2\" } }"), Line: block, Says: "an interval from */1 to */23"},
		{Name: "hour", Arguments: with("", "{ hour = \"24\", minute = \"0\" }"), Line: block, Says: "numbers from 0 to 23"},
		{Name: "weekday", Arguments: with("", "{ hour = \"1\", minute = \"0\", day_of_week = [\"Monday\"] }"), Line: block, Says: "Monday"},
		{
			Name: "two ways", Arguments: with("manual_incremental_backup = \"02:00\"", "{ hour = \"1\", minute = \"0\" }"),
			Line: "manual_incremental_backup =", Says: "cannot be specified when",
		},
		{Name: "manual time", Arguments: with("manual_incremental_backup = \"2:00\"", "{}"), Line: "manual_incremental_backup =", Says: "times of day like 02:00"},
		{
			Name:      "type",
			Arguments: strings.Replace(with("", "{ hour = \"1\", minute = \"0\" }"), `type = "snapshot"`, `type = "hourly"`, 1),
			Line:      `type = "hourly"`, Says: "must be one of",
		},
		{Name: "drive", Arguments: with("drives = [\"data\"]", "{ hour = \"1\", minute = \"0\" }"), Line: "drives = [", Says: "must be a UUID"},
		{
			Name: "day of a week", Arguments: keeps("{ period = \"weeks\", quantity = 1, time_option = 7 }"),
			Line: block, Says: "retention_policy.rules[0].time_option: the days of a week are 0 (Sunday) to 6 (Saturday), got 7",
		},
		{Name: "period", Arguments: keeps("{ period = \"years\", quantity = 1 }"), Line: block, Says: "years"},
		{Name: "quantity", Arguments: keeps("{ period = \"days\", quantity = 0 }"), Line: block, Says: "at least 1"},
		{Name: "no rules", Arguments: keeps(""), Line: block, Says: "at least 1"},
	})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config:      config(cloud, "n", regexp.MustCompile(`"ZRH"`).ReplaceAllString(every45Minutes, `"Zurich"`)),
				ExpectError: regexp.MustCompile(`(?s)remote_location.*can\s+be\s+kept\s+at:\s+GVA,\s+ZRH.*Got\s+"Zurich"`),
			},
			{
				// What only the server knows is told by it.
				Config:      config(cloud, "n", regexp.MustCompile(`"Europe/London"`).ReplaceAllString(every45Minutes, `"Mars/Olympus"`)),
				ExpectError: regexp.MustCompile(`(?s)400\s+Bad\s+Request.*user_timezone`),
			},
		},
	})
}
