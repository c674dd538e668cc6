package storage_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

const (
	address = "occi_storage.data"
	// changes is how long the emulated cloud takes for each change.
	changes = 300 * time.Millisecond
)

// volume is a configuration with one volume. The arguments are lines of its block.
func volume(cloud *acctest.OCCI, arguments string) string {
	return cloud.Provider + "resource \"occi_storage\" \"data\" {\n" + arguments + "\n}\n"
}

func expectAction(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

// expectUpdate wants a plan that changes these attributes and no others.
func expectUpdate(attributes ...string) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{acctest.ExpectUpdate(address, attributes...)}}
}

func expectText(attribute, text string) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), knownvalue.StringExact(text))
}

func expectOnline(online bool) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New("online"), knownvalue.Bool(online))
}

// hasSize is a check that the cloud has a volume of a size.
func hasSize(cloud *acctest.OCCI, id *string, size float64) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if record, _ := cloud.Cloud.Storage(*id); record.SizeGB != size {
			return fmt.Errorf("the cloud has %+v, want %v GB", record, size)
		}
		return nil
	}
}

func expectSize(attribute string, size float64) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), knownvalue.Float64Exact(size))
}

// TestLifeStorage: a volume grows in place where the server can do that, and is replaced to become smaller. Where
// the server only says that it can, nothing is lost.
func TestLifeStorage(t *testing.T) {
	t.Parallel()
	acctest.OnOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		title, id := acctest.Name("volume"), ""
		config := func(size string) string {
			return volume(cloud, fmt.Sprintf("title = %q\nsummary = \"for tests\"\nsize = %s", title, size))
		}
		steps := []resource.TestStep{
			{
				Config: config("2.0"), Check: acctest.KeepID(address, &id),
				ConfigStateChecks: []statecheck.StateCheck{
					expectText("title", title), expectText("state", "online"), expectOnline(true),
					expectSize("size", 2), expectSize("actual_size", 2),
				},
			},
			{
				ResourceName: address, ImportState: true, ImportStateVerify: true,
				// occi-os does not show the summary, ooi drops it.
				ImportStateVerifyIgnore: []string{"summary"},
			},
		}
		grow := resource.TestStep{Config: config("3"), ConfigPlanChecks: expectUpdate("size", "state"+acctest.KnownAfterApply, "actual_size"+acctest.KnownAfterApply)}
		same := resource.TestStep{Config: config("2"), ConfigPlanChecks: expectAction(plancheck.ResourceActionNoop)}
		switch cloud.Manner {
		case occi.MannerGuide, occi.MannerStandard12:
			grow.Check = resource.ComposeTestCheckFunc(resource.TestCheckResourceAttrPtr(address, "id", &id), hasSize(cloud, &id, 3))
			steps = append(steps, grow)
		case occi.MannerOcciOS:
			grow.ExpectError = regexp.MustCompile(`(?s)have\s+3\s+GB.*accepted\s+the\s+change\s+but\s+did\s+not.*as\s+they\s+were.*-replace`)
			same.Check = hasSize(cloud, &id, 2)
			steps = append(steps, grow, same)
		case occi.MannerOOI:
			grow.ExpectError = regexp.MustCompile(`(?s)501\s+Not\s+Implemented:\s+Action\s+not\s+implemented.*as\s+they\s+were.*-replace`)
			same.Check = hasSize(cloud, &id, 2)
			steps = append(steps, grow, same)
		}
		steps = append(steps, resource.TestStep{
			Config:            config("1"),
			ConfigPlanChecks:  expectAction(plancheck.ResourceActionDestroyBeforeCreate),
			ConfigStateChecks: []statecheck.StateCheck{expectSize("actual_size", 1)},
		})
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(), CheckDestroy: acctest.NothingLeft(cloud.Server), Steps: steps,
		})
	})
}

