package securitygroup

import (
	"context"
	"fmt"
	"strings"
	"time"

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

// defaultDeleteTimeout is the time for a group to disappear.
const defaultDeleteTimeout = 5 * time.Minute

// Resource is occi_security_group.
type Resource struct{ occientity.ResourceBase }

// NewResource returns the resource.
func NewResource() resource.Resource { return &Resource{} }

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "occi_security_group"
}

// Schema implements resource.Resource.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = resourceSchema(ctx)
}

// Create implements resource.Resource. A new group has neither rules nor members.
func (r *Resource) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	if response.Diagnostics.HasError() {
		return
	}
	manner, _ := r.manner(ctx, &response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	ctx = context.WithoutCancel(ctx)
	var members []string
	switch manner {
	case occientity.SecurityGroupMixins:
		group := plan.mixin()
		if err := occientity.CreateMixin(ctx, client, group); err != nil {
			reportCreateError(ctx, client, group, err, &response.Diagnostics)
			return
		}
		plan.showMixin(group)
		members = []string{}
	case occientity.SecurityGroupKind:
		if err := createEntity(ctx, client, &plan); err != nil {
			tfkit.ReportError(&response.Diagnostics, "Could not create the security group", err)
			return
		}
	default:
		tfkit.ReportError(&response.Diagnostics, "Could not create the security group", occientity.ErrNoSecurityGroups)
		return
	}
	plan.show(ctx, nil, members, &response.Diagnostics)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
}

// isEntity tells whether an id is that of an entity. Locations of mixins end with a slash.
func isEntity(id string) bool { return !strings.HasSuffix(id, "/") }

// Read implements resource.Resource.
func (r *Resource) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	var state model
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	if response.Diagnostics.HasError() {
		return
	}
	read := readMixin
	if isEntity(state.ID.ValueString()) {
		read = readEntity
	}
	if !read(ctx, client, &state, &response.Diagnostics) {
		response.State.RemoveResource(ctx)
		return
	}
	if !response.Diagnostics.HasError() {
		response.Diagnostics.Append(response.State.Set(ctx, &state)...)
	}
}

// Update implements resource.Resource. All changes of a mixin replace it, but for a title that an imported group
// does not show. The title of an entity changes in place.
func (r *Resource) Update(ctx context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan, state model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	if response.Diagnostics.HasError() {
		return
	}
	if isEntity(state.ID.ValueString()) && !plan.Title.Equal(state.Title) {
		changed := occi.Attributes{}
		occientity.SetText(changed, infrastructure.AttributeTitle, plan.Title)
		if err := client.Update(ctx, state.ID.ValueString(), nil, changed); err != nil {
			tfkit.ReportError(&response.Diagnostics, "Could not change the title of the security group", err)
			return
		}
	}
	occientity.ForgetImport(ctx, response.Private, &response.Diagnostics)
	response.State.Raw = request.Plan.Raw
}

// Delete implements resource.Resource.
func (r *Resource) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Delete(ctx, request, response, "Could not delete the security group", defaultDeleteTimeout, func(ctx context.Context, state *model) error {
		if id := state.ID.ValueString(); isEntity(id) {
			return occientity.Delete(ctx, client, id)
		}
		return occientity.DeleteMixin(ctx, client, state.typeID())
	})
}

// ImportState implements resource.ResourceWithImportState: a mixin by its location (/mygroups/ or its URL), type
// identifier or term; an entity by its path, URL or the last segment of it.
func (r *Resource) ImportState(
	ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse,
) {
	client := r.Client(&response.Diagnostics)
	if client == nil {
		return
	}
	known, err := client.QueryInterface(ctx)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not read the security groups", err)
		return
	}
	if occientity.SecurityGroupsOf(known) == occientity.SecurityGroupKind {
		r.ResourceBase.ImportState(ctx, infrastructure.KindSecurityGroup, request, response)
		return
	}
	group, exists := occientity.SecurityGroupMixin(known, request.ID)
	if location, err := client.Path(request.ID); err == nil && !exists {
		group, exists = occientity.SecurityGroupMixin(known, location)
	}
	if !exists {
		response.Diagnostics.AddError("No such security group",
			fmt.Sprintf("No security group has the location, type identifier or term %q.", request.ID))
		return
	}
	for name, text := range map[string]string{"id": group.Location, "term": group.Term, "scheme": group.Scheme} {
		response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root(name), text)...)
	}
	occientity.MarkImported(ctx, response.Private, &response.Diagnostics)
}
