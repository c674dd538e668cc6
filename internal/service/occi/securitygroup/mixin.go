package securitygroup

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// reportCreateError tells which argument another type of the server has taken already, and what to do: occi-os
// says "Location overlaps with existing one." (capture 18-group-create-again.guide).
func reportCreateError(ctx context.Context, client *occi.Client, group occi.Category, err error, diagnostics *diag.Diagnostics) {
	const summary = "Could not create the security group"
	types, refreshErr := client.RefreshQueryInterface(ctx)
	if refreshErr != nil || !occi.HasStatus(err, http.StatusBadRequest, http.StatusConflict) {
		tfkit.ReportError(diagnostics, summary, err)
		return
	}
	attribute, taken := "term", occi.Category{}
	for _, known := range append(types.Mixins, types.Kinds...) {
		switch {
		case known.TypeID == group.TypeID:
			attribute, taken = "term", known
		case known.Location == group.Location && taken.Term == "":
			attribute, taken = "location", known
		}
	}
	if taken.Term == "" {
		tfkit.ReportError(diagnostics, summary, err)
		return
	}
	advice := "choose another " + attribute
	if taken.IsRelatedTo(infrastructure.MixinSecurityGroup) {
		advice += fmt.Sprintf(", or import that group with `terraform import <address> %s`", taken.Location)
	}
	tfkit.ReportAttributeError(diagnostics, path.Root(attribute), summary,
		fmt.Errorf("%w\n\nThe location %s belongs to %s already: %s", err, taken.Location, taken.TypeID, advice))
}

// readMixin looks the group up in the query interface, which is read once per run, and asks for what belongs to it.
func readMixin(ctx context.Context, client *occi.Client, state *model, diagnostics *diag.Diagnostics) (exists bool) {
	const summary = "Could not read the security group"
	types, err := client.QueryInterface(ctx)
	if err != nil {
		tfkit.ReportError(diagnostics, summary, err)
		return true
	}
	group, exists := types.Mixin(state.typeID())
	if !exists {
		warnOfOrphan(types, &state.identity, diagnostics)
		return false
	}
	state.showMixin(group)
	rules, members, err := belongings(ctx, client, group.Location)
	if err != nil {
		tfkit.ReportError(diagnostics, summary, err)
		return true
	}
	state.show(ctx, rules, members, diagnostics)
	return true
}

// belongings are the rules and the VMs that have the mixin of a group.
func belongings(ctx context.Context, client *occi.Client, location string) (rules, members []string, err error) {
	types, err := client.QueryInterface(ctx)
	if err != nil {
		return nil, nil, err
	}
	paths, err := client.List(ctx, location)
	if err != nil {
		return nil, nil, err
	}
	rules, members = sortMembers(types, paths)
	return rules, members, nil
}

// warnOfOrphan tells if the group is still there under another name: after a restart occi-os shows a group as
// a number that can be neither used nor deleted, and refuses to make it again (captures
// 71-after-restart-group-*).
func warnOfOrphan(types *occi.QueryInterface, state *identity, diagnostics *diag.Diagnostics) {
	for _, group := range types.MixinsRelatedTo(infrastructure.MixinSecurityGroup) {
		if strings.TrimPrefix(group.Title, "Security group: ") != state.Term.ValueString() {
			continue
		}
		diagnostics.AddWarning("The server forgot a security group", fmt.Sprintf(
			"%s is gone, but OpenStack still has the group as %s. This happens when occi-os is restarted. Such a group can be "+
				"neither used nor deleted through OCCI: delete it in Nova before it is made again, or choose another term.",
			state.typeID(), group.TypeID))
		return
	}
}
