package keystone

import (
	"fmt"
	"io"
	"strings"
)

// redacted is what is shown in the place of a secret.
const redacted = "***"

// Secret is a password, a token or the like. Whatever formats it, fmt, slog or encoding/json, shows
// "***" instead; convert it to a string to use it.
type Secret string

// Format implements fmt.Formatter: no verb shows the secret.
func (s Secret) Format(state fmt.State, _ rune) {
	if s != "" {
		_, _ = io.WriteString(state, redacted)
	}
}

// MarshalText implements encoding.TextMarshaler, which slog and encoding/json use.
func (s Secret) MarshalText() ([]byte, error) {
	return fmt.Append(nil, s), nil
}

// hideSecrets takes the secrets out of the words of a server, which may quote what it was sent.
func hideSecrets(text string, secrets ...Secret) string {
	for _, secret := range secrets {
		if secret != "" {
			text = strings.ReplaceAll(text, string(secret), redacted)
		}
	}
	return text
}
