package subscription_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

const address = "cloudsigma_subscription.test"

// config is a subscription with further lines.
func config(cloud *acctest.CloudSigma, resource, lines string) string {
	return cloud.Provider + fmt.Sprintf(`
resource "cloudsigma_subscription" "test" {
  resource = %q
%s
}
`, resource, lines)
}

// actions are the requests that changed something, each with its body.
func actions(cloud *acctest.CloudSigma) []string {
	var done []string
	for _, request := range cloud.Server.Log.Matching("POST", "/subscriptions/") {
		done = append(done, request.Path[len("/api/2.0"):]+" "+request.Query+" "+strings.TrimSpace(request.Body))
	}
	return done
}

func wantActions(cloud *acctest.CloudSigma, want ...string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if diff := cmp.Diff(want, actions(cloud)); diff != "" {
			return fmt.Errorf("what was bought and changed (-want +got):\n%s", diff)
		}
		return nil
	}
}

func does(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

// TestSubscriptionLife never runs on a real account: it would cost money.
func TestSubscriptionLife(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	const bought = `/subscriptions/  {"objects":[{"resource":"vlan","amount":1,"period":"30 days","auto_renew":true}]}`
	const renew = `/subscriptions/10001/action/ do=auto_renew `
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy: func(*terraform.State) error {
			// It runs until its end, but is not renewed; nor is the one that was replaced.
			return wantActions(cloud, renew+`{"auto_renew":false}`,
				`/subscriptions/  {"objects":[{"resource":"vlan","amount":1,"period":"60 days","auto_renew":true}]}`,
				`/subscriptions/10002/action/ do=auto_renew {"auto_renew":false}`)(nil)
		},
		Steps: []resource.TestStep{
			{
				Config: config(cloud, "vlan", "  amount = 1\n  period = \"30 days\"\n  max_price = 10.5"),
				Check:  wantActions(cloud, bought),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.StringExact("10001")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("price"), knownvalue.StringRegexp(regexp.MustCompile(`^10\.[0-3]`))),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("auto_renew"), knownvalue.Bool(true)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("active")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("subscribed_object"), knownvalue.NotNull()),
				},
			},
			{
				ResourceName: address, ImportState: true, ImportStateVerify: true,
				// The server shows how long it is, not how that was said, and knows no limit.
				ImportStateVerifyIgnore: []string{"period", "max_price"},
			},
			{
				PreConfig: func() { cloud.Server.Log.Reset() },
				Config:    config(cloud, "vlan", "  amount = 1\n  period = \"30 days\"\n  auto_renew = false"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					acctest.ExpectUpdate(address, "auto_renew", "max_price"),
				}},
				Check: wantActions(cloud, renew+`{"auto_renew":false}`),
			},
			{
				// To renew it would cost too much.
				Config:      config(cloud, "vlan", "  amount = 1\n  period = \"30 days\"\n  max_price = 9.99"),
				ExpectError: regexp.MustCompile(`Renewing subscription 10001 costs 10\.\d+\s+CHF[^.]*\.[^.]*\.[^.]*\.?[^.]*more\s+than\s+max_price`),
			},
			{
				Config:           config(cloud, "vlan", "  amount = 1\n  period = \"60 days\""),
				ConfigPlanChecks: does(plancheck.ResourceActionReplace),
			},
		},
	})
	if got := len(cloud.Cloud.Subscriptions(cloudsigma.DefaultUser, "vlan")); got != 4 {
		t.Errorf("there are %d subscriptions to VLANs, want the 2 of the account and the 2 that were bought", got)
	}
}

