package networkinterface

import (
	"errors"
	"net/http"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

// A refusal without words may mean that the VM is busy, but not for ever.
func TestIsBusy(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		err    error
		before int
		want   bool
	}{
		{"task", &occi.StatusError{Status: http.StatusConflict, Message: "instance 1 is in task_state rebooting"}, 1000, true},
		{"being made", &occi.StatusError{Status: http.StatusConflict, Message: "instance 1 is in vm_state building"}, 1000, true},
		{"no words", &occi.StatusError{Status: http.StatusConflict}, 0, true},
		{"no words for two minutes", &occi.StatusError{Status: http.StatusConflict}, silentAttempts - 1, false},
		{"another reason", &occi.StatusError{Status: http.StatusConflict, Message: "192.168.7.77 is in use"}, 0, false},
		{"another status", &occi.StatusError{Status: http.StatusBadRequest}, 0, false},
		{"no answer", errors.New("connection reset"), 0, false},
	} {
		if got := isBusy(test.err, test.before); got != test.want {
			t.Errorf("%s: got %t", test.name, got)
		}
	}
}