// One POST and the polls make a volume; the query interface tells once where volumes are.
func TestStorageRequests(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedGuideOCCI(t, occi.Options{BootTime: changes}, func(t *testing.T, cloud *acctest.OCCI) {
		config := volume(cloud, "title = \"data\"\nsize = 1")
		log := cloud.Server.Log
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{
					Config: config,
					Check: func(*terraform.State) error {
						posts, polls := log.Count(http.MethodPost, "^/storage/$"), log.Count(http.MethodGet, "^/storage/.+")
						types, lists := log.Count(http.MethodGet, "^/-/$"), log.Count(http.MethodGet, "^/storage/$")
						// The first poll is at once, so two are needed, and the test kit refreshes once.
						if posts != 1 || polls < 2 || polls > 6 || types != 1 || lists != 0 {
							return fmt.Errorf("got %d POST, %d polls, %d GET /-/, %d lists", posts, polls, types, lists)
						}
						return nil
					},
				},
				{
					PreConfig:    log.Reset,
					RefreshState: true,
					Check: func(*terraform.State) error {
						all := log.All()
						if len(all) != 1 || all[0].Method != http.MethodGet {
							return fmt.Errorf("a refresh took %d requests: %+v", len(all), all)
						}
						return nil
					},
				},
			},
		})
	})
}

// What reaches the cloud, with a title that the server chooses on occi-os and leaves out otherwise.
func TestStorageWithoutTitle(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedGuideOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		var id string
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps: []resource.TestStep{
				{
					Config: volume(cloud, "size = 1"),
					Check: resource.ComposeTestCheckFunc(acctest.KeepID(address, &id), func(*terraform.State) error {
						record, _ := cloud.Cloud.Storage(id)
						if record.SizeGB != 1 || record.Status != "available" {
							return fmt.Errorf("the cloud has %+v", record)
						}
						return nil
					}),
				},
				{
					// The title is kept, not planned anew, when something else changes.
					Config:           volume(cloud, "size = 1\ntimeouts = { delete = \"1m\" }"),
					ConfigPlanChecks: expectUpdate("timeouts"),
				},
			},
		})
	})
}

func TestStorageFraction(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		manner occi.Manner
		size   string
		made   float64
		// toOne is what makes 1 GB of it.
		toOne plancheck.ResourceActionType
	}{
		{"kept by a conforming server", occi.MannerGuide, "1.5", 1.5, plancheck.ResourceActionDestroyBeforeCreate},
		{"cut by occi-os", occi.MannerOcciOS, "2.7", 2, plancheck.ResourceActionDestroyBeforeCreate},
		{"one and a half on occi-os", occi.MannerOcciOS, "1.5", 1, plancheck.ResourceActionUpdate},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateOCCI(t, occi.Options{Manner: test.manner})
			config := volume(cloud, "title = \"data\"\nsize = "+test.size)
			var id string
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{
					{
						Config: config, Check: acctest.KeepID(address, &id),
						ConfigStateChecks: []statecheck.StateCheck{expectSize("actual_size", test.made)},
					},
					{
						// A real change of the size shows.
						PreConfig: func() {
							if record, _ := cloud.Cloud.Storage(id); record.SizeGB != test.made {
								t.Errorf("the cloud has %+v", record)
							}
						},
						Config:            volume(cloud, "title = \"data\"\nsize = 1"),
						ConfigPlanChecks:  expectAction(test.toOne),
						ConfigStateChecks: []statecheck.StateCheck{expectSize("size", 1), expectSize("actual_size", 1)},
					},
				},
			})
		})
	}
}

func TestStorageChangeInPlace(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerGuide})
	var id string
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: volume(cloud, "title = \"old\"\nsummary = \"old words\"\nsize = 1"), Check: acctest.KeepID(address, &id)},
			{
				Config:           volume(cloud, "title = \"new\"\nsummary = \"new words\"\nsize = 1"),
				ConfigPlanChecks: expectUpdate("title", "summary"),
				ConfigStateChecks: []statecheck.StateCheck{
					expectText("title", "new"), expectText("summary", "new words"),
				},
				Check: func(*terraform.State) error {
					if record, _ := cloud.Cloud.Storage(id); record.Name != "new" {
						return fmt.Errorf("the cloud has %+v", record)
					}
					return nil
				},
			},
			{
				ResourceName: address, ImportState: true, ImportStateVerify: true,
			},
		},
	})
}

