package sshkey_test

import (
	"crypto/rsa"
	"fmt"
	"math/big"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"golang.org/x/crypto/ssh"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

const address = "cloudsigma_ssh_key.test"

// config is a key with further lines.
func config(cloud *acctest.CloudSigma, name, publicKey, lines string) string {
	return cloud.Provider + fmt.Sprintf(`
resource "cloudsigma_ssh_key" "test" {
  name       = %q
  public_key = %q
%s
}
`, name, publicKey, lines)
}

// updates wants a plan that changes these attributes and no others.
func updates(attributes ...string) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{acctest.ExpectUpdate(address, attributes...)}}
}

// onlyKey returns the key of the emulator, which must have exactly one.
func onlyKey(t *testing.T, cloud *acctest.CloudSigma) cloudsigma.Keypair {
	t.Helper()
	items := cloud.Server.Inventory()
	if len(items) != 1 {
		t.Fatalf("the cloud has %+v, want one key", items)
	}
	key, _ := cloud.Cloud.Keypair(items[0].ID)
	return key
}

func TestSSHKeyLifeCycle(t *testing.T) {
	t.Parallel()
	cloud := acctest.StartCloudSigma(t)
	name := acctest.Name("key")
	first, _ := acctest.NewKey(t)
	second, _ := acctest.NewKey(t)
	config := func(name, publicKey, lines string) string {
		return config(cloud, name, publicKey, lines) + fmt.Sprintf("resource \"cloudsigma_tag\" \"test\" {\n  name = \"%s-tag\"\n}\n", name)
	}
	annotated := func(meta map[string]knownvalue.Check, tags int) []statecheck.StateCheck {
		return []statecheck.StateCheck{
			statecheck.ExpectKnownValue(address, tfjsonpath.New("meta"), knownvalue.MapExact(meta)),
			statecheck.ExpectKnownValue(address, tfjsonpath.New("tags"), knownvalue.SetSizeExact(tags)),
		}
	}
	ab := map[string]knownvalue.Check{"a": knownvalue.StringExact("b")}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				// As from file().
				Config: config(name, first+" me@example.org\n", "meta = { a = \"b\" }\n  tags = [cloudsigma_tag.test.id]"),
				ConfigStateChecks: append(annotated(ab, 1),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("name"), knownvalue.StringExact(name)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("public_key"), knownvalue.StringExact(first+" me@example.org\n")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("private_key"), knownvalue.Null()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("fingerprint"),
						knownvalue.StringRegexp(regexp.MustCompile(`^([0-9a-f]{2}:){15}[0-9a-f]{2}$`))),
				),
			},
			{
				ResourceName: address, ImportState: true, ImportStateVerify: true,
				// As the server spells it.
				ImportStateVerifyIgnore: []string{"public_key"},
			},
			{
				// What is not said is left alone.
				Config:            config(name+"-renamed", first, ""),
				ConfigPlanChecks:  updates("name"),
				ConfigStateChecks: annotated(ab, 1),
			},
			{
				Config: config(name+"-renamed", second, "meta = {}\n  tags = []"),
				ConfigPlanChecks: updates("public_key", "fingerprint"+acctest.KnownAfterApply, "private_key"+acctest.KnownAfterApply,
					"meta", "tags"),
				ConfigStateChecks: append(annotated(map[string]knownvalue.Check{}, 0),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("public_key"), knownvalue.StringExact(second)),
				),
			},
		},
	})
}

// TestSSHKeySpelling has one key in several spellings, also after an import: none is a change.
func TestSSHKeySpelling(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	public, _ := acctest.NewKey(t)
	var uuid string
	unchanged := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config: config(cloud, "key", public+" me", ""),
				Check: func(*terraform.State) error {
					uuid = onlyKey(t, cloud).UUID
					return nil
				},
			},
			{Config: config(cloud, "key", public+" another comment\n", ""), ConfigPlanChecks: unchanged},
			{Config: cloud.Provider + "removed {\n from = cloudsigma_ssh_key.test\n lifecycle { destroy = false }\n}"},
			{
				ResourceName: address, ImportState: true, ImportStatePersist: true,
				Config:            config(cloud, "key", public+"\n", ""),
				ImportStateIdFunc: func(*terraform.State) (string, error) { return uuid, nil },
			},
			{Config: config(cloud, "key", public+"\n", ""), ConfigPlanChecks: unchanged},
		},
	})
}

