package occi

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
)

func TestWithoutTimesEverythingHappensAtOnce(t *testing.T) {
	t.Parallel()
	for _, manner := range []Manner{MannerGuide, MannerOcciOS} {
		t.Run(string(manner), func(t *testing.T) {
			t.Parallel()
			s := &server{t: t, cloud: New(Options{Manner: manner})}
			vm, volume := s.compute(), s.storage()
			s.shows(vm, "occi.compute.state", "active")
			s.shows(volume, "occi.storage.state", "online")
			link := s.link(vm, volume)
			s.must(http.MethodPost, vm, flavorLine("bitsy"))
			if manner == MannerGuide {
				s.must(http.MethodPost, vm+"?action=confirm_resize", actionLine(instanceActionScheme, "confirm_resize"))
			}
			s.shows(vm, "occi.compute.memory", "0.25")
			s.must(http.MethodDelete, link)
			s.must(http.MethodDelete, vm)
			s.must(http.MethodDelete, volume)
			s.refused(http.StatusNotFound, "", http.MethodGet, vm)
			s.refused(http.StatusNotFound, "", http.MethodGet, volume)
			if left := s.cloud.Inventory(); len(left) != 0 {
				t.Errorf("left over: %v", left)
			}
		})
	}
}

func TestTimesWinOverBootTime(t *testing.T) {
	t.Parallel()
	clock := newClock()
	s := &server{t: t, clock: clock, cloud: New(Options{
		BootTime: time.Minute, Times: map[Change]time.Duration{ChangeVolume: 0, ChangeAddress: time.Second}, Now: clock.Now,
	})}
	s.shows(s.storage(), "occi.storage.state", "online")
	vm := s.compute()
	if got := s.cloud.NetworkAddress(vm); got != "" {
		t.Errorf("address at once: %s", got)
	}
	s.seconds(1)
	s.shows(vm, "org.openstack.compute.state", "building")
	if got := s.cloud.NetworkAddress(vm); got != "10.0.0.2" {
		t.Errorf("address is %q", got)
	}
}

func TestNetworkLinksOfAnEarlyLookNeverAppear(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerOcciOS)
	early, late := s.compute(), s.compute()
	s.must(http.MethodGet, early)
	s.seconds(0.25) // A quarter of the boot time: there is an address now.
	s.must(http.MethodGet, late)
	s.seconds(60)
	if strings.Contains(s.must(http.MethodGet, early), "</network/admin>") {
		t.Error("the compute that was looked at too early has a network link")
	}
	if !strings.Contains(s.must(http.MethodGet, late), "</network/admin>") {
		t.Error("the compute that was looked at in time has no network link")
	}
}

func TestScaleBlocksOnlyItsOwnRequest(t *testing.T) {
	t.Parallel()
	clock := newClock()
	s := &server{t: t, clock: clock}
	vm, seen := "", ""
	s.cloud = New(Options{Manner: MannerOcciOS, BootTime: time.Second, Now: clock.Now, Sleep: func(d time.Duration) {
		seen = s.must(http.MethodGet, vm) // Another request while this one blocks.
		clock.Advance(d)
	}})
	vm = s.compute()
	s.seconds(1)
	s.must(http.MethodPost, vm, flavorLine("bitsy"))
	if !strings.Contains(seen, `org.openstack.compute.state="active"`) {
		t.Errorf("while it was scaled the compute showed:\n%s", seen)
	}
	s.shows(vm, "org.openstack.compute.state", "resized")
	s.seconds(1)
	s.shows(vm, "org.openstack.compute.state", "active")
}

