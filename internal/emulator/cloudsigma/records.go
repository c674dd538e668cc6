package cloudsigma

import (
	"maps"
	"slices"
	"time"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
)

// Entity is what every record has.
type Entity struct {
	UUID string
	// Owner is the user name of the account.
	Owner string
	Name  string
	Meta  map[string]string
}

// Server is the record of a server.
type Server struct {
	Entity
	// Status is "stopped", "starting", "running", "stopping", "paused" or "unavailable".
	Status string
	// CPU is in MHz, over all cores.
	CPU int64
	// Memory is in bytes.
	Memory int64
	// SMP is the number of cores.
	SMP                int64
	CPUType            string
	CPUModel           string
	Hypervisor         string
	VNCPassword        string
	AllocationPool     string
	AutoStart          bool
	Context            bool
	CPUsInsteadOfCores bool
	EnableNUMA         bool
	HVRelaxed          bool
	HVTSC              bool
	IsGrey             bool
	Drives             []Attachment
	NICs               []NIC
	// PublicKeys are the UUIDs of keypairs.
	PublicKeys []string
	// EPCs are the sizes of the SGX enclaves in bytes.
	EPCs []int64
	// GPUs are the models of the GPUs.
	GPUs         []string
	Requirements []any
	// ActiveSince is zero unless the server is powered.
	ActiveSince time.Time
	// Host is the number of the host on which the server runs, or ran last.
	Host int
}

// Attachment is a drive in the definition of a server.
type Attachment struct {
	Drive      string
	Device     string
	DevChannel string
	// BootOrder is 0 for null.
	BootOrder int64
}

// NIC is a network interface of a server.
type NIC struct {
	MAC   string
	Model string
	// BootOrder is 0 for null.
	BootOrder      int64
	VLAN           string
	FirewallPolicy string
	IPv4           *IPConfiguration
	IPv6           *IPConfiguration
	// Address is the public IPv4 address while the server is powered, if it has one, and IPv6Address that of IPv6.
	Address, IPv6Address string
}

// IPConfiguration is the ip_v4_conf or ip_v6_conf of a NIC.
type IPConfiguration struct {
	// Conf is "dhcp", "static" or "manual".
	Conf string
	// IP is the address of a static configuration.
	IP string
}

// Drive is the record of a drive.
type Drive struct {
	Entity
	// Status is "unmounted", "mounted", "creating", "cloning_dst", "cloning_src", "resizing", "uploading" or
	// "unavailable".
	Status string
	// Size is in bytes.
	Size            int64
	Media           string
	StorageType     string
	AllowMultimount bool
	Affinities      []string
	// IOPS is 0 for null.
	IOPS int64
	// ClonedFrom is the UUID of the drive, library drive or snapshot that this one is a clone of.
	ClonedFrom string
	// ImageSHA256 is the checksum of the image that was uploaded in full, in hexadecimal.
	ImageSHA256 string

	// BackupScheduler is the UUID of the scheduler of its snapshots; "" for none.
	BackupScheduler string

	licenses []any
	jobs     []string
}

// Snapshot is the record of a snapshot of a drive, local or remote.
type Snapshot struct {
	Entity
	// Status is "creating", "available" or, of a remote one, "transferring".
	Status string
	// Drive is the UUID of the drive, also when it is gone.
	Drive string
	// Location is where a remote snapshot is kept; "" for a local one.
	Location string
}

// Keypair is the record of an SSH key.
type Keypair struct {
	Entity
	PublicKey   string
	PrivateKey  string
	Fingerprint string
}

// FirewallPolicy is the record of a firewall policy.
type FirewallPolicy struct {
	Entity
	Rules []FirewallRule
}

// FirewallRule is one rule of a firewall policy; an empty member is null in the API.
type FirewallRule struct {
	Action          string
	Comment         string
	Direction       string
	Protocol        string
	SourceIP        string
	SourcePort      string
	DestinationIP   string
	DestinationPort string
}

// Tag is the record of a tag.
type Tag struct {
	Entity
	// Resources are the UUIDs (for IPs: the addresses) of what is tagged.
	Resources []string
}

// property is an IP or a VLAN, which an account has by subscription.
type property struct {
	Entity
	subscription int
}

// server is a server and its future.
type server struct {
	Server
	timeline    emulator.Timeline
	ignoresACPI bool
	jobs        []string
}

// drive is a drive and its future.
type drive struct {
	Drive
	timeline emulator.Timeline
	// busy is the status while something is done to the drive itself.
	busy string
	// copies is the number of clones that are being made from it.
	copies int
	// upload is nil unless the drive waits for its image.
	upload *upload
}

// copy returns a server that shares nothing with the original.
func (s Server) copy() Server {
	s.Meta = maps.Clone(s.Meta)
	s.Drives = slices.Clone(s.Drives)
	s.PublicKeys = slices.Clone(s.PublicKeys)
	s.EPCs = slices.Clone(s.EPCs)
	s.GPUs = slices.Clone(s.GPUs)
	s.Requirements = slices.Clone(s.Requirements)
	s.NICs = slices.Clone(s.NICs)
	for i, nic := range s.NICs {
		s.NICs[i].IPv4 = nic.IPv4.copy()
		s.NICs[i].IPv6 = nic.IPv6.copy()
	}
	return s
}

func (i *IPConfiguration) copy() *IPConfiguration {
	if i == nil {
		return nil
	}
	clone := *i
	return &clone
}

// copy returns a drive that shares nothing with the original.
func (d Drive) copy() Drive {
	d.Meta = maps.Clone(d.Meta)
	d.Affinities = slices.Clone(d.Affinities)
	d.jobs = slices.Clone(d.jobs)
	return d
}

// store keeps records by identifier, in the order in which they were put.
type store[T any] struct {
	records map[string]*T
	order   []string
}

func (s *store[T]) put(id string, record *T) {
	if s.records == nil {
		s.records = map[string]*T{}
	}
	if _, known := s.records[id]; !known {
		s.order = append(s.order, id)
	}
	s.records[id] = record
}

// get returns nil if there is no such record.
func (s *store[T]) get(id string) *T { return s.records[id] }

func (s *store[T]) remove(id string) {
	delete(s.records, id)
	s.order = slices.DeleteFunc(s.order, func(other string) bool { return other == id })
}

func (s *store[T]) all() []*T {
	records := make([]*T, 0, len(s.order))
	for _, id := range s.order {
		records = append(records, s.records[id])
	}
	return records
}
