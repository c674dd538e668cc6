package librarydrive

import (
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// shown is what the API says of a drive: the part that both data sources have.
type shown struct {
	ID           types.String `tfsdk:"id"`
	UUID         types.String `tfsdk:"uuid"`
	Name         types.String `tfsdk:"name"`
	Arch         types.String `tfsdk:"arch"`
	CreatedAt    types.String `tfsdk:"created_at"`
	DefaultUser  types.String `tfsdk:"default_user"`
	Description  types.String `tfsdk:"description"`
	Distribution types.String `tfsdk:"distribution"`
	ImageType    types.String `tfsdk:"image_type"`
	Media        types.String `tfsdk:"media"`
	OS           types.String `tfsdk:"os"`
	Paid         types.Bool   `tfsdk:"paid"`
	Size         types.Int64  `tfsdk:"size"`
	Status       types.String `tfsdk:"status"`
	StorageType  types.String `tfsdk:"storage_type"`
	Version      types.String `tfsdk:"version"`
}

// model is the data source of one drive as Terraform sees it.
type model struct {
	shown

	NameRegex  types.String              `tfsdk:"name_regex"`
	MostRecent types.Bool                `tfsdk:"most_recent"`
	Filters    []cloudsigmaentity.Filter `tfsdk:"filter"`
}

// criteria are what the configuration says of the drive.
func (m *model) criteria() (criteria, error) {
	wanted := criteria{
		uuid:       m.UUID.ValueString(),
		name:       m.Name.ValueString(),
		filters:    m.Filters,
		mostRecent: m.MostRecent.ValueBool(),
	}
	if !m.NameRegex.IsNull() {
		expression, err := regexp.Compile(m.NameRegex.ValueString())
		if err != nil {
			return criteria{}, fmt.Errorf("name_regex: %w", err)
		}
		wanted.nameRegex = expression
	}
	return wanted, nil
}

// show writes a drive into the model.
func (m *shown) show(drive *cloudsigma.LibraryDrive) {
	m.ID = types.StringValue(drive.UUID)
	m.UUID = types.StringValue(drive.UUID)
	m.Name = types.StringValue(drive.Name)
	m.Arch = types.StringValue(drive.Arch)
	m.CreatedAt = types.StringValue(drive.CreatedAt)
	m.DefaultUser = types.StringValue(drive.DefaultUser)
	m.Description = types.StringValue(drive.Description)
	m.Distribution = types.StringValue(drive.Distribution)
	m.ImageType = types.StringValue(drive.ImageType)
	m.Media = types.StringValue(drive.Media)
	m.OS = types.StringValue(drive.OS)
	m.Paid = types.BoolValue(drive.Paid)
	m.Size = types.Int64Value(drive.Size)
	m.Status = types.StringValue(drive.Status)
	m.StorageType = types.StringValue(drive.StorageType)
	m.Version = types.StringValue(drive.Version)
}
