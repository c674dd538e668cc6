package healthcheck

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	probing "github.com/prometheus-community/pro-bing"
)

// errMayNotPing tells what a process needs to send ICMP.
var errMayNotPing = errors.New("this process may not send ICMP: let the group in by the sysctl net.ipv4.ping_group_range, " +
	"run it with the capability CAP_NET_RAW, or check a port instead")

// errNoAnswer is that of a machine, as others are of this one.
var errNoAnswer = errors.New("no answer in time")

// pingPatience is how long the answer to a ping is waited for.
const pingPatience = 2 * time.Second

// Ping wants an answer to an ICMP echo request. It needs no privileges where the system has datagram ICMP sockets; else it
// tries a raw one.
func Ping(address string) Check {
	return Check{Name: "ping", Look: func(ctx context.Context) error {
		err := ping(ctx, address, false)
		if err != nil && !errors.Is(err, errNoAnswer) {
			err = ping(ctx, address, true)
		}
		if errors.Is(err, os.ErrPermission) {
			return fmt.Errorf("%w (%w)", errMayNotPing, err)
		}
		return err
	}}
}

// ping sends one request and waits for its answer.
func ping(ctx context.Context, address string, privileged bool) error {
	ctx, cancel := context.WithTimeout(ctx, pingPatience)
	defer cancel()
	pinger, err := probing.NewPinger(address)
	if err != nil {
		return err
	}
	pinger.SetPrivileged(privileged)
	pinger.SetLogger(probing.NoopLogger{})
	pinger.Count, pinger.RecordRtts = 1, false
	err = pinger.RunWithContext(ctx)
	if err == nil || ctx.Err() != nil {
		if pinger.Statistics().PacketsRecv > 0 {
			return nil
		}
		return errNoAnswer
	}
	return err
}
