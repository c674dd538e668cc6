package ovf_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

const address = "data.occi_ovf.box"

// box is a configuration that reads one of the files of the parser's tests.
func box(t *testing.T, file, arguments string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", "..", "..", "ovf", "testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("data \"occi_ovf\" \"box\" {\n  path = %q\n%s\n}\n", path, arguments)
}

func TestOVF(t *testing.T) {
	t.Parallel()
	text := knownvalue.StringExact
	at := func(attribute string) tfjsonpath.Path { return tfjsonpath.New(attribute) }
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config: box(t, "virtualbox.ovf", ""),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, at("virtual_system"), text("debian")),
					statecheck.ExpectKnownValue(address, at("configuration"), knownvalue.Null()),
					statecheck.ExpectKnownValue(address, at("version"), knownvalue.Int64Exact(1)),
					statecheck.ExpectKnownValue(address, at("name"), knownvalue.Null()),
					statecheck.ExpectKnownValue(address, at("annotation"), text("Login: debian")),
					statecheck.ExpectKnownValue(address, at("product"), knownvalue.ObjectExact(map[string]knownvalue.Check{
						"name": text("Debian base"), "vendor": text("Example Org"), "version": text("12.7"),
					})),
					statecheck.ExpectKnownValue(address, at("operating_system"), knownvalue.ObjectExact(map[string]knownvalue.Check{
						"id": knownvalue.Int64Exact(96), "type": knownvalue.Null(), "description": text("Debian_64"),
					})),
					statecheck.ExpectKnownValue(address, at("cores"), knownvalue.Int64Exact(2)),
					statecheck.ExpectKnownValue(address, at("memory"), knownvalue.Float64Exact(1.5)),
					statecheck.ExpectKnownValue(address, at("disks"), knownvalue.ListExact([]knownvalue.Check{
						knownvalue.ObjectExact(map[string]knownvalue.Check{
							"id": text("vmdisk1"), "name": text("disk1"), "href": text("debian-disk001.vmdk"),
							"capacity_gb": knownvalue.Float64Exact(10.73741824), "capacity_gib": knownvalue.Float64Exact(10),
							"format": text("http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized"),
						}),
					})),
					statecheck.ExpectKnownValue(address, at("interfaces"), knownvalue.ListExact([]knownvalue.Check{
						knownvalue.ObjectExact(map[string]knownvalue.Check{
							"name": text("Ethernet adapter on 'NAT'"), "network": text("NAT"), "model": text("E1000"),
						}),
					})),
					statecheck.ExpectKnownValue(address, at("networks"), knownvalue.ListSizeExact(1)),
				},
			},
			{
				Config: box(t, "vmware.ovf", "virtual_system = \"monitor\"\nconfiguration = \"large\""),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, at("cores"), knownvalue.Int64Exact(8)),
					statecheck.ExpectKnownValue(address, at("memory"), knownvalue.Float64Exact(16)),
					statecheck.ExpectKnownValue(address, at("operating_system").AtMapKey("type"), text("ubuntu64Guest")),
				},
			},
			{
				Config:      box(t, "vmware.ovf", ""),
				ExpectError: regexp.MustCompile(`(?s)2\s+virtual\s+systems;\s+choose\s+one\s+of\s+\["monitor"\s+"probe"\]`),
			},
			{
				Config:      box(t, "vmware.ovf", `virtual_system = "web"`),
				ExpectError: regexp.MustCompile(`(?s)virtual_system = "web".*describes\s+no\s+virtual\s+system\s+"web"`),
			},
			{
				Config:      box(t, "vmware.ovf", "virtual_system = \"monitor\"\nconfiguration = \"tiny\""),
				ExpectError: regexp.MustCompile(`(?s)path\s+= .*no\s+configuration\s+"tiny"`),
			},
			{
				Config:      box(t, "none.ovf", ""),
				ExpectError: regexp.MustCompile(`(?s)path\s+= .*no\s+such\s+file`),
			},
		},
	})
}

// TestLifeOVF makes a VM and a volume of what a file says. ooi has sizes in templates alone.
func TestLifeOVF(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		size := "cores  = data.occi_ovf.box.cores\n  memory = data.occi_ovf.box.memory"
		sized := cloud.Manner == occi.MannerGuide || cloud.Manner == occi.MannerStandard12
		if !sized {
			size = fmt.Sprintf("resource_template = %q", cloud.Flavor)
		}
		config := cloud.Provider + box(t, "ovf2.ovf", "") + fmt.Sprintf(`
resource "occi_compute" "web" {
  title       = data.occi_ovf.box.name
  os_template = %q
  %s
}

resource "occi_storage" "root" {
  size = ceil(data.occi_ovf.box.disks[0].capacity_gb)
}
`, cloud.Image, size)
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{
					Config: config,
					Check: func(state *terraform.State) error {
						resources := state.RootModule().Resources
						vm, _ := cloud.Cloud.Compute(resources["occi_compute.web"].Primary.ID)
						volume, _ := cloud.Cloud.Storage(resources["occi_storage.root"].Primary.ID)
						if sized && (vm.Cores != 4 || vm.MemoryGiB != 0.5) || volume.SizeGB != 9 {
							return fmt.Errorf("the VM is %+v, the volume %+v", vm, volume)
						}
						return nil
					},
				},
			},
		})
	})
}
