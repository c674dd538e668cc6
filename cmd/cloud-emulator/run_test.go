package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// program is a run of the program, until the context of the test ends or stop is called.
type program struct {
	announced string
	stderr    *lockedBuffer
	stop      func() error
}

// lockedBuffer is a buffer that handlers write while the test reads.
type lockedBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}

// startProgram returns when the program has said that it runs.
func startProgram(t *testing.T, c config) program {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	stderr := &lockedBuffer{}
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, c, writer, stderr)
		_ = writer.Close()
		ended <- err
	}()
	stop := sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
	t.Cleanup(func() { _ = stop() })

	var announced strings.Builder
	lines := bufio.NewScanner(reader)
	for lines.Scan() {
		announced.WriteString(lines.Text() + "\n")
		if strings.HasPrefix(lines.Text(), "Stop with") {
			break
		}
	}
	return program{announced: announced.String(), stderr: stderr, stop: stop}
}

// variables are the exports in a text.
func variables(text string) map[string]string {
	found := make(map[string]string)
	for _, match := range regexp.MustCompile(`(?m)^export (\w+)='(.*)'$`).FindAllStringSubmatch(text, -1) {
		found[match[1]] = match[2]
	}
	return found
}

func anyPort() config {
	return config{
		occiAddress: "127.0.0.1:0", keystoneAddress: "127.0.0.1:0", cloudsigmaAddress: "127.0.0.1:0", manner: occi.MannerGuide,
	}
}

func TestRun(t *testing.T) {
	t.Parallel()
	c := anyPort()
	c.logRequests = true
	c.envFile = filepath.Join(t.TempDir(), "clouds.env")
	if err := os.WriteFile(c.envFile, []byte("stale"), 0o600); err != nil {
		t.Fatal(err)
	}
	running := startProgram(t, c)

	content, err := os.ReadFile(c.envFile)
	if err != nil {
		t.Fatal(err)
	}
	environment := variables(string(content))
	if diff := cmp.Diff(environment, variables(running.announced)); diff != "" {
		t.Errorf("the announcement differs from the file (-file +announcement):\n%s", diff)
	}
	login := `{"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "` + environment["OS_USERNAME"] +
		`", "domain": {"id": "default"}, "password": "` + environment["OS_PASSWORD"] + `"}}}, "scope": {"project": {"name": "` +
		environment["OS_PROJECT_NAME"] + `", "domain": {"id": "default"}}}}}`
	answer := send(t, http.MethodPost, environment["OS_AUTH_URL"]+"/auth/tokens", login, nil)
	if answer.StatusCode != http.StatusCreated {
		t.Fatalf("the login is answered %d, want 201", answer.StatusCode)
	}
	query := environment["OCCI_ENDPOINT"] + "-/"
	keystoneURL := strings.TrimSuffix(environment["OS_AUTH_URL"], "/v3")
	refused := send(t, http.MethodGet, query, "", nil)
	if challenge := refused.Header.Get("Www-Authenticate"); refused.StatusCode != http.StatusUnauthorized || !strings.Contains(challenge, keystoneURL) {
		t.Errorf("without a token OCCI answers %d, %q, want 401 and %s", refused.StatusCode, challenge, keystoneURL)
	}
	token := http.Header{"X-Auth-Token": {answer.Header.Get("X-Subject-Token")}, "Accept": {"text/plain"}}
	if accepted := send(t, http.MethodGet, query, "", token); accepted.StatusCode != http.StatusOK {
		t.Errorf("with a token OCCI answers %d, want 200", accepted.StatusCode)
	}
	cloudsigma, err := http.NewRequestWithContext(t.Context(), http.MethodGet, environment["CLOUDSIGMA_ENDPOINT"]+"servers/", nil)
	if err != nil {
		t.Fatal(err)
	}
	cloudsigma.SetBasicAuth(environment["CLOUDSIGMA_USERNAME"], environment["CLOUDSIGMA_PASSWORD"])
	if listed := roundTrip(t, cloudsigma); listed.StatusCode != http.StatusOK {
		t.Errorf("CloudSigma answers %d, want 200", listed.StatusCode)
	}
	for _, want := range []string{"keystone   POST   /v3/auth/tokens 201", "occi       GET    /-/ 401", "cloudsigma GET    /api/2.0/servers/ 200"} {
		if !strings.Contains(running.stderr.String(), want) {
			t.Errorf("the log lacks %q:\n%s", want, running.stderr.String())
		}
	}

	if err := running.stop(); err != nil {
		t.Errorf("stopping: %v", err)
	}
	if _, err := os.Stat(c.envFile); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the file is still there: %v", err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, query, nil)
	if err != nil {
		t.Fatal(err)
	}
	if response, err := http.DefaultClient.Do(request); err == nil {
		_ = response.Body.Close()
		t.Error("OCCI still answers")
	}
}

