package drive

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// initUpload makes a drive of the size of the image, which grows when the image is there.
func initUpload(ctx context.Context, client *cloudsigma.Client, plan *model) (*cloudsigma.Drive, error) {
	image, err := plan.checkedImage()
	if err != nil {
		return nil, err
	}
	definition := plan.blank(ctx)
	definition.Size = image.Size
	return client.Drives.InitUpload(ctx, definition, cloudsigma.NewMarker(), texts(plan.Avoid)...)
}

// uploadError says that a drive does not have its whole image.
type uploadError struct{ err error }

// Error tells why.
func (e *uploadError) Error() string { return e.err.Error() }

// Unwrap returns why.
func (e *uploadError) Unwrap() error { return e.err }

// reportUpload tells that a new drive does not have its whole image, which keeps the drive from being ready. It
// returns false if err is about something else.
//
// That the run was interrupted is no error here: Terraform makes a drive with an error anew, whereas this one only
// lacks the rest.
func reportUpload(err error, diagnostics *diag.Diagnostics) bool {
	var unfinished *uploadError
	switch {
	case !errors.As(err, &unfinished):
		return false
	case errors.Is(err, context.Canceled):
		diagnostics.AddAttributeWarning(path.Root("source"), "The drive does not have its whole image yet",
			"The run was interrupted. The next apply uploads the rest.")
	default:
		tfkit.ReportAttributeError(diagnostics, path.Root("source"), "Could not upload the image", fmt.Errorf("%w\n\nThe drive "+
			"is tainted: the next apply makes another one. To upload only what is missing, run `terraform untaint` for it first", err))
	}
	return true
}

// lacksImage tells whether the drive of the state lacks a part of the image that is planned: an earlier run was
// interrupted, or the drive was imported in that state.
func (m *model) lacksImage(state *model) bool {
	return state.Status.ValueString() == cloudsigma.DriveUploading && !m.Source.IsNull()
}

// upload sends what a drive does not have of its image.
func upload(ctx context.Context, client *cloudsigma.Client, drive *cloudsigma.Drive, m *model) error {
	file, image, err := m.openImage()
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	var told int64
	err = client.Drives.Upload(ctx, drive, image, func(done int64) {
		if percent := done * 100 / image.Size; percent > told {
			told = percent
			tflog.Info(ctx, "uploading the image of drive "+drive.UUID, map[string]any{
				"source": m.Source.ValueString(), "bytes": done, "total": image.Size, "percent": percent,
			})
		}
	})
	if err != nil {
		return &uploadError{err}
	}
	return nil
}

// resumeUpload sends what an interrupted run did not, unless the drive has become ready meanwhile. The file may have become
// another one since: parts of both would be neither.
func resumeUpload(ctx context.Context, client *cloudsigma.Client, uuid string, plan *model) error {
	drive, err := client.Drives.Get(ctx, uuid)
	if err != nil {
		return err
	}
	if drive.Status == cloudsigma.DriveUploading {
		if _, err := plan.checkedImage(); err != nil {
			return err
		}
		if err := upload(ctx, client, drive, plan); err != nil {
			return err
		}
	}
	_, err = waitUntilReady(ctx, client, uuid, 0)
	return err
}

// openImage opens the image. The caller closes the file. Nothing but a regular file is opened: opening a named pipe would
// wait for whoever writes into it.
func (m *model) openImage() (*os.File, cloudsigma.Image, error) {
	name := m.Source.ValueString()
	if information, err := os.Stat(name); err == nil && !information.Mode().IsRegular() {
		return nil, cloudsigma.Image{}, fmt.Errorf("the image %s is no regular file but %s", name, typeOf(information.Mode()))
	}
	file, err := os.Open(name) //nolint:gosec // Reading a file that the user names is the purpose.
	if err != nil {
		return nil, cloudsigma.Image{}, fmt.Errorf("the image cannot be read: %w", err)
	}
	image, err := imageOf(file)
	if err != nil {
		_ = file.Close()
		return nil, cloudsigma.Image{}, err
	}
	return file, image, nil
}

// typeOf names the type of what is no regular file.
func typeOf(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "a directory"
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeDevice != 0:
		return "a device"
	default:
		return "something else (" + mode.String() + ")"
	}
}

// checkedImage is the image, whose file is closed again, if it is the one of the configuration.
func (m *model) checkedImage() (cloudsigma.Image, error) {
	file, image, err := m.openImage()
	if err != nil {
		return cloudsigma.Image{}, err
	}
	defer func() { _ = file.Close() }()
	return image, m.compareChecksum(image)
}

// imageOf refuses what cannot be a raw image.
func imageOf(file *os.File) (cloudsigma.Image, error) {
	information, err := file.Stat()
	if err != nil {
		return cloudsigma.Image{}, fmt.Errorf("the image cannot be read: %w", err)
	}
	image := cloudsigma.Image{ReaderAt: file, Size: information.Size()}
	if image.Size == 0 {
		return image, fmt.Errorf("the image %s is empty", file.Name())
	}
	if format := formatOf(image); format != "" {
		return image, fmt.Errorf("the image %s is %s; CloudSigma takes raw images only: `qemu-img convert -O raw` makes one "+
			"of most others", file.Name(), format)
	}
	return image, nil
}

// compareChecksum refuses an image that is not the one of the configuration.
func (m *model) compareChecksum(image cloudsigma.Image) error {
	want := m.SourceSHA256.ValueString()
	if want == "" {
		return nil
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(image, 0, image.Size)); err != nil {
		return fmt.Errorf("the image cannot be read: %w", err)
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != want {
		return fmt.Errorf("the image %s has the SHA-256 checksum %s, want %s as in source_sha256", m.Source.ValueString(), got, want)
	}
	return nil
}

// formatOf names the format of an image that is surely not raw; "" if it may be.
func formatOf(image cloudsigma.Image) string {
	beginning := make([]byte, 64)
	// What is shorter is compared as far as it goes.
	count, _ := image.ReadAt(beginning, 0)
	for _, format := range []struct{ name, magic string }{
		{"a qcow2 image", "QFI\xfb"},
		{"a VMDK image", "KDMV"},
		{"a VMDK descriptor", "# Disk DescriptorFile"},
		{"a VDI image", "<<< "},
		{"a VHDX image", "vhdxfile"},
		{"compressed by gzip", "\x1f\x8b"},
		{"compressed by xz", "\xfd7zXZ\x00"},
		{"compressed by zstd", "\x28\xb5\x2f\xfd"},
		{"compressed by bzip2", "BZh"},
		{"a zip archive", "PK\x03\x04"},
	} {
		if bytes.HasPrefix(beginning[:count], []byte(format.magic)) {
			return format.name
		}
	}
	return ""
}
