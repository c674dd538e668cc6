package sshkey

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

var (
	_ resource.ResourceWithConfigure        = (*Resource)(nil)
	_ resource.ResourceWithConfigValidators = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan       = (*Resource)(nil)
	_ resource.ResourceWithImportState      = (*Resource)(nil)
	_ resource.ResourceWithUpgradeState     = (*Resource)(nil)
	_ resource.ResourceWithMoveState        = (*Resource)(nil)
)

// Resource is cloudsigma_ssh_key. Nothing in it waits: the API makes, changes and deletes keys at once.
type Resource struct {
	cloudsigmaentity.ResourceBase
	cloudsigmaentity.Successor
}

const typeName = "cloudsigma_ssh_key"

// NewResource returns the resource.
func NewResource() resource.Resource {
	return &Resource{Successor: cloudsigmaentity.Successor{TypeName: typeName, Blanks: []string{"private_key"}}}
}

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = typeName
}

// Schema implements resource.Resource.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = resourceSchema()
}

// ConfigValidators implements resource.ResourceWithConfigValidators.
func (r *Resource) ConfigValidators(context.Context) []resource.ConfigValidator {
	return []resource.ConfigValidator{resourcevalidator.Conflicting(
		path.MatchRoot("public_key"), path.MatchRoot("public_key_wo"), path.MatchRoot("generate"),
	)}
}

// ModifyPlan implements resource.ResourceWithModifyPlan.
func (r *Resource) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	var config, state *model
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	switch {
	case response.Diagnostics.HasError() || request.Plan.Raw.IsNull():
	case state == nil:
		checkNew(config, &response.Diagnostics)
	case !config.PublicKeyWO.IsNull():
		version := []string{"key_wo_version"}
		tfkit.PlanUpdate(request, response, tfkit.Effects{"public_key": version, "private_key": version, "fingerprint": version})
	default:
		keepSpelling(ctx, request, response)
		// A private key that is not configured goes with the public key to which it belongs.
		key := []string{"public_key"}
		tfkit.PlanUpdate(request, response, tfkit.Effects{"private_key": key, "fingerprint": key})
	}
}

// checkNew wants to be told which key a new SSH key has. The official provider then has CloudSigma make a pair,
// and its private key is in the state without anybody having asked for it.
func checkNew(config *model, diagnostics *diag.Diagnostics) {
	if config.PublicKey.IsNull() && config.PublicKeyWO.IsNull() && config.Generate.IsNull() {
		diagnostics.AddAttributeError(path.Root("public_key"), "No key",
			"Set public_key to a key of your own, or public_key_wo to one of the ephemeral resource cloudsigma_ssh_key_pair. Or set "+
				"generate to ed25519 or rsa: CloudSigma then makes a pair, whose private key is in the state.")
	}
}

// keepSpelling plans no change for another spelling of the same key, as after an import.
func keepSpelling(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	attribute := path.Root("public_key")
	var planned, prior types.String
	response.Diagnostics.Append(request.Plan.GetAttribute(ctx, attribute, &planned)...)
	response.Diagnostics.Append(request.State.GetAttribute(ctx, attribute, &prior)...)
	if !planned.IsUnknown() && sameKey(planned.ValueString(), prior.ValueString()) {
		response.Diagnostics.Append(response.Plan.SetAttribute(ctx, attribute, prior)...)
	}
}

// Create implements resource.Resource.
func (r *Resource) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan, config model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	if response.Diagnostics.HasError() {
		return
	}
	keypair, err := client.Keypairs.Create(ctx, plan.definition(ctx, &config, nil), cloudsigma.NewMarker())
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, nil, "Could not create the SSH key", err)
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
	summary := "Could not update the SSH key"
	client := r.Client(&response.Diagnostics)
	var plan, changes, config, state model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	response.Diagnostics.Append(tfkit.Changes(request).Get(ctx, &changes)...)
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	if response.Diagnostics.HasError() {
		return
	}
	wanted := changes.definition(ctx, &config, &state)
	keypair, err := client.Keypairs.Edit(ctx, plan.ID.ValueString(), func(definition *cloudsigma.KeypairDefinition) error {
		change(definition, wanted)
		cloudsigmaentity.ChangeMeta(ctx, &definition.Meta, changes.Meta)
		cloudsigmaentity.ChangeTags(ctx, &definition.Tags, changes.Tags)
		return nil
	})
	if err == nil {
		err = check(keypair, wanted)
	}
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, nil, summary, err)
		return
	}
	plan.show(keypair)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
	tfkit.ConcludeUpdate(request, response, summary)
}

// Delete implements resource.Resource.
func (r *Resource) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Delete(ctx, request, response, "Could not delete the SSH key", 0, func(ctx context.Context, state *model) error {
		return client.Keypairs.Delete(ctx, state.ID.ValueString())
	})
}
