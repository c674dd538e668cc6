package drive_test

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// TestDrivePlanErrors has mistakes that are told before anything is made.
func TestDrivePlanErrors(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	const named, sized = "name = \"a\"\nmedia = \"disk\"\n", "name = \"a\"\nmedia = \"disk\"\nsize = 1073741824\n"
	clone := func(source string, size int64) string {
		return named + fmt.Sprintf("clone_drive_id = %q\nsize = %d", source, size)
	}
	acctest.ExpectInvalid(t, cloud.Provider, "cloudsigma_drive", []acctest.Invalid{
		{Name: "size of 0", Arguments: named + "size = 0", Line: "size = 0", Says: "at least 1"},
		{Name: "empty name", Arguments: "media = \"disk\"\nsize = 1\nname = \" \"", Line: "name =", Says: "not be empty"},
		{Name: "unknown media", Arguments: "name = \"a\"\nsize = 1\nmedia = \"tape\"", Line: "media =", Says: `"disk" "cdrom"`},
		{Name: "no UUID", Arguments: clone("ubuntu", gibibyte), Line: "clone_drive_id =", Says: "be a UUID"},
		{Name: "tag by name", Arguments: sized + `tags = ["web"]`, Line: "tags =", Says: "be a UUID"},
		{Name: "avoid by name", Arguments: sized + `avoid = ["web"]`, Line: "avoid =", Says: "be a UUID"},
		{
			Name: "long key", Arguments: sized + fmt.Sprintf("meta = { %s = \"\" }", strings.Repeat("k", 33)),
			Line: "meta =", Says: "1 to 32 characters",
		},
		{
			Name: "reserved key", Arguments: sized + `meta = { occi-provider-create-id = "" }`,
			Line: "meta =", Says: "this provider finds",
		},
		{Name: "null in meta", Arguments: sized + `meta = { a = null }`, Line: "meta =", Says: "null"},
		{Name: "blank type", Arguments: sized + `storage_type = " "`, Line: "storage_type =", Says: "not be empty"},
		{
			Name: "wrong time-out", Arguments: sized + "timeouts {\n create = \"soon\"\n }",
			Line: "create =", Says: "must be a string",
		},
		{
			Name: "two sources", Arguments: clone(cloudsigma.TrustyLibraryDrive, librarySize) + "\nsource = \"image.raw\"",
			Line: "clone_drive_id =", Says: "cannot be configured together",
		},
		{
			Name: "sum alone", Arguments: sized + fmt.Sprintf("source_sha256 = %q", strings.Repeat("a", 64)),
			Line: "source_sha256 =", Says: `"source" must be specified`,
		},
		{
			Name: "no sum", Arguments: sized + "source = \"image.raw\"\nsource_sha256 = \"abc\"",
			Line: "source_sha256 =", Says: "64 digits",
		},
	})
	// These are told only of what is valid; some need an answer of the server.
	acctest.ExpectInvalid(t, cloud.Provider, "cloudsigma_drive", []acctest.Invalid{
		{Name: "unknown source", Arguments: clone(someUUID, gibibyte), Line: "clone_drive_id =", Says: "404 Not Found"},
		{
			Name: "small clone", Arguments: clone(cloudsigma.TrustyLibraryDrive, librarySize-1),
			Line: "size =", Says: "10737418240 or more",
		},
		{
			Name: "large clone", Arguments: clone(cloudsigma.TrustyLibraryDrive, 1<<50),
			Line: "size =", Says: "got 1125899906842624",
		},
		{
			Name: "storage type", Arguments: sized + `storage_type = "floppy"`,
			Line: "storage_type =", Says: `dssd, local_nvme, nvme, zadara; got "floppy"`,
		},
		{
			Name: "small", Arguments: named + "size = 268435456",
			Line: "size =", Says: `"dssd" has 536870912 to 15492389427364 bytes`,
		},
		{
			Name: "small for type", Arguments: named + "size = 1073741823\nstorage_type = \"zadara\"",
			Line: "size =", Says: `"zadara" has 1073741824 to`,
		},
		{Name: "IOPS", Arguments: sized + "iops = 60001", Line: "iops =", Says: `"dssd" has a limit of 1 to 60000 operations per second there`},
		{
			Name: "folder", Arguments: sized + fmt.Sprintf("source = %q", t.TempDir()),
			Line: "source =", Says: "no regular file but a directory",
		},
		{Name: "pipe", Arguments: sized + pipe(t), Line: "source =", Says: "no regular file but a named pipe"},
		{
			Name: "qcow2", Arguments: sized + source(t, "QFI\xfb"),
			Line: "source =", Says: "is a qcow2 image; CloudSigma takes raw images only",
		},
		{Name: "large image", Arguments: sized + sparse(t, 2*gibibyte), Line: "size =", Says: "2147483648 or more"},
	})
	if count := cloud.Server.Log.Count("POST", ""); count != 0 {
		t.Errorf("%d requests were sent to change something", count)
	}
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
				Config:      config(cloud, 2*gibibyte, "storage_type = \"zadara\"\niops = 60001"),
				ExpectError: regexp.MustCompile(`(?s)storage type of a drive cannot be changed.*"dssd",\s+"zadara".*limit\s+of\s+1\s+to\s+60000`),
			},
		},
	})
}

// pipe is a named pipe as the source, into which nobody writes: opening it would wait for ever.
func pipe(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "image.raw")
	if output, err := exec.CommandContext(t.Context(), "mkfifo", name).CombinedOutput(); err != nil {
		t.Skipf("mkfifo: %v\n%s", err, output)
	}
	return fmt.Sprintf("source = %q", name)
}
