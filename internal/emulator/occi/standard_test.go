package occi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// jsonCall sends JSON to a standard server and returns the status, the header and what the body holds.
func (s *server) jsonCall(method, path, body string) (int, http.Header, map[string]any) {
	s.t.Helper()
	request := httptest.NewRequestWithContext(s.t.Context(), method, path, strings.NewReader(body))
	request.Host = "cloud.example"
	request.Header.Set("Content-Type", mediaJSON)
	request.Header.Set("Accept", mediaJSON)
	recorder := httptest.NewRecorder()
	s.cloud.ServeHTTP(recorder, request)
	var object map[string]any
	if recorder.Header().Get("Content-Type") == mediaJSON {
		if err := json.Unmarshal(recorder.Body.Bytes(), &object); err != nil {
			s.t.Fatalf("%s %s: %v in %s", method, path, err, recorder.Body)
		}
	} else {
		object = map[string]any{"message": recorder.Body.String()}
	}
	return recorder.Code, recorder.Header(), object
}

// jsonCreate creates an entity and returns its path.
func (s *server) jsonCreate(path, body string) string {
	s.t.Helper()
	status, header, object := s.jsonCall(http.MethodPost, path, body)
	if status != http.StatusCreated {
		s.t.Fatalf("POST %s %s: %d %v", path, body, status, object)
	}
	location := strings.TrimPrefix(header.Get("Location"), "http://cloud.example")
	if object["id"] != lastSegment(location) {
		s.t.Errorf("created %s, the body says %v", location, object["id"])
	}
	return location
}

func (s *server) jsonShow(path string) map[string]any {
	s.t.Helper()
	status, _, object := s.jsonCall(http.MethodGet, path, "")
	if status != http.StatusOK {
		s.t.Fatalf("GET %s: %d %v", path, status, object)
	}
	return object
}

// jsonWant sends a request that has to end with the status.
func (s *server) jsonWant(want int, method, path, body string) map[string]any {
	s.t.Helper()
	status, _, object := s.jsonCall(method, path, body)
	if status != want {
		s.t.Errorf("%s %s %s: %d %v, want %d", method, path, body, status, object, want)
	}
	return object
}

func attributesOf(object map[string]any) map[string]any {
	attributes, _ := object["attributes"].(map[string]any)
	return attributes
}

const (
	standardKind = `"kind": "http://schemas.ogf.org/occi/infrastructure#`
	osMixin      = `"http://schemas.openstack.org/template/os#ubuntu"`
	itsyMixin    = `"http://schemas.openstack.org/template/resource#itsy"`
)

func (s *server) jsonCompute(more string) string {
	s.t.Helper()
	path := s.jsonCreate("/compute/", `{`+standardKind+`compute", "mixins": [`+osMixin+`, `+itsyMixin+`]`+more+`}`)
	s.seconds(1)
	return path
}

func linkBody(kind, source, target string) string {
	return fmt.Sprintf(`{%s%s", "source": {"location": %q}, "target": {"location": %q}}`, standardKind, kind, source, target)
}

func action12(kind, term, attributes string) string {
	return fmt.Sprintf(`{"action": "http://schemas.ogf.org/occi/infrastructure/%s/action#%s", "attributes": {%s}}`, kind, term, attributes)
}

