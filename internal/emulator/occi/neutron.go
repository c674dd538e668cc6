package occi

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
)

// neutron are the networks of the cloud, where users can make some: ports plug instances into them, and
// reservations keep addresses of the external one.
type neutron struct {
	networks     []*network
	ports        []*port
	reservations []*reservation
}

// network is a network of Neutron with its subnet. tenant is "" for those that everybody sees.
type network struct {
	id, tenant, name, summary string
	// cidr and gateway are "" for a network without a subnet.
	cidr, gateway string
	// external: floating IPs come from it; instances cannot be plugged into it.
	external bool
	// label, vlan and allocation are what a client asked for; they have no effect.
	label, vlan, allocation string
	down                    bool
}

// port plugs an instance into a network, which is nil once it was deleted below the port.
type port struct {
	id, address, mac string
	network          *network
	instance         string
	// byUser: it was made after the instance.
	byUser   bool
	timeline emulator.Timeline
}

// reservation is a floating IP. port is nil while it is not in use.
type reservation struct {
	id, tenant, pool, address string
	port                      *port
}

// poolName is the pool of floating IPs where networks are Neutron's: the name of the external network.
const poolName = "public"

// The identifiers are those of the captures.
func newNeutron() neutron {
	return neutron{networks: []*network{
		{id: "4ce35ee3-4bc3-4c32-be4e-341c90532ae6", name: "private", cidr: "10.0.0.0/24", gateway: "10.0.0.1"},
		{id: "99c2da98-999b-4bc0-92d5-e395f4700459", name: poolName, cidr: "203.0.113.0/24", gateway: "203.0.113.1", external: true},
	}}
}

func (n *nova) newMAC() string {
	return fmt.Sprintf("fa:16:3e:%02x:%02x:%02x", n.random.IntN(256), n.random.IntN(256), n.random.IntN(256))
}

// networksOf lists what the tenant sees, by identifier.
func (n *nova) networksOf(tenant string) []*network {
	var list []*network
	for _, candidate := range n.neutron.networks {
		if candidate.tenant == "" || candidate.tenant == tenant {
			list = append(list, candidate)
		}
	}
	slices.SortFunc(list, func(a, b *network) int { return strings.Compare(a.id, b.id) })
	return list
}

// pluggable are the networks an instance of the tenant can be plugged into.
func (n *nova) pluggable(tenant string) []*network {
	return slices.DeleteFunc(n.networksOf(tenant), func(candidate *network) bool { return candidate.external })
}

// networkOf is the network with that identifier if the tenant sees it, else nil.
func (n *nova) networkOf(tenant, id string) *network {
	for _, candidate := range n.networksOf(tenant) {
		if candidate.id == id {
			return candidate
		}
	}
	return nil
}

func (n *nova) externalNetwork() *network {
	index := slices.IndexFunc(n.neutron.networks, func(candidate *network) bool { return candidate.external })
	return n.neutron.networks[index]
}

// createNetwork gives the network its identifier; the gateway is the first address unless it is set.
func (n *nova) createNetwork(created *network) error {
	if created.cidr != "" {
		prefix, err := netip.ParsePrefix(created.cidr)
		if err != nil {
			return refuse("Invalid input for operation: %s is not in a CIDR format.", created.cidr)
		}
		if created.gateway == "" {
			created.gateway = prefix.Masked().Addr().Next().String()
		}
	}
	created.id = n.newID()
	n.neutron.networks = append(n.neutron.networks, created)
	return nil
}

// deleteNetwork takes the ports with it, after a while.
func (n *nova) deleteNetwork(deleted *network) {
	n.neutron.networks = slices.DeleteFunc(n.neutron.networks, func(other *network) bool { return other == deleted })
	for _, p := range n.neutron.ports {
		if p.network == deleted {
			p.network = nil
			n.beginUnplug(p)
		}
	}
}

