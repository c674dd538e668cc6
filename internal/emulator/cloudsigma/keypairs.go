package cloudsigma

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/pem"
	"fmt"
	"maps"
	"strings"

	"golang.org/x/crypto/ssh"
)

// maxRSABits is the limit of keypairs.rst; generatedRSABits is the size in its samples.
const (
	maxRSABits       = 4096
	generatedRSABits = 2048
)

func (c *Cloud) keypairCollection() *collection {
	return &collection{
		name:    "keypairs",
		filters: c.named(),
		list:    func(a *account) []object { return c.listKeypairs(a, c.renderKeypair) },
		render:  func(a *account, id string) object { return c.findKeypair(a, id, c.renderKeypair) },
		prepare: c.prepareKeypair,
		edit:    c.editKeypair,
		remove: func(_ *account, id, _ string) error {
			c.dropKeypair(id)
			return nil
		},
	}
}

// pubkeyCollection is the read-only view of the keypairs, without the private keys.
func (c *Cloud) pubkeyCollection() *collection {
	return &collection{
		name:    "pubkeys",
		filters: c.named(),
		list:    func(a *account) []object { return c.listKeypairs(a, c.renderPubkey) },
		render:  func(a *account, id string) object { return c.findKeypair(a, id, c.renderPubkey) },
	}
}

func (c *Cloud) listKeypairs(a *account, render func(*Keypair) object) []object {
	objects := []object{}
	for _, k := range c.keypairs.all() {
		if k.Owner == a.user {
			objects = append(objects, render(k))
		}
	}
	return objects
}

func (c *Cloud) findKeypair(a *account, id string, render func(*Keypair) object) object {
	if !c.keypairExists(a)(id) {
		return nil
	}
	return render(c.keypairs.get(id))
}

func (c *Cloud) keypairExists(a *account) func(id string) bool {
	return func(id string) bool {
		k := c.keypairs.get(id)
		return k != nil && k.Owner == a.user
	}
}

// prepareKeypair takes a given public key, with or without the private one, or generates both
// (keypairs.rst, creating a keypair).
func (c *Cloud) prepareKeypair(a *account, definition object) (func() string, error) {
	made := Keypair{Entity: Entity{Owner: a.user, Meta: map[string]string{}}}
	f := newForm(definition)
	tags, _ := f.references("tags", c.tagExists(a))
	readKeypair(f, &made)
	if made.PublicKey == "" && made.PrivateKey == "" {
		var algorithm string
		f.require("algorithm_type")
		f.choice("algorithm_type", &algorithm, "rsa", "ed25519")
		generateKeypair(f, algorithm, &made)
	}
	if err := f.result(); err != nil {
		return nil, err
	}
	return func() string {
		made.UUID = c.newUUID()
		c.keypairs.put(made.UUID, &made)
		c.setTags(made.UUID, tags)
		return made.UUID
	}, nil
}

func (c *Cloud) editKeypair(a *account, id string, definition object) error {
	k := c.keypairs.get(id)
	edited := *k
	edited.Meta = maps.Clone(k.Meta)
	f := newForm(definition)
	tags, retag := f.references("tags", c.tagExists(a))
	readKeypair(f, &edited)
	if err := f.result(); err != nil {
		return err
	}
	*k = edited
	if retag {
		c.setTags(id, tags)
	}
	return nil
}

func readKeypair(f form, into *Keypair) {
	f.require("name")
	f.text("name", &into.Name)
	f.meta(&into.Meta)
	f.text("private_key", &into.PrivateKey)
	f.text("public_key", &into.PublicKey)
	if into.PublicKey == "" {
		if into.PrivateKey != "" {
			f.invalid("public_key", requiredMessage)
		}
		return
	}
	key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(into.PublicKey))
	if err != nil {
		f.invalid("public_key", "The public key is not valid")
		return
	}
	checkAlgorithm(f, key)
	into.Fingerprint = ssh.FingerprintLegacyMD5(key)
}

func checkAlgorithm(f form, key ssh.PublicKey) {
	switch key.Type() {
	case ssh.KeyAlgoED25519:
	case ssh.KeyAlgoRSA:
		wrapped, ok := key.(ssh.CryptoPublicKey)
		if !ok {
			return
		}
		if public, ok := wrapped.CryptoPublicKey().(*rsa.PublicKey); ok && public.N.BitLen() > maxRSABits {
			f.invalid("public_key", "RSA keys cannot have more than %d bits", maxRSABits)
		}
	default:
		f.invalid("public_key", "Keys of type %s are not supported, only RSA and ed25519", key.Type())
	}
}

func generateKeypair(f form, algorithm string, into *Keypair) {
	if len(f.state.errors) > 0 {
		return
	}
	private, public, err := newKey(algorithm)
	if err != nil {
		f.refuse(err)
		return
	}
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		f.refuse(fmt.Errorf("encoding the private key: %w", err))
		return
	}
	key, err := ssh.NewPublicKey(public)
	if err != nil {
		f.refuse(fmt.Errorf("encoding the public key: %w", err))
		return
	}
	into.PrivateKey = string(pem.EncodeToMemory(block))
	into.PublicKey = strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key)))
	into.Fingerprint = ssh.FingerprintLegacyMD5(key)
}

func newKey(algorithm string) (private, public any, err error) {
	if algorithm == "ed25519" {
		public, private, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			return nil, nil, fmt.Errorf("generating an ed25519 key: %w", err)
		}
		return private, public, nil
	}
	key, err := rsa.GenerateKey(rand.Reader, generatedRSABits)
	if err != nil {
		return nil, nil, fmt.Errorf("generating an RSA key: %w", err)
	}
	return key, &key.PublicKey, nil
}

// dropKeypair also takes the key off the servers that name it.
func (c *Cloud) dropKeypair(id string) {
	c.keypairs.remove(id)
	c.setTags(id, nil)
	for _, s := range c.servers.all() {
		s.PublicKeys = without(s.PublicKeys, id)
	}
}

func (c *Cloud) renderKeypair(k *Keypair) object {
	rendered := c.renderKey(k, "keypairs")
	rendered["private_key"] = orNull(k.PrivateKey)
	return rendered
}

func (c *Cloud) renderPubkey(k *Keypair) object {
	rendered := c.renderKey(k, "pubkeys")
	rendered["has_private_key"] = k.PrivateKey != ""
	return rendered
}

func (c *Cloud) renderKey(k *Keypair, collection string) object {
	return object{
		"uuid": k.UUID, "resource_uri": uri(collection, k.UUID), "name": k.Name, "meta": k.Meta,
		"tags": c.tagLinks(k.UUID), "fingerprint": k.Fingerprint, "public_key": k.PublicKey,
		"grantees": []any{}, "permissions": []any{},
	}
}
