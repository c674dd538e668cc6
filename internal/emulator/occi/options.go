package occi

import (
	"math/rand/v2"
	"time"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
)

// Manner is the kind of server that is emulated.
type Manner string

const (
	// MannerGuide is a conforming server that offers what the OpenStack OCCI guide describes.
	MannerGuide Manner = "guide"
	// MannerOcciOS is occi-os of the Havana release, its quirks included.
	MannerOcciOS Manner = "occi-os"
	// MannerOOI is ooi 1.2.1 in front of OpenStack Zed, networks through Neutron. Its API is at /occi1.2.
	MannerOOI Manner = "ooi"
	// MannerStandard12 is a conforming OCCI 1.2 server (GFD.221, 223, 224, 226).
	MannerStandard12 Manner = "standard-1.2"
)

// Manners are all kinds of servers that can be emulated.
func Manners() []Manner { return []Manner{MannerGuide, MannerOcciOS, MannerOOI, MannerStandard12} }

// Path is where the API of such a server begins, with a slash at the end.
func (m Manner) Path() string {
	if m == MannerOOI {
		return "/occi1.2/"
	}
	return "/"
}

// Change is a thing that takes time in the cloud.
type Change string

const (
	// ChangeBoot is the time from a create until the compute is active (or in error).
	ChangeBoot Change = "boot"
	// ChangeAddress is the time from a create until the compute has its network address. Its default is
	// a quarter of the boot time. Until then ooi answers actions on the compute with 404.
	ChangeAddress Change = "address"
	// ChangeAction is the time of start, stop, suspend and restart.
	ChangeAction Change = "action"
	// ChangeDelete is how long a deleted compute lingers.
	ChangeDelete Change = "delete"
	// ChangeResize is the time from a scale request until the compute runs with the new flavor.
	ChangeResize Change = "resize"
	// ChangeConfirm is how long a confirmed scale still shows the state of the unconfirmed one.
	ChangeConfirm Change = "confirm"
	// ChangeRebuild is the time of a change of the OS.
	ChangeRebuild Change = "rebuild"
	// ChangeImage is the time from the request until an image of a compute is listed. Its default is 0
	// (33-query-new-image is of the second after 33-create_image).
	ChangeImage Change = "image"
	// ChangeAttach is the time from the creation of a storage link until the volume is attached.
	ChangeAttach Change = "attach"
	// ChangeDetach is the time from the deletion of a storage link until the volume is free, or of a
	// network interface until its address is.
	ChangeDetach Change = "detach"
	// ChangeVolume is the time from a create until the volume is available.
	ChangeVolume Change = "volume"
	// ChangeVolumeDelete is how long a deleted volume lingers.
	ChangeVolumeDelete Change = "volume-delete"
)

// Options configure the emulated cloud. The zero value is a guide server on which everything happens at
// once and every request is let in.
type Options struct {
	// Manner is the kind of server; "" is MannerGuide.
	Manner Manner
	// BootTime is the time that each change takes, unless Times says otherwise; 0 is at once.
	BootTime time.Duration
	// Times are the times of changes that do not take BootTime.
	Times map[Change]time.Duration
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// Sleep waits while a request blocks (occi-os does during a scale); nil is time.Sleep. A test with
	// its own clock moves that clock here.
	Sleep func(time.Duration)
	// Seed makes identifiers, addresses and console tokens reproducible.
	Seed uint64
	// NewID returns the UUID of a new entity; nil derives them from Seed.
	NewID func() string
	// NewAddress returns the address of a new port of a compute, or of a new floating IP, where networks are
	// Neutron's: owner is the identifier of the compute or of the reservation. nil, or "" as the answer, is
	// the lowest free address of the network.
	NewAddress func(owner, network string) string
	// LivePorts has computes listen on the ports that their user data asks for; their addresses are then on loopback. nil: no
	// compute can be reached.
	LivePorts *emulator.LivePorts
	// KeystoneURL is told to clients without a valid token, in the WWW-Authenticate header.
	KeystoneURL string
	// Authorize tells whose token it is; the tenant is "" if the token is for none. With nil every request is let in
	// as the tenant "demo".
	Authorize func(token string) (tenantID, userName string, ok bool)
	// MaxComputes is the quota of computes per tenant; 0 is none.
	MaxComputes int
	// MaxStorageGB is the quota of volumes per tenant, in GB together; 0 is none.
	MaxStorageGB int
	// MaxCores is the quota of cores per tenant, in the ooi manner only; 0 is none.
	MaxCores int
	// NoNeutronEndpoint is ooi without the setting that lets it reach Neutron: networks are shown without
	// addresses, cannot be created, and a DELETE of one does nothing.
	NoNeutronEndpoint bool
	// MaxPageItems is how many entities standard-1.2 puts into one page; 0 is 1000.
	MaxPageItems int
}

// duration is the time that the change takes.
func (o Options) duration(change Change) time.Duration {
	if d, ok := o.Times[change]; ok {
		return d
	}
	switch change {
	case ChangeAddress:
		return o.duration(ChangeBoot) / 4
	case ChangeImage:
		return 0
	default:
		return o.BootTime
	}
}

func (o Options) withDefaults() Options {
	if o.Manner == "" {
		o.Manner = MannerGuide
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = time.Sleep
	}
	if o.NewAddress == nil && o.LivePorts != nil {
		o.NewAddress = func(string, string) string { return o.LivePorts.Address() }
	}
	return o
}

// randomness is where everything comes from that a real server would draw by lot.
type randomness struct{ *rand.Rand }

func newRandomness(seed uint64) randomness {
	// Reproducible on purpose: these identifiers protect nothing.
	return randomness{rand.New(rand.NewPCG(seed, seed))} //nolint:gosec // See above.
}