// plug gives the instance a port on the network.
func (n *nova) plug(i *instance, on *network) (*port, error) {
	address, err := n.newAddress(i.id, on)
	if err != nil {
		return nil, err
	}
	p := &port{id: n.uuid(), address: address, mac: n.newMAC(), network: on, instance: i.id}
	if i.address == "" {
		i.address, p.mac = address, i.mac
	}
	n.neutron.ports = append(n.neutron.ports, p)
	return p, nil
}

func (n *nova) newAddress(owner string, on *network) (string, error) {
	if n.options.NewAddress != nil {
		if address := n.options.NewAddress(owner, on.id); address != "" {
			return address, nil
		}
	}
	return n.freeHost(on)
}

// freeHost is the lowest address of the network that is not in use.
func (n *nova) freeHost(on *network) (string, error) {
	prefix, err := netip.ParsePrefix(on.cidr)
	if err != nil {
		return "", refuse("Network %s has no subnet.", on.id)
	}
	for host := prefix.Masked().Addr().Next(); prefix.Contains(host); host = host.Next() {
		if address := host.String(); address != on.gateway && !n.addressInUse(on, address) {
			return address, nil
		}
	}
	return "", refuse("No more IP addresses available on network %s.", on.id)
}

func (n *nova) addressInUse(on *network, address string) bool {
	return slices.ContainsFunc(n.neutron.ports, func(p *port) bool { return p.network == on && p.address == address }) ||
		on.external && slices.ContainsFunc(n.neutron.reservations, func(r *reservation) bool { return r.address == address })
}

// portsOf are the ports of the instance, the oldest first.
func (n *nova) portsOf(i *instance) []*port {
	var list []*port
	for _, p := range n.neutron.ports {
		if p.instance == i.id {
			list = append(list, p)
		}
	}
	return list
}

// beginUnplug lets the port linger.
func (n *nova) beginUnplug(p *port) {
	p.timeline.Clear()
	p.timeline.Schedule(n.due(ChangeDetach), func() { n.removePort(p) })
}

func (n *nova) removePort(removed *port) {
	n.neutron.ports = slices.DeleteFunc(n.neutron.ports, func(p *port) bool { return p == removed })
	for _, r := range n.neutron.reservations {
		if r.port == removed {
			r.port = nil
		}
	}
	for _, i := range n.instances {
		if i.id == removed.instance && i.address == removed.address {
			i.address = ""
		}
	}
}

// reserve allocates a floating IP.
func (n *nova) reserve(tenant string) (*reservation, error) {
	r := &reservation{id: n.newID(), tenant: tenant, pool: poolName}
	var err error
	if r.address, err = n.newAddress(r.id, n.externalNetwork()); err != nil {
		return nil, err
	}
	n.neutron.reservations = append(n.neutron.reservations, r)
	return r, nil
}

func (n *nova) reservationsOf(tenant string) []*reservation {
	var list []*reservation
	for _, r := range n.neutron.reservations {
		if r.tenant == tenant {
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b *reservation) int { return strings.Compare(a.id, b.id) })
	return list
}

// reservation is the tenant's reservation, nil if there is none.
func (n *nova) reservation(tenant, id string) *reservation {
	for _, r := range n.reservationsOf(tenant) {
		if r.id == id {
			return r
		}
	}
	return nil
}

// reservationOn is the floating IP on the port, nil if there is none.
func (n *nova) reservationOn(p *port) *reservation {
	for _, r := range n.neutron.reservations {
		if r.port == p {
			return r
		}
	}
	return nil
}

func (n *nova) release(released *reservation) {
	n.neutron.reservations = slices.DeleteFunc(n.neutron.reservations, func(r *reservation) bool { return r == released })
}

// bind puts the floating IP on the port. A port has one at most.
func (n *nova) bind(r *reservation, p *port) error {
	if other := n.reservationOn(p); other != nil && other != r {
		return refuse("Cannot associate floating IP %s (%s) with port %s using fixed IP %s, as that fixed IP already has "+
			"a floating IP on external network %s.\nNeutron server returns request_ids: ['req-%s']",
			r.address, r.id, p.id, p.address, n.externalNetwork().id, n.uuid())
	}
	r.port = p
	return nil
}
