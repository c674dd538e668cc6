package server

import (
	"context"
	"encoding/base64"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudinit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// reservedKeys of meta are never shown and never removed: the marker of this provider, and the key that
// the web interface fills from the SSH keys (meta.rst).
var reservedKeys = []string{cloudsigma.MetaCreateMarker, cloudsigma.MetaSSHPublicKey}

// writesUserData tells whether the user data is written into meta by hand, as users of providers without
// user_data do. It is then shown as it is.
func (m *model) writesUserData() bool {
	_, ok := m.Meta.Elements()[cloudsigma.MetaUserData]
	return ok
}

// visible is what of a server's meta belongs to the attribute meta.
func (m *model) visible(meta cloudsigma.Meta) map[string]string {
	shown := maps.Clone(meta)
	if _, found := meta[cloudsigma.MetaUserData]; found && !m.writesUserData() {
		m.removeUserData(shown)
	}
	for _, key := range reservedKeys {
		delete(shown, key)
	}
	return shown.Strings()
}

// removeUserData removes the user data from a server's meta. What is left of base64_fields is spelled as in
// the attribute meta if that has the same fields.
func (m *model) removeUserData(meta cloudsigma.Meta) {
	meta.RemoveUserData()
	spelled, found := m.Meta.Elements()[cloudsigma.MetaBase64Fields].(types.String)
	left := base64Fields(meta.Get(cloudsigma.MetaBase64Fields))
	if found && slices.Equal(base64Fields(spelled.ValueString()), left) {
		meta.Set(cloudsigma.MetaBase64Fields, spelled.ValueString())
	}
}

// base64Fields are the keys in a value of base64_fields.
func base64Fields(value string) []string {
	return strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })
}

// withoutUserData is the attribute meta of a state without user data that was written by hand.
func (m *model) withoutUserData(ctx context.Context, diagnostics *diag.Diagnostics) types.Map {
	if !m.writesUserData() {
		return m.Meta
	}
	var values map[string]string
	diagnostics.Append(m.Meta.ElementsAs(ctx, &values, false)...)
	meta := cloudsigma.NewMeta(values)
	meta.RemoveUserData()
	left, problems := types.MapValueFrom(ctx, types.StringType, meta.Strings())
	diagnostics.Append(problems...)
	return left
}

// showMeta shows meta, and user_data where it is managed.
func (m *model) showMeta(
	ctx context.Context, meta cloudsigma.Meta, imported bool, diagnostics *diag.Diagnostics,
) {
	if cloudsigmaentity.IsSet(m.UserData) || imported {
		m.showUserData(meta, diagnostics)
	}
	visible, problems := types.MapValueFrom(ctx, types.StringType, m.visible(meta))
	diagnostics.Append(problems...)
	m.Meta = visible
}

// showUserData shows the user data, or none with a warning if somebody has spoilt it.
func (m *model) showUserData(meta cloudsigma.Meta, diagnostics *diag.Diagnostics) {
	text, found, err := meta.UserData()
	if err != nil {
		diagnostics.AddAttributeWarning(path.Root("user_data"), "The user data of the server cannot be read", err.Error())
	}
	switch {
	case !found:
		m.UserData = types.StringNull()
	case cloudinit.Decoded(m.UserData.ValueString()) == text:
		// It is spelled otherwise: in base64.
	case !utf8.ValidString(text):
		m.UserData = types.StringValue(base64.StdEncoding.EncodeToString([]byte(text)))
	default:
		m.UserData = types.StringValue(text)
	}
}

// planUserData has the server replaced for other user data where that is configured.
func (m *model) planUserData(state *model, response *resource.ModifyPlanResponse) {
	if m.UserDataReplaces.ValueBool() && !m.UserData.Equal(state.UserData) {
		response.RequiresReplace = append(response.RequiresReplace, path.Root("user_data"))
	}
}

// changeMeta turns the meta of a server into what the plan wants. What is not managed stays: the whole of
// it is written at once (meta.rst), and others may have put something there.
func (m *model) changeMeta(
	ctx context.Context, meta cloudsigma.Meta, prior *model, diagnostics *diag.Diagnostics,
) cloudsigma.Meta {
	changed := cloudsigma.Meta{}
	maps.Copy(changed, meta)
	if cloudsigmaentity.IsSet(m.Meta) && !m.Meta.Equal(prior.Meta) {
		for key := range prior.visible(meta) {
			delete(changed, key)
		}
		var wanted map[string]string
		diagnostics.Append(m.Meta.ElementsAs(ctx, &wanted, false)...)
		for key, value := range wanted {
			changed.Set(key, value)
		}
	}
	switch {
	case cloudsigmaentity.IsSet(m.UserData):
		changed.SetUserData(cloudinit.Decoded(m.UserData.ValueString()))
	case cloudsigmaentity.IsSet(prior.UserData) && !m.writesUserData():
		m.removeUserData(changed)
	}
	return changed
}
