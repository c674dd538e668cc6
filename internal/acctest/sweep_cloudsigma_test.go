package acctest

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	emulatedcloudsigma "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// litter makes one of each thing that tests make, with one name. Its methods fail the test.
type litter struct {
	*testing.T
	*Bubble
	name string
}

func created[T any](t *testing.T) func(*T, error) *T {
	return func(entity *T, err error) *T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return entity
	}
}

func (l litter) drive(name string) string {
	return created[cloudsigma.Drive](l.T)(l.Client.Drives.Create(l.Context(), cloudsigma.DriveDefinition{
		Name: name, Media: "disk", Size: 1 << 30,
	}, "")).UUID
}

func (l litter) server(name, drive string) string {
	return created[cloudsigma.Server](l.T)(l.Client.Servers.Create(l.Context(), cloudsigma.ServerDefinition{
		Name: name, CPU: 1000, Memory: 1 << 30, VNCPassword: "secret",
		Drives: []cloudsigma.ServerDrive{{Drive: cloudsigma.Reference{UUID: drive}, DevChannel: "0:0", Device: "virtio"}},
	}, "")).UUID
}

// snapshots makes a local and a remote snapshot of a drive.
func (l litter) snapshots(name, drive string) {
	of := cloudsigma.SnapshotDefinition{Name: name, Drive: &cloudsigma.Reference{UUID: drive}}
	created[cloudsigma.Snapshot](l.T)(l.Client.Snapshots.Create(l.Context(), of, ""))
	of.Location = "ZRH"
	created[cloudsigma.Snapshot](l.T)(l.Client.RemoteSnapshots.Create(l.Context(), of, ""))
}

// plain makes what nothing waits for.
func (l litter) plain() {
	ctx := l.Context()
	created[cloudsigma.BackupPolicy](l.T)(l.Client.BackupPolicies.Create(ctx, cloudsigma.BackupPolicyDefinition{
		Name: l.name, Type: "snapshot", UserTimezone: "Europe/Zurich", Incremental: cloudsigma.BackupTimes{Hours: "1"},
	}, ""))
	created[cloudsigma.Keypair](l.T)(l.Client.Keypairs.Create(ctx, cloudsigma.KeypairDefinition{
		Name: l.name, AlgorithmType: "ed25519",
	}, ""))
	created[cloudsigma.FirewallPolicy](l.T)(l.Client.FirewallPolicies.Create(ctx, cloudsigma.FirewallPolicyDefinition{Name: l.name}, ""))
	tag := created[cloudsigma.Tag](l.T)(l.Client.Tags.Create(ctx, cloudsigma.TagDefinition{Name: l.name}, ""))
	created[cloudsigma.ACL](l.T)(l.Client.ACLs.Create(ctx, cloudsigma.ACLDefinition{
		Name: l.name, Tags: cloudsigma.References(tag.UUID),
	}, ""))
}

// annotate names what the account has by subscription, and adds to its global context.
func (l litter) annotate(vlan, ip string) {
	name := func(annotations *cloudsigma.Annotations) error {
		annotations.Meta.Set(cloudsigma.MetaName, l.name)
		return nil
	}
	created[cloudsigma.VLAN](l.T)(l.Client.VLANs.Edit(l.Context(), vlan, name))
	created[cloudsigma.IP](l.T)(l.Client.IPs.Edit(l.Context(), ip, name))
	_, err := l.Client.EditGlobalContext(l.Context(), func(current cloudsigma.Meta) (cloudsigma.Meta, error) {
		current.Set(l.name, "value")
		return current, nil
	})
	if err != nil {
		l.Fatal(err)
	}
}

// TestSweepCloudSigma sweeps a cloud that takes its time: a server that is stopped is not off at once, a copy is busy,
// and what is deleted lingers.
func TestSweepCloudSigma(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		bubble := NewBubble(t, emulatedcloudsigma.Options{
			BootTime: 10 * time.Second, StopTime: 20 * time.Second, DeleteTime: 2 * time.Second,
			DriveTime: time.Minute, SnapshotTime: time.Minute,
		})
		vlans := bubble.Cloud.VLANs(emulatedcloudsigma.DefaultUser)
		ips := bubble.Cloud.StaticIPs(emulatedcloudsigma.DefaultUser)
		for i, name := range []string{Name("sweep"), "precious"} {
			l := litter{t, bubble, name}
			drive, loose := l.drive(name), l.drive(name)
			time.Sleep(time.Hour)
			l.snapshots(name, loose)
			if i == 0 {
				// As a backup policy makes it.
				time.Sleep(24 * time.Hour)
				l.snapshots("automatic", drive)
			}
			server := l.server(name, drive)
			if i > 0 {
				// The disk of the clone has the name of the original.
				created[cloudsigma.Server](t)(bubble.Client.Servers.Clone(t.Context(), server, cloudsigma.ServerClone{Name: Name("clone")}))
			} else if err := bubble.Client.Servers.Start(t.Context(), server); err != nil {
				t.Fatal(err)
			}
			l.plain()
			l.annotate(vlans[i], ips[i])
		}
		if err := SweepCloudSigma(t.Context(), bubble.Client); err != nil {
			t.Error(err)
		}
		left := []string{
			"acl precious", "backup_scheduler precious", "drive precious", "drive precious", "fwpolicy precious",
			"keypair precious", "remote_snapshot precious", "server precious", "snapshot precious", "tag precious",
		}
		if diff := cmp.Diff(left, names(bubble.Cloud)); diff != "" {
			t.Error(diff)
		}
		for i, want := range []string{"", "precious"} {
			vlan, _ := bubble.Cloud.VLAN(vlans[i])
			address, _ := bubble.Cloud.StaticIP(ips[i])
			if vlan.Meta["name"] != want || address.Meta["name"] != want {
				t.Errorf("the VLAN is named %q, the address %q, want %q", vlan.Meta["name"], address.Meta["name"], want)
			}
		}
		if diff := cmp.Diff(map[string]string{"precious": "value"}, bubble.Cloud.GlobalContext(emulatedcloudsigma.DefaultUser)); diff != "" {
			t.Errorf("the global context: %s", diff)
		}
	})
}
