package floatingipassociation_test

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

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

const address = "occi_floating_ip_association.web"

// reserving are the manners with reservations.
var reserving = []occi.Manner{occi.MannerOOI, occi.MannerStandard12}

func onReservingOCCI(t *testing.T, options occi.Options, test func(t *testing.T, cloud *acctest.OCCI)) {
	t.Helper()
	for _, manner := range reserving {
		t.Run(string(manner), func(t *testing.T) {
			t.Parallel()
			options := options
			options.Manner = manner
			test(t, acctest.EmulateOCCI(t, options))
		})
	}
}

// ends is a configuration with two VMs and two floating IPs.
func ends(cloud *acctest.OCCI) string {
	return cloud.Provider + fmt.Sprintf(`
resource "occi_compute" "vm" {
  count             = 2
  title             = "vm-${count.index}"
  os_template       = %q
  resource_template = %q
}

resource "occi_floating_ip" "public" {
  count = 2
}
`, cloud.Image, cloud.Flavor)
}

// associated is a configuration with the first floating IP on a VM. The lines are further ones of its block.
func associated(cloud *acctest.OCCI, vm int, lines string) string {
	return ends(cloud) + association("web", vm, 0, lines)
}

func association(name string, vm, floatingIP int, lines string) string {
	return fmt.Sprintf(`
resource "occi_floating_ip_association" %q {
  compute_id     = occi_compute.vm[%d].id
  floating_ip_id = occi_floating_ip.public[%d].id
  %s
}
`, name, vm, floatingIP, lines)
}

func expectAction(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

// lab is what the tests remember of their entities.
type lab struct {
	cloud      *acctest.OCCI
	vms        [2]string
	floatingIP string
	link       string
}

// keep is a check that remembers the ids.
func (l *lab) keep() resource.TestCheckFunc {
	return resource.ComposeTestCheckFunc(
		acctest.KeepID("occi_compute.vm.0", &l.vms[0]), acctest.KeepID("occi_compute.vm.1", &l.vms[1]),
		acctest.KeepID("occi_floating_ip.public.0", &l.floatingIP),
	)
}

func (l *lab) keepLink() resource.TestCheckFunc {
	return resource.ComposeTestCheckFunc(l.keep(), acctest.KeepID(address, &l.link))
}

// isOn is a check that the cloud has the reservation, and on that VM; -1 is none.
func (l *lab) isOn(vm int) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if l.cloud.Cloud == nil {
			return nil
		}
		want := ""
		if vm >= 0 {
			want = strings.TrimPrefix(l.vms[vm], "/compute/")
		}
		if record, ok := l.cloud.Cloud.FloatingIP(l.floatingIP); !ok || record.ComputeID != want {
			return fmt.Errorf("the cloud has %+v, want it on %q", record, want)
		}
		return nil
	}
}

// vanish removes something without Terraform.
func (l *lab) vanish(t *testing.T, id *string) func() {
	t.Helper()
	return func() {
		if err := l.cloud.Cloud.Vanish(*id); err != nil {
			t.Error(err)
		}
	}
}

