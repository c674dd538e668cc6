package keystone_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/keystone"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/keystone"
)

const logins = "/tokens$"

func TestTokenIsReplacedBeforeItsEnd(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"/v2.0", "/v3"} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			clock := newClock()
			cloud, server := startKeystone(t, emulated.Options{TokenLifetime: time.Hour, Now: clock.Now})
			config := demoConfig(server.URL + version)
			config.Now = clock.Now
			authenticator := newAuthenticator(t, config)

			first := authenticate(t, authenticator).Get("X-Auth-Token")
			clock.advance(58 * time.Minute)
			if kept := authenticate(t, authenticator).Get("X-Auth-Token"); kept != first {
				t.Error("the token was replaced two minutes before its end")
			}
			clock.advance(90 * time.Second)
			second := authenticate(t, authenticator).Get("X-Auth-Token")
			if second == first {
				t.Error("the token was not replaced half a minute before its end")
			}
			if _, _, ok := cloud.Authorize(second); !ok {
				t.Error("the new token is not good")
			}
			if count := server.Log.Count("POST", logins); count != 2 {
				t.Errorf("%d logins, want 2", count)
			}
		})
	}
}

func TestShortLivedTokenIsUsed(t *testing.T) {
	t.Parallel()
	clock := newClock()
	_, server := startKeystone(t, emulated.Options{TokenLifetime: 10 * time.Second, Now: clock.Now})
	config := demoConfig(server.URL + "/v3")
	config.Now = clock.Now
	authenticator := newAuthenticator(t, config)
	for range 4 { // at 0, 2, 4 and 6 seconds
		authenticate(t, authenticator)
		clock.advance(2 * time.Second)
	}
	if count := server.Log.Count("POST", logins); count != 1 {
		t.Errorf("%d logins within 6 of a token's 10 seconds, want 1", count)
	}
	authenticate(t, authenticator)
	if count := server.Log.Count("POST", logins); count != 2 {
		t.Errorf("%d logins 2 seconds before the end, want 2", count)
	}
}

func TestClockAheadOfKeystone(t *testing.T) {
	t.Parallel()
	clock := newClock()
	_, server := startKeystone(t, emulated.Options{TokenLifetime: time.Hour, Now: clock.Now})
	config := demoConfig(server.URL + "/v3")
	config.Now = func() time.Time { return clock.Now().Add(2 * time.Hour) }
	authenticator := newAuthenticator(t, config)
	for range 3 {
		authenticate(t, authenticator)
	}
	if count := server.Log.Count("POST", logins); count != 1 {
		t.Errorf("%d logins, want 1: the token is good whatever this clock says", count)
	}
}

func TestRefusedTokenIsReplacedOnce(t *testing.T) {
	t.Parallel()
	cloud, server := startKeystone(t, emulated.Options{})
	authenticator := newAuthenticator(t, demoConfig(server.URL))
	old := authenticate(t, authenticator)
	const requests = 20
	for range requests - 1 {
		authenticate(t, authenticator)
	}
	cloud.RevokeAll()

	var group sync.WaitGroup
	for range requests {
		group.Go(func() {
			again, err := authenticator.Renew(t.Context(), refusal(t, old, ""))
			if !again || err != nil {
				t.Errorf("Renew is %t, %v, want the request sent again", again, err)
			}
		})
	}
	group.Wait()
	if count := server.Log.Count("POST", logins); count != 2 {
		t.Errorf("%d logins, want 2: the first and one renewal", count)
	}
	if count := server.Log.Count("GET", "^/$"); count != 1 {
		t.Errorf("the versions were discovered %d times, want 1", count)
	}
	if _, _, ok := cloud.Authorize(authenticate(t, authenticator).Get("X-Auth-Token")); !ok {
		t.Error("the new token is not good")
	}
}

func TestFreshTokenThatIsRefused(t *testing.T) {
	t.Parallel()
	_, server := startKeystone(t, emulated.Options{})
	authenticator := newAuthenticator(t, demoConfig(server.URL+"/v3"))
	fresh := authenticate(t, authenticator)
	again, err := authenticator.Renew(t.Context(), refusal(t, fresh, ""))
	if again || err != nil {
		t.Errorf("Renew is %t, %v, want the refusal to stand", again, err)
	}
	if count := server.Log.Count("POST", logins); count != 1 {
		t.Errorf("%d logins, want 1", count)
	}
}

func TestConcurrentFirstRequests(t *testing.T) {
	t.Parallel()
	_, server := startKeystone(t, emulated.Options{})
	authenticator := newAuthenticator(t, demoConfig(server.URL+"/v3"))
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if err := authenticator.Authenticate(t.Context(), newRequest(t.Context(), t)); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if count := server.Log.Count("POST", logins); count != 1 {
		t.Errorf("%d logins, want 1", count)
	}
}

func TestWrongPasswordIsTriedOnce(t *testing.T) {
	t.Parallel()
	_, server := startKeystone(t, emulated.Options{})
	config := demoConfig(server.URL + "/v3")
	config.Password = "wrong"
	authenticator := newAuthenticator(t, config)
	for range 3 {
		err := authenticator.Authenticate(t.Context(), newRequest(t.Context(), t))
		var answer *keystone.Error
		if !errors.As(err, &answer) || answer.Status != http.StatusUnauthorized {
			t.Errorf("the error is %v, want Keystone's 401", err)
		}
	}
	if count := server.Log.Count("POST", logins); count != 1 {
		t.Errorf("%d logins with a wrong password, want 1", count)
	}
}

func TestFailedLoginIsTriedAgain(t *testing.T) {
	t.Parallel()
	var requests atomic.Int64
	server := newFakeServer(t, func(w http.ResponseWriter, r *http.Request) {
		if requests.Add(1) == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		respondWith(http.StatusCreated, answerV3)(w, r)
	})
	authenticator := newAuthenticator(t, demoConfig(server.URL+"/v3"))
	if err := authenticator.Authenticate(t.Context(), newRequest(t.Context(), t)); err == nil {
		t.Error("no error though Keystone answered 503")
	}
	if token := authenticate(t, authenticator).Get("X-Auth-Token"); token != "TOKEN" {
		t.Errorf("the token is %q after Keystone has come back", token)
	}
}

// The one who began the login gives up; the one who waits for it gets the token all the same.
func TestLoginOutlivesItsCaller(t *testing.T) {
	t.Parallel()
	arrived, release := make(chan struct{}), make(chan struct{})
	server := newFakeServer(t, func(w http.ResponseWriter, r *http.Request) {
		close(arrived) // panics at a second login
		<-release
		respondWith(http.StatusCreated, answerV3)(w, r)
	})
	authenticator := newAuthenticator(t, demoConfig(server.URL+"/v3"))

	ctx, cancel := context.WithCancel(t.Context())
	first := make(chan error, 1)
	request := newRequest(ctx, t)
	go func() { first <- authenticator.Authenticate(ctx, request) }()
	<-arrived
	cancel()
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Errorf("the cancelled request ends with %v, want context.Canceled", err)
	}
	second := make(chan error, 1)
	request = newRequest(t.Context(), t)
	go func() { second <- authenticator.Authenticate(request.Context(), request) }()
	close(release)
	if err := <-second; err != nil {
		t.Errorf("the waiting request ends with %v", err)
	}
	if token := request.Header.Get("X-Auth-Token"); token != "TOKEN" {
		t.Errorf("the waiting request has the token %q", token)
	}
	if count := len(server.received()); count != 1 {
		t.Errorf("%d logins, want 1", count)
	}
}
