package cloudsigma

import (
	"fmt"
	"net/http"
	"testing"
)

func TestNICIsKnownByItsMAC(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	vlan := b.VLANs(DefaultUser)[0]
	id := b.create("servers", serverWith(fmt.Sprintf(`"nics": [{"ip_v4_conf": {"conf": "dhcp"}}, {"vlan": %q}]`, vlan)))
	made, _ := b.Server(id)
	public, private := made.NICs[0].MAC, made.NICs[1].MAC
	b.want(http.StatusOK, http.MethodPut, uri("servers", id), serverWith(fmt.Sprintf(
		`"nics": [{"mac": %q, "vlan": {"uuid": %q}}, {"mac": %q, "ip_v4_conf": {"conf": "manual"}}]`, private, vlan, public)))
	swapped, _ := b.Server(id)
	if swapped.NICs[0].MAC != private || swapped.NICs[1].MAC != public || swapped.NICs[1].IPv4.Conf != "manual" {
		t.Errorf("after rearranging the NICs are %+v", swapped.NICs)
	}
	b.want(http.StatusOK, http.MethodPut, uri("servers", id), serverWith(`"nics": [{"ip_v4_conf": {"conf": "dhcp"}}]`))
	recreated, _ := b.Server(id)
	if mac := recreated.NICs[0].MAC; len(recreated.NICs) != 1 || mac == public || mac == private {
		t.Errorf("without a MAC the NICs are %+v, want a new one", recreated.NICs)
	}
	refused := b.refused(http.StatusBadRequest, http.MethodPut, uri("servers", id), serverWith(fmt.Sprintf(`"nics": [{"mac": %q}]`, public)))
	if refused.Point == nil || *refused.Point != "nics.0.mac" {
		t.Errorf("the error for a MAC that is gone is %+v", refused)
	}
	mac := recreated.NICs[0].MAC
	b.refused(http.StatusBadRequest, http.MethodPut, uri("servers", id), serverWith(fmt.Sprintf(`"nics": [{"mac": %q}, {"mac": %[1]q}]`, mac)))
}

func TestPrivateAndPublicExcludeEachOther(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	refused := b.refused(http.StatusBadRequest, http.MethodPost, "/api/2.0/servers/", serverWith(fmt.Sprintf(
		`"nics": [{"vlan": %q, "ip_v4_conf": {"conf": "dhcp"}}]`, b.VLANs(DefaultUser)[0])))
	if want := "Cannot assign both Private and Public on a NIC"; refused.Message != want {
		t.Errorf("message is %q, want %q", refused.Message, want)
	}
}

func TestStaticAddress(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	address := b.StaticIPs(DefaultUser)[0]
	definition := serverWith(fmt.Sprintf(`"nics": [{"ip_v4_conf": {"conf": "static", "ip": {"uuid": %q}}}]`, address))
	id := b.create("servers", definition)
	if holder := at(b.get("ips", address), "server", "uuid"); holder != id {
		t.Errorf("the IP shows server %v, want %s", holder, id)
	}
	b.refused(http.StatusForbidden, http.MethodPost, "/api/2.0/servers/", definition)
	b.act(http.StatusAccepted, "servers", id, "start")
	if got := at(b.get("servers", id), "runtime", "nics", 0, "ip_v4", "uuid"); got != address {
		t.Errorf("the running server has %v, want %s", got, address)
	}
}

func TestDynamicAddressIsListedWhileInUse(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	id := b.create("servers", serverWith(`"nics": [{"ip_v4_conf": {"conf": "dhcp"}}]`))
	b.act(http.StatusAccepted, "servers", id, "start")
	address, _ := at(b.get("servers", id), "runtime", "nics", 0, "ip_v4", "uuid").(string)
	if shown := b.get("ips", address); shown["subscription"] != nil || at(shown, "server", "uuid") != id {
		t.Errorf("the dynamic IP is %v", shown)
	}
	if err := b.StopServer(id); err != nil {
		t.Fatal(err)
	}
	b.refused(http.StatusNotFound, http.MethodGet, uri("ips", address), "")
}

func TestNICRuntimeByKind(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	id := b.create("servers", serverWith(fmt.Sprintf(`"nics": [{"vlan": %q}, {"ip_v4_conf": {"conf": "manual"}}]`, b.VLANs(DefaultUser)[0])))
	b.act(http.StatusAccepted, "servers", id, "start")
	for i, want := range []string{"private", "public"} {
		runtime := at(b.get("servers", id), "nics", i, "runtime")
		if at(runtime, "interface_type") != want || at(runtime, "ip_v4") != nil {
			t.Errorf("runtime of NIC %d is %v, want %s without an address", i, runtime, want)
		}
	}
}

// TestIPv6 has a dynamic and a static address, which is shown in one spelling however it was sent.
func TestIPv6(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	const nics = `"nics": [{"ip_v6_conf": {"conf": "dhcp"}}, {"ip_v6_conf": {"conf": "static", "ip": "2001:DB8:0001:0::10"}}]`
	id := b.create("servers", serverWith(nics))
	if got := at(b.get("servers", id), "nics", 1, "ip_v6_conf", "ip", "uuid"); got != "2001:db8:1::10" {
		t.Errorf("the static address is shown as %v", got)
	}
	b.act(http.StatusAccepted, "servers", id, "start")
	shown := b.get("servers", id)
	for i, want := range []string{"2001:db8:2::2", "2001:db8:1::10"} {
		// A text, other than the address of IPv4 (server_schema).
		if got := at(shown, "runtime", "nics", i, "ip_v6"); got != want || at(shown, "nics", i, "runtime", "ip_v4") != nil {
			t.Errorf("NIC %d has %v, want %s", i, got, want)
		}
		address := b.get("ips", want)
		if at(address, "server", "uuid") != id || address["netmask"] != 64.0 || (address["subscription"] == nil) != (i == 0) {
			t.Errorf("the address is %v", address)
		}
	}
	b.refused(http.StatusForbidden, http.MethodPost, root+"servers/", serverWith(nics))
	if err := b.StopServer(id); err != nil {
		t.Fatal(err)
	}
	b.refused(http.StatusNotFound, http.MethodGet, uri("ips", "2001:db8:2::2"), "")
	for point, nics := range map[string]string{
		"nics.1.ip_v6_conf.ip": `{"ip_v6_conf": {"conf": "static", "ip": "2001:db8:1::11"}}, {"ip_v6_conf": {"conf": "static", "ip": "2001:db8:1::0011"}}`,
		"nics.0.ip_v6_conf.ip": `{"ip_v6_conf": {"conf": "static", "ip": "198.51.100.10"}}`,
		"nics.0.ip_v4_conf.ip": `{"ip_v4_conf": {"conf": "static", "ip": "2001:db8:1::11"}}`,
	} {
		refused := b.refused(http.StatusBadRequest, http.MethodPost, root+"servers/", serverWith(`"nics": [`+nics+`]`))
		if refused.Point == nil || *refused.Point != point {
			t.Errorf("the error of %s is %+v", nics, refused)
		}
	}
	_, clone := b.send(http.MethodPost, uri("servers", id)+"action/?do=clone", "{}")
	if got := at(clone, "nics", 1, "ip_v6_conf", "conf"); got != "dhcp" {
		t.Errorf("a clone has %v", got)
	}
}
