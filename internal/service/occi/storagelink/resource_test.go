package storagelink_test

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

const address = "occi_storage_link.data"

// slowly are times in which a wait that ends too early is noticed.
func slowly() occi.Options {
	const step = 500 * time.Millisecond
	return occi.Options{Times: map[occi.Change]time.Duration{
		occi.ChangeVolume: step, occi.ChangeAttach: step, occi.ChangeDetach: step, occi.ChangeVolumeDelete: step,
		occi.ChangeDelete: step,
	}}
}

// attached is a configuration with a VM and a volume linked to it. The arguments are further lines of the link.
func attached(cloud *acctest.OCCI, arguments string) string {
	return ends(cloud) + `
resource "occi_storage_link" "data" {
  source_id = occi_compute.vm.id
  target_id = occi_storage.data.id
` + arguments + `
}
`
}

func ends(cloud *acctest.OCCI) string {
	return cloud.Provider + fmt.Sprintf(`
resource "occi_compute" "vm" {
  os_template       = %q
  resource_template = %q
}

resource "occi_storage" "data" {
  title = "data"
  size  = 1
}
`, cloud.Image, cloud.Flavor)
}

func expectAction(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

// expectUpdate wants a plan that changes these attributes and no others.
func expectUpdate(attributes ...string) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{acctest.ExpectUpdate(address, attributes...)}}
}

func expectText(attribute, text string) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), knownvalue.StringExact(text))
}

// lab is what the tests remember of their entities.
type lab struct {
	cloud            *acctest.OCCI
	vm, volume, link string
}

// keep is a check that remembers the ids.
func (l *lab) keep() resource.TestCheckFunc {
	return resource.ComposeTestCheckFunc(
		acctest.KeepID("occi_compute.vm", &l.vm), acctest.KeepID("occi_storage.data", &l.volume), acctest.KeepID(address, &l.link),
	)
}

// isAttached is a check that the cloud has the volume attached to the VM, at the device unless that is "".
func (l *lab) isAttached(device string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		volume, _ := l.cloud.Cloud.Storage(l.volume)
		if volume.Status != "in-use" || "/compute/"+volume.ComputeID != l.vm || device != "" && volume.Device != device {
			return fmt.Errorf("the cloud has %+v, want it in use by %s as %q", volume, l.vm, device)
		}
		return nil
	}
}

func (l *lab) vanish(t *testing.T, id *string) func() {
	t.Helper()
	return func() {
		if err := l.cloud.Cloud.Vanish(*id); err != nil {
			t.Error(err)
		}
	}
}

// The link is there when the volume is attached, though occi-os calls it active at once; when it is destroyed
// the volume is free, so that it can be deleted at once.
func TestLinkLifeCycle(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedGuideOCCI(t, slowly(), func(t *testing.T, cloud *acctest.OCCI) {
		lab := &lab{cloud: cloud}
		log := cloud.Server.Log
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{
					Config: attached(cloud, `device_id = "/dev/vdc"`),
					Check:  resource.ComposeTestCheckFunc(lab.keep(), lab.isAttached("/dev/vdc")),
					ConfigStateChecks: []statecheck.StateCheck{
						expectText("device_id", "/dev/vdc"), expectText("state", "active"),
						statecheck.CompareValuePairs(address, tfjsonpath.New("source_id"),
							"occi_compute.vm", tfjsonpath.New("id"), compare.ValuesSame()),
					},
				},
				{
					PreConfig:    log.Reset,
					RefreshState: true,
					Check: func(*terraform.State) error {
						return errors.Join(
							counts(log, http.MethodGet, "^"+lab.link+"$", 1, 1),
							counts(log, http.MethodGet, "^"+lab.volume+"$", 1, 1),
							counts(log, http.MethodGet, "^/-/$", 0, 1), // for the plan of the VM
							counts(log, "", "", 3, 4),
						)
					},
				},
				{ResourceName: address, ImportState: true, ImportStateVerify: true},
				{
					Config:           attached(cloud, "device_id = \"/dev/vdc\"\ntimeouts = { delete = \"1m\" }"),
					ConfigPlanChecks: expectUpdate("timeouts"),
				},
				{
					Config:           attached(cloud, `device_id = "/dev/vdd"`),
					ConfigPlanChecks: expectAction(plancheck.ResourceActionDestroyBeforeCreate),
					Check:            resource.ComposeTestCheckFunc(lab.keep(), lab.isAttached("/dev/vdd")),
				},
			},
		})
	})
}

