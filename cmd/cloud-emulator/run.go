package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/keystone"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// timeStep is how late a port of a machine may open.
const timeStep = 100 * time.Millisecond

// clouds are the servers that run; nil for what is switched off.
type clouds struct {
	occi, keystone, cloudsigma *emulator.Server
	// Each cloud has live ports of its own, nil without them.
	occiPorts, cloudsigmaPorts *emulator.LivePorts
	// occiPath is where the OCCI API begins on its server.
	occiPath string
}

// run starts the clouds, tells where they are, and stops them when the context ends.
func run(ctx context.Context, c config, stdout, stderr io.Writer) (err error) {
	if err := removeStale(c.envFile); err != nil {
		return err
	}
	var running clouds
	defer func() { err = errors.Join(err, running.stop(), removeStale(c.envFile)) }()
	if err := running.start(ctx, c, stderr); err != nil {
		return err
	}
	exports := running.exports()
	if err := writeAtomically(c.envFile, exports); err != nil {
		return err
	}
	running.announce(stdout, exports)
	<-ctx.Done()
	return nil
}

// start starts Keystone first, because the OCCI cloud tells clients where it is.
func (r *clouds) start(ctx context.Context, c config, stderr io.Writer) error {
	launch := func(name, address string, cloud emulator.Cloud) (*emulator.Server, error) {
		if c.livePorts {
			go keepTime(ctx, cloud)
		}
		if c.logRequests {
			cloud = &loggedCloud{Cloud: cloud, name: name, output: stderr}
		}
		server, err := emulator.Start(ctx, address, cloud, emulator.Options{Latency: c.latency})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		return server, nil
	}
	var err error
	if c.livePorts {
		report := func(err error) { _, _ = fmt.Fprintf(stderr, "cloud-emulator: %v\n", err) }
		r.occiPorts, r.cloudsigmaPorts = emulator.NewLivePorts(report), emulator.NewLivePorts(report)
	}
	occiOptions := occi.Options{Manner: c.manner, BootTime: c.bootTime, Seed: c.seed, LivePorts: r.occiPorts}
	if c.keystoneAddress != "" {
		cloud := keystone.New(keystone.Options{Seed: c.seed})
		if r.keystone, err = launch("keystone", c.keystoneAddress, cloud); err != nil {
			return err
		}
		occiOptions.KeystoneURL, occiOptions.Authorize = r.keystone.URL, cloud.Authorize
	}
	r.occiPath = c.manner.Path()
	if c.occiAddress != "" {
		if r.occi, err = launch("occi", c.occiAddress, occi.New(occiOptions)); err != nil {
			return err
		}
	}
	if c.cloudsigmaAddress != "" {
		cloud := cloudsigma.New(cloudsigma.Options{
			BootTime: c.bootTime, StopTime: c.bootTime / 2, ShutdownTime: c.bootTime, DriveTime: c.bootTime / 2,
			SnapshotTime: c.bootTime / 2, Seed: c.seed, LivePorts: r.cloudsigmaPorts,
		})
		if r.cloudsigma, err = launch("cloudsigma", c.cloudsigmaAddress, cloud); err != nil {
			return err
		}
	}
	return nil
}

// keepTime lets happen what is due in a cloud, which otherwise waits for a request: who only connects to the ports of a
// machine that boots makes none. It ends with the context.
func keepTime(ctx context.Context, cloud emulator.Cloud) {
	ticker := time.NewTicker(timeStep)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			cloud.Inventory()
		}
	}
}

func (r *clouds) stop() error {
	var failures []error
	for _, server := range []*emulator.Server{r.occi, r.keystone, r.cloudsigma} {
		if server != nil {
			failures = append(failures, server.Close())
		}
	}
	for _, ports := range []*emulator.LivePorts{r.occiPorts, r.cloudsigmaPorts} {
		if ports != nil {
			ports.Close()
		}
	}
	return errors.Join(failures...)
}

func (r *clouds) announce(stdout io.Writer, exports string) {
	for _, cloud := range []struct {
		name   string
		server *emulator.Server
	}{{"OCCI", r.occi}, {"Keystone", r.keystone}, {"CloudSigma", r.cloudsigma}} {
		if cloud.server != nil {
			_, _ = fmt.Fprintf(stdout, "%-11s %s\n", cloud.name, cloud.server.URL)
		}
	}
	_, _ = fmt.Fprintf(stdout, "\n%s\nStop with Ctrl-C.\n", exports)
}
