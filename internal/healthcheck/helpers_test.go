package healthcheck_test

import (
	"context"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/healthcheck"
)

const loopback = "127.0.0.1"

// quick is a wait that looks often, for as long as a slow machine may need.
func quick() healthcheck.Wait {
	return healthcheck.Wait{Interval: time.Millisecond, Timeout: time.Minute}
}

// listen opens a port on loopback, 0 for a free one, and returns its number.
func listen(t *testing.T, port uint16) (net.Listener, int) {
	t.Helper()
	at := netip.AddrPortFrom(netip.MustParseAddr(loopback), port)
	listener, err := new(net.ListenConfig).Listen(context.WithoutCancel(t.Context()), "tcp", at.String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	return listener, portOf(t, listener.Addr().String())
}

func portOf(t *testing.T, address string) int {
	t.Helper()
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		t.Fatal(err)
	}
	return int(at.Port())
}

// closedPort is a port where nobody listens.
func closedPort(t *testing.T) int {
	t.Helper()
	listener, port := listen(t, 0)
	listener.Close()
	return port
}

// lookOnce is what one look at a check finds.
func lookOnce(t *testing.T, check healthcheck.Check) error {
	t.Helper()
	return healthcheck.Look(t.Context(), []healthcheck.Check{check})[0].Err
}

// expectError wants an error with this text; "" wants none.
func expectError(t *testing.T, err error, want string) {
	t.Helper()
	got := ""
	if err != nil {
		got = err.Error()
	}
	if got != want {
		t.Errorf("the error is %q, want %q", got, want)
	}
}