// The address goes on a VM, moves to another one, and stays reserved when it is taken off. Servers without
// reservations say so.
func TestLifeFloatingIPAssociation(t *testing.T) {
	t.Parallel()
	acctest.OnOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		if cloud.Manner == occi.MannerGuide || cloud.Manner == occi.MannerOcciOS {
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{{
					Config: cloud.Provider + "resource \"occi_floating_ip_association\" \"web\" {\n" +
						"floating_ip_id = \"/ipreservation/1\"\ncompute_id = \"/compute/1\"\n}\n",
					PlanOnly:    true,
					ExpectError: regexp.MustCompile(`(?s)floating_ip_id = .*no\s+kind\s+ipreservation.*Use\s+occi_floating_ip`),
				}},
			})
			return
		}
		lab := &lab{cloud: cloud}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{
					Config: associated(cloud, 0, ""),
					Check:  resource.ComposeTestCheckFunc(lab.keepLink(), lab.isOn(0)),
					ConfigStateChecks: []statecheck.StateCheck{
						statecheck.ExpectKnownValue(address, tfjsonpath.New("state"), knownvalue.StringExact("active")),
						statecheck.CompareValuePairs(address, tfjsonpath.New("address"),
							"occi_floating_ip.public[0]", tfjsonpath.New("address"), compare.ValuesSame()),
					},
				},
				{ResourceName: address, ImportState: true, ImportStateVerify: true},
				{
					Config:           associated(cloud, 0, `timeouts = { delete = "1m" }`),
					ConfigPlanChecks: expectAction(plancheck.ResourceActionUpdate),
					Check:            lab.isOn(0),
				},
				{
					Config:           associated(cloud, 1, ""),
					ConfigPlanChecks: expectAction(plancheck.ResourceActionDestroyBeforeCreate),
					Check:            lab.isOn(1),
				},
				{Config: ends(cloud), Check: lab.isOn(-1)},
			},
		})
	})
}

// Two VMs get an address each, side by side.
func TestAssociationsSideBySide(t *testing.T) {
	t.Parallel()
	onReservingOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		lab := &lab{cloud: cloud}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{{
				Config: associated(cloud, 0, "") + association("db", 1, 1, ""),
				Check: resource.ComposeTestCheckFunc(lab.keep(), lab.isOn(0), func(*terraform.State) error {
					for _, vm := range lab.vms {
						if record, _ := cloud.Cloud.Compute(vm); len(record.FloatingIPs) != 1 {
							return fmt.Errorf("the cloud has %v on %s", record.FloatingIPs, vm)
						}
					}
					return nil
				}),
			}},
		})
	})
}

// A second address on the same port is refused (386-networkinterface-create-floating-2), which is told in the
// server's words.
func TestAssociationRefused(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOOI})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{{
			Config:      associated(cloud, 0, "") + association("db", 0, 1, "depends_on = [occi_floating_ip_association.web]"),
			ExpectError: regexp.MustCompile(`(?s)400\s+Bad\s+Request:\s+Cannot\s+associate\s+floating\s+IP`),
		}},
	})
}

// The address is on the VM already: the link that ooi would answer with is that of the first association, and would go
// with the second (capture 316-networkinterface-create-to-ipreservation-again).
func TestAssociationTwice(t *testing.T) {
	t.Parallel()
	onReservingOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		lab := &lab{cloud: cloud}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{Config: associated(cloud, 0, ""), Check: lab.keepLink()},
				{
					Config:      associated(cloud, 0, "") + association("again", 0, 0, ""),
					ExpectError: regexp.MustCompile(`(?s)Could not put the floating IP.*already.*import\s+the\s+association\s+with\s+the\s+id\s+/network`),
				},
				{Config: associated(cloud, 0, ""), ConfigPlanChecks: expectAction(plancheck.ResourceActionNoop), Check: lab.isOn(0)},
			},
		})
	})
}

// One POST makes the link, to the reservation and never to the network PUBLIC, whose links leak their address.
// A refresh takes one look.
func TestAssociationRequests(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOOI})
	lab := &lab{cloud: cloud}
	log := cloud.Server.Log
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: ends(cloud), Check: lab.keep()},
			{
				PreConfig: log.Reset, Config: associated(cloud, 0, ""),
				Check: resource.ComposeTestCheckFunc(lab.keepLink(), func(*terraform.State) error {
					posts := log.Matching(http.MethodPost, "")
					if len(posts) != 1 || posts[0].Path != "/occi1.2/networklink/" {
						return fmt.Errorf("sent %+v", posts)
					}
					prefix := cloud.Server.URL + "/occi1.2"
					want := fmt.Sprintf("[occi.core.source=%q occi.core.target=%q]", prefix+lab.vms[0], prefix+lab.floatingIP)
					if got := fmt.Sprint(posts[0].Header.Values("X-Occi-Attribute")); got != want {
						return fmt.Errorf("sent the attributes %s, want %s", got, want)
					}
					return nil
				}),
			},
			{
				PreConfig: log.Reset, RefreshState: true,
				Check: func(*terraform.State) error {
					return errors.Join(counts(log, http.MethodGet, lab.link+"$", 1), counts(log, http.MethodPost, "", 0))
				},
			},
		},
	})
}