func TestStandardComputeInJSON(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerStandard12)
	vm := s.jsonCompute(`, "title": "my \"vm\" \\ <1>", "summary": "s", "attributes": {"occi.compute.hostname": "web"}`)
	object := s.jsonShow(vm)
	if diff := cmp.Diff(map[string]any{
		"occi.compute.hostname": "web", "occi.compute.architecture": "x86", "occi.compute.cores": 1.0, "occi.compute.memory": 0.125,
		"occi.compute.state": "active",
	}, attributesOf(object)); diff != "" {
		t.Error(diff)
	}
	if object["title"] != `my "vm" \ <1>` || object["summary"] != "s" {
		t.Errorf("title and summary are %v and %v", object["title"], object["summary"])
	}
	links, _ := object["links"].([]any)
	if len(links) != 1 {
		t.Fatalf("links: %v", links)
	}
	link, _ := links[0].(map[string]any)
	target, _ := link["target"].(map[string]any)
	if target["kind"] != networkKind.String() || attributesOf(link)[addressAttribute] != "10.0.0.2" {
		t.Errorf("link: %v", link)
	}
	s.shows(vm, "occi.core.title", `my \"vm\" \\ <1>`)
	if body := s.must(http.MethodGet, vm); !strings.Contains(body, "X-OCCI-Attribute: occi.compute.cores=1\n") {
		t.Errorf("numbers have no quotes in text: %s", body)
	}
}

func TestStandardActions(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerStandard12)
	vm := s.jsonCompute("")
	state := func() any { return attributesOf(s.jsonShow(vm))["occi.compute.state"] }
	for _, step := range []struct{ action, attributes, state string }{
		{"stop", `"method": "acpioff"`, "inactive"},
		{"start", "", "active"},
		{"suspend", `"method": "suspend"`, "suspended"},
		{"start", "", "active"},
		{"restart", "", "active"},
	} {
		s.jsonWant(http.StatusOK, http.MethodPost, vm+"?action="+step.action, action12("compute", step.action, step.attributes))
		s.seconds(1)
		if got := state(); got != step.state {
			t.Errorf("after %s the state is %v, want %s", step.action, got, step.state)
		}
	}
	s.jsonWant(http.StatusConflict, http.MethodPost, vm+"?action=start", action12("compute", "start", ""))
	s.jsonWant(http.StatusBadRequest, http.MethodPost, vm+"?action=stop", action12("compute", "stop", `"method": "kick"`))
	s.jsonWant(http.StatusBadRequest, http.MethodPost, vm+"?action=stop", action12("compute", "restart", ""))
	saved := s.jsonWant(http.StatusOK, http.MethodPost, vm+"?action=save", action12("compute", "save", `"name": "snap"`))
	if mixins, _ := saved["mixins"].([]any); len(mixins) != 1 {
		t.Errorf("save answers %v", saved)
	}
	if query := s.must(http.MethodGet, "/-/"); !strings.Contains(query, "Category: snap; ") {
		t.Error("the saved template is not offered")
	}
	s.seconds(1)
	s.jsonWant(http.StatusOK, http.MethodPost, "/compute/?action=stop", action12("compute", "stop", ""))
	s.seconds(1)
	if record, _ := s.cloud.Compute(vm); record.State != stateStopped {
		t.Errorf("the action on the collection left the state %s", record.State)
	}
}

func TestStandardUpdates(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerStandard12)
	s.must(http.MethodPost, "/-/", `Category: mine; scheme="http://example.org/x#"; class="mixin"; location="/mine/"`)
	vm := s.jsonCompute(`, "title": "old"`)
	s.jsonWant(http.StatusOK, http.MethodPost, vm, `{"mixins": ["http://example.org/x#mine"], "title": "new", "summary": "sum"}`)
	if ids := s.must(http.MethodGet, "/mine/"); ids != "X-OCCI-Location: http://cloud.example"+vm+"\n" {
		t.Errorf("the mixin has %q", ids)
	}
	s.jsonWant(http.StatusOK, http.MethodPost, vm, `{"mixins": ["http://schemas.openstack.org/template/resource#bitsy"]}`)
	s.seconds(1)
	if record, _ := s.cloud.Compute(vm); record.Flavor != "bitsy" || record.State != stateActive {
		t.Errorf("scaled to %s, state %s", record.Flavor, record.State)
	}
	s.jsonWant(http.StatusOK, http.MethodPost, vm, `{"attributes": {"occi.compute.memory": 2.5, "occi.compute.cores": 3}}`)
	if record, _ := s.cloud.Compute(vm); record.Cores != 3 || record.MemoryGiB != 2.5 {
		t.Errorf("resized to %d cores and %v GiB", record.Cores, record.MemoryGiB)
	}
	full := s.jsonWant(http.StatusOK, http.MethodPut, vm, `{`+standardKind+`compute", "mixins": [`+osMixin+`], "title": "full"}`)
	if full["title"] != "full" || full["summary"] != nil {
		t.Errorf("after PUT: %v", full)
	}
	if ids := s.must(http.MethodGet, "/mine/"); ids != "" {
		t.Errorf("PUT left the mixin on %q", ids)
	}
	chosen := "/storage/11111111-2222-4333-8444-555555555555"
	s.jsonWant(http.StatusCreated, http.MethodPut, chosen, `{`+standardKind+`storage", "attributes": {"occi.storage.size": 1.5}}`)
	if record, ok := s.cloud.Storage(chosen); !ok || record.SizeGB != 1.5 {
		t.Errorf("PUT at a path made %v", record)
	}
	s.jsonWant(http.StatusOK, http.MethodDelete, "/-/", `{"mixins": [{"term": "mine", "scheme": "http://example.org/x#"}]}`)
}

