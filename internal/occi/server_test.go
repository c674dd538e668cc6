package occi_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

// sent is what reached the server of a request.
type sent struct {
	Method string
	Target string
	Accept string
	Type   string
	Header http.Header // the OCCI fields
	Body   string
}

// server answers all requests with one handler and keeps what it was sent.
type server struct {
	*httptest.Server

	mutex    sync.Mutex
	requests []sent
}

func newServer(t *testing.T, handler http.HandlerFunc) *server {
	t.Helper()

	recorder := &server{}
	recorder.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		request := sent{
			Method: r.Method, Target: r.RequestURI,
			Accept: r.Header.Get("Accept"), Type: r.Header.Get("Content-Type"),
			Body: string(body),
		}

		for _, name := range []string{"Category", "Link", "X-Occi-Attribute", "X-Occi-Location"} {
			if values := r.Header.Values(name); len(values) > 0 {
				if request.Header == nil {
					request.Header = http.Header{}
				}

				request.Header[name] = values
			}
		}

		recorder.mutex.Lock()
		recorder.requests = append(recorder.requests, request)
		recorder.mutex.Unlock()
		handler(w, r)
	}))
	t.Cleanup(recorder.Close)

	return recorder
}

// log is what was sent so far.
func (s *server) log() []sent {
	s.mutex.Lock()
	defer s.mutex.Unlock()

	return append([]sent(nil), s.requests...)
}

// placelessLog is the log with http://server for the server's URL.
func (s *server) placelessLog() []sent {
	requests := s.log()
	for index, request := range requests {
		requests[index].Body = strings.ReplaceAll(request.Body, s.URL, "http://server")

		for name, values := range request.Header {
			for each, value := range values {
				requests[index].Header[name][each] = strings.ReplaceAll(value, s.URL, "http://server")
			}
		}
	}

	return requests
}

// client is of the server below a path.
func (s *server) client(t *testing.T, base, rendering string) *occi.Client {
	t.Helper()

	client, err := occi.NewClient(occi.Config{
		Endpoint: mustParse(t, s.URL+base), HTTP: s.Client(), Rendering: rendering,
	})
	if err != nil {
		t.Fatal(err)
	}

	return client
}

func mustParse(t *testing.T, text string) *url.URL {
	t.Helper()

	location, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}

	return location
}

// answers is a handler that gives one answer in text/plain.
func answers(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")

		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}

		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}
