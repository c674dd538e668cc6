package server

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// validateVNCPassword wants no more than one password.
func (m *model) validateVNCPassword(diagnostics *diag.Diagnostics) {
	random := m.RandomVNCPassword.ValueBool()
	given := 0
	for _, set := range []bool{!m.VNCPassword.IsNull(), !m.VNCPasswordWO.IsNull(), random} {
		if set {
			given++
		}
	}
	switch {
	case random && m.CloneServerID.IsNull():
		diagnostics.AddAttributeError(path.Root("random_vnc_password"), "Only for clones",
			"CloudSigma makes a password for clones only: random_vnc_password needs clone_server_id.")
	case given > 1:
		diagnostics.AddAttributeError(path.Root("vnc_password"), "Several VNC passwords",
			"Set only one of vnc_password, vnc_password_wo and random_vnc_password.")
	}
}

// checkNewVNCPassword wants a password for a new server, as the API does; a clone has that of its source. One that
// exists has a password, which Terraform does not write into a configuration that it generates.
func (m *model) checkNewVNCPassword(diagnostics *diag.Diagnostics) {
	if m.VNCPassword.IsNull() && m.VNCPasswordWO.IsNull() && m.CloneServerID.IsNull() {
		diagnostics.AddAttributeError(path.Root("vnc_password"), "No VNC password",
			"A new server needs vnc_password, or vnc_password_wo, which is not kept in the state.")
	}
}

// planVNCPassword plans a password that is not configured: what the state has stays, unless a password that is only
// written takes its place.
func (m *model) planVNCPassword(config, state *model) {
	switch {
	case !config.VNCPassword.IsNull():
	case state.ID.IsNull() && config.RandomVNCPassword.ValueBool():
		m.VNCPassword = types.StringUnknown()
	case !config.VNCPasswordWO.IsNull():
		m.VNCPassword = types.StringNull()
	default:
		m.VNCPassword = state.VNCPassword
	}
}

// changesVNCPassword tells whether the password of the server is changed.
func (m *model) changesVNCPassword(prior *model) bool {
	readable := !m.VNCPassword.IsNull() && !m.VNCPassword.Equal(prior.VNCPassword)
	return readable || !m.VNCPasswordWOVersion.IsNull() && !m.VNCPasswordWOVersion.Equal(prior.VNCPasswordWOVersion)
}

// newVNCPassword is the password to write; "" is none. The one that is only written is in the configuration.
func (m *model) newVNCPassword(config, prior *model) cloudsigma.Secret {
	switch {
	case !m.changesVNCPassword(prior):
		return ""
	case cloudsigmaentity.IsSet(m.VNCPassword):
		return cloudsigma.Secret(m.VNCPassword.ValueString())
	default:
		return cloudsigma.Secret(config.VNCPasswordWO.ValueString())
	}
}
