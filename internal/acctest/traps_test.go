package acctest_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	// cited is a test in the last column of a table, with the package in front of it unless it is that of the one before.
	cited = regexp.MustCompile("(?:([a-z/]+) )?`(Test\\w+)`")
	// declared is a test in a file.
	declared = regexp.MustCompile(`(?m)^func (Test\w+)\(`)
)

// TestTrapsHaveTests: the tables of what misleads clients name tests that exist.
func TestTrapsHaveTests(t *testing.T) {
	t.Parallel()
	for _, table := range []string{"occi-os.md", "ooi.md"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "contributing", table))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
			if !strings.HasPrefix(line, "| ") || strings.TrimSpace(cells[0]) == "" {
				continue
			}
			tests := cited.FindAllStringSubmatch(cells[len(cells)-1], -1)
			if len(tests) == 0 {
				t.Errorf("%s: no test in %s", table, line)
			}
			in := ""
			for _, test := range tests {
				if test[1] != "" {
					in = test[1]
				}
				if !testsOf(t, in)[test[2]] {
					t.Errorf("%s: there is no %s in %q", table, test[2], in)
				}
			}
		}
	}
}

// testsOf are the tests of a package: of a resource, or else of one that is beside this one.
func testsOf(t *testing.T, name string) map[string]bool {
	t.Helper()
	tests := map[string]bool{}
	for _, folder := range []string{filepath.Join("..", "service", "occi", name), filepath.Join("..", name)} {
		files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, test := range declared.FindAllStringSubmatch(string(text), -1) {
				tests[test[1]] = true
			}
		}
	}
	return tests
}
