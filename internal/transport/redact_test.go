package transport

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// TestLogHoldsNoSecret sends secrets in all places that hold them and looks for them in the log.
func TestLogHoldsNoSecret(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		header      map[string]string
		contentType string
		body        string
		shown       string
	}{
		"token header":        {header: map[string]string{"X-Auth-Token": "hunter2"}},
		"basic authorization": {header: map[string]string{"Authorization": "Basic hunter2"}},
		"unknown header":      {header: map[string]string{"X-Vendor": "hunter2"}},
		"OCCI attribute in a header": {
			header: map[string]string{"X-Occi-Attribute": `org.openstack.credentials.admin_pwd="hunter2"`},
			shown:  "org.openstack.credentials.admin_pwd",
		},
		"OCCI attribute in a body": {
			contentType: "text/plain",
			body:        "X-OCCI-Attribute: occi.core.title=\"web\"\nX-OCCI-Attribute: org.openstack.compute.user_data=\"a\", \"hunter2\"",
			shown:       `occi.core.title=\"web\"`,
		},
		"attributes joined in a line": {
			contentType: "text/occi",
			header:      map[string]string{"X-Occi-Attribute": `a="b", org.openstack.compute.console.vnc="http://x/?token=hunter2"`},
			shown:       `a=\"b\"`,
		},
		"CloudSigma server": {
			contentType: "application/json",
			body:        `{"name":"web","vnc_password":"hunter2","meta":{"cloudinit-user-data":"hunter2","colour":"hunter2"},"tags":[{"meta":"hunter2"}]}`,
			shown:       `\"colour\":\"***\"`,
		},
		"CloudSigma list": {
			contentType: "application/json",
			body:        `{"meta":{"limit":20,"offset":0,"total_count":17},"objects":[{"meta":{"limit":"hunter2","size":{"a":"hunter2"}}}]}`,
			shown:       `\"total_count\":17`,
		},
		"Keystone v2.0": {
			contentType: "application/json",
			body:        `{"auth":{"tenantName":"demo","passwordCredentials":{"username":"u","password":"hunter2"}}}`,
			shown:       "demo",
		},
		"Keystone v3": {
			contentType: "application/json",
			body:        `{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"u","password":"hunter2"}}}}}`,
			shown:       "methods",
		},
		"one-time link": {
			contentType: "application/json", body: `{"link": "/upload/hunter2/", "links": ["/network/1"]}`, shown: "/network/1",
		},
		"broken JSON":      {contentType: "application/json", body: `{"password":"hunter2"`, shown: "bytes of"},
		"unknown type":     {contentType: "application/octet-stream", body: "hunter2", shown: "bytes of"},
		"no type":          {body: "hunter2", shown: "bytes of"},
		"private key JSON": {contentType: "application/json", body: `{"objects":[{"private_key":"hunter2","name":"k"}]}`, shown: `\"name\":\"k\"`},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// The server sends back all that it got: answers are logged as well.
			origin, _ := cloud(t, func(w http.ResponseWriter, r *http.Request) {
				for header := range test.header {
					w.Header().Set(header, r.Header.Get(header))
				}
				w.Header().Set("Content-Type", test.contentType)
				_, _ = io.Copy(w, r.Body)
			})
			log := &recorder{}
			c := client(t, Config{Origin: origin, Log: log.write})
			target := *origin
			target.RawQuery = "access_token=hunter2&action=stop"
			request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, target.String(), strings.NewReader(test.body))
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("Content-Type", test.contentType)
			for header, value := range test.header {
				request.Header.Set(header, value)
			}
			response, err := c.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			_ = response.Body.Close()
			text := log.text()
			if strings.Contains(text, "hunter2") {
				t.Errorf("the secret is in the log:\n%s", text)
			}
			if !strings.Contains(text, test.shown) || !strings.Contains(text, "action=stop") {
				t.Errorf("the log hides too much; want %q in:\n%s", test.shown, text)
			}
		})
	}
}

// TestSecretPathIsNotShown has a URL that is itself what authorises a request.
func TestSecretPathIsNotShown(t *testing.T) {
	t.Parallel()
	origin, _ := cloud(t, func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) })
	log := &recorder{}
	c := client(t, Config{Origin: origin, Log: log.write})
	request, err := http.NewRequestWithContext(WithSecretPath(t.Context()), http.MethodPost, origin.String()+"/upload/hunter2/?a=hunter2", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := c.Transport.RoundTrip(request)
	if err == nil {
		_ = response.Body.Close()
		t.Fatal("there is an answer")
	}
	if text := log.text() + err.Error(); strings.Contains(text, "hunter2") || !strings.Contains(text, origin.Host) {
		t.Errorf("shown is: %s", text)
	}
}

// TestSecretBodyIsNotShown has bodies with names that tell nothing.
func TestSecretBodyIsNotShown(t *testing.T) {
	t.Parallel()
	origin, _ := cloud(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.Copy(w, r.Body)
	})
	log := &recorder{}
	c := client(t, Config{Origin: origin, Log: log.write})
	body := strings.NewReader(`{"colour":"hunter2"}`)
	request, err := http.NewRequestWithContext(WithSecretBody(t.Context()), http.MethodPost, origin.String(), body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := c.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if text := log.text(); strings.Contains(text, "hunter2") || strings.Count(text, "20 bytes of") != 2 {
		t.Errorf("shown is: %s", text)
	}
}

func TestLogShowsPublicKeyNames(t *testing.T) {
	t.Parallel()
	line := `X-OCCI-Attribute: org.openstack.credentials.publickey.data="ssh-ed25519 AAAA"`
	if got := redactLine(line); got != line {
		t.Errorf("redacted to %q", got)
	}
}

func TestLoggedBodyIsBounded(t *testing.T) {
	t.Parallel()
	if got := redactBody("text/plain", []byte(strings.Repeat("é", maxLoggedBody))); len(got) > maxLoggedBody+100 {
		t.Errorf("logged %d bytes", len(got))
	}
}

// recorder keeps log messages as text.
type recorder struct {
	mu    sync.Mutex
	lines []string
}

func (r *recorder) write(_ context.Context, _ Level, message string, fields map[string]any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lines = append(r.lines, fmt.Sprintf("%s %q", message, fields))
}

func (r *recorder) text() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.lines, "\n")
}
