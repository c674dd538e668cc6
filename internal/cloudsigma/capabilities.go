package cloudsigma

import (
	"context"
	"encoding/json"
	"net/http"
)

// Capabilities are the limits of the location. What is missing is not offered there. See
// https://docs.cloudsigma.com/en/latest/capabilities.html.
type Capabilities struct {
	// Hosts are the limits by CPU type: "amd", "intel".
	Hosts map[string]HostLimits `json:"hosts"`
	// Hypervisors are the CPU types by hypervisor: "kvm".
	Hypervisors map[string][]string `json:"hypervisors"`
	// Drives are the limits by storage type: "dssd", "nvme", "zadara".
	Drives             map[string]DriveLimits `json:"drives"`
	DefaultStorageType string                 `json:"default_storage_type"`
	// GPUs are the models of virtual GPUs: "nvidia_a100".
	GPUs            map[string]GPULimits `json:"gpus"`
	EPC             EPCLimits            `json:"epc"`
	Snapshots       SnapshotLimits       `json:"snapshots"`
	RemoteSnapshots RemoteSnapshotLimits `json:"remote_snapshots"`
}

// HostLimits are what a server on a type of host may have.
type HostLimits struct {
	// CPU is in MHz, all cores together.
	CPU Range `json:"cpu"`
	// CPUPerSMP is in MHz per core.
	CPUPerSMP Range `json:"cpu_per_smp"`
	// Memory is in bytes.
	Memory Range `json:"mem"`
	// SMP is the number of cores.
	SMP Range `json:"smp"`
}

// GPULimits are the most that a server may have for a virtual GPU of a model; 0 is what the location does not tell.
type GPULimits struct {
	// CPU is in MHz, all cores together.
	CPU int64
	// Memory is in bytes.
	Memory int64
	// SMP is the number of cores.
	SMP int64
}

// UnmarshalJSON reads the limits in both ways in which the same answer writes those of drives: {"cpu": {"max": 1}} and
// {"max_cpu": 1}. The documentation says that there is a "maximum CPU, memory, SMP" and shows no example, so what is written
// otherwise is no error, but a limit that is not known.
func (g *GPULimits) UnmarshalJSON(data []byte) error {
	*g = GPULimits{}
	var members map[string]json.RawMessage
	if json.Unmarshal(data, &members) != nil {
		return nil
	}
	for name, limit := range map[string]*int64{"cpu": &g.CPU, "mem": &g.Memory, "smp": &g.SMP} {
		var nested Range
		var flat float64
		if json.Unmarshal(members[name], &nested) == nil {
			*limit = nested.Max
		} else if json.Unmarshal(members["max_"+name], &flat) == nil {
			*limit = int64(flat)
		}
	}
	return nil
}

// EPCLimits are what SGX enclaves (enclave page caches) may have.
type EPCLimits struct {
	// MaxPerHost is in bytes, all enclaves of a server together; 0 if it is not told.
	MaxPerHost int64 `json:"max_per_host"`
	// MemoryRatio is how much memory a server needs for each byte of its enclaves; 0 if it is not told.
	MemoryRatio float64 `json:"epc_mem_ratio"`
}

// SnapshotLimits are how many local snapshots the account may have.
type SnapshotLimits struct {
	// Current is how many there are.
	Current     int64 `json:"current"`
	Max         int64 `json:"max"`
	MaxPerDrive int64 `json:"max_per_drive"`
}

// RemoteSnapshotLimits are how many remote snapshots the account may have, and where.
type RemoteSnapshotLimits struct {
	// Current is how many there are.
	Current int64 `json:"current"`
	Max     int64 `json:"max"`
	// Locations can keep them: "ZRH".
	Locations []string `json:"remote_locations"`
}

// DriveLimits are what a drive of a storage type may have.
type DriveLimits struct {
	// Size is in bytes.
	Size Range `json:"size"`
	// IOPS is in operations per second.
	IOPS IOPSLimits `json:"iops"`
}

// IOPSLimits are what the limit of operations per second may be that a drive has.
type IOPSLimits struct {
	// Base is that of a drive for which nothing is said. The documentation does not explain it beyond its name.
	Base int64 `json:"base"`
	Min  int64 `json:"min"`
	// Max is 0 if the location does not tell.
	Max int64 `json:"max"`
}

// Range is from Min to Max, both included.
type Range struct {
	Min, Max int64
}

// UnmarshalJSON reads whole numbers also if they are written as 1073741824.0 (response_capabilities).
func (r *Range) UnmarshalJSON(data []byte) error {
	var limits struct {
		Min float64 `json:"min"`
		Max float64 `json:"max"`
	}
	if err := json.Unmarshal(data, &limits); err != nil {
		return err
	}
	r.Min, r.Max = int64(limits.Min), int64(limits.Max)
	return nil
}

// Capabilities returns the limits of the location. They are asked for once per client; the result is
// shared and must not be changed.
func (c *Client) Capabilities(ctx context.Context) (*Capabilities, error) {
	return c.capabilities.get(ctx, func(ctx context.Context) (*Capabilities, error) {
		return receive[Capabilities](ctx, c, call{
			operation: "read", entity: "capabilities", method: http.MethodGet, path: "capabilities/",
		})
	})
}
