package cloudsigma

import (
	"fmt"
	"net/netip"
	"strings"
)

// The networks of public addresses: of IPv4 from RFC 5737, of IPv6 from RFC 3849. Static addresses are bought, dynamic ones are
// given to running servers.
const (
	staticNetwork      = "198.51.100."
	dynamicNetwork     = "203.0.113."
	staticIPv6Network  = "2001:db8:1::"
	dynamicIPv6Network = "2001:db8:2::"
)

// lease gives a NIC its public addresses for as long as the server is powered.
func (c *Cloud) lease(nic *NIC) {
	nic.Address = nic.IPv4.lease(func() string {
		if c.options.LivePorts != nil {
			return c.options.LivePorts.Address()
		}
		return c.nextDynamic(dynamicNetwork+"%d", &c.lastAddress)
	})
	nic.IPv6Address = nic.IPv6.lease(func() string { return c.nextDynamic(dynamicIPv6Network+"%x", &c.lastIPv6Address) })
}

// lease returns the address that a configuration gives to a powered server; "" for none.
func (i *IPConfiguration) lease(dynamic func() string) string {
	switch {
	case i == nil || i.Conf == "manual":
		return ""
	case i.Conf == "static":
		return i.IP
	default:
		return dynamic()
	}
}

// nextDynamic returns the dynamic addresses of a network in turn: after a reboot a server may have another one.
func (c *Cloud) nextDynamic(format string, last *int) string {
	const first, count = 2, 253
	for range count {
		*last++
		address := fmt.Sprintf(format, first+(*last-1)%count)
		if c.holderOf(address) == nil {
			return address
		}
	}
	return ""
}

// isDynamic tells whether an address is given to running servers.
func isDynamic(address string) bool {
	return strings.HasPrefix(address, dynamicNetwork) || strings.HasPrefix(address, dynamicIPv6Network) || isLive(address)
}

// canonical is an address in the one spelling that the cloud shows. That it takes others is not documented.
func canonical(address string) string {
	if parsed, err := netip.ParseAddr(address); err == nil {
		return parsed.String()
	}
	return address
}

func isIPv6(address string) bool { return strings.Contains(address, ":") }
