package storagesnapshot

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// model is the resource as Terraform sees it.
type model struct {
	ID         types.String   `tfsdk:"id"`
	StorageID  types.String   `tfsdk:"storage_id"`
	Method     types.String   `tfsdk:"method"`
	Triggers   types.Map      `tfsdk:"triggers"`
	SnapshotID types.String   `tfsdk:"snapshot_id"`
	Title      types.String   `tfsdk:"title"`
	Size       types.Float64  `tfsdk:"size"`
	Timeouts   timeouts.Value `tfsdk:"timeouts"`
}

// actionQuery is what makes the id of a snapshot that the server does not show.
const actionQuery = "?action="

// action is the one that makes the snapshot.
func (m *model) action() occi.TypeID {
	if m.Method.ValueString() == infrastructure.ActionBackup.Term {
		return infrastructure.ActionBackup
	}
	return infrastructure.ActionSnapshot
}

// isShown tells whether the server shows the snapshot. An imported one is.
func (m *model) isShown() bool { return !strings.Contains(m.ID.ValueString(), actionQuery) }

// showNothing is the model of a snapshot that the server does not show.
func (m *model) showNothing() {
	m.ID = types.StringValue(m.StorageID.ValueString() + actionQuery + m.action().Term)
	m.SnapshotID, m.Title, m.Size = types.StringNull(), types.StringNull(), types.Float64Null()
}

// show writes what the server says into the model.
func (m *model) show(snapshot *occi.Entity) {
	m.ID = types.StringValue(snapshot.Location)
	m.SnapshotID = m.ID
	m.Title = occientity.ShownText(snapshot, infrastructure.AttributeTitle, m.Title)
	m.Size = occientity.ShownNumber(snapshot, infrastructure.AttributeStorageSize, m.Size)
}
