package acctest

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
)

// NewKey returns a pair of SSH keys: a line of authorized_keys without a comment, and PEM.
func NewKey(t *testing.T) (public, private string) {
	t.Helper()
	publicKey, privateKey, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(privateKey, "")
	if err != nil {
		t.Fatal(err)
	}
	return AuthorizedKey(t, publicKey), string(pem.EncodeToMemory(block))
}

// AuthorizedKey is a public key as a line of authorized_keys without a comment.
func AuthorizedKey(t *testing.T, key any) string {
	t.Helper()
	public, err := ssh.NewPublicKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(public)))
}
