package cloudsigma

import (
	"fmt"
	"maps"
	"slices"
)

// Server returns what is stored of a server, and false if there is none.
func (c *Cloud) Server(uuid string) (Server, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.advance()
	s := c.servers.get(uuid)
	if s == nil {
		return Server{}, false
	}
	return s.Server.copy(), true
}

// Drive returns what is stored of a drive, with its status, and false if there is none.
func (c *Cloud) Drive(uuid string) (Drive, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.advance()
	d := c.drives.get(uuid)
	if d == nil {
		return Drive{}, false
	}
	found := d.Drive.copy()
	found.Status = c.driveStatus(d)
	return found, true
}

// Snapshot returns what is stored of a snapshot, local or remote, and false if there is none.
func (c *Cloud) Snapshot(uuid string) (Snapshot, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.advance()
	for _, kind := range []snapshotKind{c.localSnapshotKind(), c.remoteSnapshotKind()} {
		if s := kind.kept.get(uuid); s != nil {
			found := s.Snapshot
			found.Meta = maps.Clone(s.Meta)
			return found, true
		}
	}
	return Snapshot{}, false
}

// BackupScheduler returns what is stored of a backup scheduler, and false if there is none.
func (c *Cloud) BackupScheduler(uuid string) (BackupScheduler, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.schedulers.get(uuid)
	if s == nil {
		return BackupScheduler{}, false
	}
	return s.BackupScheduler.copy(), true
}

// Keypair returns what is stored of a keypair, and false if there is none.
func (c *Cloud) Keypair(uuid string) (Keypair, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k := c.keypairs.get(uuid)
	if k == nil {
		return Keypair{}, false
	}
	found := *k
	found.Meta = maps.Clone(k.Meta)
	return found, true
}

// FirewallPolicy returns what is stored of a firewall policy, and false if there is none.
func (c *Cloud) FirewallPolicy(uuid string) (FirewallPolicy, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := c.fwpolicies.get(uuid)
	if p == nil {
		return FirewallPolicy{}, false
	}
	found := *p
	found.Meta, found.Rules = maps.Clone(p.Meta), slices.Clone(p.Rules)
	return found, true
}

// Tag returns what is stored of a tag, and false if there is none.
func (c *Cloud) Tag(uuid string) (Tag, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := c.tags.get(uuid)
	if t == nil {
		return Tag{}, false
	}
	found := *t
	found.Meta, found.Resources = maps.Clone(t.Meta), slices.Clone(t.Resources)
	return found, true
}

// ACL returns what is stored of an ACL, and false if there is none.
func (c *Cloud) ACL(uuid string) (ACL, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	acl := c.acls.get(uuid)
	if acl == nil {
		return ACL{}, false
	}
	found := *acl
	found.Meta, found.Grantees = maps.Clone(acl.Meta), slices.Clone(acl.Grantees)
	found.Permissions, found.Tags = slices.Clone(acl.Permissions), slices.Clone(acl.Tags)
	return found, true
}

// AccountUUID returns the UUID of a user's account, by which ACLs name it.
func (c *Cloud) AccountUUID(user string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.accounts[user].uuid
}

// StaticIPs returns the addresses that the user owns, for static configurations; those of IPv4 come first.
func (c *Cloud) StaticIPs(user string) []string { return c.owned(&c.ips, user) }

// VLANs returns the UUIDs of the VLANs that the user owns.
func (c *Cloud) VLANs(user string) []string { return c.owned(&c.vlans, user) }

// VLAN returns what is stored of a VLAN, and false if there is none. Its name is in the meta.
func (c *Cloud) VLAN(uuid string) (Entity, bool) { return c.property(&c.vlans, uuid) }

// StaticIP returns what is stored of an address that somebody owns, and false if nobody does. Its name is in the
// meta.
func (c *Cloud) StaticIP(address string) (Entity, bool) { return c.property(&c.ips, address) }

func (c *Cloud) property(properties *store[property], id string) (Entity, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := properties.get(id)
	if p == nil {
		return Entity{}, false
	}
	found := p.Entity
	found.Meta = maps.Clone(p.Meta)
	return found, true
}

func (c *Cloud) owned(properties *store[property], user string) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var ids []string
	for _, p := range properties.all() {
		if p.Owner == user {
			ids = append(ids, p.UUID)
		}
	}
	return ids
}

// SetServerStatus puts a server into a state as if the cloud or somebody else had; what was under way
// is forgotten.
func (c *Cloud) SetServerStatus(uuid, status string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	defer c.syncPorts()
	c.advance()
	s := c.servers.get(uuid)
	if s == nil {
		return fmt.Errorf("setting the status of server %s: there is none", uuid)
	}
	s.timeline.Clear()
	switch {
	case status == serverStopped:
		powerOff(s)
	case status == serverRunning && s.ActiveSince.IsZero():
		c.powerOn(s, c.options.Now())
	default:
		s.Status = status
	}
	return nil
}

// StopServer powers a server off as if its guest had done so.
func (c *Cloud) StopServer(uuid string) error { return c.SetServerStatus(uuid, serverStopped) }

// IgnoreACPI makes the guest of one server ignore ACPI shutdowns.
func (c *Cloud) IgnoreACPI(uuid string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.servers.get(uuid)
	if s == nil {
		return fmt.Errorf("making server %s ignore ACPI: there is none", uuid)
	}
	s.ignoresACPI = true
	return nil
}

// SetDriveStatus puts a drive into a state for good; "" lets it have its own again.
func (c *Cloud) SetDriveStatus(uuid, status string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.advance()
	d := c.drives.get(uuid)
	if d == nil {
		return fmt.Errorf("setting the status of drive %s: there is none", uuid)
	}
	d.timeline.Clear()
	d.copies, d.busy = 0, status
	return nil
}

// Untag takes all tags off a resource as if somebody else had.
func (c *Cloud) Untag(uuid string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if collection, _ := c.typeOf(uuid); collection == "" {
		return fmt.Errorf("taking the tags off %s: there is no such resource", uuid)
	}
	c.setTags(uuid, nil)
	return nil
}

// Conflict answers the next writes (PUT, DELETE, actions) to an object with 503 and error_type
// "concurrency". The collection is "servers", "drives", "fwpolicies", ...
func (c *Cloud) Conflict(collection, uuid string, times int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.conflicts[conflictKey(collection, uuid)] = times
}

// Vanish makes an object disappear as if somebody else had deleted it, whatever its state. The
// collection is "servers", "drives", "snapshots", "remotesnapshots", "backupschedulers", "keypairs", "fwpolicies",
// "tags" or "acls".
func (c *Cloud) Vanish(collection, uuid string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	defer c.syncPorts()
	drops := map[string]func(string){
		"servers": c.dropServer, "drives": c.dropDrive, "keypairs": c.dropKeypair,
		"fwpolicies": c.dropPolicy, "tags": c.tags.remove, "acls": c.acls.remove, "snapshots": c.localSnapshotKind().drop,
		"remotesnapshots": c.remoteSnapshotKind().drop, "backupschedulers": c.dropScheduler,
	}
	drop, known := drops[collection]
	if !known {
		return fmt.Errorf("making %s %s vanish: no such collection", collection, uuid)
	}
	drop(uuid)
	return nil
}
