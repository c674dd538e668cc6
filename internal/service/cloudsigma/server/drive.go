package server

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

// devices are the values of device in a drive block.
var devices = []string{cloudsigmaserver.DeviceVirtio, cloudsigmaserver.DeviceIDE, "scsi"}

// driveModel is a drive block, and an element of attached_drives.
type driveModel struct {
	UUID       types.String `tfsdk:"uuid"`
	Device     types.String `tfsdk:"device"`
	DevChannel types.String `tfsdk:"dev_channel"`
	// BootOrder 0 does not boot from the drive.
	BootOrder types.Int64 `tfsdk:"boot_order"`
}

func driveType() types.ObjectType {
	return types.ObjectType{AttrTypes: map[string]attr.Type{
		"uuid": types.StringType, "device": types.StringType, "dev_channel": types.StringType, "boot_order": types.Int64Type,
	}}
}

// driveOf is the block that describes an attached drive.
func driveOf(drive cloudsigma.ServerDrive) driveModel {
	block := driveModel{
		UUID: types.StringValue(drive.Drive.UUID), Device: types.StringValue(drive.Device),
		DevChannel: types.StringValue(drive.DevChannel), BootOrder: types.Int64Value(0),
	}
	if drive.BootOrder != nil {
		block.BootOrder = types.Int64Value(*drive.BootOrder)
	}
	return block
}

// undecided tells whether a configured block has values that are only known after apply.
func (d driveModel) undecided() bool {
	return d.UUID.IsUnknown() || d.Device.IsUnknown() || d.DevChannel.IsUnknown() || d.BootOrder.IsUnknown()
}

// place is what only one drive of a server can have.
func (d driveModel) place() string {
	return cloudsigmaserver.Place(d.Device.ValueString(), d.DevChannel.ValueString())
}

// elements are those of a list of objects; none if it, or one of them, is not known.
func elements[T any](ctx context.Context, list types.List, diagnostics *diag.Diagnostics) []T {
	var all []T
	known := !slices.ContainsFunc(list.Elements(), func(element attr.Value) bool { return element.IsUnknown() })
	if cloudsigmaentity.IsSet(list) && known {
		diagnostics.Append(list.ElementsAs(ctx, &all, false)...)
	}
	return all
}

// drivesOf are the blocks that describe the drives of a server: in their boot order, or as the former blocks are
// if those are in another one. The API lists drives in an order of its own (response_server_create_full).
func drivesOf(attached []cloudsigma.ServerDrive, former []driveModel) []driveModel {
	shown := []driveModel{}
	for _, drive := range attached {
		shown = append(shown, driveOf(drive))
	}
	place := func(drive driveModel) int {
		if at := drive.indexIn(former); at >= 0 {
			return at
		}
		return len(former)
	}
	booted := func(a, b driveModel) int { return cmp.Compare(a.bootPlace(), b.bootPlace()) }
	if !slices.IsSortedFunc(former, booted) {
		booted = func(driveModel, driveModel) int { return 0 }
	}
	slices.SortStableFunc(shown, func(a, b driveModel) int {
		return cmp.Or(booted(a, b), cmp.Compare(place(a), place(b)), cmp.Compare(a.bootPlace(), b.bootPlace()),
			cmp.Compare(a.place(), b.place()))
	})
	return shown
}

// bootPlace sorts the drives from which the server does not boot to the end.
func (d driveModel) bootPlace() int64 {
	if order := d.BootOrder.ValueInt64(); order != 0 {
		return order
	}
	return math.MaxInt64
}

// showDrives shows the drives in blocks, if those of the configuration manage them, and as they are.
func (m *model) showDrives(
	ctx context.Context, attached []cloudsigma.ServerDrive, imported bool, diagnostics *diag.Diagnostics,
) {
	var problems diag.Diagnostics
	m.AttachedDrives, problems = types.ListValueFrom(ctx, driveType(), drivesOf(attached, nil))
	diagnostics.Append(problems...)
	shown := []driveModel{}
	if imported || len(m.Drives.Elements()) > 0 {
		shown = drivesOf(attached, elements[driveModel](ctx, m.Drives, diagnostics))
	}
	m.setDrives(ctx, shown, diagnostics)
}

func (m *model) setDrives(ctx context.Context, drives []driveModel, diagnostics *diag.Diagnostics) {
	list, problems := types.ListValueFrom(ctx, driveType(), drives)
	diagnostics.Append(problems...)
	m.Drives = list
}

