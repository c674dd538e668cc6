package cloudsigma_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
)

// TestServerClone proves that a clone is sent once: when its answer is lost, all servers of the name may be it.
func TestServerClone(t *testing.T) {
	t.Parallel()
	const clone = "POST servers/s-0/action/?avoid=s-0%2Cd-1&do=clone"
	answered := reply{status: 202, body: `{"uuid": "s-1", "name": "web", "jobs": [{"uuid": "j-1"}]}`}
	tests := map[string]struct {
		clone    reply
		lost     []string
		requests []string
	}{
		"answered": {answered, nil, []string{clone}},
		"lost":     {reply{drop: true}, []string{"s-8"}, []string{clone, list}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, api := newFake(t, script{
				clone: {test.clone}, list: {listOf("web", map[string]string{"s-8": ""})},
			})
			server, err := client.Servers.Clone(t.Context(), "s-0",
				cloudsigma.ServerClone{Name: "web", RandomVNCPassword: true}, "s-0", "d-1")
			if diff := cmp.Diff(test.requests, api.requests); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
			if got := api.bodies[0]; got != `{"name":"web","random_vnc_password":true}`+"\n" && got != `{"name":"web","random_vnc_password":true}` {
				t.Errorf("body %s", got)
			}
			var lost *cloudsigma.LostCreationError
			switch {
			case test.lost == nil && (err != nil || server.UUID != "s-1" || len(server.Jobs) != 1):
				t.Errorf("got %+v, %v", server, err)
			case test.lost != nil && (!errors.As(err, &lost) || !cmp.Equal(lost.Candidates, test.lost)):
				t.Errorf("got %v, want the candidates %v", err, test.lost)
			}
		})
	}
}

func TestServerStartAvoids(t *testing.T) {
	t.Parallel()
	const start = "POST servers/s-1/action/?avoid=s-2%2Cs-3&do=start"
	const group = "GET servers/availability_groups/s-1/"
	client, api := newFake(t, script{start: {{status: 202}}, group: {{body: `["s-1", "s-4"]`}}})
	if err := client.Servers.Start(t.Context(), "s-1", "s-2", "s-3"); err != nil {
		t.Error(err)
	}
	together, err := client.Servers.AvailabilityGroup(t.Context(), "s-1")
	if err != nil || !cmp.Equal(together, []string{"s-1", "s-4"}) {
		t.Errorf("got %v, %v", together, err)
	}
	if diff := cmp.Diff([]string{start, group}, api.requests); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}