// TestSubscriptionPrice refuses what costs too much when it is planned: nothing is bought. The price is asked for
// again before the purchase, and told.
func TestSubscriptionPrice(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	const lines = "  amount = 1073741824000\n  period = \"1 year\"\n  max_price = "
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config:      config(cloud, "dssd", lines+"900"),
				ExpectError: regexp.MustCompile(`Buying 1073741824000 of dssd costs 9\d\d\.\d{4} CHF`),
			},
			{
				PreConfig: func() {
					if got := actions(cloud); len(got) > 0 {
						t.Errorf("something was bought: %v", got)
					}
					cloud.Server.Log.Reset()
				},
				Config: config(cloud, "dssd", lines+"1000"),
				Check: func(*terraform.State) error {
					requests := cloud.Server.Log.Matching("POST", "/subscription")
					paths := []string{}
					for _, request := range requests {
						paths = append(paths, request.Path)
					}
					want := slices.Repeat([]string{"/api/2.0/subscriptioncalculator/"}, len(requests)-1)
					if diff := cmp.Diff(append(want, "/api/2.0/subscriptions/"), paths); diff != "" || len(requests) < 3 {
						return fmt.Errorf("the price is to be asked for at the plan and before the purchase (-want +got):\n%s", diff)
					}
					return nil
				},
			},
			{
				Config:      config(cloud, "dssd", "  amount = 1073741824000\n  period = \"1 fortnight\"\n"),
				PlanOnly:    true,
				ExpectError: regexp.MustCompile(`(?s)\d:   period = "1 fortnight".*is not understood`),
			},
			{
				Config:      config(cloud, "cpu", "  amount = 1000\n  starts_at = \"2030-01-01T12:00:00Z\""),
				ExpectError: regexp.MustCompile(`(?s)Missing period.*set period.*or\s+ends_at`),
			},
			{
				// The server's own no.
				Config:      config(cloud, "dssd", "  amount = 1073741824000\n  period = \"3 years\"\n"),
				ExpectError: regexp.MustCompile(`402`),
			},
		},
	})
}

// TestSubscriptionEnds lets the time pass. A renewed subscription goes on under another number; one that has ended is
// not bought again.
func TestSubscriptionEnds(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{Now: func() time.Time { return now }})
	renewed := config(cloud, "dssd", "  amount = 1073741824\n  period = \"1 month\"")
	nothing := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: renewed},
			{
				PreConfig:        func() { now = now.AddDate(0, 1, 1) },
				Config:           renewed,
				ConfigPlanChecks: nothing,
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.StringExact("10002")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("active")),
				},
			},
			{Config: config(cloud, "dssd", "  amount = 1073741824\n  period = \"1 month\"\n  auto_renew = false")},
			{
				PreConfig:        func() { now = now.AddDate(0, 1, 1); cloud.Server.Log.Reset() },
				Config:           config(cloud, "dssd", "  amount = 1073741824\n  period = \"1 month\"\n  auto_renew = false"),
				ConfigPlanChecks: nothing,
				Check:            wantActions(cloud),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("expired")),
				},
			},
		},
	})
}

// TestSubscriptionTimes buys for a time that is to come. The server rounds it to noon; what was said stays as it is.
func TestSubscriptionTimes(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{Now: func() time.Time { return now }})
	const starts, ends = "  starts_at = \"2025-04-10T18:00:00Z\"\n", "  ends_at = \"2025-04-20T03:00:00+02:00\"\n"
	const lines = "  amount = 1073741824\n  auto_renew = false\n"
	is := func(attribute, value string) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), knownvalue.StringExact(value))
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config: config(cloud, "dssd", lines+starts+ends),
				Check: wantActions(cloud, `/subscriptions/  {"objects":[{"resource":"dssd","amount":1073741824,`+
					`"start_time":"2025-04-10T18:00:00Z","end_time":"2025-04-20T03:00:00+02:00","auto_renew":false}]}`),
				ConfigStateChecks: []statecheck.StateCheck{
					is("start_time", "2025-04-10T12:00:00.000000+00:00"), is("end_time", "2025-04-20T12:00:00.000000+00:00"), is("status", "inactive"),
				},
			},
			{
				ResourceName: address, ImportState: true, ImportStateVerify: true,
				ImportStateVerifyIgnore: []string{"starts_at", "ends_at"},
			},
			{
				Config: config(cloud, "dssd", lines+ends+"  period = \"1 week\""), ConfigPlanChecks: does(plancheck.ResourceActionReplace),
				ConfigStateChecks: []statecheck.StateCheck{
					is("start_time", "2025-04-12T12:00:00.000000+00:00"), is("end_time", "2025-04-20T12:00:00.000000+00:00"),
				},
			},
			{
				Config:      config(cloud, "dssd", lines+"  ends_at = \"2025-02-01T12:00:00Z\"\n"),
				ExpectError: regexp.MustCompile(`(?s)\d:   ends_at = "2025-02-01T12:00:00Z".*The\s+end\s+is\s+not\s+after\s+the\s+start`),
			},
		},
	})
}

