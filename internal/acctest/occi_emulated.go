package acctest

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// OnEmulatedOCCI is OnOCCI without a real cloud, for tests that need to look into the cloud.
func OnEmulatedOCCI(t *testing.T, options occi.Options, test func(t *testing.T, cloud *OCCI)) {
	t.Helper()
	emulatedOCCI(t, occi.Manners(), options, test)
}

// OnEmulatedGuideOCCI is OnEmulatedOCCI in the two manners of the OpenStack OCCI guide.
func OnEmulatedGuideOCCI(t *testing.T, options occi.Options, test func(t *testing.T, cloud *OCCI)) {
	t.Helper()
	emulatedOCCI(t, guideManners, options, test)
}

// OnLiveOCCI is OnEmulatedOCCI with VMs that have addresses on loopback and listen there.
func OnLiveOCCI(t *testing.T, options occi.Options, test func(t *testing.T, cloud *OCCI)) {
	t.Helper()
	for _, manner := range chosen(t, occi.Manners()) {
		t.Run(string(manner), func(t *testing.T) {
			t.Parallel()
			options := options
			options.Manner, options.LivePorts = manner, LivePorts(t)
			test(t, emulateOCCI(t, options, "auto"))
		})
	}
}

// LivePorts are those of one emulated cloud; what goes wrong with them fails the test.
func LivePorts(t *testing.T) *emulator.LivePorts {
	t.Helper()
	ports := emulator.NewLivePorts(func(err error) { t.Error(err) })
	t.Cleanup(ports.Close)
	return ports
}

// OnEachRendering runs a test on an emulator in one manner and each rendering that it has, whatever the environment
// says: for what depends on the rendering.
func OnEachRendering(t *testing.T, options occi.Options, test func(t *testing.T, cloud *OCCI, rendering string)) {
	t.Helper()
	skipElsewhere(t, options.Manner)
	for _, rendering := range append([]string{"auto"}, allRenderings(options.Manner)...) {
		t.Run(strings.ReplaceAll(rendering, "/", "-"), func(t *testing.T) {
			t.Parallel()
			test(t, emulateOCCI(t, options, rendering), rendering)
		})
	}
}

func emulatedOCCI(t *testing.T, manners []occi.Manner, options occi.Options, test func(t *testing.T, cloud *OCCI)) {
	t.Helper()
	for _, manner := range chosen(t, manners) {
		for _, rendering := range renderings(t, manner) {
			t.Run(string(manner)+"/"+strings.ReplaceAll(rendering, "/", "-"), func(t *testing.T) {
				t.Parallel()
				options := options
				options.Manner = manner
				test(t, emulateOCCI(t, options, rendering))
			})
		}
	}
}

// KeepID is a check that keeps the id of a resource for looks into the emulated cloud.
func KeepID(address string, id *string) func(*terraform.State) error {
	return func(state *terraform.State) error {
		found, ok := state.RootModule().Resources[address]
		if !ok {
			return fmt.Errorf("%s is not in the state", address)
		}
		*id = found.Primary.ID
		return nil
	}
}

// Send sends a request to the emulated cloud as another client of the same project would, with the token of the
// last request that the cloud got. Its body is in the rendering of the Content-Type.
func (o *OCCI) Send(t *testing.T, method, path string, header http.Header, body string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, o.Server.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	log := o.Server.Log.All()
	request.Header = header.Clone()
	request.Header.Set("X-Auth-Token", log[len(log)-1].Header.Get("X-Auth-Token"))
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode >= http.StatusBadRequest {
		answer, _ := io.ReadAll(response.Body)
		t.Fatalf("%s %s: %s: %s", method, path, response.Status, answer)
	}
}
