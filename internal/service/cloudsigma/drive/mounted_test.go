package drive_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/cloudsigma/drive"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

const otherUUID = "00000000-0000-4000-8000-000000000001"

// TestDriveWarnings calls the resource without Terraform, whose tests do not see warnings.
func TestDriveWarnings(t *testing.T) {
	t.Parallel()
	grown := map[string]any{"size": 2 * gibibyte}
	forbidden := map[string]any{"stop_for_update": false}
	for name, test := range map[string]struct {
		// planned are the attributes that change; nil destroys the drive. settings are others that it has.
		planned, settings map[string]any
		unmounted         bool
		status            string // of the server; "": it cannot be asked
		want              string // the whole warning; "": there is none
	}{
		"destroyed": {
			status: "running",
			want: strings.Replace(stops, "will", "may", 1) + "unless this run destroys the server, or detaches the drive by its " +
				"attachment, first, it is shut down, the drive old (" + someUUID + ") is destroyed, and it is started again. If its system " +
				"does not shut down within 1m0s its power is cut.",
		},
		"destroyed, forbidden": {
			status: "running", settings: forbidden,
			want: strings.Replace(stops, "will be stopped and started", "has to be stopped first", 1) + "unless this run destroys the " +
				"server, or detaches the drive by its attachment, first, it is an error if it is not stopped by the time that the drive " +
				"old (" + someUUID + ") is destroyed, because of stop_for_update = false.",
		},
		"replaced": {
			status: "running", planned: map[string]any{"clone_drive_id": someUUID}, settings: map[string]any{"shutdown_timeout": "0s"},
			want: stops + "its power is cut, the drive old (" + someUUID + ") is destroyed, and it is started again. With lifecycle { " +
				"create_before_destroy = true } of the cloudsigma_drive, the cloudsigma_server or the attachment that names it is changed " +
				"before the old drive is destroyed, and the server is not stopped for that.",
		},
		"changed": {
			status: "unavailable", planned: map[string]any{"size": 2 * gibibyte, "media": "cdrom"},
			settings: map[string]any{"storage_type": "local_nvme", "shutdown_timeout": "5m"},
			want: strings.Replace(stops, "running", "unavailable", 1) + "it is shut down, the drive old (" + someUUID + ") is changed " +
				"(size, media), and it is started again. If its system does not shut down within 5m0s its power is cut. The data on the " +
				"drive is lost when the server stops, because it is of the type local_nvme.",
		},
		"forbidden": {
			status: "running", planned: grown, settings: forbidden,
			want: strings.Replace(stops, "will be stopped and started", "has to be stopped first", 1) + "it is an error if it is not " +
				"stopped by the time that the drive old (" + someUUID + ") is changed (size), because of stop_for_update = false.",
		},
		"stopped: grown":       {status: "stopped", planned: grown},
		"stopped: destroyed":   {status: "stopped", settings: forbidden},
		"renamed":              {status: "running", planned: map[string]any{"name": "new", "allow_multimount": true}, settings: forbidden},
		"not asked":            {planned: grown},
		"unmounted: grown":     {status: "running", planned: grown, unmounted: true},
		"unmounted: destroyed": {status: "running", unmounted: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := planWarnings(t, !test.unmounted, test.status, test.settings, test.planned)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("the warnings (-want +got):\n%s", diff)
			}
		})
	}
}

// stops is how warnings begin.
const stops = "The server will be stopped and started: The server web (" + otherUUID + ") is \"running\", and CloudSigma does this " +
	"only while it is stopped: "

// planWarnings returns the warnings of a plan that changes these attributes of a drive with settings, on a server with this
// status.
func planWarnings(t *testing.T, mounted bool, status string, settings, planned map[string]any) string {
	t.Helper()
	var client *cloudsigma.Client
	if status != "" {
		client = serverClient(t, status)
	}
	made := newDirect(t, client)
	servers, ok := made.whole.AttributeTypes["mounted_on"].(tftypes.List)
	if !ok {
		t.Fatal("mounted_on is no list")
	}
	elements := []tftypes.Value{}
	if mounted {
		elements = append(elements, tftypes.NewValue(servers.ElementType, map[string]tftypes.Value{
			"uuid":         tftypes.NewValue(tftypes.String, otherUUID),
			"resource_uri": tftypes.NewValue(tftypes.String, "/api/2.0/servers/"+otherUUID+"/"),
		}))
	}
	prior := map[string]any{"id": someUUID, "name": "old", "media": "disk", "size": gibibyte, "mounted_on": elements}
	maps.Copy(prior, settings)
	state := tfsdk.State{Schema: made.schema, Raw: made.object(prior)}
	plan := tfsdk.Plan{Schema: made.schema, Raw: tftypes.NewValue(made.whole, nil)}
	if planned != nil {
		wanted := maps.Clone(prior)
		maps.Copy(wanted, planned)
		plan.Raw = made.object(wanted)
	}
	response := resource.ModifyPlanResponse{Plan: plan}
	made.ModifyPlan(t.Context(), resource.ModifyPlanRequest{Plan: plan, State: state}, &response)
	var text strings.Builder
	for _, diagnostic := range response.Diagnostics {
		text.WriteString(diagnostic.Summary() + ": " + diagnostic.Detail())
	}
	return text.String()
}

// direct is the resource as a test calls it without Terraform.
type direct struct {
	*drive.Resource

	schema schema.Schema
	whole  tftypes.Object
}

// newDirect returns the resource, configured if there is a client.
func newDirect(t *testing.T, client *cloudsigma.Client) direct {
	t.Helper()
	made, ok := drive.NewResource().(*drive.Resource)
	if !ok {
		t.Fatal("the resource has another type")
	}
	if client != nil {
		var configured resource.ConfigureResponse
		clients := tfkit.NewClients(nil, tfkit.ErrUnknownConfiguration, client, nil)
		made.Configure(t.Context(), resource.ConfigureRequest{ProviderData: clients}, &configured)
	}
	var described resource.SchemaResponse
	made.Schema(t.Context(), resource.SchemaRequest{}, &described)
	whole, ok := described.Schema.Type().TerraformType(t.Context()).(tftypes.Object)
	if !ok {
		t.Fatal("the schema is no object")
	}
	return direct{made, described.Schema, whole}
}

// object is a drive with these attributes; the others are null.
func (d direct) object(attributes map[string]any) tftypes.Value {
	values := map[string]tftypes.Value{}
	for name, kind := range d.whole.AttributeTypes {
		values[name] = tftypes.NewValue(kind, attributes[name])
	}
	return tftypes.NewValue(d.whole, values)
}

// serverClient is of a cloud that knows of a server with a status, and of no limits.
func serverClient(t *testing.T, status string) *cloudsigma.Client {
	t.Helper()
	cloud := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if strings.HasSuffix(r.URL.Path, "/servers/"+otherUUID+"/") {
			_, _ = fmt.Fprintf(w, `{"uuid": %q, "name": "web", "status": %q}`, otherUUID, status)
			return
		}
		_, _ = w.Write([]byte("{}"))
	}))
	t.Cleanup(cloud.Close)
	endpoint, err := url.Parse(cloud.URL + "/api/2.0/")
	if err != nil {
		t.Fatal(err)
	}
	client, err := cloudsigma.NewClient(cloudsigma.Config{Endpoint: endpoint, HTTP: cloud.Client()})
	if err != nil {
		t.Fatal(err)
	}
	return client
}
