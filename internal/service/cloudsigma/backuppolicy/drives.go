package backuppolicy

import (
	"context"
	"errors"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// assign gives the wanted drives the policy and takes it from the others of the model, if the configuration says.
// The model has then the drives that have it, also after an error.
func (m *model) assign(ctx context.Context, client *cloudsigma.Client, wanted types.Set, diagnostics *diag.Diagnostics) {
	if !cloudsigmaentity.IsSet(wanted) {
		return
	}
	policy, have, want := m.ID.ValueString(), cloudsigmaentity.Texts(ctx, m.Drives), cloudsigmaentity.Texts(ctx, wanted)
	var drives []string
	var problems []error
	for _, drive := range want {
		if !slices.Contains(have, drive) {
			if err := client.BackupPolicies.Assign(ctx, drive, policy); err != nil {
				problems = append(problems, err)
				continue
			}
		}
		drives = append(drives, drive)
	}
	for _, drive := range have {
		if slices.Contains(want, drive) {
			continue
		}
		if err := client.BackupPolicies.Withdraw(ctx, drive, policy); err != nil {
			problems = append(problems, err)
			drives = append(drives, drive)
		}
	}
	m.showDrives(drives)
	if err := errors.Join(problems...); err != nil {
		tfkit.ReportAttributeError(diagnostics, path.Root("drives"), "Not all drives are as configured", err)
	}
}
