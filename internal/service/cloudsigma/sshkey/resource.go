package sshkey

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

var (
	_ resource.ResourceWithConfigure    = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan   = (*Resource)(nil)
	_ resource.ResourceWithImportState  = (*Resource)(nil)
	_ resource.ResourceWithUpgradeState = (*Resource)(nil)
	_ resource.ResourceWithMoveState    = (*Resource)(nil)
)

// Resource is cloudsigma_ssh_key. Nothing in it waits: the API makes, changes and deletes keys at once.
type Resource struct {
	cloudsigmaentity.ResourceBase
	cloudsigmaentity.Successor
}

const typeName = "cloudsigma_ssh_key"

// NewResource returns the resource.
func NewResource() resource.Resource {
	return &Resource{Successor: cloudsigmaentity.Successor{TypeName: typeName}}
}

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = typeName
}

// Schema implements resource.Resource.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = resourceSchema()
}

// ModifyPlan implements resource.ResourceWithModifyPlan. Another spelling of the same key is no change, as
// after an import. A private key that is not configured goes with the public key to which it belongs.
func (r *Resource) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	if request.Plan.Raw.IsNull() || request.State.Raw.IsNull() {
		return
	}
	attribute := path.Root("public_key")
	var planned, prior, fingerprint, private types.String
	response.Diagnostics.Append(request.Plan.GetAttribute(ctx, attribute, &planned)...)
	response.Diagnostics.Append(request.State.GetAttribute(ctx, attribute, &prior)...)
	response.Diagnostics.Append(request.State.GetAttribute(ctx, path.Root("fingerprint"), &fingerprint)...)
	response.Diagnostics.Append(request.Config.GetAttribute(ctx, path.Root("private_key"), &private)...)
	if response.Diagnostics.HasError() {
		return
	}
	if planned.IsUnknown() || !sameKey(planned.ValueString(), prior.ValueString()) {
		if private.IsNull() {
			response.Diagnostics.Append(response.Plan.SetAttribute(ctx, path.Root("private_key"), types.StringUnknown())...)
		}
		return
	}
	response.Diagnostics.Append(response.Plan.SetAttribute(ctx, attribute, prior)...)
	response.Diagnostics.Append(response.Plan.SetAttribute(ctx, path.Root("fingerprint"), fingerprint)...)
	cloudsigmaentity.DropEmptyPlan(request, response)
}

// Create implements resource.Resource.
func (r *Resource) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	if response.Diagnostics.HasError() {
		return
	}
	keypair, err := client.Keypairs.Create(ctx, plan.definition(), cloudsigma.NewMarker())
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not create the SSH key", err)
		return
	}
	plan.show(keypair)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
}

// Read implements resource.Resource.
func (r *Resource) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Read(ctx, request, response, "Could not read the SSH key", cloudsigma.IsNotFound, func(state *model) error {
		keypair, err := client.Keypairs.Get(ctx, state.ID.ValueString())
		if err == nil {
			state.show(keypair)
		}
		return err
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
	keypair, err := client.Keypairs.Edit(ctx, plan.ID.ValueString(), func(definition *cloudsigma.KeypairDefinition) error {
		plan.apply(definition)
		return nil
	})
	if err == nil {
		err = plan.check(keypair)
	}
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not update the SSH key", err)
		return
	}
	plan.show(keypair)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
}

// Delete implements resource.Resource.
func (r *Resource) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Delete(ctx, request, response, "Could not delete the SSH key", 0, func(ctx context.Context, state *model) error {
		return client.Keypairs.Delete(ctx, state.ID.ValueString())
	})
}
