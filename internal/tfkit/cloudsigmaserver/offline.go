package cloudsigmaserver

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
)

// OfflineChange is a change of a server's definition that CloudSigma makes of a stopped server only: it
// silently ignores such a change of a running one (servers.rst, "Editing").
type OfflineChange struct {
	Client *cloudsigma.Client
	// Server is its UUID.
	Server string
	// MayStop allows to stop a server that runs, and then to start it again.
	MayStop bool
	// Patience is how long its system may take to shut down by itself.
	Patience time.Duration
	// Refuse looks at the server before anything is done; nil refuses nothing.
	Refuse func(*cloudsigma.ServerDefinition) error
	// Apply makes the change. It may be called several times.
	Apply func(*cloudsigma.ServerDefinition) error
	// Done tells whether a definition is as the change wants it.
	Done func(*cloudsigma.ServerDefinition) bool
}

// Make makes the change unless it is made already, and leaves the server running if it ran. Of several such
// changes at the same time only the first stops the server and only the last starts it. A server besides an
// error means that the change is made, and that starting the server has failed.
func (c OfflineChange) Make(ctx context.Context) (server *cloudsigma.Server, err error) {
	stoppage := c.Client.Servers.JoinStoppage(c.Server)
	release, err := c.Client.Servers.Hold(ctx, c.Server)
	if err == nil {
		defer release()
		server, err = c.make(ctx, stoppage)
	}
	if !stoppage.Leave() {
		return server, err
	}
	starter := Starter{Client: c.Client, ID: c.Server}
	if err != nil {
		return nil, errors.Join(err, starter.Rescue(ctx))
	}
	if _, err := starter.Run(ctx); err != nil {
		return server, fmt.Errorf("the change is made, but the server does not run again: %w", err)
	}
	return server, nil
}

func (c OfflineChange) make(ctx context.Context, stoppage *cloudsigma.Stoppage) (*cloudsigma.Server, error) {
	server, err := Settle(ctx, c.Client, c.Server)
	if err != nil {
		return nil, err
	}
	if c.Refuse != nil {
		if err := c.Refuse(&server.Definition); err != nil {
			return nil, err
		}
	}
	if c.Done(&server.Definition) {
		return server, nil
	}
	if server.Status != cloudsigma.ServerStopped {
		if !c.MayStop {
			return nil, fmt.Errorf("server %s is %q, and CloudSigma changes this of a stopped server only: stop it "+
				"(power_state of cloudsigma_server), or set stop_for_update = true", c.Server, server.Status)
		}
		stoppage.OweStart()
		if err := Stop(ctx, c.Client, server, c.Patience); err != nil {
			return nil, err
		}
	}
	server, err = c.Client.Servers.Edit(ctx, c.Server, c.Apply)
	if err == nil && !c.Done(&server.Definition) {
		return nil, fmt.Errorf("CloudSigma has accepted the change of server %s and not made it; its status is %q: somebody "+
			"may have started it meanwhile", c.Server, server.Status)
	}
	return server, err
}
