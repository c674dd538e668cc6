package compute_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// TestRealMySQL: a VM has a real MariaDB behind its port, which tools/mariadb.sh starts (make testacc-mysql). The creation
// logs in with a password that is write-only; a refresh does not know it, and is content with a refused login.
func TestRealMySQL(t *testing.T) {
	t.Parallel()
	database := os.Getenv("MARIADB_ADDRESS")
	if database == "" {
		t.Skip("no MARIADB_ADDRESS: run it by tools/mariadb.sh")
	}
	password := os.Getenv("MARIADB_PASSWORD")
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12, LivePorts: acctest.LivePorts(t)})
	config := func(password string) string {
		return vm(cloud, set("os_template", cloud.Image), set("resource_template", cloud.Flavor), acctest.LiveUserData("3306 to "+database+" after 100ms"),
			fmt.Sprintf(`health_check = {
			  mysql           = [{ database = "shop", username = "shop", password_wo = %q }]
			  interval        = "10ms"
			  timeout         = "5s"
			  unhealthy_after = "0s"
			}
			monitor      = true
			on_unhealthy = "replace"`, password))
	}
	run(t, cloud,
		resource.TestStep{
			Config:      config("an0ther"),
			ExpectError: words(`MySQL database shop on port 3306: Error 1045 \(28000\): Access denied for user 'shop'`),
		},
		resource.TestStep{
			Config:            config(password),
			ConfigPlanChecks:  planned(plancheck.ResourceActionDestroyBeforeCreate),
			ConfigStateChecks: acctest.ExpectHealth(address, true, acctest.CheckResult("MySQL database shop on port 3306", "")),
			Check: func(state *terraform.State) error {
				if strings.Contains(state.String(), password) {
					return errors.New("the password is in the state")
				}
				return nil
			},
		},
	)
}
