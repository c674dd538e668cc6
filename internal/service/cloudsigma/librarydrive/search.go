package librarydrive

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
)

// maxNamed bounds how many drives an error names.
const maxNamed = 10

// criteria say which drive is meant; all of them have to be met, "" and nil are met by every drive.
type criteria struct {
	uuid, name string
	nameRegex  *regexp.Regexp
	filters    []filter
	mostRecent bool
}

// filter is met by a drive one of whose values of the member is among the values.
type filter struct {
	member func(*cloudsigma.LibraryDrive) []string
	values []string
}

// choose returns the one drive that meets the criteria. The error names the candidates.
func (c criteria) choose(library []cloudsigma.LibraryDrive) (*cloudsigma.LibraryDrive, error) {
	var found []*cloudsigma.LibraryDrive
	for i := range library {
		if c.meets(&library[i]) {
			found = append(found, &library[i])
		}
	}
	if c.mostRecent {
		found = mostRecent(found)
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		advice := "say more about it"
		if !c.mostRecent {
			advice += ", or set most_recent = true for the highest version"
		}
		return nil, fmt.Errorf("%d drives of the library match: %s; %s", len(found), named(found), advice)
	case len(library) == 0:
		return nil, errors.New("the library of this location is empty")
	default:
		return nil, fmt.Errorf("none of the %d drives of the library matches; %s", len(library), c.nearest(library))
	}
}

func (c criteria) meets(drive *cloudsigma.LibraryDrive) bool {
	return (c.uuid == "" || drive.UUID == c.uuid) &&
		(c.name == "" || drive.Name == c.name) &&
		(c.nameRegex == nil || c.nameRegex.MatchString(drive.Name)) &&
		!slices.ContainsFunc(c.filters, func(filter filter) bool { return !filter.meets(drive) })
}

func (f filter) meets(drive *cloudsigma.LibraryDrive) bool {
	return slices.ContainsFunc(f.member(drive), func(value string) bool { return slices.Contains(f.values, value) })
}

// nearest names drives that may have been meant: those whose names have the first word in common, else all.
func (c criteria) nearest(library []cloudsigma.LibraryDrive) string {
	words := strings.FieldsFunc(strings.ToLower(c.name), func(r rune) bool { return r == ' ' || r == '-' })
	var near, all []*cloudsigma.LibraryDrive
	for i := range library {
		drive := &library[i]
		all = append(all, drive)
		if len(words) > 0 && strings.Contains(strings.ToLower(drive.Name), words[0]) {
			near = append(near, drive)
		}
	}
	if len(near) > 0 {
		return "the nearest are: " + named(near)
	}
	return "it has: " + named(all)
}

// named lists drives for people.
func named(drives []*cloudsigma.LibraryDrive) string {
	var names []string
	for _, drive := range drives[:min(len(drives), maxNamed)] {
		names = append(names, fmt.Sprintf("%q (version %q, %s)", drive.Name, drive.Version, drive.UUID))
	}
	if left := len(drives) - len(names); left > 0 {
		names = append(names, strconv.Itoa(left)+" more")
	}
	return strings.Join(names, ", ")
}

// mostRecent returns the drives of the highest version; of several those created last.
func mostRecent(drives []*cloudsigma.LibraryDrive) []*cloudsigma.LibraryDrive {
	if len(drives) == 0 {
		return nil
	}
	recent := slices.MaxFunc(drives, compareAge)
	return slices.DeleteFunc(drives, func(drive *cloudsigma.LibraryDrive) bool { return compareAge(drive, recent) != 0 })
}

// compareAge is positive if a is more recent than b. Times of creation have all the same form, so that they
// compare as texts.
func compareAge(a, b *cloudsigma.LibraryDrive) int {
	if order := compareVersions(a.Version, b.Version); order != 0 {
		return order
	}
	return strings.Compare(a.CreatedAt, b.CreatedAt)
}

var versionParts = regexp.MustCompile(`[0-9]+|[^0-9.]+`)

