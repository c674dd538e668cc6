package servercontext

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// model is the data source as Terraform sees it.
type model struct {
	UUID    types.String `tfsdk:"uuid"`
	Context types.String `tfsdk:"context"`
}

// NewDataSource returns the data source.
var NewDataSource = cloudsigmaentity.Single[model]{
	Name: "server_context",
	Description: "What a server finds out about itself on its second serial port (`/dev/ttyS1`, `COM2`), where cloud-init reads it: its " +
		"definition, with those of its drives and addresses, its `meta`, and the global context. It is put together from what the API " +
		"shows. The VNC password, which the server sees too, is left out.",
	Attributes: map[string]schema.Attribute{
		"uuid": schema.StringAttribute{
			MarkdownDescription: "UUID of the server.", Required: true, Validators: []validator.String{cloudsigmaentity.UUID()},
		},
		"context": cloudsigmaentity.ShownText("The context as JSON: `jsondecode(data.cloudsigma_server_context.web.context).nics[0].mac`."),
	},
	Read: func(ctx context.Context, client *cloudsigma.Client, shown *model) error {
		members, err := client.ServerContext(ctx, shown.UUID.ValueString())
		if err != nil {
			return err
		}
		delete(members, "vnc_password")
		encoded, err := json.Marshal(members)
		if err != nil {
			return err
		}
		shown.Context = types.StringValue(string(encoded))
		return nil
	},
}.NewDataSource
