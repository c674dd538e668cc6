package securitygroup

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
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

// Resource is occi_security_group.
type Resource struct{ occientity.ResourceBase }

// NewResource returns the resource.
func NewResource() resource.Resource { return &Resource{} }

// model is the resource as Terraform sees it.
type model struct {
	ID             types.String `tfsdk:"id"`
	Term           types.String `tfsdk:"term"`
	Scheme         types.String `tfsdk:"scheme"`
	Title          types.String `tfsdk:"title"`
	Location       types.String `tfsdk:"location"`
	TypeIdentifier types.String `tfsdk:"type_identifier"`
}

func (m *model) typeID() occi.TypeID {
	return occi.TypeID{Scheme: m.Scheme.ValueString(), Term: m.Term.ValueString()}
}

// show writes what the query interface says into the model.
func (m *model) show(group occi.Category) {
	m.Term = types.StringValue(group.Term)
	m.Scheme = types.StringValue(group.Scheme)
	m.Location = types.StringValue(group.Location)
	m.ID = m.Location
	m.TypeIdentifier = types.StringValue(group.TypeID.String())
	switch {
	case group.Title != "":
		m.Title = types.StringValue(group.Title)
	case m.Title.IsUnknown():
		m.Title = types.StringNull()
	}
}

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "occi_security_group"
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
	group := occi.Category{
		TypeID:    plan.typeID(),
		Title:     plan.Title.ValueString(),
		Relations: []occi.TypeID{infrastructure.MixinSecurityGroup},
		Location:  plan.Location.ValueString(),
	}
	if group.Location == "" {
		group.Location = "/" + group.Term + "/"
	}
	if err := create(context.WithoutCancel(ctx), client, group); err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not create the security group", err)
		return
	}
	plan.show(group)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
}

// create makes the group. If the answer is lost, the query interface tells whether it is there: term and
// scheme are unique.
func create(ctx context.Context, client *occi.Client, group occi.Category) error {
	err := client.CreateMixin(ctx, group)
	if err == nil || !occientity.AnswerLost(err) {
		return err
	}
	types, refreshErr := client.RefreshQueryInterface(ctx)
	if refreshErr != nil {
		return errors.Join(err, refreshErr)
	}
	if _, exists := types.Mixin(group.TypeID); exists {
		return nil
	}
	return client.CreateMixin(ctx, group)
}

// Read implements resource.Resource. All groups together cost one request: the query interface, which is
// read once per run.
func (r *Resource) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	var state model
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	if response.Diagnostics.HasError() {
		return
	}
	types, err := client.QueryInterface(ctx)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not read the security group", err)
		return
	}
	group, exists := types.Mixin(state.typeID())
	if !exists {
		warnOfOrphan(types, &state, &response.Diagnostics)
		response.State.RemoveResource(ctx)
		return
	}
	state.show(group)
	response.Diagnostics.Append(response.State.Set(ctx, &state)...)
}

// warnOfOrphan tells if the group is still there under another name: after a restart occi-os shows a group as
// a number that can be neither used nor deleted, and refuses to make it again (captures
// 71-after-restart-group-*).
func warnOfOrphan(types *occi.QueryInterface, state *model, diagnostics *diag.Diagnostics) {
	for _, group := range types.MixinsRelatedTo(infrastructure.MixinSecurityGroup) {
		if strings.TrimPrefix(group.Title, "Security group: ") != state.Term.ValueString() {
			continue
		}
		diagnostics.AddWarning("The server forgot a security group", fmt.Sprintf(
			"%s is gone, but OpenStack still has the group as %s. This happens when occi-os is restarted. Such a group can be "+
				"neither used nor deleted through OCCI: delete it in Nova before it is made again, or choose another term.",
			state.typeID(), group.TypeID))
		return
	}
}

// Update implements resource.Resource. All changes replace the group, but for a title that an imported group
// does not show.
func (r *Resource) Update(ctx context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	occientity.ForgetImport(ctx, response.Private, &response.Diagnostics)
	response.State.Raw = request.Plan.Raw
}

// Delete implements resource.Resource. occi-os answers 400 for a group that is gone, so the query interface
// is asked if the server refuses.
func (r *Resource) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	var state model
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	if response.Diagnostics.HasError() {
		return
	}
	err := client.DeleteMixin(ctx, state.typeID())
	if err == nil || occi.IsNotFound(err) {
		return
	}
	types, refreshErr := client.RefreshQueryInterface(ctx)
	if refreshErr == nil {
		if _, exists := types.Mixin(state.typeID()); !exists {
			return
		}
	}
	tfkit.ReportError(&response.Diagnostics, "Could not delete the security group", err)
}

// ImportState implements resource.ResourceWithImportState: by location (/mygroups/ or its URL), type
// identifier or term.
func (r *Resource) ImportState(
	ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse,
) {
	client := r.Client(&response.Diagnostics)
	if client == nil {
		return
	}
	types, err := client.QueryInterface(ctx)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not read the security groups", err)
		return
	}
	group, exists := occientity.FindSecurityGroup(types, request.ID)
	if location, err := client.Path(request.ID); err == nil && !exists {
		group, exists = occientity.FindSecurityGroup(types, location)
	}
	if !exists {
		response.Diagnostics.AddError("No such security group",
			fmt.Sprintf("No security group has the location, type identifier or term %q.", request.ID))
		return
	}
	var state model
	state.show(group)
	response.Diagnostics.Append(response.State.Set(ctx, &state)...)
	occientity.MarkImported(ctx, response.Private, &response.Diagnostics)
}
