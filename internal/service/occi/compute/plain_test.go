package compute_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
)

// plainServer has the kind compute of GFD.184 with its attributes and actions, and nothing else: no template, no
// mixin, nothing of OpenStack. It holds one VM.
type plainServer struct {
	mu sync.Mutex
	// attributes are those of the VM, nil without one.
	attributes map[string]string
	requests   []string
}

const plainCompute = `Category: compute; scheme="http://schemas.ogf.org/occi/infrastructure#"; class="kind"`

var plainTypes = plainCompute + `; location="/compute/"` + "\n" +
	`Category: start; scheme="http://schemas.ogf.org/occi/infrastructure/compute/action#"; class="action"` + "\n" +
	`Category: stop; scheme="http://schemas.ogf.org/occi/infrastructure/compute/action#"; class="action"` + "\n"

func (s *plainServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w.Header().Set("Content-Type", "text/plain")
	if r.Method != http.MethodGet {
		s.requests = append(s.requests, r.Method+" "+r.URL.RequestURI())
	}
	switch {
	case r.URL.Path == "/-/":
		_, _ = io.WriteString(w, plainTypes)
	case r.Method == http.MethodPost && r.URL.Path == "/compute/":
		s.attributes = map[string]string{"occi.compute.state": `"active"`}
		s.change(r)
		w.Header().Set("Location", "/compute/1")
		w.WriteHeader(http.StatusCreated)
	case r.URL.Path == "/compute/":
		if s.attributes != nil {
			_, _ = io.WriteString(w, "X-OCCI-Location: /compute/1\n")
		}
	case s.attributes == nil:
		w.WriteHeader(http.StatusNotFound)
	case r.Method == http.MethodDelete:
		s.attributes = nil
	case r.URL.Query().Get("action") == "stop":
		s.attributes["occi.compute.state"] = `"inactive"`
	case r.Method == http.MethodPost:
		s.change(r)
	default:
		s.show(w)
	}
}

// change takes over what a request in text/occi says.
func (s *plainServer) change(r *http.Request) {
	for _, line := range r.Header["X-Occi-Attribute"] {
		name, value, _ := strings.Cut(line, "=")
		s.attributes[name] = value
	}
	if types := r.Header["Category"]; len(types) > 1 {
		s.attributes["unexpected.types"] = fmt.Sprintf("%q", strings.Join(types, " "))
	}
}

func (s *plainServer) show(w io.Writer) {
	_, _ = io.WriteString(w, plainCompute+"\n")
	for name, value := range s.attributes {
		_, _ = fmt.Fprintf(w, "X-OCCI-Attribute: %s=%s\n", name, value)
	}
}

func (s *plainServer) attribute(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.attributes[name]
}

// TestServerOfGFD184 has a VM made, changed, stopped and deleted on a server that knows the standard alone.
func TestServerOfGFD184(t *testing.T) {
	t.Parallel()
	plain := &plainServer{}
	server := httptest.NewServer(plain)
	t.Cleanup(server.Close)
	cloud := &acctest.OCCI{Provider: fmt.Sprintf("provider \"occi\" {\n  occi = { endpoint = \"%s/\" }\n}\n", server.URL)}
	config := func(memory float64, more ...string) string {
		return vm(cloud, append(more, set("hostname", "web-1"), set("cores", 2), set("memory", memory), set("architecture", "x64"))...)
	}
	run(t, cloud,
		resource.TestStep{
			Config: config(2), ConfigStateChecks: []statecheck.StateCheck{
				text("power_state", "active"), text("architecture", "x64"), null("os_template"), null("resource_template"), pending(false),
			},
		},
		resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true},
		resource.TestStep{
			Config: config(128, set("power_state", "inactive")), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{text("power_state", "inactive")},
		},
		resource.TestStep{
			PreConfig: func() {
				for name, want := range map[string]string{
					"occi.compute.memory": "128", "occi.compute.cores": "2", "occi.compute.hostname": `"web-1"`,
					"occi.compute.state": `"inactive"`, "unexpected.types": "",
				} {
					if got := plain.attribute(name); got != want {
						t.Errorf("%s is %s, want %s", name, got, want)
					}
				}
			},
			Config: config(128, set("user_data", "#!/bin/sh")), PlanOnly: true,
			ExpectError: words(`Not possible on this server`, `user_data`, `takes no user data`),
		},
	)
	want := "POST /compute/, POST /compute/1, POST /compute/1?action=stop, DELETE /compute/1"
	if got := strings.Join(plain.requests, ", "); got != want {
		t.Errorf("the requests are %s, want %s", got, want)
	}
}
