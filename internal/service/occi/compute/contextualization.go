package compute

import (
	"context"
	"encoding/base64"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// refusedByServer is the summary of what a server has no way for.
const refusedByServer = "Not possible on this server"

// checkContext reports a key or user data that the server does not take.
func (m *model) checkContext(ctx context.Context, types *occi.QueryInterface, diagnostics *diag.Diagnostics) {
	if !m.SSHKey.IsNull() {
		if _, err := keyMixin(types); err != nil {
			tfkit.ReportAttributeError(diagnostics, path.Root("ssh_key"), refusedByServer, err)
		}
	}
	if key := m.sshKey(ctx, diagnostics); key != nil && key.Name.IsNull() && wantsKeyName(types) {
		tfkit.ReportAttributeError(diagnostics, path.Root("ssh_key").AtName("name"), refusedByServer, errNoKeyName)
	}
	if !m.UserData.IsNull() {
		if _, err := userDataMixin(types); err != nil {
			tfkit.ReportAttributeError(diagnostics, path.Root("user_data"), refusedByServer, err)
		}
	}
}

// addContext adds the key and the user data to a blueprint, in the form in which they reach a VM of this server.
func (m *model) addContext(
	ctx context.Context, types *occi.QueryInterface, blueprint *occientity.Blueprint, diagnostics *diag.Diagnostics,
) {
	m.checkContext(ctx, types, diagnostics)
	if diagnostics.HasError() {
		return
	}
	if key := m.sshKey(ctx, diagnostics); key != nil {
		mixin, _ := keyMixin(types)
		blueprint.Mixins = append(blueprint.Mixins, mixin)
		if mixin == infrastructure.MixinSSHKey {
			blueprint.Attributes[infrastructure.AttributeSSHPublicKey] = occi.String(key.sentPublicKey())
		} else {
			blueprint.Attributes[infrastructure.AttributeOpenStackPublicKeyData] = occi.String(key.sentPublicKey())
			if wantsKeyName(types) {
				occientity.SetText(blueprint.Attributes, infrastructure.AttributeOpenStackPublicKeyName, key.Name)
			}
		}
	}
	if isSet(m.UserData) {
		mixin, _ := userDataMixin(types)
		blueprint.Mixins = append(blueprint.Mixins, mixin)
		// GFD.224 tells no encoding; base64 is the one that carries line breaks.
		encoded := occi.String(base64.StdEncoding.EncodeToString([]byte(m.UserData.ValueString())))
		if mixin == infrastructure.MixinUserData {
			blueprint.Attributes[infrastructure.AttributeUserData] = encoded
		} else {
			blueprint.Attributes[infrastructure.AttributeOpenStackUserData] = encoded
		}
	}
}
