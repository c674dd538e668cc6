package cloudinit_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"net/textproto"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudinit"
)

func everything() cloudinit.Additions {
	return cloudinit.Additions{
		Files: []cloudinit.File{
			{Path: "/etc/motd", Content: "Grüß Gott\n"},
			{Path: "/root/key", Content: "AAEC", Base64: true, Permissions: "0600", Owner: "root:root"},
		},
		Metadata:       map[string]string{"role": "web"},
		AuthorizedKeys: []string{"ssh-ed25519 AAAA me@example.org"},
	}
}

// config is the part of the user data that the additions make.
type config struct {
	WriteFiles []struct {
		Path, Content, Encoding, Permissions, Owner string
	} `json:"write_files"`
	AuthorizedKeys []string `json:"ssh_authorized_keys"`
}

func readConfig(t *testing.T, text string) config {
	t.Helper()
	first, rest, _ := strings.Cut(text, "\n")
	if first != "#cloud-config" {
		t.Fatalf("a cloud-config begins with %q", first)
	}
	var read config
	if err := json.Unmarshal([]byte(rest), &read); err != nil {
		t.Fatal(err)
	}
	return read
}

func TestComposeWithoutUserData(t *testing.T) {
	t.Parallel()
	text, err := cloudinit.Compose(" \n", everything())
	if err != nil {
		t.Fatal(err)
	}
	read := readConfig(t, text)
	var paths []string
	for _, file := range read.WriteFiles {
		paths = append(paths, file.Path)
	}
	if diff := cmp.Diff([]string{"/etc/motd", "/root/key", cloudinit.MetadataPath}, paths); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if key := read.WriteFiles[1]; key.Encoding != "b64" || key.Permissions != "0600" || key.Owner != "root:root" || key.Content != "AAEC" {
		t.Errorf("the key is written as %+v", key)
	}
	if read.WriteFiles[0].Content != "Grüß Gott\n" || read.WriteFiles[0].Encoding != "" {
		t.Errorf("the text is written as %+v", read.WriteFiles[0])
	}
	if read.WriteFiles[2].Content != `{"role":"web"}` {
		t.Errorf("the metadata are %s", read.WriteFiles[2].Content)
	}
	if diff := cmp.Diff(everything().AuthorizedKeys, read.AuthorizedKeys); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestComposeWithNothingToAdd(t *testing.T) {
	t.Parallel()
	for _, userData := range []string{"", "#!/bin/sh\n", "Content-Type: text/plain\nMIME-Version: 1.0\n\n"} {
		if text, err := cloudinit.Compose(userData, cloudinit.Additions{}); err != nil || text != userData {
			t.Errorf("%q became %q, %v", userData, text, err)
		}
	}
}

type message struct {
	header textproto.MIMEHeader
	body   string
}

func readParts(t *testing.T, contentType string, body io.Reader) []message {
	t.Helper()
	mediaType, parameters, err := mime.ParseMediaType(contentType)
	if err != nil || mediaType != "multipart/mixed" {
		t.Fatalf("%q is no multipart: %v", contentType, err)
	}
	var parts []message
	for reader := multipart.NewReader(body, parameters["boundary"]); ; {
		part, err := reader.NextRawPart()
		if errors.Is(err, io.EOF) {
			return parts
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		if part.Header.Get("Content-Transfer-Encoding") == "base64" {
			if content, err = base64.StdEncoding.DecodeString(strings.ReplaceAll(string(content), "\r\n", "")); err != nil {
				t.Fatal(err)
			}
		} else if strings.ContainsFunc(string(content), func(r rune) bool { return r > unicode.MaxASCII }) {
			t.Errorf("%q is not encoded", content)
		}
		parts = append(parts, message{part.Header, string(content)})
	}
}

func compose(t *testing.T, userData string) []message {
	t.Helper()
	text, err := cloudinit.Compose(userData, everything())
	if err != nil {
		t.Fatal(err)
	}
	again, err := cloudinit.Compose(userData, everything())
	if err != nil || again != text {
		t.Errorf("the same input gave another text: %v", err)
	}
	read, err := mail.ReadMessage(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return readParts(t, read.Header.Get("Content-Type"), read.Body)
}

func TestComposeWithUserData(t *testing.T) {
	t.Parallel()
	for _, userData := range []string{
		"#cloud-config\npackages: [nginx]\n", "#!/bin/sh\necho MIME-Version: 1.0\n", "#include\nhttps://example.org/\n", strings.Repeat("é", 100), "--part\n",
	} {
		parts := compose(t, userData)
		if len(parts) != 2 || parts[0].body != userData || !strings.HasPrefix(parts[0].header.Get("Content-Type"), "text/plain") {
			t.Fatalf("%q became %+v", userData, parts)
		}
		if got := parts[1].header; got.Get("Content-Type") != "text/cloud-config" || !strings.Contains(got.Get("X-Merge-Type"), "list(append)") {
			t.Errorf("the additions have the header %v", got)
		}
		if read := readConfig(t, parts[1].body); len(read.WriteFiles) != 3 {
			t.Errorf("the additions are %+v", read)
		}
	}
}

// TestComposeWithMultipart keeps a multipart, as of the provider hashicorp/cloudinit, whole.
func TestComposeWithMultipart(t *testing.T) {
	t.Parallel()
	const inner = "--MIMEBOUNDARY\r\nContent-Type: text/x-shellscript\r\nMIME-Version: 1.0\r\n\r\n#!/bin/sh\r\n--MIMEBOUNDARY--\r\n"
	parts := compose(t, "Content-Type: multipart/mixed; boundary=\"MIMEBOUNDARY\"\nMIME-Version: 1.0\r\n\r\n"+inner)
	if len(parts) != 2 || parts[0].body != inner {
		t.Fatalf("got %+v", parts)
	}
	nested := readParts(t, parts[0].header.Get("Content-Type"), strings.NewReader(parts[0].body))
	if len(nested) != 1 || nested[0].body != "#!/bin/sh" {
		t.Errorf("the multipart within has %+v", nested)
	}
}

func TestComposeWithBrokenMultipart(t *testing.T) {
	t.Parallel()
	if text, err := cloudinit.Compose("Content-Type: multipart/mixed\nMIME-Version: 1.0\nno header", everything()); err == nil {
		t.Errorf("got %q, want an error", text)
	}
}
