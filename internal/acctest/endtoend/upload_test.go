package endtoend

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// TestUploadIsResumed has uploads of which a third is done when they end: the next run does the rest, on the same drive.
func TestUploadIsResumed(t *testing.T) {
	t.Parallel()
	const chunks = 3
	const chunkPath = "/upload/"
	for name, test := range map[string]struct {
		fault     emulator.Fault
		interrupt bool
		message   string
		// between is run before the next apply.
		between []string
	}{
		"interrupted": {
			fault:     emulator.Fault{Kind: emulator.FaultDelay, Delay: long},
			interrupt: true,
			message:   "The next apply uploads the rest",
		},
		"failed": {
			fault:   emulator.Fault{Kind: emulator.FaultAnswer, Status: http.StatusForbidden, Body: "[]"},
			message: "Could not upload the image",
			between: []string{"untaint", "cloudsigma_drive.image"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorkspace(t, occi.Options{}, cloudsigma.Options{}, "")
			w.write(t, "image.raw", strings.Repeat("0123456789abcdef", chunks*5<<20/16))
			w.write(t, "drive.tf", `
resource "cloudsigma_drive" "image" {
  provider      = occi
  name          = "image"
  media         = "disk"
  size          = 1073741824
  source        = "image.raw"
  source_sha256 = filesha256("image.raw")
}
`)
			test.fault.Method, test.fault.Path, test.fault.Skip = http.MethodPost, chunkPath, 1
			if err := w.cloudSigma.Faults.Add(test.fault); err != nil {
				t.Fatal(err)
			}
			taken := func() (count int) {
				for _, request := range w.cloudSigma.Log.Matching(http.MethodPost, chunkPath) {
					if request.Status == http.StatusOK {
						count++
					}
				}
				return count
			}
			apply := w.start(t, "apply", "-auto-approve", "-input=false", "-no-color")
			if test.interrupt {
				eventually(t, "a chunk is there", func() bool { return taken() == 1 })
				if err := apply.Process.Signal(os.Interrupt); err != nil {
					t.Fatal(err)
				}
			}
			_ = apply.wait(t)
			if output := apply.output.String(); !strings.Contains(strings.Join(strings.Fields(output), " "), test.message) {
				t.Errorf("the first apply said:\n%s", output)
			}
			before, first := w.ids(t), 1
			if !test.interrupt {
				// A chunk that is refused ends the sending of the others, which may be over by then or not.
				first = taken()
			}
			w.cloudSigma.Faults.Reset()
			w.cloudSigma.Log.Reset()
			if test.between != nil {
				w.run(t, test.between...)
			}
			w.run(t, "apply", "-auto-approve", "-input=false", "-no-color")

			drives := w.cloudSigma.Inventory()
			if len(drives) != 1 || drives[0].State != "unmounted" || !before[drives[0].ID] {
				t.Errorf("the cloud has %+v, the state had %v", drives, before)
			}
			if got := taken(); got != chunks-first {
				t.Errorf("%d chunks were sent by the second apply, want %d", got, chunks-first)
			}
			w.run(t, "plan", "-detailed-exitcode", "-input=false", "-no-color")
		})
	}
}
