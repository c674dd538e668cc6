package globalcontext

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

var (
	_ resource.ResourceWithConfigure   = (*Resource)(nil)
	_ resource.ResourceWithImportState = (*Resource)(nil)
)

// onlyID is the id of the one global context of an account.
const onlyID = "global_context"

// Resource is cloudsigma_global_context.
type Resource struct{ cloudsigmaentity.ResourceBase }

// model is the resource as Terraform sees it.
type model struct {
	ID     types.String `tfsdk:"id"`
	Values types.Map    `tfsdk:"values"`
}

// NewResource returns the resource.
func NewResource() resource.Resource { return &Resource{} }

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "cloudsigma_global_context"
}

// Schema implements resource.Resource.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = resourceSchema()
}

// Create implements resource.Resource. It does not overwrite what somebody else has put there.
func (r *Resource) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	if response.Diagnostics.HasError() {
		return
	}
	wanted := cloudsigmaentity.Meta(ctx, plan.Values)
	shown, err := client.EditGlobalContext(ctx, func(current cloudsigma.Meta) (cloudsigma.Meta, error) {
		// After a lost answer this is called again, and finds what is wanted.
		if len(current) > 0 && !maps.Equal(current.Strings(), wanted.Strings()) {
			return nil, inUseError(current)
		}
		return wanted, nil
	})
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not create the global context", err)
		return
	}
	plan.show(shown)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
}

func inUseError(current cloudsigma.Meta) error {
	return fmt.Errorf("the account has one already, with the keys %s: import it with the id %s",
		strings.Join(slices.Sorted(maps.Keys(current)), ", "), onlyID)
}

// Read implements resource.Resource. An empty global context is as good as none, unless none of it is wanted.
func (r *Resource) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Read(ctx, request, response, "Could not read the global context", cloudsigma.IsNotFound, func(state *model) error {
		shown, err := client.GlobalContext(ctx)
		if err := tfkit.UnlessGone(len(shown) > 0 || len(state.Values.Elements()) == 0, err); err != nil {
			return err
		}
		state.show(shown)
		return nil
	})
}

// Update implements resource.Resource.
func (r *Resource) Update(ctx context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	if response.Diagnostics.HasError() {
		return
	}
	shown, err := client.EditGlobalContext(ctx, func(cloudsigma.Meta) (cloudsigma.Meta, error) {
		return cloudsigmaentity.Meta(ctx, plan.Values), nil
	})
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not update the global context", err)
		return
	}
	plan.show(shown)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
}

// Delete implements resource.Resource.
func (r *Resource) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Delete(ctx, request, response, "Could not delete the global context", 0, func(ctx context.Context, _ *model) error {
		_, err := client.EditGlobalContext(ctx, func(cloudsigma.Meta) (cloudsigma.Meta, error) { return cloudsigma.Meta{}, nil })
		return err
	})
}

// ImportState implements resource.ResourceWithImportState.
func (r *Resource) ImportState(ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse) {
	if request.ID != onlyID {
		tfkit.ReportError(&response.Diagnostics, fmt.Sprintf("Cannot import %q", request.ID),
			errors.New("an account has one global context; its id is "+onlyID))
		return
	}
	response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root("id"), request.ID)...)
}

func (m *model) show(values cloudsigma.Meta) {
	m.ID, m.Values = types.StringValue(onlyID), cloudsigmaentity.ShownMeta(values)
}
