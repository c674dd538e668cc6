package acctest

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	emulatedcloudsigma "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
	emulatedocci "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/provider"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/transport"
)

func TestMain(m *testing.M) {
	resource.AddTestSweepers("occi", &resource.Sweeper{Name: "occi", F: sweepOCCI})
	resource.AddTestSweepers("cloudsigma", &resource.Sweeper{Name: "cloudsigma", F: sweepCloudSigma})
	resource.TestMain(m)
}

func sweepOCCI(string) error {
	clients, diagnostics := provider.ClientsFromEnvironment("sweep")
	if diagnostics.HasError() {
		return fmt.Errorf("configuring OCCI: %v", diagnostics)
	}
	client, err := clients.OCCI()
	if err != nil {
		return nil //nolint:nilerr // not configured: nothing to sweep
	}
	return SweepOCCI(context.Background(), client)
}

func sweepCloudSigma(string) error {
	clients, diagnostics := provider.ClientsFromEnvironment("sweep")
	if diagnostics.HasError() {
		return fmt.Errorf("configuring CloudSigma: %v", diagnostics)
	}
	client, err := clients.CloudSigma()
	if err != nil {
		return nil //nolint:nilerr // not configured: nothing to sweep
	}
	return SweepCloudSigma(context.Background(), client)
}

// emulated serves a cloud and returns an HTTP client for it.
func emulated(t *testing.T, cloud emulator.Cloud, authenticator transport.Authenticator) (*url.URL, *http.Client) {
	t.Helper()
	endpoint, err := url.Parse(Serve(t, cloud).URL)
	if err != nil {
		t.Fatal(err)
	}
	client, err := transport.NewClient(transport.Config{Origin: endpoint, Authenticator: authenticator})
	if err != nil {
		t.Fatal(err)
	}
	return endpoint, client
}

// names are the names of what is left.
func names(cloud emulator.Cloud) []string {
	left := []string{}
	for _, item := range cloud.Inventory() {
		left = append(left, item.Kind+" "+item.Name)
	}
	return left
}

