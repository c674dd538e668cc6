package server_test

import (
	"cmp"
	"context"
	"maps"
	"testing"
	"testing/synctest"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// TestServerInterruptedStop interrupts an update while the server shuts down, which takes 40 seconds: it is started again
// before the update returns, unless it was to be stopped.
func TestServerInterruptedStop(t *testing.T) {
	t.Parallel()
	const shutdown, start = "POST servers do=shutdown", "POST servers do=start"
	for name, test := range map[string]struct {
		timeout string // "": the run is cancelled as soon as the server shuts down
		power   string
		sent    []string
		status  string
	}{
		"timed out":                     {timeout: "10s", power: "running", sent: []string{shutdown, start}, status: "running"},
		"cancelled":                     {power: "running", sent: []string{shutdown, start}, status: "running"},
		"timed out, was to be stopped":  {timeout: "10s", power: "stopped", sent: []string{shutdown}, status: "stopped"},
		"time enough, though not a lot": {timeout: "50s", power: "running", sent: []string{shutdown, "PUT servers", start}, status: "running"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				account := acctest.NewBubble(t, emulated.Options{ShutdownTime: 40 * time.Second})
				id := account.RunningServer(t)
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				account.Answered = func(sent string) {
					if sent == shutdown && test.timeout == "" {
						cancel()
					}
				}
				made, described := newResourceOf(t, account.Client)
				text := func(value string) tftypes.Value { return tftypes.NewValue(tftypes.String, value) }
				timeouts, _ := described.Type().TerraformType(ctx).(tftypes.Object)
				before := map[string]tftypes.Value{"id": text(id), "power_state": text("running"), "status": text("running")}
				after := maps.Clone(before)
				maps.Copy(after, map[string]tftypes.Value{
					"cpu": tftypes.NewValue(tftypes.Number, 3000), "power_state": text(test.power),
					"timeouts": tftypes.NewValue(timeouts.AttributeTypes["timeouts"], map[string]tftypes.Value{
						"create": text("1h"), "update": text(cmp.Or(test.timeout, "1h")), "delete": text("1h"),
					}),
				})
				response := &resource.UpdateResponse{State: tfsdk.State{Schema: described, Raw: object(t, described, nil, before)}}
				made.Update(ctx, resource.UpdateRequest{
					Plan:   tfsdk.Plan{Schema: described, Raw: object(t, described, tftypes.UnknownValue, after)},
					Config: tfsdk.Config{Schema: described, Raw: object(t, described, nil, after)},
					State:  response.State,
				}, response)
				if test.timeout != "50s" && !response.Diagnostics.HasError() {
					t.Error("there is no error")
				}
				if diff := gocmp.Diff(test.sent, account.Sent); diff != "" {
					t.Errorf("the requests (-want +got):\n%s", diff)
				}
				time.Sleep(time.Minute)
				if found, err := account.Client.Servers.Get(t.Context(), id); err != nil || found.Status != test.status {
					t.Errorf("the server is %+v, %v; want it %s: %v", found, err, test.status, response.Diagnostics)
				}
			})
		})
	}
}
