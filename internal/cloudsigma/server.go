package cloudsigma

import (
	"encoding/json"
	"maps"
)

// States of a server (status), see the state diagram in servers.rst.
const (
	ServerStopped     = "stopped"
	ServerStarting    = "starting"
	ServerRunning     = "running"
	ServerStopping    = "stopping"
	ServerUnavailable = "unavailable"
)

// Configurations of a public NIC (conf), see network_interfaces.rst.
const (
	ConfDHCP   = "dhcp"
	ConfStatic = "static"
	ConfManual = "manual"
)

// Server is a server as the API shows it.
type Server struct {
	UUID        string     `json:"uuid"`
	ResourceURI string     `json:"resource_uri"`
	Owner       *Reference `json:"owner"`
	// Status is one of the Server constants; others may exist.
	Status string `json:"status"`
	// Runtime is nil unless the server runs.
	Runtime *ServerRuntime `json:"runtime"`
	Jobs    []Reference    `json:"jobs"`
	// Definition is what can be written.
	Definition ServerDefinition `json:"-"`
}

// ServerDefinition is what can be written of a server. Fields that are nil (or "" where omitempty is
// noted) are not sent: in a creation the server then takes its default, in an edit it keeps what it has
// (in the samples server_attach_drive and server_edit_meta the meta survives an edit without meta). A
// slice that is empty but not nil is sent as [], and so empties the list.
//
// Of a running server only name, meta and tags can be changed; the API silently ignores other changes
// (servers.rst, "Editing").
type ServerDefinition struct {
	Name string `json:"name"`
	// CPU is the clock speed of all cores together, in MHz.
	CPU int64 `json:"cpu"`
	// Memory is in bytes.
	Memory int64 `json:"mem"`
	// SMP is the number of cores.
	SMP         *int64 `json:"smp,omitempty"`
	VNCPassword Secret `json:"vnc_password"`
	// CPUType is "amd" (the default) or "intel", as Capabilities.Hypervisors allows; omitempty.
	CPUType string `json:"cpu_type,omitempty"`
	// Hypervisor is "kvm", the default; omitempty.
	Hypervisor         string `json:"hypervisor,omitempty"`
	CPUsInsteadOfCores *bool  `json:"cpus_instead_of_cores,omitempty"`
	EnableNUMA         *bool  `json:"enable_numa,omitempty"`
	HVRelaxed          *bool  `json:"hv_relaxed,omitempty"`
	HVTSC              *bool  `json:"hv_tsc,omitempty"`
	// Context is the serial device by which a guest reads the server context.
	Context *bool `json:"context,omitempty"`
	// AutoStart starts clones of the server.
	AutoStart *bool `json:"auto_start,omitempty"`
	// Grey lets the server fill up free capacity (backfilling.rst).
	Grey       *bool       `json:"is_grey,omitempty"`
	Meta       Meta        `json:"meta,omitzero"`
	PublicKeys []Reference `json:"pubkeys,omitzero"`
	Tags       []Reference `json:"tags,omitzero"`
	// EnclavePageCaches are the SGX enclaves.
	EnclavePageCaches []EnclavePageCache `json:"epcs,omitzero"`
	GPUs              []GPU              `json:"gpus,omitzero"`
	Drives            []ServerDrive      `json:"drives,omitzero"`
	// NICs keep their identity by their MAC. Their order is the order in which the server sees them.
	NICs []NIC `json:"nics,omitzero"`
	// Other are the members without a field here, written back as they were read.
	Other Fields `json:"-"`
}

// These are kept among the Other members, because null is one of their values.
const (
	memberCPUModel       = "cpu_model"
	memberAllocationPool = "allocation_pool"
)

// CPUModel is the model of CPU that the server sees, such as "kvm64"; "" is that of its host.
func (d *ServerDefinition) CPUModel() string { return d.otherText(memberCPUModel) }

// SetCPUModel sets the model of CPU; "" is that of the host.
func (d *ServerDefinition) SetCPUModel(model string) { d.setOtherText(memberCPUModel, model) }

// AllocationPool is the pool of hosts of which one runs the server; "" is none. The documentation has nothing of pools but
// that servers have one (server_schema).
func (d *ServerDefinition) AllocationPool() string { return d.otherText(memberAllocationPool) }

// SetAllocationPool sets the pool of hosts; "" is none.
func (d *ServerDefinition) SetAllocationPool(pool string) {
	d.setOtherText(memberAllocationPool, pool)
}

// otherText is "" for what is no text.
func (d *ServerDefinition) otherText(member string) string {
	var text string
	_ = json.Unmarshal(d.Other[member], &text)
	return text
}

// setOtherText writes "" as null.
func (d *ServerDefinition) setOtherText(member, text string) {
	if d.Other == nil {
		d.Other = Fields{}
	}
	d.Other[member] = json.RawMessage("null")
	if text != "" {
		d.Other[member], _ = json.Marshal(text) // a string always has an encoding
	}
}

// ServerDrive is a drive attached to a server. The API lists drives in an order of its own
// (response_server_create_full has them in another order than its request): identify them by Drive.
type ServerDrive struct {
	// BootOrder is 1 for the first drive to boot from; nil does not boot from the drive.
	BootOrder *int64 `json:"boot_order,omitempty"`
	// DevChannel is "controller:unit": ide 0:0 to 1:1, virtio 0:0 to 0:5, 1:0 and so on, see
	// servers_kvm.rst.
	DevChannel string `json:"dev_channel,omitempty"`
	// Device is "virtio", "ide" or "scsi".
	Device string    `json:"device,omitempty"`
	Drive  Reference `json:"drive"`
	Other  Fields    `json:"-"`
}

