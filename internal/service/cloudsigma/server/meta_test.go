package server_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// TestServerUserDataInMeta writes the user data by hand, as users of providers without user_data do.
func TestServerUserDataInMeta(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	byHand := f.config(`meta = { cloudinit-user-data = "b25l", base64_fields = "cloudinit-user-data,motd", motd = "aGk=" }`)
	attribute := f.config(`meta = { base64_fields = "motd", motd = "aGk=" }`, `user_data = "one"`)
	meta := func(fields string) resource.TestCheckFunc {
		return f.checkServer(func(server emulated.Server) error {
			if server.Meta[cloudsigma.MetaUserData] != "b25l" || server.Meta[cloudsigma.MetaBase64Fields] != fields {
				return fmt.Errorf("meta is %v, want base64_fields = %q", server.Meta, fields)
			}
			return nil
		})
	}
	f.test(t,
		resource.TestStep{Config: byHand, Check: meta("cloudinit-user-data,motd")},
		resource.TestStep{Config: attribute, Check: meta("motd,cloudinit-user-data")},
		resource.TestStep{Config: byHand, Check: meta("cloudinit-user-data,motd")},
	)
}

// TestServerUserDataLeavesMeta moves the user data from a meta that is removed to the attribute, and
// removes it there.
func TestServerUserDataLeavesMeta(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	meta := func(wanted map[string]string) resource.TestCheckFunc {
		return f.checkServer(func(server emulated.Server) error {
			delete(server.Meta, cloudsigma.MetaCreateMarker)
			if diff := cmp.Diff(wanted, server.Meta); diff != "" {
				return errors.New("meta (-want +got):\n" + diff)
			}
			return nil
		})
	}
	motd := map[string]string{"motd": "aGk=", cloudsigma.MetaBase64Fields: "motd"}
	f.test(t,
		resource.TestStep{
			Config: f.config(`meta = { cloudinit-user-data = "b25l", base64_fields = "cloudinit-user-data,motd", motd = "aGk=" }`),
		},
		resource.TestStep{Config: f.config(`user_data = "two"`), Check: meta(map[string]string{
			"motd": "aGk=", cloudsigma.MetaUserData: "dHdv", cloudsigma.MetaBase64Fields: "motd,cloudinit-user-data",
		})},
		resource.TestStep{Config: f.config(), Check: meta(motd)},
	)
}

// TestServerSpellingOfBase64Fields writes base64_fields otherwise than this provider would.
func TestServerSpellingOfBase64Fields(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	servers := func(lines func(user, meta string) []string) string {
		config := f.Provider
		for label, server := range map[string]struct{ user, meta string }{
			"spaces":            {"", `meta = { base64_fields = "a, b" }`},
			"nothing":           {"", `meta = { base64_fields = "" }`},
			"beside_user_data":  {`user_data = "one"`, `meta = { base64_fields = "a, b" }`},
			"nothing_beside_it": {`user_data = "one"`, `meta = { base64_fields = "" }`},
		} {
			config += fmt.Sprintf("resource \"cloudsigma_server\" %q {\n%s\n}\n", label, arguments(lines(server.user, server.meta)...))
		}
		return config
	}
	f.test(t,
		resource.TestStep{Config: servers(func(user, meta string) []string { return []string{user, meta} })},
		resource.TestStep{Config: servers(func(user, meta string) []string { return []string{user, meta, `name = "renamed"`} })},
		resource.TestStep{Config: servers(func(_, meta string) []string { return []string{meta} })},
	)
}

// TestServerUserDataInBase64: what cloudinit_config renders by default, compressed and in base64, is not encoded twice. It is
// no text, so that an import shows it in base64.
func TestServerUserDataInBase64(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	if _, err := io.WriteString(writer, "#cloud-config\n"); err != nil || writer.Close() != nil {
		t.Fatal(err)
	}
	encoded := base64.StdEncoding.EncodeToString(packed.Bytes())
	f := newFixture(t, emulated.Options{})
	f.test(t,
		resource.TestStep{
			Config: f.config(fmt.Sprintf("user_data = %q\nnetwork {\n type = \"dhcp\"\n}", encoded)),
			Check: f.checkServer(func(server emulated.Server) error {
				if got := server.Meta[cloudsigma.MetaUserData]; got != encoded {
					return fmt.Errorf("meta has the user data %q, want %q", got, encoded)
				}
				return nil
			}),
		},
		resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateVerify: true,
			ImportStateVerifyIgnore: []string{"shutdown_timeout"},
		},
	)
}
