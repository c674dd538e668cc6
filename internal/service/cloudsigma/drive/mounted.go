package drive

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

// ephemeral is the storage type of drives whose data is lost when their server stops (ephemeral_drives.rst).
const ephemeral = "local_nvme"

// What becomes of a server when its drive is destroyed. Terraform destroys a drive after the servers and attachments that it
// destroys too, and before it changes a server that named the drive.
var (
	destroyed = cloudsigmaserver.PlannedChange{
		What:   "is destroyed",
		Unless: "unless this run destroys the server, or detaches the drive by its attachment, first",
	}
	replaced = cloudsigmaserver.PlannedChange{
		What: "is destroyed",
		Advice: "With lifecycle { create_before_destroy = true } of the cloudsigma_drive, the cloudsigma_server or the attachment " +
			"that names it is changed before the old drive is destroyed, and the server is not stopped for that.",
	}
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
		{"iops", cloudsigmaentity.IsSet(m.IOPS) && !m.IOPS.Equal(present.IOPS)},
	} {
		if change.changed {
			changes = append(changes, change.attribute)
		}
	}
	return changes
}

// warnOfStop tells in a plan which of the servers that have the drive are going to be stopped for a change of it ("is
// destroyed").
func (m *model) warnOfStop(
	ctx context.Context, client *cloudsigma.Client, servers []string, change cloudsigmaserver.PlannedChange,
	diagnostics *diag.Diagnostics,
) {
	change.What = fmt.Sprintf("the drive %s (%s) %s", m.Name.ValueString(), m.ID.ValueString(), change.What)
	for _, server := range servers {
		m.Warn(ctx, client, server, change, diagnostics)
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
