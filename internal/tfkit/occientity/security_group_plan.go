package occientity

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// CheckSecurityGroupName tells in a plan whether a name can mean a group, on a server that has groups. A mixin that is
// not there may be made by the same run, so it is only a warning.
func CheckSecurityGroupName(known *occi.QueryInterface, name string, attribute path.Path, diagnostics *diag.Diagnostics) {
	switch SecurityGroupsOf(known) {
	case SecurityGroupMixins:
		if _, found := SecurityGroupMixin(known, name); !found {
			diagnostics.AddAttributeWarning(attribute, "No such security group yet", fmt.Sprintf(
				"No security group of the server has the location, type identifier or term %q. It has to be made first.", name))
		}
	case SecurityGroupKind:
		if err := checkGroupPath(name); err != nil {
			tfkit.ReportAttributeError(diagnostics, attribute, "Not the id of a security group", err)
		}
	case NoSecurityGroups:
	}
}

// checkGroupPath wants the id of a group that is an entity.
func checkGroupPath(name string) error {
	if !entityPath.MatchString(name) {
		return fmt.Errorf("this server wants the id of a security group, like /securitygroup/4a7c, not %q", name)
	}
	return nil
}
