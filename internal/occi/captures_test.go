package occi_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

// capturesFolder holds exchanges recorded from real servers; it lies beside the project and may be absent.
const capturesFolder = "../../../shared/captures"

// exchange is one recorded file: a request, a line "---", a response.
type exchange struct {
	method   string
	response *http.Response
	body     []byte
}

// readExchange is false for a request that was answered by closing the connection.
func readExchange(t testing.TB, path string) (exchange, bool) {
	t.Helper()

	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}

	request, answer, found := bytes.Cut(content, []byte("\n---\n"))
	if !found {
		t.Fatalf("%s has no line ---", path)
	}

	if len(bytes.TrimSpace(answer)) == 0 {
		return exchange{}, false
	}

	method, _, _ := strings.Cut(string(request), " ")

	response, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(answer)), &http.Request{Method: method})
	if err != nil {
		t.Fatal(path, err)
	}
	defer func() { _ = response.Body.Close() }()

	body, err := io.ReadAll(response.Body)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) { // some captures are shortened
		t.Fatal(path, err)
	}

	return exchange{method: method, response: response, body: body}, true
}

// isRendering reports whether the response is a success in one of the renderings of the package.
func (e exchange) isRendering() bool {
	mediaType, _, _ := mime.ParseMediaType(e.response.Header.Get("Content-Type"))

	switch mediaType {
	case occi.MediaTypeTextPlain, occi.MediaTypeTextOCCI, occi.MediaTypeURIList:
		return e.response.StatusCode < http.StatusMultipleChoices
	default:
		return false
	}
}

func TestDecodeEveryCapture(t *testing.T) {
	t.Parallel()

	paths, err := filepath.Glob(filepath.Join(capturesFolder, "*", "*.http"))
	if err != nil {
		t.Fatal(err)
	}

	decoded := 0

	for _, path := range paths {
		if strings.Contains(path, "keystone") || strings.HasSuffix(path, "004-query-uri-list.http") {
			continue // in the latter ooi lists categories as if they were URIs
		}

		recorded, readable := readExchange(t, path)
		if !readable || !recorded.isRendering() {
			continue
		}

		decoded++

		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			checkDecoding(t, recorded)
		})
	}

	if decoded == 0 {
		t.Skip("no captures beside the project")
	}

	if decoded < 300 {
		t.Errorf("only %d captures were decoded", decoded)
	}
}

func checkDecoding(t *testing.T, recorded exchange) {
	t.Helper()

	message, err := occi.Decode(recorded.response.Header, recorded.body)
	if err != nil {
		t.Fatal(err)
	}

	for _, category := range message.Categories {
		if !strings.HasSuffix(category.Scheme, "#") || category.Term == "" {
			t.Errorf("category %q has no proper identifier", category)
		}

		switch category.Class {
		case occi.ClassKind, occi.ClassMixin, occi.ClassAction:
		default:
			t.Errorf("category %s has class %q", category.TypeID, category.Class)
		}
	}

	if items, lines := itemCount(message), recordedItems(recorded); items != lines {
		t.Errorf("decoded %d items of %d", items, lines)
	}

	checkEntity(t, recorded, message)
}

// recordedCategory is a category in the JSON of both servers.
type recordedCategory struct {
	Term   string `json:"term"`
	Scheme string `json:"scheme"`
	Title  string `json:"title"`
}

// TestQueryInterfaceAgreesWithJSON: JSON is safe from the quotes in titles, so it tells what text should say.
func TestQueryInterfaceAgreesWithJSON(t *testing.T) {
	t.Parallel()

	for safe, texts := range map[string][]string{
		"occi-os/01-query.json.http": {"occi-os/01-query.guide-plain.http", "occi-os/01-query.occi.http"},
		"ooi/003-query-json.http":    {"ooi/001-query-text-plain.http", "ooi/002-query-text-occi.http"},
	} {
		want := readCategories(t, filepath.Join(capturesFolder, safe))

		for _, text := range texts {
			recorded, _ := readExchange(t, filepath.Join(capturesFolder, text))

			message, err := occi.Decode(recorded.response.Header, recorded.body)
			if err != nil {
				t.Fatal(err)
			}

			var got []recordedCategory
			for _, category := range message.Categories {
				got = append(got, recordedCategory{Term: category.Term, Scheme: category.Scheme, Title: category.Title})
			}

			byType := cmpopts.SortSlices(func(a, b recordedCategory) bool { return a.Scheme+a.Term < b.Scheme+b.Term })
			if diff := cmp.Diff(want, got, byType); diff != "" {
				t.Errorf("%s: -JSON +text:\n%s", text, diff)
			}
		}
	}
}

// readCategories reads occi-os's list, or ooi's three.
func readCategories(t *testing.T, path string) []recordedCategory {
	t.Helper()

	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		t.Skip("no captures beside the project")
	}

	recorded, _ := readExchange(t, path)

	var list []recordedCategory
	if err := json.Unmarshal(recorded.body, &list); err == nil {
		return list
	}

	var lists struct{ Kinds, Mixins, Actions []recordedCategory }
	if err := json.Unmarshal(recorded.body, &lists); err != nil {
		t.Fatal(err)
	}

	return slices.Concat(lists.Kinds, lists.Mixins, lists.Actions)
}

// itemCount is the number of items in a message.
func itemCount(message occi.Message) int {
	return len(message.Categories) + len(message.Attributes) + len(message.Links) + len(message.Actions) +
		len(message.Locations)
}

// recordedItems counts the items by what only their beginnings have.
func recordedItems(recorded exchange) int {
	body := string(recorded.body)

	switch contentType := recorded.response.Header.Get("Content-Type"); {
	case strings.HasPrefix(contentType, occi.MediaTypeTextPlain):
		return strings.Count(body, "Category: ") + strings.Count(body, "X-OCCI-") + strings.Count(body, "Link: ")
	case strings.HasPrefix(contentType, occi.MediaTypeTextOCCI):
		header := recorded.response.Header
		attributes := strings.Join(header.Values("X-Occi-Attribute"), ", ")

		return strings.Count(strings.Join(header.Values("Category"), ""), "; scheme=") +
			strings.Count(strings.Join(header.Values("Link"), ""), "; rel=") +
			strings.Count(strings.Join(header.Values("X-Occi-Location"), ""), "http") +
			strings.Count(attributes, "occi.") + strings.Count(attributes, "org.openstack.")
	default:
		return strings.Count(body, "http")
	}
}

// checkEntity checks answers that show an entity: it is complete, and what was decoded survives being rendered.
func checkEntity(t *testing.T, recorded exchange, message occi.Message) {
	t.Helper()

	if recorded.method != http.MethodGet || len(message.Attributes) == 0 {
		return
	}

	entity, err := message.Entity()
	if err != nil {
		t.Fatal(err)
	}

	if entity.Attributes["occi.core.id"].Text() == "" {
		t.Error("the entity has no occi.core.id")
	}

	_, body, err := occi.EncodeTextPlain(message)
	if errors.Is(err, occi.ErrStructure) {
		return // ooi's security groups, which show Python's repr
	} else if err != nil {
		t.Fatal(err)
	}

	again, err := occi.DecodeTextPlain(body, occi.QuotingEscaped)
	if err != nil {
		t.Fatal(err)
	}

	if diff := cmp.Diff(message, again); diff != "" {
		t.Errorf("rendered and decoded again (-first +again):\n%s", diff)
	}
}
