// Package cloudsigma emulates the CloudSigma API 2.0: servers, drives, library drives, snapshots, backup
// schedulers, keypairs, firewall policies, tags, ACLs, IPs, VLANs, subscriptions, profile, capabilities and jobs, with their
// states, their rules and their errors. What it answers follows the request and response samples and the pages of the
// public repository cloudsigma/cloudsigma-docs; where these are silent it says so in a comment.
//
// It must not know Terraform, nor import any client that is tested against it.
package cloudsigma

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
)

// The account that exists when Options names none.
const (
	DefaultUser     = "demo@example.com"
	DefaultPassword = "demo-password"
)

// Options shape the cloud. The zero value is a cloud where everything asynchronous is done by the
// next request, with the account DefaultUser.
type Options struct {
	// Users maps user names to passwords, for HTTP basic authentication.
	Users map[string]string
	// Tokens maps bearer tokens to user names.
	Tokens map[string]string
	// BootTime is how long a server is "starting".
	BootTime time.Duration
	// StopTime is how long a server is "stopping" after a stop.
	StopTime time.Duration
	// ShutdownTime is how long a guest takes to power off after an ACPI shutdown.
	ShutdownTime time.Duration
	// ACPITimeout is how long the cloud waits for the guest to power off before it sets the server
	// back to "running"; zero is one minute, as on the real cloud.
	ACPITimeout time.Duration
	// IgnoreACPI makes all guests ignore ACPI shutdowns.
	IgnoreACPI bool
	// DriveTime is how long a drive is "creating", "cloning_dst", "cloning_src" or "resizing".
	DriveTime time.Duration
	// SnapshotTime is how long a snapshot is "creating", and a remote one then "transferring".
	SnapshotTime time.Duration
	// DeleteTime is how long a deleted drive lingers as "unavailable", and a deleted snapshot as it was.
	DeleteTime time.Duration
	// EditTime is how long a PUT keeps other writers of the same object out: they are answered 503
	// with error_type "concurrency".
	EditTime time.Duration
	// ForgetAbsent makes a PUT reset the members that its body leaves out. The real cloud was seen
	// to keep them: in the samples server_edit_meta and server_attach_drive the meta survives a PUT
	// without "meta". A client that sends whole definitions works either way.
	ForgetAbsent bool
	// Hosts is on how many hosts the servers run; zero is three.
	Hosts int
	// LivePorts has servers listen on the ports that their user data asks for; their dynamic addresses are then on loopback.
	// nil: no server can be reached.
	LivePorts *emulator.LivePorts
	// AddToGlobalContext makes a POST of the global context keep the keys that its body leaves out.
	AddToGlobalContext bool
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// Seed makes the generated identifiers reproducible.
	Seed uint64
}

// Cloud is the emulated CloudSigma location. It is safe for concurrent use.
type Cloud struct {
	options Options

	mu         sync.Mutex
	requests   uint64
	generated  uint64
	accounts   map[string]*account
	servers    store[server]
	drives     store[drive]
	libdrives  store[libraryDrive]
	keypairs   store[Keypair]
	fwpolicies store[FirewallPolicy]
	tags       store[Tag]
	acls       store[ACL]
	vlans      store[property]
	ips        store[property]
	jobs       store[job]
	snapshots  store[snapshot]
	// remoteSnapshots are kept at another location.
	remoteSnapshots store[snapshot]
	schedulers      store[scheduler]
	subscriptions   store[subscription]
	// lastRemote is when the last remote snapshot of a drive was made.
	lastRemote map[string]time.Time
	chunkLinks map[string]chunkLink

	lastSubscription int
	lastAddress      int
	lastIPv6Address  int
	lastPort         int
	conflicts        map[string]int
	locked           map[string]time.Time
	collections      map[string]*collection
	// avoid are the entities that the action being carried out is to avoid (availability_groups.rst).
	avoid []string
}

var _ emulator.Cloud = (*Cloud)(nil)

