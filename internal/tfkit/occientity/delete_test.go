package occientity_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// TestDeleteSettled: what is refused while the server is busy is tried again; what is refused for good is told.
func TestDeleteSettled(t *testing.T) {
	t.Parallel()
	inUse := emulator.Fault{Kind: emulator.FaultAnswer, Method: http.MethodDelete, Status: http.StatusBadRequest, Body: "Volume is in use"}
	failing := inUse
	failing.Status = http.StatusInternalServerError
	twice := inUse
	twice.Times = 2
	for name, test := range map[string]struct {
		options emulated.Options
		fault   *emulator.Fault
		want    string
		deletes int
	}{
		"being made": {
			options: emulated.Options{Times: map[emulated.Change]time.Duration{emulated.ChangeVolume: 600 * time.Millisecond}}, deletes: 2,
		},
		"busy though online": {fault: &twice, deletes: 3},
		"in use":             {fault: &inUse, want: "400 Bad Request: Volume is in use", deletes: 7},
		"failing":            {fault: &failing, want: "500 Internal Server Error", deletes: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCloud(t, test.options)
			path, err := occientity.Create(t.Context(), c.client, volume("data"))
			if err != nil {
				t.Fatal(err)
			}
			if test.fault != nil {
				if err := c.server.Faults.Add(*test.fault); err != nil {
					t.Fatal(err)
				}
			}
			err = occientity.DeleteSettled(t.Context(), c.client, occientity.StateWait{
				Entity: "volume", Path: path, Attribute: infrastructure.AttributeStorageState, Target: infrastructure.StorageStateOnline,
			})
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("error %v, want %q", err, test.want)
			}
			if got := c.server.Log.Count(http.MethodDelete, ""); got != test.deletes {
				t.Errorf("%d requests DELETE, want %d", got, test.deletes)
			}
			if gone := len(c.volumes()) == 0; gone != (test.want == "") {
				t.Errorf("the volume is gone: %v", gone)
			}
		})
	}
}
