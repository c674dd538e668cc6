package storage_test

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// isOffline is a check that the cloud has the volume offline or online.
func isOffline(cloud *acctest.OCCI, id *string, offline bool) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if record, _ := cloud.Cloud.Storage(*id); record.Offline != offline {
			return fmt.Errorf("the cloud has %+v, want offline %v", record, offline)
		}
		return nil
	}
}

// A volume is made offline, grows and comes online in one go, goes offline, and what somebody else does is undone.
func TestStorageOnline(t *testing.T) {
	t.Parallel()
	for _, manner := range []occi.Manner{occi.MannerGuide, occi.MannerStandard12} {
		t.Run(string(manner), func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateOCCI(t, occi.Options{Manner: manner, BootTime: changes})
			id, offline := "", volume(cloud, "title = \"data\"\nsize = 2\nonline = false")
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				CheckDestroy:             acctest.NothingLeft(cloud.Server),
				Steps: []resource.TestStep{
					{
						Config:            volume(cloud, "title = \"data\"\nsize = 1\nonline = false"),
						ConfigStateChecks: []statecheck.StateCheck{expectOnline(false), expectText("state", "offline")},
						Check:             resource.ComposeTestCheckFunc(acctest.KeepID(address, &id), isOffline(cloud, &id, true)),
					},
					{
						Config:            volume(cloud, "title = \"data\"\nsize = 2\nonline = true"),
						ConfigPlanChecks:  expectUpdate("online", "size", "state"+acctest.KnownAfterApply, "actual_size"+acctest.KnownAfterApply),
						ConfigStateChecks: []statecheck.StateCheck{expectOnline(true), expectText("state", "online")},
						Check:             resource.ComposeTestCheckFunc(hasSize(cloud, &id, 2), isOffline(cloud, &id, false)),
					},
					{Config: offline, ConfigPlanChecks: expectUpdate("online", "state"+acctest.KnownAfterApply), Check: isOffline(cloud, &id, true)},
					{
						PreConfig: func() {
							if err := cloud.Cloud.SetState(id, "available"); err != nil {
								t.Error(err)
							}
						},
						Config:           offline,
						ConfigPlanChecks: expectUpdate("online", "state"+acctest.KnownAfterApply), Check: isOffline(cloud, &id, true),
					},
					{
						// Left as it is.
						Config:           volume(cloud, "title = \"data\"\nsize = 2"),
						ConfigPlanChecks: expectAction(plancheck.ResourceActionNoop), Check: isOffline(cloud, &id, true),
					},
				},
			})
		})
	}
}

// Servers that know the action and do not carry it out: the error says so, and the volume lives on.
func TestStorageOnlineIsNotCarriedOut(t *testing.T) {
	t.Parallel()
	for manner, says := range map[occi.Manner]string{
		occi.MannerOcciOS: `(?s)waiting\s+for\s+volume\s+/storage/\S+\s+to\s+be\s+offline.*"online".*accepted\s+the\s+change\s+but`,
		occi.MannerOOI:    `(?s)\?action=offline:\s+501\s+Not\s+Implemented:\s+Action\s+not\s+implemented`,
	} {
		t.Run(string(manner), func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateOCCI(t, occi.Options{Manner: manner})
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				CheckDestroy:             acctest.NothingLeft(cloud.Server),
				Steps: []resource.TestStep{
					{Config: volume(cloud, "title = \"data\"\nsize = 1")},
					{
						Config:           volume(cloud, "title = \"data\"\nsize = 1\nonline = false"),
						ConfigPlanChecks: expectUpdate("online", "state"+acctest.KnownAfterApply),
						ExpectError:      regexp.MustCompile("(?i)" + says),
					},
					{
						Config:            volume(cloud, "title = \"data\"\nsize = 1\nonline = true"),
						ConfigPlanChecks:  expectAction(plancheck.ResourceActionNoop),
						ConfigStateChecks: []statecheck.StateCheck{expectOnline(true)},
					},
				},
			})
		})
	}
}

// offers has the query interface tell no more of volumes than this line.
func offers(t *testing.T, cloud *acctest.OCCI, line string) {
	t.Helper()
	err := cloud.Server.Faults.Add(emulator.Fault{
		Kind: emulator.FaultAnswer, Method: http.MethodGet, Path: "/-/$",
		Status: http.StatusOK, Header: map[string]string{"Content-Type": "text/plain"}, Body: line + "\n",
	})
	if err != nil {
		t.Fatal(err)
	}
}

const storageKind = `Category: storage; scheme="http://schemas.ogf.org/occi/infrastructure#"; class="kind"; location="/storage/"`

// The errata of GFD.224 took resize from the actions: the size is updated instead.
func TestStorageGrowsByUpdate(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})
	offers(t, cloud, storageKind+`; attributes="occi.storage.size{required}"`)
	id := ""
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: volume(cloud, "size = 1"), Check: acctest.KeepID(address, &id)},
			{
				PreConfig: cloud.Server.Log.Reset,
				Config:    volume(cloud, "size = 2.5"), ConfigPlanChecks: expectUpdate("size", "state"+acctest.KnownAfterApply, "actual_size"+acctest.KnownAfterApply),
				Check: resource.ComposeTestCheckFunc(hasSize(cloud, &id, 2.5), func(*terraform.State) error {
					for _, request := range cloud.Server.Log.All() {
						if request.Method == http.MethodPost && request.Query != "" {
							return fmt.Errorf("an action was invoked: %+v", request)
						}
					}
					return nil
				}),
			},
		},
	})
}

// A server that knows neither way has the volume replaced, and cannot bring it online or offline: the plan says so.
func TestStorageOfServerWithoutActions(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	offers(t, cloud, storageKind+`; attributes="occi.storage.size{immutable}"`)
	posts := func() error {
		if count := cloud.Server.Log.Count(http.MethodPost, "^/storage/.+"); count != 0 {
			return fmt.Errorf("%d actions or updates were sent", count)
		}
		return nil
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             func(*terraform.State) error { return errors.Join(posts(), acctest.NothingLeft(cloud.Server)(nil)) },
		Steps: []resource.TestStep{
			{
				Config:      volume(cloud, "size = 1\nonline = false"),
				ExpectError: regexp.MustCompile(`(?s)with\s+occi_storage\.data.*online = false.*does\s+not\s+know\s+the\s+action\s+\S+#offline`),
			},
			{Config: volume(cloud, "size = 1\nonline = true")},
			{
				Config: volume(cloud, "size = 1\nonline = false"), PlanOnly: true,
				ExpectError: regexp.MustCompile(`(?s)online = false.*its\s+volumes\s+cannot\s+be\s+brought\s+offline`),
			},
			{Config: volume(cloud, "size = 2"), ConfigPlanChecks: expectAction(plancheck.ResourceActionDestroyBeforeCreate)},
		},
	})
}

// The answer to a resize is lost: what the volume shows counts.
func TestStorageLostAnswerToResize(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{BootTime: changes})
	id := ""
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: volume(cloud, "size = 1"), Check: acctest.KeepID(address, &id)},
			{
				PreConfig: func() {
					fault := emulator.Fault{Kind: emulator.FaultLoseAnswer, Method: http.MethodPost, Path: "^/storage/.+", Times: 1}
					if err := cloud.Server.Faults.Add(fault); err != nil {
						t.Error(err)
					}
				},
				Config: volume(cloud, "size = 2"), ConfigPlanChecks: expectAction(plancheck.ResourceActionUpdate),
				Check: hasSize(cloud, &id, 2),
			},
		},
	})
}
