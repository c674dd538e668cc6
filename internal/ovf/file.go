package ovf

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
)

const (
	// maxEnvelopeBytes is many times the size of the envelopes of large appliances.
	maxEnvelopeBytes = 8 << 20
	// maxMembers is how many members of an OVA are looked at. The envelope has to be the first (DSP0243, 5.3).
	maxMembers = 1000
	// magicOffset is where a tar archive says that it is one.
	magicOffset = 257
	magic       = "ustar"
)

// ReadFile reads an OVF file, or the first envelope in an OVA. Options choose among deployment configurations.
// Errors of the content are an *Error.
func ReadFile(name string, options Options) (*Envelope, error) {
	// A device or a pipe might never end.
	if info, err := os.Stat(name); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, &Error{Path: name, Err: errors.New("it is not a regular file")}
	}
	file, err := os.Open(name) //nolint:gosec // Reading a file that the user names is the purpose.
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()

	label, content := name, io.Reader(file)
	if isArchive(name, file) {
		member, archive, err := findEnvelope(file)
		if err != nil {
			return nil, &Error{Path: name, Err: err}
		}
		label, content = fmt.Sprintf("%s(%s)", name, member), archive
	}
	envelope, err := Read(content, options)
	var wrong *Error
	switch {
	case errors.As(err, &wrong):
		return nil, &Error{Path: label, Line: wrong.Line, Err: wrong.Err}
	case err != nil:
		return nil, &Error{Path: label, Err: err}
	default:
		return envelope, nil
	}
}

// isArchive tells a tar archive from an envelope: by what it says, or in archives older than POSIX by its name.
func isArchive(name string, content io.ReaderAt) bool {
	found := make([]byte, len(magic))
	if _, err := content.ReadAt(found, magicOffset); err == nil && string(found) == magic {
		return true
	}
	return strings.EqualFold(path.Ext(name), ".ova")
}

// findEnvelope returns the name and the content of the first envelope in an archive. Other members are skipped
// without being read.
func findEnvelope(content io.Reader) (string, io.Reader, error) {
	archive := tar.NewReader(content)
	for range maxMembers {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return "", nil, errors.New("the archive holds no file that ends with .ovf")
		}
		if err != nil {
			return "", nil, fmt.Errorf("it is no readable tar archive: %w", err)
		}
		if header.Typeflag == tar.TypeReg && strings.EqualFold(path.Ext(header.Name), ".ovf") {
			return header.Name, archive, nil
		}
	}
	return "", nil, fmt.Errorf("none of the first %d members of the archive ends with .ovf", maxMembers)
}

// readBounded reads everything, or fails if that is too much.
func readBounded(content io.Reader) ([]byte, error) {
	read, err := io.ReadAll(io.LimitReader(content, maxEnvelopeBytes+1))
	if err != nil {
		return nil, err
	}
	if len(read) > maxEnvelopeBytes {
		return nil, fmt.Errorf("it has more than %d MiB, so it is no envelope", maxEnvelopeBytes>>20)
	}
	return bytes.TrimPrefix(read, []byte("\ufeff")), nil
}