// NIC is a network interface card. It is on a VLAN (VLAN set) or public (IPv4 or IPv6 set), not both.
// What is nil of a NIC with a MAC is sent as null, and so taken away; of a new NIC it is not sent.
type NIC struct {
	// MAC identifies the NIC in an edit: a known MAC changes that NIC, no MAC makes a new one, a MAC
	// that is left out deletes its NIC, a MAC that was not there is an error (network_interfaces.rst).
	MAC string `json:"mac,omitempty"`
	// Model is "virtio" (the server's default), "e1000", ...; omitempty.
	Model string   `json:"model,omitempty"`
	IPv4  *IPSetup `json:"ip_v4_conf,omitempty"`
	IPv6  *IPSetup `json:"ip_v6_conf,omitempty"`
	// VLAN is the private network.
	VLAN *Reference `json:"vlan,omitempty"`
	// FirewallPolicy is the policy of the NIC; nil is none.
	FirewallPolicy *Reference `json:"firewall_policy,omitempty"`
	BootOrder      *int64     `json:"boot_order,omitempty"`
	// Runtime is nil unless the server runs. It is never written.
	Runtime *NICRuntime `json:"runtime,omitempty"`
	// Other are the members without a field here.
	Other Fields `json:"-"`
}

// IPSetup says how a public NIC gets its address.
type IPSetup struct {
	// Conf is one of the Conf constants.
	Conf string `json:"conf"`
	// IP is the address (as UUID) of a static configuration, one the account owns; nil for the others,
	// for which the API does not allow it.
	IP *Reference `json:"ip,omitempty"`
}

// EnclavePageCache is an SGX enclave.
type EnclavePageCache struct {
	// Size is in bytes.
	Size  int64  `json:"size"`
	Other Fields `json:"-"`
}

// GPU is a virtual GPU. The device itself is acquired at the start of the server.
type GPU struct {
	// Model is one of Capabilities.GPUs: "nvidia_a100".
	Model string `json:"model"`
	Other Fields `json:"-"`
}

// ServerRuntime is what the API knows of a running server.
type ServerRuntime struct {
	// ActiveSince is the time of the start, RFC 3339.
	ActiveSince string       `json:"active_since"`
	NICs        []NICRuntime `json:"nics"`
}

// NICRuntime is what the API knows of a NIC of a running server.
type NICRuntime struct {
	// InterfaceType is "public" or "private".
	InterfaceType string `json:"interface_type"`
	// MAC is only set in ServerRuntime.
	MAC string `json:"mac"`
	// IPv4 is the current address, as UUID; nil if it has none (yet).
	IPv4 *Reference `json:"ip_v4"`
	IPv6 *Reference `json:"ip_v6"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (s *Server) UnmarshalJSON(data []byte) error {
	type seen Server
	return decodeEntity(data, (*seen)(s), &s.Definition, &s.Definition.Other)
}

// UnmarshalJSON implements json.Unmarshaler.
func (d *ServerDefinition) UnmarshalJSON(data []byte) (err error) {
	type typed ServerDefinition
	d.Other, err = decodeKeeping(data, (*typed)(d))
	return err
}

// MarshalJSON implements json.Marshaler.
func (d ServerDefinition) MarshalJSON() ([]byte, error) {
	type typed ServerDefinition
	return encodeKeeping(typed(d), d.Other)
}

// UnmarshalJSON implements json.Unmarshaler.
func (d *ServerDrive) UnmarshalJSON(data []byte) (err error) {
	type typed ServerDrive
	d.Other, err = decodeKeeping(data, (*typed)(d))
	delete(d.Other, "runtime") // counters of the running server
	return err
}

// MarshalJSON implements json.Marshaler.
func (d ServerDrive) MarshalJSON() ([]byte, error) {
	type typed ServerDrive
	return encodeKeeping(typed(d), d.Other)
}

// UnmarshalJSON implements json.Unmarshaler.
func (n *NIC) UnmarshalJSON(data []byte) (err error) {
	type typed NIC
	n.Other, err = decodeKeeping(data, (*typed)(n))
	return err
}

// MarshalJSON implements json.Marshaler.
func (n NIC) MarshalJSON() ([]byte, error) {
	type typed NIC
	n.Runtime = nil
	other := n.Other
	if n.MAC != "" {
		// A member that an edit leaves out may stay as it was, so what a known NIC lacks is said.
		null := json.RawMessage("null")
		other = Fields{"ip_v4_conf": null, "ip_v6_conf": null, "vlan": null, "firewall_policy": null, "boot_order": null}
		maps.Copy(other, n.Other)
	}
	return encodeKeeping(typed(n), other)
}

// UnmarshalJSON implements json.Unmarshaler.
func (e *EnclavePageCache) UnmarshalJSON(data []byte) (err error) {
	type typed EnclavePageCache
	e.Other, err = decodeKeeping(data, (*typed)(e))
	return err
}

// MarshalJSON implements json.Marshaler.
func (e EnclavePageCache) MarshalJSON() ([]byte, error) {
	type typed EnclavePageCache
	return encodeKeeping(typed(e), e.Other)
}

// UnmarshalJSON implements json.Unmarshaler.
func (g *GPU) UnmarshalJSON(data []byte) (err error) {
	type typed GPU
	g.Other, err = decodeKeeping(data, (*typed)(g))
	return err
}

// MarshalJSON implements json.Marshaler.
func (g GPU) MarshalJSON() ([]byte, error) {
	type typed GPU
	return encodeKeeping(typed(g), g.Other)
}
