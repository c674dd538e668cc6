package cloudsigma_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
)

// roundTripper answers requests without a network, which a synctest bubble cannot wait for.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(request *http.Request) (*http.Response, error) { return f(request) }

// TestLooksAtTheSameTimeAreOneRequest also proves that one who loses interest disturbs nobody, and that a later
// look asks again.
func TestLooksAtTheSameTimeAreOneRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var requests atomic.Int32
		release := make(chan struct{})
		client, err := cloudsigma.NewClient(cloudsigma.Config{
			Endpoint: &url.URL{Scheme: "https", Host: "cloud.example.org", Path: "/api/2.0/"},
			HTTP: &http.Client{Transport: roundTripper(func(request *http.Request) (*http.Response, error) {
				requests.Add(1)
				<-release
				return &http.Response{
					StatusCode: http.StatusOK, Header: http.Header{}, Request: request, Body: io.NopCloser(strings.NewReader(serverS)),
				}, nil
			})},
		})
		if err != nil {
			t.Fatal(err)
		}
		first, loseInterest := context.WithCancel(t.Context())
		var all sync.WaitGroup
		look := func(ctx context.Context, want error) {
			all.Go(func() {
				if server, err := client.Servers.Look(ctx, "s-1"); !errors.Is(err, want) || want == nil && server.UUID != "s-1" {
					t.Errorf("got %+v, %v", server, err)
				}
			})
		}
		look(first, context.Canceled)
		synctest.Wait()
		for range 10 {
			look(t.Context(), nil)
		}
		synctest.Wait()
		loseInterest()
		synctest.Wait()
		close(release)
		all.Wait()
		look(t.Context(), nil)
		all.Wait()
		if got := requests.Load(); got != 2 {
			t.Errorf("%d requests, want 2", got)
		}
	})
}
