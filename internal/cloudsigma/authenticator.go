package cloudsigma

import (
	"context"
	"fmt"
	"io"
	"net/http"
)

// Secret is a text that formatting never shows: fmt prints "(hidden)" for every verb, also when it is a
// field of a struct. string(s) is the text; JSON has the text too.
type Secret string

// Format implements fmt.Formatter.
func (Secret) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, "(hidden)") }

// BasicAuthenticator authenticates with the e-mail address and password of the account. It is a
// transport.Authenticator. Source: general.rst, "HTTP Basic Auth".
type BasicAuthenticator struct {
	Username string
	Password Secret
}

// Authenticate sets the Authorization header.
func (a BasicAuthenticator) Authenticate(_ context.Context, request *http.Request) error {
	request.SetBasicAuth(a.Username, string(a.Password))
	return nil
}

// Renew has nothing fresher to offer: refused credentials stay refused.
func (BasicAuthenticator) Renew(context.Context, *http.Response) (bool, error) { return false, nil }

// TokenAuthenticator authenticates with an access token, sent as bearer token. It is a
// transport.Authenticator. Source: the SDK's NewRequest; the API documentation does not have tokens.
type TokenAuthenticator struct {
	Token Secret
}

// Authenticate sets the Authorization header.
func (a TokenAuthenticator) Authenticate(_ context.Context, request *http.Request) error {
	request.Header.Set("Authorization", "Bearer "+string(a.Token))
	return nil
}

// Renew has nothing fresher to offer: a refused token stays refused.
func (TokenAuthenticator) Renew(context.Context, *http.Response) (bool, error) { return false, nil }