func TestStandardMixinCollection(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerStandard12)
	s.jsonWant(http.StatusOK, http.MethodPost, "/-/",
		`{"mixins": [{"term": "t", "scheme": "http://example.org/x#", "location": "/t/", "title": "T"}]}`)
	first, second := s.jsonCompute(""), s.jsonCompute("")
	member := func(path string) string {
		return `{"resources": [{` + standardKind + `compute", "id": "` + lastSegment(path) + `"}]}`
	}
	s.jsonWant(http.StatusOK, http.MethodPost, "/t/", member(first))
	s.jsonWant(http.StatusOK, http.MethodPut, "/t/", member(second))
	if ids := s.must(http.MethodGet, "/t/"); !strings.Contains(ids, second) || strings.Contains(ids, first) {
		t.Errorf("after PUT the mixin has %q", ids)
	}
	s.jsonWant(http.StatusOK, http.MethodDelete, "/t/", member(second))
	if list := s.jsonShow("/t/"); len(list["resources"].([]any)) != 0 { //nolint:forcetypeassert // A test may panic.
		t.Errorf("after DELETE: %v", list)
	}
}

func TestStandardStorage(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerStandard12)
	volume := s.jsonCreate("/storage/", `{`+standardKind+`storage", "attributes": {"occi.storage.size": 1.5}}`)
	vm := s.jsonCompute("")
	act := func(want int, term, attributes string) {
		t.Helper()
		s.jsonWant(want, http.MethodPost, volume+"?action="+term, action12("storage", term, attributes))
	}
	act(http.StatusOK, "snapshot", "")
	act(http.StatusOK, "backup", "")
	act(http.StatusOK, "resize", `"size": 3`)
	act(http.StatusBadRequest, "resize", `"size": 1`)
	act(http.StatusOK, "offline", "")
	act(http.StatusConflict, "offline", "")
	act(http.StatusOK, "online", "")
	s.jsonWant(http.StatusOK, http.MethodPost, volume, `{"attributes": {"occi.storage.size": 4}}`)
	want := StorageRecord{ID: lastSegment(volume), Tenant: "demo", SizeGB: 4, Status: volumeAvailable, Snapshots: 1, Backups: 1}
	if got, _ := s.cloud.Storage(volume); got != want {
		t.Errorf("the volume is %+v, want %+v", got, want)
	}
	link := s.jsonCreate("/storage/link/", linkBody("storagelink", vm, volume))
	s.jsonWant(http.StatusConflict, http.MethodDelete, volume, "")
	s.seconds(1)
	if shown := s.jsonShow(link); attributesOf(shown)["occi.storagelink.deviceid"] != "/dev/vdb" {
		t.Errorf("the link is %v", shown)
	}
	if list := s.jsonShow("/storage/link/"); list["resources"] != nil {
		t.Errorf("a list of links is %v", list)
	}
	s.jsonWant(http.StatusOK, http.MethodDelete, link, "")
	s.seconds(1)
	s.jsonWant(http.StatusOK, http.MethodDelete, volume, "")
	s.seconds(1)
	s.jsonWant(http.StatusNotFound, http.MethodGet, volume, "")
}

