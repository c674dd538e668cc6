package occi

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGuideOffersWhatTheGuideDescribes(t *testing.T) {
	t.Parallel()
	body := newServer(t, MannerGuide).must(http.MethodGet, "/-/")
	for _, want := range []string{
		`cirros-0.3.0-x86_64-uec; scheme="http://schemas.openstack.org/template/os#"`,
		`SmartOS; scheme="http://schemas.openstack.org/template/os#"`,
		`ubuntu; scheme="http://schemas.openstack.org/template/os#"`,
		`itsy; scheme="http://schemas.openstack.org/template/resource#"`,
		`m1.tiny; scheme="http://schemas.openstack.org/template/resource#"`,
		`confirm_resize; scheme="http://schemas.openstack.org/instance/action#"`,
		`alloc_float_ip; scheme="http://schemas.openstack.org/instance/action#"`,
		`dealloc_float_ip; scheme="http://schemas.openstack.org/instance/action#"`,
		`nova; scheme="http://schemas.openstack.org/network/floatingippool#"`,
	} {
		if !strings.Contains(body, "Category: "+want) {
			t.Errorf("the query interface lacks %s", want)
		}
	}
}

func TestGuideComputeGoesThroughItsStates(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerGuide)
	vm := s.compute(attribute("occi.core.title", "web"))
	s.shows(vm, "org.openstack.compute.state", "building")
	s.shows(vm, "occi.compute.state", "inactive")
	s.refused(http.StatusBadRequest, "not applicable", http.MethodPost, vm+"?action=stop", actionLine(computeActionScheme, "stop"))
	s.seconds(1)
	s.shows(vm, "occi.compute.state", "active")
	s.shows(vm, "occi.core.title", "web")
	for _, step := range []struct{ action, meanwhile, after string }{
		{"suspend", "active", "suspended"},
		{"start", "suspended", "active"},
		{"stop", "active", "inactive"},
		{"start", "inactive", "active"},
	} {
		s.must(http.MethodPost, vm+"?action="+step.action, actionLine(computeActionScheme, step.action))
		s.shows(vm, "occi.compute.state", step.meanwhile)
		s.seconds(1)
		s.shows(vm, "occi.compute.state", step.after)
	}
	s.must(http.MethodDelete, vm)
	s.must(http.MethodGet, vm)
	s.seconds(1)
	s.refused(http.StatusNotFound, "", http.MethodGet, vm)
	s.refused(http.StatusNotFound, "", http.MethodDelete, vm)
}

func TestGuideKnowsAnEntityUnderItsPathOnly(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerGuide)
	vm := s.compute(attribute("occi.core.title", "web"))
	s.refused(http.StatusNotFound, "", http.MethodGet, "/storage/"+lastSegment(vm))
	s.shows(vm, "occi.core.title", "web")
}

func TestGuideScaleWaitsForConfirmation(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerGuide)
	vm := s.compute()
	s.seconds(1)
	s.must(http.MethodPost, vm, flavorLine("bitsy"))
	s.shows(vm, "occi.compute.memory", "0.125")
	s.seconds(1)
	s.shows(vm, "org.openstack.compute.state", "verify_resize")
	s.shows(vm, "occi.compute.memory", "0.25")
	if got := s.actions(vm); got != "confirm_resize" {
		t.Errorf("actions while waiting are %q", got)
	}
	s.seconds(100)
	s.shows(vm, "org.openstack.compute.state", "verify_resize")
	s.must(http.MethodPost, vm+"?action=confirm_resize", actionLine(instanceActionScheme, "confirm_resize"))
	s.seconds(1)
	s.shows(vm, "occi.compute.state", "active")
	if body := s.must(http.MethodGet, vm); strings.Contains(body, "Category: itsy;") || !strings.Contains(body, "Category: bitsy;") {
		t.Errorf("not the flavor of now is shown:\n%s", body)
	}
}

func TestGuideChangesTheOS(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerGuide)
	vm := s.compute()
	s.seconds(1)
	s.must(http.MethodPost, vm, osLine("SmartOS"))
	s.seconds(1)
	if record, _ := s.cloud.Compute(vm); record.Image != "SmartOS" {
		t.Errorf("image is %s", record.Image)
	}
	if body := s.must(http.MethodGet, vm); strings.Contains(body, "Category: cirros") {
		t.Errorf("the old image is still shown:\n%s", body)
	}
}

func TestGuideFloatingAddress(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerGuide)
	vm := s.compute()
	s.seconds(1)
	s.refused(http.StatusBadRequest, "Zero floating ips", http.MethodPost, vm+"?action=alloc_float_ip",
		actionLine(instanceActionScheme, "alloc_float_ip"), attribute("org.openstack.network.floating.pool", "nosuch"))
	s.must(http.MethodPost, vm+"?action=alloc_float_ip",
		actionLine(instanceActionScheme, "alloc_float_ip"), attribute("org.openstack.network.floating.pool", "nova"))
	s.shows(vm, "org.openstack.network.floating.ip", "172.24.4.225")
	if record, _ := s.cloud.FloatingIP("172.24.4.225"); record.Pool != "nova" || "/compute/"+record.ComputeID != vm {
		t.Errorf("the floating IP is %+v", record)
	}
	s.must(http.MethodPost, vm+"?action=dealloc_float_ip", actionLine(instanceActionScheme, "dealloc_float_ip"))
	s.must(http.MethodPost, vm+"?action=alloc_float_ip", actionLine(instanceActionScheme, "alloc_float_ip"))
	if err := s.cloud.Vanish("172.24.4.225"); err != nil {
		t.Error(err)
	}
	if record, ok := s.cloud.FloatingIP("172.24.4.225"); ok {
		t.Errorf("there still is %+v", record)
	}
	if body := s.must(http.MethodGet, vm); strings.Contains(body, "172.24.4.225") {
		t.Errorf("the address is still shown:\n%s", body)
	}
}

