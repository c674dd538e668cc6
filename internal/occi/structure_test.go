package occi_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

// TestStructureInText: where text is configured a list goes as JSON in a string, as rOCCI writes it, unless the
// server is one that spoils quotes.
func TestStructureInText(t *testing.T) {
	t.Parallel()

	rules, err := occi.Structure(`[{"port": "22"}]`)
	if err != nil {
		t.Fatal(err)
	}

	for _, test := range []struct {
		rendering, server string
		wantErr           error
	}{
		{occi.RenderingTextPlain, "x OCCI/1.2", nil},
		{occi.RenderingTextOCCI, "x OCCI/1.2", nil},
		{occi.RenderingTextPlain, ooiServer, occi.ErrStructure},
		{occi.RenderingTextOCCI, ooiServer, occi.ErrStructure},
	} {
		t.Run(test.rendering+" "+test.server, func(t *testing.T) {
			t.Parallel()

			cloud := newServer(t, answers(http.StatusOK, "", "Server", test.server))
			client := cloud.client(t, "/", test.rendering)

			if _, err := client.List(t.Context(), "/compute/"); err != nil {
				t.Fatal(err)
			}

			err := client.Update(t.Context(), "/compute/1", nil, occi.Attributes{"a": rules})
			if !errors.Is(err, test.wantErr) {
				t.Fatalf("got error %v", err)
			}

			if err != nil {
				return
			}

			log := cloud.log()
			last := log[len(log)-1]

			message, err := occi.Decode(http.Header{"Content-Type": {last.Type}, "X-Occi-Attribute": last.Header["X-Occi-Attribute"]}, []byte(last.Body))
			if err != nil {
				t.Fatal(err)
			}

			var got []map[string]string
			if err := message.Attributes["a"].Unmarshal(&got); err != nil || len(got) != 1 || got[0]["port"] != "22" {
				t.Errorf("sent %+v: %v", last, err)
			}
		})
	}
}
