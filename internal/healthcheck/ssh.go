package healthcheck

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// The limits of what is read of a server that is not known yet.
const (
	maxBannerLines = 50
	maxBannerBytes = 16 << 10
	maxOutput      = 4 << 10
	maxQuoted      = 200
)

// SSHCheck is a login by SSH, or, without a command, a look at the banner of the server.
type SSHCheck struct {
	Port int
	// User and Command are who runs what; the check passes if it ends with 0. Without a command the banner passes.
	User, Command string
	// PrivateKey is the key to log in with, in PEM or the format of OpenSSH, without a passphrase.
	PrivateKey string
	// Agent takes the keys of the agent that SSH_AUTH_SOCK names.
	Agent bool
	// HostKey is the key of the server, as in authorized_keys; AnyHostKey takes any. One of them is needed for a
	// command.
	HostKey    string
	AnyHostKey bool
}

// SSH wants the banner of an SSH server, or a command on it to succeed.
func SSH(address string, check SSHCheck) Check {
	name := fmt.Sprintf("SSH on port %d", check.Port)
	if check.Command != "" {
		name += ": " + check.Command
	}
	return Check{Name: name, Slow: check.Command != "", Look: func(ctx context.Context) error {
		connection, err := new(net.Dialer).DialContext(ctx, "tcp", hostPort(address, check.Port))
		if err != nil {
			return err
		}
		defer connection.Close()
		// Reads and writes end with the context.
		defer context.AfterFunc(ctx, func() { _ = connection.SetDeadline(time.Unix(1, 0)) })()
		if check.Command == "" {
			return readBanner(connection)
		}
		return check.run(ctx, connection)
	}}
}

// CheckPrivateKey tells what is wrong with a private key. The error does not quote it.
func CheckPrivateKey(text string) error {
	_, err := ssh.ParsePrivateKey([]byte(text))
	var locked *ssh.PassphraseMissingError
	if errors.As(err, &locked) {
		return errors.New("it is protected by a passphrase; use the agent")
	}
	if err != nil {
		return errors.New("it is no private key in PEM or in the format of OpenSSH")
	}
	return nil
}

// CheckHostKey tells what is wrong with the key of a server.
func CheckHostKey(text string) error {
	_, _, _, _, err := ssh.ParseAuthorizedKey([]byte(text))
	return err
}

// readBanner looks for the identification of an SSH server; other lines may come before it (RFC 4253, section 4.2).
func readBanner(connection io.Reader) error {
	lines := bufio.NewScanner(io.LimitReader(connection, maxBannerBytes))
	for range maxBannerLines {
		if !lines.Scan() {
			break
		}
		if strings.HasPrefix(lines.Text(), "SSH-") {
			return nil
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return errors.New("the server does not speak SSH")
}

func (c SSHCheck) run(ctx context.Context, connection net.Conn) error {
	config, closeAgent, err := c.clientConfig(ctx)
	if err != nil {
		return err
	}
	defer closeAgent()
	session, channels, requests, err := ssh.NewClientConn(connection, connection.RemoteAddr().String(), config)
	if err != nil {
		return errors.Join(ctx.Err(), err)
	}
	client := ssh.NewClient(session, channels, requests)
	defer client.Close()
	shell, err := client.NewSession()
	if err != nil {
		return errors.Join(ctx.Err(), err)
	}
	defer shell.Close()
	output := &tail{}
	shell.Stdout, shell.Stderr = output, output
	if err := shell.Run(c.Command); err != nil {
		return errors.Join(ctx.Err(), fmt.Errorf("%w%s", err, output.quote()))
	}
	return nil
}

// clientConfig is how to log in; the function returned lets go of the agent.
func (c SSHCheck) clientConfig(ctx context.Context) (*ssh.ClientConfig, func(), error) {
	config := &ssh.ClientConfig{User: c.User}
	if c.AnyHostKey {
		config.HostKeyCallback = ssh.InsecureIgnoreHostKey() //nolint:gosec // The user's explicit choice.
	} else {
		key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(c.HostKey))
		if err != nil {
			return nil, nil, fmt.Errorf("the host key cannot be read: %w", err)
		}
		config.HostKeyCallback, config.HostKeyAlgorithms = ssh.FixedHostKey(key), algorithmsOf(key)
	}
	if c.PrivateKey != "" {
		signer, err := ssh.ParsePrivateKey([]byte(c.PrivateKey))
		if err != nil {
			return nil, nil, CheckPrivateKey(c.PrivateKey)
		}
		config.Auth = append(config.Auth, ssh.PublicKeys(signer))
	}
	if !c.Agent {
		return config, func() {}, nil
	}
	socket, err := new(net.Dialer).DialContext(ctx, "unix", os.Getenv("SSH_AUTH_SOCK"))
	if err != nil {
		return nil, nil, fmt.Errorf("no SSH agent at SSH_AUTH_SOCK: %w", err)
	}
	config.Auth = append(config.Auth, ssh.PublicKeysCallback(agent.NewClient(socket).Signers))
	return config, func() { _ = socket.Close() }, nil
}

// algorithmsOf are the signatures that a key can make: the server may have keys of other types, too.
func algorithmsOf(key ssh.PublicKey) []string {
	if key.Type() == ssh.KeyAlgoRSA {
		return []string{ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256}
	}
	return []string{key.Type()}
}

// tail keeps the last of what a command writes. Both streams of a session are copied at once.
type tail struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (t *tail) Write(text []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text.Write(text)
	if extra := t.text.Len() - maxOutput; extra > 0 {
		t.text.Next(extra)
	}
	return len(text), nil
}

// quote is the last line, for a message.
func (t *tail) quote() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	text := strings.TrimSpace(t.text.String())
	text = text[strings.LastIndex(text, "\n")+1:]
	if text == "" {
		return ""
	}
	if len(text) > maxQuoted {
		text = "…" + text[len(text)-maxQuoted:]
	}
	return fmt.Sprintf("; it wrote %q", text)
}
