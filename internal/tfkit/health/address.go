package health

import (
	"fmt"
	"net/netip"
	"strings"
)

// chooseAddress is the address to check: what health_check asks for, of those that the machine has.
func chooseAddress(wanted string, addresses []string) (string, error) {
	fits := isPublic
	switch wanted {
	case "", addressPublic:
	case addressPrivate:
		fits = isPrivate
	default:
		return wanted, nil
	}
	for _, address := range addresses {
		if fits(address) {
			return address, nil
		}
	}
	switch {
	case len(addresses) == 0:
		return "", fmt.Errorf("the machine has no address")
	case wanted == "":
		return addresses[0], nil
	default:
		return "", fmt.Errorf("the machine has no %s address; it has %s", wanted, strings.Join(addresses, ", "))
	}
}

func isPublic(address string) bool {
	ip, err := netip.ParseAddr(address)
	return err == nil && ip.IsGlobalUnicast() && !ip.IsPrivate()
}

// isPrivate counts loopback in, where emulated machines have their addresses.
func isPrivate(address string) bool {
	ip, err := netip.ParseAddr(address)
	return err == nil && (ip.IsPrivate() || ip.IsLoopback())
}
