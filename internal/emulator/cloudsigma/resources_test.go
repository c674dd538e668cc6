package cloudsigma

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
)

// publicKey and its fingerprint are from the sample pub_key_only_keypair_create.
const (
	publicKey   = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDFGtYDl+/Oua9uBXqwcbE84QUBBbDdMMzaZ6MAGg1Bmus9VEW0P8kK6npZ0SaUnB2xRrBNwCv0Q0uZBJ70UicgsrhBjCXIVa7K6yQYrFzMxfN8saNAjJvGDdWGSvcMxJdpYwXiOQhFan36eJCCwQjni7I538Ii9chPD8/tyJcBIw=="
	fingerprint = "e8:ee:43:72:38:09:6d:1e:8e:46:9e:76:80:a3:0a:01"
)

func TestKeypairs(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	given := b.create("keypairs", fmt.Sprintf(`{"name": "k", "public_key": %q}`, publicKey))
	if shown := b.get("keypairs", given); shown["fingerprint"] != fingerprint || shown["private_key"] != nil {
		t.Errorf("fingerprint and private key are %v and %v", shown["fingerprint"], shown["private_key"])
	}
	generated := b.create("keypairs", `{"name": "k", "algorithm_type": "ed25519"}`)
	if stored, _ := b.Keypair(generated); !strings.HasPrefix(stored.PublicKey, "ssh-ed25519 ") || !strings.Contains(stored.PrivateKey, "PRIVATE KEY") {
		t.Errorf("generated is %q, %q", stored.PublicKey, stored.PrivateKey)
	}
	for id, want := range map[string]bool{given: false, generated: true} {
		if has := b.get("pubkeys", id)["has_private_key"]; has != want {
			t.Errorf("has_private_key is %v, want %v", has, want)
		}
	}
	server := b.create("servers", serverWith(fmt.Sprintf(`"pubkeys": [{"uuid": %q}]`, given)))
	b.want(http.StatusNoContent, http.MethodDelete, uri("keypairs", given), "")
	if stored, _ := b.Server(server); len(stored.PublicKeys) != 0 {
		t.Errorf("the server still names the deleted key: %v", stored.PublicKeys)
	}
}

func TestKeypairValidation(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, definition, point string }{
		{"no name", fmt.Sprintf(`{"public_key": %q}`, publicKey), "name"},
		{"nothing to make", `{"name": "k"}`, "algorithm_type"},
		{"unknown algorithm", `{"name": "k", "algorithm_type": "dsa"}`, "algorithm_type"},
		{"no key", `{"name": "k", "public_key": "ssh-rsa nonsense"}`, "public_key"},
		{"unsupported key", `{"name": "k", "public_key": "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBEmKSENjQEezOmxkZMy7opKgwFB9nkt5YRrYMjNuG5N87uRgg6CLrbo5wAdT/y6v0mKV0U2w0WZ2YB/++Tpockg="}`, "public_key"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			refused := newBench(t, Options{}).refused(http.StatusBadRequest, http.MethodPost, "/api/2.0/keypairs/", test.definition)
			if refused.Point == nil || *refused.Point != test.point {
				t.Errorf("error is %+v, want one at %s", refused, test.point)
			}
		})
	}
}

// TestFirewallRules has the rules of the sample fwpolicy_create_full, which the documentation has dropped.
func TestFirewallRules(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	id := b.create("fwpolicies", `{"name": "My awesome policy", "rules": [
		{"action": "drop", "comment": "a comment", "direction": "out", "dst_ip": "23"},
		{"action": "accept", "direction": "in", "dst_port": 22, "ip_proto": "tcp", "src_ip": "172.66.32.0/24"},
		{"action": "drop", "direction": "in", "ip_proto": "udp", "src_ip": "!172.66.32.55"},
		{"action": "drop", "direction": "both", "dst_port": "!1:1024", "ip_proto": "tcp", "src_ip": "192.168.1.1/24"}]}`)
	got, _ := b.FirewallPolicy(id)
	want := []FirewallRule{
		{Action: "drop", Comment: "a comment", Direction: "out", DestinationIP: "23.0.0.0/32"},
		{Action: "accept", Direction: "in", DestinationPort: "22", Protocol: "tcp", SourceIP: "172.66.32.0/24"},
		{Action: "drop", Direction: "in", Protocol: "udp", SourceIP: "!172.66.32.55/32"},
		{Action: "drop", Direction: "both", DestinationPort: "!1:1024", Protocol: "tcp", SourceIP: "192.168.1.1/24"},
	}
	if diff := cmp.Diff(want, got.Rules); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
	empty := b.want(http.StatusCreated, http.MethodPost, "/api/2.0/fwpolicies/", `{"objects": [{}]}`)
	if name, shown := empty["name"]; !shown || name != nil {
		t.Errorf("the name of an empty policy is %v, want null", name)
	}
}

