package server_test

import (
	"bytes"
	"context"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/cloudsigma/server"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/transport"
)

// The tests of this file call the resource without Terraform, for what a run of Terraform cannot show:
// cancellation at a given moment, warnings and logs.

// newResource returns a configured resource with its schema.
func newResource(t *testing.T, f *fixture, log transport.LogFunc) (*server.Resource, schema.Schema) {
	t.Helper()
	return newResourceOf(t, f.Client(t, log))
}

func newResourceOf(t *testing.T, client *cloudsigma.Client) (*server.Resource, schema.Schema) {
	t.Helper()
	made, ok := server.NewResource().(*server.Resource)
	if !ok {
		t.Fatal("the resource has another type")
	}
	clients := tfkit.NewClients(nil, tfkit.ErrUnknownConfiguration, client, nil)
	var configured resource.ConfigureResponse
	made.Configure(t.Context(), resource.ConfigureRequest{ProviderData: clients}, &configured)
	var described resource.SchemaResponse
	made.Schema(t.Context(), resource.SchemaRequest{}, &described)
	if configured.Diagnostics.HasError() || described.Diagnostics.HasError() {
		t.Fatal(configured.Diagnostics, described.Diagnostics)
	}
	return made, described.Schema
}

// object returns the value of the resource with these attributes; blocks are empty, and what the server may fill in
// is unset.
func object(t *testing.T, described schema.Schema, unset any, attributes map[string]tftypes.Value) tftypes.Value {
	t.Helper()
	whole, ok := described.Type().TerraformType(t.Context()).(tftypes.Object)
	if !ok {
		t.Fatal("the schema is no object")
	}
	values := map[string]tftypes.Value{
		"name":         tftypes.NewValue(tftypes.String, "web"),
		"cpu":          tftypes.NewValue(tftypes.Number, 2000),
		"memory":       tftypes.NewValue(tftypes.Number, gibibyte),
		"vnc_password": tftypes.NewValue(tftypes.String, "t0p-5ecret"),
		"user_data":    tftypes.NewValue(tftypes.String, "password: 5wordfish"),
		"timeouts":     tftypes.NewValue(whole.AttributeTypes["timeouts"], nil),
	}
	for _, block := range []string{"drive", "network"} {
		values[block] = tftypes.NewValue(whole.AttributeTypes[block], []tftypes.Value{})
	}
	maps.Copy(values, attributes)
	for name, kind := range whole.AttributeTypes {
		if _, found := values[name]; found {
			continue
		}
		values[name] = tftypes.NewValue(kind, nil)
		if described.Attributes[name].IsComputed() {
			values[name] = tftypes.NewValue(kind, unset)
		}
	}
	return tftypes.NewValue(whole, values)
}

// create has the resource create a planned server that is configured so.
func create(
	ctx context.Context, made *server.Resource, described schema.Schema, planned, configured tftypes.Value,
) *resource.CreateResponse {
	response := &resource.CreateResponse{State: tfsdk.State{
		Schema: described, Raw: tftypes.NewValue(described.Type().TerraformType(ctx), nil),
	}}
	made.Create(ctx, resource.CreateRequest{
		Plan: tfsdk.Plan{Schema: described, Raw: planned}, Config: tfsdk.Config{Schema: described, Raw: configured},
	}, response)
	return response
}

func TestServerInterruptedCreateIsInTheState(t *testing.T) {
	t.Parallel()
	for _, moment := range []string{"/servers/", "do=start", "do=clone"} {
		t.Run(moment, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, emulated.Options{BootTime: time.Hour, DriveTime: time.Hour})
			attributes := map[string]tftypes.Value{}
			if moment == "do=clone" {
				attributes["clone_server_id"] = tftypes.NewValue(tftypes.String, f.make(t, "source", nil))
			}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			made, described := newResource(t, f, func(_ context.Context, _ transport.Level, _ string, fields map[string]any) {
				if url, ok := fields["url"].(string); ok && strings.HasSuffix(url, moment) {
					cancel()
				}
			})
			response := create(ctx, made, described,
				object(t, described, tftypes.UnknownValue, attributes), object(t, described, nil, attributes))
			if !response.Diagnostics.HasError() {
				t.Error("no error for an interrupted create")
			}
			var id, status types.String
			response.Diagnostics.Append(response.State.GetAttribute(t.Context(), path.Root("id"), &id)...)
			response.Diagnostics.Append(response.State.GetAttribute(t.Context(), path.Root("status"), &status)...)
			exists, found := f.Cloud.Server(id.ValueString())
			if !found || exists.Status != status.ValueString() {
				t.Errorf("the state has the server %s as %s; the cloud has %+v", id, status, f.Server.Inventory())
			}
		})
	}
}

func TestServerSecretsAreNotLogged(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	var log bytes.Buffer
	made, described := newResource(t, f, tfkit.LogHTTP)
	response := create(tflogtest.RootLogger(t.Context(), &log), made, described,
		object(t, described, tftypes.UnknownValue, nil), object(t, described, nil, nil))
	if response.Diagnostics.HasError() {
		t.Fatal(response.Diagnostics)
	}
	text := log.String()
	if !strings.Contains(text, "vnc_password") || !strings.Contains(text, "cloudinit-user-data") {
		t.Fatalf("the exchange is not in the log:\n%s", text)
	}
	// The last one is "password: 5wordfish" in base64.
	for _, secret := range []string{"t0p-5ecret", "5wordfish", "cGFzc3dvcmQ6IDV3b3JkZmlzaA==", emulated.DefaultPassword} {
		if strings.Contains(text, secret) {
			t.Errorf("%q is in the log:\n%s", secret, text)
		}
	}
}

