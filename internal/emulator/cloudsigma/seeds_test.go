package cloudsigma

import (
	"encoding/json"
	"net/http"
	"strconv"
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
	for _, member := range []struct{ name, collection string }{
		{"tags", "tags"}, {"pubkeys", "pubkeys"}, {"resources", "drives"}, {"grantees", "users"},
	} {
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
	for member, collection := range map[string]string{"drive": "drives", "backup_policy_uuid": "backupschedulers"} {
		if id, ok := identifier(at(definition, member)); ok && segments[0] != "servers" {
			seedObject(b, collection, id)
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
	case "snapshots", "remotesnapshots":
		makeSnapshot(b, collection, id)
	case "backupschedulers":
		b.schedulers.put(id, &scheduler{BackupScheduler: sampleScheduler(entity)})
	case "keypairs", "pubkeys":
		b.keypairs.put(id, &Keypair{Entity: entity, PublicKey: "ssh-ed25519 AAAA", PrivateKey: "PRIVATE", Fingerprint: "aa:bb"})
	case "tags":
		b.tags.put(id, &Tag{Entity: entity})
	case "users":
		b.accounts["user@example.com"] = &account{user: "user@example.com", uuid: id}
	case "acls":
		b.acls.put(id, &ACL{Entity: entity})
	case "subscriptions", "subscriptioncalculator":
		number, _ := strconv.Atoi(id)
		b.own(number, DefaultUser, "dssd", "")
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

// makeSnapshot makes a snapshot of a tagged drive of its own.
func makeSnapshot(b *bench, collection, id string) {
	of := b.newUUID()
	seedObject(b, "drives", of)
	kind := b.localSnapshotKind()
	tag := b.newUUID()
	if collection == "remotesnapshots" {
		kind = b.remoteSnapshotKind()
		seedObject(b, "tags", tag)
		b.setTags(of, []string{tag})
	}
	made := &snapshot{Snapshot: Snapshot{
		Entity: Entity{Owner: DefaultUser, Meta: map[string]string{}}, Drive: of, Status: snapshotCreating, Location: "ZRH",
	}}
	kind.take(made, b.drives.get(of))
	made.timeline.Clear()
	made.Status = snapshotAvailable
	kind.kept.remove(made.UUID)
	made.UUID = id
	kind.kept.put(id, made)
	b.setTags(id, []string{tag})
}

// interruptSnapshots has the snapshots of the sample still being made.
func interruptSnapshots(b *bench) {
	for _, s := range b.snapshots.all() {
		s.Status = snapshotCreating
	}
}

func seedSnapshotsInAllStates(b *bench) {
	seedObject(b, "snapshots", b.newUUID())
	interruptSnapshots(b)
	seedObject(b, "snapshots", b.newUUID())
}

// seedSnapshots makes snapshots, local and remote, of the drive that the sample names, or of one of its own.
func seedSnapshots(count int) func(b *bench) {
	return func(b *bench) {
		if len(b.drives.all()) == 0 {
			seedObject(b, "drives", b.newUUID())
		}
		scheduler := b.newUUID()
		seedObject(b, "backupschedulers", scheduler)
		onlyDrive(b).BackupScheduler = scheduler
		for range count {
			for _, collection := range []string{"snapshots", "remotesnapshots"} {
				id := b.newUUID()
				seedObject(b, collection, id)
				kind := b.localSnapshotKind()
				if collection == "remotesnapshots" {
					kind = b.remoteSnapshotKind()
				}
				kind.kept.get(id).Drive = onlyDrive(b).UUID
			}
		}
	}
}

// seedListedDrive makes the drive whose snapshots are listed.
func seedListedDrive(b *bench) {
	seedObject(b, "drives", "b7cb6615-b6a5-4c31-b755-b86980c64d59")
	seedSnapshots(2)(b)
}

// sampleScheduler is one like those of the samples.
func sampleScheduler(entity Entity) BackupScheduler {
	day := int64(1)
	window := BackupTimes{
		DaysOfWeek: []string{"*"}, DaysOfMonth: "*", Months: "*", Hours: "1", Minutes: "0",
		Start: TimeOfDay{"12", "0"}, End: TimeOfDay{"11", "45"},
	}
	made := newScheduler(entity.Owner)
	made.Entity, made.Type, made.Enabled, made.Timezone = entity, "snapshot", true, "Etc/GMT+12"
	made.Incremental, made.Initial, made.RetentionName = window, &window, "Keep"
	made.Retention = []RetentionRule{{Period: "days", Quantity: 7}, {Period: "weeks", Quantity: 4, Day: &day}}
	return made
}

// seedSchedulers makes schedulers of several types, one of them in several months.
func seedSchedulers(b *bench) {
	for _, kind := range []string{"snapshot", "backup", "dr"} {
		made := sampleScheduler(Entity{UUID: b.newUUID(), Owner: DefaultUser, Name: kind, Meta: map[string]string{}})
		made.Type = kind
		if kind == "backup" {
			made.Incremental.Months, made.Incremental.DaysOfWeek = "2,4,6", nil
			made.Initial, made.Retention = nil, made.Retention[:1]
		}
		b.schedulers.put(made.UUID, &scheduler{BackupScheduler: made})
	}
}

func keepDaysOnly(b *bench) {
	s := b.schedulers.all()[0]
	s.Retention = s.Retention[:1]
}

func seedTaggedDrive(b *bench) {
	tag := b.newUUID()
	seedObject(b, "tags", tag)
	b.setTags(onlyDrive(b).UUID, []string{tag})
}

const sharedTag = "6d302107-fc0b-433a-99b1-9f2d3692eefc"

// seedACL makes an ACL that permits another user something on a tag.
func seedACL(b *bench, owner, grantee string) {
	for _, user := range []string{owner, grantee} {
		if b.accounts[user] == nil {
			b.accounts[user] = &account{user: user, uuid: b.newUUID()}
		}
	}
	b.acls.put(b.newUUID(), &ACL{
		Entity: Entity{UUID: b.newUUID(), Owner: owner, Meta: map[string]string{}}, Grantees: []string{grantee},
		Permissions: []string{"LIST", "EDIT"}, Tags: []string{sharedTag},
	})
}

func seedSharedTag(b *bench) { seedACL(b, DefaultUser, "user@example.com") }

// seedSharedDrive shares what the request reads, be it an ACL or a drive.
func seedSharedDrive(b *bench) {
	seedObject(b, "tags", sharedTag)
	seedSharedTag(b)
	for _, d := range b.drives.all() {
		b.setTags(d.UUID, []string{sharedTag})
	}
	for _, acl := range b.acls.all() {
		acl.Grantees, acl.Permissions, acl.Tags = []string{"user@example.com"}, []string{"LIST", "EDIT"}, []string{sharedTag}
	}
}

// seedSharedSnapshot shares the remote snapshot that the request reads.
func seedSharedSnapshot(b *bench) {
	seedObject(b, "tags", sharedTag)
	seedSharedTag(b)
	for _, s := range b.remoteSnapshots.all() {
		b.setTags(s.UUID, []string{sharedTag})
	}
}

// seedForeignDrive gives the drive of the request to somebody who shares it.
func seedForeignDrive(b *bench) {
	seedObject(b, "tags", sharedTag)
	seedACL(b, "user@example.com", DefaultUser)
	d := onlyDrive(b)
	d.Owner, b.tags.get(sharedTag).Owner = "user@example.com", "user@example.com"
	b.setTags(d.UUID, []string{sharedTag})
}

func seedForeignACLs(b *bench) {
	seedObject(b, "acls", b.newUUID())
	seedACL(b, "user@example.com", DefaultUser)
}

func seedSubscriptions(b *bench) { b.own(9, DefaultUser, "cpu", "") }
