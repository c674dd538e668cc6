package occi

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const ooiCirros = "a5fa8e07-9892-4d79-8693-57d41bfd898d"

// ooi sends a request to a server in the ooi manner and returns the answer, whatever it is.
func (s *server) ooi(method, path string, lines ...string) *httptest.ResponseRecorder {
	s.t.Helper()
	return s.try(method, "/occi1.2"+path, lines...)
}

// ooiCreate creates an entity and returns its path below the prefix.
func (s *server) ooiCreate(path string, lines ...string) string {
	s.t.Helper()
	recorder := s.ooi(http.MethodPost, path, lines...)
	location, ok := strings.CutPrefix(recorder.Body.String(), "X-OCCI-Location: http://cloud.example/occi1.2")
	if recorder.Code != http.StatusOK || !ok {
		s.t.Fatalf("POST %s %q: %d %s", path, lines, recorder.Code, recorder.Body)
	}
	return location
}

func (s *server) ooiCompute(lines ...string) string {
	s.t.Helper()
	return s.ooiCreate("/compute/", append([]string{computeLine, osLine(ooiCirros), flavorLine("1")}, lines...)...)
}

func (s *server) ooiInterface(source, target string) string {
	s.t.Helper()
	return s.ooiCreate("/networklink/", interfaceLine, attribute(coreSource, "http://cloud.example/occi1.2"+source),
		attribute(coreTarget, "/occi1.2"+target))
}

func TestOOIAnswersAreThoseOfKeystonemiddleware(t *testing.T) {
	t.Parallel()
	cloud := New(Options{
		Manner: MannerOOI, KeystoneURL: "http://127.0.0.1:5000",
		Authorize: func(token string) (string, string, bool) { return "", "demo", token == "unscoped" },
	})
	for token, want := range map[string]string{
		"":         `401 application/json Keystone uri="http://127.0.0.1:5000/v3"`,
		"unscoped": "403 text/plain; charset=UTF-8 ",
	} {
		request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/occi1.2/-/", nil)
		request.Header.Set("X-Auth-Token", token)
		recorder := httptest.NewRecorder()
		cloud.ServeHTTP(recorder, request)
		header := recorder.Header()
		if got := fmt.Sprint(recorder.Code, " ", header.Get("Content-Type"), " ", header.Get("WWW-Authenticate")); got != want {
			t.Errorf("token %q: %s, want %s", token, got, want)
		}
	}
}

func TestOOICutsTheConnectionAtHeadersThatAreNotASCII(t *testing.T) {
	t.Parallel()
	s := start(t, New(Options{Manner: MannerOOI}))
	send := func(method, path, accept, body string) (*http.Response, error) {
		request, err := http.NewRequestWithContext(t.Context(), method, s.URL+"/occi1.2"+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", mediaPlain)
		request.Header.Set("Accept", accept)
		response, err := http.DefaultClient.Do(request)
		if err == nil {
			_ = response.Body.Close()
		}
		return response, err
	}
	created, err := send(http.MethodPost, "/storage/", mediaOCCI,
		storageLine+"\nX-OCCI-Attribute: occi.storage.size=1\nX-OCCI-Attribute: occi.core.title=\"Zürich\"")
	if err != nil {
		t.Fatal(err)
	}
	path := "/storage/" + lastSegment(created.Header.Get("X-OCCI-Location"))
	var failure error
	if _, failure = send(http.MethodGet, path, mediaOCCI, ""); failure == nil || errors.Is(failure, t.Context().Err()) {
		t.Errorf("text/occi: error %v, want a cut connection", failure)
	}
	if response, err := send(http.MethodGet, path, mediaPlain, ""); err != nil || response.StatusCode != http.StatusOK {
		t.Errorf("text/plain: %v", err)
	}
}

func TestOOIDropsWhatFollowsTheStandard(t *testing.T) {
	t.Parallel()
	const key = "ssh-ed25519 AAAAC3Nz me"
	mixin := func(c *category) string {
		return "Category: " + c.term + `; scheme="` + c.scheme + `"; class="mixin"`
	}
	for _, test := range []struct {
		name, userData, key string
		pairs               []string
		lines               []string
	}{
		{"OpenStack's user data", "#!", "", nil, []string{mixin(ooiUserData), attribute(userDataAttribute, "IyE=")}},
		{"user data of OCCI 1.2", "", "", nil, []string{mixin(ooiStandardUserData), attribute("occi.compute.userdata", "IyE=")}},
		{"user data without a mixin", "", "", nil, []string{attribute(userDataAttribute, "IyE=")}},
		{"key of OCCI 1.2", "", "", nil, []string{mixin(ooiSSHKey), attribute("occi.credentials.ssh.publickey", key)}},
		{"OpenStack's key without a name", "", key, nil, []string{mixin(ooiPublicKey), attribute(keyDataAttribute, key)}},
		{
			"OpenStack's key with a name", "", key,
			[]string{"k"},
			[]string{mixin(ooiPublicKey), attribute(keyDataAttribute, key), attribute(keyNameAttribute, "k")},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, MannerOOI)
			vm := s.ooiCompute(test.lines...)
			record, _ := s.cloud.Compute(vm)
			if diff := cmp.Diff([]string{test.userData, test.key}, []string{record.UserData, record.PublicKey}); diff != "" {
				t.Error(diff)
			}
			s.ooi(http.MethodDelete, vm)
			s.seconds(1)
			if diff := cmp.Diff(test.pairs, s.cloud.KeyPairs("demo")); diff != "" {
				t.Errorf("key pairs that stay behind: %s", diff)
			}
		})
	}
}

