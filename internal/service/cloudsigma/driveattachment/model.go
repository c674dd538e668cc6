package driveattachment

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

// model is the resource as Terraform sees it.
type model struct {
	cloudsigmaserver.AttachmentModel

	DriveUUID  types.String `tfsdk:"drive_uuid"`
	Device     types.String `tfsdk:"device"`
	DevChannel types.String `tfsdk:"dev_channel"`
	BootOrder  types.Int64  `tfsdk:"boot_order"`
}

// indexIn is the place of the drive in a definition; -1 if it is not attached.
func (m *model) indexIn(definition *cloudsigma.ServerDefinition) int {
	return slices.IndexFunc(definition.Drives, func(drive cloudsigma.ServerDrive) bool {
		return drive.Drive.UUID == m.DriveUUID.ValueString()
	})
}

// Choose implements cloudsigmaserver.Attachment.
func (m *model) Choose(definition *cloudsigma.ServerDefinition) error {
	if m.indexIn(definition) < 0 {
		return nil
	}
	return fmt.Errorf("the drive %s is attached to the server already; import it with the id %q",
		m.DriveUUID.ValueString(), cloudsigmaserver.AttachmentID(m.ServerUUID.ValueString(), m.DriveUUID.ValueString()))
}

// Attach implements cloudsigmaserver.Attachment. What the plan leaves open stays as it is, or is chosen: virtio, and the
// first channel that is free.
func (m *model) Attach(definition *cloudsigma.ServerDefinition) error {
	drive := cloudsigma.ServerDrive{
		Drive: cloudsigma.Reference{UUID: m.DriveUUID.ValueString()}, Device: cloudsigmaserver.DeviceVirtio,
	}
	others := slices.Clone(definition.Drives)
	at := m.indexIn(definition)
	if at >= 0 {
		drive = others[at]
		others = slices.Delete(others, at, at+1)
	} else {
		at = len(others)
	}
	if cloudsigmaentity.IsSet(m.Device) && m.Device.ValueString() != drive.Device {
		drive.Device, drive.DevChannel = m.Device.ValueString(), ""
	}
	drive.BootOrder = m.BootOrder.ValueInt64Pointer()
	if err := m.place(&drive, others); err != nil {
		return err
	}
	definition.Drives = slices.Insert(others, at, drive)
	return nil
}

// place chooses the channel of a drive beside others.
func (m *model) place(drive *cloudsigma.ServerDrive, others []cloudsigma.ServerDrive) (err error) {
	taken := map[string]bool{}
	for _, other := range others {
		taken[cloudsigmaserver.Place(other.Device, other.DevChannel)] = true
	}
	switch {
	case cloudsigmaentity.IsSet(m.DevChannel):
		drive.DevChannel = m.DevChannel.ValueString()
		if taken[cloudsigmaserver.Place(drive.Device, drive.DevChannel)] {
			err = fmt.Errorf("the channel %s of %s is taken by another drive of the server", drive.DevChannel, drive.Device)
		}
	case drive.DevChannel == "":
		drive.DevChannel, err = cloudsigmaserver.FreeChannel(drive.Device, taken)
	}
	return err
}

// IsAttached implements cloudsigmaserver.Attachment.
func (m *model) IsAttached(definition *cloudsigma.ServerDefinition) bool {
	at := m.indexIn(definition)
	if at < 0 {
		return false
	}
	drive := definition.Drives[at]
	return (!cloudsigmaentity.IsSet(m.Device) || drive.Device == m.Device.ValueString()) &&
		(!cloudsigmaentity.IsSet(m.DevChannel) || drive.DevChannel == m.DevChannel.ValueString()) &&
		types.Int64PointerValue(drive.BootOrder).Equal(m.BootOrder)
}

// Detach implements cloudsigmaserver.Attachment.
func (m *model) Detach(definition *cloudsigma.ServerDefinition) error {
	if at := m.indexIn(definition); at >= 0 {
		definition.Drives = slices.Delete(definition.Drives, at, at+1)
	}
	return nil
}

// IsDetached implements cloudsigmaserver.Attachment.
func (m *model) IsDetached(definition *cloudsigma.ServerDefinition) bool {
	return m.indexIn(definition) < 0
}

// Show implements cloudsigmaserver.Attachment.
func (m *model) Show(server *cloudsigma.Server) error {
	at := m.indexIn(&server.Definition)
	if at < 0 {
		return tfkit.UnlessGone(false, nil)
	}
	drive := server.Definition.Drives[at]
	m.ID = types.StringValue(cloudsigmaserver.AttachmentID(server.UUID, drive.Drive.UUID))
	m.Device = types.StringValue(drive.Device)
	m.DevChannel = types.StringValue(drive.DevChannel)
	m.BootOrder = types.Int64PointerValue(drive.BootOrder)
	return nil
}

// Reconsider implements cloudsigmaserver.Attachment. The channels of another device are others.
func (m *model) Reconsider(config, state *model) {
	if !m.Device.Equal(state.Device) && config.DevChannel.IsNull() {
		m.DevChannel = types.StringUnknown()
	}
}

// Differs implements cloudsigmaserver.Attachment.
func (m *model) Differs(state *model) bool {
	return !m.ServerUUID.Equal(state.ServerUUID) || !m.DriveUUID.Equal(state.DriveUUID) || !m.Device.Equal(state.Device) ||
		!m.DevChannel.Equal(state.DevChannel) || !m.BootOrder.Equal(state.BootOrder)
}
