package emulator

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/http"
	"net/mail"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// livePort is a port that user data asks for.
type livePort struct {
	number uint16
	// service is "", "ssh", "http", or the address of a server that connections are passed on to.
	service string
	after   time.Duration
}

var (
	livePortsLine = regexp.MustCompile(`(?m)^[ \t]*#[ \t]*live-ports:(.*)$`)
	livePortEntry = regexp.MustCompile(`^(\d+)(?:/(ssh|http)| to (\S+))?(?: after (\S+))?$`)
)

// maxUserData is how much of compressed user data is looked at.
const maxUserData = 1 << 20

// parseLivePorts reads the lines that [LivePorts] describes.
func parseLivePorts(userData []byte) ([]livePort, error) {
	var ports []livePort
	for _, line := range livePortsLine.FindAllStringSubmatch(plainUserData(userData), -1) {
		for entry := range strings.SplitSeq(line[1], ",") {
			port, err := parseLivePort(strings.TrimSpace(entry))
			if err != nil {
				return nil, fmt.Errorf("live-ports: %q: %w", strings.TrimSpace(entry), err)
			}
			ports = append(ports, port)
		}
	}
	return ports, nil
}

func parseLivePort(entry string) (livePort, error) {
	found := livePortEntry.FindStringSubmatch(entry)
	if found == nil {
		return livePort{}, fmt.Errorf("want <port>, <port>/ssh, <port>/http or <port> to <address>, each with or without after <time>")
	}
	number, err := strconv.ParseUint(found[1], 10, 16)
	if err != nil || number == 0 {
		return livePort{}, fmt.Errorf("no port")
	}
	port := livePort{number: uint16(number), service: found[2]}
	if found[3] != "" {
		target, err := netip.ParseAddrPort(found[3])
		if err != nil || !target.Addr().IsLoopback() {
			return livePort{}, fmt.Errorf("%s is no address and port on loopback", found[3])
		}
		port.service = target.String()
	}
	if found[4] != "" {
		if port.after, err = time.ParseDuration(found[4]); err != nil {
			return livePort{}, err
		}
	}
	return port, nil
}

// plainUserData is the text of user data: unpacked, and of a MIME message the texts of all its parts.
func plainUserData(userData []byte) string {
	if unpacked, err := gzip.NewReader(bytes.NewReader(userData)); err == nil {
		// What can be read of it has to do.
		userData, _ = io.ReadAll(io.LimitReader(unpacked, maxUserData))
	}
	message, err := mail.ReadMessage(bytes.NewReader(userData))
	if err != nil || message.Header.Get("Mime-Version") == "" && message.Header.Get("Content-Type") == "" {
		return string(userData)
	}
	return plainPart(message.Header.Get("Content-Type"), message.Header.Get("Content-Transfer-Encoding"), message.Body)
}

func plainPart(contentType, encoding string, body io.Reader) string {
	if strings.EqualFold(encoding, "base64") {
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	mediaType, parameters, err := mime.ParseMediaType(contentType)
	if err != nil || !strings.HasPrefix(mediaType, "multipart/") {
		text, _ := io.ReadAll(io.LimitReader(body, maxUserData))
		return plainUnlessPacked(text)
	}
	var text strings.Builder
	parts := multipart.NewReader(body, parameters["boundary"])
	for {
		part, err := parts.NextPart()
		if err != nil {
			return text.String()
		}
		text.WriteString(plainPart(part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part) + "\n")
	}
}

// plainUnlessPacked is the text of a part, which may be packed as whole user data may.
func plainUnlessPacked(text []byte) string {
	if bytes.HasPrefix(text, []byte{0x1f, 0x8b}) {
		return plainUserData(text)
	}
	return string(text)
}

// serve speaks with a client until that has enough.
func (p livePort) serve(connection net.Conn) {
	switch p.service {
	case "":
	case "ssh":
		_, _ = io.WriteString(connection, "SSH-2.0-emulated\r\n")
	case "http":
		serveHTTP(connection)
		return
	default:
		pass(connection, p.service)
		return
	}
	_, _ = io.Copy(io.Discard, connection)
}

// serveHTTP answers requests one after the other.
func serveHTTP(connection net.Conn) {
	requests := bufio.NewReader(connection)
	for {
		request, err := http.ReadRequest(requests)
		if err != nil {
			return
		}
		_, _ = io.Copy(io.Discard, request.Body)
		_, err = io.WriteString(connection, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\nready\n")
		if err != nil || request.Close {
			return
		}
	}
}

// pass connects a client to a server on loopback.
func pass(client net.Conn, target string) {
	server, err := net.DialTimeout("tcp", target, time.Second) //nolint:noctx // It ends with the client.
	if err != nil {
		return
	}
	go func() {
		_, _ = io.Copy(server, client)
		_ = server.Close()
	}()
	_, _ = io.Copy(client, server)
}
