package cloudsigmaserver

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
)

// Outage is a time for changes of a server that CloudSigma makes of a stopped one only.
type Outage struct {
	Client *cloudsigma.Client
	// Server is its UUID.
	Server string
	// MayStop allows to stop a server that runs, and then to start it again.
	MayStop bool
	// Patience is how long its system may take to shut down by itself.
	Patience time.Duration
}

// during holds the server for a change, which calls stop before what needs that, and leaves the server running if it
// ran. Of several outages of a server at the same time only the first stops it and only the last starts it. The server
// that is returned is nil unless this one has started it.
func (o Outage) during(
	ctx context.Context, change func(stop func(*cloudsigma.Server) error) error,
) (running *cloudsigma.Server, err error) {
	stoppage := o.Client.Servers.JoinStoppage(o.Server)
	release, err := o.Client.Servers.Hold(ctx, o.Server)
	if err == nil {
		defer release()
		err = change(func(server *cloudsigma.Server) error { return o.stop(ctx, server, stoppage) })
	}
	if !stoppage.Leave() {
		return nil, err
	}
	starter := Starter{Client: o.Client, ID: o.Server}
	if err != nil {
		return nil, errors.Join(err, starter.Rescue(ctx))
	}
	if running, err = starter.Run(ctx); err != nil {
		return nil, fmt.Errorf("the change is made, but the server does not run again: %w", err)
	}
	return running, nil
}

// stop stops a settled server unless it is stopped.
func (o Outage) stop(ctx context.Context, server *cloudsigma.Server, stoppage *cloudsigma.Stoppage) error {
	if server.Status == cloudsigma.ServerStopped {
		return nil
	}
	if !o.MayStop {
		return fmt.Errorf("server %s is %q, and CloudSigma does this only while it is stopped: stop it "+
			"(power_state of cloudsigma_server), or set stop_for_update = true", o.Server, server.Status)
	}
	stoppage.OweStart()
	return Stop(ctx, o.Client, server, o.Patience)
}

// WhileStopped makes a change for which none of the servers may run, and leaves those running that ran. Servers that
// are gone are left out.
func (m *StopModel) WhileStopped(
	ctx context.Context, client *cloudsigma.Client, servers []string, change func() error,
) error {
	// All callers take servers in this order: so no two of them wait for each other.
	return m.whileStopped(ctx, client, slices.Sorted(slices.Values(servers)), change)
}

func (m *StopModel) whileStopped(
	ctx context.Context, client *cloudsigma.Client, servers []string, change func() error,
) error {
	if len(servers) == 0 {
		return change()
	}
	_, err := m.outage(client, servers[0]).during(ctx, func(stop func(*cloudsigma.Server) error) error {
		server, err := Settle(ctx, client, servers[0])
		if err == nil {
			err = stop(server)
		}
		if err != nil && !cloudsigma.IsNotFound(err) {
			return err
		}
		return m.whileStopped(ctx, client, servers[1:], change)
	})
	return err
}

// OfflineChange is a change of a server's definition that CloudSigma makes of a stopped server only: it
// silently ignores such a change of a running one (servers.rst, "Editing").
type OfflineChange struct {
	Outage

	// Refuse looks at the server before anything is done; nil refuses nothing.
	Refuse func(*cloudsigma.ServerDefinition) error
	// Apply makes the change. It may be called several times.
	Apply func(*cloudsigma.ServerDefinition) error
	// Done tells whether a definition is as the change wants it.
	Done func(*cloudsigma.ServerDefinition) bool
}

// Make makes the change unless it is made already, and leaves the server running if it ran. A server besides an
// error means that the change is made, and that starting the server has failed.
func (c OfflineChange) Make(ctx context.Context) (*cloudsigma.Server, error) {
	return Undisturbed(func() (server *cloudsigma.Server, err error) {
		running, err := c.during(ctx, func(stop func(*cloudsigma.Server) error) (err error) {
			server, err = c.make(ctx, stop)
			return err
		})
		c.Refuse = nil // What it looks at may be this change by now.
		if running != nil {
			// One that runs takes no more such changes: it shows whether somebody has written over this one.
			return c.made(running)
		}
		return server, err
	})
}

// made returns a server that is as the change wants it, or an error.
func (c OfflineChange) made(server *cloudsigma.Server) (*cloudsigma.Server, error) {
	if !c.Done(&server.Definition) {
		return nil, NotMade(server)
	}
	return server, nil
}

func (c OfflineChange) make(ctx context.Context, stop func(*cloudsigma.Server) error) (*cloudsigma.Server, error) {
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
	if err := stop(server); err != nil {
		return nil, err
	}
	if server, err = c.Client.Servers.Edit(ctx, c.Server, c.Apply); err != nil {
		return nil, err
	}
	return c.made(server)
}
