package compute

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
)

// TestChangeThatIsNotShown: of a server that shows the title but no summary only the title is waited for.
func TestChangeThatIsNotShown(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		_, _ = io.WriteString(w, "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\n"+
			"X-OCCI-Attribute: occi.compute.state=\"active\"\nX-OCCI-Attribute: occi.core.title=\"new\"\n")
	}))
	t.Cleanup(server.Close)
	endpoint, err := url.Parse(server.URL + "/")
	if err != nil {
		t.Fatal(err)
	}
	client, err := occi.NewClient(occi.Config{Endpoint: endpoint, HTTP: server.Client()})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	update := update{
		config: &model{},
		client: client, entity: entity(infrastructure.AttributeTitle, "old"),
		plan: &model{Title: types.StringValue("new"), Summary: types.StringValue("words")},
		done: model{ID: types.StringValue("/compute/1"), Title: types.StringValue("old")},
	}
	if err := update.setAttributes(ctx); err != nil {
		t.Error(err)
	}
}

// TestRefusedChangeThatIsNotShown: a server that shows neither may refuse a title, which it does not keep, but not a size.
func TestRefusedChangeThatIsNotShown(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "no", http.StatusBadRequest)
	}))
	t.Cleanup(server.Close)
	endpoint, err := url.Parse(server.URL + "/")
	if err != nil {
		t.Fatal(err)
	}
	client, err := occi.NewClient(occi.Config{Endpoint: endpoint, HTTP: server.Client()})
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		plan  model
		wrong bool
	}{
		"title": {model{Title: types.StringValue("new")}, false},
		"cores": {model{Cores: types.Int64Value(4)}, true},
	} {
		update := update{client: client, entity: entity(), plan: &test.plan, config: &model{}, done: model{ID: types.StringValue("/compute/1")}}
		if err := update.setAttributes(t.Context()); (err != nil) != test.wrong {
			t.Errorf("%s: got error %v", name, err)
		}
	}
}
