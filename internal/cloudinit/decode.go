package cloudinit

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
)

// maxUnpacked is how much of compressed user data is unpacked.
const maxUnpacked = 16 << 20

// Decoded is user data as cloud-init is to get it: what is in base64 is decoded, as the provider hashicorp/cloudinit
// renders it unless told otherwise (compressed, in base64). Base64 of anything else than user data stays as it is.
func Decoded(userData string) string {
	decoded, err := base64.StdEncoding.DecodeString(strings.TrimSpace(userData))
	if err != nil || len(decoded) == 0 {
		return userData
	}
	if text := string(decoded); isCompressed(text) || isMIME(text) || strings.HasPrefix(text, "#") {
		return text
	}
	return userData
}

// isCompressed tells gzip by its magic number, as cloud-init does.
func isCompressed(userData string) bool { return strings.HasPrefix(userData, "\x1f\x8b") }

func unpack(userData string) (string, error) {
	reader, err := gzip.NewReader(strings.NewReader(userData))
	if err != nil {
		return "", fmt.Errorf("the user data begins as gzip but cannot be unpacked: %w", err)
	}
	text, err := io.ReadAll(io.LimitReader(reader, maxUnpacked+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("the user data begins as gzip but cannot be unpacked: %w", err)
	case len(text) > maxUnpacked:
		return "", fmt.Errorf("the user data is larger than %d bytes when it is unpacked", maxUnpacked)
	}
	return string(text), nil
}

func pack(text string) (string, error) {
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	_, err := io.WriteString(writer, text)
	if err == nil {
		err = writer.Close()
	}
	if err != nil {
		return "", fmt.Errorf("the user data cannot be compressed: %w", err)
	}
	return packed.String(), nil
}
