package firewallpolicyattachment

import (
	"context"
	"fmt"
	"net"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

func resourceSchema(ctx context.Context) schema.Schema {
	return cloudsigmaserver.AttachmentSchema(ctx, "The firewall policy of one network interface (NIC) of a server of "+
		"CloudSigma. It is for servers whose `cloudsigma_server` has no `network` blocks, which set the policies of all NICs: both for "+
		"one server are an error. The server can be made elsewhere. A NIC that has a policy already is refused; import it. "+
		"CloudSigma gives policies to NICs of stopped servers only, so a server that runs is stopped and started again, see "+
		"`stop_for_update`; its dynamic addresses may then be others. Changes of the rules of a policy need no stop.",
		"mac", "network", map[string]schema.Attribute{
			"mac": schema.StringAttribute{
				MarkdownDescription: "MAC address of the NIC, such as `22:bd:c4:49:3c:a9`. This or `nic_index` is set, or both if they mean the same NIC. " +
					"A change replaces the attachment.",
				Optional: true, Computed: true,
				PlanModifiers: []planmodifier.String{
					stringplanmodifier.UseStateForUnknown(), stringplanmodifier.RequiresReplaceIfConfigured(),
				},
				Validators: []validator.String{macAddress(), stringvalidator.AtLeastOneOf(path.MatchRoot("nic_index"))},
			},
			"nic_index": schema.Int64Attribute{
				MarkdownDescription: "Place of the NIC among those of the server: `0` is the first. A change, or another NIC at this place, " +
					"replaces the attachment. With `mac`, this is where the NIC is, and another place is an error.",
				Optional: true, Computed: true,
				PlanModifiers: []planmodifier.Int64{
					int64planmodifier.UseStateForUnknown(), int64planmodifier.RequiresReplaceIf(isOnlyPlace, isMoved, isMoved),
				},
				Validators: []validator.Int64{int64validator.AtLeast(0)},
			},
			"firewall_policy_uuid": schema.StringAttribute{
				MarkdownDescription: "UUID of the policy (`cloudsigma_firewall_policy`). It can be changed in place.",
				Required:            true,
				Validators:          []validator.String{cloudsigmaentity.UUID()},
			},
		})
}

const isMoved = "Another NIC is at the place, unless `mac` says which one is meant."

// isOnlyPlace asks for a replacement if nothing but its place says which NIC is meant.
func isOnlyPlace(
	ctx context.Context, request planmodifier.Int64Request, response *int64planmodifier.RequiresReplaceIfFuncResponse,
) {
	var mac types.String
	response.Diagnostics.Append(request.Config.GetAttribute(ctx, path.Root("mac"), &mac)...)
	response.RequiresReplace = !request.ConfigValue.IsNull() && mac.IsNull()
}

// macAddress wants an address as the API writes it, so that it reads back the same.
func macAddress() validator.String {
	return tfkit.TextValidator{Rule: "be a MAC address like 22:bd:c4:49:3c:a9", Check: func(value string) error {
		if address, err := net.ParseMAC(value); err != nil || address.String() != value {
			return fmt.Errorf("got %q", value)
		}
		return nil
	}}
}
