package compute

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// templateIdentities are the type identifiers of the templates that the names in the state stood for when they were
// applied, by the terms of what the templates are related to. What a name means depends on all the templates of the
// server, so it is not found out anew from the one that the VM shows: "CentOS 7" would mean "centos-7" too.
type templateIdentities map[string]string

// identitiesKey is the private-state key of the identities.
const identitiesKey = "templates"

func loadIdentities(ctx context.Context, private occientity.PrivateState, diagnostics *diag.Diagnostics) templateIdentities {
	identities := templateIdentities{}
	value, problems := private.GetKey(ctx, identitiesKey)
	diagnostics.Append(problems...)
	if len(value) == 0 {
		return identities
	}
	if err := json.Unmarshal(value, &identities); err != nil {
		diagnostics.AddError("Unexpected private state", err.Error())
	}
	if identities == nil {
		return templateIdentities{}
	}
	return identities
}

func (t templateIdentities) save(ctx context.Context, private occientity.PrivateState, diagnostics *diag.Diagnostics) {
	value, err := json.Marshal(t)
	if err != nil {
		diagnostics.AddError("The private state cannot be written", err.Error())
		return
	}
	diagnostics.Append(private.SetKey(ctx, identitiesKey, value)...)
}

// identitiesOf are those of the templates that a VM shows.
func identitiesOf(entity *occi.Entity) templateIdentities {
	identities := templateIdentities{}
	for _, relation := range []occi.TypeID{infrastructure.MixinOSTemplate, infrastructure.MixinResourceTemplate} {
		if current, shown := entity.Mixin(relation); shown {
			identities[relation.Term] = current.TypeID.String()
		}
	}
	return identities
}

// shownTemplate is the configured name of a template as long as it means the one that the entity shows,
// else the type identifier of that.
func (t templateIdentities) shownTemplate(entity *occi.Entity, relation occi.TypeID, configured types.String) types.String {
	current, shown := entity.Mixin(relation)
	switch {
	case shown && isSet(configured) && t.means(configured.ValueString(), current, relation):
		return configured
	case shown:
		return types.StringValue(current.TypeID.String())
	case configured.IsUnknown():
		return types.StringNull()
	default:
		return configured
	}
}

// means tells whether a name stands for a template. Without a known identity, as in a state of an earlier version,
// it is taken to if it could.
func (t templateIdentities) means(name string, template occi.Category, relation occi.TypeID) bool {
	if known := t[relation.Term]; known != "" {
		return known == template.TypeID.String()
	}
	if !occientity.Means(name, template, relation) {
		return false
	}
	if t != nil {
		t[relation.Term] = template.TypeID.String()
	}
	return true
}