// One POST and the polls make a link, without a list.
func TestLinkRequests(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedGuideOCCI(t, slowly(), func(t *testing.T, cloud *acctest.OCCI) {
		lab := &lab{cloud: cloud}
		log := cloud.Server.Log
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps: []resource.TestStep{
				{Config: ends(cloud)},
				{
					PreConfig: log.Reset,
					Config:    attached(cloud, ""),
					Check: resource.ComposeTestCheckFunc(lab.keep(), lab.isAttached(""), func(*terraform.State) error {
						return errors.Join(
							counts(log, http.MethodPost, "", 1, 1),
							counts(log, http.MethodGet, "^"+lab.volume+"$", 3, 8), // with those of refreshes
							counts(log, http.MethodGet, "^"+lab.link+"$", 1, 2),
							counts(log, http.MethodGet, "/-/$", 1, 2), // plan and apply
							counts(log, http.MethodGet, "/(storage|link|compute)/$", 0, 0),
						)
					}),
				},
			},
		})
	})
}

func counts(log *emulator.Log, method, path string, least, most int) error {
	if count := log.Count(method, path); count < least || count > most {
		return fmt.Errorf("%d %s of %q, want %d to %d", count, method, path, least, most)
	}
	return nil
}

func TestLinkWithoutDevice(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedGuideOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		lab := &lab{cloud: cloud}
		config := attached(cloud, "")
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{Config: config, Check: resource.ComposeTestCheckFunc(lab.keep(), lab.isAttached(""))},
				{
					Config: config, ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID,
					ImportPlanChecks: resource.ImportPlanChecks{PreApply: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction(address, plancheck.ResourceActionNoop),
					}},
				},
				{Config: config, ConfigPlanChecks: expectAction(plancheck.ResourceActionNoop)},
			},
		})
	})
}

// Several volumes are attached to one VM side by side, and none is lost.
func TestLinksSideBySide(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, slowly(), func(t *testing.T, cloud *acctest.OCCI) {
		config := cloud.Provider + fmt.Sprintf(`
resource "occi_compute" "vm" {
  os_template       = %q
  resource_template = %q
}

resource "occi_storage" "data" {
  count = 3
  title = "data-${count.index}"
  size  = 1
}

resource "occi_storage_link" "data" {
  count     = 3
  source_id = occi_compute.vm.id
  target_id = occi_storage.data[count.index].id
}
`, cloud.Image, cloud.Flavor)
		var vm string
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{{
				Config: config,
				Check: resource.ComposeTestCheckFunc(acctest.KeepID("occi_compute.vm", &vm), func(*terraform.State) error {
					if record, _ := cloud.Cloud.Compute(vm); len(record.Volumes) != 3 {
						return fmt.Errorf("the cloud has %+v", record.Volumes)
					}
					return nil
				}),
			}},
		})
	})
}

// The create is given up while the volume is attaching. The destroy that follows must not unlink before the
// volume is attached: on occi-os that spoils the link for ever (46-unlink-while-attaching).
func TestLinkDestroyedWhileAttaching(t *testing.T) {
	t.Parallel()
	options := slowly()
	options.Times[occi.ChangeAttach] = 3 * time.Second
	acctest.OnEmulatedGuideOCCI(t, options, func(t *testing.T, cloud *acctest.OCCI) {
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy: func(*terraform.State) error {
				return errors.Join(acctest.NothingLeft(cloud.Server)(nil), refusals(cloud.Server.Log, http.MethodDelete))
			},
			Steps: []resource.TestStep{{
				Config: attached(cloud, `timeouts = { create = "1s" }`),
				ExpectError: regexp.MustCompile(
					`(?s)The link was created but the volume is not attached.*timed\s+out.*last\s+state\s+was\s+"offline"`),
			}},
		})
	})
}

// refusals is an error if a request was refused.
func refusals(log *emulator.Log, method string) error {
	refused := slices.DeleteFunc(log.Matching(method, ""), func(request emulator.Request) bool { return request.Status < 300 })
	if len(refused) > 0 {
		return fmt.Errorf("refused: %+v", refused)
	}
	return nil
}

// Without a refresh the destroy knows only the path from before the restart. It must not take the 404 there for the
// absence of the link.
func TestLinkDestroyedAfterRestart(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		AdditionalCLIOptions:     &resource.AdditionalCLIOptions{Plan: resource.PlanOptions{NoRefresh: true}},
		Steps: []resource.TestStep{
			{Config: attached(cloud, "")},
			{PreConfig: cloud.Cloud.Restart, Config: ends(cloud), Check: func(*terraform.State) error {
				for _, item := range cloud.Cloud.Inventory() {
					if item.Kind == "storagelink" {
						return fmt.Errorf("there still is %+v", item)
					}
				}
				return nil
			}},
		},
	})
}

