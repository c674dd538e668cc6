package sshkey

import (
	"bytes"
	"context"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/crypto/ssh"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// model is the resource as Terraform sees it.
type model struct {
	ID          types.String `tfsdk:"id"`
	UUID        types.String `tfsdk:"uuid"`
	Name        types.String `tfsdk:"name"`
	PublicKey   types.String `tfsdk:"public_key"`
	PrivateKey  types.String `tfsdk:"private_key"`
	Fingerprint types.String `tfsdk:"fingerprint"`
	Generate    types.String `tfsdk:"generate"`
	// What is write-only is in the configuration alone.
	PublicKeyWO  types.String `tfsdk:"public_key_wo"`
	PrivateKeyWO types.String `tfsdk:"private_key_wo"`
	KeyWOVersion types.Int64  `tfsdk:"key_wo_version"`
	Meta         types.Map    `tfsdk:"meta"`
	Tags         types.Set    `tfsdk:"tags"`
}

// definition is the key that is planned. The public key is sent without blanks around it, such as the end of line
// of a file; without one the server makes a pair. The write-only keys of the configuration are sent to a new
// key, whose state is nil, and when their version changes.
func (m *model) definition(ctx context.Context, config, state *model) cloudsigma.KeypairDefinition {
	public, private := m.PublicKey, m.PrivateKey
	if cloudsigmaentity.IsSet(config.PublicKeyWO) && (state == nil || !m.KeyWOVersion.Equal(state.KeyWOVersion)) {
		public, private = config.PublicKeyWO, config.PrivateKeyWO
	}
	definition := cloudsigma.KeypairDefinition{
		Name:       m.Name.ValueString(),
		PublicKey:  strings.TrimSpace(public.ValueString()),
		PrivateKey: cloudsigma.Secret(private.ValueString()),
		Meta:       cloudsigmaentity.Meta(ctx, m.Meta),
		Tags:       cloudsigmaentity.References(ctx, m.Tags),
	}
	if definition.PublicKey == "" {
		definition.AlgorithmType = m.Generate.ValueString()
	}
	return definition
}

// change makes the key of a definition what is wanted. Without a public key only the rest is changed.
func change(definition *cloudsigma.KeypairDefinition, wanted cloudsigma.KeypairDefinition) {
	definition.Name = wanted.Name
	switch {
	case wanted.PrivateKey != "":
		definition.PrivateKey = wanted.PrivateKey
	case wanted.PublicKey == "":
	case !sameKey(definition.PublicKey, wanted.PublicKey) && definition.PrivateKey != "":
		// A private key that nobody configured does not belong to another public key. Left out it may stay.
		definition.PrivateKey = ""
		if definition.Other == nil {
			definition.Other = cloudsigma.Fields{}
		}
		definition.Other["private_key"] = json.RawMessage("null")
	}
	if wanted.PublicKey != "" {
		definition.PublicKey = wanted.PublicKey
	}
}

// check tells whether an update was carried out. The documentation shows renaming only (keypairs.rst).
func check(keypair *cloudsigma.Keypair, wanted cloudsigma.KeypairDefinition) error {
	if wanted.PublicKey == "" || sameKey(keypair.Definition.PublicKey, wanted.PublicKey) {
		return nil
	}
	return fmt.Errorf("the server answered that it had updated keypair %s, but it still has the former public key; "+
		"run apply with -replace for this resource", keypair.UUID)
}

// show writes what the server says into the model. Another spelling of the same public key stays as it is.
func (m *model) show(keypair *cloudsigma.Keypair) {
	m.ID = types.StringValue(keypair.UUID)
	m.UUID = types.StringValue(keypair.UUID)
	m.Name = types.StringValue(keypair.Definition.Name)
	m.Fingerprint = types.StringValue(keypair.Fingerprint)
	m.Meta = cloudsigmaentity.ShownMeta(keypair.Definition.Meta)
	m.Tags = cloudsigmaentity.ShownReferences(keypair.Definition.Tags)
	if m.PublicKey.IsUnknown() && cloudsigmaentity.IsSet(m.Generate) {
		// The server has made the pair.
		m.PrivateKey = types.StringValue(string(keypair.Definition.PrivateKey))
	}
	if !sameKey(m.PublicKey.ValueString(), keypair.Definition.PublicKey) {
		m.PublicKey = types.StringValue(keypair.Definition.PublicKey)
	}
	m.showPrivateKey(string(keypair.Definition.PrivateKey))
}

// showPrivateKey shows drift of a private key that the state has. It never brings another one into the state.
// The official provider has "" there for none.
func (m *model) showPrivateKey(shown string) {
	if !cloudsigmaentity.IsSet(m.PrivateKey) {
		m.PrivateKey = types.StringNull()
		return
	}
	known := m.PrivateKey.ValueString()
	if known != "" && strings.TrimSpace(shown) != strings.TrimSpace(known) {
		m.PrivateKey = types.StringValue(shown)
	}
}

// sameKey tells whether two lines of authorized_keys have the same key; comments do not matter.
func sameKey(one, other string) bool {
	first, _, _, _, err := ssh.ParseAuthorizedKey([]byte(one))
	if err != nil {
		return one == other
	}
	second, _, _, _, err := ssh.ParseAuthorizedKey([]byte(other))
	return err == nil && bytes.Equal(first.Marshal(), second.Marshal())
}

// rsaBits is the length of an RSA key; 0 for another key.
func rsaBits(key ssh.PublicKey) int {
	wrapped, ok := key.(ssh.CryptoPublicKey)
	if !ok {
		return 0
	}
	public, ok := wrapped.CryptoPublicKey().(*rsa.PublicKey)
	if !ok {
		return 0
	}
	return public.N.BitLen()
}
