package storagelink_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// onlyStandardTypes has the query interface tell the kinds and actions of GFD.184 and one template of an image:
// nothing of OpenStack's extension.
func onlyStandardTypes(t *testing.T, cloud *acctest.OCCI) {
	t.Helper()
	const infrastructure = "http://schemas.ogf.org/occi/infrastructure"
	lines := []string{
		`Category: os_tpl; scheme="` + infrastructure + `#"; class="mixin"; location="/os_tpl/"`,
		`Category: ` + cloud.Image + `; scheme="http://schemas.openstack.org/template/os#"; class="mixin"; rel="` +
			infrastructure + `#os_tpl"; location="/` + cloud.Image + `/"`,
	}
	for _, kind := range []struct{ term, parent, location, attributes string }{
		{"compute", "resource", "/compute/", "occi.compute.architecture occi.compute.cores occi.compute.memory occi.compute.state{immutable}"},
		{"network", "resource", "/network/", "occi.network.vlan occi.network.label occi.network.state{immutable}"},
		{"storage", "resource", "/storage/", "occi.storage.size{required} occi.storage.state{immutable}"},
		{"storagelink", "link", "/storage/link/", "occi.storagelink.deviceid{required} occi.storagelink.mountpoint"},
		{"networkinterface", "link", "/network/interface/", "occi.networkinterface.mac"},
	} {
		lines = append(lines, `Category: `+kind.term+`; scheme="`+infrastructure+`#"; class="kind"; rel="http://schemas.ogf.org/occi/core#`+
			kind.parent+`"; location="`+kind.location+`"; attributes="`+kind.attributes+`"`)
	}
	for kind, terms := range map[string]string{
		"compute": "start stop restart suspend", "storage": "online offline backup snapshot resize", "network": "up down",
	} {
		for term := range strings.FieldsSeq(terms) {
			lines = append(lines, `Category: `+term+`; scheme="`+infrastructure+`/`+kind+`/action#"; class="action"`)
		}
	}
	err := cloud.Server.Faults.Add(emulator.Fault{
		Kind: emulator.FaultAnswer, Method: http.MethodGet, Path: "/-/$", Status: http.StatusOK,
		Header: map[string]string{"Content-Type": "text/plain"}, Body: strings.Join(lines, "\n") + "\n",
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A server with nothing but GFD.184: VMs by their sizes, volumes that grow and are snapshotted, and links.
func TestOnPlainServer(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	onlyStandardTypes(t, cloud)
	lab := &lab{cloud: cloud}
	config := func(size string) string {
		return cloud.Provider + `
resource "occi_compute" "vm" {
  os_template = "` + cloud.Image + `"
  cores       = 1
  memory      = 0.5
}

resource "occi_storage" "data" {
  title = "data"
  size  = ` + size + `
}

resource "occi_storage_snapshot" "data" {
  storage_id = occi_storage.data.id
}

resource "occi_storage_link" "data" {
  source_id   = occi_compute.vm.id
  target_id   = occi_storage.data.id
  device_id   = "/dev/vdc"
  mount_point = "/srv"
}
`
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: config("1"), Check: resource.ComposeTestCheckFunc(lab.keep(), lab.isAttached("/dev/vdc"))},
			{Config: config("2"), Check: resource.ComposeTestCheckFunc(lab.isAttached("/dev/vdc"),
				resource.TestCheckResourceAttrPtr("occi_storage.data", "id", &lab.volume),
				resource.TestCheckResourceAttr("occi_storage.data", "actual_size", "2"))},
		},
	})
}