func TestStandardNetworks(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerStandard12)
	net := s.jsonCreate("/network/", `{`+standardKind+`network", "mixins": ["http://schemas.ogf.org/occi/infrastructure/network#ipnetwork"],
		"title": "lan", "attributes": {"occi.network.vlan": 7, "occi.network.label": "l", "occi.network.address": "192.168.5.0/24",
		"occi.network.allocation": "dynamic"}}`)
	vm := s.jsonCompute("")
	if diff := cmp.Diff(NetworkRecord{
		ID: lastSegment(net), Name: "lan", Tenant: "demo", CIDR: "192.168.5.0/24", Gateway: "192.168.5.1", Label: "l", VLAN: "7", Allocation: "dynamic",
	}, func() NetworkRecord { record, _ := s.cloud.Network(net); return record }()); diff != "" {
		t.Error(diff)
	}
	s.jsonWant(http.StatusOK, http.MethodPost, net+"?action=down", action12("network", "down", ""))
	if got := attributesOf(s.jsonShow(net))["occi.network.state"]; got != "inactive" {
		t.Errorf("the state is %v", got)
	}
	s.jsonWant(http.StatusOK, http.MethodPost, net, `{"title": "renamed", "attributes": {"occi.network.vlan": 8}}`)
	s.jsonWant(http.StatusBadRequest, http.MethodPost, net, `{"attributes": {"occi.network.address": "10.9.0.0/24"}}`)
	link := s.jsonCreate("/network/interface/", linkBody("networkinterface", vm, net))
	s.jsonWant(http.StatusConflict, http.MethodDelete, net, "")
	ip := s.jsonCreate("/ipreservation/", `{`+standardKind+`ipreservation"}`)
	binding := s.jsonCreate("/network/interface/", linkBody("networkinterface", vm, ip))
	s.jsonWant(http.StatusConflict, http.MethodPost, "/network/interface/", linkBody("networkinterface", vm, ip))
	if attributes := attributesOf(s.jsonShow(ip)); attributes["occi.ipreservation.used"] != true {
		t.Errorf("the reservation is %v", attributes)
	}
	record, _ := s.cloud.Compute(vm)
	if diff := cmp.Diff([][]string{{"10.0.0.2", "192.168.5.2"}, {"203.0.113.2"}}, [][]string{record.Addresses, record.FloatingIPs}); diff != "" {
		t.Error(diff)
	}
	s.jsonWant(http.StatusConflict, http.MethodDelete, ip, "")
	for _, path := range []string{binding, ip, link} {
		s.jsonWant(http.StatusOK, http.MethodDelete, path, "")
		s.jsonWant(http.StatusNotFound, http.MethodGet, path, "")
	}
	s.seconds(1)
	for _, path := range []string{net, vm} {
		s.jsonWant(http.StatusOK, http.MethodDelete, path, "")
	}
	s.seconds(1)
	if left := s.cloud.Inventory(); len(left) != 0 {
		t.Errorf("left over: %v", left)
	}
}

