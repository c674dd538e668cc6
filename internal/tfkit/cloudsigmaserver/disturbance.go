package cloudsigmaserver

import (
	"errors"
	"fmt"
	"strings"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
)

// maxTries bounds how often a change is tried that somebody else disturbs.
const maxTries = 3

// disturbance is an error for which somebody else is to blame, who has started or stopped a server in the middle of
// a change, or has written over it: another run, another provider configuration of this run, or a person.
type disturbance struct{ text string }

func (d *disturbance) Error() string { return d.text }

// NotMade is the error for a change of attributes of a server that CloudSigma has accepted, but the server does not show.
// It ignores changes of a server that runs (servers.rst, "Editing"), so somebody may have started it; or somebody has
// written over the change. Then the change is worth another try, see Undisturbed, but not if the server is stopped.
func NotMade(server *cloudsigma.Server, attributes ...string) error {
	text := fmt.Sprintf("CloudSigma has accepted the change of %s and not made it; its status is %q",
		strings.Join(append([]string{"server " + server.UUID}, attributes...), ", "), server.Status)
	if server.Status == cloudsigma.ServerStopped {
		return errors.New(text)
	}
	return &disturbance{text + ": somebody else has started it, or changed it at the same time"}
}

// Undisturbed makes a change of a server, which begins with a look at it. A change that somebody else disturbs is
// tried again, a few times.
func Undisturbed(change func() (*cloudsigma.Server, error)) (server *cloudsigma.Server, err error) {
	var disturbed *disturbance
	for range maxTries {
		if server, err = change(); !errors.As(err, &disturbed) {
			break
		}
	}
	return server, err
}
