package cloudinit

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/mail"
	"net/textproto"
	"slices"
	"strings"
	"unicode"
)

// MetadataPath is where [Additions.Metadata] is put, as a JSON object of strings.
const MetadataPath = "/etc/occi/metadata.json"

// File is a file to write before anything of the user data is run.
type File struct {
	// Path is absolute.
	Path string
	// Content is the text of the file or, with Base64, its content in base64.
	Content string
	Base64  bool
	// Permissions are octal, such as "0600"; "" is cloud-init's default, 0644.
	Permissions string
	// Owner is a user and a group, such as "root:root", which is the default.
	Owner string
}

// Additions are put into a machine besides the user data.
type Additions struct {
	Files    []File
	Metadata map[string]string
	// AuthorizedKeys are public keys, for the default user of the image.
	AuthorizedKeys []string
}

// Empty tells whether there is nothing to add.
func (a Additions) Empty() bool {
	return len(a.Files) == 0 && len(a.Metadata) == 0 && len(a.AuthorizedKeys) == 0
}

// Compose returns the user data with the additions: a MIME multipart of both or, if there is only one, that alone. The
// same input always gives the same text, since a change of user data makes a new machine. User data that
// is a MIME message itself becomes a part of another; an error is that it cannot be read. User data is decoded first, as
// [Decoded] does; what was compressed is again.
func Compose(userData string, additions Additions) (string, error) {
	userData = Decoded(userData)
	if additions.Empty() {
		return userData, nil
	}
	if isCompressed(userData) {
		return composeCompressed(userData, additions)
	}
	config, err := additions.cloudConfig()
	if err != nil {
		return "", err
	}
	if strings.TrimSpace(userData) == "" {
		return config, nil
	}
	header, body, err := partOf(userData)
	if err != nil {
		return "", err
	}
	return archive([]part{encoded(header, body), encoded(mergingHeader(), config)})
}

func composeCompressed(userData string, additions Additions) (string, error) {
	text, err := unpack(userData)
	if err != nil {
		return "", err
	}
	if text, err = Compose(text, additions); err != nil {
		return "", err
	}
	return pack(text)
}

// cloudConfig is what cloud-init does the additions by. JSON is YAML.
func (a Additions) cloudConfig() (string, error) {
	files := slices.Clone(a.Files)
	if len(a.Metadata) > 0 {
		text, err := json.Marshal(a.Metadata)
		if err != nil {
			return "", fmt.Errorf("the metadata cannot be written: %w", err)
		}
		files = append(files, File{Path: MetadataPath, Content: string(text)})
	}
	config := struct {
		WriteFiles     []writtenFile `json:"write_files,omitempty"`
		AuthorizedKeys []string      `json:"ssh_authorized_keys,omitempty"`
	}{AuthorizedKeys: a.AuthorizedKeys}
	for _, file := range files {
		config.WriteFiles = append(config.WriteFiles, file.written())
	}
	text, err := json.MarshalIndent(config, "", "  ")
	if err != nil {
		return "", fmt.Errorf("the cloud-config cannot be written: %w", err)
	}
	return "#cloud-config\n" + string(text) + "\n", nil
}

// writtenFile is an element of write_files.
type writtenFile struct {
	Path        string `json:"path"`
	Content     string `json:"content"`
	Encoding    string `json:"encoding,omitempty"`
	Permissions string `json:"permissions,omitempty"`
	Owner       string `json:"owner,omitempty"`
}

func (f File) written() writtenFile {
	written := writtenFile{Path: f.Path, Content: f.Content, Permissions: f.Permissions, Owner: f.Owner}
	if f.Base64 {
		written.Encoding = "b64"
	}
	return written
}

type part struct {
	header textproto.MIMEHeader
	body   string
}

// mergingHeader has cloud-init append the lists of a cloud-config to those of an earlier part, which it
// would else replace.
func mergingHeader() textproto.MIMEHeader {
	header := contentType("text/cloud-config")
	header.Set("X-Merge-Type", "list(append)+dict(no_replace,recurse_list)+str()")
	return header
}

func contentType(mediaType string) textproto.MIMEHeader {
	return textproto.MIMEHeader{"Content-Type": {mediaType}, "Mime-Version": {"1.0"}}
}

// partOf makes a part of user data. cloud-init tells from the first line of text/plain what it is.
func partOf(userData string) (textproto.MIMEHeader, string, error) {
	if !isMIME(userData) {
		return contentType("text/plain; charset=utf-8"), userData, nil
	}
	message, err := mail.ReadMessage(strings.NewReader(userData))
	if err != nil {
		return nil, "", fmt.Errorf("the user data begins as a MIME message but cannot be read: %w", err)
	}
	var body bytes.Buffer
	if _, err := body.ReadFrom(message.Body); err != nil {
		return nil, "", fmt.Errorf("the user data begins as a MIME message but cannot be read: %w", err)
	}
	return textproto.MIMEHeader(message.Header), body.String(), nil
}

// isMIME tells MIME messages as cloud-init does.
func isMIME(userData string) bool {
	start := strings.ToLower(userData[:min(len(userData), 4096)])
	return strings.Contains(start, "mime-version:") && (strings.HasPrefix(start, "mime-version:") ||
		strings.HasPrefix(start, "content-type:") || strings.HasPrefix(start, "from "))
}

// encoded has text that is not ASCII encoded in base64: cloud-init spoils it otherwise (22.4 reads the message as a
// Python string, which has no bytes for it). A multipart cannot be encoded as a whole (RFC 2045, section 6.4).
func encoded(header textproto.MIMEHeader, body string) part {
	isASCII := !strings.ContainsFunc(body, func(character rune) bool { return character > unicode.MaxASCII })
	if isASCII || header.Get(transferEncoding) != "" || strings.HasPrefix(header.Get("Content-Type"), "multipart/") {
		return part{header, body}
	}
	header.Set(transferEncoding, "base64")
	text := base64.StdEncoding.EncodeToString([]byte(body))
	lines := slices.Collect(slices.Chunk([]byte(text), encodedLine))
	return part{header, string(bytes.Join(lines, []byte("\r\n")))}
}

const (
	transferEncoding = "Content-Transfer-Encoding"
	// encodedLine is the longest line of base64 (RFC 2045, section 6.8).
	encodedLine = 76
)

// archive writes the parts one after the other. The boundary is made of them, so that it is the same each time
// and in none of them.
func archive(parts []part) (string, error) {
	digest := sha256.New()
	for _, p := range parts {
		digest.Write([]byte(p.body))
	}
	boundary := "part-" + hex.EncodeToString(digest.Sum(nil))
	var text bytes.Buffer
	fmt.Fprintf(&text, "Content-Type: multipart/mixed; boundary=\"%s\"\r\nMIME-Version: 1.0\r\n\r\n", boundary)
	writer := multipart.NewWriter(&text)
	if err := writer.SetBoundary(boundary); err != nil {
		return "", fmt.Errorf("the user data cannot be put together: %w", err)
	}
	for _, p := range parts {
		section, err := writer.CreatePart(p.header)
		if err == nil {
			_, err = section.Write([]byte(p.body))
		}
		if err != nil {
			return "", fmt.Errorf("the user data cannot be put together: %w", err)
		}
	}
	if err := writer.Close(); err != nil {
		return "", fmt.Errorf("the user data cannot be put together: %w", err)
	}
	return text.String(), nil
}
