package drive_test

import (
	"fmt"
	"net/http"
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

// makeDrive makes a drive that is no part of a configuration.
func makeDrive(t *testing.T, cloud *acctest.CloudSigma, name, media string) string {
	t.Helper()
	return api(t, cloud, http.MethodPost, "drives/", map[string]any{"name": name, "media": media, "size": gibibyte, "meta": map[string]any{"a": "b"}})
}

func filterBlock(name string, values ...string) string {
	return fmt.Sprintf("filter {\n name = %q\n values = [\"%s\"]\n}\n", name, strings.Join(values, `", "`))
}

func TestDriveDataSource(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	data, twin := makeDrive(t, cloud, "data", "disk"), makeDrive(t, cloud, "twin", "disk")
	makeDrive(t, cloud, "twin", "cdrom")
	server := runOn(t, cloud, data)
	for name, test := range map[string]struct{ lines, want, message string }{
		"UUID":                 {lines: fmt.Sprintf("uuid = %q", data), want: data},
		"UUID with its name":   {lines: fmt.Sprintf("uuid = %q\nname = \"data\"", data), want: data},
		"UUID, other name":     {lines: fmt.Sprintf("uuid = %q\nname = \"twin\"", data), message: `None of the 1 drives matches; .*"data"`},
		"library":              {lines: fmt.Sprintf("uuid = %q", cloudsigma.TrustyLibraryDrive), want: cloudsigma.TrustyLibraryDrive},
		"name":                 {lines: `name = "data"`, want: data},
		"filter":               {lines: filterBlock("name", "other", "twin") + filterBlock("media", "disk"), want: twin},
		"filter, old spelling": {lines: filterBlock("storagetype", "dssd") + filterBlock("status", "mounted"), want: data},
		"server":               {lines: filterBlock("mounted_on", server), want: data},
		"several":              {lines: `name = "twin"`, message: `2 drives match: "twin" \(`},
		"none":                 {lines: `name = "dat"`, message: `None of the 3 drives matches; there are: .*"data"`},
		"no such UUID":         {lines: fmt.Sprintf("uuid = %q", someUUID), message: `404 Not Found`},
		"nothing said":         {lines: "", message: `At least one of these attributes must be configured`},
		"empty name":           {lines: `name = ""`, message: `not be empty`},
		"no such UUID, quoted": {lines: `uuid = "web"`, message: `be a UUID`},
		"unknown field":        {lines: filterBlock("colour", "red"), message: `"colour" is not something to filter by; .*storage_type`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const address = "data.cloudsigma_drive.test"
			step := resource.TestStep{Config: cloud.Provider + "data \"cloudsigma_drive\" \"test\" {\n" + test.lines + "\n}\n"}
			if test.message != "" {
				step.ExpectError = regexp.MustCompile(`(?s)` + strings.ReplaceAll(test.message, " ", `\s+`))
				step.PlanOnly = true
			} else {
				step.ConfigStateChecks = []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.StringExact(test.want)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("uuid"), knownvalue.StringExact(test.want)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("size"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("storage_type"), knownvalue.StringExact("dssd")),
				}
			}
			resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Providers(), Steps: []resource.TestStep{step}})
		})
	}
}

func TestDrivesDataSource(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	first := makeDrive(t, cloud, "web-1", "disk")
	makeDrive(t, cloud, "data", "disk")
	second := makeDrive(t, cloud, "web-2", "disk")
	third := makeDrive(t, cloud, "web-3", "cdrom")
	listed := func(lines string, want ...string) resource.TestStep {
		uuids := []knownvalue.Check{}
		for _, uuid := range want {
			uuids = append(uuids, knownvalue.ObjectPartial(map[string]knownvalue.Check{
				"id": knownvalue.StringExact(uuid), "size": knownvalue.Int64Exact(gibibyte), "status": knownvalue.StringExact("unmounted"),
				"meta": knownvalue.MapSizeExact(1),
			}))
		}
		return resource.TestStep{
			Config: cloud.Provider + "data \"cloudsigma_drives\" \"test\" {\n" + lines + "\n}\n",
			ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(
				"data.cloudsigma_drives.test", tfjsonpath.New("drives"), knownvalue.ListExact(uuids))},
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			listed(`name_regex = "^web-"`, first, second, third),
			listed("name_regex = \"^web-\"\n"+filterBlock("media", "disk"), first, second),
			listed(filterBlock("media", "cdrom"), third),
			listed(filterBlock("name", "nothing")),
		},
	})
	if count := cloud.Server.Log.Count(http.MethodGet, "/drives/detail/$"); count == 0 || count != len(cloud.Server.Log.Matching(http.MethodGet, "")) {
		t.Errorf("%d listings of %d readings", count, len(cloud.Server.Log.Matching(http.MethodGet, "")))
	}
}