func TestVolumeTakesItsTime(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerOcciOS)
	vm, volume := s.compute(), s.storage(attribute("occi.core.title", "data"))
	status := func() string {
		record, _ := s.cloud.Storage(volume)
		return record.Status
	}
	var statuses []string
	next := func() { statuses = append(statuses, status()) }
	next()
	s.seconds(1)
	next()
	link := s.link(vm, volume)
	next()
	s.seconds(1)
	next()
	s.must(http.MethodDelete, link)
	next()
	s.seconds(1)
	next()
	s.must(http.MethodDelete, volume)
	next()
	s.seconds(1)
	next()
	want := []string{"creating", "available", "attaching", "in-use", "detaching", "available", "deleting", ""}
	if diff := cmp.Diff(want, statuses); diff != "" {
		t.Errorf("states (-want +got):\n%s", diff)
	}
}

func TestComputesFailOnDemand(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerOcciOS)
	byName := s.compute(attribute("occi.compute.hostname", "error-one"))
	s.cloud.FailNextBoot()
	byHook, well := s.compute(), s.compute()
	s.seconds(1)
	s.shows(byName, "org.openstack.compute.state", "error")
	s.shows(byHook, "org.openstack.compute.state", "error")
	s.shows(well, "org.openstack.compute.state", "active")
}

func TestWhatHappensBehindOCCI(t *testing.T) {
	t.Parallel()
	for _, manner := range []Manner{MannerGuide, MannerOcciOS} {
		t.Run(string(manner), func(t *testing.T) {
			t.Parallel()
			s := newServer(t, manner)
			vm, volume := s.compute(), s.storage()
			s.seconds(1)
			link := s.link(vm, volume)
			s.seconds(1)
			if err := s.cloud.SetState(vm, "stopped"); err != nil {
				t.Fatal(err)
			}
			s.shows(vm, "occi.compute.state", "inactive")
			for _, id := range []string{link, volume, lastSegment(vm)} {
				if err := s.cloud.Vanish(id); err != nil {
					t.Fatal(err)
				}
			}
			for _, path := range []string{link, volume, vm} {
				s.refused(http.StatusNotFound, "", http.MethodGet, path)
			}
			if err := s.cloud.Vanish(vm); err == nil {
				t.Error("what is gone vanished once more")
			}
			if err := s.cloud.SetState(vm, "active"); err == nil {
				t.Error("what is gone got a state")
			}
		})
	}
}

func TestGroupVanishes(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerOcciOS)
	s.must(http.MethodPost, "/-/", newGroupLine)
	if err := s.cloud.Vanish("http://www.mystuff.org/sec#my_grp"); err != nil {
		t.Fatal(err)
	}
	s.refused(http.StatusBadRequest, "not registered", http.MethodGet, "/-/", groupLine)
	s.must(http.MethodPost, "/-/", newGroupLine)
}

func TestGuideForgetsLinksOfWhatVanished(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerGuide)
	vm, volume := s.compute(), s.storage()
	s.seconds(1)
	link := s.link(vm, volume)
	s.seconds(1)
	if err := s.cloud.Vanish(volume); err != nil {
		t.Fatal(err)
	}
	s.refused(http.StatusNotFound, "", http.MethodGet, link)
	if body := s.must(http.MethodGet, vm); strings.Contains(body, link) {
		t.Errorf("the compute still shows the link:\n%s", body)
	}
}

func TestRecordsTellWhatReachedTheCloud(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerOcciOS)
	s.must(http.MethodPost, "/-/", newGroupLine)
	vm := s.compute(groupLine,
		`Category: public_key; scheme="http://schemas.openstack.org/instance/credentials#"; class="mixin"`,
		`Category: user_data; scheme="http://schemas.openstack.org/compute/instance#"; class="mixin"`,
		attribute(keyNameAttribute, "mine"), attribute(keyDataAttribute, "ssh-ed25519 AAAA me@here"),
		attribute(userDataAttribute, "I2Nsb3VkLWNvbmZpZwo="), attribute("occi.compute.hostname", "Web 1"))
	s.seconds(1)
	got, _ := s.cloud.Compute(vm)
	want := ComputeRecord{
		ID: lastSegment(vm), Tenant: "demo", Hostname: "web-1", Flavor: "itsy", ImageID: cirrosID,
		Image: "cirros-0.3.0-x86_64-uec", Cores: 1, MemoryGiB: 0.125, State: "active", SecurityGroups: []string{"my_grp"},
		KeyName: "mine", PublicKey: "ssh-ed25519 AAAA me@here", RawUserData: "I2Nsb3VkLWNvbmZpZwo=",
		UserData: "#cloud-config\n", Address: "10.0.0.2", Volumes: map[string]string{},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("record (-want +got):\n%s", diff)
	}
}

