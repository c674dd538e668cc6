package cloudstatus

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// model is the data source as Terraform sees it.
type model struct {
	Guest                 types.Bool        `tfsdk:"guest"`
	Trial                 types.Bool        `tfsdk:"trial"`
	Signup                types.Bool        `tfsdk:"signup"`
	SSO                   []string          `tfsdk:"sso"`
	HostAvailabilityZones types.Bool        `tfsdk:"host_availability_zones"`
	RemoteSnapshots       types.Bool        `tfsdk:"remote_snapshots"`
	VMware                types.Bool        `tfsdk:"vmware"`
	VPC                   types.Bool        `tfsdk:"vpc"`
	FreeTier              map[string]string `tfsdk:"free_tier"`
	FreeTierMonthly       map[string]string `tfsdk:"free_tier_monthly"`
}

// NewDataSource returns the data source.
var NewDataSource = cloudsigmaentity.Single[model]{
	Name: "cloud_status", Description: "What the location offers. CloudSigma does not document it; what a location does not tell is `false` or empty.",
	Attributes: map[string]schema.Attribute{
		"guest":                   cloudsigmaentity.ShownFlag("Whether servers can be tried without an account."),
		"trial":                   cloudsigmaentity.ShownFlag("Whether there are trial accounts."),
		"signup":                  cloudsigmaentity.ShownFlag("Whether accounts can be opened."),
		"sso":                     cloudsigmaentity.ShownTexts("Ways to sign in without a password of CloudSigma."),
		"host_availability_zones": cloudsigmaentity.ShownFlag("Whether hosts are in availability zones."),
		"remote_snapshots":        cloudsigmaentity.ShownFlag("Whether snapshots can be kept in another location."),
		"vmware":                  cloudsigmaentity.ShownFlag("Whether there are servers on VMware."),
		"vpc":                     cloudsigmaentity.ShownFlag("Whether there are virtual private clouds."),
		"free_tier":               cloudsigmaentity.ShownTextMap("What is free, by resource: `dssd` and `mem` in bytes."),
		"free_tier_monthly":       cloudsigmaentity.ShownTextMap("What is free each month, by resource: `tx` in bytes."),
	},
	Read: func(ctx context.Context, client *cloudsigma.Client, shown *model) error {
		status, err := client.CloudStatus(ctx)
		if err != nil {
			return err
		}
		*shown = model{
			Guest: types.BoolValue(status.Guest), Trial: types.BoolValue(status.Trial), Signup: types.BoolValue(status.Signup),
			SSO: append([]string{}, status.SSO...), HostAvailabilityZones: types.BoolValue(status.HostAvailabilityZones),
			RemoteSnapshots: types.BoolValue(status.RemoteSnapshots), VMware: types.BoolValue(status.VMware),
			VPC: types.BoolValue(status.VPC), FreeTier: texts(status.FreeTier), FreeTierMonthly: texts(status.FreeTierMonthly),
		}
		return nil
	},
}.NewDataSource

func texts(amounts map[string]cloudsigma.Decimal) map[string]string {
	shown := map[string]string{}
	for resource, amount := range amounts {
		shown[resource] = string(amount)
	}
	return shown
}
