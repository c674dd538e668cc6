package endtoend

import (
	"fmt"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// seedServers makes servers as the official provider does: with one NIC if none is configured, and with drives whose
// channels count up from 0:1, whatever the device. That of IDE is another, because there are no more than two units of
// a controller, and the sixth is SCSI, because there are no more than six of virtio (servers_kvm.rst).
func seedServers(t *testing.T, client *cloudsigma.Client) map[string]string {
	t.Helper()
	const password = "5$zFH9$w"
	key := made(client.Keypairs.Create(t.Context(), cloudsigma.KeypairDefinition{Name: "key", AlgorithmType: "rsa"}, ""))(t)
	tag := made(client.Tags.Create(t.Context(), cloudsigma.TagDefinition{Name: "tag"}, ""))(t)
	vlans, err := client.VLANs.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ips, err := client.IPs.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	drive := func() string {
		return made(client.Drives.Create(t.Context(), cloudsigma.DriveDefinition{
			Name: "drive", Media: cloudsigma.MediaDisk, Size: 1 << 30,
		}, ""))(t).UUID
	}
	cores := int64(2)
	attached := []cloudsigma.ServerDrive{}
	for i, device := range []string{"virtio", "ide", "virtio", "virtio", "virtio", "scsi"} {
		place, channel := int64(i+1), fmt.Sprintf("0:%d", i+1)
		if device == "ide" {
			channel = "0:0"
		}
		attached = append(attached, cloudsigma.ServerDrive{
			BootOrder: &place, DevChannel: channel, Device: device, Drive: cloudsigma.Reference{UUID: drive()},
		})
	}
	plain := made(client.Servers.Create(t.Context(), cloudsigma.ServerDefinition{
		Name: "plain", CPU: 2000, Memory: 512 << 20, VNCPassword: password,
		NICs: []cloudsigma.NIC{{IPv4: &cloudsigma.IPSetup{Conf: cloudsigma.ConfDHCP}, Model: "virtio"}},
	}, ""))(t)
	full := made(client.Servers.Create(t.Context(), cloudsigma.ServerDefinition{
		Name: "full", CPU: 4000, Memory: 1 << 30, SMP: &cores, VNCPassword: password,
		EnclavePageCaches: []cloudsigma.EnclavePageCache{{Size: 1 << 20}},
		PublicKeys:        cloudsigma.References(key.UUID), Tags: cloudsigma.References(tag.UUID),
		Meta: cloudsigma.NewMeta(map[string]string{
			"description": "with everything", "base64_fields": "cloudinit-user-data", "cloudinit-user-data": "I2Nsb3VkLWNvbmZpZwo=",
		}),
		Drives: attached,
		NICs: []cloudsigma.NIC{
			{IPv4: &cloudsigma.IPSetup{Conf: cloudsigma.ConfStatic, IP: &cloudsigma.Reference{UUID: ips[0].UUID}}},
			{VLAN: &cloudsigma.Reference{UUID: vlans[0].UUID}},
		},
	}, ""))(t)
	for _, id := range []string{plain.UUID, full.UUID} {
		if err := client.Servers.Start(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	values := map[string]string{
		"PLAIN": plain.UUID, "FULL": full.UUID, "KEY": key.UUID, "TAG": tag.UUID,
		"ADDRESS": ips[0].UUID, "VLAN": vlans[0].UUID,
	}
	for i, name := range []string{"DISK", "DATA", "THIRD", "FOURTH", "FIFTH", "SIXTH"} {
		values[name] = attached[i].Drive.UUID
	}
	return values
}

func seedSnapshot(t *testing.T, client *cloudsigma.Client) map[string]string {
	t.Helper()
	drive := made(client.Drives.Create(t.Context(), cloudsigma.DriveDefinition{Name: "data", Media: "disk", Size: 1 << 30}, ""))(t)
	// The drive is ready with the next look at it.
	_ = made(client.Drives.Get(t.Context(), drive.UUID))(t)
	snapshot := made(client.Snapshots.Create(t.Context(), cloudsigma.SnapshotDefinition{
		Name: "before", Drive: &cloudsigma.Reference{UUID: drive.UUID},
	}, ""))(t)
	return map[string]string{"DRIVE": drive.UUID, "SNAPSHOT": snapshot.UUID}
}

func seedKeys(t *testing.T, client *cloudsigma.Client) map[string]string {
	t.Helper()
	const public = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJd0x5dGd9dHBHQXEFxvMv7WBEXqYV7Tn0gWvFVQ0o1b me@example.org"
	own := made(client.Keypairs.Create(t.Context(), cloudsigma.KeypairDefinition{Name: "own", PublicKey: public}, ""))(t)
	generated := made(client.Keypairs.Create(t.Context(), cloudsigma.KeypairDefinition{Name: "generated", AlgorithmType: "rsa"}, ""))(t)
	return map[string]string{
		"OWN": own.UUID, "PUBLIC_KEY": public,
		"GENERATED": generated.UUID, "GENERATED_PUBLIC_KEY": generated.Definition.PublicKey,
		"GENERATED_PRIVATE_KEY": string(generated.Definition.PrivateKey),
	}
}

func seedOfficialDrives(t *testing.T, client *cloudsigma.Client) map[string]string {
	t.Helper()
	tag := made(client.Tags.Create(t.Context(), cloudsigma.TagDefinition{Name: "tag"}, ""))(t)
	blank := made(client.Drives.Create(t.Context(), cloudsigma.DriveDefinition{
		Name: "blank", Media: cloudsigma.MediaDisk, Size: 5 << 30, Tags: cloudsigma.References(tag.UUID),
	}, ""))(t)
	clone := made(client.Drives.Clone(t.Context(), emulated.TrustyLibraryDrive, cloudsigma.Clone{Name: "clone", Size: 15 << 30}))(t)
	server := made(client.Servers.Create(t.Context(), cloudsigma.ServerDefinition{
		Name: "server", CPU: 1000, Memory: 1 << 30, VNCPassword: "vnc-secret",
		Drives: []cloudsigma.ServerDrive{{Drive: cloudsigma.Reference{UUID: clone.UUID}, Device: "virtio", DevChannel: "0:0"}},
	}, ""))(t)
	return map[string]string{
		"TAG": tag.UUID, "BLANK": blank.UUID, "CLONE": clone.UUID, "SOURCE": emulated.TrustyLibraryDrive, "SERVER": server.UUID,
	}
}

// seedTags makes a tag with a drive, which the state of the official provider does not show.
func seedTags(t *testing.T, client *cloudsigma.Client) map[string]string {
	t.Helper()
	drive := made(client.Drives.Create(t.Context(), cloudsigma.DriveDefinition{Name: "data", Media: "disk", Size: 1 << 30}, ""))(t)
	tag := made(client.Tags.Create(t.Context(), cloudsigma.TagDefinition{
		Name: "production", Meta: cloudsigma.NewMeta(map[string]string{"team": "one"}), Resources: cloudsigma.References(drive.UUID),
	}, ""))(t)
	return map[string]string{"TAG": tag.UUID}
}

// made returns what was made, or ends the test.
func made[T any](entity *T, err error) func(*testing.T) *T {
	return func(t *testing.T) *T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return entity
	}
}