func TestSweepOCCI(t *testing.T) {
	t.Parallel()
	cloud := emulatedocci.New(emulatedocci.Options{Manner: emulatedocci.MannerOcciOS})
	endpoint, httpClient := emulated(t, cloud, nil)
	client, err := occi.NewClient(occi.Config{Endpoint: endpoint, HTTP: httpClient})
	if err != nil {
		t.Fatal(err)
	}
	types, err := client.QueryInterface(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	create := func(id occi.TypeID, mixins []occi.TypeID, attributes occi.Attributes) {
		t.Helper()
		kind, ok := types.Kind(id)
		if !ok {
			t.Fatalf("the emulator has no kind %s", id)
		}
		if _, err := client.Create(t.Context(), kind, mixins, attributes, nil); err != nil {
			t.Fatal(err)
		}
	}
	image, err := types.FindTemplate(infrastructure.MixinOSTemplate, guideImage)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{Name("sweep"), "precious"} {
		group := occi.Category{
			TypeID: occi.TypeID{Scheme: "http://example.org/sweep#", Term: name}, Location: "/" + name + "/",
			Relations: []occi.TypeID{infrastructure.MixinSecurityGroup},
		}
		if err := client.CreateMixin(t.Context(), group); err != nil {
			t.Fatal(err)
		}
		create(infrastructure.KindSecurityRule, []occi.TypeID{group.TypeID}, occi.Attributes{
			infrastructure.AttributeSecurityProtocol: occi.String("tcp"), infrastructure.AttributeSecurityFrom: occi.Number(22),
			infrastructure.AttributeSecurityTo: occi.Number(22), infrastructure.AttributeSecurityRange: occi.String("192.0.2.0/24"),
		})
		create(infrastructure.KindCompute, []occi.TypeID{image.TypeID, group.TypeID},
			occi.Attributes{infrastructure.AttributeComputeHostname: occi.String(name)})
		tag := occi.Category{
			TypeID: occi.TypeID{Scheme: "http://example.org/tags#", Term: name + "-tag"}, Location: "/" + name + "-tag/",
		}
		if err := client.CreateMixin(t.Context(), tag); err != nil {
			t.Fatal(err)
		}
		for _, title := range []string{name, "snapshot of " + name} {
			create(infrastructure.KindStorage, nil, occi.Attributes{
				infrastructure.AttributeTitle: occi.String(title), infrastructure.AttributeStorageSize: occi.Number(1),
			})
		}
	}
	if err := SweepOCCI(t.Context(), client); err != nil {
		t.Error(err)
	}
	left := names(cloud)
	slices.Sort(left)
	want := []string{"compute precious", "group precious", "mixin ", "rule ", "storage precious", "storage snapshot of precious"}
	if diff := cmp.Diff(want, left); diff != "" {
		t.Error(diff)
	}
}

func TestSweepCloudSigma(t *testing.T) {
	t.Parallel()
	cloud := emulatedcloudsigma.New(emulatedcloudsigma.Options{})
	endpoint, httpClient := emulated(t, cloud, cloudsigma.BasicAuthenticator{
		Username: emulatedcloudsigma.DefaultUser, Password: emulatedcloudsigma.DefaultPassword,
	})
	client, err := cloudsigma.NewClient(cloudsigma.Config{Endpoint: endpoint.JoinPath("api/2.0/"), HTTP: httpClient})
	if err != nil {
		t.Fatal(err)
	}
	vlans, ips := cloud.VLANs(emulatedcloudsigma.DefaultUser), cloud.StaticIPs(emulatedcloudsigma.DefaultUser)
	for i, name := range []string{Name("sweep"), "precious"} {
		annotate := func(annotations *cloudsigma.Annotations) error {
			annotations.Meta.Set(cloudsigma.MetaName, name)
			return nil
		}
		_, vlanErr := client.VLANs.Edit(t.Context(), vlans[i], annotate)
		if _, err := client.IPs.Edit(t.Context(), ips[i], annotate); err != nil || vlanErr != nil {
			t.Fatal(err, vlanErr)
		}
		drive, err := client.Drives.Create(t.Context(), cloudsigma.DriveDefinition{Name: name, Media: "disk", Size: 1 << 30}, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, snapshots := range []*cloudsigma.Snapshots{client.Snapshots, client.RemoteSnapshots} {
			definition := cloudsigma.SnapshotDefinition{Name: name, Drive: &cloudsigma.Reference{UUID: drive.UUID}}
			if snapshots == client.RemoteSnapshots {
				definition.Location = "ZRH"
			}
			if _, err := snapshots.Create(t.Context(), definition, ""); err != nil {
				t.Fatal(err)
			}
		}
		policy := cloudsigma.BackupPolicyDefinition{
			Name: name, Type: "snapshot", UserTimezone: "Europe/Zurich", Incremental: cloudsigma.BackupTimes{Hours: "1"},
		}
		if _, err := client.BackupPolicies.Create(t.Context(), policy, ""); err != nil {
			t.Fatal(err)
		}
		server, err := client.Servers.Create(t.Context(), cloudsigma.ServerDefinition{
			Name: name, CPU: 1000, Memory: 1 << 30, VNCPassword: "secret",
			Drives: []cloudsigma.ServerDrive{{Drive: cloudsigma.Reference{UUID: drive.UUID}, DevChannel: "0:0", Device: "virtio"}},
		}, "")
		if err != nil {
			t.Fatal(err)
		}
		if err := client.Servers.Start(t.Context(), server.UUID); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{Name("sweep"), "precious"} {
		tag, err := client.Tags.Create(t.Context(), cloudsigma.TagDefinition{Name: name}, "")
		if err != nil {
			t.Fatal(err)
		}
		shared := cloudsigma.ACLDefinition{Name: name, Tags: cloudsigma.References(tag.UUID)}
		if _, err := client.ACLs.Create(t.Context(), shared, ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := SweepCloudSigma(t.Context(), client); err != nil {
		t.Error(err)
	}
	left := []string{
		"acl precious", "backup_scheduler precious", "drive precious", "remote_snapshot precious", "server precious",
		"snapshot precious", "tag precious",
	}
	if diff := cmp.Diff(left, names(cloud)); diff != "" {
		t.Error(diff)
	}
	for i, want := range []string{"", "precious"} {
		vlan, _ := cloud.VLAN(vlans[i])
		address, _ := cloud.StaticIP(ips[i])
		if vlan.Meta["name"] != want || address.Meta["name"] != want {
			t.Errorf("the VLAN is named %q, the address %q, want %q", vlan.Meta["name"], address.Meta["name"], want)
		}
	}
}
