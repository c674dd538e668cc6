package sshkey_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
	"golang.org/x/crypto/ssh"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// TestSSHKeyEphemeralPair makes a pair of which the private key is in CloudSigma and nowhere else. Each run makes
// another one; the one of the key changes only with the version.
func TestSSHKeyEphemeralPair(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	withVersion := func(version int, name string) string {
		return cloud.Provider + fmt.Sprintf(`
ephemeral "cloudsigma_ssh_key_pair" "test" {
  comment = "me@example.org"
}

resource "cloudsigma_ssh_key" "test" {
  name           = %q
  public_key_wo  = ephemeral.cloudsigma_ssh_key_pair.test.public_key
  private_key_wo = ephemeral.cloudsigma_ssh_key_pair.test.private_key
  key_wo_version = %d
}

data "cloudsigma_ssh_key" "test" {
  uuid = cloudsigma_ssh_key.test.id
}

data "cloudsigma_ssh_keys" "test" {
  filter {
    name   = "fingerprint"
    values = [cloudsigma_ssh_key.test.fingerprint]
  }
}
`, name, version)
	}
	var public string
	isPair := func(changed bool) resource.TestCheckFunc {
		return func(state *terraform.State) error {
			key := onlyKey(t, cloud)
			private, err := ssh.ParsePrivateKey([]byte(key.PrivateKey))
			if err != nil {
				return fmt.Errorf("the server has no private key: %w", err)
			}
			line := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(private.PublicKey()))) + " me@example.org"
			if key.PublicKey != line || changed == (key.PublicKey == public) {
				return fmt.Errorf("the server has the public key %q of %q; before it was %q", key.PublicKey, line, public)
			}
			public = key.PublicKey
			if strings.Contains(fmt.Sprint(state), "PRIVATE KEY") {
				return fmt.Errorf("the state has a private key: %v", state)
			}
			return nil
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_11_0)},
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config: withVersion(1, "key"),
				Check:  isPair(true),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("private_key"), knownvalue.Null()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("public_key"),
						knownvalue.StringRegexp(regexp.MustCompile(`^ssh-ed25519 \S+ me@example.org$`))),
					statecheck.ExpectKnownValue("data.cloudsigma_ssh_key.test", tfjsonpath.New("has_private_key"), knownvalue.Bool(true)),
					statecheck.ExpectKnownValue("data.cloudsigma_ssh_keys.test", tfjsonpath.New("ssh_keys"), knownvalue.ListSizeExact(1)),
				},
			},
			{Config: withVersion(1, "renamed"), ConfigPlanChecks: updates("name"), Check: isPair(false)},
			{Config: withVersion(2, "renamed"), ConfigPlanChecks: updates("fingerprint"+acctest.KnownAfterApply, "key_wo_version", "private_key"+acctest.KnownAfterApply, "public_key"+acctest.KnownAfterApply), Check: isPair(true)},
			{
				Config:           withVersion(2, "renamed"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			},
		},
	})
}
