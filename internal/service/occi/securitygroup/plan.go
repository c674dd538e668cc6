package securitygroup

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// ModifyPlan implements resource.ResourceWithModifyPlan. It refuses what the server's manner of groups has no
// place for, and tells whether another title replaces the group.
func (r *Resource) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	if request.Plan.Raw.IsNull() || request.Plan.Raw.Equal(request.State.Raw) {
		return
	}
	var plan, config, state model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	isNew := request.State.Raw.IsNull()
	if !isNew {
		response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	}
	manner, known := r.manner(ctx, &response.Diagnostics)
	if !known || response.Diagnostics.HasError() {
		return
	}
	switch manner {
	case occientity.SecurityGroupMixins:
		config.wantMixin(&response.Diagnostics)
		imported := occientity.Imported(ctx, request.Private, &response.Diagnostics)
		if !isNew && !plan.Title.Equal(state.Title) && (!imported || !state.Title.IsNull()) {
			response.RequiresReplace = append(response.RequiresReplace, path.Root("title"))
		}
	case occientity.SecurityGroupKind:
		config.refuseMixin(&response.Diagnostics)
		plan.dropMixin()
		plan.Members = types.SetNull(types.StringType)
		response.Diagnostics.Append(response.Plan.Set(ctx, &plan)...)
	default:
		tfkit.ReportError(&response.Diagnostics, "No security groups on this server", occientity.ErrNoSecurityGroups)
	}
}

// manner is how the server has groups. It is not known as long as the provider's configuration is not.
func (r *Resource) manner(ctx context.Context, diagnostics *diag.Diagnostics) (occientity.SecurityGroups, bool) {
	client, err := r.ClientForPlan()
	if client == nil && err == nil {
		return occientity.NoSecurityGroups, false
	}
	if err != nil {
		tfkit.ReportError(diagnostics, "No OCCI cloud to talk to", err)
		return occientity.NoSecurityGroups, false
	}
	known, err := client.QueryInterface(ctx)
	if err != nil {
		tfkit.ReportError(diagnostics, "Could not ask the server for its types", err)
		return occientity.NoSecurityGroups, false
	}
	return occientity.SecurityGroupsOf(known), true
}

func (i *identity) wantMixin(diagnostics *diag.Diagnostics) {
	for name, value := range map[string]types.String{"term": i.Term, "scheme": i.Scheme} {
		if value.IsNull() {
			diagnostics.AddAttributeError(path.Root(name), "Missing "+name,
				"On this server a security group is a mixin, which needs term and scheme.")
		}
	}
}

func (i *identity) refuseMixin(diagnostics *diag.Diagnostics) {
	for name, value := range map[string]types.String{"term": i.Term, "scheme": i.Scheme, "location": i.Location} {
		if !value.IsNull() {
			diagnostics.AddAttributeError(path.Root(name), "No place for "+name,
				"On this server a security group is an entity of a kind and not a mixin, so it has no "+name+
					". The server chooses its id; use title for a name.")
		}
	}
}
