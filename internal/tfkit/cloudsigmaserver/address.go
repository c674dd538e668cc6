package cloudsigmaserver

import "github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"

// AddressOf is the current IPv4 address of a NIC: that of the running server, or the static one; "" if there is
// none.
func AddressOf(server *cloudsigma.Server, nic cloudsigma.NIC) string {
	runtime := runtimeOf(server, nic)
	return addressIn(runtime.IPv4, nic.IPv4)
}

// IPv6AddressOf is the current IPv6 address of a NIC.
func IPv6AddressOf(server *cloudsigma.Server, nic cloudsigma.NIC) string {
	runtime := runtimeOf(server, nic)
	return addressIn(runtime.IPv6, nic.IPv6)
}

func addressIn(current *cloudsigma.Reference, configured *cloudsigma.IPSetup) string {
	switch {
	case current != nil:
		return current.UUID
	case configured != nil && configured.IP != nil:
		return configured.IP.UUID
	default:
		return ""
	}
}

// runtimeOf is what is known of a NIC of a running server. It is part of the NIC and of the server (servers.rst).
func runtimeOf(server *cloudsigma.Server, nic cloudsigma.NIC) cloudsigma.NICRuntime {
	if nic.Runtime != nil {
		return *nic.Runtime
	}
	if server.Runtime != nil {
		for _, runtime := range server.Runtime.NICs {
			if runtime.MAC == nic.MAC {
				return runtime
			}
		}
	}
	return cloudsigma.NICRuntime{}
}