func send(t *testing.T, method, url, body string, header http.Header) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if header != nil {
		request.Header = header
	}
	return roundTrip(t, request)
}

// roundTrip returns the answer with its body closed.
func roundTrip(t *testing.T, request *http.Request) *http.Response {
	t.Helper()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	return response
}

func TestRunWithoutKeystone(t *testing.T) {
	t.Parallel()
	c := anyPort()
	c.keystoneAddress, c.cloudsigmaAddress = "", ""
	environment := variables(startProgram(t, c).announced)
	if len(environment) != 1 {
		t.Errorf("variables %v, want OCCI_ENDPOINT only", environment)
	}
	answer := send(t, http.MethodGet, environment["OCCI_ENDPOINT"]+"-/", "", http.Header{"Accept": {"text/plain"}})
	if answer.StatusCode != http.StatusOK {
		t.Errorf("OCCI answers %d to a request without a token, want 200", answer.StatusCode)
	}
}

// TestRunWithLivePorts makes a VM, finds its port open, and breaks it, with the log on.
func TestRunWithLivePorts(t *testing.T) {
	t.Parallel()
	c := anyPort()
	c.keystoneAddress, c.cloudsigmaAddress, c.manner, c.livePorts, c.logRequests = "", "", occi.MannerStandard12, true, true
	endpoint := variables(startProgram(t, c).announced)["OCCI_ENDPOINT"]
	body := `{"kind": "http://schemas.ogf.org/occi/infrastructure#compute", "mixins": ["http://schemas.ogf.org/occi/infrastructure/compute#user_data",
		"http://schemas.openstack.org/template/os#cirros-0.3.0-x86_64-uec"],
		"attributes": {"occi.compute.userdata": "` + base64.StdEncoding.EncodeToString([]byte("# live-ports: 10022/ssh")) + `"}}`
	answer := send(t, http.MethodPost, endpoint+"compute/", body, http.Header{"Content-Type": {"application/occi+json"}, "Accept": {"application/occi+json"}})
	if answer.StatusCode != http.StatusCreated {
		t.Fatalf("the create is answered %s", answer.Status)
	}
	read := func() string {
		t.Helper()
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, answer.Header.Get("Location"), nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Accept", "application/occi+json")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		shown, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return regexp.MustCompile(`127\.\d+\.\d+\.\d+`).FindString(strings.ReplaceAll(string(shown), endpoint, ""))
	}
	listens := func(address string) bool {
		connection, err := new(net.Dialer).DialContext(t.Context(), "tcp", address+":10022")
		if err == nil {
			connection.Close()
		}
		return err == nil
	}
	address := read()
	if !listens(address) {
		t.Fatalf("nobody listens at %q", address)
	}
	id := strings.TrimPrefix(answer.Header.Get("Location"), strings.TrimSuffix(endpoint, "/"))
	broken := send(t, http.MethodPost, endpoint+"_emulator/machines", `{"id": "`+id+`", "break": "mute"}`, nil)
	if broken.StatusCode != http.StatusOK || listens(address) {
		t.Errorf("breaking %s is answered %s; it listens: %t", id, broken.Status, listens(address))
	}
	restarted := send(t, http.MethodPost, answer.Header.Get("Location")+"?action=restart",
		`{"action": "http://schemas.ogf.org/occi/infrastructure/compute/action#restart", "attributes": {"method": "warm"}}`,
		http.Header{"Content-Type": {"application/occi+json"}, "Accept": {"application/occi+json"}})
	if restarted.StatusCode >= http.StatusBadRequest {
		t.Fatalf("the restart is answered %s", restarted.Status)
	}
	// Nobody asks the cloud meanwhile.
	for deadline := time.Now().Add(10 * time.Second); !listens(address); {
		if time.Now().After(deadline) {
			t.Fatal("it does not listen after the restart")
		}
	}
}

func TestRunErrors(t *testing.T) {
	t.Parallel()
	taken, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	tests := map[string]struct {
		change func(*config)
		want   string
	}{
		"address in use":   {func(c *config) { c.cloudsigmaAddress = taken.Addr().String() }, "cloudsigma: starting the emulator"},
		"no such folder":   {func(c *config) { c.envFile = filepath.Join(t.TempDir(), "none", "clouds.env") }, "writing --env-file"},
		"file is a folder": {func(c *config) { c.envFile = mustFolder(t) }, "removing --env-file"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := anyPort()
			test.change(&c)
			err := run(t.Context(), c, io.Discard, io.Discard)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v, want %q in it", err, test.want)
			}
		})
	}
}

// mustFolder returns a folder that is not empty, and so cannot be removed like a file.
func mustFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return folder
}
