package drive_test

import (
	"fmt"
	"net/http"
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
	return cloud.Send(t, http.MethodPost, "drives/", map[string]any{"name": name, "media": media, "size": gibibyte, "meta": map[string]any{"a": "b"}})
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
	config := cloud.Provider
	var checks []statecheck.StateCheck
	for name, search := range map[string]struct{ lines, want string }{
		"uuid":           {fmt.Sprintf("uuid = %q", data), data},
		"uuid_and_name":  {fmt.Sprintf("uuid = %q\nname = \"data\"", data), data},
		"library":        {fmt.Sprintf("uuid = %q", cloudsigma.TrustyLibraryDrive), cloudsigma.TrustyLibraryDrive},
		"name":           {`name = "data"`, data},
		"filter":         {filterBlock("name", "other", "twin") + filterBlock("media", "disk"), twin},
		"older_spelling": {filterBlock("storagetype", "dssd") + filterBlock("status", "mounted"), data},
		"server":         {filterBlock("mounted_on", server), data},
	} {
		address := "data.cloudsigma_drive." + name
		config += fmt.Sprintf("data \"cloudsigma_drive\" %q {\n%s\n}\n", name, search.lines)
		checks = append(checks,
			statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.StringExact(search.want)),
			statecheck.ExpectKnownValue(address, tfjsonpath.New("uuid"), knownvalue.StringExact(search.want)),
			statecheck.ExpectKnownValue(address, tfjsonpath.New("size"), knownvalue.NotNull()),
			statecheck.ExpectKnownValue(address, tfjsonpath.New("storage_type"), knownvalue.StringExact("dssd")))
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps:                    []resource.TestStep{{Config: config, ConfigStateChecks: checks}},
	})
	acctest.ExpectInvalidData(t, cloud.Provider, "cloudsigma_drive", []acctest.Invalid{
		{Name: "nothing said", Line: "data", Says: "At least one of these attributes must be configured"},
		{Name: "empty name", Arguments: `name = ""`, Line: "name =", Says: "not be empty"},
		{Name: "no UUID", Arguments: `uuid = "web"`, Line: "uuid =", Says: "be a UUID"},
		{
			Name: "unknown field", Arguments: filterBlock("colour", "red"), Line: "data",
			Says: `"colour" is not something to filter by`,
		},
	})
	acctest.ExpectInvalidData(t, cloud.Provider, "cloudsigma_drive", []acctest.Invalid{
		{
			Name: "UUID, other name", Arguments: fmt.Sprintf("uuid = %q\nname = \"twin\"", data), Line: "data",
			Says: `None of the 1 drives matches; there are: "data"`,
		},
		{Name: "several", Arguments: `name = "twin"`, Line: "data", Says: `2 drives match: "twin" (`},
		{Name: "none", Arguments: `name = "dat"`, Line: "data", Says: "None of the 3 drives matches; there are: "},
		{Name: "no such UUID", Arguments: fmt.Sprintf("uuid = %q", someUUID), Line: "data", Says: "404 Not Found"},
	})
}

func TestDrivesDataSource(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	first := makeDrive(t, cloud, "web-1", "disk")
	makeDrive(t, cloud, "data", "disk")
	second := makeDrive(t, cloud, "web-2", "disk")
	third := makeDrive(t, cloud, "web-3", "cdrom")
	config := cloud.Provider
	var checks []statecheck.StateCheck
	for name, search := range map[string]struct {
		lines string
		want  []string
	}{
		"regex":   {`name_regex = "^web-"`, []string{first, second, third}},
		"both":    {"name_regex = \"^web-\"\n" + filterBlock("media", "disk"), []string{first, second}},
		"filter":  {filterBlock("media", "cdrom"), []string{third}},
		"nothing": {filterBlock("name", "nothing"), nil},
	} {
		config += fmt.Sprintf("data \"cloudsigma_drives\" %q {\n%s\n}\n", name, search.lines)
		found := []knownvalue.Check{}
		for _, uuid := range search.want {
			found = append(found, knownvalue.ObjectPartial(map[string]knownvalue.Check{
				"id": knownvalue.StringExact(uuid), "size": knownvalue.Int64Exact(gibibyte), "status": knownvalue.StringExact("unmounted"),
				"meta": knownvalue.MapSizeExact(1),
			}))
		}
		checks = append(checks, statecheck.ExpectKnownValue("data.cloudsigma_drives."+name, tfjsonpath.New("drives"), knownvalue.ListExact(found)))
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps:                    []resource.TestStep{{Config: config, ConfigStateChecks: checks}},
	})
	if count := cloud.Server.Log.Count(http.MethodGet, "/drives/detail/$"); count == 0 || count != len(cloud.Server.Log.Matching(http.MethodGet, "")) {
		t.Errorf("%d listings of %d readings", count, len(cloud.Server.Log.Matching(http.MethodGet, "")))
	}
}
