package emulator

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func zipped(t *testing.T, text string) string {
	t.Helper()
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	if _, err := io.WriteString(writer, text); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.String()
}

func TestParseLivePorts(t *testing.T) {
	t.Parallel()
	multipart := "Content-Type: multipart/mixed; boundary=\"x\"\r\nMIME-Version: 1.0\r\n\r\n" +
		"--x\r\nContent-Type: text/cloud-config\r\n\r\n#cloud-config\r\n# live-ports: 1\r\n" +
		"--x\r\nContent-Type: text/x-shellscript\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
		base64.StdEncoding.EncodeToString([]byte("#!/bin/sh\n# live-ports: 2/http\n")) + "\r\n--x--\r\n"
	for name, test := range map[string]struct {
		userData string
		want     []livePort
		problem  string
	}{
		"none":   {"#cloud-config\n", nil, ""},
		"binary": {"\x00\xff", nil, ""},
		"all": {
			"#!/bin/sh\n  # live-ports: 22/ssh, 5000/http after 1m, 8080 after 2s, 3306 to 127.0.0.1:13306\necho",
			[]livePort{{22, "ssh", 0}, {5000, "http", time.Minute}, {8080, "", 2 * time.Second}, {3306, "127.0.0.1:13306", 0}},
			"",
		},
		"multipart":        {multipart, []livePort{{1, "", 0}, {2, "http", 0}}, ""},
		"zipped":           {zipped(t, multipart), []livePort{{1, "", 0}, {2, "http", 0}}, ""},
		"other service":    {"# live-ports: 21/ftp", nil, `live-ports: "21/ftp": want <port>, `},
		"no port":          {"# live-ports: 70000", nil, `live-ports: "70000": no port`},
		"not on this host": {"# live-ports: 80 to 192.0.2.1:80", nil, "192.0.2.1:80 is no address and port on loopback"},
		"no time":          {"# live-ports: 80 after noon", nil, "invalid duration"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := parseLivePorts([]byte(test.userData))
			if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(livePort{})); diff != "" {
				t.Error(diff)
			}
			if (err == nil) != (test.problem == "") || err != nil && !strings.Contains(err.Error(), test.problem) {
				t.Errorf("got %v, want %q", err, test.problem)
			}
		})
	}
}

// dial connects, and returns the first that the server says.
func dial(t *testing.T, address string, port int, request string) string {
	t.Helper()
	connection, err := new(net.Dialer).DialContext(t.Context(), "tcp", fmt.Sprintf("%s:%d", address, port))
	if err != nil {
		return "closed"
	}
	defer connection.Close()
	if _, err := io.WriteString(connection, request); err != nil {
		return err.Error()
	}
	answer := make([]byte, 100)
	n, err := connection.Read(answer)
	if err != nil {
		return err.Error()
	}
	return string(answer[:n])
}

func TestLivePorts(t *testing.T) {
	t.Parallel()
	ports := NewLivePorts(func(err error) { t.Error(err) })
	t.Cleanup(ports.Close)
	behind, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { behind.Close() })
	go func() {
		for connection, err := behind.Accept(); err == nil; connection, err = behind.Accept() {
			_, _ = io.WriteString(connection, "the real one")
			connection.Close()
		}
	}()
	first, other, floating := ports.Address(), ports.Address(), ports.Address()
	userData := []byte("# live-ports: 10022/ssh, 10080/http, 10033 to " + behind.Addr().String() + ", 10044 after 1h")
	machine := LiveMachine{Addresses: []string{first, ""}, UserData: userData}
	up := map[string]LiveMachine{"a": machine, "b": {Addresses: []string{other}, UserData: []byte("# live-ports: 10022/ssh")}}
	ports.Sync(up)

	expect := func(address string, port int, request, want string) {
		t.Helper()
		if got := dial(t, address, port, request); !strings.HasPrefix(got, want) {
			t.Errorf("%s:%d says %q, want %q", address, port, got, want)
		}
	}
	expect(first, 10022, "", "SSH-2.0-emulated\r\n")
	expect(first, 10080, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 200 OK\r\n")
	expect(first, 10033, "", "the real one")
	expect(first, 10044, "", "closed")
	expect(other, 10022, "", "SSH-2.0-emulated\r\n")
	expect(other, 10080, "", "closed")

	// An address that came later.
	machine.Addresses = append(machine.Addresses, floating)
	up["a"] = machine
	ports.Sync(up)
	expect(floating, 10022, "", "SSH-2.0-emulated\r\n")

	if err := ports.Mute("a"); err != nil {
		t.Error(err)
	}
	ports.Sync(up)
	expect(first, 10022, "", "closed")
	expect(other, 10022, "", "SSH-2.0-emulated\r\n")
	if err := ports.Mute("c"); err == nil {
		t.Error("a machine that does not run was muted")
	}

	// A restart.
	ports.Sync(map[string]LiveMachine{"b": up["b"]})
	ports.Sync(up)
	expect(first, 10022, "", "SSH-2.0-emulated\r\n")
	ports.Close()
	expect(first, 10022, "", "closed")
	expect(other, 10022, "", "closed")
}

// TestLivePortAfter: the port opens by the clock, whether somebody asks the cloud or not.
func TestLivePortAfter(t *testing.T) {
	t.Parallel()
	ports := NewLivePorts(func(err error) { t.Error(err) })
	t.Cleanup(ports.Close)
	address := ports.Address()
	ports.Sync(map[string]LiveMachine{"a": {Addresses: []string{address}, UserData: []byte("# live-ports: 10022/ssh after 20ms")}})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for dial(t, address, 10022, "") == "closed" {
		if err := wait(ctx, time.Millisecond); err != nil {
			t.Fatal(err)
		}
	}
}

// breakable is a cloud with one machine.
type breakable struct {
	counter

	broken Breakage
}

func (b *breakable) Break(id string, how Breakage) error {
	if id != "/compute/1" {
		return fmt.Errorf("no %s", id)
	}
	b.broken = how
	return nil
}

func TestBreakMachine(t *testing.T) {
	t.Parallel()
	cloud := &breakable{}
	server, err := Start(t.Context(), "127.0.0.1:0", cloud, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	for body, want := range map[string]int{
		`{"id": "/compute/1", "break": "mute"}`:   http.StatusOK,
		`{"id": "/compute/2", "break": "mute"}`:   http.StatusNotFound,
		`{"id": "/compute/1", "break": "mildly"}`: http.StatusBadRequest,
		`{"name": "x"}`: http.StatusBadRequest,
	} {
		if status, answer := do(t, server, http.MethodPost, "/_emulator/machines", body); status != want {
			t.Errorf("%s: %d %s, want %d", body, status, answer, want)
		}
	}
	if cloud.broken != BreakMute {
		t.Errorf("the machine is broken by %q", cloud.broken)
	}
	if status, _ := do(t, serve(t), http.MethodPost, "/_emulator/machines", `{"id": "/compute/1", "break": "mute"}`); status != http.StatusBadRequest {
		t.Errorf("a cloud without machines answers %d", status)
	}
}