func TestStandardSecurityGroups(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerStandard12)
	group := s.jsonCreate("/securitygroup/", `{`+standardKind+`securitygroup", "title": "web",
		"attributes": {"occi.securitygroup.rules": [{"type": "inbound", "protocol": "tcp", "port": "80-81", "range": "10.0.0.0/8"}]}}`)
	record, _ := s.cloud.Group(lastSegment(group))
	if len(record.Rules) != 1 || record.Description != "web" {
		t.Fatalf("the group is %+v", record)
	}
	record.Rules[0].ID = ""
	if diff := cmp.Diff(RuleRecord{Protocol: "tcp", FromPort: 80, ToPort: 81, CIDR: "10.0.0.0/8"}, record.Rules[0]); diff != "" {
		t.Error(diff)
	}
	rules := attributesOf(s.jsonShow(group))["occi.securitygroup.rules"]
	if list, ok := rules.([]any); !ok || len(list) != 1 {
		t.Errorf("the rules are shown as %v", rules)
	}
	vm := s.jsonCompute("")
	link := s.jsonCreate("/securitygrouplink/", linkBody("securitygrouplink", vm, group))
	s.jsonWant(http.StatusConflict, http.MethodDelete, group, "")
	if got, _ := s.cloud.Compute(vm); !cmp.Equal(got.SecurityGroups, []string{lastSegment(group)}) {
		t.Errorf("the compute has %v", got.SecurityGroups)
	}
	s.jsonWant(http.StatusOK, http.MethodDelete, link, "")
	s.jsonWant(http.StatusOK, http.MethodDelete, group, "")
	s.jsonWant(http.StatusNotFound, http.MethodGet, group, "")
}

func TestStandardContextAndInlineLinks(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerStandard12)
	volume := s.jsonCreate("/storage/", `{`+standardKind+`storage", "attributes": {"occi.storage.size": 1}}`)
	net := s.jsonCreate("/network/", `{`+standardKind+`network", "mixins": ["http://schemas.ogf.org/occi/infrastructure/network#ipnetwork"],
		"attributes": {"occi.network.address": "192.168.5.0/24"}}`)
	ip := s.jsonCreate("/ipreservation/", `{`+standardKind+`ipreservation"}`)
	group := s.jsonCreate("/securitygroup/", `{`+standardKind+`securitygroup", "attributes": {"occi.securitygroup.rules": []}}`)
	s.seconds(1)
	var links []string
	for kind, target := range map[string]string{"storagelink": volume, "networkinterface": net, "securitygrouplink": group} {
		links = append(links, fmt.Sprintf(`{%s%s", "target": {"location": %q}}`, standardKind, kind, target))
	}
	links = append(links, fmt.Sprintf(`{%snetworkinterface", "target": {"location": %q}}`, standardKind, ip))
	body := `{` + standardKind + `compute", "mixins": [` + osMixin + `, ` + itsyMixin + `,
		"http://schemas.ogf.org/occi/infrastructure/compute#user_data", "http://schemas.ogf.org/occi/infrastructure/credentials#ssh_key"],
		"attributes": {"occi.compute.userdata": "I2Nsb3VkLWNvbmZpZwo=", "occi.credentials.ssh.publickey": "ssh-ed25519 AAAA me"},
		"links": [` + strings.Join(links, ",") + `]}`
	vm := s.jsonCreate("/compute/", body)
	s.seconds(1)
	record, _ := s.cloud.Compute(vm)
	got := []any{record.UserData, record.PublicKey, record.Addresses, record.FloatingIPs, len(record.Volumes), record.SecurityGroups}
	want := []any{"#cloud-config\n", "ssh-ed25519 AAAA me", []string{"192.168.5.2"}, []string{"203.0.113.2"}, 1, []string{lastSegment(group)}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	shown := s.jsonShow(vm)
	if list, _ := shown["links"].([]any); len(list) != 4 {
		t.Errorf("%d links are shown, want 4: %v", len(list), list)
	}
	if text := fmt.Sprint(shown); strings.Contains(text, "ssh-ed25519") || strings.Contains(text, "I2Nsb3") {
		t.Error("key or user data are shown")
	}
}

func TestStandardPages(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerStandard12)
	s.cloud.options.MaxPageItems = 2
	for range 3 {
		s.jsonCreate("/storage/", `{`+standardKind+`storage", "attributes": {"occi.storage.size": 1}}`)
	}
	for query, want := range map[string]int{"": 3, "?page=1&number=2": 2, "?page=2&number=2": 1, "?page=3;number=2": 0, "?page=1": 2} {
		list, _ := s.jsonShow("/storage/" + query)["resources"].([]any)
		if len(list) != want {
			t.Errorf("%q has %d entities, want %d", query, len(list), want)
		}
	}
	s.jsonWant(http.StatusRequestEntityTooLarge, http.MethodGet, "/storage/?page=1&number=3", "")
	s.jsonWant(http.StatusBadRequest, http.MethodGet, "/storage/?page=0&number=1", "")
}

