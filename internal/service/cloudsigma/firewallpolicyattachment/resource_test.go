package firewallpolicyattachment_test

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// address is that of the attachment in all configurations.
const address = "cloudsigma_firewall_policy_attachment.test"

// fixture is an account with a server of two public NICs, which is no part of a configuration.
type fixture struct {
	*acctest.CloudSigma
	client *cloudsigma.Client
	server string
	macs   []string
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{CloudSigma: acctest.EmulateCloudSigma(t, emulated.Options{ForgetAbsent: true})}
	f.client = f.Client(t, nil)
	dynamic := cloudsigma.NIC{IPv4: &cloudsigma.IPSetup{Conf: cloudsigma.ConfDHCP}}
	server, err := f.client.Servers.Create(t.Context(), cloudsigma.ServerDefinition{
		Name: "tf-acc-server", CPU: 2000, Memory: 1 << 30, VNCPassword: "t0p-5ecret", NICs: []cloudsigma.NIC{dynamic, dynamic},
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	f.server, f.macs = server.UUID, []string{server.Definition.NICs[0].MAC, server.Definition.NICs[1].MAC}
	return f
}

// config has two policies and the first or second of them on a NIC of the server ("mac = ..."); no attachment if
// the NIC is "".
func (f *fixture) config(policy, nic string) string {
	text := f.Provider + `
resource "cloudsigma_firewall_policy" "test" {
  count = 2
  name  = "tf-acc-policy-${count.index}"
}
`
	if nic == "" {
		return text
	}
	return text + fmt.Sprintf(`
resource "cloudsigma_firewall_policy_attachment" "test" {
  server_uuid          = %q
  firewall_policy_uuid = cloudsigma_firewall_policy.test[%s].id
  shutdown_timeout     = "0s"
  %s
}
`, f.server, policy, nic)
}

// has checks which policies (their place in the configuration, "" is none) the NICs of the server have in the
// cloud, that they are still the same NICs, and that the server is as before.
func (f *fixture) has(status string, policies ...string) resource.TestCheckFunc {
	return func(state *terraform.State) error {
		server, _ := f.Cloud.Server(f.server)
		macs, got, want := []string{}, []string{}, []string{}
		for i, nic := range server.NICs {
			macs, got = append(macs, nic.MAC), append(got, nic.FirewallPolicy)
			uuid := ""
			if policies[i] != "" {
				uuid = state.RootModule().Resources["cloudsigma_firewall_policy.test."+policies[i]].Primary.ID
			}
			want = append(want, uuid)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			return errors.New("policies of the NICs (-want +got):\n" + diff)
		}
		slices.Sort(macs)
		if sorted := slices.Sorted(slices.Values(f.macs)); !slices.Equal(macs, sorted) || server.Status != status {
			return fmt.Errorf("the server is %s and has the NICs %v, want %s with %v", server.Status, macs, status, sorted)
		}
		return nil
	}
}

func (f *fixture) edit(t *testing.T, change func(*cloudsigma.ServerDefinition)) func() {
	return func() {
		_, err := f.client.Servers.Edit(t.Context(), f.server, func(definition *cloudsigma.ServerDefinition) error {
			change(definition)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func actionIs(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

// TestFirewallPolicyAttachmentLife gives a NIC a policy by its place, changes it in place, imports it, moves it with
// the place and to another NIC, and takes it away.
func TestFirewallPolicyAttachmentLife(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	second := fmt.Sprintf("mac = %q", f.macs[1])
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config: f.config("0", "nic_index = 0"), Check: f.has("stopped", "0", ""),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("mac"), knownvalue.StringExact(f.macs[0])),
				},
			},
			{
				Config:           f.config("1", "nic_index = 0"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{acctest.ExpectUpdate(address, "firewall_policy_uuid")}},
				Check:            f.has("stopped", "1", ""),
			},
			{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"shutdown_timeout"}},
			// The NICs change their places.
			{
				PreConfig: f.edit(t, func(definition *cloudsigma.ServerDefinition) { slices.Reverse(definition.NICs) }),
				Config:    f.config("1", "nic_index = 0"), ConfigPlanChecks: actionIs(plancheck.ResourceActionReplace),
				Check: f.has("stopped", "1", ""),
			},
			// It is on the second of before by now, which is named in two ways, as in a configuration that Terraform generates.
			{
				Config:           f.config("1", second+"\nnic_index = 0"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			},
			// Somebody takes it away, and gives the other one a policy.
			{
				PreConfig: f.edit(t, func(definition *cloudsigma.ServerDefinition) {
					definition.NICs[1].FirewallPolicy, definition.NICs[0].FirewallPolicy = definition.NICs[0].FirewallPolicy, nil
				}),
				Config: f.config("1", second), ConfigPlanChecks: actionIs(plancheck.ResourceActionCreate), Check: f.has("stopped", "1", "1"),
			},
			{
				Config:      f.config("1", "nic_index = 1"),
				ExpectError: regexp.MustCompile(`(?s)has\s+the\s+firewall\s+policy\s+\S+\s+already;\s+import`),
			},
			{Config: f.config("1", ""), Check: f.has("stopped", "", "1")},
			{Config: f.config("1", "nic_index = 2"), ExpectError: regexp.MustCompile(`(?s)no\s+NIC\s+at\s+the\s+place\s+2;\s+it\s+has:.*` + f.macs[0])},
		},
	})
}

// TestFirewallPolicyAttachmentRunningServer gives the NIC of a server that runs a policy, and takes it away again.
func TestFirewallPolicyAttachmentRunningServer(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	if err := f.Cloud.SetServerStatus(f.server, "running"); err != nil {
		t.Fatal(err)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config:      f.config("0", "nic_index = 1\nstop_for_update = false"),
				ExpectError: regexp.MustCompile(`only\s+while\s+it\s+is\s+stopped`),
			},
			{Config: f.config("0", "nic_index = 1"), Check: f.has("running", "", "0")},
			{Config: f.config("0", ""), Check: f.has("running", "", "")},
		},
	})
}

