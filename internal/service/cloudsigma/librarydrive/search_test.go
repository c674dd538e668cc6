package librarydrive

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

func library() []cloudsigma.LibraryDrive {
	return []cloudsigma.LibraryDrive{
		{UUID: "1", Name: "Debian 9.4", Distribution: "Debian", Version: "9.4", OS: "linux"},
		{UUID: "2", Name: "Debian 9.13", Distribution: "Debian", Version: "9.13", OS: "linux", ImageType: "preinst"},
		{UUID: "3", Name: "Ubuntu 22.04", Distribution: "Ubuntu", Version: "22.04", OS: "linux", CreatedAt: "2024-01-01"},
		{UUID: "4", Name: "Ubuntu 22.04", Distribution: "Ubuntu", Version: "22.04", OS: "linux", CreatedAt: "2025-01-01"},
		{UUID: "5", Name: "Windows", Version: "2012", OS: "windows", Paid: true, Category: []string{"general", "dbserver"}},
		{UUID: "6", Name: "Windows", Version: "2012 R2", OS: "windows", Paid: true},
		{UUID: "7", Name: "Twin"},
		{UUID: "8", Name: "Twin"},
	}
}

func filterFor(name string, values ...string) cloudsigmaentity.Filter {
	filter := cloudsigmaentity.Filter{Name: types.StringValue(name)}
	for _, value := range values {
		filter.Values = append(filter.Values, types.StringValue(value))
	}
	return filter
}

func TestChoose(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		criteria criteria
		want     string
		message  string
	}{
		"UUID":                      {criteria{uuid: "2"}, "2", ""},
		"name":                      {criteria{name: "Debian 9.4"}, "1", ""},
		"UUID with another name":    {criteria{uuid: "2", name: "Debian 9.4"}, "", "none of the 8 drives"},
		"highest version":           {criteria{nameRegex: regexp.MustCompile("^Debian"), mostRecent: true}, "2", ""},
		"last of the same version":  {criteria{name: "Ubuntu 22.04", mostRecent: true}, "4", ""},
		"version with words":        {criteria{name: "Windows", mostRecent: true}, "6", ""},
		"filter":                    {criteria{filters: []cloudsigmaentity.Filter{filterFor("image_type", "preinst")}}, "2", ""},
		"filter of the official":    {criteria{filters: []cloudsigmaentity.Filter{filterFor("imagetype", "preinst")}}, "2", ""},
		"filter with two values":    {criteria{filters: []cloudsigmaentity.Filter{filterFor("version", "9.4", "9.5")}}, "1", ""},
		"filter of a list":          {criteria{filters: []cloudsigmaentity.Filter{filterFor("category", "dbserver")}}, "5", ""},
		"all filters have to match": {criteria{filters: []cloudsigmaentity.Filter{filterFor("os", "linux"), filterFor("paid", "true")}}, "", "none of"},
		"several": {
			criteria{nameRegex: regexp.MustCompile("^Ubuntu")},
			"",
			`2 drives of the library match: "Ubuntu 22.04" (version "22.04", 3), "Ubuntu 22.04" (version "22.04", 4); ` +
				`say more about it, or set most_recent = true`,
		},
		"several, all as recent": {criteria{name: "Twin", mostRecent: true}, "", "2 drives of the library match"},
		"none, but near":         {criteria{name: "debian 10"}, "", `the nearest are: "Debian 9.4" (version "9.4", 1), "Debian 9.13"`},
		"none":                   {criteria{name: "Plan 9"}, "", `it has: "Debian 9.4"`},
		"none, most recent":      {criteria{name: "Plan 9", mostRecent: true}, "", `none of the 8 drives`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found, err := test.criteria.choose(library())
			switch {
			case test.message == "" && err != nil:
				t.Errorf("unexpected error: %v", err)
			case test.message == "" && found.UUID != test.want:
				t.Errorf("found %s, want %s", found.UUID, test.want)
			case test.message != "" && (err == nil || !strings.Contains(err.Error(), test.message)):
				t.Errorf("the error is %v, want %q in it", err, test.message)
			}
		})
	}
}

func TestChooseNamesFew(t *testing.T) {
	t.Parallel()
	many := make([]cloudsigma.LibraryDrive, 200)
	_, err := criteria{}.choose(many)
	if err == nil || !strings.Contains(err.Error(), "190 more") {
		t.Errorf("the error is %v", err)
	}
}

func TestCompareVersions(t *testing.T) {
	t.Parallel()
	sorted := []string{"", "2", "7.4.2009", "9.4", "9.13", "9.13.1", "12", "12 R2", "2012 R1", "2012 R2"}
	shuffled := []string{"9.13", "12 R2", "", "2012 R2", "9.13.1", "2", "7.4.2009", "2012 R1", "12", "9.4"}
	slices.SortFunc(shuffled, compareVersions)
	if diff := cmp.Diff(sorted, shuffled); diff != "" {
		t.Errorf("the order differs (-want +got):\n%s", diff)
	}
}
