package snapshot

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// remoteShown is a remote snapshot as the data sources show it.
type remoteShown struct {
	shown
	shownElsewhere
}

// remoteKind is what the data sources of remote snapshots are made from. They find what Terraform has not made: the
// snapshots of backup policies.
var remoteKind = cloudsigmaentity.Kind[cloudsigma.Snapshot, remoteShown]{
	Name: "remote_snapshot", Plural: "remote_snapshots", Noun: "remote snapshot", Nouns: "remote snapshots",
	Description: "A snapshot of a drive at CloudSigma that is kept at another location, made by a `cloudsigma_remote_snapshot`, a " +
		"`cloudsigma_backup_policy` or by hand. `clone_remote_snapshot_id` of a `cloudsigma_drive` makes a drive of it.",
	PluralDescription: "The snapshots of drives at CloudSigma that are kept at other locations, whoever has made them",
	Keys:              []string{"uuid", "name", "drive", "location"},
	Searched:          []string{"name", "drive", "location"},
	Attributes:        remoteShownAttributes(),
	Age:               localKind.Age,
	List: func(ctx context.Context, client *cloudsigma.Client) ([]cloudsigma.Snapshot, error) {
		return client.RemoteSnapshots.List(ctx)
	},
	Get: func(ctx context.Context, client *cloudsigma.Client, uuid string) (*cloudsigma.Snapshot, error) {
		return client.RemoteSnapshots.Get(ctx, uuid)
	},
	Show: func(snapshot *cloudsigma.Snapshot) (made remoteShown) {
		made.shown.show(snapshot)
		made.shownElsewhere.show(snapshot)
		return made
	},
}

func remoteShownAttributes() map[string]schema.Attribute {
	attributes := maps.Clone(localKind.Attributes)
	attributes["drive"] = cloudsigmaentity.ShownKey("UUID of the drive, which may be gone.", cloudsigmaentity.UUID())
	attributes["location"] = cloudsigmaentity.ShownKey("Location that keeps the snapshot, in capitals, such as `ZRH`.", tfkit.NotBlank())
	attributes["drive_meta"] = schema.SingleNestedAttribute{
		MarkdownDescription: "The drive as it was.",
		Computed:            true,
		Attributes: map[string]schema.Attribute{
			"name":         cloudsigmaentity.ShownText("Name."),
			"media":        cloudsigmaentity.ShownText("`disk` or `cdrom`."),
			"size":         cloudsigmaentity.ShownNumber("Size in bytes."),
			"storage_type": cloudsigmaentity.ShownText("Storage type, such as `dssd`."),
		},
	}
	return attributes
}

// Constructors of the data sources.
var (
	NewRemoteDataSource       = remoteKind.NewDataSource
	NewRemotePluralDataSource = remoteKind.NewPluralDataSource
)
