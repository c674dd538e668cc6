package librarydrive_test

import (
	"fmt"
	"regexp"
	"strings"
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
	for name, test := range map[string]struct{ lines, want string }{
		"uuid":        {fmt.Sprintf("uuid = %q", cloudsigma.TrustyLibraryDrive), cloudsigma.TrustyLibraryDrive},
		"name":        {`name = "Ubuntu 14.04 LTS(Trusty)"`, cloudsigma.TrustyLibraryDrive},
		"both":        {fmt.Sprintf("uuid = %q\nname = \"Ubuntu 14.04 LTS(Trusty)\"", cloudsigma.TrustyLibraryDrive), cloudsigma.TrustyLibraryDrive},
		"most recent": {"name_regex = \"Ubuntu\"\nmost_recent = true", cloudsigma.LatestUbuntuLibraryDrive},
		"filter": {
			"filter {\n name = \"distribution\"\n values = [\"Ubuntu\"]\n}\nfilter {\n name = \"version\"\n values = [\"14.04\", \"12.04\"]\n}",
			cloudsigma.TrustyLibraryDrive,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{{
					Config: config(cloud, test.lines),
					ConfigStateChecks: []statecheck.StateCheck{
						statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.StringExact(test.want)),
					},
				}},
			})
		})
	}
}

func TestLibraryDriveErrors(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	for name, test := range map[string]struct{ lines, message string }{
		"nothing said":    {"most_recent = true", `At least one of .*name_regex`},
		"said twice":      {"name = \"a\"\nname_regex = \"a\"", `cannot be configured together`},
		"bad expression":  {`name_regex = "("`, `name_regex must be a regular expression: .*missing closing`},
		"no UUID":         {`uuid = "ubuntu"`, `uuid must be a UUID`},
		"unknown filter":  {"filter {\n name = \"colour\"\n values = [\"red\"]\n}", `"colour" is not something to filter by; .*distribution`},
		"no values":       {"filter {\n name = \"os\"\n values = []\n}", `at least 1`},
		"several":         {`name = "Ubuntu 22.04 LTS"`, `2 drives of the library match: .*b9a5a1b6-.*e1d7c9f0-`},
		"none":            {`name = "Ubuntu 99"`, `None of the 8 drives .*the nearest are: "Ubuntu 14.04`},
		"UUID of nothing": {`uuid = "00000000-0000-4000-8000-000000000000"`, `None of the 8 drives`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{{
					Config: config(cloud, test.lines), PlanOnly: true,
					ExpectError: regexp.MustCompile(`(?s)` + strings.ReplaceAll(test.message, " ", `\s+`)),
				}},
			})
		})
	}
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
	listed := func(lines string, drives int) resource.TestStep {
		return resource.TestStep{
			Config: cloud.Provider + "data \"cloudsigma_library_drives\" \"test\" {\n" + lines + "\n}\n",
			ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(
				"data.cloudsigma_library_drives.test", tfjsonpath.New("library_drives"), knownvalue.ListSizeExact(drives))},
		}
	}
	cdrom := listed("filter {\n name = \"media\"\n values = [\"cdrom\"]\n}", 1)
	cdrom.ConfigStateChecks = append(cdrom.ConfigStateChecks, statecheck.ExpectKnownValue("data.cloudsigma_library_drives.test",
		tfjsonpath.New("library_drives").AtSliceIndex(0).AtMapKey("id"), knownvalue.StringExact(cloudsigma.CDROMLibraryDrive)))
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps:                    []resource.TestStep{listed("", 8), listed(`name_regex = "^Ubuntu 22"`, 2), cdrom, listed(`name_regex = "^Plan 9"`, 0)},
	})
}
