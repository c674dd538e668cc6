package mixin

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

var (
	_ resource.ResourceWithConfigure   = (*Resource)(nil)
	_ resource.ResourceWithImportState = (*Resource)(nil)
)

// Resource is occi_mixin.
type Resource struct{ occientity.ResourceBase }

// NewResource returns the resource.
func NewResource() resource.Resource { return &Resource{} }

// model is the resource as Terraform sees it.
type model struct {
	ID       types.String `tfsdk:"id"`
	Term     types.String `tfsdk:"term"`
	Scheme   types.String `tfsdk:"scheme"`
	Title    types.String `tfsdk:"title"`
	Relation types.String `tfsdk:"relation"`
	Location types.String `tfsdk:"location"`
}

func (m *model) typeID() occi.TypeID {
	return occi.TypeID{Scheme: m.Scheme.ValueString(), Term: m.Term.ValueString()}
}

// show writes what the query interface says into the model. Servers leave out titles and relations.
func (m *model) show(mixin occi.Category) {
	m.ID = types.StringValue(mixin.TypeID.String())
	m.Term = types.StringValue(mixin.Term)
	m.Scheme = types.StringValue(mixin.Scheme)
	m.Location = types.StringValue(mixin.Location)
	if mixin.Title != "" {
		m.Title = types.StringValue(mixin.Title)
	} else if m.Title.IsUnknown() {
		m.Title = types.StringNull()
	}
	if len(mixin.Relations) > 0 {
		m.Relation = types.StringValue(mixin.Relations[0].String())
	}
}

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "occi_mixin"
}

// Schema implements resource.Resource.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = resourceSchema()
}

// Create implements resource.Resource.
func (r *Resource) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	if response.Diagnostics.HasError() {
		return
	}
	mixin := occi.Category{
		TypeID: plan.typeID(), Title: plan.Title.ValueString(), Location: plan.Location.ValueString(),
	}
	if relation, err := occi.ParseTypeID(plan.Relation.ValueString()); err == nil {
		mixin.Relations = []occi.TypeID{relation}
	}
	if mixin.Location == "" {
		mixin.Location = "/" + mixin.Term + "/"
	}
	if err := occientity.CreateMixin(context.WithoutCancel(ctx), client, mixin); err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not create the mixin", err)
		return
	}
	plan.show(mixin)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
}

// Read implements resource.Resource. All mixins together cost one request: the query interface.
func (r *Resource) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Read(ctx, request, response, "Could not read the mixin", tfkit.IsGone, func(state *model) error {
		known, err := client.QueryInterface(ctx)
		if err != nil {
			return err
		}
		mixin, found := known.Mixin(state.typeID())
		if found {
			state.show(mixin)
		}
		return tfkit.UnlessGone(found, nil)
	})
}

// Update implements resource.Resource. All changes replace the mixin, but for what an imported one does not show.
func (r *Resource) Update(ctx context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	occientity.ForgetImport(ctx, response.Private, &response.Diagnostics)
	response.State.Raw = request.Plan.Raw
}

// Delete implements resource.Resource.
func (r *Resource) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Delete(ctx, request, response, "Could not delete the mixin", 0, func(ctx context.Context, state *model) error {
		return occientity.DeleteMixin(ctx, client, state.typeID())
	})
}

// ImportState implements resource.ResourceWithImportState, by type identifier.
func (r *Resource) ImportState(
	ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse,
) {
	client := r.Client(&response.Diagnostics)
	if client == nil {
		return
	}
	id, err := occi.ParseTypeID(request.ID)
	var mixin occi.Category
	if err == nil {
		mixin, err = occientity.FindMixin(ctx, client, id)
	}
	if err == nil && isOfServer(mixin) {
		err = errors.New("it is a template of the server, not a mixin that users make")
	}
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, fmt.Sprintf("Cannot import %q", request.ID), err)
		return
	}
	var state model
	state.show(mixin)
	response.Diagnostics.Append(response.State.Set(ctx, &state)...)
	occientity.MarkImported(ctx, response.Private, &response.Diagnostics)
}

// isOfServer tells OpenStack's templates: they look like mixins of users, but cannot be deleted.
func isOfServer(mixin occi.Category) bool {
	return mixin.Scheme == infrastructure.SchemeOpenStackOSTemplate || mixin.Scheme == infrastructure.SchemeOpenStackResourceTemplate
}
