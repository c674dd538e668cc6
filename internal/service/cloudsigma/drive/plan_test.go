package drive_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// TestDrivePlanErrors has mistakes that are told before anything is made.
func TestDrivePlanErrors(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	blank := config(cloud, gibibyte, "")
	for name, test := range map[string]struct{ config, attribute, message string }{
		"size of 0":       {config(cloud, 0, ""), "size", `at least 1`},
		"empty name":      {strings.Replace(blank, "tf-acc-drive", " ", 1), "name", `not be empty`},
		"unknown media":   {strings.Replace(blank, `"disk"`, `"tape"`, 1), "media", `"disk" "cdrom"`},
		"no UUID":         {clone(cloud, "ubuntu", gibibyte, ""), "clone_drive_id", `be a UUID`},
		"unknown source":  {clone(cloud, someUUID, gibibyte, ""), "clone_drive_id", `404 Not Found`},
		"small clone":     {clone(cloud, cloudsigma.TrustyLibraryDrive, librarySize-1, ""), "size", `10737418240 or more`},
		"tag by name":     {config(cloud, gibibyte, `tags = ["web"]`), "tags", `be a UUID`},
		"long key":        {config(cloud, gibibyte, fmt.Sprintf("meta = { %s = \"\" }", strings.Repeat("k", 33))), "meta", `1 to 32 characters`},
		"reserved key":    {config(cloud, gibibyte, `meta = { occi-provider-create-id = "" }`), "meta", `this provider finds`},
		"null in meta":    {config(cloud, gibibyte, `meta = { a = null }`), "meta", `[Nn]ull`},
		"empty type":      {config(cloud, gibibyte, `storage_type = ""`), "storage_type", `not be empty`},
		"wrong time-out":  {config(cloud, gibibyte, "timeouts {\n create = \"soon\"\n }"), "create", `must be a string`},
		"storage type":    {config(cloud, gibibyte, `storage_type = "floppy"`), "storage_type", `dssd, local_nvme, nvme, zadara; got "floppy"`},
		"small":           {config(cloud, gibibyte/4, ""), "size", `"dssd" has 536870912 to 15492389427364 bytes`},
		"small for type":  {config(cloud, gibibyte-1, `storage_type = "zadara"`), "size", `"zadara" has 1073741824 to`},
		"large clone":     {clone(cloud, cloudsigma.TrustyLibraryDrive, 1<<50, ""), "size", `"dssd" has .* got 1125899906842624`},
		"two sources":     {clone(cloud, cloudsigma.TrustyLibraryDrive, librarySize, `source = "image.raw"`), "source", `cannot be configured together`},
		"sum alone":       {config(cloud, gibibyte, `source_sha256 = "`+strings.Repeat("a", 64)+`"`), "source_sha256", `"source" must be specified`},
		"no sum":          {config(cloud, gibibyte, "source = \"image.raw\"\nsource_sha256 = \"abc\""), "source_sha256", `64 digits`},
		"folder":          {config(cloud, gibibyte, fmt.Sprintf("source = %q", t.TempDir())), "source", `empty or no file`},
		"qcow2":           {config(cloud, gibibyte, source(t, "QFI\xfb")), "source", `is a qcow2 image; CloudSigma takes raw images only`},
		"large image":     {config(cloud, gibibyte, sparse(t, 2*gibibyte)), "size", `2147483648 or more`},
		"avoid by name":   {config(cloud, gibibyte, `avoid = ["web"]`), "avoid", `be a UUID`},
		"unknown setting": {config(cloud, gibibyte, `colour = "red"`), "colour", `not expected`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				CheckDestroy:             func(*terraform.State) error { return nil },
				Steps: []resource.TestStep{{
					Config: test.config, PlanOnly: true,
					ExpectError: regexp.MustCompile(`(?s)` + test.attribute + `.*` + strings.ReplaceAll(test.message, " ", `\s+`)),
				}},
			})
		})
	}
	t.Cleanup(func() {
		if count := cloud.Server.Log.Count("POST", ""); count != 0 {
			t.Errorf("%d requests were sent to change something", count)
		}
	})
}

// TestDriveImpossibleChanges has changes that would destroy data, so that they are refused.
func TestDriveImpossibleChanges(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: config(cloud, 2*gibibyte, "")},
			{
				Config:      config(cloud, gibibyte, ""),
				ExpectError: regexp.MustCompile(`(?s)A drive cannot shrink.*Set\s+size\s+to\s+2147483648\s+or\s+more`),
			},
			{
				Config:      config(cloud, 2*gibibyte, `storage_type = "zadara"`),
				ExpectError: regexp.MustCompile(`(?s)storage type of a drive cannot be changed.*"dssd",\s+"zadara"`),
			},
		},
	})
}