// occi-os answers 200 to a new title and shows the old one at the next look (08-storage-get-after-update).
func TestStorageTitleIsNotKeptByOcciOS(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: volume(cloud, "title = \"old\"\nsize = 1")},
			{
				Config:      volume(cloud, "title = \"new\"\nsize = 1"),
				ExpectError: regexp.MustCompile(`(?s)Could not change the volume.*occi\.core\.title\s+=\s+"new"\s+but\s+still\s+shows\s+"old"`),
			},
			{
				Config:            volume(cloud, "title = \"old\"\nsize = 1"),
				ConfigPlanChecks:  expectAction(plancheck.ResourceActionNoop),
				ConfigStateChecks: []statecheck.StateCheck{expectText("title", "old")},
			},
			{
				Config:            volume(cloud, "title = \"old\"\nsummary = \"words\"\nsize = 1"),
				ConfigPlanChecks:  expectUpdate("summary"),
				ConfigStateChecks: []statecheck.StateCheck{expectText("summary", "words")},
			},
			{
				// The summary is forgotten by the restart; that is no difference.
				PreConfig:        cloud.Cloud.Restart,
				Config:           volume(cloud, "title = \"old\"\nsummary = \"words\"\nsize = 1"),
				ConfigPlanChecks: expectAction(plancheck.ResourceActionNoop),
			},
		},
	})
}

func TestStorageDisappears(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	var id string
	config := volume(cloud, "title = \"data\"\nsize = 1")
	vanish := func() {
		if err := cloud.Cloud.Vanish(id); err != nil {
			t.Error(err)
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: config, Check: acctest.KeepID(address, &id)},
			{
				PreConfig: vanish, Config: config,
				ConfigPlanChecks: expectAction(plancheck.ResourceActionCreate),
				Check:            acctest.KeepID(address, &id),
			},
			// What is gone is deleted without a complaint.
			{PreConfig: vanish, Config: config, Destroy: true},
		},
	})
}

func TestStorageInvalid(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	acctest.ExpectInvalid(t, cloud.Provider, "occi_storage", []acctest.Invalid{
		{
			Name: "no size", Arguments: `title = "data"`,
			Line: "", Says: `The argument "size" is required`,
		},
		{
			Name: "size zero", Arguments: `size = 0`,
			Line: `size = 0`, Says: "size must be above 0",
		},
		{
			Name: "negative size", Arguments: `size = -1.5`,
			Line: `size = -1.5`, Says: "size must be above 0",
		},
		{
			Name: "empty title", Arguments: "size = 1\ntitle = \"\"",
			Line: `title = ""`, Says: "title must not be empty",
		},
		{
			Name: "blank title", Arguments: "size = 1\ntitle = \"  \"",
			Line: `title = "  "`, Says: "title must not be empty",
		},
		{
			Name: "newline", Arguments: "size = 1\ntitle = \"a\\nb\"",
			Line: `title = "a\nb"`, Says: "a line break",
		},
		{
			Name: "non-ASCII", Arguments: "size = 1\ntitle = \"café\"",
			Line: `title = "café"`, Says: "characters outside ASCII",
		},
		{
			Name: "blank at the end", Arguments: "size = 1\nsummary = \"words \"",
			Line: `summary = "words "`, Says: "ends with a blank",
		},
		{
			Name: "no mixin", Arguments: "size = 1\nmixins = [\"fast\"]",
			Line: `mixins = ["fast"]`, Says: "be a type identifier",
		},
		{
			Name: "newline in an attribute", Arguments: "size = 1\nattributes = { a = \"b\\nc\" }",
			Line: `attributes = { a = "b\nc" }`, Says: "a line break",
		},
		{
			Name: "size said twice", Arguments: "size = 1\nattributes = { \"occi.storage.size\" = \"2\" }",
			Line: `attributes = { "occi.storage.size" = "2" }`, Says: "there is an argument for occi.storage.size",
		},
		{
			Name: "title said twice", Arguments: "size = 1\nattributes = { \"occi.core.title\" = \"b\" }",
			Line: `attributes = { "occi.core.title" = "b" }`, Says: "there is an argument for occi.core.title",
		},
		{
			Name: "no name of an attribute", Arguments: "size = 1\nattributes = { \"a b\" = \"c\" }",
			Line: `attributes = { "a b" = "c" }`, Says: `got "a b"`,
		},
	})
}