// New makes a cloud that holds only what the location brings itself and what the accounts own from
// the start: a few static addresses of IPv4 and IPv6, and VLANs.
func New(options Options) *Cloud {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.ACPITimeout == 0 {
		options.ACPITimeout = time.Minute
	}
	if options.Hosts == 0 {
		options.Hosts = 3
	}
	if len(options.Users) == 0 && len(options.Tokens) == 0 {
		options.Users = map[string]string{DefaultUser: DefaultPassword}
	}
	c := &Cloud{
		options: options, accounts: map[string]*account{},
		conflicts: map[string]int{}, locked: map[string]time.Time{}, lastRemote: map[string]time.Time{},
		chunkLinks: map[string]chunkLink{}, lastSubscription: 10000,
	}
	c.collections = c.newCollections()
	for _, entry := range libraryCatalog() {
		c.libdrives.put(entry.UUID, &entry)
	}
	users := slices.AppendSeq(slices.Collect(maps.Keys(options.Users)), maps.Values(options.Tokens))
	slices.Sort(users)
	for _, user := range slices.Compact(users) {
		c.openAccount(user)
	}
	return c
}

// Inventory lists the servers, drives, snapshots, backup schedulers, keypairs, firewall policies, tags and ACLs of all
// accounts. IPs and VLANs are subscriptions of an account, and subscriptions stay until they end: nothing that a
// configuration could take away again.
func (c *Cloud) Inventory() []emulator.Item {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.advance()
	var items []emulator.Item
	for _, s := range c.servers.all() {
		items = append(items, item("server", s.Entity, s.Status))
	}
	for _, d := range c.drives.all() {
		items = append(items, item("drive", d.Entity, c.driveStatus(d)))
	}
	for _, s := range c.snapshots.all() {
		items = append(items, item("snapshot", s.Entity, s.Status))
	}
	for _, s := range c.remoteSnapshots.all() {
		items = append(items, item("remote_snapshot", s.Entity, s.Status))
	}
	for _, s := range c.schedulers.all() {
		items = append(items, item("backup_scheduler", s.Entity, ""))
	}
	for _, k := range c.keypairs.all() {
		items = append(items, item("keypair", k.Entity, ""))
	}
	for _, p := range c.fwpolicies.all() {
		items = append(items, item("fwpolicy", p.Entity, ""))
	}
	for _, t := range c.tags.all() {
		items = append(items, item("tag", t.Entity, ""))
	}
	for _, acl := range c.acls.all() {
		items = append(items, item("acl", acl.Entity, ""))
	}
	slices.SortStableFunc(items, func(a, b emulator.Item) int { return cmp.Compare(a.Kind, b.Kind) })
	return items
}

func item(kind string, e Entity, state string) emulator.Item {
	return emulator.Item{Kind: kind, ID: e.UUID, Name: e.Name, Owner: e.Owner, State: state}
}

// advance lets everything happen that was due by now.
func (c *Cloud) advance() {
	now := c.options.Now()
	c.advanceSubscriptions(now)
	for _, d := range c.drives.all() {
		d.timeline.Advance(now)
	}
	for _, s := range c.servers.all() {
		s.timeline.Advance(now)
	}
	for _, s := range append(c.snapshots.all(), c.remoteSnapshots.all()...) {
		s.timeline.Advance(now)
	}
	for _, j := range c.jobs.all() {
		if now.Sub(j.finished) > jobHistory {
			c.jobs.remove(j.uuid)
		}
	}
	c.syncPorts()
}

// random returns the next 32 reproducible bytes, for identifiers and the like.
func (c *Cloud) random() []byte {
	c.generated++
	sum := sha256.Sum256(fmt.Appendf(nil, "%d/%d", c.options.Seed, c.generated))
	return sum[:]
}

// newUUID returns a version 4 UUID.
func (c *Cloud) newUUID() string {
	b := c.random()[:16]
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	h := hex.EncodeToString(b)
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}
