package transport

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"time"
)

// ResponseTooLargeError says that an answer was longer than MaxResponseBytes.
type ResponseTooLargeError struct {
	Method, URL string
	// Limit is in bytes.
	Limit int64
}

// Error names the request and the limit.
func (e *ResponseTooLargeError) Error() string {
	return fmt.Sprintf("the answer to %s %s is longer than %d bytes", e.Method, e.URL, e.Limit)
}

// exchange is one attempt: it sends the request, reads the whole answer in bounded time and size, and
// logs both.
type exchange struct {
	connection       http.RoundTripper
	timeout          time.Duration
	maxResponseBytes int64
	userAgent        string
	log              LogFunc
}

// RoundTrip implements http.RoundTripper.
func (e *exchange) RoundTrip(request *http.Request) (*http.Response, error) {
	base := request.Context()
	if base.Value(uninterruptedKey{}) != nil {
		base = context.WithoutCancel(base)
	}
	ctx, cancel := context.WithTimeoutCause(base, e.timeout,
		fmt.Errorf("no answer to %s %s within %s", request.Method, ShownURL(request), e.timeout))
	defer cancel()
	request = request.Clone(noteConnection(ctx))
	if request.Header.Get("User-Agent") == "" && e.userAgent != "" {
		request.Header.Set("User-Agent", e.userAgent)
	}
	sent, err := e.sentBody(request)
	if err != nil {
		return nil, err
	}
	started := time.Now()
	response, received, err := e.send(request)
	if err != nil && ctx.Err() != nil {
		err = fmt.Errorf("%w: %w", context.Cause(ctx), err)
	}
	e.logExchange(request, sent, response, received, err, time.Since(started))
	return response, err
}

// send returns the answer with its body read, also as bytes for the log.
func (e *exchange) send(request *http.Request) (*http.Response, []byte, error) {
	response, err := e.connection.RoundTrip(request)
	if err != nil {
		return nil, nil, err
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, e.maxResponseBytes+1))
	// What is left of a too long answer is not worth reading: the connection is dropped.
	_ = response.Body.Close()
	if err != nil {
		return nil, nil, fmt.Errorf("reading the answer to %s %s: %w", request.Method, ShownURL(request), err)
	}
	if int64(len(body)) > e.maxResponseBytes {
		return nil, nil, &ResponseTooLargeError{Method: request.Method, URL: ShownURL(request), Limit: e.maxResponseBytes}
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, body, nil
}

// sentBody copies the body of the request for the log.
func (e *exchange) sentBody(request *http.Request) ([]byte, error) {
	if e.log == nil {
		return nil, nil
	}
	body, err := takeBody(request)
	if body != nil {
		request.Body = io.NopCloser(bytes.NewReader(body))
	}
	return body, err
}

// noteConnection has the request's progress told when a connection was obtained.
func noteConnection(ctx context.Context) context.Context {
	known, ok := ctx.Value(progressKey{}).(*progress)
	if !ok {
		return ctx
	}
	known.connected.Store(false)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { known.connected.Store(true) },
	})
}
