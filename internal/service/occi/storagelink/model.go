package storagelink

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// model is the resource as Terraform sees it.
type model struct {
	ID             types.String   `tfsdk:"id"`
	SourceID       types.String   `tfsdk:"source_id"`
	TargetID       types.String   `tfsdk:"target_id"`
	DeviceID       types.String   `tfsdk:"device_id"`
	ActualDeviceID types.String   `tfsdk:"actual_device_id"`
	MountPoint     types.String   `tfsdk:"mount_point"`
	State          types.String   `tfsdk:"state"`
	Timeouts       timeouts.Value `tfsdk:"timeouts"`
}

// blueprint is what to create. A link is recognized by its ends.
func (m *model) blueprint(client *occi.Client) occientity.Blueprint {
	attributes := occi.Attributes{
		infrastructure.AttributeSource: occi.String(client.URL(m.SourceID.ValueString())),
		infrastructure.AttributeTarget: occi.String(client.URL(m.TargetID.ValueString())),
		// occi-os answers 500 without it; empty lets it choose (captures 46-link-no-deviceid.occi,
		// 46-link-create-empty-deviceid.occi).
		infrastructure.AttributeStorageLinkDeviceID: occi.String(m.DeviceID.ValueString()),
	}
	occientity.SetText(attributes, infrastructure.AttributeStorageLinkMountPoint, m.MountPoint)
	return occientity.Blueprint{
		Kind:       infrastructure.KindStorageLink,
		Attributes: attributes,
		IsOurs: func(link *occi.Entity) bool {
			source, target := occientity.Ends(client, link)
			return source == m.SourceID.ValueString() && target == m.TargetID.ValueString()
		},
	}
}

// show writes what the server says into the model. Empty texts count as not shown: occi-os shows them for
// what it does not know.
func (m *model) show(client *occi.Client, link *occi.Entity) {
	m.ID = types.StringValue(link.Location)
	source, target := occientity.Ends(client, link)
	m.SourceID = shown(source, m.SourceID)
	m.TargetID = shown(target, m.TargetID)
	chosen := shown(link.Attributes[infrastructure.AttributeStorageLinkDeviceID].Text(), m.ActualDeviceID)
	m.DeviceID = shownDevice(m.DeviceID, m.ActualDeviceID, chosen)
	m.ActualDeviceID = chosen
	m.MountPoint = shown(link.Attributes[infrastructure.AttributeStorageLinkMountPoint].Text(), m.MountPoint)
	m.State = shown(link.Attributes[infrastructure.AttributeStorageLinkState].Text(), types.StringNull())
}

// shownDevice is the configured device, be it that the server chose another one, until the one that the server
// chose changes.
func shownDevice(configured, prior, chosen types.String) types.String {
	changed := !prior.IsNull() && !prior.IsUnknown() && !chosen.Equal(prior)
	if configured.IsNull() || configured.IsUnknown() || changed {
		return chosen
	}
	return configured
}

func shown(text string, prior types.String) types.String {
	switch {
	case text != "":
		return types.StringValue(text)
	case prior.IsUnknown():
		return types.StringNull()
	default:
		return prior
	}
}
