package healthcheck

import (
	"context"
	"fmt"
	"net"
)

// Port wants a TCP port to accept a connection.
func Port(address string, port int) Check {
	return Check{Name: fmt.Sprintf("port %d", port), Look: func(ctx context.Context) error {
		connection, err := new(net.Dialer).DialContext(ctx, "tcp", hostPort(address, port))
		if err != nil {
			return err
		}
		return connection.Close()
	}}
}
