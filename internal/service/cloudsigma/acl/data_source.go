package acl

import (
	"context"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// NewDataSource returns the data source.
var NewDataSource = cloudsigmaentity.Kind[cloudsigma.ACL, dataModel]{
	Name: "acl", Plural: "acls", Noun: "ACL", Nouns: "ACLs",
	Description: "An access control list (ACL), of this account or of another one that grants something to it.",
	Keys:        []string{"uuid", "name"},
	Attributes:  dataAttributes(),
	List: func(ctx context.Context, client *cloudsigma.Client) ([]cloudsigma.ACL, error) {
		return client.ACLs.List(ctx)
	},
	Get: func(ctx context.Context, client *cloudsigma.Client, uuid string) (*cloudsigma.ACL, error) {
		return client.ACLs.Get(ctx, uuid)
	},
	Show: showData,
}.NewDataSource
