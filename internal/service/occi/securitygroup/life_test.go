package securitygroup_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// anyGroup is a configuration with a group as the server's manner wants it.
func anyGroup(cloud *acctest.OCCI, term, title string) string {
	arguments := fmt.Sprintf("title = %q\n", title)
	if cloud.Manner != occi.MannerStandard12 {
		arguments += fmt.Sprintf("term = %q\nscheme = %q\n", term, scheme)
	}
	return cloud.Provider + "resource \"occi_security_group\" \"ssh\" {\n" + arguments + "}\n"
}

// lookUps are the data sources, of the group and of all whose title or term fits.
func lookUps(pattern string) string {
	return fmt.Sprintf(`
data "occi_security_group" "ssh" {
  id = occi_security_group.ssh.id
}

data "occi_security_groups" "all" {
  name_regex = %q
  depends_on = [occi_security_group.ssh]
}
`, pattern)
}

var noGroups = regexp.MustCompile(`(?s)No security groups on this server.*neither\s+the\s+mixin`)

func TestLifeSecurityGroup(t *testing.T) {
	t.Parallel()
	acctest.OnOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		term := acctest.Name("life")
		first, second := anyGroup(cloud, term, term), anyGroup(cloud, term, term+" and more")
		if cloud.Manner == occi.MannerOOI {
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps:                    []resource.TestStep{{Config: first, PlanOnly: true, ExpectError: noGroups}},
			})
			return
		}
		change := plancheck.ResourceActionDestroyBeforeCreate
		if cloud.Manner == occi.MannerStandard12 {
			change = plancheck.ResourceActionUpdate
		}
		found := "data.occi_security_group.ssh"
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{
					Config: first + lookUps(term),
					ConfigStateChecks: []statecheck.StateCheck{
						statecheck.ExpectKnownValue(address, tfjsonpath.New("rules"), knownvalue.SetExact(nil)),
						statecheck.CompareValuePairs(found, tfjsonpath.New("type_identifier"), address, tfjsonpath.New("type_identifier"), compare.ValuesSame()),
						statecheck.ExpectKnownValue(found, tfjsonpath.New("members"), knownvalue.SetExact(nil)),
						statecheck.ExpectKnownValue("data.occi_security_groups.all", tfjsonpath.New("security_groups"), knownvalue.ListSizeExact(1)),
					},
				},
				{Config: first + lookUps(term), PlanOnly: true},
				{
					ResourceName: address, ImportState: true, ImportStateVerify: true,
					// occi-os drops the title.
					ImportStateVerifyIgnore: []string{"title"},
				},
				{Config: second, ConfigPlanChecks: expectAction(change)},
			},
		})
	})
}

// On a server where groups are a kind: rules and members as the server has them, and what is sent.
func TestGroupEntity(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})
	config := anyGroup(cloud, "", "ssh")
	vm := fmt.Sprintf(`
resource "occi_compute" "vm" {
  os_template       = %q
  resource_template = %q
  security_groups   = [occi_security_group.ssh.id]
}
`, cloud.Image, cloud.Flavor)
	look := `
data "occi_security_group" "ssh" {
  title      = "ssh"
  depends_on = [occi_security_group.ssh, occi_compute.vm]
}
`
	var id, machine string
	log := cloud.Server.Log
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config: config, Check: acctest.KeepID(address, &id),
				ConfigStateChecks: []statecheck.StateCheck{
					expectNull("term"), expectNull("scheme"), expectNull("location"), expectNull("type_identifier"), expectNull("members"),
				},
			},
			{
				PreConfig: log.Reset, RefreshState: true,
				Check: func(*terraform.State) error {
					if log.Count("", "") != 1 || log.Count(http.MethodGet, "^"+id+"$") != 1 {
						return fmt.Errorf("a refresh took %+v", log.All())
					}
					return nil
				},
			},
			{
				// Somebody adds rules, of which one is for what goes out.
				PreConfig: func() {
					cloud.Send(t, http.MethodPost, id, http.Header{"Content-Type": {"application/occi+json"}},
						`{"attributes": {"occi.securitygroup.rules": [{"type": "inbound", "protocol": "TCP", "port": "80-81", "range": "10.0.0.0/8"},
						{"type": "inbound", "protocol": "icmp"}, {"type": "outbound", "protocol": "udp", "port": "53"}]}}`)
				},
				Config: config + vm + look,
				Check:  acctest.KeepID("occi_compute.vm", &machine),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("rules"), suffixes("#tcp:80-81:10.0.0.0/8", "#icmp:all:0.0.0.0/0")),
					statecheck.ExpectKnownValue("data.occi_security_group.ssh", tfjsonpath.New("rules"), knownvalue.SetSizeExact(2)),
					statecheck.ExpectKnownValue("data.occi_security_group.ssh", tfjsonpath.New("members"), knownvalue.SetSizeExact(1)),
				},
			},
			{
				PreConfig: func() {
					if err := cloud.Cloud.Vanish(machine); err != nil {
						t.Error(err)
					}
					if err := cloud.Cloud.Vanish(id); err != nil {
						t.Error(err)
					}
				},
				Config: config, ConfigPlanChecks: expectAction(plancheck.ResourceActionCreate),
			},
		},
	})
}

// A group that somebody linked a VM to is not deleted, the server's words are shown, and nothing is lost.
func TestGroupEntityInUse(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})
	var id, machine string
	vm := func(more string) string {
		return fmt.Sprintf("resource \"occi_compute\" \"vm\" {\nos_template = %q\nresource_template = %q\n%s}\n", cloud.Image, cloud.Flavor, more)
	}
	group := anyGroup(cloud, "", "ssh")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config: group + vm(""),
				Check:  resource.ComposeTestCheckFunc(acctest.KeepID(address, &id), acctest.KeepID("occi_compute.vm", &machine)),
			},
			{
				PreConfig: func() {
					cloud.Send(t, http.MethodPost, "/securitygrouplink/", http.Header{"Content-Type": {"application/occi+json"}}, fmt.Sprintf(
						`{"kind": "http://schemas.ogf.org/occi/infrastructure#securitygrouplink", "source": {"location": %q}, "target": {"location": %q}}`,
						machine, id))
				},
				Config:      cloud.Provider + vm(""),
				ExpectError: regexp.MustCompile(`(?s)Could not delete the security group.*409.*is\s+in\s+use`),
			},
			// Now Terraform knows that the VM has to go first.
			{Config: group + vm("depends_on = [occi_security_group.ssh]\n")},
		},
	})
}

func expectNull(attribute string) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), knownvalue.Null())
}

// suffixes is a set of texts of which only the ends are known.
func suffixes(ends ...string) knownvalue.Check {
	var checks []knownvalue.Check
	for _, end := range ends {
		checks = append(checks, knownvalue.StringRegexp(regexp.MustCompile(regexp.QuoteMeta(end)+"$")))
	}
	return knownvalue.SetExact(checks)
}