func TestStandardNegotiation(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerStandard12)
	for _, test := range []struct{ accept, want string }{
		{"", mediaPlain},
		{"*/*", mediaPlain},
		{"text/*", mediaPlain},
		{"application/*", mediaJSON},
		{"text/plain;q=0.2, application/occi+json;q=0.9", mediaJSON},
		{"application/occi+json;q=0, */*;q=0.1", mediaPlain},
		{"text/occi, application/occi+json", mediaOCCI},
		{"application/occi+json, text/plain; charset=utf-8", mediaJSON},
		{"application/json", ""},
	} {
		request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/-/", nil)
		if test.accept != "" {
			request.Header.Set("Accept", test.accept)
		}
		recorder := httptest.NewRecorder()
		s.cloud.ServeHTTP(recorder, request)
		got := recorder.Header().Get("Content-Type")
		if test.want == "" && recorder.Code != http.StatusNotAcceptable || test.want != "" && got != test.want {
			t.Errorf("Accept %q: %d %s, want %s", test.accept, recorder.Code, got, test.want)
		}
	}
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/-/", nil)
	request.Header.Set("User-Agent", "client OCCI/1.3")
	recorder := httptest.NewRecorder()
	s.cloud.ServeHTTP(recorder, request)
	if recorder.Code != http.StatusNotImplemented {
		t.Errorf("OCCI/1.3 gets %d", recorder.Code)
	}
}

func TestStandardQueryInterface(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerStandard12)
	query := s.jsonShow("/-/")
	types := map[string]map[string]any{}
	for _, list := range []string{"kinds", "mixins", "actions"} {
		categories, _ := query[list].([]any)
		for _, c := range categories {
			object, _ := c.(map[string]any)
			types[fmt.Sprint(object["scheme"], object["term"])] = object
		}
	}
	for _, identifier := range []string{
		computeKind.String(), networkKind.String(), networkInterfaceKind.String(), reservationKind.String(), groupKind.String(),
		groupLinkKind.String(), osTemplateMixin.String(), resourceTemplateMixin.String(), standardUserDataMixin.String(),
		sshKeyMixin.String(), saveAction.String(),
	} {
		if types[identifier] == nil {
			t.Errorf("%s is not offered", identifier)
		}
	}
	memory, _ := attributesOf(types[computeKind.String()])[memoryAttribute].(map[string]any)
	if diff := cmp.Diff(map[string]any{"mutable": true, "required": false, "type": "number"}, memory); diff != "" {
		t.Error(diff)
	}
	if types[numberedGroupScheme+"1"] != nil {
		t.Error("groups are offered as mixins")
	}
}

// TestStandardLinkUpdate: a partial update of a link names what changes, not its ends (GFD.223, section 10.2.1).
func TestStandardLinkUpdate(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerStandard12)
	vm, volume := s.compute(), s.storage()
	s.seconds(1)
	link := s.link(vm, volume)
	s.must(http.MethodPost, link, attribute("occi.storagelink.mountpoint", "/srv"))
	s.shows(link, "occi.storagelink.mountpoint", "/srv")
	s.shows(link, coreSource, vm)
	status, _, object := s.jsonCall(http.MethodPost, link, `{"attributes": {"occi.storagelink.mountpoint": "/mnt"}}`)
	if status != http.StatusOK {
		t.Errorf("%d %v", status, object)
	}
	s.shows(link, "occi.storagelink.mountpoint", "/mnt")
	s.refused(http.StatusBadRequest, "need to be resources", http.MethodPost, link, attribute(coreTarget, "/storage/none"))
}
