package acl

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// model is the resource as Terraform sees it.
type model struct {
	ID          types.String `tfsdk:"id"`
	UUID        types.String `tfsdk:"uuid"`
	Name        types.String `tfsdk:"name"`
	ResourceURI types.String `tfsdk:"resource_uri"`
	Permissions types.Set    `tfsdk:"permissions"`
	Grantees    types.Set    `tfsdk:"grantees"`
	Tags        types.Set    `tfsdk:"tags"`
	Meta        types.Map    `tfsdk:"meta"`
}

// Identifier implements cloudsigmaentity.PlainModel.
func (m *model) Identifier() string { return m.ID.ValueString() }

// Apply implements cloudsigmaentity.PlainModel. What is the same in another order stays as it is.
func (m *model) Apply(ctx context.Context, _ *model, definition *cloudsigma.ACLDefinition) {
	definition.Name = m.Name.ValueString()
	cloudsigmaentity.ChangeMeta(ctx, &definition.Meta, m.Meta)
	cloudsigmaentity.ChangeTags(ctx, &definition.Tags, m.Tags)
	if !shownRules(definition.Rules).Equal(m.Permissions) {
		definition.Rules = nil
		for _, permission := range cloudsigmaentity.Texts(ctx, m.Permissions) {
			definition.Rules = append(definition.Rules, cloudsigma.ACLRule{Permission: permission})
		}
	}
	if !shownGrantees(definition.Grantees).Equal(m.Grantees) {
		definition.Grantees = nil
		for _, uuid := range cloudsigmaentity.Texts(ctx, m.Grantees) {
			definition.Grantees = append(definition.Grantees, cloudsigma.Grantee{UUID: uuid})
		}
	}
}

// Show implements cloudsigmaentity.PlainModel.
func (m *model) Show(acl *cloudsigma.ACL) {
	definition := &acl.Definition
	*m = model{
		ID: types.StringValue(acl.UUID), UUID: types.StringValue(acl.UUID), Name: types.StringValue(definition.Name),
		ResourceURI: types.StringValue(acl.ResourceURI), Permissions: shownRules(definition.Rules),
		Grantees: shownGrantees(definition.Grantees), Tags: cloudsigmaentity.ShownReferences(definition.Tags),
		Meta: cloudsigmaentity.ShownMeta(definition.Meta),
	}
}

func shownRules(rules []cloudsigma.ACLRule) types.Set {
	var permissions []string
	for _, rule := range rules {
		permissions = append(permissions, rule.Permission)
	}
	return cloudsigmaentity.TextSet(permissions)
}

func shownGrantees(grantees []cloudsigma.Grantee) types.Set {
	var uuids []string
	for _, grantee := range grantees {
		uuids = append(uuids, grantee.UUID)
	}
	return cloudsigmaentity.TextSet(uuids)
}

// dataModel is an ACL as the data source shows it.
type dataModel struct {
	model
	Owner types.String `tfsdk:"owner"`
}

func showData(acl *cloudsigma.ACL) dataModel {
	shown := dataModel{Owner: cloudsigmaentity.UUIDOrNull(acl.Owner)}
	shown.Show(acl)
	return shown
}
