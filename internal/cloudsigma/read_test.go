package cloudsigma_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
)

func TestMetaUserData(t *testing.T) {
	t.Parallel()
	meta := cloudsigma.NewMeta(map[string]string{cloudsigma.MetaBase64Fields: "other"})
	meta.SetUserData("#cloud-config\nümläut")
	meta.SetUserData("#cloud-config\nü")
	want := map[string]string{
		cloudsigma.MetaUserData:     "I2Nsb3VkLWNvbmZpZwrDvA==",
		cloudsigma.MetaBase64Fields: "other,cloudinit-user-data",
	}
	if diff := cmp.Diff(want, meta.Strings()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if text, ok, err := meta.UserData(); text != "#cloud-config\nü" || !ok || err != nil {
		t.Errorf("got %q, %t, %v", text, ok, err)
	}
	meta.RemoveUserData()
	if diff := cmp.Diff(map[string]string{cloudsigma.MetaBase64Fields: "other"}, meta.Strings()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, ok, err := meta.UserData(); ok || err != nil {
		t.Errorf("removed: got %t, %v", ok, err)
	}
	plain := cloudsigma.NewMeta(map[string]string{cloudsigma.MetaUserData: "#!"})
	if text, ok, err := plain.UserData(); text != "#!" || !ok || err != nil {
		t.Errorf("plain: got %q, %t, %v", text, ok, err)
	}
	plain.Set(cloudsigma.MetaBase64Fields, "a, cloudinit-user-data")
	if _, _, err := plain.UserData(); err == nil {
		t.Error("no error for what is not base64")
	}
}

func TestMetaStrings(t *testing.T) {
	t.Parallel()
	var meta cloudsigma.Meta
	if err := json.Unmarshal([]byte(`{"a": "b", "paid": true, "list": [1], "`+cloudsigma.MetaCreateMarker+`": "m"}`), &meta); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"a": "b", "paid": "true", "list": "[1]"}, meta.Strings()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := meta.Get("missing"); got != "" {
		t.Errorf("a missing key is %q", got)
	}
}

// get answers the sample of the API documentation to a GET and returns what read makes of it.
func get[T any](t *testing.T, sample, route string, read func(context.Context, *cloudsigma.Client) (T, error)) T {
	t.Helper()
	body := dump(t, sample)
	client, _ := newFake(t, script{"GET " + route: {{body: body}}})
	result, err := read(t.Context(), client)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func TestRunningServerOfTheDocumentation(t *testing.T) {
	t.Parallel()
	server := get(t, "response_server_get_running", "servers/s/", func(ctx context.Context, c *cloudsigma.Client) (*cloudsigma.Server, error) {
		return c.Servers.Get(ctx, "s")
	})
	definition := server.Definition
	if server.Status != cloudsigma.ServerRunning || server.UUID != "4e31777b-92b5-4633-9f31-c28443a63cfd" ||
		definition.CPU != 1000 || definition.Memory != 536870912 || *definition.SMP != 1 || definition.VNCPassword != "testserver" ||
		definition.Hypervisor != "kvm" || *definition.EnableNUMA || !*definition.Context {
		t.Errorf("got %+v", server)
	}
	address := cloudsigma.Reference{UUID: "94.26.101.149", ResourceURI: "/api/2.0/ips/94.26.101.149/"}
	want := &cloudsigma.ServerRuntime{
		ActiveSince: "2015-03-19T13:52:51+00:00",
		NICs:        []cloudsigma.NICRuntime{{InterfaceType: "public", MAC: "22:b8:8c:17:fe:19", IPv4: &address}},
	}
	if diff := cmp.Diff(want, server.Runtime); diff != "" {
		t.Errorf("runtime (-want +got):\n%s", diff)
	}
	nic := definition.NICs[0]
	if nic.MAC != "22:b8:8c:17:fe:19" || nic.Model != "virtio" || nic.IPv4.Conf != cloudsigma.ConfDHCP || nic.IPv4.IP != nil ||
		nic.VLAN != nil || *nic.Runtime.IPv4 != address {
		t.Errorf("got the NIC %+v", nic)
	}
	drive := definition.Drives[0]
	if drive.Drive.UUID != "39e4c24b-980a-49ce-968c-1f32b124b23f" || *drive.BootOrder != 1 || drive.DevChannel != "0:0" || drive.Device != "virtio" {
		t.Errorf("got the drive %+v", drive)
	}
}

// Whatever the samples show of a server or drive is either the server's own or written back.
func TestSamplesAreWrittenBackWhole(t *testing.T) {
	t.Parallel()
	own := []string{"uuid", "resource_uri", "status", "owner", "runtime", "jobs", "mounted_on", "snapshots", "fingerprint"}
	for sample, decode := range map[string]func([]byte) (any, error){
		"response_server_get_running":           definitionOfServer,
		"response_server_get_two_nics":          definitionOfServer,
		"response_server_edit_minimal":          definitionOfServer,
		"response_drive_get_unmounted":          definitionOfDrive,
		"response_librdrive_get_through_drives": definitionOfDrive,
		"response_keypair_get":                  definitionOfKeypair,
	} {
		t.Run(sample, func(t *testing.T) {
			t.Parallel()
			body := dump(t, sample)
			definition, err := decode([]byte(body))
			if err != nil {
				t.Fatal(err)
			}
			encoded, err := json.Marshal(definition)
			if err != nil {
				t.Fatal(err)
			}
			var shown, written map[string]any
			if err := json.Unmarshal([]byte(body), &shown); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(encoded, &written); err != nil {
				t.Fatal(err)
			}
			for _, member := range own {
				if _, ok := written[member]; ok {
					t.Errorf("%s is written", member)
				}
				delete(shown, member)
			}
			for member, value := range shown {
				if got, ok := written[member]; !ok {
					t.Errorf("%s is not written", member)
				} else if _, list := value.([]any); !list && !cmp.Equal(value, got) {
					t.Errorf("%s is %v, was %v", member, got, value)
				}
			}
		})
	}
}

func definitionOfServer(data []byte) (any, error) {
	var server cloudsigma.Server
	err := json.Unmarshal(data, &server)
	return server.Definition, err
}

func definitionOfDrive(data []byte) (any, error) {
	var drive cloudsigma.Drive
	err := json.Unmarshal(data, &drive)
	return drive.Definition, err
}

func definitionOfKeypair(data []byte) (any, error) {
	var keypair cloudsigma.Keypair
	err := json.Unmarshal(data, &keypair)
	return keypair.Definition, err
}

func TestSamplesOfLists(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		sample, route string
		list          func(context.Context, *cloudsigma.Client) (int, error)
	}{
		"servers": {"response_server_list_detail", "servers/detail/", func(ctx context.Context, c *cloudsigma.Client) (int, error) { return count(c.Servers.List(ctx)) }},
		"drives":  {"response_drive_list_detail", "drives/detail/", func(ctx context.Context, c *cloudsigma.Client) (int, error) { return count(c.Drives.List(ctx)) }},
		"library": {"response_libdrive_list", "libdrives/", func(ctx context.Context, c *cloudsigma.Client) (int, error) { return count(c.LibraryDrives.List(ctx)) }},
		"keys":    {"response_keypair_list", "keypairs/", func(ctx context.Context, c *cloudsigma.Client) (int, error) { return count(c.Keypairs.List(ctx)) }},
		"tags":    {"response_tags_list_detail", "tags/detail/", func(ctx context.Context, c *cloudsigma.Client) (int, error) { return count(c.Tags.List(ctx)) }},
		"VLANs":   {"response_vlan_list_detail", "vlans/detail/", func(ctx context.Context, c *cloudsigma.Client) (int, error) { return count(c.VLANs.List(ctx)) }},
		"IPs":     {"response_ip_list_detail", "ips/detail/", func(ctx context.Context, c *cloudsigma.Client) (int, error) { return count(c.IPs.List(ctx)) }},
		"jobs":    {"response_jobs_list", "jobs/", func(ctx context.Context, c *cloudsigma.Client) (int, error) { return count(c.Jobs.List(ctx)) }},
		"places":  {"response_locations", "locations/", func(ctx context.Context, c *cloudsigma.Client) (int, error) { return count(c.Locations.List(ctx)) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := dump(t, test.sample)
			var shown struct {
				Objects []any `json:"objects"`
			}
			if err := json.Unmarshal([]byte(body), &shown); err != nil {
				t.Fatal(err)
			}
			client, api := newFake(t, script{})
			api.script["GET "+test.route+"?limit=0"] = []reply{{body: body}}
			// The samples are the first page of more; what follows is empty here.
			api.other = &reply{body: `{"objects": []}`}
			got, err := test.list(t.Context(), client)
			if err != nil || got != len(shown.Objects) || got == 0 {
				t.Errorf("got %d, %v, want %d", got, err, len(shown.Objects))
			}
		})
	}
}

func count[T any](all []T, err error) (int, error) { return len(all), err }

func TestOtherSamples(t *testing.T) {
	t.Parallel()
	t.Run("capabilities", func(t *testing.T) {
		t.Parallel()
		got := get(t, "response_capabilities", "capabilities/", func(ctx context.Context, c *cloudsigma.Client) (*cloudsigma.Capabilities, error) {
			return c.Capabilities(ctx)
		})
		if got.Hosts["amd"].CPUPerSMP != (cloudsigma.Range{Min: 1000, Max: 2893}) || got.DefaultStorageType != "dssd" ||
			got.Drives["zadara"].Size.Min != 1<<30 || got.Drives["zadara"].IOPS != (cloudsigma.IOPSLimits{Base: 4000, Min: 1, Max: 8000}) ||
			got.Snapshots != (cloudsigma.SnapshotLimits{Max: 700, MaxPerDrive: 90}) || got.RemoteSnapshots.Max != 600 || !cmp.Equal(got.Hypervisors["kvm"], []string{"intel", "amd"}) {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("profile", func(t *testing.T) {
		t.Parallel()
		got := get(t, "response_profile", "profile/", func(ctx context.Context, c *cloudsigma.Client) (*cloudsigma.Profile, error) { return c.Profile(ctx) })
		if got.Email != "user@example.com" || got.CloneNaming != "COUNTER" {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("job", func(t *testing.T) {
		t.Parallel()
		got := get(t, "response_jobs_drive_clone", "jobs/j/", func(ctx context.Context, c *cloudsigma.Client) (*cloudsigma.Job, error) { return c.Jobs.Get(ctx, "j") })
		if got.State != cloudsigma.JobSuccess || got.Data.Progress != 100 || len(got.Resources) != 2 {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("IP address", func(t *testing.T) {
		t.Parallel()
		got := get(t, "response_ip_get", "ips/185.12.6.183/", func(ctx context.Context, c *cloudsigma.Client) (*cloudsigma.IP, error) {
			return c.IPs.Get(ctx, "185.12.6.183")
		})
		if got.Gateway != "185.12.6.1" || got.Netmask != 24 || got.Server != nil || got.Subscription.ID != 7273 {
			t.Errorf("got %+v", got)
		}
	})
}

func TestTagsAndFirewallPoliciesAreEditedWhole(t *testing.T) {
	t.Parallel()
	client, api := newFake(t, script{
		"GET tags/t/": {{body: `{"uuid": "t", "name": "old", "meta": {}, "owner": {"uuid": "o"}, "resource_uri": "/t/", "color": "red",
			"resources": [{"uuid": "s-1", "res_type": "servers", "owner": {"uuid": "o"}, "resource_uri": "/s/"}]}`}},
		"PUT tags/t/": {{body: `{"uuid": "t"}`}},
		"GET fwpolicies/p/": {{body: `{"uuid": "p", "name": "p", "meta": {}, "owner": null, "resource_uri": "/p/", "tags": [], "servers": [{"uuid": "s-1"}],
			"rules": [{"action": "drop", "comment": "c", "direction": null, "dst_ip": null, "dst_port": "22", "ip_proto": "tcp", "src_ip": null, "src_port": null}]}`}},
		"PUT fwpolicies/p/": {{body: `{"uuid": "p"}`}},
	})
	_, err := client.Tags.Edit(t.Context(), "t", func(definition *cloudsigma.TagDefinition) error {
		definition.Name = "new"
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	_, err = client.FirewallPolicies.Edit(t.Context(), "p", func(definition *cloudsigma.FirewallPolicyDefinition) error {
		definition.Rules = append(definition.Rules, cloudsigma.FirewallRule{Action: "accept"})
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	_, err = client.FirewallPolicies.Edit(t.Context(), "p", func(definition *cloudsigma.FirewallPolicyDefinition) error {
		definition.Rules = nil
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	api.wantBody(t, 1, `{"name": "new", "meta": {}, "color": "red", "resources": ["s-1"]}`)
	api.wantBody(t, 3, `{"name": "p", "meta": {}, "tags": [],
		"rules": [{"action": "drop", "comment": "c", "dst_port": "22", "ip_proto": "tcp"}, {"action": "accept"}]}`)
	api.wantBody(t, 5, `{"name": "p", "meta": {}, "tags": [], "rules": []}`)
	for _, header := range api.headers {
		if !strings.HasPrefix(header.Get("Accept"), "application/json") {
			t.Errorf("Accept is %q", header.Get("Accept"))
		}
	}
}

func TestListsAreNamedInTheirPlural(t *testing.T) {
	t.Parallel()
	failure := []reply{{status: 500}}
	client, _ := newFake(t, script{
		"GET backupschedulers/detail/?limit=0": failure, "GET ips/detail/?limit=0": failure, "GET snapshots/detail/?limit=0": failure,
	})
	_, policies := client.BackupPolicies.List(t.Context())
	_, addresses := client.IPs.List(t.Context())
	_, snapshots := client.Snapshots.List(t.Context())
	for name, err := range map[string]error{"backup policies": policies, "IP addresses": addresses, "snapshots": snapshots} {
		if err == nil || !strings.HasPrefix(err.Error(), "list "+name+": ") {
			t.Errorf("got %v", err)
		}
	}
}

func TestAnnotationsAreEditedAlone(t *testing.T) {
	t.Parallel()
	client, api := newFake(t, script{
		"GET vlans/v/":       {{body: dump(t, "response_vlan_get")}},
		"PUT vlans/v/":       {{body: dump(t, "response_vlan_update")}},
		"GET ips/192.0.2.1/": {{body: dump(t, "response_ip_get")}},
		"PUT ips/192.0.2.1/": {{body: dump(t, "response_ip_update")}},
	})
	change := func(annotations *cloudsigma.Annotations) error {
		annotations.Meta.Set(cloudsigma.MetaName, "mine")
		return nil
	}
	vlan, err := client.VLANs.Edit(t.Context(), "v", change)
	if err != nil || vlan.Annotations.Name() != "my vlan" || vlan.Subscription.ID != 12 {
		t.Errorf("got %+v, %v", vlan, err)
	}
	address, err := client.IPs.Edit(t.Context(), "192.0.2.1", change)
	if err != nil || address.Annotations.Name() != "my ip" {
		t.Errorf("got %+v, %v", address, err)
	}
	// What is read-only by the schemas is not sent.
	want := `{"meta": {"name": "mine"}, "tags": [], "grantees": [], "permissions": []}`
	api.wantBody(t, 1, want)
	api.wantBody(t, 3, want)
}
