package cloudsigmaserver

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// attachmentTimeout is that of each operation: a server that runs is stopped and started for it.
const attachmentTimeout = 20 * time.Minute

// AttachmentModel is what the models have in common that attach something to a server. They embed it.
type AttachmentModel struct {
	StopModel

	ID         types.String   `tfsdk:"id"`
	ServerUUID types.String   `tfsdk:"server_uuid"`
	Timeouts   timeouts.Value `tfsdk:"timeouts"`
}

// offlineChange is a change of the server for which it may be stopped as the configuration says.
func (m *AttachmentModel) offlineChange(client *cloudsigma.Client) OfflineChange {
	return OfflineChange{Outage: m.outage(client, m.ServerUUID.ValueString())}
}

// warn is StopModel.Warn of the server.
func (m *AttachmentModel) warn(ctx context.Context, client *cloudsigma.Client, change string, diagnostics *diag.Diagnostics) {
	m.Warn(ctx, client, m.ServerUUID.ValueString(), PlannedChange{What: change}, diagnostics)
}

// Common implements Attachment.
func (m *AttachmentModel) Common() *AttachmentModel { return m }

// AttachmentID is the id of an attachment: what is attached is a drive by its UUID, or a policy by the MAC of
// its NIC.
func AttachmentID(server, attached string) string { return server + "/" + attached }

// AttachmentSchema is the schema of an attachment, whose own attributes are given. The second part of its id is
// the attribute of that name.
func AttachmentSchema(
	ctx context.Context, description, idPart, block string, own map[string]schema.Attribute,
) schema.Schema {
	attributes := map[string]schema.Attribute{
		"timeouts": timeouts.Attributes(ctx, timeouts.Opts{
			Create: true, Update: true, Delete: true,
			CreateDescription: "Time for the change, stop and start of the server included, such as `10m`. Default `20m`.",
			UpdateDescription: "Time for the change, stop and start of the server included. Default `20m`.",
			DeleteDescription: "Time to undo it, stop and start of the server included. Default `20m`.",
		}),
		"id": cloudsigmaentity.FixedText("`server_uuid` and `" + idPart + "`, separated by `/`."),
		"server_uuid": schema.StringAttribute{
			MarkdownDescription: "UUID of the server (`cloudsigma_server`). Its resource must have no `" + block + "` blocks. " +
				"A change replaces the attachment.",
			Required: true, PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			Validators: []validator.String{cloudsigmaentity.UUID()},
		},
	}
	maps.Copy(attributes, StopAttributes(OneStop))
	maps.Copy(attributes, own)
	return schema.Schema{MarkdownDescription: description, Attributes: attributes}
}

// Attachment is a model M of an attachment.
type Attachment[M any] interface {
	*M
	Common() *AttachmentModel
	// Choose looks at the server before anything is attached, chooses what the plan leaves open for good, and
	// refuses what somebody else has attached.
	Choose(*cloudsigma.ServerDefinition) error
	// Attach changes a definition to what is planned. It may be called several times, as Detach.
	Attach(*cloudsigma.ServerDefinition) error
	IsAttached(*cloudsigma.ServerDefinition) bool
	Detach(*cloudsigma.ServerDefinition) error
	IsDetached(*cloudsigma.ServerDefinition) bool
	// Show writes what the server says into the model. Its error is that of tfkit.UnlessGone.
	Show(*cloudsigma.Server) error
	// Reconsider makes unknown in a plan what its changes may change.
	Reconsider(config, state *M)
	// Differs tells whether a plan changes the server.
	Differs(state *M) bool
}

// AttachmentResource is a resource that attaches something to a server. The resources embed it.
type AttachmentResource[M any, A Attachment[M]] struct {
	cloudsigmaentity.ResourceBase

	// Noun is what is attached ("drive").
	Noun string
	// IDPart is the attribute that is the second part of the id.
	IDPart string
	// Kind manages the Part of a server, see cloudsigmaentity.Access.Claim.
	Kind string
	Part func(server string) string
}

