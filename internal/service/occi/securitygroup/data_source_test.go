package securitygroup_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// Each way to name a group finds it, with its rule and, where the server lists it, its VM.
func TestGroupFound(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedGuideOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
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
		members := 1
		if cloud.Manner == occi.MannerOcciOS {
			members = 0
		}
		var checks []statecheck.StateCheck
		for name, selector := range map[string]string{
			"location": `id = "/my_grp/"`, "type": `id = "` + scheme + `my_grp"`, "term": `term = "my_grp"`,
		} {
			config += fmt.Sprintf("data \"occi_security_group\" %q {\n%s\ndepends_on = [occi_security_rule.ssh, occi_compute.vm]\n}\n", name, selector)
			found := "data.occi_security_group." + name
			checks = append(checks,
				statecheck.ExpectKnownValue(found, tfjsonpath.New("location"), knownvalue.StringExact("/my_grp/")),
				statecheck.ExpectKnownValue(found, tfjsonpath.New("rules"), knownvalue.SetSizeExact(1)),
				statecheck.ExpectKnownValue(found, tfjsonpath.New("members"), knownvalue.SetSizeExact(members)))
		}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps:                    []resource.TestStep{{Config: config, ConfigStateChecks: checks}},
		})
	})
}

// Members that others add to the mixin are listed, on occi-os too, where they have no effect.
func TestGroupMembersByOthers(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedGuideOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		config := group(cloud, "my_grp", "") + fmt.Sprintf(
			"resource \"occi_compute\" \"vm\" {\nos_template = %q\nresource_template = %q\ndepends_on = [occi_security_group.ssh]\n}\n", cloud.Image, cloud.Flavor)
		var vm string
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps: []resource.TestStep{
				{Config: config, Check: acctest.KeepID("occi_compute.vm", &vm)},
				{
					PreConfig: func() {
						cloud.Send(t, http.MethodPost, "/my_grp/", http.Header{
							"Content-Type": {"text/occi"}, "X-OCCI-Location": {cloud.Server.URL + vm},
						}, "")
					},
					Config:            config,
					ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(address, tfjsonpath.New("members"), knownvalue.SetSizeExact(1))},
				},
			},
		})
	})
}

func TestGroupNotFound(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		manner         occi.Manner
		selector, want string
	}{
		"id":             {occi.MannerOcciOS, `id = "/none/"`, `id = "/none/".*has\s+the\s+id\s+"/none/"`},
		"term":           {occi.MannerGuide, `term = "none"`, `term = "none".*has\s+the\s+term\s+"none"`},
		"title":          {occi.MannerStandard12, `title = "none"`, `title = "none".*has\s+the\s+title\s+"none"`},
		"path":           {occi.MannerStandard12, `id = "/securitygroup/none"`, `id = "/securitygroup/none".*404`},
		"another kind":   {occi.MannerStandard12, `id = "/network/public"`, `id = "/network/public"`},
		"no terms":       {occi.MannerStandard12, `term = "none"`, `term = "none".*so\s+it\s+has\s+no\s+term`},
		"no groups":      {occi.MannerOOI, `term = "none"`, `term = "none".*neither\s+the\s+mixin`},
		"nothing wanted": {occi.MannerGuide, ``, `Exactly\s+one\s+of\s+these\s+attributes`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateOCCI(t, occi.Options{Manner: test.manner})
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{{
					Config:      cloud.Provider + "data \"occi_security_group\" \"none\" {\n" + test.selector + "\n}\n",
					ExpectError: regexp.MustCompile("(?s)" + test.want),
				}},
			})
		})
	}
}

// What the arguments of one manner of groups mean in the other is told by the plan.
func TestGroupOfTheOtherManner(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		manner          occi.Manner
		arguments, want string
	}{
		"missing term":   {occi.MannerGuide, `scheme = "` + scheme + `"`, `Missing term.*mixin,\s+which\s+needs\s+term`},
		"missing scheme": {occi.MannerOcciOS, `term = "a"`, `Missing scheme`},
		"term":           {occi.MannerStandard12, `term = "a"`, `No place for term.*term = "a"`},
		"location":       {occi.MannerStandard12, `location = "/a/"`, `No place for location.*location = "/a/"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateOCCI(t, occi.Options{Manner: test.manner})
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{{
					Config:   cloud.Provider + "resource \"occi_security_group\" \"ssh\" {\n" + test.arguments + "\n}\n",
					PlanOnly: true, ExpectError: regexp.MustCompile("(?s)" + test.want),
				}},
			})
		})
	}
}
