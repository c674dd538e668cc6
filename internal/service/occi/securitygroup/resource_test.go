package securitygroup_test

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

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

const (
	address = "occi_security_group.ssh"
	scheme  = "http://www.mystuff.org/sec#"
)

// group is a configuration with one group. The arguments are further lines of its block.
func group(cloud *acctest.OCCI, term, arguments string) string {
	return cloud.Provider + fmt.Sprintf("resource \"occi_security_group\" \"ssh\" {\nterm = %q\nscheme = %q\n%s\n}\n", term, scheme, arguments)
}

func expectAction(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

func expectText(attribute, text string) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), knownvalue.StringExact(text))
}

func TestGroupLifeCycle(t *testing.T) {
	t.Parallel()
	acctest.OnGuideOCCI(t, func(t *testing.T, cloud *acctest.OCCI) {
		term := acctest.Name("group")
		steps := []resource.TestStep{
			{
				Config: group(cloud, term, `title = "SSH"`),
				ConfigStateChecks: []statecheck.StateCheck{
					expectText("id", "/"+term+"/"), expectText("location", "/"+term+"/"), expectText("type_identifier", scheme+term),
				},
			},
		}
		for _, id := range []string{"/" + term + "/", "http://other.example.org/" + term + "/", scheme + term, term} {
			steps = append(steps, resource.TestStep{
				ResourceName: address, ImportState: true, ImportStateId: id, ImportStateVerify: true,
				// occi-os drops the title.
				ImportStateVerifyIgnore: []string{"title"},
			})
		}
		steps = append(steps, resource.TestStep{
			Config:            group(cloud, term, "title = \"SSH\"\nlocation = \"/tf-acc/mine/\""),
			ConfigPlanChecks:  expectAction(plancheck.ResourceActionDestroyBeforeCreate),
			ConfigStateChecks: []statecheck.StateCheck{expectText("id", "/tf-acc/mine/")},
		})
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(), CheckDestroy: acctest.NothingLeft(cloud.Server), Steps: steps,
		})
	})
}

// What reaches the cloud, and in how many requests: one POST; a refresh is one query interface and one list of what
// belongs to the group.
func TestGroupRequests(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedGuideOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		log := cloud.Server.Log
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps: []resource.TestStep{
				{
					Config: group(cloud, "my_grp", ""),
					Check: func(*terraform.State) error {
						if _, made := cloud.Cloud.Group("my_grp"); !made {
							return errors.New("the cloud has no group my_grp")
						}
						if posts := log.Count(http.MethodPost, ""); posts != 1 {
							return fmt.Errorf("%d POST", posts)
						}
						return nil
					},
				},
				{
					PreConfig: log.Reset, RefreshState: true,
					Check: func(*terraform.State) error {
						if log.Count("", "") != 2 || log.Count(http.MethodGet, "^/-/$") != 1 || log.Count(http.MethodGet, "^/my_grp/$") != 1 {
							return fmt.Errorf("a refresh took %+v", log.All())
						}
						return nil
					},
				},
			},
		})
	})
}

// A group, its rule and a VM in it: the query interface is asked before the first is made, and not again.
func TestGroupRuleAndVMRequests(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedGuideOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		var vm string
		config := group(cloud, "my_grp", "") + fmt.Sprintf(`
resource "occi_security_rule" "ssh" {
  group_id  = occi_security_group.ssh.id
  protocol  = "tcp"
  from_port = 22
  to_port   = 22
  range     = "0.0.0.0/0"
}

resource "occi_compute" "vm" {
  os_template       = %q
  resource_template = %q
  security_groups   = [occi_security_group.ssh.id]
}
`, cloud.Image, cloud.Flavor)
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{{
				Config: config,
				Check: resource.ComposeTestCheckFunc(acctest.KeepID("occi_compute.vm", &vm), func(*terraform.State) error {
					record, _ := cloud.Cloud.Compute(vm)
					if strings.Join(record.SecurityGroups, ",") != "my_grp" {
						return fmt.Errorf("the VM is in %v", record.SecurityGroups)
					}
					return notAskedWhileCreating(cloud.Server.Log)
				}),
			}},
		})
	})
}