func TestServerPlanTellsOfAStop(t *testing.T) {
	t.Parallel()
	text := func(value string) tftypes.Value { return tftypes.NewValue(tftypes.String, value) }
	tests := []struct {
		name          string
		power         string
		change        map[string]tftypes.Value
		wanted        string
		addressStays  bool
		statusUnknown bool
	}{
		{"cpu of a running server", "running", map[string]tftypes.Value{"cpu": tftypes.NewValue(tftypes.Number, 3000)}, "changes cpu, smp of", false, true},
		{
			"cpu without patience", "running",
			map[string]tftypes.Value{"cpu": tftypes.NewValue(tftypes.Number, 3000), "shutdown_timeout": text("0s")},
			"a stopped server only: its power is cut, it is changed, and it is started again.", false, true,
		},
		{"cpu of a stopped server", "stopped", map[string]tftypes.Value{"cpu": tftypes.NewValue(tftypes.Number, 3000)}, "", true, false},
		{"name of a running server", "running", map[string]tftypes.Value{"name": text("renamed")}, "", true, false},
		{"user data of a running server", "running", map[string]tftypes.Value{"user_data": text("other")}, "", true, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, emulated.Options{})
			made, described := newResource(t, f, nil)
			state := object(t, described, nil, map[string]tftypes.Value{
				"id": text("5d4bbf7b-8f5b-4a6a-9a9a-3c1a6d3c0f10"), "power_state": text(test.power), "status": text(test.power),
				"ipv4_address": text("203.0.113.7"),
			})
			plan := object(t, described, tftypes.UnknownValue, test.change)
			response := &resource.ModifyPlanResponse{Plan: tfsdk.Plan{Schema: described, Raw: plan}}
			made.ModifyPlan(t.Context(), resource.ModifyPlanRequest{
				Config: tfsdk.Config{Schema: described, Raw: object(t, described, nil, test.change)},
				Plan:   tfsdk.Plan{Schema: described, Raw: plan},
				State:  tfsdk.State{Schema: described, Raw: state},
			}, response)
			var got string
			for _, warning := range response.Diagnostics.Warnings() {
				got += warning.Detail()
			}
			if response.Diagnostics.HasError() || !strings.Contains(got, test.wanted) || (test.wanted == "") != (got == "") {
				t.Errorf("got %v, want a warning with %q", response.Diagnostics, test.wanted)
			}
			var address, status types.String
			response.Plan.GetAttribute(t.Context(), path.Root("ipv4_address"), &address)
			response.Plan.GetAttribute(t.Context(), path.Root("status"), &status)
			if (address.ValueString() == "203.0.113.7") != test.addressStays || status.IsUnknown() != test.statusUnknown {
				t.Errorf("planned ipv4_address %s and status %s", address, status)
			}
		})
	}
}

// TestServerCloneLeavesItsDisks has the plan of a destruction tell what becomes of the disks of a clone.
func TestServerCloneLeavesItsDisks(t *testing.T) {
	t.Parallel()
	made, described := newResource(t, newFixture(t, emulated.Options{}), nil)
	whole := described.Type().TerraformType(t.Context())
	drives, ok := described.Attributes["attached_drives"].GetType().TerraformType(t.Context()).(tftypes.List)
	if !ok {
		t.Fatal("attached_drives is no list")
	}
	disk := tftypes.NewValue(drives, []tftypes.Value{tftypes.NewValue(drives.ElementType, map[string]tftypes.Value{
		"uuid": tftypes.NewValue(tftypes.String, "disk"), "device": tftypes.NewValue(tftypes.String, "virtio"),
		"dev_channel": tftypes.NewValue(tftypes.String, "0:0"), "boot_order": tftypes.NewValue(tftypes.Number, 1),
	})})
	source := tftypes.NewValue(tftypes.String, "5d4bbf7b-8f5b-4a6a-9a9a-3c1a6d3c0f10")
	for name, test := range map[string]struct {
		state map[string]tftypes.Value
		warns bool
	}{
		"clone":                   {map[string]tftypes.Value{"clone_server_id": source, "attached_drives": disk}, true},
		"clone without disks":     {map[string]tftypes.Value{"clone_server_id": source}, false},
		"clone whose disks go":    {map[string]tftypes.Value{"clone_server_id": source, "attached_drives": disk, "delete_drives": tftypes.NewValue(tftypes.String, "disks")}, false},
		"server that is no clone": {map[string]tftypes.Value{"attached_drives": disk}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			response := resource.ModifyPlanResponse{Plan: tfsdk.Plan{Schema: described, Raw: tftypes.NewValue(whole, nil)}}
			made.ModifyPlan(t.Context(), resource.ModifyPlanRequest{
				State: tfsdk.State{Schema: described, Raw: object(t, described, nil, test.state)}, Plan: response.Plan,
			}, &response)
			warned := response.Diagnostics.WarningsCount() == 1 && strings.Contains(response.Diagnostics[0].Detail(), "delete_drives")
			if warned != test.warns || response.Diagnostics.HasError() {
				t.Errorf("the diagnostics are %v", response.Diagnostics)
			}
		})
	}
}
