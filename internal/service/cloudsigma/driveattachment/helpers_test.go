package driveattachment_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// address is that of the attachment in all configurations.
const address = "cloudsigma_drive_attachment.test"

// fixture is an emulated account, a client to meddle with it, and what Terraform made in it.
type fixture struct {
	*acctest.CloudSigma
	client *cloudsigma.Client
	// server and drive are UUIDs, once remember has run.
	server, drive string
}

func newFixture(t *testing.T, options emulated.Options) *fixture {
	t.Helper()
	account := acctest.EmulateCloudSigma(t, options)
	return &fixture{CloudSigma: account, client: account.Client(t, nil)}
}

// config is a server and a drive with further lines for each, and then other resources.
func (f *fixture) config(serverLines, others string) string {
	return f.Provider + fmt.Sprintf(`
resource "cloudsigma_server" "test" {
  name             = "tf-acc-server"
  cpu              = 2000
  memory           = 1073741824
  vnc_password     = "t0p-5ecret"
  shutdown_timeout = "0s"
%s
}

resource "cloudsigma_drive" "test" {
  name  = "tf-acc-drive"
  media = "disk"
  size  = 1073741824
}
%s`, serverLines, others)
}

// attachment is the attachment of the drive to the server with further lines.
func attachment(lines string) string {
	return fmt.Sprintf(`
resource "cloudsigma_drive_attachment" "test" {
  server_uuid      = cloudsigma_server.test.id
  drive_uuid       = cloudsigma_drive.test.id
  shutdown_timeout = "0s"
%s
}
`, lines)
}

const stopped = `power_state = "stopped"`

// remember notes the UUIDs of the server and the drive.
func (f *fixture) remember(state *terraform.State) error {
	for name, place := range map[string]*string{"cloudsigma_server.test": &f.server, "cloudsigma_drive.test": &f.drive} {
		made, ok := state.RootModule().Resources[name]
		if !ok {
			return fmt.Errorf("%s is not in the state", name)
		}
		*place = made.Primary.ID
	}
	return nil
}

// has checks the drives of the server as the cloud has them, and what became of it.
func (f *fixture) has(status string, wanted ...emulated.Attachment) resource.TestCheckFunc {
	return func(state *terraform.State) error {
		if err := f.remember(state); err != nil {
			return err
		}
		for i := range wanted {
			if wanted[i].Drive == "" {
				wanted[i].Drive = f.drive
			}
		}
		server, _ := f.Cloud.Server(f.server)
		if diff := cmp.Diff(append([]emulated.Attachment(nil), wanted...), append([]emulated.Attachment(nil), server.Drives...)); diff != "" {
			return fmt.Errorf("the drives of the server (-want +got):\n%s", diff)
		}
		if server.Status != status {
			return fmt.Errorf("the server is %s, want %s", server.Status, status)
		}
		return nil
	}
}

// sent checks the requests to servers since the log was emptied that are not reads.
func (f *fixture) sent(wanted ...string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		got := []string{}
		for _, request := range f.Server.Log.Matching("", "/servers/") {
			if request.Method != "GET" {
				got = append(got, request.Method+" "+request.Query)
			}
		}
		if diff := cmp.Diff(wanted, got); diff != "" {
			return fmt.Errorf("the requests sent (-want +got):\n%s", diff)
		}
		return nil
	}
}

func (f *fixture) emptyLog() { f.Server.Log.Reset() }

// newChannel is a channel that the plan leaves to the apply.
const newChannel = "dev_channel" + acctest.KnownAfterApply

// updates wants a plan that changes these attributes and no others.
func updates(attributes ...string) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{acctest.ExpectUpdate(address, attributes...)}}
}

func actionIs(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

func emptyPlan() resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
}

// test runs steps and wants nothing to be left.
func (f *fixture) test(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(), CheckDestroy: acctest.NothingLeft(f.Server), Steps: steps,
	})
}