// TestSubscriptionLostAnswer loses the answer to a purchase: it is not made a second time.
func TestSubscriptionLostAnswer(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	lose := emulator.Fault{Kind: emulator.FaultLoseAnswer, Method: "POST", Path: "/subscriptions/$", Times: 1}
	if err := cloud.Server.Faults.Add(lose); err != nil {
		t.Fatal(err)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			// A name that the server shows as another one, and a thing that has no time.
			Config: config(cloud, "tx", "  amount = 1073741824"),
			Check: func(*terraform.State) error {
				if got := cloud.Cloud.Subscriptions(cloudsigma.DefaultUser, "tx"); len(got) != 1 {
					return fmt.Errorf("the account has the subscriptions %v, want one", got)
				}
				return nil
			},
		}},
	})
}

// TestSubscriptionBoughtWithAnError has what follows a purchase fail: the subscription costs money, so it is neither lost nor
// tainted, which would buy another one.
func TestSubscriptionBoughtWithAnError(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	// The server ignores auto_renew = false, and has forgotten the subscription when it is told again.
	fault := emulator.Fault{Kind: emulator.FaultAnswer, Method: "POST", Path: "/subscriptions/$", Status: 201, Body: `{"objects": [{"id": "999",
		"uuid": "6ed4a42d-6a4b-4b4b-9d7f-0a5a4a3a2a1a", "resource": "tx", "amount": "1073741824.0", "auto_renew": true, "status": "active"}]}`}
	if err := cloud.Server.Faults.Add(fault); err != nil {
		t.Fatal(err)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config:             config(cloud, "tx", "  amount = 1073741824"),
			ExpectNonEmptyPlan: true, // It is gone.
		}},
	})
}

func TestSubscriptionInvalid(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	acctest.ExpectInvalid(t, cloud.Provider, "cloudsigma_subscription", []acctest.Invalid{
		{
			Name: "three times", Line: "period =", Says: "Set two of",
			Arguments: "  resource = \"cpu\"\n  amount = 1000\n  period = \"1 week\"\n  starts_at = \"2030-01-01T12:00:00Z\"\n  ends_at = \"2030-01-08T12:00:00Z\"",
		},
		{
			Name: "end before the start", Line: "ends_at =", Says: "has to be after starts_at",
			Arguments: "  resource = \"cpu\"\n  amount = 1000\n  starts_at = \"2030-01-01T12:00:00Z\"\n  ends_at = \"2030-01-01T13:00:00+02:00\"",
		},
		{
			Name: "no time", Arguments: "  resource = \"cpu\"\n  amount = 1000\n  ends_at = \"tomorrow\"", Line: "ends_at =", Says: "be a time like",
		},
		{
			Name: "several addresses", Arguments: "  resource = \"ip\"\n  amount = 2\n  period = \"1 month\"",
			Line: "amount = 2", Says: "set amount to 1",
		},
		{
			Name: "nothing", Arguments: "  resource = \"cpu\"\n  amount = 0\n  period = \"1 month\"",
			Line: "amount = 0", Says: "at least 1",
		},
	})
}

func TestSubscriptionDataSources(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	first := cloud.Cloud.Subscriptions(cloudsigma.DefaultUser, "vlan")[0]
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: cloud.Provider + fmt.Sprintf(`
data "cloudsigma_subscriptions" "ip" {
  filter {
    name   = "resource"
    values = ["ip"]
  }
}

data "cloudsigma_subscription" "filter" {
  filter {
    name   = "id"
    values = [%q]
  }
}

data "cloudsigma_subscription" "uuid" {
  uuid = data.cloudsigma_subscription.filter.uuid
}
`, first),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("data.cloudsigma_subscriptions.ip", tfjsonpath.New("subscriptions"), knownvalue.ListSizeExact(len(cloud.Cloud.Subscriptions(cloudsigma.DefaultUser, "ip")))),
				statecheck.ExpectKnownValue("data.cloudsigma_subscription.uuid", tfjsonpath.New("id"), knownvalue.StringExact(first)),
				statecheck.ExpectKnownValue("data.cloudsigma_subscription.uuid", tfjsonpath.New("amount"), knownvalue.StringExact("1")),
				statecheck.ExpectKnownValue("data.cloudsigma_subscription.uuid", tfjsonpath.New("subscribed_object"),
					knownvalue.StringExact(cloud.Cloud.VLANs(cloudsigma.DefaultUser)[0])),
			},
		}},
	})
}
