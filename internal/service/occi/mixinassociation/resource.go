package mixinassociation

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

var (
	_ resource.ResourceWithConfigure   = (*Resource)(nil)
	_ resource.ResourceWithImportState = (*Resource)(nil)
)

// defaultTimeout is that of each operation.
const defaultTimeout = 5 * time.Minute

// Resource is occi_mixin_association.
type Resource struct{ occientity.ResourceBase }

// NewResource returns the resource.
func NewResource() resource.Resource { return &Resource{} }

// model is the resource as Terraform sees it.
type model struct {
	ID       types.String   `tfsdk:"id"`
	EntityID types.String   `tfsdk:"entity_id"`
	Mixin    types.String   `tfsdk:"mixin"`
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// separator stands between the two parts of an id. Neither paths nor type identifiers have it.
const separator = "|"

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "occi_mixin_association"
}

// Schema implements resource.Resource.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	response.Schema = schema.Schema{
		MarkdownDescription: "A mixin of an entity, whoever made the entity. It is added in the mixin's collection, or by a partial " +
			"update where it has none, and taken off in the collection. Templates are not taken off by any server. ooi takes no mixins " +
			"after the creation of an entity. An `occi_compute`, `occi_entity` or `occi_link` whose `mixins` are set has no others: " +
			"it would take this one off, so put the mixin there instead.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "The `id` of the entity, `|`, and the type identifier of the mixin.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"entity_id": schema.StringAttribute{
				MarkdownDescription: "The `id` of the entity. A change replaces the association.",
				Required:            true,
				Validators:          []validator.String{occientity.EntityPath()},
				PlanModifiers:       replace,
			},
			"mixin": schema.StringAttribute{
				MarkdownDescription: "Type identifier of the mixin, `scheme#term`. A change replaces the association.",
				Required:            true,
				Validators:          []validator.String{occientity.TypeIdentifier()},
				PlanModifiers:       replace,
			},
			"timeouts": timeouts.Attributes(ctx, timeouts.Opts{
				Create: true, Delete: true,
				CreateDescription: "Time for the mixin to be added, such as `1m`. Default `5m`.",
				DeleteDescription: "Time for the mixin to be taken off. Default `5m`.",
			}),
		},
	}
}

// Create implements resource.Resource.
func (r *Resource) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	if response.Diagnostics.HasError() {
		return
	}
	timeout, problems := plan.Timeouts.Create(ctx, defaultTimeout)
	response.Diagnostics.Append(problems...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	mixin, err := occi.ParseTypeID(plan.Mixin.ValueString())
	if err == nil {
		err = occientity.AddMixin(ctx, client, plan.EntityID.ValueString(), mixin, nil)
	}
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not add the mixin", err)
		return
	}
	plan.ID = types.StringValue(plan.EntityID.ValueString() + separator + plan.Mixin.ValueString())
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
}

// Read implements resource.Resource. An entity that shows the mixin no more, or is gone, has it no more.
func (r *Resource) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Read(ctx, request, response, "Could not read the entity", occi.IsNotFound, func(state *model) error {
		entity, err := occientity.Read(ctx, client, state.EntityID.ValueString(), occi.TypeID{})
		if err != nil {
			return err
		}
		mixin, err := occi.ParseTypeID(state.Mixin.ValueString())
		return tfkit.UnlessGone(entity.HasMixin(mixin), err)
	})
}

// Update implements resource.Resource. Only the time-outs change in place.
func (r *Resource) Update(_ context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	response.State.Raw = request.Plan.Raw
}

// Delete implements resource.Resource.
func (r *Resource) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Delete(ctx, request, response, "Could not take off the mixin", defaultTimeout, func(ctx context.Context, state *model) error {
		mixin, err := occi.ParseTypeID(state.Mixin.ValueString())
		if err != nil {
			return err
		}
		return occientity.RemoveMixin(ctx, client, state.EntityID.ValueString(), mixin)
	})
}

// ImportState implements resource.ResourceWithImportState, by the id. The entity may be a URL.
func (r *Resource) ImportState(
	ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse,
) {
	client := r.Client(&response.Diagnostics)
	if client == nil {
		return
	}
	entity, mixin, found := strings.Cut(request.ID, separator)
	location, err := client.Path(entity)
	if err == nil {
		_, err = occi.ParseTypeID(mixin)
	}
	if !found {
		err = errors.New("an id like /compute/4a7c|http://example.org/tags#blue is needed")
	}
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, fmt.Sprintf("Cannot import %q", request.ID), err)
		return
	}
	for name, value := range map[string]string{"id": location + separator + mixin, "entity_id": location, "mixin": mixin} {
		response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root(name), value)...)
	}
}
