package snapshot

import (
	"context"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// kind is how local and remote snapshots differ.
type kind struct {
	typeName string
	// noun is what one is called in messages.
	noun   string
	remote bool
	schema func(context.Context) schema.Schema
	// of returns the collection of the API.
	of func(*cloudsigma.Client) *cloudsigma.Snapshots
}

// NewResource returns the resource cloudsigma_snapshot.
func NewResource() resource.Resource {
	return newResource[model](kind{
		typeName: "cloudsigma_snapshot", noun: "snapshot", schema: resourceSchema,
		of: func(client *cloudsigma.Client) *cloudsigma.Snapshots { return client.Snapshots },
	})
}

// NewRemoteResource returns the resource cloudsigma_remote_snapshot.
func NewRemoteResource() resource.Resource {
	return newResource[remoteModel](kind{
		typeName: "cloudsigma_remote_snapshot", noun: "remote snapshot", remote: true, schema: remoteSchema,
		of: func(client *cloudsigma.Client) *cloudsigma.Snapshots { return client.RemoteSnapshots },
	})
}

func newResource[M any, P modelOf[M]](kind kind) *Resource[M, P] {
	return &Resource[M, P]{kind: kind, Successor: cloudsigmaentity.Successor{TypeName: kind.typeName}}
}

// create makes a snapshot, which is then not available yet. A drive that is being made or changed is waited for.
func (k kind) create(
	ctx context.Context, client *cloudsigma.Client, definition cloudsigma.SnapshotDefinition,
) (*cloudsigma.Snapshot, error) {
	var created *cloudsigma.Snapshot
	err := retryAfter(
		func() (err error) {
			created, err = k.of(client).Create(ctx, definition, cloudsigma.NewMarker())
			return err
		},
		func(error) (bool, error) { return waitForDrive(ctx, client, definition.Drive.UUID) },
	)
	return created, err
}

// edit makes a snapshot as planned, when it is available.
func (k kind) edit(ctx context.Context, client *cloudsigma.Client, uuid string, planned *model) (*cloudsigma.Snapshot, error) {
	var edited *cloudsigma.Snapshot
	err := k.whenAvailable(ctx, client, uuid, func() (err error) {
		edited, err = k.of(client).Edit(ctx, uuid, func(definition *cloudsigma.SnapshotDefinition) error {
			planned.apply(ctx, definition)
			return nil
		})
		return err
	})
	return edited, err
}

// whenAvailable carries out a change, and once more when the snapshot is available if it was refused because it was
// not: an earlier run may have been interrupted (remote_snapshots.rst, "Editing" and "Deleting").
func (k kind) whenAvailable(ctx context.Context, client *cloudsigma.Client, uuid string, change func() error) error {
	return retryAfter(change, func(refusal error) (bool, error) {
		snapshot, err := k.of(client).Get(ctx, uuid)
		// What was refused for concurrency may have become possible meanwhile.
		if err != nil || !passes(snapshot.Status) && !cloudsigma.IsConcurrency(refusal) {
			return false, err
		}
		_, err = k.waitUntilAvailable(ctx, client, uuid)
		return true, err
	})
}

// retryAfter carries out a change, and once more if it was refused and wait had something to wait for. The
// documentation does not tell with which error the API refuses what is too early.
func retryAfter(change func() error, wait func(refusal error) (waited bool, err error)) error {
	err := change()
	if !cloudsigma.HasStatus(err, http.StatusBadRequest, http.StatusForbidden, http.StatusConflict, http.StatusServiceUnavailable) {
		return err
	}
	waited, waitErr := wait(err)
	switch {
	case !waited:
		return err
	case waitErr != nil:
		return waitErr
	default:
		return change()
	}
}
