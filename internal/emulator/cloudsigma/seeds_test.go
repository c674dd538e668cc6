package cloudsigma

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// seedFor puts what the request refers to into the cloud, under the identifiers of the sample.
func seedFor(b *bench, s sample) {
	var body any
	_ = json.Unmarshal([]byte(s.body), &body) // Not every request has one.
	segments := s.segments()
	if len(segments) > 1 && segments[1] != "detail" {
		seedObject(b, segments[0], segments[1])
	}
	definitions := []any{body}
	if objects, wrapped := at(body, "objects").([]any); wrapped {
		definitions = objects
	}
	for _, definition := range definitions {
		seedReferences(b, segments, definition)
	}
}

func seedReferences(b *bench, segments []string, definition any) {
	for _, member := range []struct{ name, collection string }{{"tags", "tags"}, {"pubkeys", "pubkeys"}, {"resources", "drives"}} {
		references, _ := at(definition, member.name).([]any)
		for _, reference := range references {
			id, _ := identifier(reference)
			if strings.Contains(id, ".") {
				seedObject(b, "ips", id)
				continue
			}
			seedObject(b, member.collection, id)
		}
	}
	attachments, _ := at(definition, "drives").([]any)
	for _, attachment := range attachments {
		id, _ := identifier(at(attachment, "drive"))
		seedObject(b, "drives", id)
	}
	nics, _ := at(definition, "nics").([]any)
	for _, nic := range nics {
		if id, ok := identifier(at(nic, "vlan")); ok {
			seedObject(b, "vlans", id)
		}
		if id, ok := identifier(at(nic, "ip_v4_conf", "ip")); ok {
			seedObject(b, "ips", id)
		}
		if mac, ok := at(nic, "mac").(string); ok {
			s := b.servers.get(segments[1])
			s.NICs = append(s.NICs, NIC{MAC: mac, Model: "virtio"})
		}
	}
}

func seedObject(b *bench, collection, id string) {
	entity := Entity{UUID: id, Owner: DefaultUser, Name: "test_drive_x", Meta: map[string]string{}}
	switch collection {
	case "servers":
		made := newServer(DefaultUser)
		made.Entity, made.CPU, made.Memory, made.SMP, made.VNCPassword = entity, 1000, 536870912, 1, "secret"
		b.servers.put(id, &server{Server: made})
	case "drives":
		made := newDrive(DefaultUser)
		made.Entity, made.Size, made.Media = entity, 1073741824, "disk"
		if b.libdrives.get(id) == nil {
			b.drives.put(id, &drive{Drive: made})
		}
	case "keypairs", "pubkeys":
		b.keypairs.put(id, &Keypair{Entity: entity, PublicKey: "ssh-ed25519 AAAA", PrivateKey: "PRIVATE", Fingerprint: "aa:bb"})
	case "tags":
		b.tags.put(id, &Tag{Entity: entity})
	case "vlans":
		b.vlans.put(id, &property{Entity: entity, subscription: 12})
	case "ips":
		b.ips.put(id, &property{Entity: entity, subscription: 7273})
	}
}

func setNaming(b *bench, strategy string) { b.accounts[DefaultUser].profile["clone_naming"] = strategy }

func onlyDrive(b *bench) *drive { return b.drives.all()[0] }

// seedEphemeralDrive has the drive on a server, as the answer of the sample shows it.
func seedEphemeralDrive(b *bench) {
	onlyDrive(b).StorageType = ephemeralStorageType
	seedObject(b, "servers", shownServer)
	b.servers.get(shownServer).Drives = []Attachment{{Drive: onlyDrive(b).UUID, Device: "virtio", DevChannel: "0:1"}}
}

func seedDrives(b *bench) {
	for range 2 {
		seedObject(b, "drives", b.newUUID())
	}
}

func seedClonedDrive(b *bench) {
	seedDrives(b)
	b.act(http.StatusAccepted, "drives", onlyDrive(b).UUID, "clone")
}

func seedServers(b *bench) {
	for range 3 {
		seedObject(b, "servers", b.newUUID())
	}
}

func seedKeypair(b *bench) { seedObject(b, "keypairs", b.newUUID()) }

func runAllServers(b *bench) {
	for _, s := range b.servers.all() {
		b.powerOn(s, b.clock.Now())
	}
}

func seedRunningServer(b *bench) {
	s := b.servers.all()[0]
	seedObject(b, "drives", shownServer)
	s.Drives = []Attachment{{Drive: shownServer, Device: "virtio", DevChannel: "0:0", BootOrder: 1}}
	s.NICs = []NIC{{MAC: "22:b8:8c:17:fe:19", Model: "virtio", IPv4: &IPConfiguration{Conf: "dhcp"}}}
	b.powerOn(s, b.clock.Now())
}

func seedNICs(b *bench) {
	s := b.servers.all()[0]
	s.NICs = []NIC{
		{MAC: "22:cd:d0:81:97:c8", Model: "e1000", IPv4: &IPConfiguration{Conf: "dhcp"}},
		{MAC: "22:25:57:2a:dc:cc", Model: "virtio", VLAN: b.vlans.all()[0].UUID},
	}
}

func seedTaggedServer(b *bench) {
	if len(b.tags.all()) == 0 {
		seedObject(b, "tags", b.newUUID())
	}
	seedObject(b, "servers", shownServer)
	b.setTags(shownServer, []string{b.tags.all()[0].UUID})
}

// seedJobs makes the jobs of the samples, one with a child.
func seedJobs(b *bench) {
	seedObject(b, "drives", shownServer)
	created := b.clock.Now().Add(-time.Minute)
	add := func(id, operation string, children ...string) {
		b.jobs.put(id, &job{
			uuid: id, operation: operation, created: created, finished: created.Add(time.Second),
			resources: []string{uri("drives", shownServer)}, children: children,
		})
	}
	add(clonedJob, "drive_clone")
	add("4e1944be-a078-4ead-9d19-5f8823a84d42", "server_clone", clonedJob)
}
