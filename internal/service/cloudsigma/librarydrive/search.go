package librarydrive

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// criteria say which drive is meant; all of them have to be met, "" and nil are met by every drive.
type criteria struct {
	uuid, name string
	nameRegex  *regexp.Regexp
	filters    []cloudsigmaentity.Filter
	mostRecent bool
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
		fields(drive).Meet(c.filters)
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
	return cloudsigmaentity.Listed(drives, func(drive *cloudsigma.LibraryDrive) string {
		return fmt.Sprintf("%q (version %q, %s)", drive.Name, drive.Version, drive.UUID)
	})
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

// fields are what filters can ask for.
func fields(drive *cloudsigma.LibraryDrive) cloudsigmaentity.Fields {
	return cloudsigmaentity.Fields{
		"arch":                drive.Arch,
		"category":            drive.Category,
		"cloud_init_service":  drive.CloudInitService,
		"created_at":          drive.CreatedAt,
		"default_auth_method": drive.DefaultAuthMethod,
		"default_user":        drive.DefaultUser,
		"deprecated":          drive.Deprecated,
		"description":         drive.Description,
		"distribution":        drive.Distribution,
		"favourite":           drive.Favourite,
		"image_type":          drive.ImageType,
		"install_notes":       drive.InstallNotes,
		"media":               drive.Media,
		"name":                drive.Name,
		"os":                  drive.OS,
		"paid":                drive.Paid,
		"resource_uri":        drive.ResourceURI,
		"size":                drive.Size,
		"status":              drive.Status,
		"storage_type":        drive.StorageType,
		"url":                 drive.URL,
		"uuid":                drive.UUID,
		"version":             drive.Version,
	}
}
