package drive

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// ephemeral is the storage type of drives whose data is lost when their server stops (ephemeral_drives.rst).
const ephemeral = "local_nvme"

// What is to be known when a drive is destroyed that a server has. Terraform destroys a drive before it changes the
// server that names it.
const (
	adviceToDestroy = "None of this if the run destroys the server, or the attachment of the drive, first."
	adviceToReplace = "With lifecycle { create_before_destroy = true } of the cloudsigma_drive, the cloudsigma_server or the " +
		"attachment that names it is changed before the old drive is destroyed, and the server is not stopped for that."
)

// offlineChanges are the attributes in which a drive differs from a plan and that CloudSigma changes only while no
// running server has it (drives.rst, editing).
func (m *model) offlineChanges(present *shown) []string {
	var changes []string
	for _, change := range []struct {
		attribute string
		changed   bool
	}{
		{"size", m.Size.ValueInt64() > present.Size.ValueInt64()},
		{"media", cloudsigmaentity.IsSet(m.Media) && !m.Media.Equal(present.Media)},
		{"affinities", cloudsigmaentity.IsSet(m.Affinities) && !m.Affinities.Equal(present.Affinities)},
	} {
		if change.changed {
			changes = append(changes, change.attribute)
		}
	}
	return changes
}

// warnOfStop tells in a plan which of the servers that have the drive are going to be stopped when it is, say, "destroyed".
func (m *model) warnOfStop(
	ctx context.Context, client *cloudsigma.Client, servers []string, what, advice string, diagnostics *diag.Diagnostics,
) {
	change := fmt.Sprintf("the drive %s (%s) is %s", m.Name.ValueString(), m.ID.ValueString(), what)
	for _, server := range servers {
		m.Warn(ctx, client, server, change, advice, diagnostics)
	}
}

// servers are the UUIDs of the servers that have the drive; none if they are not known.
func (m *shown) servers() []string {
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
