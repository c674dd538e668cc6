package location

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// model is a location as Terraform sees it.
type model struct {
	ID           types.String `tfsdk:"id"`
	UUID         types.String `tfsdk:"uuid"`
	DisplayName  types.String `tfsdk:"display_name"`
	CountryCode  types.String `tfsdk:"country_code"`
	APIEndpoint  types.String `tfsdk:"api_endpoint"`
	UploadURL    types.String `tfsdk:"upload_url"`
	WebsocketURL types.String `tfsdk:"websocket_url"`
}

func show(location *cloudsigma.Location) model {
	return model{
		ID: types.StringValue(location.ID), UUID: types.StringValue(location.ID),
		DisplayName: types.StringValue(location.DisplayName), CountryCode: types.StringValue(location.CountryCode),
		APIEndpoint: types.StringValue(location.APIEndpoint), UploadURL: types.StringValue(location.UploadURL),
		WebsocketURL: types.StringValue(location.WebsocketURL),
	}
}

// kind is what both data sources are made from.
var kind = cloudsigmaentity.Kind[cloudsigma.Location, model]{
	Name: "location", Plural: "locations",
	Description:       "A location: a place with a cloud of CloudSigma, or of a partner, that has an API of its own.",
	PluralDescription: "The locations of CloudSigma and its partners",
	Keys:              []string{"uuid"},
	Attributes: map[string]schema.Attribute{
		"id":            cloudsigmaentity.ShownText("Code of the location, such as `ZRH`."),
		"uuid":          cloudsigmaentity.ShownText("Code of the location, the same as `id`."),
		"display_name":  cloudsigmaentity.ShownText("Name for people, such as `Zurich, Switzerland`."),
		"country_code":  cloudsigmaentity.ShownText("Country, as its two letters in ISO 3166-1, such as `CH`."),
		"api_endpoint":  cloudsigmaentity.ShownText("Root of the API, such as `https://zrh.cloudsigma.com/api/2.0/`."),
		"upload_url":    cloudsigmaentity.ShownText("Where images of drives are uploaded to."),
		"websocket_url": cloudsigmaentity.ShownText("Where changes are announced."),
	},
	List: func(ctx context.Context, client *cloudsigma.Client) ([]cloudsigma.Location, error) {
		return client.Locations.List(ctx)
	},
	Show: show,
}

// Constructors of the data sources.
var (
	NewDataSource       = kind.NewDataSource
	NewPluralDataSource = kind.NewPluralDataSource
)
