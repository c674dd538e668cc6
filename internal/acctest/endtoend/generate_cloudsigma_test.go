package endtoend

import (
	"fmt"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

// TestGenerateCloudSigmaConfig: what terraform plan -generate-config-out writes for one of each type is valid, and
// imports it without a change, also what the API never shows, as the period of a subscription, and what Terraform does
// not write, as passwords. Without the blocks of the server, its drives and NICs stay where they are, and the plan says so.
func TestGenerateCloudSigmaConfig(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, occi.Options{}, emulated.Options{}, "")
	seeded, imports := seedAll(t, w.client(t)), ""
	for typeName, id := range seeded {
		imports += fmt.Sprintf("\nimport {\n  provider = occi\n  to       = cloudsigma_%s.imported\n  id       = %q\n}\n", typeName, id)
	}
	importable, err := filepath.Glob("../../../examples/resources/cloudsigma_*/import.sh")
	if err != nil || len(importable) != len(seeded) {
		t.Errorf("%d types can be imported, and %d are (%v)", len(importable), len(seeded), err)
	}
	w.write(t, "imports.tf", imports)
	planned := w.run(t, "plan", "-input=false", "-no-color", "-generate-config-out=generated.tf")
	if !strings.Contains(planned, fmt.Sprintf("Plan: %d to import, 0 to add, 0 to change, 0 to destroy.", len(seeded))) {
		t.Errorf("the import changes something:\n%s\n%s", planned, w.read(t, "generated.tf"))
	}

	w.write(t, "generated.tf", serverBlocks.ReplaceAllString(w.read(t, "generated.tf"), ""))
	w.cloudSigma.Log.Reset()
	applied := w.run(t, "apply", "-auto-approve", "-input=false", "-no-color")
	for _, told := range []string{"0 added, 1 changed, 0 destroyed", "Warning: The drives stay", "Warning: The NICs stay"} {
		if !strings.Contains(applied, told) {
			t.Errorf("an import without the blocks of the server, which does not say %q:\n%s", told, applied)
		}
	}
	for _, request := range w.cloudSigma.Log.All() {
		if request.Method != http.MethodGet {
			t.Errorf("%s %s was sent", request.Method, request.Path)
		}
	}
}

// serverBlocks are the blocks of a server in a generated configuration.
var serverBlocks = regexp.MustCompile(`(?ms)^  (drive|network) \{.*?^  \}\n`)

// seedAll makes one entity of each type that can be imported, and returns their ids by the types without cloudsigma_.
func seedAll(t *testing.T, client *cloudsigma.Client) map[string]string {
	t.Helper()
	servers, snapshots := seedServers(t, client), seedSnapshot(t, client)
	remote := made(client.RemoteSnapshots.Create(t.Context(), cloudsigma.SnapshotDefinition{
		Name: "backup", Drive: &cloudsigma.Reference{UUID: snapshots["DRIVE"]}, Location: "ZRH",
	}, ""))(t)
	policy := made(client.FirewallPolicies.Create(t.Context(), cloudsigma.FirewallPolicyDefinition{
		Name: "web", Rules: []cloudsigma.FirewallRule{
			{Action: "accept", Direction: "in", Protocol: "tcp", DestinationPort: "80", Comment: "HTTP"},
			{Action: "drop", Direction: "in"},
		},
	}, ""))(t)
	acl := made(client.ACLs.Create(t.Context(), cloudsigma.ACLDefinition{
		Name: "colleague", Rules: []cloudsigma.ACLRule{{Permission: "LIST"}}, Tags: cloudsigma.References(servers["TAG"]),
	}, ""))(t)
	minute, hour := int64(30), int64(2)
	backup := made(client.BackupPolicies.Create(t.Context(), cloudsigma.BackupPolicyDefinition{
		Name: "nightly", Type: "snapshot", IsEnabled: true, UserTimezone: "Etc/UTC",
		Incremental: cloudsigma.BackupTimes{
			BackupWindow: cloudsigma.BackupWindow{
				DaysOfWeek: cloudsigma.Weekdays{"mon", "fri"}, StartTime: cloudsigma.TimeOfDay{Hour: &hour, Minute: &minute},
			},
			DaysOfMonth: "*", Months: "*", Repeat: cloudsigma.BackupCycle{Hour: "*/12"},
		},
		Retention: cloudsigma.RetentionPolicy{Rules: []cloudsigma.RetentionRule{{Period: "days", Quantity: 7}}},
	}, ""))(t)
	if err := client.BackupPolicies.Assign(t.Context(), servers["DATA"], backup.UUID); err != nil {
		t.Fatal(err)
	}
	_, err := client.EditGlobalContext(t.Context(), func(cloudsigma.Meta) (cloudsigma.Meta, error) {
		return cloudsigma.NewMeta(map[string]string{"proxy": "http://10.0.0.1:3128"}), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	bought := made(client.Subscriptions.Buy(t.Context(), cloudsigma.SubscriptionOrder{
		Resource: "dssd", Amount: 1 << 30, Period: "1 month", AutoRenew: true,
	}))(t)
	// Blocks of a server and attachments to it exclude each other.
	other := made(client.Servers.Create(t.Context(), cloudsigma.ServerDefinition{
		Name: "other", CPU: 1000, Memory: 1 << 30, VNCPassword: "vnc-secret",
		Drives: []cloudsigma.ServerDrive{{Drive: cloudsigma.Reference{UUID: snapshots["DRIVE"]}, Device: "virtio", DevChannel: "0:0"}},
		NICs: []cloudsigma.NIC{{
			IPv4: &cloudsigma.IPSetup{Conf: cloudsigma.ConfDHCP}, FirewallPolicy: &cloudsigma.Reference{UUID: policy.UUID},
		}},
	}, ""))(t)
	return map[string]string{
		"acl": acl.UUID, "backup_policy": backup.UUID, "drive": servers["DISK"], "firewall_policy": policy.UUID,
		"drive_attachment":           cloudsigmaserver.AttachmentID(other.UUID, snapshots["DRIVE"]),
		"firewall_policy_attachment": cloudsigmaserver.AttachmentID(other.UUID, other.Definition.NICs[0].MAC),
		"global_context":             "global_context", "ip": servers["ADDRESS"], "remote_snapshot": remote.UUID, "server": servers["FULL"],
		"snapshot": snapshots["SNAPSHOT"], "ssh_key": servers["KEY"], "subscription": bought.ID.String(), "tag": servers["TAG"],
		"vlan": servers["VLAN"],
	}
}
