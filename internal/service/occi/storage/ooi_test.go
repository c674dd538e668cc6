package storage_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// ooi takes whole GB only and says so. Its errors in text/occi have no words (capture
// 036-compute-create-two-networks-none-chosen-409-text-occi), so that no answer is asked for in that rendering.
func TestStorageFractionRefusedByOOI(t *testing.T) {
	t.Parallel()
	acctest.OnEachRendering(t, occi.Options{Manner: occi.MannerOOI}, func(t *testing.T, cloud *acctest.OCCI, _ string) {
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{{
				Config:      volume(cloud, "size = 1.5"),
				ExpectError: regexp.MustCompile(`(?s)400\s+Bad\s+Request:\s+Invalid\s+input\s+for\s+field/attribute\s+size\.\s+Value:\s+1\.5`),
			}},
		})
	})
}

// ooi neither writes nor reads escapes, and takes "true" for a boolean (captures 108-attr-title-escaped-quote-get,
// 116-attr-title-true). What text would spoil goes in JSON; where a text rendering is configured it is not sent, or
// refused.
func TestStorageTitlesOfOOI(t *testing.T) {
	t.Parallel()
	const spoiled, boolean = `(?s)"occi.core.title"\s+cannot\s+be\s+sent.*backslash`, `(?s)400\s+Bad\s+Request:.*True\s+is\s+not\s+of\s+type\s+'string'`
	for name, test := range map[string]struct{ title, inText string }{
		"quotes":    {`a "quoted" title; x=1, y`, spoiled},
		"backslash": {`c:\dir`, spoiled},
		"boolean":   {"true", boolean},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			acctest.OnEachRendering(t, occi.Options{Manner: occi.MannerOOI}, func(t *testing.T, cloud *acctest.OCCI, rendering string) {
				var id string
				step := resource.TestStep{
					Config:            volume(cloud, fmt.Sprintf("size = 1\ntitle = %q", test.title)),
					ConfigStateChecks: []statecheck.StateCheck{expectText("title", test.title)},
					Check: resource.ComposeTestCheckFunc(acctest.KeepID(address, &id), func(*terraform.State) error {
						if record, _ := cloud.Cloud.Storage(id); record.Name != test.title {
							return fmt.Errorf("the cloud has %+v", record)
						}
						return nil
					}),
				}
				if strings.HasPrefix(rendering, "text/") {
					step = resource.TestStep{Config: step.Config, ExpectError: regexp.MustCompile(test.inText)}
				}
				resource.Test(t, resource.TestCase{
					ProtoV6ProviderFactories: acctest.Providers(),
					CheckDestroy:             acctest.NothingLeft(cloud.Server),
					Steps:                    []resource.TestStep{step},
				})
			})
		})
	}
}

// A volume of ooi is online from its first moment to its last, whatever it does: a DELETE that is refused meanwhile is
// sent again (captures 216-storage-delete-while-attached, 219-storage-delete-while-detaching).
func TestStorageOfOOIIsBusy(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOOI})
	if err := cloud.Server.Faults.Add(emulator.Fault{
		Kind: emulator.FaultAnswer, Method: http.MethodDelete, Path: "/storage/", Times: 2, Status: http.StatusBadRequest,
		Header: map[string]string{"Content-Type": "text/plain; charset=UTF-8"},
		Body:   "Invalid input received: Invalid volume: Volume status must be available or error (HTTP 400) (Request-ID: req-19ef56de)",
	}); err != nil {
		t.Fatal(err)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy: func(state *terraform.State) error {
			if sent := cloud.Server.Log.Count(http.MethodDelete, "/storage/"); sent != 3 {
				return fmt.Errorf("%d DELETE were sent", sent)
			}
			return acctest.NothingLeft(cloud.Server)(state)
		},
		Steps: []resource.TestStep{{
			Config: volume(cloud, "size = 1"), ConfigStateChecks: []statecheck.StateCheck{expectText("state", "online")},
		}},
	})
}
