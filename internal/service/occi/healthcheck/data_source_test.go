package healthcheck_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
)

// TestDataSource waits for a server that is ready at its third request, without any cloud; what never is ready is an error, or
// told in the results.
func TestDataSource(t *testing.T) {
	t.Parallel()
	var requests atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/ready" || requests.Add(1) < 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	t.Cleanup(server.Close)
	port := server.URL[strings.LastIndex(server.URL, ":")+1:]
	config := func(path, onFailure string) string {
		return fmt.Sprintf(`
			data "occi_health_check" "it" {
			  address    = "127.0.0.1"
			  ports      = [%[1]s]
			  urls       = ["http://{{ip}}:%[1]s%[2]s"]
			  interval   = "10ms"
			  timeout    = %[3]q
			  on_failure = %[4]q
			}`, port, path, map[string]string{"/ready": "1m", "/other": "2s"}[path], onFailure)
	}
	shows := func(name string, value knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("data.occi_health_check.it", tfjsonpath.New(name), value)
	}
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Providers(), Steps: []resource.TestStep{
		{
			Config: `data "occi_health_check" "it" {
			  address = "127.0.0.1"
			}`,
			ExpectError: regexp.MustCompile(`At least one of these attributes must be configured`),
		},
		{
			Config:            config("/ready", "error"),
			ConfigStateChecks: []statecheck.StateCheck{shows("healthy", knownvalue.Bool(true)), shows("health", knownvalue.ListSizeExact(2))},
		},
		{
			Config: config("/other", "error"),
			ExpectError: regexp.MustCompile(`(?s)The machine is not healthy.*port ` + port + `: passed.*` +
				`http://127.0.0.1:` + port + `/other:\s+the\s+answer\s+was\s+503`),
		},
		{
			Config: config("/other", "ignore"),
			ConfigStateChecks: []statecheck.StateCheck{
				shows("healthy", knownvalue.Bool(false)),
				statecheck.ExpectKnownValue("data.occi_health_check.it", tfjsonpath.New("health").AtSliceIndex(1), knownvalue.ObjectExact(map[string]knownvalue.Check{
					"check": knownvalue.StringExact("http://127.0.0.1:" + port + "/other"), "healthy": knownvalue.Bool(false),
					"error": knownvalue.StringExact("the answer was 503 Service Unavailable"),
				})),
			},
		},
	}})
}
