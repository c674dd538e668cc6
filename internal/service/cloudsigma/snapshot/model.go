package snapshot

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// shown is what resources and data sources show of a snapshot.
type shown struct {
	ID            types.String `tfsdk:"id"`
	UUID          types.String `tfsdk:"uuid"`
	ResourceURI   types.String `tfsdk:"resource_uri"`
	Name          types.String `tfsdk:"name"`
	Drive         types.String `tfsdk:"drive"`
	Status        types.String `tfsdk:"status"`
	Timestamp     types.String `tfsdk:"timestamp"`
	AllocatedSize types.Int64  `tfsdk:"allocated_size"`
	Meta          types.Map    `tfsdk:"meta"`
	Tags          types.Set    `tfsdk:"tags"`
}

// model is a snapshot as the resource; a remote one has more.
type model struct {
	shown
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// shownElsewhere is what is shown besides of a remote snapshot.
type shownElsewhere struct {
	Location  types.String `tfsdk:"location"`
	DriveMeta types.Object `tfsdk:"drive_meta"`
}

// remoteModel is a remote snapshot as the resource.
type remoteModel struct {
	model
	shownElsewhere
}

// modelOf is what both models can.
type modelOf[M any] interface {
	*M
	common() *model
	definition(ctx context.Context) cloudsigma.SnapshotDefinition
	show(snapshot *cloudsigma.Snapshot)
}

func driveMetaTypes() map[string]attr.Type {
	return map[string]attr.Type{
		"name": types.StringType, "media": types.StringType, "size": types.Int64Type, "storage_type": types.StringType,
	}
}

func (m *model) common() *model { return m }

// definition is the snapshot to create.
func (m *model) definition(ctx context.Context) cloudsigma.SnapshotDefinition {
	return cloudsigma.SnapshotDefinition{
		Name:  m.Name.ValueString(),
		Drive: &cloudsigma.Reference{UUID: m.Drive.ValueString()},
		Meta:  cloudsigmaentity.Meta(ctx, m.Meta),
		Tags:  cloudsigmaentity.References(ctx, m.Tags),
	}
}

func (m *remoteModel) definition(ctx context.Context) cloudsigma.SnapshotDefinition {
	definition := m.model.definition(ctx)
	definition.Location = m.Location.ValueString()
	return definition
}

// apply writes what can be changed into a definition. The API wants the drive with every change; it does not show
// one that is gone.
func (m *model) apply(ctx context.Context, definition *cloudsigma.SnapshotDefinition) {
	definition.Name = m.Name.ValueString()
	if definition.Drive == nil {
		definition.Drive = &cloudsigma.Reference{UUID: m.Drive.ValueString()}
	}
	cloudsigmaentity.ChangeMeta(ctx, &definition.Meta, m.Meta)
	cloudsigmaentity.ChangeTags(ctx, &definition.Tags, m.Tags)
}

// describes tells whether a snapshot is as planned.
func (m *model) describes(definition *cloudsigma.SnapshotDefinition) bool {
	return m.Name.ValueString() == definition.Name &&
		(!cloudsigmaentity.IsSet(m.Meta) || m.Meta.Equal(cloudsigmaentity.ShownMeta(definition.Meta))) &&
		(!cloudsigmaentity.IsSet(m.Tags) || m.Tags.Equal(cloudsigmaentity.ShownReferences(definition.Tags)))
}

// show writes what the server says into the model.
func (s *shown) show(snapshot *cloudsigma.Snapshot) {
	s.ID = types.StringValue(snapshot.UUID)
	s.UUID = types.StringValue(snapshot.UUID)
	s.ResourceURI = types.StringValue(snapshot.ResourceURI)
	s.Name = types.StringValue(snapshot.Definition.Name)
	if drive := snapshot.DriveUUID(); drive != "" {
		s.Drive = types.StringValue(drive)
	}
	s.Status = types.StringValue(snapshot.Status)
	s.Timestamp = types.StringValue(snapshot.Timestamp)
	s.AllocatedSize = types.Int64PointerValue(snapshot.AllocatedSize)
	s.Meta = cloudsigmaentity.ShownMeta(snapshot.Definition.Meta)
	s.Tags = cloudsigmaentity.ShownReferences(snapshot.Definition.Tags)
}

func (m *remoteModel) show(snapshot *cloudsigma.Snapshot) {
	m.model.show(snapshot)
	m.shownElsewhere.show(snapshot)
}

func (s *shownElsewhere) show(snapshot *cloudsigma.Snapshot) {
	s.Location = types.StringValue(snapshot.Definition.Location)
	s.DriveMeta = types.ObjectNull(driveMetaTypes())
	if drive := snapshot.DriveMeta; drive != nil {
		s.DriveMeta = types.ObjectValueMust(driveMetaTypes(), map[string]attr.Value{
			"name": types.StringValue(drive.Name), "media": types.StringValue(drive.Media),
			"size": types.Int64Value(drive.Size), "storage_type": types.StringValue(drive.StorageType),
		})
	}
}
