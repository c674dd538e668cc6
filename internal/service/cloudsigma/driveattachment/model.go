package driveattachment

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

// model is the resource as Terraform sees it.
type model struct {
	cloudsigmaserver.StopModel

	ID         types.String   `tfsdk:"id"`
	ServerUUID types.String   `tfsdk:"server_uuid"`
	DriveUUID  types.String   `tfsdk:"drive_uuid"`
	Device     types.String   `tfsdk:"device"`
	DevChannel types.String   `tfsdk:"dev_channel"`
	BootOrder  types.Int64    `tfsdk:"boot_order"`
	Timeouts   timeouts.Value `tfsdk:"timeouts"`
}

// indexIn is the place of the drive in a definition; -1 if it is not attached.
func (m *model) indexIn(definition *cloudsigma.ServerDefinition) int {
	return slices.IndexFunc(definition.Drives, func(drive cloudsigma.ServerDrive) bool {
		return drive.Drive.UUID == m.DriveUUID.ValueString()
	})
}

// refuseAttached keeps from taking over what somebody else has attached.
func (m *model) refuseAttached(definition *cloudsigma.ServerDefinition) error {
	if m.indexIn(definition) < 0 {
		return nil
	}
	return fmt.Errorf("the drive %s is attached to the server already; import it with the id %q",
		m.DriveUUID.ValueString(), cloudsigmaserver.AttachmentID(m.ServerUUID.ValueString(), m.DriveUUID.ValueString()))
}

// attach puts the drive into a definition as planned. What the plan leaves open stays as it is, or is chosen:
// virtio, and the first channel that is free.
func (m *model) attach(definition *cloudsigma.ServerDefinition) error {
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

// attached tells whether a definition has the drive as planned.
func (m *model) attached(definition *cloudsigma.ServerDefinition) bool {
	at := m.indexIn(definition)
	if at < 0 {
		return false
	}
	drive := definition.Drives[at]
	return (!cloudsigmaentity.IsSet(m.Device) || drive.Device == m.Device.ValueString()) &&
		(!cloudsigmaentity.IsSet(m.DevChannel) || drive.DevChannel == m.DevChannel.ValueString()) &&
		types.Int64PointerValue(drive.BootOrder).Equal(m.BootOrder)
}

func (m *model) detach(definition *cloudsigma.ServerDefinition) error {
	if at := m.indexIn(definition); at >= 0 {
		definition.Drives = slices.Delete(definition.Drives, at, at+1)
	}
	return nil
}

func (m *model) detached(definition *cloudsigma.ServerDefinition) bool {
	return m.indexIn(definition) < 0
}

// show writes what the server says into the model. It is gone if the drive is not attached.
func (m *model) show(server *cloudsigma.Server) error {
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
