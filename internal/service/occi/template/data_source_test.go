package template_test

import (
	"fmt"
	"net/http"
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

// expectTemplate is a check of a data source.
func expectTemplate(address, title, termPattern string) []statecheck.StateCheck {
	return []statecheck.StateCheck{
		statecheck.ExpectKnownValue(address, tfjsonpath.New("title"), knownvalue.StringExact(title)),
		statecheck.ExpectKnownValue(address, tfjsonpath.New("term"), knownvalue.StringRegexp(regexp.MustCompile(termPattern))),
		statecheck.ExpectKnownValue(address, tfjsonpath.New("id"),
			knownvalue.StringRegexp(regexp.MustCompile(`^http://schemas\.openstack\.org/template/(os|resource)#`+termPattern[1:]))),
	}
}

// All selectors find the same in one run, which asks the query interface once per command.
func TestTemplates(t *testing.T) {
	t.Parallel()
	terms := map[occi.Manner]struct{ image, flavor string }{
		occi.MannerGuide:  {`^cirros-0\.3\.0-x86_64-uec$`, `^m1\.tiny$`},
		occi.MannerOcciOS: {`^[0-9a-f]{8}-[0-9a-f-]{27}$`, `^m1-tiny$`},
	}
	for manner, want := range terms {
		t.Run(string(manner), func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateOCCI(t, occi.Options{Manner: manner})
			const image = "cirros-0.3.0-x86_64-uec"
			checks := append(expectTemplate("data.occi_os_template.by_title", image, want.image),
				expectTemplate("data.occi_os_template.by_regex", image, want.image)...)
			checks = append(checks, expectTemplate("data.occi_resource_template.by_title", "m1.tiny", want.flavor)...)
			checks = append(checks, expectTemplate("data.occi_resource_template.by_term", "m1.tiny", want.flavor)...)
			checks = append(checks,
				statecheck.ExpectKnownValue("data.occi_os_template.by_name", tfjsonpath.New("title"), knownvalue.StringExact(image)))
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{{
					Config: cloud.Provider + fmt.Sprintf(`
data "occi_os_template" "by_title" { title = %[1]q }
data "occi_os_template" "by_regex" { title_regex = "^cirros-[0-9.]+-x86_64-uec$" }
data "occi_os_template" "by_name" { term = %[1]q }
data "occi_resource_template" "by_title" { title = "m1.tiny" }
data "occi_resource_template" "by_term" { term = data.occi_resource_template.by_title.term }
`, image),
					ConfigStateChecks: checks,
					Check: func(*terraform.State) error {
						log := cloud.Server.Log
						if asked, all := log.Count(http.MethodGet, "^/-/$"), log.Count("", ""); asked != all {
							return fmt.Errorf("%d requests, of which %d are for the query interface", all, asked)
						}
						return nil
					},
				}},
			})
		})
	}
}

func TestTemplateNotFound(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedGuideOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		var steps []resource.TestStep
		for _, test := range []struct{ source, selector, problem string }{
			{"occi_os_template", `title = "cirros-0.3.0-x86_64"`, `(?s)title = "cirros.*did\s+you\s+mean\s+"cirros-0\.3\.0-x86_64-uec"`},
			{"occi_resource_template", `term = "itsi"`, `(?s)term = "itsi".*did\s+you\s+mean\s+"itsy"`},
			{"occi_os_template", `title_regex = "^windows"`, `(?s)title_regex = "\^windows".*[Nn]o\s+title\s+matches.*available:.*SmartOS`},
			{"occi_resource_template", `title_regex = "^m1"`, `(?s)title_regex = "\^m1".*[Ss]everal\s+titles\s+match.*m1\.tiny`},
			{"occi_os_template", `title_regex = "("`, `(?s)title_regex = "\(".*be\s+a\s+regular\s+expression`},
			{"occi_os_template", `term = ""`, `(?s)term = "".*must\s+not\s+be\s+empty`},
			{"occi_os_template", ``, `(?s)Exactly\s+one\s+of\s+these\s+attributes\s+must\s+be\s+configured:\s+\[term,title,title_regex\]`},
			{"occi_os_template", "term = \"a\"\ntitle = \"b\"", `(?s)Exactly\s+one\s+of\s+these\s+attributes`},
		} {
			steps = append(steps, resource.TestStep{
				Config:      cloud.Provider + fmt.Sprintf("data %q \"template\" {\n%s\n}\n", test.source, test.selector),
				ExpectError: regexp.MustCompile(test.problem),
			})
		}
		resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Providers(), Steps: steps})
	})
}
