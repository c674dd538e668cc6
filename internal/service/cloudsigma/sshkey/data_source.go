package sshkey

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// dataModel is a key as the data sources show it.
type dataModel struct {
	ID            types.String `tfsdk:"id"`
	UUID          types.String `tfsdk:"uuid"`
	Name          types.String `tfsdk:"name"`
	PublicKey     types.String `tfsdk:"public_key"`
	Fingerprint   types.String `tfsdk:"fingerprint"`
	HasPrivateKey types.Bool   `tfsdk:"has_private_key"`
	Meta          types.Map    `tfsdk:"meta"`
	Tags          types.Set    `tfsdk:"tags"`
}

func showData(key *cloudsigma.Pubkey) dataModel {
	return dataModel{
		ID: types.StringValue(key.UUID), UUID: types.StringValue(key.UUID), Name: types.StringValue(key.Name),
		PublicKey: types.StringValue(key.PublicKey), Fingerprint: types.StringValue(key.Fingerprint),
		HasPrivateKey: types.BoolValue(key.HasPrivateKey), Meta: cloudsigmaentity.ShownMeta(key.Meta),
		Tags: cloudsigmaentity.ShownReferences(key.Tags),
	}
}

// kind is what both data sources are made from. They read the API's pubkeys, which have no private keys, and which
// it shows without a one-time password, too.
var kind = cloudsigmaentity.Kind[cloudsigma.Pubkey, dataModel]{
	Name: "ssh_key", Plural: "ssh_keys", Noun: "SSH key", Nouns: "SSH keys",
	Description:       "An SSH key at CloudSigma, for `ssh_keys` of a `cloudsigma_server`. A private key is not read.",
	PluralDescription: "The SSH keys at CloudSigma, without their private keys",
	Keys:              []string{"uuid", "name"},
	Attributes: map[string]schema.Attribute{
		"id":              cloudsigmaentity.ShownText("UUID of the key."),
		"uuid":            cloudsigmaentity.ShownText("UUID of the key, the same as `id`."),
		"name":            cloudsigmaentity.ShownText("Name for people."),
		"public_key":      cloudsigmaentity.ShownText("Public key as in `authorized_keys`."),
		"fingerprint":     cloudsigmaentity.ShownText("MD5 fingerprint of the public key, such as `99:1e:71:…`."),
		"has_private_key": cloudsigmaentity.ShownFlag("Whether CloudSigma has the private key."),
		"meta":            cloudsigmaentity.ShownTextMap("Arbitrary data of the key."),
		"tags":            cloudsigmaentity.ShownTexts("UUIDs of the tags of the key."),
	},
	List: func(ctx context.Context, client *cloudsigma.Client) ([]cloudsigma.Pubkey, error) {
		return client.Pubkeys.List(ctx)
	},
	Get: func(ctx context.Context, client *cloudsigma.Client, uuid string) (*cloudsigma.Pubkey, error) {
		return client.Pubkeys.Get(ctx, uuid)
	},
	Show: showData,
}

// Constructors of the data sources.
var (
	NewDataSource       = kind.NewDataSource
	NewPluralDataSource = kind.NewPluralDataSource
)
