package license

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// model is a licence as Terraform sees it.
type model struct {
	ID          types.String `tfsdk:"id"`
	UUID        types.String `tfsdk:"uuid"`
	Name        types.String `tfsdk:"name"`
	LongName    types.String `tfsdk:"long_name"`
	ResourceURI types.String `tfsdk:"resource_uri"`
	Type        types.String `tfsdk:"type"`
	UserMetric  types.String `tfsdk:"user_metric"`
	Burstable   types.Bool   `tfsdk:"burstable"`
}

func show(license *cloudsigma.License) model {
	return model{
		ID: types.StringValue(license.Name), UUID: types.StringValue(license.Name), Name: types.StringValue(license.Name),
		LongName: types.StringValue(license.LongName), ResourceURI: types.StringValue(license.ResourceURI),
		Type: types.StringValue(license.Type), UserMetric: types.StringValue(license.UserMetric),
		Burstable: types.BoolValue(license.Burstable),
	}
}

// kind is what both data sources are made from.
var kind = cloudsigmaentity.Kind[cloudsigma.License, model]{
	Name: "license", Plural: "licenses", Noun: "licence", Nouns: "licences",
	Description:       "A licence for software of others, such as Windows Server, that CloudSigma sells for drives.",
	PluralDescription: "The licences for software of others that CloudSigma sells for drives",
	Keys:              []string{"name"},
	Attributes: map[string]schema.Attribute{
		"id":           cloudsigmaentity.ShownText("The same as `name`: licences have no UUID."),
		"uuid":         cloudsigmaentity.ShownText("The same as `name`."),
		"name":         cloudsigmaentity.ShownText("What a subscription calls it, such as `msft_p73_04837_core`."),
		"long_name":    cloudsigmaentity.ShownText("Name for people, such as `Windows Server`."),
		"resource_uri": cloudsigmaentity.ShownText("Its path in the API."),
		"type": cloudsigmaentity.ShownText("What is paid for: each installation (`install`), each running server (`instance`), or what " +
			"the customer says (`stub`)."),
		"user_metric": cloudsigmaentity.ShownText("What is counted of a server, such as `smp`: one licence for each core."),
		"burstable":   cloudsigmaentity.ShownFlag("Whether it can be used without a subscription."),
	},
	List: func(ctx context.Context, client *cloudsigma.Client) ([]cloudsigma.License, error) {
		return client.Licenses.List(ctx)
	},
	Show: show,
}

// Constructors of the data sources.
var (
	NewDataSource       = kind.NewDataSource
	NewPluralDataSource = kind.NewPluralDataSource
)