func counts(log *emulator.Log, method, path string, want int) error {
	if count := log.Count(method, path); count != want {
		return fmt.Errorf("%d %s of %q, want %d", count, method, path, want)
	}
	return nil
}

// An address that was taken off without Terraform is put on again, and one whose reservation is gone is reserved
// anew.
func TestAssociationDisappears(t *testing.T) {
	t.Parallel()
	for what, gone := range map[string]func(*lab) *string{
		"link":        func(l *lab) *string { return &l.link },
		"reservation": func(l *lab) *string { return &l.floatingIP },
		"vm":          func(l *lab) *string { return &l.vms[0] },
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			onReservingOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
				lab := &lab{cloud: cloud}
				config := associated(cloud, 0, "")
				resource.Test(t, resource.TestCase{
					ProtoV6ProviderFactories: acctest.Providers(),
					CheckDestroy:             acctest.NothingLeft(cloud.Server),
					Steps: []resource.TestStep{
						{Config: config, Check: lab.keepLink()},
						{
							PreConfig: lab.vanish(t, gone(lab)), Config: config,
							Check: resource.ComposeTestCheckFunc(lab.keepLink(), lab.isOn(0)),
						},
						{PreConfig: lab.vanish(t, gone(lab)), Config: config, Destroy: true},
					},
				})
			})
		})
	}
}

// The answer to the create is lost: the link is found by its ends.
func TestAssociationLostAnswer(t *testing.T) {
	t.Parallel()
	onReservingOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		lab := &lab{cloud: cloud}
		const links = "/(networklink|network/interface)/$"
		fault := emulator.Fault{Kind: emulator.FaultLoseAnswer, Method: http.MethodPost, Path: links, Times: 1}
		if err := cloud.Server.Faults.Add(fault); err != nil {
			t.Fatal(err)
		}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{{
				Config: associated(cloud, 0, ""),
				Check: resource.ComposeTestCheckFunc(lab.keep(), lab.isOn(0), func(*terraform.State) error {
					return counts(cloud.Server.Log, http.MethodPost, links, 1)
				}),
			}},
		})
	})
}

// An import of a link to a network must not end in the VM being unplugged.
func TestAssociationImportOfANetworkLink(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOOI})
	lab := &lab{cloud: cloud}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: associated(cloud, 0, ""), Check: lab.keepLink()},
			{
				Config: associated(cloud, 0, ""), ResourceName: address, ImportState: true,
				ImportStateIdFunc: func(*terraform.State) (string, error) {
					return "/networklink/" + strings.TrimPrefix(lab.vms[0], "/compute/") + "_" + cloud.Cloud.NetworkAddress(lab.vms[0]), nil
				},
				ExpectError: regexp.MustCompile(`which\s+is\s+no\s+reservation`),
			},
		},
	})
}

func TestAssociationInvalid(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOOI})
	acctest.ExpectInvalid(t, cloud.Provider, "occi_floating_ip_association", []acctest.Invalid{
		{
			Name: "an address for an id", Arguments: "floating_ip_id = \"203.0.113.7\"\ncompute_id = \"/compute/1\"",
			Line: `floating_ip_id = "203.0.113.7"`, Says: "be the id of an entity",
		},
		{
			Name: "collection", Arguments: "floating_ip_id = \"/ipreservation/1\"\ncompute_id = \"/compute/\"",
			Line: `compute_id = "/compute/"`, Says: "be the id of an entity",
		},
	})
}
