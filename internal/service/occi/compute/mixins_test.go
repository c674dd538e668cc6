package compute_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// tagged is a VM with mixins on a cloud with the tags blue and green.
func tagged(cloud *acctest.OCCI, mixins ...string) string {
	const tag = "resource \"occi_mixin\" %[1]q {\nterm = %[1]q\nscheme = \"http://example.org/tags#\"\n}\n"
	return fmt.Sprintf(tag, "blue") + fmt.Sprintf(tag, "green") + vm(cloud, append(mixins, set("os_template", cloud.Image))...)
}

// hasTags fails unless the server lists the VM under exactly these tags.
func hasTags(t *testing.T, cloud *acctest.OCCI, id *string, want ...string) resource.TestCheckFunc {
	t.Helper()
	return func(*terraform.State) error {
		var has []string
		for _, tag := range []string{"blue", "green"} {
			if _, members := send(t, cloud, http.MethodGet, "/"+tag+"/", ""); strings.Contains(members, *id) {
				has = append(has, tag)
			}
		}
		if !slices.Equal(has, want) {
			return fmt.Errorf("the VM has the tags %v, want %v", has, want)
		}
		return nil
	}
}

// TestDriftOfMixins: a tag that somebody gives the VM is taken off, one that somebody takes off is given again, and both
// are changed in place. Where the configuration names none they are left alone.
func TestDriftOfMixins(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		if cloud.Manner == occi.MannerOOI {
			return // It takes no tags at all.
		}
		var id string
		tag := func(method, name string) {
			cloud.Send(t, method, "/"+name+"/", http.Header{
				"Content-Type": {"text/occi"}, "X-OCCI-Location": {cloud.Server.URL + id},
			}, "")
		}
		mixins := func(tags ...string) statecheck.StateCheck {
			var checks []knownvalue.Check
			for _, tag := range tags {
				checks = append(checks, knownvalue.StringExact("http://example.org/tags#"+tag))
			}
			return statecheck.ExpectKnownValue(address, tfjsonpath.New("mixins"), knownvalue.SetExact(checks))
		}
		const blue, both = "mixins = [occi_mixin.blue.id]", "mixins = [occi_mixin.blue.id, occi_mixin.green.id]"
		run(t, cloud,
			resource.TestStep{
				Config: tagged(cloud, both), Check: acctest.KeepID(address, &id), ConfigStateChecks: []statecheck.StateCheck{mixins("blue", "green")},
			},
			resource.TestStep{
				Config: tagged(cloud, blue), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate), Check: hasTags(t, cloud, &id, "blue"),
			},
			resource.TestStep{
				PreConfig: func() { tag(http.MethodDelete, "blue"); tag(http.MethodPost, "green") },
				Config:    tagged(cloud, blue), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
				Check: hasTags(t, cloud, &id, "blue"), ConfigStateChecks: []statecheck.StateCheck{mixins("blue")},
			},
			resource.TestStep{
				Config: tagged(cloud), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate), Check: hasTags(t, cloud, &id),
			},
			resource.TestStep{
				PreConfig: func() { tag(http.MethodPost, "green") },
				Config:    tagged(cloud), ConfigPlanChecks: planned(plancheck.ResourceActionNoop), Check: hasTags(t, cloud, &id, "green"),
			},
		)
	})
}
