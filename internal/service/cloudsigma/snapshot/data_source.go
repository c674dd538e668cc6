package snapshot

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// localKind is what both data sources are made from.
var localKind = cloudsigmaentity.Kind[cloudsigma.Snapshot, shown]{
	Name: "snapshot", Plural: "snapshots",
	Description:       "A snapshot of a drive at CloudSigma, at the same location.",
	PluralDescription: "The snapshots of drives at CloudSigma, at the same location",
	Keys:              []string{"uuid", "name", "drive"},
	Searched:          []string{"name", "drive"},
	Attributes: map[string]schema.Attribute{
		"id":             cloudsigmaentity.ShownText("UUID of the snapshot."),
		"uuid":           cloudsigmaentity.ShownKey("UUID of the snapshot, the same as `id`.", cloudsigmaentity.UUID()),
		"resource_uri":   cloudsigmaentity.ShownText("Path of the snapshot in the API."),
		"name":           cloudsigmaentity.ShownKey("Name for people.", tfkit.NotBlank()),
		"drive":          cloudsigmaentity.ShownKey("UUID of the drive.", cloudsigmaentity.UUID()),
		"status":         cloudsigmaentity.ShownText("State: `available`, or what is being done, such as `creating`."),
		"timestamp":      cloudsigmaentity.ShownText("Time of its creation, such as `2014-06-05 09:52:53.896622+00:00`."),
		"allocated_size": cloudsigmaentity.ShownNumber("Bytes that the snapshot takes: what was changed on the drive since."),
		"meta":           cloudsigmaentity.ShownTextMap("Arbitrary data of the snapshot."),
		"tags":           cloudsigmaentity.ShownTexts("UUIDs of the tags of the snapshot."),
	},
	// Timestamps have all the same form, so that they compare as texts.
	Age: func(a, b cloudsigma.Snapshot) int { return strings.Compare(a.Timestamp+a.UUID, b.Timestamp+b.UUID) },
	List: func(ctx context.Context, client *cloudsigma.Client) ([]cloudsigma.Snapshot, error) {
		return client.Snapshots.List(ctx)
	},
	Get: func(ctx context.Context, client *cloudsigma.Client, uuid string) (*cloudsigma.Snapshot, error) {
		return client.Snapshots.Get(ctx, uuid)
	},
	Show: func(snapshot *cloudsigma.Snapshot) (made shown) {
		made.show(snapshot)
		return made
	},
}

// Constructors of the data sources.
var (
	NewDataSource       = localKind.NewDataSource
	NewPluralDataSource = localKind.NewPluralDataSource
)
