package storagelink_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// Paths of one link and of one volume.
const (
	anyLink   = "^/storage/link/[^/]+$"
	anyVolume = "^/storage/[^/]+$"
)

// shows has GETs of a path show an entity of a kind with one attribute: what other servers than the emulated
// ones would.
func shows(t *testing.T, cloud *acctest.OCCI, path string, times int, kind, attribute, value string) {
	t.Helper()
	err := cloud.Server.Faults.Add(emulator.Fault{
		Kind: emulator.FaultAnswer, Method: http.MethodGet, Path: path, Times: times,
		Status: http.StatusOK, Header: map[string]string{"Content-Type": "text/plain"},
		Body: fmt.Sprintf("Category: %s; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\nX-OCCI-Attribute: %s=%q\n",
			kind, attribute, value),
	})
	if err != nil {
		t.Error(err)
	}
}

// A server that chooses another device than the configured one leads to neither an error nor a replacement.
func TestLinkAtAnotherDevice(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	shows(t, cloud, anyLink, 0, "storagelink", "occi.storagelink.deviceid", "/dev/vdb")
	config := attached(cloud, `device_id = "/dev/vdc"`)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config:            config,
				ConfigStateChecks: []statecheck.StateCheck{expectText("device_id", "/dev/vdc"), expectText("actual_device_id", "/dev/vdb")},
			},
			{
				PreConfig: cloud.Server.Faults.Reset, Config: config,
				ConfigPlanChecks:  expectAction(plancheck.ResourceActionNoop),
				ConfigStateChecks: []statecheck.StateCheck{expectText("actual_device_id", "/dev/vdc")},
			},
		},
	})
}

// The volume is online but the link says that it failed.
func TestLinkThatFails(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	shows(t, cloud, anyLink, 1, "storagelink", "occi.storagelink.state", "error")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{{
			Config:      attached(cloud, ""),
			ExpectError: regexp.MustCompile(`(?s)the volume is not attached.*The\s+link\s+/storage/link/\S+\s+failed`),
		}},
	})
}

// A failed volume does not settle any more: its link is deleted at once.
func TestLinkOfFailedVolume(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: attached(cloud, "")},
			{
				PreConfig: func() { shows(t, cloud, anyVolume, 0, "storage", "occi.storage.state", "error") },
				Config:    ends(cloud),
				Check: func(*terraform.State) error {
					return counts(cloud.Server.Log, http.MethodDelete, anyLink, 1, 1)
				},
			},
			{PreConfig: cloud.Server.Faults.Reset, Config: ends(cloud)},
		},
	})
}

// A volume that is offline may be attaching, when a DELETE would spoil the link: the error says so, and how to
// go on.
func TestLinkOfOfflineVolume(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: attached(cloud, `timeouts = { delete = "1s" }`)},
			{
				PreConfig:   func() { shows(t, cloud, anyVolume, 0, "storage", "occi.storage.state", "offline") },
				Config:      ends(cloud),
				ExpectError: regexp.MustCompile(`(?s)last\s+state\s+was\s+"offline".*The\s+link\s+was\s+not\s+deleted.*run\s+destroy\s+again`),
			},
			{
				PreConfig: func() {
					if err := counts(cloud.Server.Log, http.MethodDelete, anyLink, 0, 0); err != nil {
						t.Error(err)
					}
					cloud.Server.Faults.Reset()
				},
				Config: ends(cloud),
			},
		},
	})
}

// An import of another kind must not end in its deletion.
func TestLinkImportOfAnotherKind(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config:       attached(cloud, ""),
			ResourceName: address, ImportState: true, ImportStateId: "/network/public",
			ExpectError: regexp.MustCompile(`/network/public\s+is\s+of\s+the\s+kind\s+\S+#network,\s+not\s+\S+#storagelink`),
		}},
	})
}
