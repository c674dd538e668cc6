package compute

import (
	"context"
	"errors"
	"strings"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
)

// changePassword sets the password of the administrator. occi-os takes the action whether the VM lists it or not:
// that depends on the server process. Nothing shows when the password is changed.
func changePassword(ctx context.Context, client *occi.Client, id, password string) error {
	err := change{
		name: infrastructure.ActionOpenStackChangePassword.Term,
		send: func(ctx context.Context) error {
			return client.Act(ctx, id, infrastructure.ActionOpenStackChangePassword, occi.Attributes{
				infrastructure.AttributeOpenStackAdminPassword: occi.String(password),
			})
		},
	}.sendWhenIdle(ctx, id)
	if err != nil && strings.Contains(err.Error(), password) {
		// A server may quote what it was sent.
		return errors.New(strings.ReplaceAll(err.Error(), password, "***"))
	}
	return err
}

// changePassword sets the password if its version changed, and again if the image was: that has another one.
func (u *update) changePassword(ctx context.Context) error {
	changed := !u.plan.AdminPasswordWOVersion.Equal(u.done.AdminPasswordWOVersion)
	lost := u.rebuilt && powerState(u.entity) == powerActive
	if u.password.IsNull() || !changed && !lost {
		return nil
	}
	err := changePassword(ctx, u.client, u.done.ID.ValueString(), u.password.ValueString())
	if err == nil {
		u.done.AdminPasswordWOVersion = u.plan.AdminPasswordWOVersion
	}
	return err
}