func TestSSHKeyWithPrivateKey(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	public, private := acctest.NewKey(t)
	other, _ := acctest.NewKey(t)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config: config(cloud, "key", public, fmt.Sprintf("private_key = %q", private)),
				Check: func(*terraform.State) error {
					if onlyKey(t, cloud).PrivateKey != private {
						return fmt.Errorf("the server did not get the private key")
					}
					return nil
				},
			},
			{
				// What is not said is left alone.
				Config: config(cloud, "renamed", public, ""),
				Check: func(*terraform.State) error {
					if key := onlyKey(t, cloud); key.PrivateKey != private || key.Name != "renamed" {
						return fmt.Errorf("the key is %q, its private key has %d bytes", key.Name, len(key.PrivateKey))
					}
					return nil
				},
			},
			{Config: cloud.Provider},
			{
				// A private key that the configuration does not have never comes into the state, and does not
				// stay with another public key.
				PreConfig: func() { cloud.Server.Log.Reset() },
				Config:    config(cloud, "key", public, ""),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("private_key"), knownvalue.Null()),
				},
			},
			{
				PreConfig: func() {
					cloud.Send(t, http.MethodPut, "keypairs/"+onlyKey(t, cloud).UUID+"/", map[string]string{
						"name": "key", "public_key": public, "private_key": private,
					})
				},
				Config:           config(cloud, "key", public, ""),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("private_key"), knownvalue.Null()),
				},
			},
			{
				Config:           config(cloud, "key", other, ""),
				ConfigPlanChecks: updates("public_key", "fingerprint"+acctest.KnownAfterApply, "private_key"+acctest.KnownAfterApply),
				Check: func(*terraform.State) error {
					if key := onlyKey(t, cloud); key.PrivateKey != "" || key.PublicKey != other {
						return fmt.Errorf("the key is %q, its private key has %d bytes", key.PublicKey, len(key.PrivateKey))
					}
					return nil
				},
			},
		},
	})
}

// TestSSHKeyMadeByCloudSigma has CloudSigma make a pair.
func TestSSHKeyMadeByCloudSigma(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	own, _ := acctest.NewKey(t)
	generated := func(name, lines string) string {
		return cloud.Provider + fmt.Sprintf("resource \"cloudsigma_ssh_key\" \"test\" {\n name = %q\n%s\n}", name, lines)
	}
	var made cloudsigma.Keypair
	pairIsKept := func(state *terraform.State) error {
		shown := state.RootModule().Resources[address].Primary.Attributes
		key := onlyKey(t, cloud)
		if key.PublicKey != made.PublicKey || shown["public_key"] != made.PublicKey ||
			key.PrivateKey != made.PrivateKey || shown["private_key"] != made.PrivateKey {
			return fmt.Errorf("the state has the key %q, the server %q", shown["public_key"], key.PublicKey)
		}
		return nil
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config: generated("key", `generate = "rsa"`),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectSensitiveValue(address, tfjsonpath.New("private_key")),
				}},
				Check: func(state *terraform.State) error {
					made = onlyKey(t, cloud)
					if private, err := ssh.ParsePrivateKey([]byte(made.PrivateKey)); err != nil ||
						private.PublicKey().Type() != ssh.KeyAlgoRSA {
						return fmt.Errorf("the server has no RSA pair: %w", err)
					}
					return pairIsKept(state)
				},
			},
			{
				ResourceName: address, ImportState: true, ImportStateVerify: true,
				ImportStateVerifyIgnore: []string{"private_key", "generate"},
			},
			{Config: generated("renamed", `generate = "rsa"`), ConfigPlanChecks: updates("name"), Check: pairIsKept},
			{
				Config: generated("renamed", `generate = "ed25519"`),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionReplace),
				}},
				Check: func(*terraform.State) error {
					if key := onlyKey(t, cloud); !strings.HasPrefix(key.PublicKey, ssh.KeyAlgoED25519) {
						return fmt.Errorf("the key is %q", key.PublicKey)
					}
					return nil
				},
			},
			{
				// The private key of the former pair does not stay with another public key.
				Config: generated("renamed", fmt.Sprintf("public_key = %q", own)), ConfigPlanChecks: updates("generate", "public_key", "fingerprint"+acctest.KnownAfterApply, "private_key"+acctest.KnownAfterApply),
				Check: func(*terraform.State) error {
					if key := onlyKey(t, cloud); key.PublicKey != own || key.PrivateKey != "" {
						return fmt.Errorf("the key is %q, its private key has %d bytes", key.PublicKey, len(key.PrivateKey))
					}
					return nil
				},
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("private_key"), knownvalue.Null()),
				},
			},
		},
	})
}

func TestSSHKeyDriftAndVanished(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	public, _ := acctest.NewKey(t)
	other, _ := acctest.NewKey(t)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: config(cloud, "key", public, "")},
			{
				PreConfig: func() {
					cloud.Send(t, http.MethodPut, "keypairs/"+onlyKey(t, cloud).UUID+"/", map[string]string{"name": "theirs", "public_key": other})
				},
				Config:           config(cloud, "key", public, ""),
				ConfigPlanChecks: updates("name", "public_key", "fingerprint"+acctest.KnownAfterApply, "private_key"+acctest.KnownAfterApply),
				Check: func(*terraform.State) error {
					if key := onlyKey(t, cloud); key.Name != "key" || key.PublicKey != public {
						return fmt.Errorf("the key is %+v", key)
					}
					return nil
				},
			},
			{
				PreConfig: func() {
					if err := cloud.Cloud.Vanish("keypairs", onlyKey(t, cloud).UUID); err != nil {
						t.Fatal(err)
					}
				},
				Config: config(cloud, "key", public, ""),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate),
				}},
			},
		},
	})
}

