package occi_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

// paged is a server with 7 entities that gives only so many at once (GFD.223, section 6).
func paged(most, first int, beforeFirst int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		number, _ := strconv.Atoi(r.URL.Query().Get("number"))
		page, _ := strconv.Atoi(r.URL.Query().Get("page"))

		switch {
		case number == 0 || number > most:
			w.WriteHeader(http.StatusRequestEntityTooLarge)
		case page < first:
			w.WriteHeader(beforeFirst)
		default:
			var lines strings.Builder
			for entity := (page - first) * number; entity < min(7, (page-first+1)*number); entity++ {
				fmt.Fprintf(&lines, "http://a/compute/%d\n", entity)
			}

			answers(http.StatusOK, lines.String(), "Content-Type", "text/uri-list")(w, r)
		}
	}
}

func allSeven() []string {
	var paths []string
	for entity := range 7 {
		paths = append(paths, fmt.Sprintf("/compute/%d", entity))
	}

	return paths
}

func TestListTurnsPages(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		handler http.HandlerFunc
		want    []string
		refused bool
		targets []string
	}{
		"from 0": {
			paged(100, 0, 0), allSeven(), false,
			[]string{"/compute/", "/compute/?number=100&page=0", "/compute/?number=100&page=1"},
		},
		"from 1": {
			paged(100, 1, http.StatusBadRequest), allSeven(), false,
			[]string{"/compute/", "/compute/?number=100&page=0", "/compute/?number=100&page=1", "/compute/?number=100&page=2"},
		},
		"small pages": {
			paged(5, 0, 0), allSeven(), false,
			[]string{
				"/compute/", "/compute/?number=100&page=0", "/compute/?number=50&page=0", "/compute/?number=25&page=0",
				"/compute/?number=12&page=0", "/compute/?number=6&page=0", "/compute/?number=3&page=0",
				"/compute/?number=3&page=1", "/compute/?number=3&page=2", "/compute/?number=3&page=3",
			},
		},
		"a server that fails": {
			paged(100, 1, http.StatusServiceUnavailable), nil, true,
			[]string{"/compute/", "/compute/?number=100&page=0"},
		},
		"a server that never agrees": {
			answers(http.StatusRequestEntityTooLarge, ""), nil, true,
			[]string{
				"/compute/", "/compute/?number=100&page=0", "/compute/?number=50&page=0", "/compute/?number=25&page=0",
				"/compute/?number=12&page=0", "/compute/?number=6&page=0", "/compute/?number=3&page=0", "/compute/?number=1&page=0",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			cloud := newServer(t, test.handler)
			got, err := cloud.client(t, "/", "auto").List(t.Context(), "/compute/")

			if diff := cmp.Diff(test.want, got); diff != "" || (err != nil) != test.refused {
				t.Errorf("error %v, -want +got:\n%s", err, diff)
			}

			var targets []string
			for _, request := range cloud.log() {
				targets = append(targets, request.Target)
			}

			if diff := cmp.Diff(test.targets, targets); diff != "" {
				t.Errorf("-want +sent:\n%s", diff)
			}
		})
	}
}

func TestListFollowsNextLinks(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		links []string // of the pages in their order; the last is repeated
		want  int      // pages read
	}{
		"absolute":           {[]string{`<http://foreign/occi/compute/?marker=1>; rel="next"`, ""}, 2},
		"relative, unquoted": {[]string{`</occi/compute/?marker=1>; title="x"; rel=next`, ""}, 2},
		"in a circle":        {[]string{`</occi/compute/?marker=1>; rel="next"`}, 2},
		"to itself":          {[]string{`</occi/compute/>; rel="next"`}, 1},
		"elsewhere":          {[]string{`<http://foreign/occi/secrets/?marker=1>; rel="next"`}, 1},
		"another relation":   {[]string{`</occi/compute/?marker=1>; rel="prev"`}, 1},
		"no URL":             {[]string{`<http://[>; rel="next"`}, 1},
	} {
		for _, rendering := range []string{occi.MediaTypeURIList, occi.MediaTypeTextOCCI} {
			t.Run(name+" in "+rendering, func(t *testing.T) {
				t.Parallel()

				pages := make(chan int, 10)
				cloud := newServer(t, func(w http.ResponseWriter, r *http.Request) {
					page := len(pages)
					pages <- page

					if link := test.links[min(page, len(test.links)-1)]; link != "" {
						w.Header().Set("Link", link)
					}

					location := fmt.Sprintf("http://a/occi/compute/%d", page)
					if rendering == occi.MediaTypeURIList {
						answers(http.StatusOK, location, "Content-Type", rendering)(w, r)
					} else {
						answers(http.StatusOK, "OK", "Content-Type", rendering, "X-Occi-Location", location)(w, r)
					}
				})

				got, err := cloud.client(t, "/occi", "auto").List(t.Context(), "/compute/")
				if err != nil || len(got) != test.want {
					t.Errorf("got %q, error %v", got, err)
				}

				if requests := cloud.log(); len(requests) != test.want {
					t.Errorf("sent %v", requests)
				}
			})
		}
	}
}

// TestListThatDoesNotEnd has a server that always leads to another page.
func TestListThatDoesNotEnd(t *testing.T) {
	t.Parallel()

	cloud := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		page, _ := strconv.Atoi(r.URL.Query().Get("marker"))
		w.Header().Set("Link", fmt.Sprintf(`</compute/?marker=%d>; rel="next"`, page+1))
		answers(http.StatusOK, fmt.Sprintf("http://a/compute/%d", page), "Content-Type", occi.MediaTypeURIList)(w, r)
	})

	got, err := cloud.client(t, "/", "auto").List(t.Context(), "/compute/")
	if err == nil || !strings.Contains(err.Error(), "more than any real server has") {
		t.Errorf("got %d entities, error %v", len(got), err)
	}

	if requests := len(cloud.log()); requests > 1010 {
		t.Errorf("%d requests were sent", requests)
	}
}
