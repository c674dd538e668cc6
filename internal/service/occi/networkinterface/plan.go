package networkinterface

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// ModifyPlan implements resource.ResourceWithModifyPlan. It tells what the server has not got, of a new interface
// and of one that is replaced. An update changes nothing but the time-outs.
func (r *Resource) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	tfkit.PlanUpdate(request, response, nil)
	if request.Plan.Raw.IsNull() || !request.State.Raw.IsNull() && len(response.RequiresReplace) == 0 {
		return
	}
	var plan model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	client, err := r.ClientForPlan()
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "No OCCI cloud to talk to", err)
	}
	if response.Diagnostics.HasError() || client == nil {
		return
	}
	types, err := client.QueryInterface(ctx)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not ask the server what it can do", err)
		return
	}
	plan.check(types, &response.Diagnostics)
	if _, reserves := types.Kind(infrastructure.KindIPReservation); reserves {
		plan.checkTarget(ctx, client, &response.Diagnostics)
	}
}

// publicNetwork is what ooi calls the network of the floating IPs.
const publicNetwork = "PUBLIC"

// checkTarget refuses the network of the floating IPs where these are reserved: the DELETE of a link to it leaves the
// address allocated (captures 295 to 298). A GET of it by Neutron's identifier shows the same network (239, 240). What
// cannot be read is left for the create to tell.
func (m *model) checkTarget(ctx context.Context, client *occi.Client, diagnostics *diag.Diagnostics) {
	target := m.TargetID.ValueString()
	isPublic := strings.HasSuffix(target, "/"+publicNetwork)
	if !isPublic && target != "" {
		network, err := client.Get(ctx, target)
		isPublic = err == nil && network.Attributes[infrastructure.AttributeID].Text() == publicNetwork
	}
	if isPublic {
		tfkit.ReportAttributeError(diagnostics, path.Root("target_id"), "Not a network to connect to", errors.New(
			"a link to the public network allocates a floating IP that stays allocated when the link is deleted: "+
				"use occi_floating_ip for it"))
	}
}

func (m *model) check(types *occi.QueryInterface, diagnostics *diag.Diagnostics) {
	if _, known := types.Kind(infrastructure.KindNetworkInterface); !known {
		diagnostics.AddError("The server has no network interfaces", fmt.Sprintf(
			"Its query interface does not know the kind %s.", infrastructure.KindNetworkInterface))
	}
	if _, known := types.Mixin(infrastructure.MixinIPNetworkInterface); known {
		return
	}
	for _, wish := range m.wishes() {
		if wish.addressing && !wish.asked.IsNull() && !wish.asked.IsUnknown() {
			tfkit.ReportAttributeError(diagnostics, path.Root(wish.name), "The server lets nobody choose addresses", fmt.Errorf(
				"it does not know the mixin %s", infrastructure.MixinIPNetworkInterface))
		}
	}
}