func TestGuideStorageLinkFollowsTheVolume(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerGuide)
	vm, volume := s.compute(), s.storage()
	s.seconds(1)
	link := s.link(vm, volume)
	s.shows(link, "occi.core.id", link)
	s.shows(link, "occi.storagelink.state", "inactive")
	s.refused(http.StatusBadRequest, "must be attached", http.MethodDelete, link)
	s.seconds(1)
	s.shows(link, "occi.storagelink.state", "active")
	s.refused(http.StatusBadRequest, "in-use", http.MethodDelete, volume)
	if list := s.must(http.MethodGet, "/storage/link/"); strings.Count(list, link) != 1 {
		t.Errorf("the link is not listed once:\n%s", list)
	}
	s.must(http.MethodDelete, link)
	s.refused(http.StatusNotFound, "", http.MethodGet, link)
	s.seconds(1)
	s.must(http.MethodDelete, volume)
	s.seconds(1)
	s.refused(http.StatusNotFound, "", http.MethodGet, volume)
}

func TestGuideRulesHaveBothPorts(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerGuide)
	s.must(http.MethodPost, "/-/", newGroupLine+`; title="a \"b\", c"`)
	rule := s.must(http.MethodPost, "/network/security/rule/", ruleLine, groupLine,
		attribute(protocolAttribute, "UDP"), attribute(fromAttribute, "1000"), attribute(toAttribute, "2000"),
		attribute(rangeAttribute, "10.0.0.0/8"))
	got, _ := s.cloud.Rule(rule)
	want := RuleRecord{ID: got.ID, Protocol: "udp", FromPort: 1000, ToPort: 2000, CIDR: "10.0.0.0/8"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rule (-want +got):\n%s", diff)
	}
	for name, lines := range map[string][]string{
		"bigger": {attribute(fromAttribute, "2"), attribute(toAttribute, "1"), attribute(rangeAttribute, "0.0.0.0/0")},
		"CIDR":   {attribute(fromAttribute, "1"), attribute(toAttribute, "1"), attribute(rangeAttribute, "everywhere")},
	} {
		s.refused(http.StatusBadRequest, name, http.MethodPost, "/network/security/rule/",
			append(lines, ruleLine, groupLine, attribute(protocolAttribute, "tcp"))...)
	}
	s.compute(groupLine)
	s.refused(http.StatusConflict, "in use", http.MethodDelete, "/-/", groupLine)
	if group, _ := s.cloud.Group("my_grp"); group.Description != `a "b", c` {
		t.Errorf("description is %q", group.Description)
	}
}

func TestGuideKeepsEveryValue(t *testing.T) {
	t.Parallel()
	for name, sent := range map[string]string{
		"quotes": `say \"hi\"`, "backslash": `c:\\dir`, "comma and semicolon": "a, b; c=d", "not ASCII": "café", "blanks": " x ",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, MannerGuide)
			volume := s.storage(attribute("occi.core.title", sent))
			s.shows(volume, "occi.core.title", sent)
			request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/storage/", nil)
			request.Header = http.Header{
				"Content-Type": {"text/occi; charset=utf-8"}, "Category": {strings.TrimPrefix(storageLine, "Category: ")},
				"X-Occi-Attribute": {`occi.storage.size = 2.5, occi.core.title = "` + sent + `"`},
			}
			recorder := httptest.NewRecorder()
			s.cloud.ServeHTTP(recorder, request)
			path := "/storage/" + lastSegment(recorder.Header().Get("Location"))
			s.shows(path, "occi.core.title", sent)
			s.shows(path, "occi.storage.size", "2.5")
		})
	}
}

func TestGuideRefusesInOneWay(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerGuide)
	recorder := s.try(http.MethodPost, "/compute/", computeLine)
	if got := recorder.Header().Values("Content-Length"); recorder.Code != http.StatusBadRequest || len(got) != 1 {
		t.Errorf("%d with Content-Length %v", recorder.Code, got)
	}
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/storage/", strings.NewReader(storageLine))
	request.Header = http.Header{"Content-Type": {"text/plain"}, "Accept": {"application/pdf"}}
	recorder = httptest.NewRecorder()
	s.cloud.ServeHTTP(recorder, request)
	if recorder.Code != http.StatusNotAcceptable || len(s.cloud.Inventory()) != 0 {
		t.Errorf("%d, inventory %v: want 406 before anything is made", recorder.Code, s.cloud.Inventory())
	}
}

func TestGuideCreatesLinksWithTheCompute(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerGuide)
	volume := s.storage()
	s.seconds(1)
	vm := s.compute("Link: <" + volume + `>; rel="http://schemas.ogf.org/occi/infrastructure#storage"; ` +
		`category="http://schemas.ogf.org/occi/infrastructure#storagelink"; occi.storagelink.deviceid="/dev/vdd"`)
	s.seconds(1)
	record, _ := s.cloud.Compute(vm)
	if diff := cmp.Diff(map[string]string{"/dev/vdd": lastSegment(volume)}, record.Volumes); diff != "" {
		t.Errorf("volumes (-want +got):\n%s", diff)
	}
}
