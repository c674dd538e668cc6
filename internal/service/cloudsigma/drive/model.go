package drive

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

// rounding bounds, in bytes, by how much a drive may be larger than was asked for without being another
// size. The API rounds up: of 1207959631 bytes asked for it makes 1207975936 (response_drive_clone), which
// are blocks of 16 KiB; no documentation tells the size of a block.
const rounding = 1 << 20

// model is the resource as Terraform sees it.
type model struct {
	shown
	cloudsigmaserver.StopModel

	CloneDriveID          types.String   `tfsdk:"clone_drive_id"`
	CloneSnapshotID       types.String   `tfsdk:"clone_snapshot_id"`
	CloneRemoteSnapshotID types.String   `tfsdk:"clone_remote_snapshot_id"`
	Source                types.String   `tfsdk:"source"`
	SourceSHA256          types.String   `tfsdk:"source_sha256"`
	Avoid                 types.List     `tfsdk:"avoid"`
	Timeouts              timeouts.Value `tfsdk:"timeouts"`
}

// blank is the definition of a drive that is no copy.
func (m *model) blank(ctx context.Context) cloudsigma.DriveDefinition {
	return cloudsigma.DriveDefinition{
		Name:            m.Name.ValueString(),
		Media:           m.Media.ValueString(),
		Size:            m.Size.ValueInt64(),
		StorageType:     m.StorageType.ValueString(),
		AllowMultimount: m.multimount(),
		Affinities:      texts(m.Affinities),
		IOPS:            m.limitOfIOPS(),
		Meta:            cloudsigmaentity.Meta(ctx, m.Meta),
		Tags:            cloudsigmaentity.References(ctx, m.Tags),
	}
}

// copied is the definition of a copy. It has no tags: they are set afterwards.
func (m *model) copied(ctx context.Context) cloudsigma.Clone {
	return cloudsigma.Clone{
		Name:        m.Name.ValueString(),
		Media:       m.Media.ValueString(),
		Size:        m.Size.ValueInt64(),
		StorageType: m.StorageType.ValueString(),
		Affinities:  texts(m.Affinities),
		Avoid:       texts(m.Avoid),
		Meta:        cloudsigmaentity.Meta(ctx, m.Meta),
	}
}

// ofSnapshot is the definition of a copy of a snapshot. The rest is set afterwards.
func (m *model) ofSnapshot() cloudsigma.SnapshotClone {
	return cloudsigma.SnapshotClone{
		Name:       m.Name.ValueString(),
		Media:      m.Media.ValueString(),
		Affinities: texts(m.Affinities),
		Avoid:      texts(m.Avoid),
	}
}

// multimount is nil if the configuration does not say.
func (m *model) multimount() *bool {
	if !cloudsigmaentity.IsSet(m.AllowMultimount) {
		return nil
	}
	return m.AllowMultimount.ValueBoolPointer()
}

// limitOfIOPS is nil if the configuration does not say.
func (m *model) limitOfIOPS() *int64 {
	if !cloudsigmaentity.IsSet(m.IOPS) {
		return nil
	}
	return m.IOPS.ValueInt64Pointer()
}

// apply writes into a definition what can be changed of a drive without resizing it.
func (m *model) apply(ctx context.Context, definition *cloudsigma.DriveDefinition) {
	definition.Name = m.Name.ValueString()
	definition.Media = m.Media.ValueString()
	if cloudsigmaentity.IsSet(m.AllowMultimount) {
		definition.AllowMultimount = m.multimount()
	}
	if cloudsigmaentity.IsSet(m.Affinities) && !m.Affinities.Equal(cloudsigmaentity.TextSet(definition.Affinities)) {
		definition.Affinities = texts(m.Affinities)
	}
	if cloudsigmaentity.IsSet(m.IOPS) {
		definition.IOPS = m.limitOfIOPS()
	}
	cloudsigmaentity.ChangeMeta(ctx, &definition.Meta, m.Meta)
	cloudsigmaentity.ChangeTags(ctx, &definition.Tags, m.Tags)
}

// describes tells whether a drive is as configured, but for its size.
func (m *model) describes(definition *cloudsigma.DriveDefinition) bool {
	return m.Name.ValueString() == definition.Name &&
		m.Media.ValueString() == definition.Media &&
		(!cloudsigmaentity.IsSet(m.AllowMultimount) || m.AllowMultimount.Equal(shownBool(definition.AllowMultimount))) &&
		(!cloudsigmaentity.IsSet(m.Affinities) || m.Affinities.Equal(cloudsigmaentity.TextSet(definition.Affinities))) &&
		(!cloudsigmaentity.IsSet(m.IOPS) || m.IOPS.Equal(types.Int64PointerValue(definition.IOPS))) &&
		(!cloudsigmaentity.IsSet(m.Meta) || m.Meta.Equal(cloudsigmaentity.ShownMeta(definition.Meta))) &&
		(!cloudsigmaentity.IsSet(m.Tags) || m.Tags.Equal(cloudsigmaentity.ShownReferences(definition.Tags)))
}

// spell leaves a storage type empty that the plan has so, which is one that is not set: Terraform demands that until the
// next refresh.
func (m *model) spell(plan *model) {
	if !plan.StorageType.IsUnknown() && cloudsigmaentity.Given(plan.StorageType).IsNull() {
		m.StorageType = plan.StorageType
	}
}

// showSize writes the size that the server says into the model, unless the one there is that size before
// it was rounded.
func (m *model) showSize(size int64) {
	if m.Size.IsNull() || !roundsTo(m.Size.ValueInt64(), size) {
		m.Size = types.Int64Value(size)
	}
}

// roundsTo tells whether a drive of the size was asked for as wanted, both in bytes.
func roundsTo(wanted, size int64) bool { return wanted <= size && size-wanted < rounding }