// notAskedWhileCreating looks at the requests from the first POST to the last one.
func notAskedWhileCreating(log *emulator.Log) error {
	posts, asked, pending := 0, 0, 0
	for _, request := range log.All() {
		switch {
		case request.Method == http.MethodPost:
			posts, asked, pending = posts+1, asked+pending, 0
		case request.Path == "/-/" && posts > 0:
			pending++
		}
	}
	if posts != 3 || asked != 0 {
		return fmt.Errorf("%d POST with %d GET /-/ between them, want 3 and 0", posts, asked)
	}
	return nil
}

// An imported group does not show its title on occi-os: the configuration is believed, nothing is replaced.
func TestGroupImportedWithTitle(t *testing.T) {
	t.Parallel()
	for manner, action := range map[occi.Manner]plancheck.ResourceActionType{
		occi.MannerGuide: plancheck.ResourceActionNoop, occi.MannerOcciOS: plancheck.ResourceActionUpdate,
	} {
		t.Run(string(manner), func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateOCCI(t, occi.Options{Manner: manner})
			const forget = "removed {\n  from = occi_security_group.ssh\n  lifecycle {\n    destroy = false\n  }\n}\n"
			config := group(cloud, "my_grp", `title = "SSH"`)
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				CheckDestroy:             acctest.NothingLeft(cloud.Server),
				Steps: []resource.TestStep{
					{Config: config},
					{Config: cloud.Provider + forget},
					{
						Config:           config + "import {\n  to = occi_security_group.ssh\n  id = \"my_grp\"\n}\n",
						ConfigPlanChecks: expectAction(action),
					},
					{
						Config:           group(cloud, "my_grp", `title = "Secure shell"`),
						ConfigPlanChecks: expectAction(plancheck.ResourceActionDestroyBeforeCreate),
					},
				},
			})
		})
	}
}

func TestGroupDisappears(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	vanish := func() {
		if err := cloud.Cloud.Vanish(scheme + "my_grp"); err != nil {
			t.Error(err)
		}
	}
	config := group(cloud, "my_grp", "")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: config},
			{PreConfig: vanish, Config: config, ConfigPlanChecks: expectAction(plancheck.ResourceActionCreate)},
			{PreConfig: vanish, Config: config, Destroy: true},
		},
	})
}

// After a restart occi-os shows the group as a number. The plan says so in a warning; the server refuses to
// make the group again, and its words are shown: the last line of a traceback.
func TestGroupAfterRestart(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	config := group(cloud, "my_grp", "")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig: cloud.Cloud.Restart, Config: config,
				ExpectError: regexp.MustCompile(`(?s)Could not create the security group.*POST\s+http://127\.0\.0\.1:\d+/-/:\s+500\s+` +
					`Internal\s+Server\s+Error:\s+Invalid:\s+Security\s+group\s+my_grp\s+already\s+exists\.\s`),
			},
			{Config: cloud.Provider},
		},
	})
}

// Terms are unique in Nova, whatever their scheme.
func TestGroupOfAnotherScheme(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	config := group(cloud, "my_grp", "") + `
resource "occi_security_group" "other" {
  term       = "my_grp"
  scheme     = "http://www.example.org/other#"
  location   = "/other/"
  depends_on = [occi_security_group.ssh]
}
`
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{{
			Config:      config,
			ExpectError: regexp.MustCompile(`(?s)with occi_security_group\.other.*(400|500).*Security\s+group\s+my_grp\s+already\s+exists`),
		}},
	})
}

// The error names the argument that something else has taken, and the import where that is a group.
func TestGroupTaken(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ term, location, want string }{
		"location of a group": {"other", "/my_grp/", `(?s)Could not create the security group.*with occi_security_group\.other.*location\s+=.*` +
			`Location\s+overlaps.*choose\s+another\s+location,\s+or\s+import.*/my_grp/`},
		"location of a kind": {"other", "/compute/", `(?s)location\s+=.*belongs\s+to\s+\S+#compute\s+already:\s+choose\s+another\s+location\.`},
		"term of a group":    {"my_grp", "/other/", `(?s)term\s+=.*my_grp/\s+belongs\s+to.*choose\s+another\s+term,\s+or\s+import`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
			config := group(cloud, "my_grp", "") + fmt.Sprintf(`
resource "occi_security_group" "other" {
  term       = %q
  scheme     = %q
  location   = %q
  depends_on = [occi_security_group.ssh]
}
`, test.term, scheme, test.location)
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				CheckDestroy:             acctest.NothingLeft(cloud.Server),
				Steps:                    []resource.TestStep{{Config: config, ExpectError: regexp.MustCompile(test.want)}},
			})
		})
	}
}