// TestFirewallPolicyAttachmentErrors tells what is wrong before anything is changed.
func TestFirewallPolicyAttachmentErrors(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	server := func(lines string) string {
		return f.config("0", "") + fmt.Sprintf(`
resource "cloudsigma_server" "test" {
  name         = "tf-acc-own"
  cpu          = 2000
  memory       = 1073741824
  vnc_password = "t0p-5ecret"
  power_state  = "stopped"
  %s
}
resource "cloudsigma_firewall_policy_attachment" "own" {
  server_uuid          = cloudsigma_server.test.id
  firewall_policy_uuid = cloudsigma_firewall_policy.test[0].id
  nic_index            = 0
}
`, lines)
	}
	blocks := `network { type = "dhcp" }`
	told := regexp.MustCompile(`(?s)Managed in two ways.*firewall\s+policies\s+of\s+server.*network\s+blocks\s+of\s+cloudsigma_server`)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: f.config("0", ""), Check: f.has("stopped", "", "")},
			{Config: f.config("0", `mac = "22-BD-C4-49-3C-A9"`), PlanOnly: true, ExpectError: regexp.MustCompile(`mac\s+must\s+be\s+a\s+MAC\s+address`)},
			{
				Config:      f.config("0", fmt.Sprintf("nic_index = 0\nmac = %q", f.macs[1])),
				ExpectError: regexp.MustCompile(f.macs[1] + `\s+is\s+at\s+the\s+place\s+1,\s+not\s+0`),
			},
			{Config: f.config("0", "stop_for_update = true"), PlanOnly: true, ExpectError: regexp.MustCompile(`(?s)At\s+least\s+one\s+attribute`)},
			{Config: server(blocks), ExpectError: told},
			{Config: server(blocks), PlanOnly: true, ExpectError: told},
			{Config: server("")},
		},
	})
}
