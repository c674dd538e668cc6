package profile

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// model is the data source as Terraform sees it.
type model struct {
	ID          types.String `tfsdk:"id"`
	UUID        types.String `tfsdk:"uuid"`
	Email       types.String `tfsdk:"email"`
	FirstName   types.String `tfsdk:"first_name"`
	LastName    types.String `tfsdk:"last_name"`
	Title       types.String `tfsdk:"title"`
	Company     types.String `tfsdk:"company"`
	Address     types.String `tfsdk:"address"`
	Postcode    types.String `tfsdk:"postcode"`
	Town        types.String `tfsdk:"town"`
	Country     types.String `tfsdk:"country"`
	Currency    types.String `tfsdk:"currency"`
	Language    types.String `tfsdk:"language"`
	State       types.String `tfsdk:"state"`
	CloneNaming types.String `tfsdk:"clone_naming"`
	Meta        types.Map    `tfsdk:"meta"`
}

// NewDataSource returns the data source.
var NewDataSource = cloudsigmaentity.Single[model]{
	Name: "profile", Description: "The account whose credentials the provider has.",
	Attributes: map[string]schema.Attribute{
		"id":           cloudsigmaentity.ShownText("UUID of the account, by which a `cloudsigma_acl` of somebody else names it."),
		"uuid":         cloudsigmaentity.ShownText("UUID of the account, the same as `id`."),
		"email":        cloudsigmaentity.ShownText("Address by which the user signs in."),
		"first_name":   cloudsigmaentity.ShownText("First name of the user."),
		"last_name":    cloudsigmaentity.ShownText("Last name of the user."),
		"title":        cloudsigmaentity.ShownText("Title of the user."),
		"company":      cloudsigmaentity.ShownText("Company of the user."),
		"address":      cloudsigmaentity.ShownText("Street of the postal address."),
		"postcode":     cloudsigmaentity.ShownText("Postcode of the postal address."),
		"town":         cloudsigmaentity.ShownText("Town of the postal address."),
		"country":      cloudsigmaentity.ShownText("Country, as its two letters in ISO 3166-1, such as `CH`."),
		"currency":     cloudsigmaentity.ShownText("Currency in which the account pays, such as `CHF`."),
		"language":     cloudsigmaentity.ShownText("Language of the web interface, such as `EN`."),
		"state":        cloudsigmaentity.ShownText("State of the account, such as `REGULAR` or `TRIAL`."),
		"clone_naming": cloudsigmaentity.ShownText("How a clone without a name is named: `NONE`, `COUNTER`, `DATE` or `TIMESTAMP`."),
		"meta":         cloudsigmaentity.ShownTextMap("Arbitrary data of the account."),
	},
	Read: func(ctx context.Context, client *cloudsigma.Client, shown *model) error {
		profile, err := client.Profile(ctx)
		if err != nil {
			return err
		}
		*shown = model{
			ID: types.StringValue(profile.UUID), UUID: types.StringValue(profile.UUID), Email: types.StringValue(profile.Email),
			FirstName: types.StringValue(profile.FirstName), LastName: types.StringValue(profile.LastName),
			Title: types.StringValue(profile.Title), Company: types.StringValue(profile.Company),
			Address: types.StringValue(profile.Address), Postcode: types.StringValue(profile.Postcode),
			Town: types.StringValue(profile.Town), Country: types.StringValue(profile.Country),
			Currency: types.StringValue(profile.Currency), Language: types.StringValue(profile.Language),
			State: types.StringValue(profile.State), CloneNaming: types.StringValue(profile.CloneNaming),
			Meta: cloudsigmaentity.ShownMeta(profile.Meta),
		}
		return nil
	},
}.NewDataSource
