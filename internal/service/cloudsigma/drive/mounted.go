package drive

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
)

// What CloudSigma refuses for a drive while a server runs on it, and how it is done all the same. Terraform
// changes and destroys a drive before it changes the server that names it.
const (
	adviceToGrow = "Stop the server first (power_state = \"stopped\" of a cloudsigma_server), in an apply of its own, and " +
		"start it again after the drive has grown."
	adviceToDelete = "Stop the server first (power_state = \"stopped\" of a cloudsigma_server), or take the drive off it in " +
		"an apply of its own. Where another drive takes its place, lifecycle { create_before_destroy = true } of the " +
		"cloudsigma_drive has the server changed before the old drive is destroyed."
)

// isInUse tells whether one of the servers that have the drive may run. The state does not tell, so the servers are
// asked; what cannot be asked may run.
func (r *Resource) isInUse(ctx context.Context, state *model) bool {
	client := r.ClientForPlan()
	return slices.ContainsFunc(state.servers(), func(uuid string) bool {
		if client == nil {
			return true
		}
		server, err := client.Servers.Get(ctx, uuid)
		return err != nil || server.Status != cloudsigma.ServerStopped
	})
}

// warnOfMount tells in a plan that a mounted drive is to be changed in a way that a running server prevents.
func (m *model) warnOfMount(what, advice string, diagnostics *diag.Diagnostics) {
	servers := m.servers()
	if len(servers) == 0 {
		return
	}
	diagnostics.AddWarning("The drive is on a server", fmt.Sprintf(
		"The drive %s is to be %s, and it is on %s. CloudSigma refuses that while such a server runs. %s",
		m.ID.ValueString(), what, "server "+strings.Join(servers, ", server "), advice))
}

// advise adds to a refusal what can be done about it, if a server that has the drive may be the reason. The
// server's words stay.
func (m *model) advise(err error, advice string) error {
	servers := m.servers()
	if !cloudsigma.HasStatus(err, http.StatusForbidden) || len(servers) == 0 {
		return err
	}
	return fmt.Errorf("%w\n\nThe drive is on %s. If such a server runs, that is why. %s", err, "server "+strings.Join(servers, ", server "), advice)
}

// servers are the UUIDs of the servers that have the drive; none if they are not known.
func (m *model) servers() []string {
	var servers []string
	for _, element := range m.MountedOn.Elements() {
		server, ok := element.(types.Object)
		if !ok {
			continue
		}
		if uuid, ok := server.Attributes()["uuid"].(types.String); ok {
			servers = append(servers, uuid.ValueString())
		}
	}
	return servers
}
