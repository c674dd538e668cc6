package transport

import (
	"context"
	"net/http"
	"time"
)

// Level is the weight of a log message.
type Level int

// The levels that this package uses.
const (
	LevelTrace Level = iota
	LevelDebug
)

// LogFunc receives the messages of the log. Their fields hold no credentials.
type LogFunc func(ctx context.Context, level Level, message string, fields map[string]any)

// lazyText is made when it is written: most runs have no log at trace level, for which bodies would be searched for secrets.
type lazyText func() string

// String implements fmt.Stringer.
func (t lazyText) String() string { return t() }

// MarshalText implements encoding.TextMarshaler, by which the log writes a field.
func (t lazyText) MarshalText() ([]byte, error) { return []byte(t()), nil }

// logExchange writes a line per attempt at debug level and, at trace level, what was sent and received.
func (e *exchange) logExchange(
	request *http.Request, sent []byte, response *http.Response, received []byte, err error, duration time.Duration,
) {
	if e.log == nil {
		return
	}
	ctx := request.Context()
	fields := map[string]any{
		"method": request.Method, "url": loggedURL(request), "duration_ms": duration.Milliseconds(),
	}
	if err != nil {
		fields["error"] = err.Error()
	} else {
		fields["status"] = response.StatusCode
	}
	e.log(ctx, LevelDebug, "HTTP exchange", fields)

	fields["request_header"] = redactHeader(request.Header)
	fields["request_body"] = lazyText(func() string { return loggedBody(ctx, request.Header.Get("Content-Type"), sent) })
	if err == nil {
		fields["response_header"] = redactHeader(response.Header)
		fields["response_body"] = lazyText(func() string { return loggedBody(ctx, response.Header.Get("Content-Type"), received) })
	}
	e.log(ctx, LevelTrace, "HTTP exchange in full", fields)
}