func TestOOILeaksTheAddressOfAPublicLink(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerOOI)
	vm := s.ooiCompute()
	s.seconds(1)
	link := s.ooiInterface(vm, "/network/PUBLIC")
	if link != "/networklink/"+lastSegment(vm)+"_203.0.113.2" {
		t.Errorf("the link is %s", link)
	}
	if record, ok := s.cloud.FloatingIP("203.0.113.2"); !ok || record.ComputeID != lastSegment(vm) {
		t.Errorf("the floating IP is %+v", record)
	}
	s.ooi(http.MethodDelete, link)
	s.ooi(http.MethodDelete, vm)
	s.seconds(1)
	var kinds []string
	for _, item := range s.cloud.Inventory() {
		kinds = append(kinds, item.Kind+" "+item.Name)
	}
	if diff := cmp.Diff([]string{"ipreservation 203.0.113.2"}, kinds); diff != "" {
		t.Error(diff)
	}
}

func TestOOIInventoryHasLinksAndNetworks(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerOOI)
	net := s.ooiCreate("/network/", "Category: network"+kindPrefix,
		`Category: ipnetwork; scheme="http://schemas.ogf.org/occi/infrastructure/network#"; class="mixin"`,
		attribute(titleAttribute, "lan"), attribute(networkAddressAttribute, "192.168.5.0/24"))
	if recorder := s.ooi(http.MethodPost, "/compute/", computeLine, osLine(ooiCirros), flavorLine("1")); recorder.Code != http.StatusConflict {
		t.Errorf("two networks and none chosen: %d", recorder.Code)
	}
	private := "/network/" + s.cloud.nova.neutron.networks[0].id
	vm := s.ooiCompute(`Link: <x>; rel="` + ooiNetwork.String() + `"; occi.core.target="/occi1.2` + private + `"`)
	volume := s.ooiCreate("/storage/", storageLine, "X-OCCI-Attribute: occi.storage.size=1")
	s.seconds(1)
	interfacePath := s.ooiInterface(vm, net)
	volumeLink := s.ooiCreate("/storagelink/", linkLine, attribute(coreSource, "/occi1.2"+vm), attribute(coreTarget, "/occi1.2"+volume))
	var ids []string
	for _, item := range s.cloud.Inventory() {
		ids = append(ids, item.ID)
	}
	want := []string{vm, volume, net, volumeLink, interfacePath}
	slices.Sort(ids)
	slices.Sort(want)
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Error(diff)
	}
	for _, gone := range want {
		if err := s.cloud.Vanish(gone); err != nil && !strings.Contains(gone, "link") {
			t.Error(err)
		}
	}
	s.seconds(1)
	if left := s.cloud.Inventory(); len(left) != 0 {
		t.Errorf("left over: %v", left)
	}
}

func TestOOIActionsRightAfterACreate(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerOOI)
	vm := s.ooiCompute()
	stop := func() int {
		return s.ooi(http.MethodPost, vm+"?action=stop", actionLine(computeActionScheme, "stop")).Code
	}
	var statuses []int
	for _, elapsed := range []time.Duration{0, 300 * time.Millisecond, time.Second} {
		s.clock.Advance(elapsed)
		statuses = append(statuses, stop())
	}
	if diff := cmp.Diff([]int{http.StatusNotFound, http.StatusConflict, http.StatusNoContent}, statuses); diff != "" {
		t.Error(diff)
	}
}
