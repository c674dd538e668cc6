package storagelink

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
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

// Default time-outs.
const (
	defaultCreateTimeout = 10 * time.Minute
	defaultDeleteTimeout = 10 * time.Minute
)

// Resource is occi_storage_link.
type Resource struct{ occientity.ResourceBase }

// NewResource returns the resource.
func NewResource() resource.Resource { return &Resource{} }

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "occi_storage_link"
}

// Schema implements resource.Resource.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = resourceSchema(ctx)
}

// ModifyPlan implements resource.ResourceWithModifyPlan. An update changes nothing but the time-outs.
func (r *Resource) ModifyPlan(_ context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	tfkit.PlanUpdate(request, response, nil)
}

// Create implements resource.Resource. The id is in the state before anything is waited for. The link says
// active at once on occi-os, while the volume is still attaching (capture 09-storage-get-attaching), and its
// state is no more telling elsewhere: the volume is waited for.
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
	location, err := attach(ctx, client, &plan)
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, occientity.Names, "Could not attach the volume", err)
		return
	}
	plan.show(client, &occi.Entity{Location: location})
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)

	err = waitForAttachment(ctx, client, plan.TargetID.ValueString())
	link := occientity.ReadBack(ctx, client, location, &response.Diagnostics)
	if err == nil {
		err = failure(link)
	}
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, occientity.Names, "The link was created but the volume is not attached", err)
	}
	plan.show(client, link)
	plan.tellOtherDevice(&response.Diagnostics)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
	if err == nil {
		tfkit.KeepPlanned(request.Plan, &response.State, &response.Diagnostics)
	}
}

// linkStateError is the state of a link that failed (GFD.224).
const linkStateError = "error"

// failure is an error if the link says that it failed.
func failure(link *occi.Entity) error {
	if link.Attributes[infrastructure.AttributeStorageLinkState].Text() != linkStateError {
		return nil
	}
	message := link.Attributes[infrastructure.AttributeStorageLinkStateMessage].Text()
	return fmt.Errorf("the link %s failed: %s", link.Location, cmp.Or(message, "the server does not say why"))
}

// tellOtherDevice warns if the server chose another device than the configured one.
func (m *model) tellOtherDevice(diagnostics *diag.Diagnostics) {
	if !m.ActualDeviceID.IsNull() && !m.ActualDeviceID.Equal(m.DeviceID) {
		diagnostics.AddAttributeWarning(path.Root("device_id"), "The volume is another device", fmt.Sprintf(
			"%s was asked for, and the server attached the volume as %s.", m.DeviceID.ValueString(), m.ActualDeviceID.ValueString()))
	}
}

// waitForAttachment waits until a new link has its volume attached.
func waitForAttachment(ctx context.Context, client *occi.Client, id string) error {
	_, err := occientity.StateWait{
		Entity: "volume " + id, Path: id,
		Attribute: infrastructure.AttributeStorageState,
		Target:    infrastructure.StorageStateOnline, Failed: infrastructure.StorageStateError,
	}.Until(ctx, client)
	return err
}

// waitUntilSettled waits until a volume is neither attaching nor detaching, be it that it failed or is gone.
func waitUntilSettled(ctx context.Context, client *occi.Client, id string) error {
	_, err := tfkit.Wait[string]{
		Entity: "volume " + id, Goal: "be neither attaching nor detaching",
		Read: func(ctx context.Context) (string, error) {
			volume, err := client.Get(ctx, id)
			if err != nil {
				return "", err
			}
			return volume.Attributes[infrastructure.AttributeStorageState].Text(), nil
		},
		Check: func(state string) (string, bool, error) {
			return state, state == infrastructure.StorageStateOnline || state == infrastructure.StorageStateError, nil
		},
	}.Until(ctx)
	if occi.IsNotFound(err) {
		return nil
	}
	return err
}

// Read implements resource.Resource.
func (r *Resource) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Read(ctx, request, response, "Could not read the storage link", tfkit.IsGone, func(state *model) error {
		link, err := find(ctx, client, state)
		if err == nil && link != nil {
			state.show(client, link)
		}
		return tfkit.UnlessGone(link != nil, err)
	})
}

// find reads the link of a state, where it is or, known by its ends, where it went. occi-os, restarted, makes the links
// of volumes only once the volume was looked at (captures 71-after-restart-*). It returns nil if there is none.
func find(ctx context.Context, client *occi.Client, state *model) (*occi.Entity, error) {
	source, target := state.SourceID.ValueString(), state.TargetID.ValueString()
	return occientity.ReadLink(ctx, client, state.ID.ValueString(), infrastructure.KindStorageLink, func() (*occi.Entity, error) {
		if source == "" {
			return nil, nil
		}
		if _, err := client.Get(ctx, target); err != nil {
			return nil, err
		}
		return occientity.FindLink(ctx, client, infrastructure.KindStorageLink, source, target, func(occi.Link) bool { return true })
	})
}

// Update implements resource.Resource. Only the time-outs change in place, and what an imported link did not show.
func (r *Resource) Update(ctx context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	if response.Diagnostics.HasError() {
		return
	}
	occientity.ForgetImport(ctx, response.Private, &response.Diagnostics)
	plan.show(client, occientity.ReadBack(ctx, client, plan.ID.ValueString(), &response.Diagnostics))
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
	tfkit.KeepPlanned(request.Plan, &response.State, &response.Diagnostics)
}

// Delete implements resource.Resource.
func (r *Resource) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Delete(ctx, request, response, "Could not detach the volume", defaultDeleteTimeout, func(ctx context.Context, state *model) error {
		return detach(ctx, client, state)
	})
}

// detach deletes a link. A link that is deleted while its volume is attaching is spoilt for ever on occi-os
// (captures 46-unlink-while-attaching, 46-unlink-second-try), and a volume that is detaching cannot be
// deleted: so the volume is waited for before and after. Attaching and offline look the same.
func detach(ctx context.Context, client *occi.Client, link *model) error {
	volume := link.TargetID.ValueString()
	err := waitUntilSettled(ctx, client, volume)
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("%w\n\nThe link was not deleted: occi-os spoils a link for ever that is deleted while its volume is "+
			"attaching. If the volume stays as it is, bring it online or delete it without Terraform, then run destroy again", err)
	}
	if err != nil {
		return err
	}
	found, err := find(ctx, client, link)
	if found == nil || err != nil {
		return err
	}
	// ooi does not show whether a volume is still attaching, and answers 409.
	if err := occientity.DeleteWhenIdle(ctx, client, found.Location, http.StatusConflict); err != nil && !isMoot(ctx, client, link, err) {
		return err
	}
	return waitUntilSettled(ctx, client, volume)
}

// isMoot tells whether a link was refused to be deleted because one of its ends vanished, which leaves
// nothing to detach. occi-os answers 404 if it is the volume (capture 46-unlink-vanished-volume), else 400 and
// from then on 500.
func isMoot(ctx context.Context, client *occi.Client, link *model, refusal error) bool {
	if occi.IsNotFound(refusal) {
		return true
	}
	_, err := client.Get(ctx, link.SourceID.ValueString())
	return occi.IsNotFound(err)
}

// ImportState implements resource.ResourceWithImportState.
func (r *Resource) ImportState(
	ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse,
) {
	r.ResourceBase.ImportState(ctx, infrastructure.KindStorageLink, request, response)
}
