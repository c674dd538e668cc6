package cloudsigma

// Keypair is an SSH key as the API shows it, see https://docs.cloudsigma.com/en/latest/keypairs.html.
// In an account with two-factor authentication the API refuses keypairs without a one-time password.
type Keypair struct {
	UUID        string `json:"uuid"`
	ResourceURI string `json:"resource_uri"`
	// Fingerprint is the MD5 fingerprint, "99:1e:...".
	Fingerprint string `json:"fingerprint"`
	// Definition is what can be written.
	Definition KeypairDefinition `json:"-"`
}

// KeypairDefinition is what can be written of a keypair.
type KeypairDefinition struct {
	Name string `json:"name"`
	// PublicKey is a line of authorized_keys, RSA up to 4096 bits or ed25519. If neither key is given
	// (omitempty), the server makes a pair.
	PublicKey string `json:"public_key,omitempty"`
	// PrivateKey is in PEM; omitempty.
	PrivateKey Secret `json:"private_key,omitempty"`
	// AlgorithmType is "rsa" or "ed25519": needed if the server is to make the pair; omitempty. It is
	// not shown again.
	AlgorithmType string      `json:"algorithm_type,omitempty"`
	Meta          Meta        `json:"meta,omitzero"`
	Tags          []Reference `json:"tags,omitzero"`
	// Other are the members without a field here, written back as they were read.
	Other Fields `json:"-"`
}

// Pubkey is a keypair as it can be read without a one-time password, and without the private key.
type Pubkey struct {
	UUID          string      `json:"uuid"`
	ResourceURI   string      `json:"resource_uri"`
	Name          string      `json:"name"`
	PublicKey     string      `json:"public_key"`
	Fingerprint   string      `json:"fingerprint"`
	HasPrivateKey bool        `json:"has_private_key"`
	Meta          Meta        `json:"meta"`
	Tags          []Reference `json:"tags"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (k *Keypair) UnmarshalJSON(data []byte) error {
	type seen Keypair
	return decodeEntity(data, (*seen)(k), &k.Definition, &k.Definition.Other)
}

// UnmarshalJSON implements json.Unmarshaler.
func (d *KeypairDefinition) UnmarshalJSON(data []byte) (err error) {
	type typed KeypairDefinition
	d.Other, err = decodeKeeping(data, (*typed)(d))
	return err
}

// MarshalJSON implements json.Marshaler.
func (d KeypairDefinition) MarshalJSON() ([]byte, error) {
	type typed KeypairDefinition
	return encodeKeeping(typed(d), d.Other)
}

func newKeypairs(c *Client) *Collection[Keypair, KeypairDefinition] {
	return &Collection[Keypair, KeypairDefinition]{
		// The list shows keypairs whole; there is no detail/.
		Reader: Reader[Keypair]{client: c, entity: "keypair", path: "keypairs/", listPath: "keypairs/"},
		describe: func(k *Keypair) description[KeypairDefinition] {
			return description[KeypairDefinition]{k.UUID, &k.Definition}
		},
		meta: func(d *KeypairDefinition) *Meta { return &d.Meta },
		name: func(d *KeypairDefinition) string { return d.Name },
	}
}