func TestInventory(t *testing.T) {
	t.Parallel()
	for _, manner := range []Manner{MannerGuide, MannerOcciOS} {
		t.Run(string(manner), func(t *testing.T) {
			t.Parallel()
			s := newServer(t, manner)
			s.must(http.MethodPost, "/-/", newGroupLine)
			rule := s.must(http.MethodPost, "/network/security/rule/", ruleLine, groupLine, attribute(protocolAttribute, "tcp"),
				attribute(fromAttribute, "22"), attribute(toAttribute, "22"), attribute(rangeAttribute, "0.0.0.0/0"))
			vm, volume := s.compute(attribute("occi.compute.hostname", "web")), s.storage(attribute("occi.core.title", "data"))
			s.seconds(1)
			link := s.link(vm, volume)
			s.must(http.MethodGet, vm)
			address := s.must(http.MethodPost, "/network/interface/", interfaceLine,
				attribute("occi.core.source", vm), attribute("occi.core.target", "/network/public"))
			s.seconds(1)
			want := []emulator.Item{
				{Kind: "compute", ID: vm, Name: "web", Owner: "demo", State: "active"},
				{Kind: "storage", ID: volume, Name: "data", Owner: "demo", State: "in-use"},
				{Kind: "rule", ID: rule, Owner: "demo"},
				{Kind: "storagelink", ID: link, Owner: "demo"},
				{Kind: "networkinterface", ID: address, Owner: "demo"},
				{Kind: "group", ID: "http://www.mystuff.org/sec#my_grp", Name: "my_grp", Owner: "demo"},
			}
			if diff := cmp.Diff(want, s.cloud.Inventory()); diff != "" {
				t.Errorf("inventory (-want +got):\n%s", diff)
			}
			s.must(http.MethodDelete, rule)
			s.must(http.MethodDelete, link)
			s.seconds(1)
			s.must(http.MethodDelete, vm)
			s.must(http.MethodDelete, volume)
			s.seconds(1)
			s.must(http.MethodDelete, "/-/", groupLine)
			if left := s.cloud.Inventory(); len(left) != 0 {
				t.Errorf("left over: %v", left)
			}
		})
	}
}

func TestGuideRemembersOverARestart(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerGuide)
	vm, volume := s.compute(), s.storage()
	s.seconds(1)
	link := s.link(vm, volume)
	s.cloud.Restart()
	s.must(http.MethodGet, link)
}

func TestTenantsAreSeparate(t *testing.T) {
	t.Parallel()
	tenant := "one"
	s := &server{t: t, cloud: New(Options{Authorize: func(string) (string, string, bool) { return tenant, "user", true }})}
	s.must(http.MethodPost, "/-/", newGroupLine)
	vm := s.compute()
	tenant = "two"
	s.refused(http.StatusNotFound, "", http.MethodGet, vm)
	if list := s.must(http.MethodGet, "/compute/"); list != "" {
		t.Errorf("another tenant's list: %s", list)
	}
	// The same group is new to this tenant.
	s.must(http.MethodPost, "/-/", newGroupLine)
}

func TestQuotas(t *testing.T) {
	t.Parallel()
	s := &server{t: t, cloud: New(Options{MaxComputes: 1, MaxStorageGB: 2})}
	s.compute()
	s.refused(http.StatusBadRequest, "Quota exceeded", http.MethodPost, "/compute/", computeLine, osLine("ubuntu"))
	s.storage()
	s.refused(http.StatusBadRequest, "quota", http.MethodPost, "/storage/", storageLine, attribute(sizeAttribute, "1.5"))
}
