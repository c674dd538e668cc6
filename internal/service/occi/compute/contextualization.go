package compute

import (
	"context"
	"encoding/base64"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudinit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// refusedByServer is the summary of what a server has no way for.
const refusedByServer = "Not possible on this server"

// checkContext reports a key, user data or files that the server does not take.
func (m *model) checkContext(ctx context.Context, types *occi.QueryInterface, diagnostics *diag.Diagnostics) {
	_, noUserData := userDataMixin(types)
	if _, err := keyMixin(types); err != nil && noUserData != nil && !m.SSHKey.IsNull() {
		tfkit.ReportAttributeError(diagnostics, path.Root("ssh_key"), refusedByServer, err)
	}
	if key := m.sshKey(ctx, diagnostics); key != nil && key.Name.IsNull() && wantsKeyName(types) {
		tfkit.ReportAttributeError(diagnostics, path.Root("ssh_key").AtName("name"), refusedByServer, errNoKeyName)
	}
	for name, value := range m.userDataArguments() {
		if !value.IsNull() && noUserData != nil {
			tfkit.ReportAttributeError(diagnostics, path.Root(name), refusedByServer, noUserData)
		}
	}
	if noUserData == nil && !diagnostics.HasError() {
		m.checkSize(ctx, types, diagnostics)
	}
}

// maxEncodedUserData is the limit of Nova for user data, in characters of base64.
const maxEncodedUserData = 65535

// checkSize reports user data that OpenStack does not take, as soon as all of it is known.
func (m *model) checkSize(ctx context.Context, types *occi.QueryInterface, diagnostics *diag.Diagnostics) {
	if mixin, _ := userDataMixin(types); mixin != infrastructure.MixinOpenStackUserData || !m.knowsUserData(ctx) {
		return
	}
	userData := m.compose(ctx, types, diagnostics)
	if size := base64.StdEncoding.EncodedLen(len(userData)); size > maxEncodedUserData {
		diagnostics.AddAttributeError(path.Root("user_data"), "The user data is too large", fmt.Sprintf(
			"OpenStack takes %d characters of base64, and this is %d: user_data, files, metadata and what the provider adds, together. "+
				"Compress it, as the data source cloudinit_config does with gzip = true, or have the VM download what is large.",
			maxEncodedUserData, size))
	}
}

// knowsUserData tells whether all that is sent as user data is known.
func (m *model) knowsUserData(ctx context.Context) bool {
	for _, value := range []attr.Value{m.UserData, m.Files, m.Metadata, m.SSHKey} {
		if raw, err := value.ToTerraformValue(ctx); err != nil || !raw.IsFullyKnown() {
			return false
		}
	}
	return true
}

// userDataArguments are what is sent as user data.
func (m *model) userDataArguments() map[string]attr.Value {
	return map[string]attr.Value{"user_data": m.UserData, "files": m.Files, "metadata": m.Metadata}
}

// hasContext tells whether the VM is to be made with a key or user data.
func (m *model) hasContext() bool {
	return !m.SSHKey.IsNull() || !m.UserData.IsNull() || !m.Files.IsNull() || !m.Metadata.IsNull()
}

// addContext adds the key and the user data to a blueprint, in the form in which they reach a VM of this server.
func (m *model) addContext(
	ctx context.Context, types *occi.QueryInterface, blueprint *occientity.Blueprint, diagnostics *diag.Diagnostics,
) {
	m.checkContext(ctx, types, diagnostics)
	key := m.sshKey(ctx, diagnostics)
	if diagnostics.HasError() {
		return
	}
	if _, err := keyMixin(types); key != nil && err == nil {
		key.addTo(blueprint, types)
	}
	if userData := m.compose(ctx, types, diagnostics); userData != "" {
		addUserData(blueprint, types, userData)
	}
}

// compose is the user data with what it has to bring besides.
func (m *model) compose(ctx context.Context, types *occi.QueryInterface, diagnostics *diag.Diagnostics) string {
	additions := m.additions(ctx, diagnostics)
	key := m.sshKey(ctx, diagnostics)
	if _, err := keyMixin(types); key != nil && err != nil {
		// The server has no way for keys, cloud-init has.
		additions.AuthorizedKeys = []string{key.sentPublicKey()}
	}
	userData, err := cloudinit.Compose(m.UserData.ValueString(), additions)
	if err != nil {
		tfkit.ReportAttributeError(diagnostics, path.Root("user_data"), "The user data cannot be sent", err)
	}
	return userData
}

// addTo adds the key by the mixin that the server has for it.
func (k *sshKeyModel) addTo(blueprint *occientity.Blueprint, types *occi.QueryInterface) {
	mixin, _ := keyMixin(types)
	blueprint.Mixins = append(blueprint.Mixins, mixin)
	if mixin == infrastructure.MixinSSHKey {
		blueprint.Attributes[infrastructure.AttributeSSHPublicKey] = occi.String(k.sentPublicKey())
		return
	}
	blueprint.Attributes[infrastructure.AttributeOpenStackPublicKeyData] = occi.String(k.sentPublicKey())
	if wantsKeyName(types) {
		occientity.SetText(blueprint.Attributes, infrastructure.AttributeOpenStackPublicKeyName, k.Name)
	}
}

func addUserData(blueprint *occientity.Blueprint, types *occi.QueryInterface, userData string) {
	mixin, _ := userDataMixin(types)
	blueprint.Mixins = append(blueprint.Mixins, mixin)
	// GFD.224 tells no encoding; base64 is the one that carries line breaks.
	encoded := occi.String(base64.StdEncoding.EncodeToString([]byte(userData)))
	if mixin == infrastructure.MixinUserData {
		blueprint.Attributes[infrastructure.AttributeUserData] = encoded
	} else {
		blueprint.Attributes[infrastructure.AttributeOpenStackUserData] = encoded
	}
}
