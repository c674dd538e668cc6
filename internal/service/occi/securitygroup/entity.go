package securitygroup

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// createEntity makes the group where groups are a kind.
func createEntity(ctx context.Context, client *occi.Client, plan *model) error {
	blueprint, err := plan.blueprint()
	if err != nil {
		return err
	}
	location, err := occientity.Create(ctx, client, blueprint)
	if err != nil {
		return err
	}
	plan.showEntity(&occi.Entity{Location: location})
	return nil
}

// readEntity reads the group. Its members are not told: they would take a request for each link of the server.
func readEntity(ctx context.Context, client *occi.Client, state *model, diagnostics *diag.Diagnostics) (exists bool) {
	group, err := occientity.Read(ctx, client, state.ID.ValueString(), infrastructure.KindSecurityGroup)
	if occi.IsNotFound(err) {
		return false
	}
	var rules []string
	if err == nil {
		state.showEntity(group)
		rules, err = ruleIDs(group)
	}
	if err != nil {
		tfkit.ReportError(diagnostics, "Could not read the security group", err)
		return true
	}
	state.show(ctx, rules, nil, diagnostics)
	return true
}

// linkedTo are the VMs with a link to a group.
func linkedTo(ctx context.Context, client *occi.Client, group string) ([]string, error) {
	links, err := occientity.Entities(ctx, client, infrastructure.KindSecurityGroupLink)
	if err != nil {
		return nil, err
	}
	members := []string{}
	for _, link := range links {
		if source, target := occientity.Ends(client, link); target == group {
			members = append(members, source)
		}
	}
	return members, nil
}