// TestSSHKeyIgnoredUpdate has a server that answers 200 and keeps the former public key.
func TestSSHKeyIgnoredUpdate(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	public, _ := acctest.NewKey(t)
	other, _ := acctest.NewKey(t)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: config(cloud, "key", public, "")},
			{
				PreConfig: func() {
					kept := fmt.Sprintf(`{"uuid": %q, "name": "key", "public_key": %q}`, onlyKey(t, cloud).UUID, public)
					fault := emulator.Fault{
						Kind: emulator.FaultAnswer, Method: http.MethodPut, Status: http.StatusOK, Body: kept, Times: 1,
					}
					if err := cloud.Server.Faults.Add(fault); err != nil {
						t.Fatal(err)
					}
				},
				Config:      config(cloud, "key", other, ""),
				ExpectError: regexp.MustCompile(`(?s)still\s+has\s+the\s+former\s+public\s+key`),
			},
		},
	})
}

func TestSSHKeyRequests(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	public, _ := acctest.NewKey(t)
	sent := func(want map[string]int) resource.TestCheckFunc {
		return func(*terraform.State) error {
			got := map[string]int{}
			for _, request := range cloud.Server.Log.All() {
				got[request.Method]++
			}
			cloud.Server.Log.Reset()
			if diff := cmp.Diff(want, got); diff != "" {
				return fmt.Errorf("the requests sent differ (-want +got):\n%s", diff)
			}
			return nil
		}
	}
	empty := func() { cloud.Server.Log.Reset() }
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: config(cloud, "key", public, ""), Check: sent(map[string]int{"POST": 1})},
			{PreConfig: empty, RefreshState: true, Check: sent(map[string]int{"GET": 1})},
			// One GET to refresh, one of the edit.
			{PreConfig: empty, Config: config(cloud, "renamed", public, ""), Check: sent(map[string]int{"GET": 2, "PUT": 1})},
			{PreConfig: empty, Config: cloud.Provider, Check: sent(map[string]int{"GET": 1, "DELETE": 1})},
		},
	})
}

func TestSSHKeyLostAnswer(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	public, _ := acctest.NewKey(t)
	if err := cloud.Server.Faults.Add(emulator.Fault{
		Kind: emulator.FaultLoseAnswer, Method: http.MethodPost, Times: 1,
	}); err != nil {
		t.Fatal(err)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{{
			Config: config(cloud, "key", public, ""),
			Check: func(state *terraform.State) error {
				if id := state.RootModule().Resources[address].Primary.ID; id != onlyKey(t, cloud).UUID {
					return fmt.Errorf("the state has the key %s", id)
				}
				return nil
			},
		}},
	})
}

func TestSSHKeyPlanErrors(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	public, private := acctest.NewKey(t)
	large := &rsa.PublicKey{N: new(big.Int).SetBit(big.NewInt(1), 4103, 1), E: 65537}
	of := func(publicKey string) string { return fmt.Sprintf("name = \"key\"\npublic_key = %q", publicKey) }
	acctest.ExpectInvalid(t, cloud.Provider, "cloudsigma_ssh_key", []acctest.Invalid{
		{Name: "empty name", Arguments: fmt.Sprintf("name = \"\"\npublic_key = %q", public), Line: "name =", Says: "must not be empty"},
		{Name: "two wishes", Arguments: of(public) + "\ngenerate = \"rsa\"", Line: "resource", Says: "cannot be configured together"},
		{
			Name: "no version", Arguments: fmt.Sprintf("name = \"key\"\npublic_key_wo = %q", public),
			Line: "public_key_wo =", Says: `"key_wo_version" must be specified`,
		},
		{Name: "no key", Arguments: of("ssh-ed25519 AAAA"), Line: "public_key =", Says: "no public key"},
		{
			Name: "private key alone", Arguments: fmt.Sprintf("name = \"key\"\nprivate_key = %q", private),
			Line: "private_key =", Says: `"public_key" must be specified`,
		},
		{Name: "private key", Arguments: of(private), Line: "public_key =", Says: "this is a private key"},
		{Name: "two keys", Arguments: of(public + "\n" + public), Line: "public_key =", Says: "more than one line"},
		{
			Name: "ECDSA", Line: "public_key =", Says: "key of type ecdsa-sha2-nistp256",
			Arguments: of("ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBEmKSENjQEezOmxkZMy7opKgwFB9nkt5YRrYMjNuG5N87uRgg6CLrbo5wAdT/y6v0mKV0U2w0WZ2YB/++Tpockg="),
		},
		{Name: "large RSA", Arguments: of(acctest.AuthorizedKey(t, large)), Line: "public_key =", Says: "4104 bits"},
	})
	acctest.ExpectInvalid(t, cloud.Provider, "cloudsigma_ssh_key", []acctest.Invalid{
		{Name: "no key at all", Arguments: `name = "key"`, Line: "resource", Says: "Set public_key to a key of your own"},
	})
}
