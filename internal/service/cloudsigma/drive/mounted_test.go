package drive_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"
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
	for name, test := range map[string]struct {
		// planned are the attributes that change; nil destroys the drive.
		planned   map[string]any
		unmounted bool
		status    string   // of the server; "": it cannot be asked
		words     []string // of the warning; none: there is none
	}{
		"destroyed":            {words: []string{"server " + otherUUID, "destroyed", "If this run destroys the server", "create_before_destroy"}},
		"replaced":             {planned: map[string]any{"clone_drive_id": someUUID}, words: []string{"replaced", "create_before_destroy"}},
		"grown":                {planned: map[string]any{"size": 2 * gibibyte}, words: []string{"grown", "power_state"}},
		"grown, running":       {planned: map[string]any{"size": 2 * gibibyte}, status: "running", words: []string{"grown", "an apply of its own"}},
		"grown, stopped":       {planned: map[string]any{"size": 2 * gibibyte}, status: "stopped"},
		"renamed":              {planned: map[string]any{"name": "new"}},
		"unmounted: grown":     {planned: map[string]any{"size": 2 * gibibyte}, unmounted: true},
		"unmounted: destroyed": {unmounted: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			warnings := planWarnings(t, !test.unmounted, test.status, test.planned)
			if len(test.words) == 0 && warnings != "" {
				t.Errorf("got the warning %q", warnings)
			}
			for _, words := range test.words {
				if !strings.Contains(warnings, words) {
					t.Errorf("%q is not in %q", words, warnings)
				}
			}
		})
	}
}

// planWarnings returns the warnings of a plan that changes these attributes of a drive, on a server with this status.
func planWarnings(t *testing.T, mounted bool, status string, planned map[string]any) string {
	t.Helper()
	made, ok := drive.NewResource().(*drive.Resource)
	if !ok {
		t.Fatal("the resource has another type")
	}
	if status != "" {
		clients := tfkit.NewClients(nil, tfkit.ErrUnknownConfiguration, serverClient(t, status), nil)
		var configured resource.ConfigureResponse
		made.Configure(t.Context(), resource.ConfigureRequest{ProviderData: clients}, &configured)
	}
	var described resource.SchemaResponse
	made.Schema(t.Context(), resource.SchemaRequest{}, &described)
	whole, ok := described.Schema.Type().TerraformType(t.Context()).(tftypes.Object)
	if !ok {
		t.Fatal("the schema is no object")
	}
	servers, ok := whole.AttributeTypes["mounted_on"].(tftypes.List)
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
	object := func(attributes map[string]any) tftypes.Value {
		values := map[string]tftypes.Value{}
		for name, kind := range whole.AttributeTypes {
			values[name] = tftypes.NewValue(kind, attributes[name])
		}
		return tftypes.NewValue(whole, values)
	}
	prior := map[string]any{"id": someUUID, "name": "old", "media": "disk", "size": gibibyte, "mounted_on": elements}
	state := tfsdk.State{Schema: described.Schema, Raw: object(prior)}
	plan := tfsdk.Plan{Schema: described.Schema, Raw: tftypes.NewValue(whole, nil)}
	if planned != nil {
		wanted := maps.Clone(prior)
		maps.Copy(wanted, planned)
		plan.Raw = object(wanted)
	}
	response := resource.ModifyPlanResponse{Plan: plan}
	made.ModifyPlan(t.Context(), resource.ModifyPlanRequest{Plan: plan, State: state}, &response)
	var text strings.Builder
	for _, diagnostic := range response.Diagnostics {
		text.WriteString(diagnostic.Severity().String() + ": " + diagnostic.Summary() + ": " + diagnostic.Detail() + "\n")
	}
	return text.String()
}

// serverClient is of a cloud that knows of a server with a status, and of no limits.
func serverClient(t *testing.T, status string) *cloudsigma.Client {
	t.Helper()
	cloud := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if strings.HasSuffix(r.URL.Path, "/servers/"+otherUUID+"/") {
			_, _ = fmt.Fprintf(w, `{"uuid": %q, "status": %q}`, otherUUID, status)
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
