package occi

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestGuideCurlLines sends what the curl lines of the OpenStack OCCI guide send, in their order.
func TestGuideCurlLines(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerGuide)
	const origin = "http://localhost:8787"
	curl := func(method, path string, headers ...string) string {
		t.Helper()
		request := httptest.NewRequestWithContext(t.Context(), method, path, nil)
		request.Host = "localhost:8787"
		request.Header.Set("Content-Type", "text/occi")
		request.Header.Set("Accept", "*/*")
		for _, header := range headers {
			name, value, _ := strings.Cut(header, ": ")
			request.Header.Add(name, value)
		}
		recorder := httptest.NewRecorder()
		s.cloud.ServeHTTP(recorder, request)
		if recorder.Code >= http.StatusBadRequest {
			t.Fatalf("%s %s: %d %s", method, path, recorder.Code, recorder.Body)
		}
		s.seconds(1) // The person at the keyboard takes longer.
		if location := recorder.Header().Get("Location"); location != "" {
			return strings.TrimPrefix(location, origin)
		}
		return recorder.Body.String()
	}
	instanceAction := func(term string) string { return actionLine(instanceActionScheme, term) }
	computeAction := func(term string) string { return actionLine(computeActionScheme, term) }

	curl(http.MethodGet, "/-/")
	vm := curl(http.MethodPost, "/compute/", computeLine, flavorLine("itsy"), osLine("cirros-0.3.0-x86_64-uec"))
	if list := curl(http.MethodGet, "/compute/"); list != "X-OCCI-Location: "+origin+vm+"\n" {
		t.Errorf("list of computes is %q", list)
	}
	curl(http.MethodGet, vm)
	curl(http.MethodPost, vm+"?action=stop", computeAction("stop"))
	curl(http.MethodPost, vm+"?action=start", computeAction("start"))
	volume := curl(http.MethodPost, "/storage/", storageLine, "X-OCCI-Attribute: occi.storage.size = 1.0")
	s.shows(volume, "occi.storage.size", "1.0")
	link := curl(http.MethodPost, "/storage/link/", linkLine, attribute("occi.core.source", origin+vm),
		attribute("occi.core.target", origin+volume), attribute("occi.storagelink.deviceid", "/dev/vdc"))
	s.shows(link, "occi.storagelink.deviceid", "/dev/vdc")
	curl(http.MethodDelete, link)
	curl(http.MethodDelete, volume)
	for _, flavor := range []string{"bitsy", "itsy"} {
		curl(http.MethodPost, vm, flavorLine(flavor))
		curl(http.MethodPost, vm+"?action=confirm_resize", instanceAction("confirm_resize"))
	}
	curl(http.MethodPost, vm, osLine("SmartOS"))
	curl(http.MethodPost, "/-/", newGroupLine)
	curl(http.MethodGet, "/-/", `Category: group; scheme="http://schemas.ogf.org/occi/infrastructure/security#"; class="mixin"`)
	rule := curl(http.MethodPost, "/network/security/rule/", groupLine, ruleLine,
		`X-OCCI-Attribute: occi.network.security.protocol = "TCP"`, "X-OCCI-Attribute: occi.network.security.to = 22",
		"X-OCCI-Attribute: occi.network.security.from = 22", `X-OCCI-Attribute: occi.network.security.range = "0.0.0.0/24"`)
	s.shows(rule, protocolAttribute, "TCP")
	secured := curl(http.MethodPost, "/compute/", computeLine, flavorLine("itsy"), osLine("cirros-0.3.0-x86_64-uec"), groupLine)
	if members := curl(http.MethodGet, "/mygroups/"); !strings.Contains(members, rule) || !strings.Contains(members, secured) {
		t.Errorf("members of the group are %q", members)
	}
	curl(http.MethodPost, vm+"?action=alloc_float_ip", instanceAction("alloc_float_ip"),
		`X-OCCI-Attribute: org.openstack.network.floating.pool="nova"`)
	curl(http.MethodPost, vm+"?action=dealloc_float_ip", instanceAction("dealloc_float_ip"))
	curl(http.MethodPost, vm+"?action=chg_pwd", instanceAction("chg_pwd"),
		`X-OCCI-Attribute: org.openstack.credentials.admin_pwd="new_pass"`)
	curl(http.MethodPost, vm+"?action=create_image", instanceAction("create_image"),
		`X-OCCI-Attribute: org.openstack.snapshot.image_name="awesome_ware"`)
	if query := curl(http.MethodGet, "/-/"); !strings.Contains(query, "Category: awesome_ware; ") {
		t.Error("the new image is not in the query interface")
	}
	curl(http.MethodDelete, rule)
	curl(http.MethodDelete, secured)
	curl(http.MethodDelete, "/-/", groupLine)
	curl(http.MethodDelete, vm)
	if left := s.cloud.Inventory(); len(left) != 0 {
		t.Errorf("left over: %v", left)
	}
}
