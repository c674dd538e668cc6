package endtoend

import (
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// TestTwoAccounts has one configuration for two accounts in two locations, by an alias of the provider: one with the
// password of the environment, the other with a token of its own.
func TestTwoAccounts(t *testing.T) {
	t.Parallel()
	const other = "other@example.com"
	w := newWorkspace(t, occi.Options{}, cloudsigma.Options{}, "")
	second := acctest.Serve(t, cloudsigma.New(cloudsigma.Options{Tokens: map[string]string{"the-token": other}}))
	w.write(t, "main.tf", strings.ReplaceAll(`
terraform {
  required_providers {
    cloudsigma = { source = "registry.terraform.io/terraform-provider-occi/occi" }
  }
}

provider "cloudsigma" {
  alias = "other"
  cloudsigma = {
    endpoint = "ORIGIN/api/2.0/"
    token    = "the-token"
  }
}

resource "cloudsigma_tag" "first" {
  name = "first"
}

data "cloudsigma_profile" "second" {
  provider = cloudsigma.other
}

resource "cloudsigma_tag" "second" {
  provider = cloudsigma.other
  name     = data.cloudsigma_profile.second.email
}
`, "ORIGIN", second.URL))
	w.run(t, "apply", "-auto-approve", "-input=false", "-no-color")
	for server, want := range map[*emulator.Server][2]string{
		w.cloudSigma: {"first", cloudsigma.DefaultUser}, second: {other, other},
	} {
		made := server.Inventory()
		if len(made) != 1 || made[0].Name != want[0] || made[0].Owner != want[1] {
			t.Errorf("got %+v, want the tag %s of %s alone", made, want[0], want[1])
		}
		for _, request := range server.Log.All() {
			basic := strings.HasPrefix(request.Header.Get("Authorization"), "Basic ")
			if request.Status == http.StatusUnauthorized || basic != (server == w.cloudSigma) {
				t.Errorf("%s %s with the wrong credentials: %d", request.Method, request.Path, request.Status)
			}
		}
	}
	w.run(t, "destroy", "-auto-approve", "-input=false", "-no-color")
	if left := append(w.cloudSigma.Inventory(), second.Inventory()...); len(left) > 0 {
		t.Errorf("after destroy there still is %+v", left)
	}
}

// TestSubscriptionIsAnnounced wants the user to be told what a subscription costs before anything is bought, and what
// becomes of it before it is destroyed.
func TestSubscriptionIsAnnounced(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, occi.Options{}, cloudsigma.Options{}, `
resource "cloudsigma_subscription" "disk" {
  provider  = occi
  resource  = "dssd"
  amount    = 107374182400
  period    = "1 year"
  max_price = 1000
}
`)
	says := func(output string, texts ...string) {
		t.Helper()
		output = strings.Join(strings.Fields(output), " ")
		for _, text := range texts {
			if !strings.Contains(output, text) {
				t.Errorf("terraform does not say %q: %s", text, output)
			}
		}
	}
	says(w.run(t, "plan", "-input=false", "-no-color"), "Warning: The subscription costs money",
		"Buying 107374182400 of dssd costs 9", "CHF, from 20", "cloudsigma_subscription.disk will be created")
	if got := w.cloudSigma.Log.Count(http.MethodPost, "/subscriptions/$"); got != 0 {
		t.Errorf("planning has bought %d subscriptions", got)
	}
	w.run(t, "apply", "-auto-approve", "-input=false", "-no-color")
	says(w.run(t, "plan", "-destroy", "-input=false", "-no-color"), "Warning: The subscription is not given back",
		"CloudSigma does not take subscription 10001 (107374182400 of dssd) back: it runs until 20")
	w.run(t, "destroy", "-auto-approve", "-input=false", "-no-color")
	if got := w.cloudSigma.Log.Count(http.MethodPost, "/subscriptions/10001/action/"); got != 1 {
		t.Errorf("the automatic renewal was switched %d times, want once", got)
	}
}
