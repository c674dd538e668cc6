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

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
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
func emulated(t *testing.T, cloud emulator.Cloud) (*url.URL, *http.Client) {
	t.Helper()
	endpoint, err := url.Parse(Serve(t, cloud).URL)
	if err != nil {
		t.Fatal(err)
	}
	client, err := transport.NewClient(transport.Config{Origin: endpoint})
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
	endpoint, httpClient := emulated(t, cloud)
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

// TestSweepsCoverAllTypes fails for a type of resource that is neither swept nor excused, or is both.
func TestSweepsCoverAllTypes(t *testing.T) {
	t.Parallel()
	listed := map[string]int{}
	for _, name := range sweptWithMixins {
		listed[name]++
	}
	for _, one := range occiSweeps {
		listed[one.resource]++
	}
	for _, one := range cloudSigmaSweeps {
		listed[one.resource]++
	}
	for name := range unswept {
		listed[name]++
	}
	all, err := schemas()
	if err != nil {
		t.Fatal(err)
	}
	for name := range all.ResourceSchemas {
		if listed[name] != 1 {
			t.Errorf("%s is in %d sweeps or reasons, want 1", name, listed[name])
		}
		delete(listed, name)
	}
	for name := range listed {
		t.Errorf("there is no %s", name)
	}
}
