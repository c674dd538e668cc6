package acctest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

// Service is a real HTTP server behind a port of a machine.
type Service struct {
	// Address is where it listens, as host:port.
	Address string

	mu         sync.Mutex
	readySince time.Time
}

// StartService starts a service that is ready when isReady says so of the number of requests; until then it answers 503.
func StartService(t *testing.T, isReady func(requests int) bool) *Service {
	t.Helper()
	running := &Service{}
	requests := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		running.mu.Lock()
		defer running.mu.Unlock()
		requests++
		switch {
		case !isReady(requests):
			w.WriteHeader(http.StatusServiceUnavailable)
		case running.readySince.IsZero():
			running.readySince = time.Now()
		}
	}))
	t.Cleanup(server.Close)
	running.Address = strings.TrimPrefix(server.URL, "http://")
	return running
}

// ReadyBetween expects two machines to have been asked for at these times, the second after the service of the first was
// found ready.
func (s *Service) ReadyBetween(created []time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(created) != 2 || s.readySince.IsZero() {
		return fmt.Errorf("%d machines were created, and the service is ready since %s", len(created), s.readySince)
	}
	if created[0].After(s.readySince) || !created[1].After(s.readySince) {
		return fmt.Errorf("machines were created at %v, the first was ready at %s", created, s.readySince)
	}
	return nil
}

// LiveUserData is the argument user_data that asks for ports, see emulator.LivePorts.
func LiveUserData(ports string) string {
	return fmt.Sprintf("user_data = %q", "#cloud-config\n# live-ports: "+ports+"\n")
}

// ExpectHealth expects the results of the checks of a machine.
func ExpectHealth(address string, healthy bool, checks ...knownvalue.Check) []statecheck.StateCheck {
	return []statecheck.StateCheck{
		statecheck.ExpectKnownValue(address, tfjsonpath.New("healthy"), knownvalue.Bool(healthy)),
		statecheck.ExpectKnownValue(address, tfjsonpath.New("health"), knownvalue.ListExact(checks)),
	}
}

// CheckResult expects what one check found; the error "" is none.
func CheckResult(name, problem string) knownvalue.Check {
	found := map[string]knownvalue.Check{
		"check": knownvalue.StringExact(name), "healthy": knownvalue.Bool(problem == ""), "error": knownvalue.Null(),
	}
	if problem != "" {
		found["error"] = knownvalue.StringExact(problem)
	}
	return knownvalue.ObjectExact(found)
}
