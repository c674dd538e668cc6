package acctest

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	client "github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// Bubble is an emulated CloudSigma account in a synctest bubble, in which a minute passes at once. Its client calls the
// emulator without a network, for which a bubble does not wait. It is not safe for concurrent use.
type Bubble struct {
	Cloud  *cloudsigma.Cloud
	Client *client.Client
	// Sent are the requests so far that are no reads, as "POST servers do=stop".
	Sent []string
	// Answered is called after each of them; nil is not.
	Answered func(sent string)
}

// NewBubble returns an account whose clock is that of the bubble.
func NewBubble(t *testing.T, options cloudsigma.Options) *Bubble {
	t.Helper()
	options.Now = time.Now
	made := &Bubble{Cloud: cloudsigma.New(options)}
	var err error
	made.Client, err = client.NewClient(client.Config{
		// Servers are locked by endpoint and UUID, also between processes.
		Endpoint: &url.URL{Scheme: "https", Host: Name("cloud") + ".example.org", Path: "/api/2.0/"},
		HTTP:     &http.Client{Transport: made},
	})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// RoundTrip implements http.RoundTripper. The emulator answers.
func (b *Bubble) RoundTrip(request *http.Request) (*http.Response, error) {
	if err := request.Context().Err(); err != nil {
		return nil, err
	}
	request.SetBasicAuth(cloudsigma.DefaultUser, cloudsigma.DefaultPassword)
	if request.Body == nil {
		request.Body = http.NoBody
	}
	recorder := httptest.NewRecorder()
	b.Cloud.ServeHTTP(recorder, request)
	if request.Method != http.MethodGet {
		collection, _, _ := strings.Cut(strings.TrimPrefix(request.URL.Path, "/api/2.0/"), "/")
		sent := strings.TrimSpace(request.Method + " " + collection + " " + request.URL.RawQuery)
		b.Sent = append(b.Sent, sent)
		if b.Answered != nil {
			b.Answered(sent)
		}
	}
	answer := recorder.Result()
	answer.Request = request
	return answer, nil
}

// RunningServer makes a server that runs with these drives, and returns its UUID. It forgets what was sent.
func (b *Bubble) RunningServer(t *testing.T, drives ...string) string {
	t.Helper()
	definition := client.ServerDefinition{Name: "web", CPU: 2000, Memory: 1 << 30, VNCPassword: "t0p-5ecret"}
	for _, drive := range drives {
		definition.Drives = append(definition.Drives, client.ServerDrive{
			Device: "virtio", DevChannel: "0:0", Drive: client.Reference{UUID: drive},
		})
	}
	server, err := b.Client.Servers.Create(t.Context(), definition, "")
	if err == nil {
		err = b.Cloud.SetServerStatus(server.UUID, client.ServerRunning)
	}
	if err != nil {
		t.Fatal(err)
	}
	b.Sent = nil
	return server.UUID
}
