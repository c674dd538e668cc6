package occi

import (
	"fmt"
	"slices"
)

// pools are the floating IP pools; the first one is the default.
var pools = []struct{ name, format string }{
	{"nova", "172.24.4.%d"},
	{"test", "192.168.253.%d"},
}

// freeAddress is the lowest address from first on that is not in use, or one where a compute can listen.
func (n *nova) freeAddress(format string, first int, used func(string) bool) string {
	if n.options.LivePorts != nil {
		return n.options.LivePorts.Address()
	}
	for host := first; ; host++ {
		if address := fmt.Sprintf(format, host); !used(address) {
			return address
		}
	}
}

func (n *nova) hasAddress(address string) bool {
	for _, i := range n.instances {
		if i.address == address {
			return true
		}
	}
	return false
}

// addFloatingAddress gives the instance an address of the pool, "" is the default pool.
func (n *nova) addFloatingAddress(i *instance, pool string) (string, error) {
	if i.address == "" {
		return "", crash("IndexError: list index out of range")
	}
	if pool == "" {
		pool = pools[0].name
	}
	for index, p := range pools {
		if p.name == pool {
			first := []int{225, 1}[index]
			address := n.freeAddress(p.format, first, func(a string) bool { return n.floating[a] })
			n.floating[address] = true
			i.floating = append(i.floating, floatingAddress{pool, address})
			return address, nil
		}
	}
	return "", crash("NoMoreFloatingIps: Zero floating ips available.")
}

func (n *nova) removeFloatingAddress(i *instance, address string) error {
	index := slices.IndexFunc(i.floating, func(f floatingAddress) bool { return f.address == address })
	if index < 0 {
		return refuse("Floating ip %s is not associated with instance %s.", address, i.id)
	}
	i.floating = slices.Delete(i.floating, index, index+1)
	delete(n.floating, address)
	return nil
}
