package template

import (
	"strings"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

func TestFindByRegex(t *testing.T) {
	t.Parallel()
	templates := []occi.Category{
		{TypeID: occi.TypeID{Scheme: "http://example.org/os#", Term: "1"}, Title: " Image: Ubuntu 12.04 "},
		{TypeID: occi.TypeID{Scheme: "http://example.org/os#", Term: "2"}, Title: "Image: Ubuntu 14.04"},
		{TypeID: occi.TypeID{Scheme: "http://example.org/os#", Term: "smartos"}},
	}
	for _, test := range []struct{ name, pattern, term, problem string }{
		{name: "one", pattern: `12\.04$`, term: "1"},
		{name: "the server's word is no part of the title", pattern: "Image", problem: "available: Ubuntu 12.04, Ubuntu 14.04, smartos"},
		{name: "the term stands for a missing title", pattern: "^smart", term: "smartos"},
		{name: "several", pattern: "Ubuntu", problem: `several titles match "Ubuntu": Ubuntu 12.04, Ubuntu 14.04`},
		{name: "no expression", pattern: "(", problem: "missing closing"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			found, err := findByRegex(templates, test.pattern)
			if test.problem == "" && err != nil || test.problem != "" && (err == nil || !strings.Contains(err.Error(), test.problem)) {
				t.Fatalf("got error %v, want %q", err, test.problem)
			}
			if found.Term != test.term {
				t.Errorf("found %q, want %q", found.Term, test.term)
			}
		})
	}
}