// ModifyPlan implements resource.ResourceWithModifyPlan. It tells when blocks of the server's resource would undo
// the attachment, and when the server has to be stopped.
func (r *AttachmentResource[M, A]) ModifyPlan(
	ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse,
) {
	// Without a plan, as in a removal, or a state, as in a creation, all of it is null.
	var plan, state, config M
	if !request.State.Raw.IsNull() {
		response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	}
	if request.Plan.Raw.IsNull() {
		A(&state).Common().warn(ctx, r.ClientForPlan(), "the "+r.Noun+" is detached", &response.Diagnostics)
		return
	}
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	if response.Diagnostics.HasError() {
		return
	}
	planned := A(&plan)
	if server := planned.Common().ServerUUID; cloudsigmaentity.IsSet(server) {
		r.Claim(r.Part(server.ValueString()), r.Kind, path.Root("server_uuid"), &response.Diagnostics)
	}
	planned.Reconsider(&config, &state)
	response.Diagnostics.Append(response.Plan.Set(ctx, &plan)...)
	if planned.Differs(&state) {
		planned.Common().warn(ctx, r.ClientForPlan(), "the "+r.Noun+" is attached", &response.Diagnostics)
	}
}

// Create implements resource.Resource.
func (r *AttachmentResource[M, A]) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan M
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	timeout, problems := A(&plan).Common().Timeouts.Create(ctx, attachmentTimeout)
	response.Diagnostics.Append(problems...)
	if response.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	change := A(&plan).Common().offlineChange(client)
	change.Refuse = A(&plan).Choose
	r.attach(ctx, &plan, change, "Could not attach the "+r.Noun, &response.State, &response.Diagnostics)
}

// attach carries a plan out, and writes into the state what the server then shows.
func (r *AttachmentResource[M, A]) attach(
	ctx context.Context, plan A, change OfflineChange, summary string, state *tfsdk.State, diagnostics *diag.Diagnostics,
) {
	change.Apply, change.Done = plan.Attach, plan.IsAttached
	server, err := change.Make(ctx)
	if server != nil && plan.Show(server) == nil {
		diagnostics.Append(state.Set(ctx, plan)...)
	}
	if err != nil {
		tfkit.ReportError(diagnostics, summary, err)
	}
}

// Read implements resource.Resource.
func (r *AttachmentResource[M, A]) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	summary := "Could not read the attachment of the " + r.Noun
	tfkit.Read(ctx, request, response, summary, cloudsigma.IsNotFound, func(state *M) error {
		server, err := client.Servers.Look(ctx, A(state).Common().ServerUUID.ValueString())
		if err != nil {
			return err
		}
		return A(state).Show(server)
	})
}

// Update implements resource.Resource.
func (r *AttachmentResource[M, A]) Update(ctx context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	summary := "Could not change the attachment of the " + r.Noun
	client := r.Client(&response.Diagnostics)
	var plan M
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	timeout, problems := A(&plan).Common().Timeouts.Update(ctx, attachmentTimeout)
	response.Diagnostics.Append(problems...)
	if response.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	r.attach(ctx, &plan, A(&plan).Common().offlineChange(client), summary, &response.State, &response.Diagnostics)
	if !response.Diagnostics.HasError() {
		tfkit.ConcludeUpdate(request, response, summary)
	}
}

// Delete implements resource.Resource. What was attached stays.
func (r *AttachmentResource[M, A]) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	summary := "Could not detach the " + r.Noun
	tfkit.Delete(ctx, request, response, summary, attachmentTimeout, func(ctx context.Context, state *M) error {
		change := A(state).Common().offlineChange(client)
		change.Apply, change.Done = A(state).Detach, A(state).IsDetached
		if _, err := change.Make(ctx); !cloudsigma.IsNotFound(err) {
			return err
		}
		return nil
	})
}

// ImportState implements resource.ResourceWithImportState: an attachment is imported by AttachmentID.
func (r *AttachmentResource[M, A]) ImportState(
	ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse,
) {
	server, attached, ok := strings.Cut(request.ID, "/")
	if !ok || server == "" || attached == "" {
		tfkit.ReportError(&response.Diagnostics, fmt.Sprintf("Cannot import %q", request.ID),
			fmt.Errorf("it is imported by server_uuid/%s", r.IDPart))
		return
	}
	for name, value := range map[string]string{"id": request.ID, "server_uuid": server, r.IDPart: attached} {
		response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root(name), value)...)
	}
}
