package healthcheck_test

import (
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/healthcheck"
)

// answering serves "/<status>"; the answer to "/ready" is long, and says at its end that it is, "/moved" leads there.
func answering(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/ready":
		_, _ = w.Write([]byte(strings.Repeat(" ", 1<<19) + `{"state": "ready"}` + strings.Repeat(" ", 1<<20) + "late"))
	case "/moved":
		http.Redirect(w, r, "/ready", http.StatusFound)
	case "/401":
		w.WriteHeader(http.StatusUnauthorized)
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

func TestURL(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(answering))
	t.Cleanup(server.Close)
	for name, test := range map[string]struct {
		path  string
		check healthcheck.URLCheck
		want  string
	}{
		"good":         {"/ready", healthcheck.URLCheck{}, ""},
		"redirected":   {"/moved", healthcheck.URLCheck{Body: `"ready"`}, ""},
		"bad":          {"/401", healthcheck.URLCheck{}, "the answer was 401 Unauthorized"},
		"status":       {"/401", healthcheck.URLCheck{Status: []int{200, 401}}, ""},
		"other status": {"/ready", healthcheck.URLCheck{Status: []int{401}}, "the answer was 200 OK"},
		"body":         {"/ready", healthcheck.URLCheck{Body: `"state": "ready"`}, ""},
		"other body":   {"/ready", healthcheck.URLCheck{Body: "steady"}, "the answer does not fit steady"},
		"far body":     {"/ready", healthcheck.URLCheck{Body: "late"}, "the answer does not fit late"},
		"no regex":     {"/ready", healthcheck.URLCheck{Body: "("}, "error parsing regexp: missing closing ): `(`"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.check.URL = strings.Replace(server.URL, loopback, "{{ ip }}", 1) + test.path
			expectError(t, lookOnce(t, healthcheck.URL(loopback, test.check)), test.want)
		})
	}
}

// TestURLOfAnEnemy has a server whose answer is for a terminal, and endless: it goes into the state and messages.
func TestURLOfAnEnemy(t *testing.T) {
	t.Parallel()
	listener, port := listen(t, 0)
	go func() {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		defer connection.Close()
		_, _ = connection.Read(make([]byte, 1<<10))
		_, _ = io.WriteString(connection, "HTTP/1.1 500 \x1b[2Jno\xff"+strings.Repeat("x", 1<<16)+"\r\nContent-Length: 0\r\n\r\n")
	}()
	err := lookOnce(t, healthcheck.URL(loopback, healthcheck.URLCheck{URL: fmt.Sprintf("http://{{ip}}:%d/", port)}))
	if err == nil {
		t.Fatal("it passed")
	}
	text := err.Error()
	if len(text) > 1100 || !utf8.ValidString(text) || strings.ContainsRune(text, 0x1b) || !strings.HasPrefix(text, "the answer was 500 ") {
		t.Errorf("the error has %d bytes: %.80q", len(text), text)
	}
}

func TestURLWithTLS(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.HandlerFunc(answering))
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // Handshakes are to fail.
	server.StartTLS()
	t.Cleanup(server.Close)
	authority := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	url := strings.Replace(server.URL, loopback, "{{ip}}", 1) + "/ready"
	for name, test := range map[string]struct {
		check healthcheck.URLCheck
		want  string
	}{
		"not trusted": {healthcheck.URLCheck{}, "certificate signed by unknown authority"},
		"trusted":     {healthcheck.URLCheck{CAPEM: authority}, ""},
		"name":        {healthcheck.URLCheck{CAPEM: authority, ServerName: "example.com"}, ""},
		"other name":  {healthcheck.URLCheck{CAPEM: authority, ServerName: "example.org"}, "not example.org"},
		"insecure":    {healthcheck.URLCheck{Insecure: true}, ""},
		"no PEM":      {healthcheck.URLCheck{CAPEM: "x"}, "there is no certificate in it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.check.URL = url
			err := lookOnce(t, healthcheck.URL(loopback, test.check))
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// TestURLName: the name is the URL with the address, without what may be secret in it.
func TestURLName(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]string{
		"https://me:p4ss@{{ip}}:5000/{{ip}}": "https://[2001:db8::1]:5000/[2001:db8::1]",
		"http://p4ss@{{ip}}/?b=p4ss&&a#p4ss": "http://[2001:db8::1]/?b=***&&***",
		"http://{{ip}}/?":                    "http://[2001:db8::1]/?",
		"http://{{ip}}/?key=p4ss=x;p4ss":     "http://[2001:db8::1]/?key=***",
		"http://me:p4ss@{{ip}}:x/":           "a URL that cannot be read",
	} {
		if got := healthcheck.URL("2001:db8::1", healthcheck.URLCheck{URL: url}).Name; got != want {
			t.Errorf("%s: got %s, want %s", url, got, want)
		}
	}
}

// TestURLErrorHoldsNoSecret: neither does what went wrong.
func TestURLErrorHoldsNoSecret(t *testing.T) {
	t.Parallel()
	closed := fmt.Sprintf("http://me:p4ss@127.0.0.1:%d/?p4ss", closedPort(t))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		target := r.URL.String()
		if r.URL.Path == "/closed" {
			target = closed
		}
		http.Redirect(w, r, target, http.StatusFound)
	}))
	t.Cleanup(server.Close)
	for _, path := range []string{"/again", "/closed"} {
		url := strings.Replace(server.URL, loopback, "me:p4ss@{{ip}}", 1) + path + "?token=p4ss"
		err := lookOnce(t, healthcheck.URL(loopback, healthcheck.URLCheck{URL: url}))
		if err == nil || strings.Contains(err.Error(), "p4ss") {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestCheckURL(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]string{
		"http://{{ip}}:5000/ready": "",
		"https://{{ ip }}/":        "",
		"http://www.example.org":   "",
		"{{ip}}:5000":              "first path segment in URL cannot contain colon",
		"ftp://{{ip}}/":            "it has to begin with http:// or https://",
		"http:///ready":            "it has no host",
		"http://me:p4ss@{{ip}}:x/": `invalid port ":x" after host`,
	} {
		expectError(t, healthcheck.CheckURL(url), want)
	}
}
