package drive

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// shown is what the API says of a drive: the part that the resource and the data sources have in common.
type shown struct {
	ID              types.String `tfsdk:"id"`
	UUID            types.String `tfsdk:"uuid"`
	ResourceURI     types.String `tfsdk:"resource_uri"`
	Name            types.String `tfsdk:"name"`
	Media           types.String `tfsdk:"media"`
	Size            types.Int64  `tfsdk:"size"`
	StorageType     types.String `tfsdk:"storage_type"`
	AllowMultimount types.Bool   `tfsdk:"allow_multimount"`
	Affinities      types.Set    `tfsdk:"affinities"`
	IOPS            types.Int64  `tfsdk:"iops"`
	Meta            types.Map    `tfsdk:"meta"`
	Tags            types.Set    `tfsdk:"tags"`
	Licenses        types.List   `tfsdk:"licenses"`
	Status          types.String `tfsdk:"status"`
	MountedOn       types.List   `tfsdk:"mounted_on"`
}

func serverType() types.ObjectType {
	return types.ObjectType{AttrTypes: map[string]attr.Type{"uuid": types.StringType, "resource_uri": types.StringType}}
}

func licenseType() types.ObjectType {
	return types.ObjectType{AttrTypes: map[string]attr.Type{
		"amount": types.Int64Type, "name": types.StringType, "long_name": types.StringType, "type": types.StringType,
		"user_metric": types.StringType, "burstable": types.BoolType, "resource_uri": types.StringType,
	}}
}

// show writes what the server says into the model, but for the size, and tells what cannot be shown.
func (m *shown) show(drive *cloudsigma.Drive, diagnostics *diag.Diagnostics) {
	m.set(drive)
	warn(drive, diagnostics)
}

// shownOf is what the server says of a drive, with its size.
func shownOf(drive *cloudsigma.Drive) shown {
	var present shown
	present.set(drive)
	present.Size = types.Int64Value(drive.Definition.Size)
	return present
}

func (m *shown) set(drive *cloudsigma.Drive) {
	definition := &drive.Definition
	m.ID = types.StringValue(drive.UUID)
	m.UUID = types.StringValue(drive.UUID)
	m.ResourceURI = types.StringValue(drive.ResourceURI)
	m.Name = types.StringValue(definition.Name)
	m.Media = types.StringValue(definition.Media)
	m.StorageType = types.StringValue(definition.StorageType)
	m.AllowMultimount = shownBool(definition.AllowMultimount)
	m.Affinities = cloudsigmaentity.TextSet(definition.Affinities)
	m.IOPS = types.Int64PointerValue(definition.IOPS)
	m.Meta = cloudsigmaentity.ShownMeta(definition.Meta)
	m.Tags = cloudsigmaentity.ShownReferences(definition.Tags)
	m.Status = types.StringValue(drive.Status)
	servers := []attr.Value{}
	for _, server := range drive.MountedOn {
		servers = append(servers, types.ObjectValueMust(serverType().AttrTypes, map[string]attr.Value{
			"uuid": types.StringValue(server.UUID), "resource_uri": types.StringValue(server.ResourceURI),
		}))
	}
	m.MountedOn = types.ListValueMust(serverType(), servers)
	// Of licences that cannot be read, of which warn tells, none are shown.
	licenses, _ := definition.Licenses()
	m.Licenses = shownLicenses(licenses)
}

// warn tells what cannot be shown of a drive.
func warn(drive *cloudsigma.Drive, diagnostics *diag.Diagnostics) {
	if _, err := drive.Definition.Licenses(); err != nil {
		diagnostics.AddAttributeWarning(path.Root("licenses"), "The licences of the drive are not known", err.Error())
	}
}

func shownLicenses(all []cloudsigma.DriveLicense) types.List {
	licenses := []attr.Value{}
	for _, one := range all {
		licenses = append(licenses, types.ObjectValueMust(licenseType().AttrTypes, map[string]attr.Value{
			"amount":       types.Int64Value(one.Amount),
			"name":         types.StringValue(one.License.Name),
			"long_name":    types.StringValue(one.License.LongName),
			"type":         types.StringValue(one.License.Type),
			"user_metric":  types.StringValue(one.License.UserMetric),
			"burstable":    types.BoolValue(one.License.Burstable),
			"resource_uri": types.StringValue(one.License.ResourceURI),
		}))
	}
	return types.ListValueMust(licenseType(), licenses)
}

// shownBool is false where the API leaves the member out, which is its default.
func shownBool(value *bool) types.Bool { return types.BoolValue(value != nil && *value) }

// texts are the elements of a list or set of strings; nil if it is not set.
func texts(values interface {
	attr.Value
	Elements() []attr.Value
},
) []string {
	if !cloudsigmaentity.IsSet(values) {
		return nil
	}
	all := []string{}
	for _, element := range values.Elements() {
		if text, ok := element.(types.String); ok {
			all = append(all, text.ValueString())
		}
	}
	if _, isSet := values.(types.Set); isSet {
		slices.Sort(all)
	}
	return all
}
