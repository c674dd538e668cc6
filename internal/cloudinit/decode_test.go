package cloudinit_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"io"
	"strings"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudinit"
)

func compressed(t *testing.T, text string) string {
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

func encode(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

func TestDecoded(t *testing.T) {
	t.Parallel()
	const multipart = "Content-Type: multipart/mixed; boundary=\"MIMEBOUNDARY\"\nMIME-Version: 1.0\r\n\r\n--MIMEBOUNDARY--\r\n"
	for name, test := range map[string]struct{ userData, want string }{
		"cloud-config":         {"#cloud-config\n", "#cloud-config\n"},
		"cloud-config encoded": {encode("#cloud-config\n"), "#cloud-config\n"},
		"script encoded":       {encode("#!/bin/sh\n") + "\n", "#!/bin/sh\n"},
		"multipart encoded":    {encode(multipart), multipart},
		"compressed":           {encode(compressed(t, multipart)), compressed(t, multipart)},
		"other encoded":        {encode("hello"), encode("hello")},
		"a word":               {"test", "test"},
		"empty":                {"", ""},
	} {
		if got := cloudinit.Decoded(test.userData); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

// TestComposeCompressed: the user data stays compressed, and has the additions in it, the same each time.
func TestComposeCompressed(t *testing.T) {
	t.Parallel()
	want, err := cloudinit.Compose("#!/bin/sh\n", everything())
	if err != nil {
		t.Fatal(err)
	}
	got, err := cloudinit.Compose(encode(compressed(t, "#!/bin/sh\n")), everything())
	if err != nil {
		t.Fatal(err)
	}
	reader, err := gzip.NewReader(strings.NewReader(got))
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := io.ReadAll(reader)
	if err != nil || string(unpacked) != want {
		t.Errorf("got %q, %v; want %q", unpacked, err, want)
	}
	if again, err := cloudinit.Compose(encode(compressed(t, "#!/bin/sh\n")), everything()); err != nil || again != got {
		t.Errorf("the second time it is another: %v", err)
	}
	if _, err := cloudinit.Compose("\x1f\x8bspoilt", everything()); err == nil || !strings.Contains(err.Error(), "cannot be unpacked") {
		t.Errorf("got %v", err)
	}
}
