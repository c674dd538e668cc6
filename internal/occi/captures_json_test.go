package occi_test

import (
	"errors"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

func TestDecodeEveryCaptureInJSON(t *testing.T) {
	t.Parallel()

	paths, err := filepath.Glob(filepath.Join(capturesFolder, "o*", "*.http"))
	if err != nil {
		t.Fatal(err)
	}

	decoded := 0

	for _, path := range paths {
		recorded, readable := readExchange(t, path)
		if !readable || recorded.response.StatusCode >= http.StatusMultipleChoices {
			continue
		}

		mediaType, _, _ := mime.ParseMediaType(recorded.response.Header.Get("Content-Type"))
		if mediaType != occi.MediaTypeJSON {
			continue
		}

		decoded++

		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()

			message, err := occi.Decode(recorded.response.Header, recorded.body)
			if err != nil {
				t.Fatal(err)
			}

			if entities := strings.Count(string(recorded.body), `"resources"`); entities > 0 && len(message.Entities) == 0 {
				t.Error("a collection has no entities")
			}

			if len(message.Attributes) > 0 {
				if _, err := message.Entity(); err != nil {
					t.Error(err)
				}
			}

			checkEncodedAgain(t, message)
		})
	}

	if decoded == 0 {
		t.Skip("no captures beside the project")
	}

	if decoded < 35 {
		t.Errorf("only %d captures were decoded", decoded)
	}
}

func readMessage(t *testing.T, name string) occi.Message {
	t.Helper()

	path := filepath.Join(capturesFolder, name)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		t.Skip("no captures beside the project")
	}

	recorded, _ := readExchange(t, path)

	message, err := occi.Decode(recorded.response.Header, recorded.body)
	if err != nil {
		t.Fatal(err)
	}

	return message
}

// pathOnly is what all renderings agree about: occi-os writes absolute locations in text and paths in JSON.
func pathOnly(t *testing.T, location string) string {
	t.Helper()

	parsed, err := url.Parse(location)
	if err != nil {
		t.Fatal(err)
	}

	return parsed.Path
}

// TestCategoriesAgreeWithText: occi-os does not tell the classes in JSON.
func TestCategoriesAgreeWithText(t *testing.T) {
	t.Parallel()

	for inJSON, inText := range map[string]string{
		"occi-os/01-query.json.http": "occi-os/01-query.guide-plain.http",
		"ooi/003-query-json.http":    "ooi/001-query-text-plain.http",
	} {
		told := func(message occi.Message) []occi.Category {
			categories := slices.Clone(message.Categories)
			for index := range categories {
				categories[index].Location = pathOnly(t, categories[index].Location)
				// Text tells no types of attributes, ooi's not even their names and the actions.
				categories[index].Attributes, categories[index].Actions = nil, nil
				categories[index].Applies = nil
			}

			return categories
		}

		byType := cmpopts.SortSlices(func(a, b occi.Category) bool { return a.TypeID.String() < b.TypeID.String() })
		if diff := cmp.Diff(told(readMessage(t, inText)), told(readMessage(t, inJSON)), byType); diff != "" {
			t.Errorf("%s: -text +JSON:\n%s", inJSON, diff)
		}
	}
}

// TestEntitiesAgreeWithText reads the same entity in both.
func TestEntitiesAgreeWithText(t *testing.T) {
	t.Parallel()

	for inJSON, inText := range map[string]string{
		"ooi/048-compute-get-active-json.http":              "ooi/046-compute-get-active-text-plain.http",
		"ooi/178-storage-get-json.http":                     "ooi/176-storage-get-text-plain.http",
		"ooi/197-storagelink-get-json.http":                 "ooi/195-storagelink-get-text-plain.http",
		"ooi/238-network-get-json.http":                     "ooi/236-network-get-text-plain.http",
		"ooi/308-ipreservation-get-json.http":               "ooi/306-ipreservation-get-text-plain.http",
		"occi-os/08-storage-get-title.json.http":            "occi-os/08-storage-get-title.plain.http",
		"occi-os/10-compute-get-with-storagelink.json.http": "occi-os/10-compute-get-with-storagelink.plain.http",
	} {
		t.Run(inJSON, func(t *testing.T) {
			t.Parallel()

			want, got := summary(t, readMessage(t, inText)), summary(t, readMessage(t, inJSON))
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("-text +JSON:\n%s", diff)
			}
		})
	}
}

// told is what both renderings tell of an entity.
type told struct {
	Kind       occi.TypeID
	Mixins     []string
	Attributes map[string]string
	Actions    []string
	Links      []string
}

func summary(t *testing.T, message occi.Message) told {
	t.Helper()

	entity, err := message.Entity()
	if err != nil {
		t.Fatal(err)
	}

	result := told{Kind: entity.Kind.TypeID, Attributes: map[string]string{}}
	for _, mixin := range entity.Mixins {
		result.Mixins = append(result.Mixins, mixin.TypeID.String())
	}

	for name, value := range entity.Attributes {
		result.Attributes[name] = value.Text()
	}

	delete(result.Attributes, "org.openstack.compute.console.vnc") // another one at every look

	for _, action := range entity.Actions {
		result.Actions = append(result.Actions, action.Action.String())
	}

	for _, link := range entity.Links {
		attributes := maps.Clone(link.Attributes)
		target := link.Target
		if absolute := attributes["occi.core.target"].Text(); absolute != "" {
			target = absolute
		}

		for _, id := range link.Categories {
			target += " " + id.String()
		}

		for _, name := range slices.Sorted(maps.Keys(attributes)) {
			if name != "occi.core.target" {
				target += " " + name + "=" + attributes[name].Text()
			}
		}

		result.Links = append(result.Links, target)
	}

	slices.Sort(result.Mixins)
	slices.Sort(result.Actions)
	slices.Sort(result.Links)

	return result
}
