package occi

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
)

// keyPair is a public key that Nova keeps under a name. It outlives the instances that use it.
type keyPair struct{ tenant, name, publicKey string }

// keyPair is the tenant's key with that name, nil if there is none.
func (n *nova) keyPair(tenant, name string) *keyPair {
	for _, k := range n.keyPairs {
		if k.tenant == tenant && k.name == name {
			return k
		}
	}
	return nil
}

func (n *nova) createKeyPair(created *keyPair) error {
	if fields := strings.Fields(created.publicKey); len(fields) < 2 || !isBase64(fields[1]) {
		return refuse("Keypair data is invalid: failed to generate fingerprint")
	}
	if n.keyPair(created.tenant, created.name) != nil {
		return fail(http.StatusConflict, "Key pair '"+created.name+"' already exists.")
	}
	n.keyPairs = append(n.keyPairs, created)
	return nil
}

func (n *nova) deleteKeyPair(deleted *keyPair) {
	n.keyPairs = slices.DeleteFunc(n.keyPairs, func(k *keyPair) bool { return k == deleted })
}

func isBase64(text string) bool {
	_, err := base64.StdEncoding.DecodeString(text)
	return err == nil
}
