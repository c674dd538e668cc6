package keystone_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/keystone"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/keystone"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/transport"
)

var _ transport.Authenticator = (*keystone.Authenticator)(nil)

// keystoneClient is how the provider reaches a Keystone: by the transport, to its origin only.
func keystoneClient(origin *url.URL) (*http.Client, error) {
	return transport.NewClient(transport.Config{Origin: origin})
}

// startService runs a service that asks the cloud about tokens and answers 401 as occi-os does.
func startService(t *testing.T, cloud *emulated.Cloud, keystoneURL string) (service *httptest.Server, accepted *atomic.Int64) {
	t.Helper()
	accepted = new(atomic.Int64)
	service = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tenantID, userName, ok := cloud.Authorize(r.Header.Get("X-Auth-Token"))
		if !ok {
			w.Header().Set("Www-Authenticate", "Keystone uri='"+keystoneURL+"'")
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = io.WriteString(w, "Authentication required")
			return
		}
		if r.Header.Get("X-Auth-Tenant-Id") != tenantID || r.Header.Get("X-Auth-User") != userName {
			t.Errorf("headers %v, want the tenant %s and the user %s", r.Header, tenantID, userName)
		}
		accepted.Add(1)
	}))
	t.Cleanup(service.Close)
	return service, accepted
}

func TestThroughTransport(t *testing.T) {
	t.Parallel()
	cloud, keystoneServer := startKeystone(t, emulated.Options{})
	service, accepted := startService(t, cloud, keystoneServer.URL)
	endpoint := parsed(t, service.URL)
	config := demoConfig("") // Keystone is told by the 401.
	config.Endpoint, config.HTTPClient = endpoint, keystoneClient
	client, err := transport.NewClient(transport.Config{Origin: endpoint, Authenticator: newAuthenticator(t, config)})
	if err != nil {
		t.Fatal(err)
	}
	post := func() int {
		t.Helper()
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, service.URL+"/compute/", strings.NewReader("Category: compute"))
		if err != nil {
			t.Fatal(err)
		}
		response, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		return response.StatusCode
	}

	for range 2 {
		if status := post(); status != http.StatusOK {
			t.Fatalf("status %d, want 200", status)
		}
	}
	cloud.RevokeAll()
	if status := post(); status != http.StatusOK {
		t.Fatalf("status %d after the token was revoked, want 200", status)
	}
	if accepted.Load() != 3 {
		t.Errorf("the service accepted %d requests, want 3", accepted.Load())
	}
	if count := keystoneServer.Log.Count("POST", logins); count != 2 {
		t.Errorf("%d logins, want 2", count)
	}
}
