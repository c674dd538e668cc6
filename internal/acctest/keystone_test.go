package acctest_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/keystone"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// ooi is the manner of an OCCI server of today, with today's Keystone.
var ooi = occi.Options{Manner: occi.MannerOOI}

// loggedIn is a configuration that reads something from the cloud, with these lines in its block occi.
func loggedIn(cloud *acctest.OCCI, lines string) string {
	return fmt.Sprintf(`
provider "occi" {
  occi = {
    endpoint = "%s%s"
    %s
  }
}

data "occi_storages" "all" {}
`, cloud.Server.URL, cloud.Manner.Path(), lines)
}

// user is the part of a block keystone that says who logs in.
var user = fmt.Sprintf("user_name = %q, password = %q, tenant_name = %q",
	keystone.DefaultUserName, keystone.DefaultPassword, keystone.DefaultTenantName)

// TestLoginToKeystoneV3Only: the Keystone of ooi's time knows no v2.0 any more. Whoever gives no URL is led to v3 by the
// answer 401 of ooi (capture keystone/031-ooi-no-token-401); older releases quote the URL otherwise.
func TestLoginToKeystoneV3Only(t *testing.T) {
	t.Parallel()
	const header, single = "WWW-Authenticate", "Keystone uri='%s/v3'"
	for name, test := range map[string]struct{ url, challenge string }{
		"without version": {url: `auth_url = "%s",`},
		"v3":              {url: `auth_url = "%s/v3",`},
		"told by ooi":     {},
		"by older ooi":    {challenge: single},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateOCCI(t, ooi)
			if test.challenge != "" {
				if err := cloud.Server.Faults.Add(emulator.Fault{
					Kind: emulator.FaultAnswer, Path: "/-/$", Times: 1, Status: http.StatusUnauthorized,
					Header: map[string]string{header: fmt.Sprintf(test.challenge, cloud.KeystoneServer.URL), "Content-Type": "application/json"},
					Body:   `{"error": {"code": 401, "title": "Unauthorized", "message": "The request you have made requires authentication."}}`,
				}); err != nil {
					t.Fatal(err)
				}
			}
			url := test.url
			if url != "" {
				url = fmt.Sprintf(url, cloud.KeystoneServer.URL)
			}
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps:                    []resource.TestStep{{Config: loggedIn(cloud, "keystone = { "+url+user+" }")}},
			})
			if cloud.KeystoneServer.Log.Count(http.MethodPost, "^/v3/auth/tokens$") == 0 {
				t.Errorf("Keystone got %+v", cloud.KeystoneServer.Log.All())
			}
			if cloud.KeystoneServer.Log.Count("", "v2.0") > 0 {
				t.Error("v2.0 was asked for")
			}
		})
	}
}

// TestLoginRefused: each refusal of the login and of the token is told in the words of the server that refused.
func TestLoginRefused(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, ooi)
	for name, test := range map[string]struct{ lines, says string }{
		"a token without a project (038-ooi-compute-unscoped-token)": {
			fmt.Sprintf(`token = %q`, unscopedToken(t, cloud)), `403\s+Forbidden:\s+Forbidden:\s+Cannot\s+find\s+project\s+ID\s+in\s+the\s+token`,
		},
		"v2.0 of a Keystone without it (026-v2-tokens-404)": {
			fmt.Sprintf(`keystone = { auth_url = "%s/v2.0", %s }`, cloud.KeystoneServer.URL, user), `404\s+Not\s+Found.*has\s+no\s+v2.0.*without\s+a\s+version`,
		},
		"wrong password (010)": {
			fmt.Sprintf(`keystone = { auth_url = %q, %s }`, cloud.KeystoneServer.URL,
				strings.Replace(user, keystone.DefaultPassword, "wrong", 1)), `401\s+Unauthorized:\s+The\s+request\s+you\s+have\s+made\s+requires\s+authentication`,
		},
		"a bad token (032-ooi-bad-token-401)": {`token = "bad"`, `401\s+Unauthorized:\s+The\s+request\s+you\s+have\s+made\s+requires\s+authentication`},
	} {
		t.Run(name, func(t *testing.T) {
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{{
					Config: loggedIn(cloud, test.lines), PlanOnly: true, ExpectError: regexp.MustCompile("(?s)" + test.says),
				}},
			})
		})
	}
}

// unscopedToken is a token without a project, as one gets from Keystone who forgets to ask for one.
func unscopedToken(t *testing.T, cloud *acctest.OCCI) string {
	t.Helper()
	login := fmt.Sprintf(`{"auth": {"scope": "unscoped", "identity": {"methods": ["password"], "password": {"user": {
		"name": %q, "password": %q, "domain": {"id": "default"}}}}}}`, keystone.DefaultUserName, keystone.DefaultPassword)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, cloud.KeystoneServer.URL+"/v3/auth/tokens", strings.NewReader(login))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	token := response.Header.Get("X-Subject-Token")
	if token == "" {
		t.Fatalf("Keystone answers %s", response.Status)
	}
	return token
}
