package occi_test

import (
	"net/http"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

var snapshot = occi.TypeID{Scheme: "http://schemas.ogf.org/occi/infrastructure/storage/action#", Term: "snapshot"}

// TestMake: an action tells what it made in the ways of a create, or not at all.
func TestMake(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		handler http.HandlerFunc
		want    string
	}{
		"a location":       {answers(http.StatusOK, "", "Location", "/compute/new"), "/compute/new"},
		"an OCCI location": {answers(http.StatusOK, "X-OCCI-Location: http://inside/compute/new", "Content-Type", "text/plain"), "/compute/new"},
		"another entity": {
			answers(http.StatusOK, "Category: "+computeLine+"\n"+`X-OCCI-Attribute: occi.core.id="new"`, "Content-Type", "text/plain"), "/compute/new",
		},
		"the entity itself": {
			answers(http.StatusOK, "Category: "+computeLine+"\n"+`X-OCCI-Attribute: occi.core.id="old"`, "Content-Type", "text/plain"), "",
		},
		"nothing":      {answers(http.StatusNoContent, ""), ""},
		"words":        {answers(http.StatusOK, "OK", "Content-Type", "text/plain"), ""},
		"another kind": {answers(http.StatusOK, "", "Location", "/os_tpl/new"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			server := newServer(t, test.handler)

			made, err := server.client(t, "/", "auto").Make(t.Context(), "/compute/old", snapshot, nil, computeKind())
			if err != nil || made != test.want {
				t.Errorf("got %q, error %v, want %q", made, err, test.want)
			}

			if requests := server.log(); len(requests) != 1 || requests[0].Target != "/compute/old?action=snapshot" {
				t.Errorf("sent %+v", requests)
			}
		})
	}
}

func TestMakeRefused(t *testing.T) {
	t.Parallel()

	client := newServer(t, answers(http.StatusNotImplemented, "Action not implemented.")).client(t, "/", "auto")
	if _, err := client.Make(t.Context(), "/compute/old", snapshot, nil, computeKind()); !occi.HasStatus(err, http.StatusNotImplemented) {
		t.Errorf("got error %v", err)
	}

	if _, err := client.Make(t.Context(), "/compute/", snapshot, nil, computeKind()); err == nil {
		t.Error("a collection was accepted")
	}
}
