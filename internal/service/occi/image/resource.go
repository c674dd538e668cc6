package image

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

var (
	_ resource.ResourceWithConfigure   = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan  = (*Resource)(nil)
	_ resource.ResourceWithImportState = (*Resource)(nil)
)

const (
	defaultCreateTimeout = 30 * time.Minute
	// looksWhenLost is how often an image is looked for whose request was not answered: it may never come.
	looksWhenLost = 6
)

// Resource is occi_image.
type Resource struct{ occientity.ResourceBase }

// NewResource returns the resource.
func NewResource() resource.Resource { return &Resource{} }

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "occi_image"
}

// Schema implements resource.Resource.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = resourceSchema(ctx)
}

// Create implements resource.Resource. The image is in the state, by its name, before it is waited for.
func (r *Resource) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	if response.Diagnostics.HasError() {
		return
	}
	timeout, problems := plan.Timeouts.Create(ctx, defaultCreateTimeout)
	response.Diagnostics.Append(problems...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	name := nameAt{client, plan.Name.ValueString()}
	if _, taken := beingMade.LoadOrStore(name, true); taken {
		response.Diagnostics.AddAttributeError(path.Root("name"), "Two images of one name", fmt.Sprintf(
			"Another occi_image makes an image of the name %q right now. Nobody could tell which is which: choose another name.", name.name))
		return
	}
	defer beingMade.Delete(name)
	err := save(ctx, client, &plan)
	var taken *takenError
	if errors.As(err, &taken) {
		response.Diagnostics.AddAttributeError(path.Root("name"), nameTaken, adviceOnTaken(taken.by))
		return
	}
	if err != nil && !occientity.AnswerLost(err) {
		tfkit.ReportError(&response.Diagnostics, "Could not make the image", err)
		return
	}
	plan.showNothing()
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
	template, err := waitForTemplate(ctx, client, &plan, err)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "The image was asked for but is not listed", err)
		return
	}
	plan.show(template)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
}

// nameAt is the name of an image at an endpoint.
type nameAt struct {
	client *occi.Client
	name   string
}

// beingMade has the names of the images that are being made: what is listed under a name belongs to who asked for it.
var beingMade sync.Map

// takenError says that another image has the name.
type takenError struct{ by occi.Category }

// Error names the image.
func (e *takenError) Error() string {
	return "the server has an image of this name: " + e.by.TypeID.String()
}

// save asks for the image. A cancelled run does not cut off the request. The name may have been taken since the plan.
func save(ctx context.Context, client *occi.Client, plan *model) error {
	known, err := client.RefreshQueryInterface(ctx)
	if err != nil {
		return err
	}
	saving, err := savingOf(known)
	if err != nil {
		return err
	}
	switch taken, err := named(known, plan.Name.ValueString()); {
	case err == nil:
		return &takenError{by: taken}
	case !errors.Is(err, errNotListed):
		return err
	}
	return client.Act(context.WithoutCancel(ctx), plan.ComputeID.ValueString(), saving.action, occi.Attributes{
		saving.attribute: occi.String(plan.Name.ValueString()),
	})
}

// waitForTemplate waits until the server lists the image. From then on all other resources know it too: they
// share the query interface. The answer to the action is not used, because occi-os names no image in it (capture
// 33-create_image.guide).
func waitForTemplate(ctx context.Context, client *occi.Client, plan *model, lost error) (occi.Category, error) {
	looks := 0
	return tfkit.Wait[occi.Category]{
		Entity: fmt.Sprintf("the image %q", plan.Name.ValueString()), Goal: "be listed",
		Read: func(ctx context.Context) (occi.Category, error) {
			looks++
			known, err := client.RefreshQueryInterface(ctx)
			if err != nil {
				return occi.Category{}, err
			}
			template, err := plan.find(known)
			if errors.Is(err, errNotListed) {
				return occi.Category{}, nil
			}
			return template, err
		},
		Check: func(template occi.Category) (string, bool, error) {
			listed := template.Term != ""
			if !listed && lost != nil && looks == looksWhenLost {
				return "not listed", false, lost
			}
			return "not listed", listed, nil
		},
	}.Until(ctx)
}

// Read implements resource.Resource. All images together cost one request: the query interface, which is read
// once per run.
func (r *Resource) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Read(ctx, request, response, "Could not read the image", func(err error) bool { return errors.Is(err, errNotListed) }, func(state *model) error {
		known, err := client.QueryInterface(ctx)
		if err != nil {
			return err
		}
		template, err := state.find(known)
		if err == nil {
			state.show(template)
		}
		return err
	})
}

// Update implements resource.Resource. All changes make another image, but for a VM that an imported image does
// not show, and the time-outs.
func (r *Resource) Update(ctx context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	occientity.ForgetImport(ctx, response.Private, &response.Diagnostics)
	response.State.Raw = request.Plan.Raw
}

// Delete implements resource.Resource.
func (r *Resource) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Delete(ctx, request, response, "Could not delete the image", 0, func(ctx context.Context, state *model) error {
		return remove(ctx, client, state, &response.Diagnostics)
	})
}

// remove deletes the image as mixins of users are, by a DELETE of the query interface, and warns if it stays. The answer is
// not believed: what the query interface says afterwards counts.
func remove(ctx context.Context, client *occi.Client, state *model, diagnostics *diag.Diagnostics) error {
	known, err := client.QueryInterface(ctx)
	if err != nil {
		return err
	}
	template, err := state.find(known)
	if errors.Is(err, errNotListed) {
		return nil
	}
	if err != nil {
		return err
	}
	refusal := client.DeleteMixin(ctx, template.TypeID)
	if refusal != nil && !isRefusal(refusal) {
		return refusal
	}
	if known, err = client.RefreshQueryInterface(ctx); err != nil {
		return err
	}
	if _, listed := known.Mixin(template.TypeID); !listed {
		return nil
	}
	if refusal == nil {
		refusal = errors.New("the server accepted the request to delete it, but still lists it")
	}
	diagnostics.AddWarning("The image stays on the server", fmt.Sprintf(
		"%s (%s) is not managed any more, but it still exists: %s.\n\nOn OpenStack, remove it with: openstack image delete %q",
		name(template), template.TypeID, refusal, template.Term))
	return nil
}

// isRefusal tells that a server does not delete images: 403 is that of occi-os for all that is no mixin of a user
// (capture 24-delete-builtin-mixin.occi).
func isRefusal(err error) bool {
	return occi.HasStatus(err, http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound,
		http.StatusMethodNotAllowed, http.StatusNotImplemented)
}

// ImportState implements resource.ResourceWithImportState: by type identifier, term or name.
func (r *Resource) ImportState(
	ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse,
) {
	client := r.Client(&response.Diagnostics)
	if client == nil {
		return
	}
	template, err := occientity.Template(ctx, client, infrastructure.MixinOSTemplate, request.ID)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, fmt.Sprintf("Cannot import %q", request.ID), err)
		return
	}
	var state model
	state.show(template)
	response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root("id"), state.ID)...)
	occientity.MarkImported(ctx, response.Private, &response.Diagnostics)
}
