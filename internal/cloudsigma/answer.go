package cloudsigma

import (
	"bytes"
	"context"
	"io"
	"net/http"
)

// maxErrorBody bounds, in bytes, what is read of the body of a refusal.
const maxErrorBody = 1 << 20

// answer is what the SDK throws away: the body of a refusal and the error of the transport.
type answer struct {
	body []byte
	err  error
}

type answerKey struct{}

// answerKeeper notes in the answer of the request's context, if there is one, what the SDK's Do does
// not pass on.
type answerKeeper struct {
	next http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (k answerKeeper) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := k.next.RoundTrip(request)
	kept := answerOf(request.Context())
	if kept == nil {
		return response, err
	}
	*kept = answer{err: err}
	if err != nil || response.StatusCode >= 200 && response.StatusCode <= 299 {
		return response, err
	}
	// A body that breaks off is still worth showing, and the status says it all.
	kept.body, _ = io.ReadAll(io.LimitReader(response.Body, maxErrorBody))
	_ = response.Body.Close()
	response.Body = io.NopCloser(bytes.NewReader(kept.body))
	return response, nil
}

func answerOf(ctx context.Context) *answer {
	kept, ok := ctx.Value(answerKey{}).(*answer)
	if !ok {
		return nil
	}
	return kept
}

func transportOf(client *http.Client) http.RoundTripper {
	if client.Transport == nil {
		return http.DefaultTransport
	}
	return client.Transport
}
