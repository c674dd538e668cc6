package occi_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

func TestCreateFindsTheLocation(t *testing.T) {
	t.Parallel()

	tests := map[string]http.HandlerFunc{
		"occi-os": answers(http.StatusCreated, "OK", "Location", "http://localhost:8787/occi/compute/80b2"),
		"ooi, text/plain": answers(http.StatusOK, "X-OCCI-Location: http://127.0.0.1:8797/occi/compute/80b2",
			"Content-Type", "text/plain; charset=utf8"),
		"ooi, text/occi": answers(http.StatusOK, "", "Content-Type", "text/occi; charset=utf8",
			"X-Occi-Location", "http://127.0.0.1:8797/occi/compute/80b2"),
		"ooi, a header beside a body": answers(http.StatusOK, "OK", "X-Occi-Location", "http://127.0.0.1:8797/occi/compute/80b2"),
		"ooi, JSON": answers(http.StatusOK, `{"resources": [{"kind": "`+computeID+`", "id": "80b2", "title": "a"}]}`,
			"Content-Type", "application/occi+json; charset=utf8"),
		"OCCI 1.2, the entity in JSON": answers(http.StatusOK, `{"kind": "`+computeID+`", "id": "urn:uuid:80b2"}`,
			"Content-Type", "application/occi+json"),
		"OCCI 1.2, the entity in text/plain": answers(http.StatusOK, "Category: "+computeLine+"\n"+`X-OCCI-Attribute: occi.core.id="80b2"`),
		"rOCCI-server, JSON": answers(http.StatusCreated, `["http://inside/occi/compute/80b2"]`,
			"Content-Type", "application/occi+json"),
		"not ready yet":                  answers(http.StatusAccepted, "", "Location", "/occi/compute/80b2"),
		"a path":                         answers(http.StatusCreated, "", "Location", "/occi/compute/80b2"),
		"a proxy that takes a path away": answers(http.StatusCreated, "", "Location", "http://inside/compute/80b2"),
	}
	for name, handler := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			client := newServer(t, handler).client(t, "/occi", "auto")

			location, err := client.Create(t.Context(), computeKind(), nil, nil, nil)
			if err != nil || location != "/compute/80b2" {
				t.Errorf("got %q, error %v", location, err)
			}
		})
	}
}

func TestCreateWithoutLocation(t *testing.T) {
	t.Parallel()

	for name, handler := range map[string]http.HandlerFunc{
		"nothing":         answers(http.StatusCreated, "OK"),
		"nothing in JSON": answers(http.StatusOK, "{}", "Content-Type", "application/occi+json"),
		"no identifier":   answers(http.StatusOK, `{"resources": [{"kind": "`+computeID+`"}]}`, "Content-Type", "application/occi+json"),
		"a collection":    answers(http.StatusOK, `{"kind": "`+computeID+`", "id": "a/"}`, "Content-Type", "application/occi+json"),
		"nonsense":        answers(http.StatusCreated, "<html>", "Content-Type", "text/html"),
		"a query":         answers(http.StatusCreated, "OK", "Location", "http://example.org/compute/1?x=1"),
		"the collection":  answers(http.StatusCreated, "OK", "Location", "/compute/"),
		"the collection, in the body": answers(http.StatusOK, "X-OCCI-Location: http://example.org/compute/",
			"Content-Type", "text/plain"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			client := newServer(t, handler).client(t, "/", "auto")
			if _, err := client.Create(t.Context(), computeKind(), nil, nil, nil); !errors.Is(err, occi.ErrNoLocation) {
				t.Errorf("got error %v", err)
			}
		})
	}
}