// compareVersions compares versions part by part, numbers by their value: 9.13 is above 9.4, and 12 R2 above
// 12. No version is below all others.
func compareVersions(a, b string) int {
	return slices.CompareFunc(versionParts.FindAllString(a, -1), versionParts.FindAllString(b, -1), func(a, b string) int {
		first, errFirst := strconv.Atoi(a)
		second, errSecond := strconv.Atoi(b)
		if errFirst == nil && errSecond == nil {
			return first - second
		}
		return strings.Compare(strings.TrimSpace(a), strings.TrimSpace(b))
	})
}

// members are what filters can ask for. The names are those of the official provider, which has neither
// underscores nor case in them.
func members() map[string]func(*cloudsigma.LibraryDrive) []string {
	text := func(member func(*cloudsigma.LibraryDrive) string) func(*cloudsigma.LibraryDrive) []string {
		return func(drive *cloudsigma.LibraryDrive) []string { return []string{member(drive)} }
	}
	return map[string]func(*cloudsigma.LibraryDrive) []string{
		"arch":              text(func(d *cloudsigma.LibraryDrive) string { return d.Arch }),
		"category":          func(d *cloudsigma.LibraryDrive) []string { return d.Category },
		"cloudinitservice":  text(func(d *cloudsigma.LibraryDrive) string { return d.CloudInitService }),
		"createdat":         text(func(d *cloudsigma.LibraryDrive) string { return d.CreatedAt }),
		"defaultauthmethod": text(func(d *cloudsigma.LibraryDrive) string { return d.DefaultAuthMethod }),
		"defaultuser":       text(func(d *cloudsigma.LibraryDrive) string { return d.DefaultUser }),
		"deprecated":        text(func(d *cloudsigma.LibraryDrive) string { return strconv.FormatBool(d.Deprecated) }),
		"description":       text(func(d *cloudsigma.LibraryDrive) string { return d.Description }),
		"distribution":      text(func(d *cloudsigma.LibraryDrive) string { return d.Distribution }),
		"favourite":         text(func(d *cloudsigma.LibraryDrive) string { return strconv.FormatBool(d.Favourite) }),
		"imagetype":         text(func(d *cloudsigma.LibraryDrive) string { return d.ImageType }),
		"installnotes":      text(func(d *cloudsigma.LibraryDrive) string { return d.InstallNotes }),
		"media":             text(func(d *cloudsigma.LibraryDrive) string { return d.Media }),
		"name":              text(func(d *cloudsigma.LibraryDrive) string { return d.Name }),
		"os":                text(func(d *cloudsigma.LibraryDrive) string { return d.OS }),
		"paid":              text(func(d *cloudsigma.LibraryDrive) string { return strconv.FormatBool(d.Paid) }),
		"resourceuri":       text(func(d *cloudsigma.LibraryDrive) string { return d.ResourceURI }),
		"size":              text(func(d *cloudsigma.LibraryDrive) string { return strconv.FormatInt(d.Size, 10) }),
		"status":            text(func(d *cloudsigma.LibraryDrive) string { return d.Status }),
		"storagetype":       text(func(d *cloudsigma.LibraryDrive) string { return d.StorageType }),
		"url":               text(func(d *cloudsigma.LibraryDrive) string { return d.URL }),
		"uuid":              text(func(d *cloudsigma.LibraryDrive) string { return d.UUID }),
		"version":           text(func(d *cloudsigma.LibraryDrive) string { return d.Version }),
	}
}

// member returns what a filter of this name asks for. Underscores and case do not matter.
func member(name string) (func(*cloudsigma.LibraryDrive) []string, error) {
	known := members()
	found, ok := known[strings.ToLower(strings.ReplaceAll(name, "_", ""))]
	if !ok {
		names := make([]string, 0, len(known))
		for name := range known {
			names = append(names, name)
		}
		slices.Sort(names)
		return nil, fmt.Errorf("%q is not something to filter by; there are: %s", name, strings.Join(names, ", "))
	}
	return found, nil
}
