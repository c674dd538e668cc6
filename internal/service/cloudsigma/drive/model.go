package drive

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// rounding bounds, in bytes, by how much a drive may be larger than was asked for without being another
// size. The API rounds up: of 1207959631 bytes asked for it makes 1207975936 (response_drive_clone), which
// are blocks of 16 KiB; no documentation tells the size of a block.
const rounding = 1 << 20

// model is the resource as Terraform sees it.
type model struct {
	ID           types.String   `tfsdk:"id"`
	UUID         types.String   `tfsdk:"uuid"`
	ResourceURI  types.String   `tfsdk:"resource_uri"`
	Name         types.String   `tfsdk:"name"`
	Media        types.String   `tfsdk:"media"`
	Size         types.Int64    `tfsdk:"size"`
	StorageType  types.String   `tfsdk:"storage_type"`
	CloneDriveID types.String   `tfsdk:"clone_drive_id"`
	Meta         types.Map      `tfsdk:"meta"`
	Tags         types.Set      `tfsdk:"tags"`
	Status       types.String   `tfsdk:"status"`
	MountedOn    types.List     `tfsdk:"mounted_on"`
	Timeouts     timeouts.Value `tfsdk:"timeouts"`
}

func serverType() types.ObjectType {
	return types.ObjectType{AttrTypes: map[string]attr.Type{"uuid": types.StringType, "resource_uri": types.StringType}}
}

// blank is the definition of a drive that is no copy.
func (m *model) blank(ctx context.Context) cloudsigma.DriveDefinition {
	return cloudsigma.DriveDefinition{
		Name:        m.Name.ValueString(),
		Media:       m.Media.ValueString(),
		Size:        m.Size.ValueInt64(),
		StorageType: m.StorageType.ValueString(),
		Meta:        cloudsigmaentity.Meta(ctx, m.Meta),
		Tags:        cloudsigmaentity.References(ctx, m.Tags),
	}
}

// copied is the definition of a copy. It has no tags: they are set afterwards.
func (m *model) copied(ctx context.Context) cloudsigma.Clone {
	return cloudsigma.Clone{
		Name:        m.Name.ValueString(),
		Media:       m.Media.ValueString(),
		Size:        m.Size.ValueInt64(),
		StorageType: m.StorageType.ValueString(),
		Meta:        cloudsigmaentity.Meta(ctx, m.Meta),
	}
}

// apply writes into a definition what can be changed of a drive without resizing it.
func (m *model) apply(ctx context.Context, definition *cloudsigma.DriveDefinition) {
	definition.Name = m.Name.ValueString()
	definition.Media = m.Media.ValueString()
	cloudsigmaentity.ChangeMeta(ctx, &definition.Meta, m.Meta)
	cloudsigmaentity.ChangeTags(ctx, &definition.Tags, m.Tags)
}

// describes tells whether a drive is as configured, but for its size.
func (m *model) describes(definition *cloudsigma.DriveDefinition) bool {
	return m.Name.ValueString() == definition.Name &&
		m.Media.ValueString() == definition.Media &&
		(!cloudsigmaentity.IsSet(m.Meta) || m.Meta.Equal(cloudsigmaentity.ShownMeta(definition.Meta))) &&
		(!cloudsigmaentity.IsSet(m.Tags) || m.Tags.Equal(cloudsigmaentity.ShownReferences(definition.Tags)))
}

// show writes what the server says into the model, but for the size.
func (m *model) show(drive *cloudsigma.Drive) {
	m.ID = types.StringValue(drive.UUID)
	m.UUID = types.StringValue(drive.UUID)
	m.ResourceURI = types.StringValue(drive.ResourceURI)
	m.Name = types.StringValue(drive.Definition.Name)
	m.Media = types.StringValue(drive.Definition.Media)
	m.StorageType = types.StringValue(drive.Definition.StorageType)
	m.Meta = cloudsigmaentity.ShownMeta(drive.Definition.Meta)
	m.Tags = cloudsigmaentity.ShownReferences(drive.Definition.Tags)
	m.Status = types.StringValue(drive.Status)
	servers := []attr.Value{}
	for _, server := range drive.MountedOn {
		servers = append(servers, types.ObjectValueMust(serverType().AttrTypes, map[string]attr.Value{
			"uuid": types.StringValue(server.UUID), "resource_uri": types.StringValue(server.ResourceURI),
		}))
	}
	m.MountedOn = types.ListValueMust(serverType(), servers)
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
