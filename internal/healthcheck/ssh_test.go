package healthcheck_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/healthcheck"
)

// keyPair is a private key, as in a file, and what it signs with.
type keyPair struct {
	private ed25519.PrivateKey
	text    string
	signer  ssh.Signer
}

func newKeyPair(t *testing.T) keyPair {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return keyPair{private, string(pem.EncodeToMemory(block)), signer}
}

// startSSH is a server that lets in the user "ubuntu" with a key. Its commands are "true", "wait", which never ends, and others,
// which fail.
func startSSH(t *testing.T, host, user keyPair) int {
	t.Helper()
	config := &ssh.ServerConfig{PublicKeyCallback: func(metadata ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
		if metadata.User() != "ubuntu" || !bytes.Equal(key.Marshal(), user.signer.PublicKey().Marshal()) {
			return nil, errors.New("not let in")
		}
		return nil, nil
	}}
	config.AddHostKey(host.signer)
	listener, port := listen(t, 0)
	go func() {
		for connection, err := listener.Accept(); err == nil; connection, err = listener.Accept() {
			go serveSSH(connection, config)
		}
	}()
	return port
}

func serveSSH(connection net.Conn, config *ssh.ServerConfig) {
	defer connection.Close()
	_, channels, requests, err := ssh.NewServerConn(connection, config)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for newChannel := range channels {
		channel, requests, err := newChannel.Accept()
		if err != nil {
			return
		}
		for request := range requests {
			_ = request.Reply(true, nil)
			var command struct{ Text string }
			_ = ssh.Unmarshal(request.Payload, &command)
			if command.Text == "wait" {
				continue
			}
			var status struct{ Code uint32 }
			if command.Text != "true" {
				status.Code = 2
				_, _ = channel.Stderr().Write([]byte("one\nstatus: error\n"))
			}
			_, _ = channel.SendRequest("exit-status", false, ssh.Marshal(status))
			channel.Close()
		}
	}
}

func authorized(key keyPair) string { return string(ssh.MarshalAuthorizedKey(key.signer.PublicKey())) }

func TestSSHCommand(t *testing.T) {
	t.Parallel()
	host, user, other := newKeyPair(t), newKeyPair(t), newKeyPair(t)
	port := startSSH(t, host, user)
	for name, test := range map[string]struct {
		check healthcheck.SSHCheck
		want  string
	}{
		"succeeds":     {healthcheck.SSHCheck{User: "ubuntu", Command: "true", PrivateKey: user.text, HostKey: authorized(host)}, ""},
		"any host key": {healthcheck.SSHCheck{User: "ubuntu", Command: "true", PrivateKey: user.text, AnyHostKey: true}, ""},
		"fails": {
			healthcheck.SSHCheck{User: "ubuntu", Command: "cloud-init status", PrivateKey: user.text, HostKey: authorized(host)},
			`Process exited with status 2; it wrote "status: error"`,
		},
		"other host": {healthcheck.SSHCheck{User: "ubuntu", Command: "true", PrivateKey: user.text, HostKey: authorized(other)}, "host key mismatch"},
		"no policy":  {healthcheck.SSHCheck{User: "ubuntu", Command: "true", PrivateKey: user.text}, "the host key cannot be read"},
		"other key":  {healthcheck.SSHCheck{User: "ubuntu", Command: "true", PrivateKey: other.text, AnyHostKey: true}, "unable to authenticate"},
		"other user": {healthcheck.SSHCheck{User: "root", Command: "true", PrivateKey: user.text, AnyHostKey: true}, "unable to authenticate"},
		"no key":     {healthcheck.SSHCheck{User: "ubuntu", Command: "true", PrivateKey: "secret", AnyHostKey: true}, "it is no private key"},
		"banner":     {healthcheck.SSHCheck{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.check.Port = port
			err := lookOnce(t, healthcheck.SSH(loopback, test.check))
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// TestSSHCommandTakesTooLong: the wait ends a command that does not.
func TestSSHCommandTakesTooLong(t *testing.T) {
	t.Parallel()
	host, user := newKeyPair(t), newKeyPair(t)
	check := healthcheck.SSH(loopback, healthcheck.SSHCheck{
		Port: startSSH(t, host, user), User: "ubuntu", Command: "wait", PrivateKey: user.text, AnyHostKey: true,
	})
	_, err := healthcheck.Wait{Interval: time.Millisecond, Timeout: 300 * time.Millisecond}.Until(t.Context(), []healthcheck.Check{check})
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), ": wait: no answer in time") {
		t.Errorf("got %v", err)
	}
}

// TestSSHAgent logs in with a key that only an agent has.
func TestSSHAgent(t *testing.T) {
	host, user := newKeyPair(t), newKeyPair(t)
	socket := filepath.Join(t.TempDir(), "agent")
	listener, err := new(net.ListenConfig).Listen(t.Context(), "unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	keys := agent.NewKeyring()
	if err := keys.Add(agent.AddedKey{PrivateKey: user.private}); err != nil {
		t.Fatal(err)
	}
	go func() {
		for connection, err := listener.Accept(); err == nil; connection, err = listener.Accept() {
			go func() { _ = agent.ServeAgent(keys, connection) }()
		}
	}()
	check := healthcheck.SSHCheck{
		Port: startSSH(t, host, user), User: "ubuntu", Command: "true", Agent: true, HostKey: authorized(host),
	}
	t.Setenv("SSH_AUTH_SOCK", socket)
	expectError(t, lookOnce(t, healthcheck.SSH(loopback, check)), "")
	t.Setenv("SSH_AUTH_SOCK", socket+"x")
	expectError(t, lookOnce(t, healthcheck.SSH(loopback, check)), "dial: connect: no such file or directory")
}

// TestSSHBannerOfAnother: an HTTP server shows none.
func TestSSHBannerOfAnother(t *testing.T) {
	t.Parallel()
	listener, port := listen(t, 0)
	go func() {
		for connection, err := listener.Accept(); err == nil; connection, err = listener.Accept() {
			_, _ = connection.Write([]byte("HTTP/1.1 400 Bad Request\r\n\r\n"))
			connection.Close()
		}
	}()
	expectError(t, lookOnce(t, healthcheck.SSH(loopback, healthcheck.SSHCheck{Port: port})), "the server does not speak SSH")
}

// TestCheckPrivateKey: the errors do not quote the key.
func TestCheckPrivateKey(t *testing.T) {
	t.Parallel()
	key := newKeyPair(t)
	locked, err := ssh.MarshalPrivateKeyWithPassphrase(key.private, "", []byte("p4ss"))
	if err != nil {
		t.Fatal(err)
	}
	expectError(t, healthcheck.CheckPrivateKey(key.text), "")
	expectError(t, healthcheck.CheckPrivateKey(string(pem.EncodeToMemory(locked))), "it is protected by a passphrase; use the agent")
	expectError(t, healthcheck.CheckPrivateKey("p4ss"), "it is no private key in PEM or in the format of OpenSSH")
}
