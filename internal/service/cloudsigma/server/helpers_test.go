package server_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// address is that of the server in all configurations.
const address = "cloudsigma_server.web"

// gibibyte is in bytes.
const gibibyte = 1 << 30

// fixture is an emulated account, a client to prepare it and to meddle with it, and the server that
// Terraform made.
type fixture struct {
	*acctest.CloudSigma
	client *cloudsigma.Client
	// id is the UUID of the server, once remember has run.
	id string
}

func newFixture(t *testing.T, options emulated.Options) *fixture {
	t.Helper()
	account := acctest.EmulateCloudSigma(t, options)
	return &fixture{CloudSigma: account, client: account.Client(t, nil)}
}

// drives makes drives and returns their UUIDs.
func (f *fixture) drives(t *testing.T, count int) []string {
	t.Helper()
	var uuids []string
	for range count {
		uuids = append(uuids, f.drive(t, cloudsigma.MediaDisk))
	}
	return uuids
}

// drive makes a drive of a medium and returns its UUID.
func (f *fixture) drive(t *testing.T, media string) string {
	t.Helper()
	drive, err := f.client.Drives.Create(t.Context(), cloudsigma.DriveDefinition{
		Name: acctest.Name("drive"), Media: media, Size: gibibyte,
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	return drive.UUID
}

// tag makes a tag and returns its UUID.
func (f *fixture) tag(t *testing.T) string {
	t.Helper()
	tag, err := f.client.Tags.Create(t.Context(), cloudsigma.TagDefinition{Name: acctest.Name("tag")}, "")
	if err != nil {
		t.Fatal(err)
	}
	return tag.UUID
}

// policy makes a firewall policy and returns its UUID.
func (f *fixture) policy(t *testing.T) string {
	t.Helper()
	policy, err := f.client.FirewallPolicies.Create(t.Context(), cloudsigma.FirewallPolicyDefinition{
		Name: acctest.Name("policy"),
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	return policy.UUID
}

// key makes an SSH key and returns its UUID.
func (f *fixture) key(t *testing.T) string {
	t.Helper()
	key, err := f.client.Keypairs.Create(t.Context(), cloudsigma.KeypairDefinition{
		Name:      acctest.Name("key"),
		PublicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJd0x5dGd9dHBHQXEFxvMv7WBEXqYV7Tn0gWvFVQ0o1b me@example.org",
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	return key.UUID
}

// config is a server of 2 GHz and 1 GiB with further lines; a line "name = value" of them wins over the
// same attribute of the server.
func (f *fixture) config(lines ...string) string {
	return f.Provider + fmt.Sprintf("resource \"cloudsigma_server\" \"web\" {\n%s\n}\n", arguments(lines...))
}

// arguments are lines for a server, and those that it needs besides them.
func arguments(lines ...string) string {
	more := strings.Join(lines, "\n")
	var base []string
	for _, line := range []string{
		`name = "web"`, `cpu = 2000`, `memory = 1073741824`, `vnc_password = "t0p-5ecret"`, `shutdown_timeout = "1ms"`,
	} {
		name, _, _ := strings.Cut(line, " ")
		if !regexp.MustCompile(`(?m)^\s*` + name + ` `).MatchString(more) {
			base = append(base, line)
		}
	}
	return strings.Join(append(base, more), "\n")
}

// test runs steps and proves that nothing but what the test made itself is left.
func (f *fixture) test(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	before := f.Server.Inventory()
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps:                    steps,
		CheckDestroy: func(*terraform.State) error {
			if diff := cmp.Diff(before, f.Server.Inventory()); diff != "" {
				return errors.New("the inventory after destroy (-want +got):\n" + diff)
			}
			return nil
		},
	})
}

// remember notes the UUID of the server.
func (f *fixture) remember(state *terraform.State) error {
	server, ok := state.RootModule().Resources[address]
	if !ok {
		return errors.New("the server is not in the state")
	}
	f.id = server.Primary.ID
	return nil
}

// server returns the server as the cloud has it.
func (f *fixture) server(t *testing.T) emulated.Server {
	t.Helper()
	server, ok := f.Cloud.Server(f.id)
	if !ok {
		t.Fatalf("server %q is gone", f.id)
	}
	return server
}

// checkServer is a check of the server as the cloud has it.
func (f *fixture) checkServer(check func(emulated.Server) error) resource.TestCheckFunc {
	return func(state *terraform.State) error {
		if err := f.remember(state); err != nil {
			return err
		}
		server, ok := f.Cloud.Server(f.id)
		if !ok {
			return fmt.Errorf("server %q is gone", f.id)
		}
		return check(server)
	}
}

// resetLog is a PreConfig that forgets the requests so far.
func (f *fixture) resetLog() { f.Server.Log.Reset() }

// requests are the requests so far to servers, as "POST /servers/" or "POST action start". The limits
// (capabilities), which plans ask for, are not among them.
func (f *fixture) requests() []string {
	var sent []string
	for _, request := range f.Server.Log.Matching("", `/servers/`) {
		text := request.Method + " " + f.place(request.Path)
		if action, ok := strings.CutPrefix(request.Query, "do="); ok {
			text += " " + action
		}
		sent = append(sent, text)
	}
	return sent
}

func (f *fixture) place(path string) string {
	switch path = strings.TrimPrefix(path, "/api/2.0"); {
	case path == "/servers/" || path == "/servers/detail/":
		return path
	case strings.HasSuffix(path, "/action/"):
		return "action"
	default:
		return "server"
	}
}

// actions are the actions that the server was asked for.
func (f *fixture) actions() []string {
	actions := []string{}
	for _, request := range f.requests() {
		if action, ok := strings.CutPrefix(request, "POST action "); ok {
			actions = append(actions, action)
		}
	}
	return actions
}

// expectActions checks the actions since the log was reset.
func (f *fixture) expectActions(wanted ...string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if diff := cmp.Diff(append([]string{}, wanted...), f.actions()); diff != "" {
			return errors.New("actions (-want +got):\n" + diff)
		}
		return nil
	}
}

// actionIs expects what a step does to the server.
func actionIs(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

// updates expects a plan that changes these attributes of the server and no others.
func updates(attributes ...string) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{acctest.ExpectUpdate(address, attributes...)}}
}

// emptyPlan expects a step to change nothing.
func emptyPlan() resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
}

// edit changes the server as somebody else would.
func (f *fixture) edit(t *testing.T, change func(*cloudsigma.ServerDefinition)) {
	t.Helper()
	_, err := f.client.Servers.Edit(context.WithoutCancel(t.Context()), f.id, func(definition *cloudsigma.ServerDefinition) error {
		change(definition)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
