package transport

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// cloud is a server that answers with handler and counts the requests.
func cloud(t *testing.T, handler http.HandlerFunc) (*url.URL, *atomic.Int32) {
	t.Helper()
	var count atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		count.Add(1)
		handler(w, r)
	}))
	t.Cleanup(server.Close)
	return parse(t, server.URL), &count
}

func parse(t *testing.T, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func client(t *testing.T, config Config) *http.Client {
	t.Helper()
	config.retryWaitMin, config.retryWaitMax = time.Millisecond, 2*time.Millisecond
	c, err := NewClient(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.CloseIdleConnections)
	return c
}

// do sends a request and returns the status (0 on error), the body and the error.
func do(t *testing.T, c *http.Client, method string, u *url.URL, body string) (int, string, error) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, u.String(), strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "text/plain")
	response, err := c.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(answer), nil
}

func TestRetriesByMethodAndStatus(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		method string
		status int
		want   int32
	}{
		"GET 503":    {http.MethodGet, 503, 3},
		"GET 502":    {http.MethodGet, 502, 3},
		"GET 429":    {http.MethodGet, 429, 3},
		"GET 500":    {http.MethodGet, 500, 1},
		"GET 404":    {http.MethodGet, 404, 1},
		"PUT 502":    {http.MethodPut, 502, 3},
		"DELETE 504": {http.MethodDelete, 504, 3},
		"POST 503":   {http.MethodPost, 503, 3},
		"POST 429":   {http.MethodPost, 429, 3},
		"POST 502":   {http.MethodPost, 502, 1},
		"POST 504":   {http.MethodPost, 504, 1},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			origin, count := cloud(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(test.status) })
			status, _, err := do(t, client(t, Config{Origin: origin, MaxRetries: 2}), test.method, origin, "x")
			if err != nil || status != test.status {
				t.Errorf("got status %d, error %v; want the last answer, %d", status, err, test.status)
			}
			if count.Load() != test.want {
				t.Errorf("the server saw %d requests, want %d", count.Load(), test.want)
			}
		})
	}
}