func TestFirewallValidation(t *testing.T) {
	t.Parallel()
	for rule, point := range map[string]string{
		`{"direction": "in"}`:                                           "rules.0.action",
		`{"action": "drop"}`:                                            "rules.0.direction",
		`{"action": "reject", "direction": "in"}`:                       "rules.0.action",
		`{"action": "drop", "direction": "up"}`:                         "rules.0.direction",
		`{"action": "drop", "direction": "in", "ip_proto": "icmp"}`:     "rules.0.ip_proto",
		`{"action": "drop", "direction": "in", "src_ip": "300.1.1.1"}`:  "rules.0.src_ip",
		`{"action": "drop", "direction": "in", "dst_ip": "1.1.1.1/33"}`: "rules.0.dst_ip",
		`{"action": "drop", "direction": "in", "dst_port": "2000:1"}`:   "rules.0.dst_port",
		`{"action": "drop", "direction": "in", "src_port": "70000"}`:    "rules.0.src_port",
	} {
		t.Run(rule, func(t *testing.T) {
			t.Parallel()
			refused := newBench(t, Options{}).refused(http.StatusBadRequest, http.MethodPost, "/api/2.0/fwpolicies/", `{"rules": [`+rule+`]}`)
			if refused.Point == nil || *refused.Point != point {
				t.Errorf("error is %+v, want one at %s", refused, point)
			}
		})
	}
}

func TestPolicyOfRunningServerStays(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	policy := b.create("fwpolicies", `{"name": "p"}`)
	id := b.create("servers", serverWith(fmt.Sprintf(`"nics": [{"ip_v4_conf": {"conf": "dhcp"}, "firewall_policy": %q}]`, policy)))
	if using := at(b.get("fwpolicies", policy), "servers", 0, "uuid"); using != id {
		t.Errorf("the policy shows server %v, want %s", using, id)
	}
	b.act(http.StatusAccepted, "servers", id, "start")
	b.refused(http.StatusForbidden, http.MethodDelete, uri("fwpolicies", policy), "")
	if err := b.StopServer(id); err != nil {
		t.Fatal(err)
	}
	b.want(http.StatusNoContent, http.MethodDelete, uri("fwpolicies", policy), "")
	if left := at(b.get("servers", id), "nics", 0, "firewall_policy"); left != nil {
		t.Errorf("the NIC has policy %v, want null", left)
	}
}

func TestTagsAreTheSameAtBothEnds(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	server, d := b.create("servers", smallServer), b.create("drives", smallDrive)
	address := b.StaticIPs(DefaultUser)[0]
	tag := b.create("tags", fmt.Sprintf(`{"name": "t", "resources": [%q, %q]}`, server, address))
	if shown := at(b.get("servers", server), "tags", 0, "uuid"); shown != tag {
		t.Errorf("the server shows tag %v, want %s", shown, tag)
	}
	b.want(http.StatusOK, http.MethodPut, uri("drives", d), fmt.Sprintf(`{"name": "d", "media": "disk", "size": 1073741824, "tags": [%q]}`, tag))
	b.want(http.StatusOK, http.MethodPut, uri("servers", server), serverWith(`"tags": []`))
	if stored, _ := b.Tag(tag); !cmp.Equal(stored.Resources, []string{address, d}) {
		t.Errorf("the tag has %v, want %v", stored.Resources, []string{address, d})
	}
	_, listed := b.send(http.MethodGet, uri("tags", tag)+"drives/", "")
	if found := at(listed, "objects", 0, "resource_uri", "uuid"); found != d {
		t.Errorf("the drives of the tag are %v", listed)
	}
	b.want(http.StatusNoContent, http.MethodDelete, uri("drives", d), "")
	if stored, _ := b.Tag(tag); !cmp.Equal(stored.Resources, []string{address}) {
		t.Errorf("the tag has %v after the drive is gone", stored.Resources)
	}
	b.refused(http.StatusBadRequest, http.MethodPost, "/api/2.0/tags/", `{"name": "t", "resources": ["nope"]}`)
}

