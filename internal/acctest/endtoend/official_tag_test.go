package endtoend

import (
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
)

// seedTags makes a tag with a drive, which the state of the official provider does not show.
func seedTags(t *testing.T, client *cloudsigma.Client) map[string]string {
	t.Helper()
	drive := made(client.Drives.Create(t.Context(), cloudsigma.DriveDefinition{Name: "data", Media: "disk", Size: 1 << 30}, ""))(t)
	tag := made(client.Tags.Create(t.Context(), cloudsigma.TagDefinition{
		Name: "production", Meta: cloudsigma.NewMeta(map[string]string{"team": "one"}), Resources: cloudsigma.References(drive.UUID),
	}, ""))(t)
	return map[string]string{"TAG": tag.UUID}
}