// After a restart of occi-os the link has another id and tells no device (71-after-restart-*). It is found
// again by its ends, without a difference, and can be destroyed.
func TestLinkAfterRestart(t *testing.T) {
	t.Parallel()
	options := slowly()
	options.Manner = occi.MannerOcciOS
	cloud := acctest.EmulateOCCI(t, options)
	lab := &lab{cloud: cloud}
	config := attached(cloud, `device_id = "/dev/vdc"`)
	before, idFile := "", filepath.Join(t.TempDir(), "id")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: config, Check: lab.keep()},
			{
				PreConfig: func() {
					before = lab.link
					cloud.Cloud.Restart()
				},
				Config:            config,
				ConfigPlanChecks:  expectAction(plancheck.ResourceActionNoop),
				ConfigStateChecks: []statecheck.StateCheck{expectText("device_id", "/dev/vdc")},
				Check: resource.ComposeTestCheckFunc(lab.keep(), lab.isAttached("/dev/vdc"), func(*terraform.State) error {
					if lab.link == before {
						return fmt.Errorf("the id is still %s", before)
					}
					return nil
				}),
			},
			{
				// An import does not know the device; the configuration is believed and nothing is replaced.
				PreConfig: func() {
					if err := os.WriteFile(idFile, []byte(lab.link), 0o600); err != nil {
						t.Error(err)
					}
				},
				Config: ends(cloud) + "removed {\n  from = occi_storage_link.data\n  lifecycle {\n    destroy = false\n  }\n}\n",
			},
			{
				Config:           config + fmt.Sprintf("import {\n  to = occi_storage_link.data\n  id = file(%q)\n}\n", idFile),
				ConfigPlanChecks: expectUpdate("device_id"),
				Check:            lab.isAttached("/dev/vdc"),
			},
			{
				Config:           attached(cloud, `device_id = "/dev/vdd"`),
				ConfigPlanChecks: expectAction(plancheck.ResourceActionDestroyBeforeCreate),
				Check:            lab.isAttached("/dev/vdd"),
			},
		},
	})
}

func TestLinkLostAnswer(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedGuideOCCI(t, slowly(), func(t *testing.T, cloud *acctest.OCCI) {
		fault := emulator.Fault{Kind: emulator.FaultLoseAnswer, Method: http.MethodPost, Path: "^/storage/link/$", Times: 1}
		if err := cloud.Server.Faults.Add(fault); err != nil {
			t.Fatal(err)
		}
		lab := &lab{cloud: cloud}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{{
				Config: attached(cloud, ""),
				Check: resource.ComposeTestCheckFunc(lab.keep(), lab.isAttached(""), func(*terraform.State) error {
					return counts(cloud.Server.Log, http.MethodPost, "^/storage/link/$", 1, 1)
				}),
			}},
		})
	})
}

// What the server refuses is told in its words.
func TestLinkRefused(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{{
			Config: attached(cloud, `device_id = "the second one"`),
			ExpectError: regexp.MustCompile(
				`(?s)POST\s+http://127\.0\.0\.1:\d+/storage/link/:\s+400\s+Bad\s+Request:\s+The\s+supplied\s+device\s+path`),
		}},
	})
}

func TestLinkInvalid(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	const both = "source_id = \"/compute/1\"\ntarget_id = \"/storage/1\"\n"
	acctest.ExpectInvalid(t, cloud.Provider, "occi_storage_link", []acctest.Invalid{
		{
			Name: "bare source", Arguments: "source_id = \"1\"\ntarget_id = \"/storage/1\"",
			Line: `source_id = "1"`, Says: "be the id of an entity",
		},
		{
			Name: "collection", Arguments: "source_id = \"/compute/1\"\ntarget_id = \"/storage/\"",
			Line: `target_id = "/storage/"`, Says: "be the id of an entity",
		},
		{
			Name: "dots", Arguments: "source_id = \"/compute/../storage/1\"\ntarget_id = \"/storage/1\"",
			Line: `source_id = "/compute/../storage/1"`, Says: "be the id of an entity",
		},
		{
			Name: "newline in an id", Arguments: "source_id = \"/compute/1\\n2\"\ntarget_id = \"/storage/1\"",
			Line: `source_id = "/compute/1\n2"`, Says: "be the id of an entity",
		},
		{Name: "empty device", Arguments: both + `device_id = ""`, Line: `device_id = ""`, Says: "must not be empty"},
		{Name: "newline in a device", Arguments: both + `device_id = "a\nb"`, Line: `device_id = "a\nb"`, Says: "a line break"},
		{Name: "non-ASCII mount point", Arguments: both + `mount_point = "/données"`, Line: `mount_point = "/données"`, Says: "characters outside ASCII"},
	})
}