// A group in use is not deleted, and the server's words are shown.
func TestGroupInUse(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	// The VM names the group by a text, so that Terraform does not know that it has to go first.
	vm := fmt.Sprintf(`
resource "occi_compute" "vm" {
  os_template       = %q
  resource_template = %q
  security_groups   = [%q]
}
`, cloud.Image, cloud.Flavor, scheme+"my_grp")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: group(cloud, "my_grp", "")},
			{Config: group(cloud, "my_grp", "") + vm},
			{
				Config:      cloud.Provider + vm,
				ExpectError: regexp.MustCompile(`(?s)Could not delete the security group.*(409|500).*still\s+in\s+use\.\s`),
			},
			// The group goes in the destroy, when the VM is gone.
			{Config: group(cloud, "my_grp", "")},
		},
	})
}

func TestGroupLostAnswer(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodPost, http.MethodDelete} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
			fault := emulator.Fault{Kind: emulator.FaultLoseAnswer, Method: method, Path: "^/-/$", Times: 1}
			if err := cloud.Server.Faults.Add(fault); err != nil {
				t.Fatal(err)
			}
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				CheckDestroy:             acctest.NothingLeft(cloud.Server),
				Steps: []resource.TestStep{{
					Config: group(cloud, "my_grp", ""),
					Check: func(*terraform.State) error {
						if made := cloud.Server.Inventory(); len(made) != 1 {
							return fmt.Errorf("the cloud has %+v", made)
						}
						return nil
					},
				}},
			})
		})
	}
}

func TestGroupInvalid(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	mixin := func(term, scheme, more string) string {
		return fmt.Sprintf("term = %q\nscheme = %q\n%s", term, scheme, more)
	}
	acctest.ExpectInvalid(t, cloud.Provider, "occi_security_group", []acctest.Invalid{
		{Name: "empty term", Arguments: mixin("", scheme, ""), Line: `term = ""`, Says: "be a term of"},
		{Name: "blank in a term", Arguments: mixin("my grp", scheme, ""), Line: `term = "my grp"`, Says: "be a term of"},
		{Name: "non-ASCII term", Arguments: mixin("grüp", scheme, ""), Line: `term = "grüp"`, Says: "be a term of"},
		{Name: "no hash", Arguments: mixin("a", "http://example.org/sec", ""), Line: `scheme = "http://example.org/sec"`, Says: "its only #"},
		{Name: "two hashes", Arguments: mixin("a", "http://example.org/a#b#", ""), Line: `scheme = "http://example.org/a#b#"`, Says: "its only #"},
		{Name: "no URI", Arguments: mixin("a", "sec#", ""), Line: `scheme = "sec#"`, Says: "be a URI"},
		{Name: "comma in a scheme", Arguments: mixin("a", "http://example.org/a,b#", ""), Line: `scheme = "http://example.org/a,b#"`, Says: "be a URI"},
		{Name: "newline in a scheme", Arguments: mixin("a", "http://example.org/a\nb#", ""), Line: `scheme = "http://example.org/a\nb#"`, Says: "be a URI"},
		{Name: "relative location", Arguments: mixin("a", scheme, `location = "mine/"`), Line: `location = "mine/"`, Says: "begins and ends with /"},
		{Name: "no slash at the end", Arguments: mixin("a", scheme, `location = "/mine"`), Line: `location = "/mine"`, Says: "begins and ends with /"},
		{Name: "dots", Arguments: mixin("a", scheme, `location = "/../mine/"`), Line: `location = "/../mine/"`, Says: "begins and ends with /"},
		{Name: "query interface", Arguments: mixin("a", scheme, `location = "/-/"`), Line: `location = "/-/"`, Says: "begins and ends with /"},
		{Name: "comma in a title", Arguments: mixin("a", scheme, `title = "SSH, HTTP"`), Line: `title = "SSH, HTTP"`, Says: "a comma"},
		{Name: "newline in a title", Arguments: mixin("a", scheme, `title = "SSH\nX: y"`), Line: `title = "SSH\nX: y"`, Says: "a line break"},
		{Name: "non-ASCII title", Arguments: mixin("a", scheme, `title = "Zugänge"`), Line: `title = "Zugänge"`, Says: "characters outside ASCII"},
	})
}
