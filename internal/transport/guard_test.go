package transport

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync/atomic"
	"testing"
)

// tokens is an authenticator whose first token is stale.
type tokens struct {
	current atomic.Int32
	renewed atomic.Int32
	refuse  bool
}

func (a *tokens) Authenticate(_ context.Context, request *http.Request) error {
	request.Header.Set("X-Auth-Token", map[int32]string{0: "stale", 1: "fresh"}[a.current.Load()])
	return nil
}

func (a *tokens) Renew(context.Context, *http.Response) (bool, error) {
	a.renewed.Add(1)
	if a.refuse {
		return false, nil
	}
	a.current.Store(1)
	return true, nil
}

func wantsFresh(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("X-Auth-Token") != "fresh" {
		w.WriteHeader(http.StatusUnauthorized)
	}
}

func TestExpiredTokenIsRenewedOnce(t *testing.T) {
	t.Parallel()
	origin, count := cloud(t, wantsFresh)
	authenticator := &tokens{}
	status, _, err := do(t, client(t, Config{Origin: origin, Authenticator: authenticator}), http.MethodPost, origin, "x")
	if err != nil || status != http.StatusOK {
		t.Errorf("got status %d, error %v", status, err)
	}
	if count.Load() != 2 || authenticator.renewed.Load() != 1 {
		t.Errorf("%d requests and %d renewals, want 2 and 1", count.Load(), authenticator.renewed.Load())
	}
}

func TestRefusalIsFinalWithoutRenewal(t *testing.T) {
	t.Parallel()
	origin, count := cloud(t, wantsFresh)
	status, _, err := do(t, client(t, Config{Origin: origin, Authenticator: &tokens{refuse: true}}), http.MethodGet, origin, "")
	if err != nil || status != http.StatusUnauthorized || count.Load() != 1 {
		t.Errorf("got status %d, error %v after %d requests; want 401 after 1", status, err, count.Load())
	}
}

func TestCredentialsStayAtTheOrigin(t *testing.T) {
	t.Parallel()
	elsewhere, seen := cloud(t, func(http.ResponseWriter, *http.Request) {})
	origin, _ := cloud(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.String()+"/stolen", http.StatusTemporaryRedirect)
	})
	c := client(t, Config{Origin: origin, Authenticator: &tokens{}})

	_, _, err := do(t, c, http.MethodGet, origin, "")
	var refused *OriginError
	if !errors.As(err, &refused) {
		t.Errorf("redirect of a GET to another origin: got error %v, want an OriginError", err)
	}
	if _, _, err = do(t, c, http.MethodGet, elsewhere, ""); !errors.As(err, &refused) {
		t.Errorf("request to another origin: got error %v, want an OriginError", err)
	}
	if status, _, err := do(t, c, http.MethodPost, origin, "x"); err != nil || status != http.StatusTemporaryRedirect {
		t.Errorf("redirect of a POST: got status %d, error %v; want the redirect itself", status, err)
	}
	if seen.Load() != 0 {
		t.Errorf("the other origin saw %d requests, want none", seen.Load())
	}
}

func TestRedirectWithinTheOriginIsFollowed(t *testing.T) {
	t.Parallel()
	origin, count := cloud(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/old" {
			http.Redirect(w, r, "/new", http.StatusMovedPermanently)
			return
		}
		if r.Header.Get("X-Auth-Token") == "" {
			t.Error("the redirected request has no credentials")
		}
	})
	status, _, err := do(t, client(t, Config{Origin: origin, Authenticator: &tokens{}}), http.MethodGet, origin.JoinPath("old"), "")
	if err != nil || status != http.StatusOK || count.Load() != 2 {
		t.Errorf("got status %d, error %v after %d requests; want 200 after 2", status, err, count.Load())
	}
}

func TestSameOrigin(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		a, b string
		want bool
	}{
		"default port":    {"https://cloud.example", "https://cloud.example:443/x", true},
		"case of host":    {"http://Cloud.example:8787", "http://cloud.EXAMPLE:8787", true},
		"other port":      {"http://cloud.example:8787", "http://cloud.example:8788", false},
		"downgrade":       {"https://cloud.example", "http://cloud.example", false},
		"longer host":     {"https://cloud.example", "https://cloud.example.evil.example", false},
		"user info trick": {"https://cloud.example", "https://cloud.example@evil.example", false},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := sameOrigin(parse(t, test.a), parse(t, test.b)); got != test.want {
				t.Errorf("sameOrigin(%s, %s) = %t", test.a, test.b, got)
			}
		})
	}
}

func TestNewClientRefusesBadOrigins(t *testing.T) {
	t.Parallel()
	for _, origin := range []*url.URL{nil, {Scheme: "http"}, {Scheme: "ftp", Host: "cloud.example"}} {
		if _, err := NewClient(Config{Origin: origin}); err == nil {
			t.Errorf("NewClient took the origin %v", origin)
		}
	}
}
