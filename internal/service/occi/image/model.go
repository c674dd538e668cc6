package image

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
)

// model is the resource as Terraform sees it. Its identifiers are null until the server lists the image: no
// action tells them on all servers.
type model struct {
	ID        types.String   `tfsdk:"id"`
	ComputeID types.String   `tfsdk:"compute_id"`
	Name      types.String   `tfsdk:"name"`
	Term      types.String   `tfsdk:"term"`
	Location  types.String   `tfsdk:"location"`
	Timeouts  timeouts.Value `tfsdk:"timeouts"`
}

// show writes what the query interface says into the model.
func (m *model) show(template occi.Category) {
	m.ID = types.StringValue(template.TypeID.String())
	m.Name = types.StringValue(name(template))
	m.Term = types.StringValue(template.Term)
	m.Location = types.StringValue(template.Location)
}

// showNothing is for an image that was asked for and is not listed yet.
func (m *model) showNothing() {
	m.ID, m.Term, m.Location = types.StringNull(), types.StringNull(), types.StringNull()
}

// find returns the template of the image, or errNotListed.
func (m *model) find(known *occi.QueryInterface) (occi.Category, error) {
	if m.ID.IsNull() {
		return named(known, m.Name.ValueString())
	}
	id, err := occi.ParseTypeID(m.ID.ValueString())
	if err != nil {
		return occi.Category{}, err
	}
	if template, found := known.Mixin(id); found {
		return template, nil
	}
	return occi.Category{}, errNotListed
}

// name is the name of the image: without a title the term is it.
func name(template occi.Category) string {
	if title := occi.TemplateName(template); title != "" {
		return title
	}
	return template.Term
}

var errNotListed = errors.New("the server lists no such image")

// named returns the only image of a name, or errNotListed.
func named(known *occi.QueryInterface, wanted string) (occi.Category, error) {
	var found []occi.Category
	for _, template := range known.MixinsRelatedTo(infrastructure.MixinOSTemplate) {
		if name(template) == wanted || template.Term == wanted {
			found = append(found, template)
		}
	}
	switch len(found) {
	case 0:
		return occi.Category{}, errNotListed
	case 1:
		return found[0], nil
	default:
		return occi.Category{}, fmt.Errorf("%d images have the name %q, so it cannot be told which is the new one", len(found), wanted)
	}
}

// saving is an action that makes an image, and the attribute that takes the name.
type saving struct {
	action    occi.TypeID
	attribute string
}

// savingOf returns the action that the server has.
func savingOf(known *occi.QueryInterface) (saving, error) {
	for _, offered := range []saving{
		{infrastructure.ActionOpenStackCreateImage, infrastructure.AttributeOpenStackImageName},
		{infrastructure.ActionSave, infrastructure.AttributeName},
	} {
		if _, found := known.Action(offered.action); found {
			return offered, nil
		}
	}
	return saving{}, fmt.Errorf("the server has neither the action %s nor %s, so it cannot make images of VMs",
		infrastructure.ActionOpenStackCreateImage, infrastructure.ActionSave)
}
