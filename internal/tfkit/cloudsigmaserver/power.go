package cloudsigmaserver

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// The values of PowerState.
const (
	PowerRunning = cloudsigma.ServerRunning
	PowerStopped = cloudsigma.ServerStopped
)

// PowerState is where a server is or is going to; "" if its status does not tell.
func PowerState(server *cloudsigma.Server) string {
	switch server.Status {
	case cloudsigma.ServerRunning, cloudsigma.ServerStarting:
		return PowerRunning
	case cloudsigma.ServerStopped, cloudsigma.ServerStopping:
		return PowerStopped
	default:
		return ""
	}
}

// settled tells whether a server is on its way to no other state. While it is, the API refuses edits and
// actions.
func settled(server *cloudsigma.Server) bool {
	between := []string{cloudsigma.ServerStarting, cloudsigma.ServerStopping, cloudsigma.ServerUnavailable}
	return !slices.Contains(between, server.Status)
}

// waitFor is the wait until a server is as it should be.
func waitFor(
	client *cloudsigma.Client, id, goal string, check func(*cloudsigma.Server) (done bool, err error),
) tfkit.Wait[*cloudsigma.Server] {
	return tfkit.Wait[*cloudsigma.Server]{
		Entity: "server " + id, Goal: goal,
		Read: func(ctx context.Context) (*cloudsigma.Server, error) { return client.Servers.Get(ctx, id) },
		Check: func(server *cloudsigma.Server) (string, bool, error) {
			done, err := check(server)
			return server.Status, done, err
		},
	}
}

// Settle waits until a server is on its way to no other state.
func Settle(ctx context.Context, client *cloudsigma.Client, id string) (*cloudsigma.Server, error) {
	return waitFor(client, id, "settle", func(server *cloudsigma.Server) (bool, error) {
		return settled(server), nil
	}).Until(ctx)
}

// SettleToStop is Settle for a server that is to be stopped whatever it does: one that stays "unavailable" for the time of
// patience, as when its host has failed, is not waited for any longer.
func SettleToStop(ctx context.Context, client *cloudsigma.Client, id string, patience time.Duration) (*cloudsigma.Server, error) {
	begin := time.Now()
	return waitFor(client, id, "settle", func(server *cloudsigma.Server) (bool, error) {
		isLost := server.Status == cloudsigma.ServerUnavailable && time.Since(begin) >= patience
		return isLost || settled(server), nil
	}).Until(ctx)
}

// Act carries out an action. That the server is already where the action leads to is success: somebody
// else was faster.
func Act(
	ctx context.Context, client *cloudsigma.Client, id string,
	action func(context.Context, string) error, target string,
) error {
	err := action(ctx, id)
	if err == nil {
		return nil
	}
	if server, readErr := client.Servers.Get(ctx, id); readErr == nil && PowerState(server) == target {
		return nil
	}
	return err
}

// Starter starts a stopped server.
type Starter struct {
	Client *cloudsigma.Client
	ID     string
	// Avoid are the servers on whose hosts it is not to run, if possible.
	Avoid []string
	// Forgive tells the errors that are taken for passing, see tfkit.Wait; nil forgives none.
	Forgive func(err error, before int) bool
}

// begin has the server started and does not wait for it.
func (s Starter) begin(ctx context.Context) error {
	return Act(ctx, s.Client, s.ID, func(ctx context.Context, id string) error {
		return s.Client.Servers.Start(ctx, id, s.Avoid...)
	}, PowerRunning)
}

// Run starts the server and waits until it runs and has its addresses.
func (s Starter) Run(ctx context.Context) (*cloudsigma.Server, error) {
	_, err := tfkit.Wait[bool]{
		Entity: "server " + s.ID, Goal: "accept its start",
		Read: func(ctx context.Context) (bool, error) {
			err := s.begin(ctx)
			return err == nil, err
		},
		Check:   func(accepted bool) (string, bool, error) { return "", accepted, nil },
		Forgive: s.Forgive,
	}.Until(ctx)
	if err != nil {
		return nil, err
	}
	begun := false
	run := waitFor(s.Client, s.ID, "run and have its addresses", func(server *cloudsigma.Server) (bool, error) {
		if begun && server.Status == cloudsigma.ServerStopped {
			return false, errors.New("it stopped again")
		}
		begun = begun || PowerState(server) == PowerRunning
		return server.Status == cloudsigma.ServerRunning && hasAddresses(server), nil
	})
	run.Forgive = s.Forgive
	return run.Until(ctx)
}

// hasAddresses tells whether each NIC that gets its address from CloudSigma has it.
func hasAddresses(server *cloudsigma.Server) bool {
	return !slices.ContainsFunc(server.Definition.NICs, func(nic cloudsigma.NIC) bool {
		return isGiven(nic.IPv4) && AddressOf(server, nic) == "" || isGiven(nic.IPv6) && IPv6AddressOf(server, nic) == ""
	})
}

func isGiven(setup *cloudsigma.IPSetup) bool {
	return setup != nil && setup.Conf != cloudsigma.ConfManual
}

// Stop stops a settled server and waits until it is off. For the time of patience its system may shut
// down by itself; then the power is cut.
func Stop(
	ctx context.Context, client *cloudsigma.Client, server *cloudsigma.Server, patience time.Duration,
) (err error) {
	id := server.UUID
	// The API presses the button for one minute, in which it accepts nothing else, and sets the server
	// back to "running" if that was in vain (servers.rst, "ACPI Shutdown").
	for begin := time.Now(); server.Status == cloudsigma.ServerRunning && time.Since(begin) < patience; {
		if err := Act(ctx, client, id, client.Servers.Shutdown, PowerStopped); err != nil {
			return err
		}
		if server, err = Settle(ctx, client, id); err != nil {
			return err
		}
	}
	if server.Status == cloudsigma.ServerStopped {
		return nil
	}
	if err := Act(ctx, client, id, client.Servers.Stop, PowerStopped); err != nil {
		return err
	}
	begun := false
	_, err = waitFor(client, id, "stop", func(server *cloudsigma.Server) (bool, error) {
		if begun && server.Status == cloudsigma.ServerRunning {
			return false, &disturbance{"it was started again"}
		}
		begun = begun || server.Status != cloudsigma.ServerRunning
		return server.Status == cloudsigma.ServerStopped, nil
	}).Until(ctx)
	return err
}

// cleanUpTimeout bounds starting a server again that was stopped for a change which failed. It is longer than the minute for
// which the API presses the power button and accepts nothing else: the run may have been cancelled at its beginning.
const cleanUpTimeout = 2 * time.Minute

// CleanUp is a context for what has to be done after a change that failed, also if the run was cancelled.
func CleanUp(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), cleanUpTimeout)
}

// Rescue starts the server again after a failed change, also if the run was cancelled: it waits until the server can be
// started, and not until it runs. A start that failed before is thereby tried once more. A server that was not stopped
// after all, because its system ignored the power button, is left alone.
func (s Starter) Rescue(ctx context.Context) error {
	ctx, cancel := CleanUp(ctx)
	defer cancel()
	server, err := Settle(ctx, s.Client, s.ID)
	if err == nil && server.Status != cloudsigma.ServerRunning {
		err = s.begin(ctx)
	}
	if err != nil {
		return fmt.Errorf("the server was stopped for the update and could not be started again: %w", err)
	}
	return nil
}
