package acctest

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/keystone"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// OCCI is an OCCI cloud for one test.
type OCCI struct {
	// Provider is the provider block, to be put before the resources of a configuration.
	Provider string
	// Image and OtherImage, Flavor and OtherFlavor name templates that the cloud has.
	Image, OtherImage, Flavor, OtherFlavor string
	// Manner is the kind of server; "" for the real cloud.
	Manner occi.Manner
	// Server and Cloud are the emulator, Keystone the cloud that gives the tokens; nil for the real cloud.
	Server   *emulator.Server
	Cloud    *occi.Cloud
	Keystone *keystone.Cloud
	// KeystoneServer is where Keystone listens.
	KeystoneServer *emulator.Server
}

// OnOCCI runs a test on the cloud that the environment names, or else on the emulator, in the manner of occi-os or, in
// the matrix, in the others. OCCI_IMAGE, OCCI_OTHER_IMAGE, OCCI_FLAVOR and OCCI_OTHER_FLAVOR name
// templates of a real cloud.
func OnOCCI(t *testing.T, options occi.Options, test func(t *testing.T, cloud *OCCI)) {
	t.Helper()
	onOCCI(t, occi.Manners(), options, test)
}

// OnGuideOCCI is OnOCCI in the two manners of the OpenStack OCCI guide: for what other servers do not have.
func OnGuideOCCI(t *testing.T, test func(t *testing.T, cloud *OCCI)) {
	t.Helper()
	onOCCI(t, guideManners, occi.Options{}, test)
}

var guideManners = []occi.Manner{occi.MannerGuide, occi.MannerOcciOS}

func onOCCI(t *testing.T, manners []occi.Manner, options occi.Options, test func(t *testing.T, cloud *OCCI)) {
	t.Helper()
	if os.Getenv("OCCI_ENDPOINT") != "" {
		test(t, realOCCI())
		return
	}
	emulatedOCCI(t, manners, options, test)
}

// inMatrix tells whether make test-matrix runs the tests, of which the rest is what make test leaves out.
func inMatrix() bool { return os.Getenv("TEST_MATRIX") == "servers" }

// isLife tells whether a test is the one of an entity that runs in every manner and rendering in the matrix.
func isLife(t *testing.T) bool {
	t.Helper()
	return strings.HasPrefix(t.Name(), "TestLife")
}

// renderings are those to test a manner in: the one that the provider chooses, or all.
func renderings(t *testing.T, manner occi.Manner) []string {
	t.Helper()
	if inMatrix() && isLife(t) {
		return allRenderings(manner)
	}
	return []string{"auto"}
}

// allRenderings are those that a manner has.
func allRenderings(manner occi.Manner) []string {
	list := []string{"text/plain", "text/occi"}
	if !slices.Contains(guideManners, manner) {
		list = append(list, "application/occi+json")
	}
	return list
}

// chosen are those of the manners to test: that of occi-os in make test, the others in the matrix.
func chosen(t *testing.T, manners []occi.Manner) []occi.Manner {
	t.Helper()
	if inMatrix() && isLife(t) {
		return manners
	}
	return slices.DeleteFunc(slices.Clone(manners), func(manner occi.Manner) bool {
		return (manner == occi.MannerOcciOS) == inMatrix()
	})
}

func realOCCI() *OCCI {
	return &OCCI{
		Provider: "provider \"occi\" {}\n",
		Image:    environment("OCCI_IMAGE", guideImage), OtherImage: environment("OCCI_OTHER_IMAGE", guideOtherImage),
		Flavor: environment("OCCI_FLAVOR", guideFlavor), OtherFlavor: environment("OCCI_OTHER_FLAVOR", guideOtherFlavor),
	}
}

// The templates of the OpenStack OCCI guide, which the emulators of most manners have.
const (
	guideImage       = "cirros-0.3.0-x86_64-uec"
	guideOtherImage  = "SmartOS"
	guideFlavor      = "itsy"
	guideOtherFlavor = "bitsy"
)

func environment(variable, otherwise string) string {
	if value := os.Getenv(variable); value != "" {
		return value
	}
	return otherwise
}

// EmulateOCCI returns an emulated cloud with its Keystone. The test is skipped where it does not belong: those of occi-os
// run in make test, the others in the matrix.
func EmulateOCCI(t *testing.T, options occi.Options) *OCCI {
	t.Helper()
	skipElsewhere(t, options.Manner)
	return emulateOCCI(t, options, "auto")
}

func skipElsewhere(t *testing.T, manner occi.Manner) {
	t.Helper()
	isOther := manner != occi.MannerOcciOS
	switch {
	case inMatrix() && !isOther:
		t.Skip("make test runs this test")
	case isOther && os.Getenv("TEST_MATRIX") == "":
		t.Skip("make test-matrix runs this test")
	}
}

func emulateOCCI(t *testing.T, options occi.Options, rendering string) *OCCI {
	t.Helper()
	tokens := keystone.New(keystone.Options{Versions: keystoneVersions(options.Manner)})
	tokenServer := Serve(t, tokens)
	// Of several versions the provider would choose the newest.
	authURL := tokenServer.URL + "/v2.0"
	if options.Manner == occi.MannerOOI {
		authURL = tokenServer.URL
	}
	options.KeystoneURL = tokenServer.URL
	options.Authorize = tokens.Authorize
	cloud := occi.New(options)
	server := Serve(t, cloud)
	emulated := &OCCI{
		Image: guideImage, OtherImage: guideOtherImage, Flavor: guideFlavor, OtherFlavor: guideOtherFlavor,
		Manner: options.Manner, Server: server, Cloud: cloud, Keystone: tokens, KeystoneServer: tokenServer,
		Provider: fmt.Sprintf(`
provider "occi" {
  occi = {
    endpoint  = "%s%s"
    rendering = %q
    keystone  = { auth_url = %q, tenant_name = %q, user_name = %q, password = %q }
  }
}
`, server.URL, options.Manner.Path(), rendering, authURL,
			keystone.DefaultTenantName, keystone.DefaultUserName, keystone.DefaultPassword),
	}
	if options.Manner == occi.MannerOOI {
		emulated.Image, emulated.OtherImage = "cirros-0.6.2", `Debian 12 "bookworm" [2024-01-15]`
		emulated.Flavor, emulated.OtherFlavor = "m1.tiny", "m1.small"
	}
	return emulated
}

// keystoneVersions are those of the time of a server: nil is all. Today's Keystone, as ooi has it, answers 404 to
// v2.0 (capture keystone/026-v2-tokens-404).
func keystoneVersions(manner occi.Manner) []string {
	if manner == occi.MannerOOI {
		return []string{keystone.V3}
	}
	return nil
}