// placeDrives chooses the devices, channels and boot orders that the plan leaves open: a drive that is attached
// already keeps its own device and channel, so that its name in the server does not change, unless its channel
// is configured for another; a new one gets virtio and the first channel that is free. As long as something
// configured is unknown nothing is chosen, because it may be what is attached.
func (m *model) placeDrives(ctx context.Context, config, prior types.List, diagnostics *diag.Diagnostics) {
	if !cloudsigmaentity.IsSet(m.Drives) {
		return
	}
	drives := elements[driveModel](ctx, m.Drives, diagnostics)
	attached := elements[driveModel](ctx, prior, diagnostics)
	if slices.ContainsFunc(elements[driveModel](ctx, config, diagnostics), driveModel.undecided) {
		return
	}
	taken := map[string]bool{}
	for i := range drives {
		drives[i].chooseDevice(attached)
		if !drives[i].DevChannel.IsUnknown() && seen(taken, drives[i].place()) {
			diagnostics.AddAttributeError(path.Root("drive").AtListIndex(i).AtName("dev_channel"), "The channel is taken",
				fmt.Sprintf("Another drive has the channel %s of %s too.",
					drives[i].DevChannel.ValueString(), drives[i].Device.ValueString()))
		}
	}
	for i := range drives {
		drives[i].keepChannel(attached, taken)
	}
	for i := range drives {
		if !drives[i].DevChannel.IsUnknown() {
			continue
		}
		channel, err := cloudsigmaserver.FreeChannel(drives[i].Device.ValueString(), taken)
		if err != nil {
			diagnostics.AddAttributeError(path.Root("drive").AtListIndex(i), "No channel left", err.Error()+".")
			return
		}
		drives[i].DevChannel = types.StringValue(channel)
	}
	orderDrives(drives, attached)
	m.setDrives(ctx, drives, diagnostics)
}

// orderDrives chooses the boot orders that are not configured: drives whose blocks stay in their sequence keep
// their own; else they boot in the sequence of the blocks.
func orderDrives(drives, attached []driveModel) {
	taken := map[int64]bool{}
	for _, drive := range drives {
		taken[drive.BootOrder.ValueInt64()] = true
	}
	unchanged := slices.EqualFunc(drives, attached, func(a, b driveModel) bool { return a.UUID.Equal(b.UUID) })
	next := int64(1)
	for i := range drives {
		if !drives[i].BootOrder.IsUnknown() {
			continue
		}
		if unchanged && !attached[i].BootOrder.IsNull() {
			drives[i].BootOrder = attached[i].BootOrder
		}
		if order := drives[i].BootOrder; order.IsUnknown() || order.ValueInt64() > 0 && taken[order.ValueInt64()] {
			for taken[next] {
				next++
			}
			drives[i].BootOrder = types.Int64Value(next)
		}
		taken[drives[i].BootOrder.ValueInt64()] = true
	}
}

// chooseDevice takes a device that is not configured from the drive as it is attached; a new one is virtio.
func (d *driveModel) chooseDevice(attached []driveModel) {
	if !d.Device.IsUnknown() {
		return
	}
	d.Device = types.StringValue(cloudsigmaserver.DeviceVirtio)
	if at := d.indexIn(attached); at >= 0 {
		d.Device = attached[at].Device
	}
}

// keepChannel takes a channel that is not configured from the drive as it is attached, and marks it taken.
func (d *driveModel) keepChannel(attached []driveModel, taken map[string]bool) {
	at := d.indexIn(attached)
	if at < 0 || !d.DevChannel.IsUnknown() || !d.Device.Equal(attached[at].Device) {
		return
	}
	if place := attached[at].place(); !taken[place] {
		taken[place] = true
		d.DevChannel = attached[at].DevChannel
	}
}

func (d *driveModel) indexIn(attached []driveModel) int {
	return slices.IndexFunc(attached, func(other driveModel) bool { return other.UUID.Equal(d.UUID) })
}

// attach returns the drives of the definition as the blocks want them; what the blocks do not speak of
// stays as it is.
func attach(current []cloudsigma.ServerDrive, wanted []driveModel) []cloudsigma.ServerDrive {
	drives := make([]cloudsigma.ServerDrive, 0, len(wanted))
	for _, block := range wanted {
		drive := cloudsigma.ServerDrive{Drive: cloudsigma.Reference{UUID: block.UUID.ValueString()}}
		if at := indexOfDrive(current, block.UUID); at >= 0 {
			drive = current[at]
		}
		drive.BootOrder = orderOrNil(block.BootOrder)
		drive.Device = block.Device.ValueString()
		drive.DevChannel = block.DevChannel.ValueString()
		drives = append(drives, drive)
	}
	return drives
}

// detach returns the drives of the definition without those of the blocks.
func detach(current []cloudsigma.ServerDrive, removed []driveModel) []cloudsigma.ServerDrive {
	return slices.DeleteFunc(slices.Clone(current), func(drive cloudsigma.ServerDrive) bool {
		return slices.ContainsFunc(removed, func(block driveModel) bool {
			return block.UUID.ValueString() == drive.Drive.UUID
		})
	})
}

func indexOfDrive(drives []cloudsigma.ServerDrive, uuid types.String) int {
	return slices.IndexFunc(drives, func(drive cloudsigma.ServerDrive) bool {
		return drive.Drive.UUID == uuid.ValueString()
	})
}