// A refusal shows the request, the status and the server's words; nothing is left of it. The length that
// occi-os sends twice with it does no harm.
func TestStorageRefused(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS, MaxStorageGB: 5})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{{
			Config: volume(cloud, "size = 6"),
			ExpectError: regexp.MustCompile(
				`(?s)POST\s+http://127\.0\.0\.1:\d+/storage/:\s+400\s+Bad\s+Request:\s+Requested\s+volume\s+or\s+snapshot\s+exceeds`),
		}},
	})
}

// A volume that does not come online is in the state, tainted, and is replaced by the next apply.
func TestStorageTimeout(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{
		Manner: occi.MannerOcciOS,
		Times:  map[occi.Change]time.Duration{occi.ChangeVolume: 2 * time.Second},
	})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config: volume(cloud, "title = \"data\"\nsize = 1\ntimeouts = { create = \"1s\" }"),
				ExpectError: regexp.MustCompile(
					`(?s)created but is not ready.*timed\s+out\s+after.*last\s+state\s+was\s+"offline"`),
			},
			{
				// The first one may still be offline then: the delete waits until it can be deleted.
				Config:           volume(cloud, "title = \"data\"\nsize = 1"),
				ConfigPlanChecks: expectAction(plancheck.ResourceActionDestroyBeforeCreate),
			},
		},
	})
}

// The answer to the create is lost: the volume is looked up, not made again, and not taken for the one of the
// same title that was made before.
func TestStorageLostAnswer(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedGuideOCCI(t, occi.Options{BootTime: changes}, func(t *testing.T, cloud *acctest.OCCI) {
		fault := emulator.Fault{Kind: emulator.FaultLoseAnswer, Method: http.MethodPost, Path: "^/storage/$", Skip: 1, Times: 1}
		if err := cloud.Server.Faults.Add(fault); err != nil {
			t.Fatal(err)
		}
		config := volume(cloud, "title = \"data\"\nsize = 1") + `
resource "occi_storage" "second" {
  title      = "data"
  size       = 1
  depends_on = [occi_storage.data]
}
`
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{{
				Config: config,
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.CompareValuePairs(address, tfjsonpath.New("id"), "occi_storage.second", tfjsonpath.New("id"), compare.ValuesDiffer()),
				},
				Check: func(*terraform.State) error {
					if made := cloud.Server.Inventory(); len(made) != 2 {
						return fmt.Errorf("the cloud has %+v", made)
					}
					return nil
				},
			}},
		})
	})
}

// If it cannot be told which volume it is, the error says how to go on.
func TestStorageLostAnswerWithoutTitle(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	fault := emulator.Fault{Kind: emulator.FaultLoseAnswer, Method: http.MethodPost, Path: "^/storage/$", Times: 1}
	if err := cloud.Server.Faults.Add(fault); err != nil {
		t.Fatal(err)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config:      volume(cloud, "size = 1"),
			ExpectError: regexp.MustCompile(`(?s)it\s+may\s+be\s+one\s+of\s+/storage/[0-9a-f-]+:\s+import\s+it`),
		}},
	})
}

// A change of the title alone sends an empty summary, which the server shows from then on: that is none.
func TestStorageTitleWithoutSummary(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerGuide})
	noSummary := []statecheck.StateCheck{statecheck.ExpectKnownValue(address, tfjsonpath.New("summary"), knownvalue.Null())}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: volume(cloud, "title = \"old\"\nsize = 1"), ConfigStateChecks: noSummary},
			{Config: volume(cloud, "title = \"new\"\nsize = 1"), ConfigStateChecks: noSummary},
			{
				Config:           volume(cloud, "title = \"new\"\nsize = 1"),
				ConfigPlanChecks: expectAction(plancheck.ResourceActionNoop), ConfigStateChecks: noSummary,
			},
		},
	})
}
