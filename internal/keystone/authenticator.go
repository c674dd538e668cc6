package keystone

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/transport"
)

// loginTimeout bounds a login, with the discovery before it and the retries in it.
const loginTimeout = 3 * time.Minute

// Authenticator sets tokens on the requests to one service. It is safe for concurrent use: requests
// that need a new token at the same time wait for one login.
type Authenticator struct {
	config Config
	logins singleflight.Group

	mu      sync.Mutex
	server  *server // nil as long as the URL of Keystone is not known
	current *token  // nil before the first login
	// refusal is Keystone's 401. It is final: repeating a wrong password for each resource of a
	// configuration would lock the account.
	refusal error
}

// New checks the configuration. It does not ask Keystone: the first request does.
func New(config Config) (*Authenticator, error) {
	if err := config.validate(); err != nil {
		return nil, err
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	a := &Authenticator{config: config}
	if config.Token != "" {
		a.current = &token{id: config.Token, tenantID: config.projectID(), userName: config.UserName}
		return a, nil
	}
	if config.AuthURL == "" {
		return a, nil
	}
	authURL, err := parseAuthURL(config.AuthURL)
	if err != nil {
		return nil, err
	}
	if a.server, err = newServer(&a.config, authURL); err != nil {
		return nil, err
	}
	return a, nil
}

// Format implements fmt.Formatter, so that no verb shows what is inside.
func (a *Authenticator) Format(state fmt.State, _ rune) {
	_, _ = io.WriteString(state, "keystone.Authenticator("+redacted+")")
}

// Authenticate sets X-Auth-Token, and X-Auth-Tenant-Id and X-Auth-User where they are known, on the
// request. It logs in first if there is no token or its end is near. As long as it is not known where
// Keystone is, it sets nothing: the 401 answer will tell Renew.
//
// An error of Keystone is an *Error.
func (a *Authenticator) Authenticate(ctx context.Context, request *http.Request) error {
	current, known := a.state()
	if current == nil && !known {
		return nil
	}
	if current == nil || current.isDue(a.config.Now()) {
		var err error
		if current, err = a.replace(ctx, current); err != nil {
			return err
		}
	}
	current.set(request.Header)
	return nil
}

// Renew replaces the token that was refused, unless another request has had it replaced already. It
// returns false, and the refusal stands, if sending the request once more cannot help: the token was
// configured, or this request was the first to use it.
func (a *Authenticator) Renew(ctx context.Context, refused *http.Response) (again bool, err error) {
	if a.config.Token != "" {
		return false, nil
	}
	if _, known := a.state(); !known && a.config.credential() == certificate && challengedURL(refused.Header) == "" {
		// The service takes the certificate itself, without a Keystone, and has refused it.
		return false, nil
	}
	if err := a.locate(refused.Header); err != nil {
		return false, err
	}
	var sent Secret
	if refused.Request != nil {
		sent = Secret(refused.Request.Header.Get(authHeader))
	}
	current, _ := a.state()
	if current != nil && current.id == sent && current.uses.Load() <= 1 {
		return false, nil
	}
	if current == nil || current.id == sent {
		if current, err = a.replace(ctx, current); err != nil {
			return false, err
		}
	}
	return current.id != sent, nil
}

// state returns the token of the moment and whether it is known where Keystone is.
func (a *Authenticator) state() (current *token, known bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.current, a.server != nil
}

// locate finds Keystone by the answer of the service, if it is not known yet.
func (a *Authenticator) locate(header http.Header) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.server != nil {
		return nil
	}
	named := challengedURL(header)
	if named == "" {
		return fmt.Errorf("keystone: %s wants authentication, but does not tell where its Keystone is; configure the URL of Keystone",
			a.config.Endpoint.Redacted())
	}
	authURL, err := parseAuthURL(named)
	if err == nil {
		err = believable(authURL, a.config.Endpoint)
	}
	if err != nil {
		return err
	}
	a.server, err = newServer(&a.config, authURL)
	return err
}

// replace returns a token other than old. However many requests ask, there is one login, and it goes on
// when the request that began it is cancelled, for the others wait for it as well.
func (a *Authenticator) replace(ctx context.Context, old *token) (*token, error) {
	login := a.logins.DoChan("", func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), loginTimeout)
		defer cancel()
		return a.logIn(ctx, old)
	})
	select {
	case result := <-login:
		issued, ok := result.Val.(*token)
		if result.Err != nil || !ok {
			return nil, result.Err
		}
		return issued, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("keystone: waiting for a token: %w", context.Cause(ctx))
	}
}

func (a *Authenticator) logIn(ctx context.Context, old *token) (*token, error) {
	a.mu.Lock()
	server, current, refusal := a.server, a.current, a.refusal
	a.mu.Unlock()
	if refusal != nil {
		return nil, refusal
	}
	if current != old {
		return current, nil
	}
	// Asking for another token harms nobody, so a login may be repeated.
	issued, err := server.logIn(transport.WithRepeatable(ctx))

	a.mu.Lock()
	defer a.mu.Unlock()
	if err != nil {
		var answer *Error
		if errors.As(err, &answer) && answer.Status == http.StatusUnauthorized {
			a.refusal = err
		}
		return nil, err
	}
	a.current = issued
	return issued, nil
}
