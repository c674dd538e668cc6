package globalcontext_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

const address = "cloudsigma_global_context.test"

func config(cloud *acctest.CloudSigma, values string) string {
	return cloud.Provider + fmt.Sprintf("resource \"cloudsigma_global_context\" \"test\" {\n  values = { %s }\n}\n", values)
}

func has(cloud *acctest.CloudSigma, want map[string]string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if diff := cmp.Diff(want, cloud.Cloud.GlobalContext(cloudsigma.DefaultUser)); diff != "" {
			return fmt.Errorf("the global context (-want +got):\n%s", diff)
		}
		return nil
	}
}

// TestGlobalContextLife only runs on the emulator: an account has one, which may be in use. Where it is not,
// TestAccountDataSources sets a key on the real cloud.
func TestGlobalContextLife(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             has(cloud, map[string]string{}),
		Steps: []resource.TestStep{
			{Config: config(cloud, `a = "1", b = "2"`), Check: has(cloud, map[string]string{"a": "1", "b": "2"})},
			{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateId: "global_context"},
			{ResourceName: address, ImportState: true, ImportStateId: "other", ExpectError: regexp.MustCompile(`its id is global_context`)},
			{
				Config: config(cloud, `a = "one"`), Check: has(cloud, map[string]string{"a": "one"}),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					acctest.ExpectUpdate(address, "values"),
				}},
			},
			{
				PreConfig: func() { cloud.Cloud.SetGlobalContext(cloudsigma.DefaultUser, nil) },
				Config:    config(cloud, `a = "one"`),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate),
				}},
			},
			{Config: config(cloud, ``), Check: has(cloud, map[string]string{})},
		},
	})
}

func TestGlobalContextInUse(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	cloud.Cloud.SetGlobalContext(cloudsigma.DefaultUser, map[string]string{"theirs": "x"})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             has(cloud, map[string]string{"theirs": "x"}),
		Steps: []resource.TestStep{{
			Config: config(cloud, `a = "1"`), ExpectError: regexp.MustCompile(`with\s+the\s+keys\s+theirs:\s+import`),
		}},
	})
}

// TestGlobalContextAdds has a server that adds what it is given: nothing can be taken out, which is an error.
func TestGlobalContextAdds(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{AddToGlobalContext: true})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: config(cloud, `a = "1"`)},
			{Config: config(cloud, `a = "1", b = "2"`), Check: has(cloud, map[string]string{"a": "1", "b": "2"})},
			{Config: config(cloud, `b = "2"`), ExpectError: regexp.MustCompile(`keeps\s+the\s+key\s+"a"`)},
			{Config: cloud.Provider + "removed {\n from = cloudsigma_global_context.test\n lifecycle { destroy = false }\n}"},
		},
	})
}
