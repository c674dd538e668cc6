package occi

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
)

func start(t *testing.T, cloud *Cloud) *emulator.Server {
	t.Helper()
	s, err := emulator.Start(t.Context(), "127.0.0.1:0", cloud, emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// exchangeRaw sends bytes over a connection and returns the bytes of the answer.
func exchangeRaw(t *testing.T, url, request string) string {
	t.Helper()
	connection, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close() }()
	if err := connection.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(connection, request); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(bufio.NewReader(connection))
	if err != nil {
		t.Fatal(err)
	}
	return string(answer)
}

func TestErrorsHaveTwoLengthsOnTheWire(t *testing.T) {
	t.Parallel()
	s := start(t, New(Options{Manner: MannerOcciOS}))
	answer := exchangeRaw(t, s.URL, "GET /compute HTTP/1.1\r\nHost: cloud.example\r\nConnection: close\r\n\r\n")
	if got := strings.Count(answer, "Content-Length: 20\r\n"); got != 2 {
		t.Errorf("%d Content-Length headers, want 2:\n%s", got, answer)
	}
	// A Go client takes two equal lengths for one.
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/compute", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if body, err := io.ReadAll(response.Body); err != nil || string(body) != "Resource not found: " {
		t.Errorf("body %q, error %v", body, err)
	}
}

func TestHeaderLineLimit(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		length int
		want   int
	}{
		{"at the limit", 16384 - len("X-Occi-Attribute: ") - len("\r\n"), http.StatusOK},
		{"over the limit", 16384 - len("X-Occi-Attribute: ") - len("\r\n") + 1, http.StatusBadRequest},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/compute/", nil)
			value := `a="` + strings.Repeat("x", test.length-len(`a=""`)) + `"`
			request.Header = http.Header{"Content-Type": {"text/occi"}, "X-Occi-Attribute": {value}}
			recorder := httptest.NewRecorder()
			New(Options{Manner: MannerOcciOS}).ServeHTTP(recorder, request)
			if recorder.Code != test.want {
				t.Errorf("status %d, want %d", recorder.Code, test.want)
			}
		})
	}
}

func TestSeedsMakeIdentifiersReproducible(t *testing.T) {
	t.Parallel()
	first := func(seed uint64) string {
		s := &server{t: t, cloud: New(Options{Seed: seed})}
		return s.compute()
	}
	one, again, two := first(1), first(1), first(2)
	if one != again || one == two {
		t.Errorf("%s, %s, %s: want the first two equal and the third another", one, again, two)
	}
	next := 0
	s := &server{t: t, cloud: New(Options{NewID: func() string { next++; return fmt.Sprintf("id-%d", next) }})}
	if got := s.compute(); got != "/compute/id-1" {
		t.Errorf("path %s", got)
	}
}

func TestManyClientsAtOnce(t *testing.T) {
	t.Parallel()
	s := &server{t: t, cloud: New(Options{Manner: MannerOcciOS, BootTime: time.Millisecond})}
	var clients sync.WaitGroup
	for range 8 {
		clients.Go(func() {
			for range 20 {
				path := lastSegment(s.try(http.MethodPost, "/compute/", computeLine, osLine(cirrosID)).Header().Get("Location"))
				s.try(http.MethodGet, "/compute/"+path)
				s.try(http.MethodPost, "/compute/"+path, flavorLine("bitsy"))
				s.try(http.MethodGet, "/")
				s.try(http.MethodDelete, "/compute/"+path)
				s.cloud.Inventory()
			}
		})
	}
	clients.Wait()
}

// FuzzRequests has both manners answer anything; a conforming server never answers with 500.
func FuzzRequests(f *testing.F) {
	for _, seed := range []string{
		computeLine + "\n" + osLine(cirrosID), storageLine + "\n" + attribute(sizeAttribute, "1"), linkLine, newGroupLine,
		`X-OCCI-Attribute: a="b, c\"`, "Link: <", "Category: ;", "X-OCCI-Location: /compute/x", `Link: </network/public>; category="a"`,
	} {
		f.Add("POST", "/compute/", seed, true)
		f.Add("POST", "/-/", seed, false)
	}
	f.Fuzz(func(t *testing.T, method, path, body string, plain bool) {
		for _, manner := range []Manner{MannerGuide, MannerOcciOS} {
			cloud := New(Options{Manner: manner})
			request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", strings.NewReader(body))
			request.Method = method
			request.URL.Path, _, _ = strings.Cut(path, "?")
			_, request.URL.RawQuery, _ = strings.Cut(path, "?")
			request.Header.Set("Content-Type", "text/plain")
			if !plain {
				request.Header.Set("Content-Type", "text/occi")
				for _, name := range []string{categoryHeader, attributeHeader, linkHeader, locationHeader} {
					request.Header.Set(name, body)
				}
			}
			recorder := httptest.NewRecorder()
			cloud.ServeHTTP(recorder, request)
			if manner == MannerGuide && recorder.Code >= http.StatusInternalServerError {
				t.Errorf("%s %s %q: %d %s", method, path, body, recorder.Code, recorder.Body)
			}
		}
	})
}
