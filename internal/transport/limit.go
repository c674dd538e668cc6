package transport

import (
	"fmt"
	"net/http"

	"golang.org/x/sync/semaphore"
	"golang.org/x/time/rate"
)

// limiter bounds how many requests are under way at once and how many are sent per second.
type limiter struct {
	slots *semaphore.Weighted
	rate  *rate.Limiter
	next  http.RoundTripper
}

func newLimiter(concurrent int, perSecond float64, next http.RoundTripper) *limiter {
	limit, burst := rate.Inf, 0
	if perSecond > 0 {
		limit, burst = rate.Limit(perSecond), max(1, int(perSecond))
	}
	return &limiter{
		slots: semaphore.NewWeighted(int64(concurrent)),
		rate:  rate.NewLimiter(limit, burst),
		next:  next,
	}
}

// RoundTrip implements http.RoundTripper. The slot is free again when the answer has been read.
func (l *limiter) RoundTrip(request *http.Request) (*http.Response, error) {
	if err := l.rate.Wait(request.Context()); err != nil {
		return nil, fmt.Errorf("waiting for the request rate: %w", err)
	}
	if err := l.slots.Acquire(request.Context(), 1); err != nil {
		return nil, fmt.Errorf("waiting for other requests: %w", err)
	}
	defer l.slots.Release(1)
	return l.next.RoundTrip(request)
}
