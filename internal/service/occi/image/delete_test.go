package image

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// startServer returns a server, a client of it, and one of its images.
func startServer(t *testing.T, manner emulated.Manner) (*emulator.Server, *occi.Client, *model) {
	t.Helper()
	cloud := emulated.New(emulated.Options{Manner: manner})
	server, err := emulator.Start(t.Context(), "127.0.0.1:0", cloud, emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	endpoint, err := url.Parse(server.URL + manner.Path())
	if err != nil {
		t.Fatal(err)
	}
	client, err := occi.NewClient(occi.Config{Endpoint: endpoint, HTTP: http.DefaultClient})
	if err != nil {
		t.Fatal(err)
	}
	template, err := occientity.Template(t.Context(), client, infrastructure.MixinOSTemplate, cloud.Images()[0].Name)
	if err != nil {
		t.Fatal(err)
	}
	var state model
	state.show(template)
	return server, client, &state
}

// TestRemoveLeavesTheImage: no server deletes images. The warning says why and what to do.
func TestRemoveLeavesTheImage(t *testing.T) {
	t.Parallel()
	for manner, words := range map[emulated.Manner]string{
		emulated.MannerGuide: "403", emulated.MannerOcciOS: "cannot be deleted", emulated.MannerOOI: "400", emulated.MannerStandard12: "403",
	} {
		t.Run(string(manner), func(t *testing.T) {
			t.Parallel()
			_, client, state := startServer(t, manner)
			var diagnostics diag.Diagnostics
			if err := remove(t.Context(), client, state, &diagnostics); err != nil {
				t.Fatal(err)
			}
			if len(diagnostics) != 1 || diagnostics[0].Severity() != diag.SeverityWarning {
				t.Fatalf("the diagnostics are %v", diagnostics)
			}
			for _, wanted := range []string{words, state.ID.ValueString(), `openstack image delete "` + state.Term.ValueString()} {
				if !strings.Contains(diagnostics[0].Detail(), wanted) {
					t.Errorf("the warning does not say %q: %s", wanted, diagnostics[0].Detail())
				}
			}
		})
	}
}

// TestRemoveIsNotBelieved: a server that accepts the request and does nothing is found out.
func TestRemoveIsNotBelieved(t *testing.T) {
	t.Parallel()
	server, client, state := startServer(t, emulated.MannerGuide)
	accept := emulator.Fault{Kind: emulator.FaultAnswer, Method: http.MethodDelete, Path: "^/-/$", Status: http.StatusOK}
	if err := server.Faults.Add(accept); err != nil {
		t.Fatal(err)
	}
	var diagnostics diag.Diagnostics
	if err := remove(t.Context(), client, state, &diagnostics); err != nil {
		t.Fatal(err)
	}
	if len(diagnostics) != 1 || !strings.Contains(diagnostics[0].Detail(), "still lists it") {
		t.Errorf("the diagnostics are %v", diagnostics)
	}
}

// TestRemoveFails: a server that is out of order is no server that keeps images.
func TestRemoveFails(t *testing.T) {
	t.Parallel()
	server, client, state := startServer(t, emulated.MannerGuide)
	broken := emulator.Fault{Kind: emulator.FaultAnswer, Method: http.MethodDelete, Status: http.StatusInternalServerError}
	if err := server.Faults.Add(broken); err != nil {
		t.Fatal(err)
	}
	var diagnostics diag.Diagnostics
	if err := remove(t.Context(), client, state, &diagnostics); !occi.HasStatus(err, http.StatusInternalServerError) {
		t.Errorf("the error is %v", err)
	}
}

// TestRemoveGone asks for nothing to be deleted if the image is gone.
func TestRemoveGone(t *testing.T) {
	t.Parallel()
	server, client, state := startServer(t, emulated.MannerGuide)
	state.ID = types.StringValue(infrastructure.SchemeOpenStackOSTemplate + "gone")
	var diagnostics diag.Diagnostics
	if err := remove(t.Context(), client, state, &diagnostics); err != nil || len(diagnostics) > 0 {
		t.Errorf("error %v, diagnostics %v", err, diagnostics)
	}
	if deletes := server.Log.Count(http.MethodDelete, ""); deletes != 0 {
		t.Errorf("%d requests to delete it", deletes)
	}
}

// TestServerWithoutImages: the error names what the server lacks.
func TestServerWithoutImages(t *testing.T) {
	t.Parallel()
	_, err := savingOf(&occi.QueryInterface{})
	if err == nil || !strings.Contains(err.Error(), "compute/action#save") {
		t.Errorf("the error is %v", err)
	}
}

// TestSeveralOfOneName cannot be told apart.
func TestSeveralOfOneName(t *testing.T) {
	t.Parallel()
	twin := func(term string) occi.Category {
		return occi.Category{
			TypeID: occi.TypeID{Scheme: infrastructure.SchemeOpenStackOSTemplate, Term: term}, Title: "Image: twin", Class: occi.ClassMixin,
		}
	}
	known := &occi.QueryInterface{Mixins: []occi.Category{twin("1"), twin("2")}}
	if _, err := named(known, "twin"); err == nil || !strings.Contains(err.Error(), "2 images") {
		t.Errorf("the error is %v", err)
	}
	if found, err := named(known, "2"); err != nil || found.Term != "2" {
		t.Errorf("found %v, error %v", found, err)
	}
}
