package occi

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// A volume of another server is attached by its URL (GFD.184, section 3.4.3): it shows as a link, is no volume of this
// server, and goes with the link, or with the compute. The servers of the guide know no such links.
func TestStandardCDMI(t *testing.T) {
	t.Parallel()
	const volume = "https://cdmi.example.com/cdmi_objectid/1"
	s := newServer(t, MannerStandard12)
	has := func(vm string, want ...string) {
		t.Helper()
		if record, _ := s.cloud.Compute(vm); !slices.Equal(record.ForeignVolumes, want) {
			t.Errorf("the compute has %v, want %v", record.ForeignVolumes, want)
		}
	}
	vm := s.jsonCompute("")
	link := s.jsonCreate("/storage/link/", linkBody("storagelink", vm, volume))
	has(vm, volume)
	s.shows(link, coreTarget, volume)
	s.shows(link, linkStateAttribute, "active")
	if shown := s.must(http.MethodGet, vm); !strings.Contains(shown, "Link: <"+volume+`>; rel="`+storageKind.String()) {
		t.Errorf("the compute shows %s", shown)
	}
	s.jsonWant(http.StatusOK, http.MethodDelete, link, "")
	has(vm)
	s.refused(http.StatusNotFound, "", http.MethodGet, link)

	inline := s.jsonCompute(`, "links": [{` + standardKind + `storagelink", "target": {"location": "` + volume + `"}}]`)
	has(inline, volume)
	for _, path := range []string{inline, vm} {
		s.jsonWant(http.StatusOK, http.MethodDelete, path, "")
	}
	s.seconds(10)
	if left := s.cloud.Inventory(); len(left) > 0 {
		t.Errorf("left: %+v", left)
	}
}

// A volume of this server that is not there is refused, whatever host is written; so is a foreign network, and on servers
// of the guide a foreign volume.
func TestCDMIRefused(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerStandard12)
	vm := s.jsonCompute("")
	s.jsonWant(http.StatusBadRequest, http.MethodPost, "/storage/link/", linkBody("storagelink", vm, "http://cloud.example/storage/1"))
	s.jsonWant(http.StatusBadRequest, http.MethodPost, "/network/interface/", linkBody("networkinterface", vm, "https://cdmi.example.com/1"))
	for _, manner := range []Manner{MannerGuide, MannerOcciOS} {
		s := newServer(t, manner)
		s.refused(http.StatusBadRequest, "need to be resources", http.MethodPost, "/storage/link/",
			`Category: storagelink; scheme="http://schemas.ogf.org/occi/infrastructure#"; class="kind"`,
			`X-OCCI-Attribute: occi.core.source="`+s.compute()+`"`, `X-OCCI-Attribute: occi.core.target="https://cdmi.example.com/1"`,
			`X-OCCI-Attribute: occi.storagelink.deviceid="/dev/vdc"`)
	}
}
