package librarydrive_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

const address = "data.cloudsigma_library_drive.test"

func config(cloud *acctest.CloudSigma, lines string) string {
	return cloud.Provider + "data \"cloudsigma_library_drive\" \"test\" {\n" + lines + "\n}\n"
}

// TestLibraryDriveMostRecent needs nothing of the library but that it has Ubuntu, as a real one.
func TestLibraryDriveMostRecent(t *testing.T) {
	t.Parallel()
	cloud := acctest.StartCloudSigma(t)
	text := func(expression string) knownvalue.Check {
		return knownvalue.StringRegexp(regexp.MustCompile(expression))
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: config(cloud, "name_regex = \"^Ubuntu\"\nmost_recent = true"),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("name"), text("^Ubuntu")),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("uuid"), text("^[0-9a-f-]{36}$")),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), text("^[0-9a-f-]{36}$")),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("os"), text("^linux$")),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("size"), knownvalue.NotNull()),
			},
		}},
	})
}

func TestLibraryDriveSearch(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	config := cloud.Provider
	var checks []statecheck.StateCheck
	for name, search := range map[string]struct{ lines, want string }{
		"uuid":        {fmt.Sprintf("uuid = %q", cloudsigma.TrustyLibraryDrive), cloudsigma.TrustyLibraryDrive},
		"name":        {`name = "Ubuntu 14.04 LTS(Trusty)"`, cloudsigma.TrustyLibraryDrive},
		"both":        {fmt.Sprintf("uuid = %q\nname = \"Ubuntu 14.04 LTS(Trusty)\"", cloudsigma.TrustyLibraryDrive), cloudsigma.TrustyLibraryDrive},
		"most_recent": {"name_regex = \"Ubuntu\"\nmost_recent = true", cloudsigma.LatestUbuntuLibraryDrive},
		"filter": {
			"filter {\n name = \"distribution\"\n values = [\"Ubuntu\"]\n}\nfilter {\n name = \"version\"\n values = [\"14.04\", \"12.04\"]\n}",
			cloudsigma.TrustyLibraryDrive,
		},
	} {
		config += fmt.Sprintf("data \"cloudsigma_library_drive\" %q {\n%s\n}\n", name, search.lines)
		checks = append(checks, statecheck.ExpectKnownValue("data.cloudsigma_library_drive."+name,
			tfjsonpath.New("id"), knownvalue.StringExact(search.want)))
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps:                    []resource.TestStep{{Config: config, ConfigStateChecks: checks}},
	})
}

func TestLibraryDriveErrors(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	filter := func(name, values string) string {
		return fmt.Sprintf("filter {\n name = %q\n values = [%s]\n}", name, values)
	}
	acctest.ExpectInvalidData(t, cloud.Provider, "cloudsigma_library_drive", []acctest.Invalid{
		{Name: "nothing said", Arguments: "most_recent = true", Line: "data", Says: "At least one of these attributes must be configured"},
		{Name: "said twice", Arguments: "name = \"a\"\nname_regex = \"a\"", Line: "data", Says: "cannot be configured together"},
		{Name: "bad expression", Arguments: `name_regex = "("`, Line: "name_regex =", Says: "must be a regular expression"},
		{Name: "no UUID", Arguments: `uuid = "ubuntu"`, Line: "uuid =", Says: "must be a UUID"},
		{Name: "no values", Arguments: filter("os", ""), Line: "data", Says: "at least 1"},
		{Name: "unknown filter", Arguments: filter("colour", `"red"`), Line: "data", Says: `"colour" is not something to filter by`},
	})
	// What the library has is looked for only where all is valid.
	acctest.ExpectInvalidData(t, cloud.Provider, "cloudsigma_library_drive", []acctest.Invalid{
		{Name: "several", Arguments: `name = "Ubuntu 22.04 LTS"`, Line: "data", Says: "2 drives of the library match: "},
		{Name: "none", Arguments: `name = "Ubuntu 99"`, Line: "data", Says: `the nearest are: "Ubuntu 14.04`},
		{Name: "UUID of nothing", Arguments: `uuid = "00000000-0000-4000-8000-000000000000"`, Line: "data", Says: "None of the 8 drives"},
	})
}

// TestLibraryDriveRequests has many data sources, which list the library as often as one does: once in a run.
func TestLibraryDriveRequests(t *testing.T) {
	t.Parallel()
	listings := func(dataSources int) int {
		cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps: []resource.TestStep{{
				Config: config(cloud, fmt.Sprintf("count = %d\nname_regex = \"Ubuntu\"\nmost_recent = true", dataSources)),
			}},
		})
		if others := len(cloud.Server.Log.All()) - cloud.Server.Log.Count("GET", "/libdrives/$"); others != 0 {
			t.Errorf("%d other requests were sent", others)
		}
		return cloud.Server.Log.Count("GET", "/libdrives/$")
	}
	one, many := listings(1), listings(8)
	if one == 0 || many != one {
		t.Errorf("one data source made %d listings, 8 made %d", one, many)
	}
}

func TestLibraryDrives(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	config := cloud.Provider
	var checks []statecheck.StateCheck
	for name, search := range map[string]struct {
		lines  string
		drives int
	}{
		"all": {"", 8}, "ubuntu": {`name_regex = "^Ubuntu 22"`, 2}, "plan_9": {`name_regex = "^Plan 9"`, 0},
		"cdrom": {"filter {\n name = \"media\"\n values = [\"cdrom\"]\n}", 1},
	} {
		config += fmt.Sprintf("data \"cloudsigma_library_drives\" %q {\n%s\n}\n", name, search.lines)
		checks = append(checks, statecheck.ExpectKnownValue("data.cloudsigma_library_drives."+name,
			tfjsonpath.New("library_drives"), knownvalue.ListSizeExact(search.drives)))
	}
	checks = append(checks, statecheck.ExpectKnownValue("data.cloudsigma_library_drives.cdrom",
		tfjsonpath.New("library_drives").AtSliceIndex(0).AtMapKey("id"), knownvalue.StringExact(cloudsigma.CDROMLibraryDrive)))
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps:                    []resource.TestStep{{Config: config, ConfigStateChecks: checks}},
	})
}
