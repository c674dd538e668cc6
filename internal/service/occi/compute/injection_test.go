package compute_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudinit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

const injected = `
  user_data = "#!/bin/sh\necho hello\n"
  files = {
    "/etc/motd"  = { content = "Grüß Gott\n" }
    "/root/blob" = { content_base64 = "AAEC", permissions = "0600", owner = "root:root" }
  }
  metadata = { role = %q }
`

// TestLifeInjection: files and metadata reach the cloud with the user data, whatever the server and the rendering.
func TestLifeInjection(t *testing.T) {
	t.Parallel()
	acctest.OnOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		config := vm(cloud, set("os_template", cloud.Image), set("resource_template", cloud.Flavor), fmt.Sprintf(injected, "web"))
		var checks []statecheck.StateCheck
		if cloud.Server != nil {
			checks = append(checks, onServer{cloud, func(got occi.ComputeRecord) error {
				want, err := cloudinit.Compose("#!/bin/sh\necho hello\n", cloudinit.Additions{
					Files: []cloudinit.File{
						{Path: "/etc/motd", Content: "Grüß Gott\n"},
						{Path: "/root/blob", Content: "AAEC", Base64: true, Permissions: "0600", Owner: "root:root"},
					},
					Metadata: map[string]string{"role": "web"},
				})
				if err == nil && got.UserData != want {
					err = fmt.Errorf("the user data are\n%s\nwant\n%s", got.UserData, want)
				}
				return err
			}})
		}
		run(t, cloud, resource.TestStep{Config: config, ConfigStateChecks: checks})
	})
}

// TestInjectionChanged: what cloud-init does at the first boot only needs a new VM.
func TestInjectionChanged(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	config := func(role string) string {
		return vm(cloud, set("os_template", cloud.Image), fmt.Sprintf(injected, role))
	}
	run(t, cloud,
		resource.TestStep{Config: config("web")},
		resource.TestStep{Config: config("database"), ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate)},
	)
}

func TestInjectionInvalid(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	for name, test := range map[string]struct{ arguments, says string }{
		"relative path":   {`files = { "etc/motd" = { content = "x" } }`, `must be an absolute path`},
		"dots":            {`files = { "/etc/../motd" = { content = "x" } }`, `must be an absolute path`},
		"metadata's file": {`files = { "` + cloudinit.MetadataPath + `" = { content = "x" } }`, `that file is written for metadata`},
		"no content":      {`files = { "/etc/motd" = {} }`, `one \(and only one\) of`},
		"two contents":    {`files = { "/etc/motd" = { content = "x", content_base64 = "AAEC" } }`, `one \(and only one\) of`},
		"no base64":       {`files = { "/etc/motd" = { content_base64 = "!!" } }`, `must be base64`},
		"permissions":     {`files = { "/etc/motd" = { content = "x", permissions = "rw" } }`, `octal digits`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, cloud, resource.TestStep{
				Config:      vm(cloud, set("os_template", cloud.Image), test.arguments),
				PlanOnly:    true,
				ExpectError: words(strings.Split(test.says, "|")...),
			})
		})
	}
}