func TestWithoutStatusRetry(t *testing.T) {
	t.Parallel()
	origin, count := cloud(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) })
	request, err := http.NewRequestWithContext(WithoutStatusRetry(t.Context()), http.MethodPut, origin.String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := client(t, Config{Origin: origin, MaxRetries: 3}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != 503 || count.Load() != 1 {
		t.Errorf("got status %d after %d requests, want 503 after 1", response.StatusCode, count.Load())
	}
}

func TestRepeatedRequestHasItsBody(t *testing.T) {
	t.Parallel()
	var bodies []string
	origin, _ := cloud(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		bodies = append(bodies, string(body))
		if len(bodies) == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	if _, _, err := do(t, client(t, Config{Origin: origin, MaxRetries: 2}), http.MethodPost, origin, "payload"); err != nil {
		t.Fatal(err)
	}
	if len(bodies) != 2 || bodies[1] != "payload" {
		t.Errorf("the server read %q, want the payload twice", bodies)
	}
}

func TestLostAnswerOfCreateIsNotRepeated(t *testing.T) {
	t.Parallel()
	origin, count := cloud(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	_, _, err := do(t, client(t, Config{Origin: origin, MaxRetries: 3}), http.MethodPost, origin, "x")
	var lost *LostAnswerError
	if !errors.As(err, &lost) {
		t.Errorf("got error %v, want a LostAnswerError", err)
	}
	if count.Load() != 1 {
		t.Errorf("the server saw %d requests, want 1", count.Load())
	}
}

func TestLostAnswerOfReadIsRepeated(t *testing.T) {
	t.Parallel()
	var failed atomic.Bool
	origin, count := cloud(t, func(http.ResponseWriter, *http.Request) {
		if failed.CompareAndSwap(false, true) {
			panic(http.ErrAbortHandler)
		}
	})
	status, _, err := do(t, client(t, Config{Origin: origin, MaxRetries: 3}), http.MethodGet, origin, "")
	if err != nil || status != http.StatusOK || count.Load() != 2 {
		t.Errorf("got status %d, error %v after %d requests; want 200 after 2", status, err, count.Load())
	}
}

func TestUnsentCreateIsRepeatedAndNotLost(t *testing.T) {
	t.Parallel()
	// A port that nobody listens on: the listener that had it is closed.
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	origin := parse(t, "http://"+listener.Addr().String())
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	var attempts atomic.Int32
	c := client(t, Config{Origin: origin, MaxRetries: 2, Log: func(_ context.Context, level Level, _ string, _ map[string]any) {
		if level == LevelDebug {
			attempts.Add(1)
		}
	}})
	_, _, err = do(t, c, http.MethodPost, origin, "x")
	var lost *LostAnswerError
	if err == nil || errors.As(err, &lost) {
		t.Errorf("got error %v, want one that is no LostAnswerError", err)
	}
	if attempts.Load() != 3 {
		t.Errorf("%d attempts, want 3", attempts.Load())
	}
}

func TestCancelledCreateIsLost(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	origin, _ := cloud(t, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, origin.String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := client(t, Config{Origin: origin, MaxRetries: 3}).Do(request)
	if err == nil {
		_ = response.Body.Close()
	}
	var lost *LostAnswerError
	if !errors.As(err, &lost) || !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want a LostAnswerError around context.Canceled", err)
	}
}

func TestRequestTimeoutIsPerAttempt(t *testing.T) {
	t.Parallel()
	var slow atomic.Bool
	origin, count := cloud(t, func(_ http.ResponseWriter, r *http.Request) {
		if slow.CompareAndSwap(false, true) {
			_, _ = io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
		}
	})
	c := client(t, Config{Origin: origin, MaxRetries: 1, RequestTimeout: 200 * time.Millisecond})
	status, _, err := do(t, c, http.MethodGet, origin, "")
	if err != nil || status != http.StatusOK || count.Load() != 2 {
		t.Errorf("got status %d, error %v after %d requests; want 200 after 2", status, err, count.Load())
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	answer := func(value string) *http.Response {
		return &http.Response{StatusCode: 503, Header: http.Header{"Retry-After": {value}}}
	}
	if got := backoff(time.Millisecond, time.Second, 0, answer("7")); got != 7*time.Second {
		t.Errorf("Retry-After: 7 waits %s", got)
	}
	if got := backoff(time.Millisecond, time.Second, 0, answer("86400")); got != maxRetryAfter {
		t.Errorf("Retry-After: 86400 waits %s, want the bound", got)
	}
	for attempt := range 20 {
		full := min(time.Second, time.Millisecond<<attempt)
		if got := backoff(time.Millisecond, time.Second, attempt, nil); got < full/2 || got > full {
			t.Errorf("attempt %d waits %s, want %s to %s", attempt, got, full/2, full)
		}
	}
}

func TestResponseIsBounded(t *testing.T) {
	t.Parallel()
	origin, count := cloud(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write(bytes.Repeat([]byte("x"), 1001))
	})
	_, _, err := do(t, client(t, Config{Origin: origin, MaxRetries: 2, MaxResponseBytes: 1000}), http.MethodGet, origin, "")
	var tooLarge *ResponseTooLargeError
	if !errors.As(err, &tooLarge) || tooLarge.Limit != 1000 {
		t.Errorf("got error %v, want a ResponseTooLargeError", err)
	}
	if count.Load() != 1 {
		t.Errorf("asked %d times for an answer that is too long, want 1", count.Load())
	}
}

func TestConcurrencyIsBounded(t *testing.T) {
	t.Parallel()
	var now, peak atomic.Int32
	release := make(chan struct{})
	origin, _ := cloud(t, func(http.ResponseWriter, *http.Request) {
		current := now.Add(1)
		for {
			seen := peak.Load()
			if current <= seen || peak.CompareAndSwap(seen, current) {
				break
			}
		}
		<-release
		now.Add(-1)
	})
	c := client(t, Config{Origin: origin, MaxConcurrentRequests: 3})
	var group sync.WaitGroup
	for range 12 {
		group.Go(func() {
			if _, _, err := do(t, c, http.MethodGet, origin, ""); err != nil {
				t.Error(err)
			}
		})
	}
	for range 12 {
		release <- struct{}{}
	}
	group.Wait()
	if peak.Load() > 3 {
		t.Errorf("%d requests at once, want at most 3", peak.Load())
	}
}

func TestRateIsBounded(t *testing.T) {
	t.Parallel()
	origin, count := cloud(t, func(http.ResponseWriter, *http.Request) {})
	c := client(t, Config{Origin: origin, RequestsPerSecond: 0.001})
	if _, _, err := do(t, c, http.MethodGet, origin, ""); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, origin.String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if response, err := c.Do(request); err == nil {
		_ = response.Body.Close()
		t.Error("the second request of 1000 seconds was sent at once")
	}
	if count.Load() != 1 {
		t.Errorf("the server saw %d requests, want 1", count.Load())
	}
}

func TestConnectionIsReused(t *testing.T) {
	t.Parallel()
	var connections atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("an answer"))
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	origin := parse(t, server.URL)
	c := client(t, Config{Origin: origin})
	for range 20 {
		if _, _, err := do(t, c, http.MethodGet, origin, ""); err != nil {
			t.Fatal(err)
		}
	}
	if connections.Load() != 1 {
		t.Errorf("20 requests made %d connections, want 1", connections.Load())
	}
}

// TestUninterruptedAttempt cancels while the server is at work: the answer arrives all the same.
func TestUninterruptedAttempt(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	origin, count := cloud(t, func(w http.ResponseWriter, _ *http.Request) {
		cancel()
		w.WriteHeader(http.StatusCreated)
	})
	c := client(t, Config{Origin: origin, MaxRetries: 3})
	post := func() (*http.Response, error) {
		request, err := http.NewRequestWithContext(WithUninterrupted(ctx), http.MethodPost, origin.String(), nil)
		if err != nil {
			t.Fatal(err)
		}
		return c.Do(request)
	}
	response, err := post()
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusCreated {
		t.Errorf("got status %d, want 201", response.StatusCode)
	}
	if response, err = post(); err == nil {
		_ = response.Body.Close()
	}
	if !errors.Is(err, context.Canceled) || count.Load() != 1 {
		t.Errorf("after the cancellation: error %v, %d requests; want nothing to be sent", err, count.Load())
	}
}

// TestCancellationEndsPauses: a refused request is not repeated for a cancelled run.
func TestCancellationEndsPauses(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	origin, count := cloud(t, func(w http.ResponseWriter, _ *http.Request) {
		cancel()
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	request, err := http.NewRequestWithContext(WithUninterrupted(ctx), http.MethodPost, origin.String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := client(t, Config{Origin: origin, MaxRetries: 3}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusServiceUnavailable || count.Load() != 1 {
		t.Errorf("got status %d after %d requests, want 503 after 1", response.StatusCode, count.Load())
	}
}

func TestRepeatablePostIsRepeated(t *testing.T) {
	t.Parallel()
	var failed atomic.Bool
	origin, count := cloud(t, func(http.ResponseWriter, *http.Request) {
		if failed.CompareAndSwap(false, true) {
			panic(http.ErrAbortHandler)
		}
	})
	request, err := http.NewRequestWithContext(WithRepeatable(t.Context()), http.MethodPost, origin.String(), strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	response, err := client(t, Config{Origin: origin, MaxRetries: 1}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if count.Load() != 2 {
		t.Errorf("the server saw %d requests, want 2", count.Load())
	}
}