func TestInventory(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	if items := b.Inventory(); len(items) != 0 {
		t.Fatalf("a new cloud has %v", items)
	}
	d := b.create("drives", smallDrive)
	s := b.create("servers", smallServer)
	tag := b.create("tags", `{"name": "t"}`)
	want := []emulator.Item{
		{Kind: "drive", ID: d, Name: "d", Owner: DefaultUser, State: "unmounted"},
		{Kind: "server", ID: s, Name: "s", Owner: DefaultUser, State: "stopped"},
		{Kind: "tag", ID: tag, Name: "t", Owner: DefaultUser},
	}
	if diff := cmp.Diff(want, b.Inventory()); diff != "" {
		t.Errorf("inventory (-want +got):\n%s", diff)
	}
	for collection, id := range map[string]string{"drives": d, "servers": s, "tags": tag} {
		if err := b.Vanish(collection, id); err != nil {
			t.Fatal(err)
		}
		b.refused(http.StatusNotFound, http.MethodGet, uri(collection, id), "")
	}
	if items := b.Inventory(); len(items) != 0 {
		t.Errorf("after all has vanished there is %v", items)
	}
}

func TestWritersKeepEachOtherOut(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{EditTime: time.Second})
	id := b.create("servers", smallServer)
	b.want(http.StatusOK, http.MethodPut, uri("servers", id), smallServer)
	for _, method := range []string{http.MethodPut, http.MethodDelete} {
		if refused := b.refused(http.StatusServiceUnavailable, method, uri("servers", id), smallServer); refused.Type != errorConcurrency {
			t.Errorf("error type of a %s right after is %q, want %q", method, refused.Type, errorConcurrency)
		}
	}
	b.get("servers", id)
	b.clock.Advance(time.Second)
	b.Conflict("servers", id, 2)
	for range 2 {
		b.refused(http.StatusServiceUnavailable, http.MethodPost, uri("servers", id)+"action/?do=start", "")
	}
	b.act(http.StatusAccepted, "servers", id, "start")
}

// TestConcurrentUse is for the race detector: writers to one server, readers and hooks at once.
func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{DriveTime: time.Millisecond})
	id := b.create("servers", smallServer)
	const writers = 20
	var group sync.WaitGroup
	for i := range writers {
		group.Go(func() {
			status, answer := b.send(http.MethodPost, "/api/2.0/drives/", fmt.Sprintf(`{"name": "d%d", "media": "disk", "size": 1073741824}`, i))
			if status != http.StatusCreated {
				t.Errorf("create of a drive: status is %d: %v", status, answer)
			}
			if status, answer := b.send(http.MethodPut, uri("servers", id), serverWith(fmt.Sprintf(`"meta": {"writer": "%d"}`, i))); status != http.StatusOK {
				t.Errorf("edit of the server: status is %d: %v", status, answer)
			}
			b.clock.Advance(time.Millisecond)
			b.Inventory()
			b.Server(id)
		})
	}
	group.Wait()
	if items := b.Inventory(); len(items) != writers+1 {
		t.Errorf("there are %d objects, want %d", len(items), writers+1)
	}
}

func TestProfile(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	b.want(http.StatusOK, http.MethodPut, "/api/2.0/profile/", `{"company": "New", "email": "other@example.com"}`)
	shown := b.want(http.StatusOK, http.MethodGet, "/api/2.0/profile/", "")
	if shown["company"] != "New" || shown["email"] != DefaultUser {
		t.Errorf("company and email are %v and %v", shown["company"], shown["email"])
	}
	b.refused(http.StatusBadRequest, http.MethodPut, "/api/2.0/profile/", `{"clone_naming": "RANDOM"}`)
}

func TestPropertiesCanBeAnnotatedOnly(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	vlan := b.VLANs(DefaultUser)[0]
	edited := b.want(http.StatusOK, http.MethodPut, uri("vlans", vlan), `{"meta": {"name": "mine"}, "servers": ["x"]}`)
	if at(edited, "meta", "name") != "mine" || !cmp.Equal(edited["servers"], []any{}) {
		t.Errorf("the VLAN is %v", edited)
	}
	b.refused(http.StatusMethodNotAllowed, http.MethodDelete, uri("vlans", vlan), "")
}
