package occi

import (
	"encoding/base64"
	"slices"
)

// ComputeRecord is what reached the cloud of a compute, most of which OCCI does not show.
type ComputeRecord struct {
	ID       string
	Tenant   string
	Hostname string
	// Flavor is the name of the flavor, "m1.tiny".
	Flavor string
	// ImageID and Image are the identifier and the name of the image.
	ImageID, Image string
	// Cores and MemoryGiB are the sizes it runs with.
	Cores     int
	MemoryGiB float64
	// State is the vm_state of Nova, Task what is under way, "" for nothing.
	State, Task string
	// SecurityGroups are the names of the groups it was created with.
	SecurityGroups []string
	// KeyName and PublicKey are the SSH key it was created with.
	KeyName, PublicKey string
	// RawUserData is the user data as it arrived, in base64; UserData is what the compute gets to see.
	RawUserData, UserData string
	// AdminPassword is the one that was set by chg_pwd.
	AdminPassword string
	// ForeignVolumes are the URLs of volumes that another server has, such as one of CDMI (standard-1.2).
	ForeignVolumes []string
	// Address is the address in the network, FloatingIPs are the public ones.
	Address     string
	FloatingIPs []string
	// Addresses are those in all networks, where networks are Neutron's.
	Addresses []string
	// Volumes are the attached ones, by device.
	Volumes map[string]string
}

// Compute tells about a compute. id is the identifier or the OCCI path.
func (c *Cloud) Compute(id string) (ComputeRecord, bool) {
	c.lock()
	defer c.mu.Unlock()
	for _, i := range c.nova.instances {
		if i.id == lastSegment(id) {
			return c.computeRecord(i), true
		}
	}
	return ComputeRecord{}, false
}

func (c *Cloud) computeRecord(i *instance) ComputeRecord {
	// It was checked when the instance was created.
	userData, _ := base64.StdEncoding.DecodeString(i.userData)
	record := ComputeRecord{
		ID: i.id, Tenant: i.tenant, Hostname: i.hostname, Flavor: i.flavor.name, ImageID: i.image.id, Image: i.image.name,
		Cores: i.cores, MemoryGiB: i.memoryMB / 1024, State: i.state, Task: i.task,
		SecurityGroups: slices.Clone(i.groups), KeyName: i.keyName, PublicKey: i.keyData,
		RawUserData: i.userData, UserData: string(userData), AdminPassword: i.adminPassword, Address: i.address,
		Volumes: map[string]string{}, ForeignVolumes: slices.Clone(i.foreignVolumes),
	}
	for _, f := range i.floating {
		record.FloatingIPs = append(record.FloatingIPs, f.address)
	}
	for _, p := range c.nova.portsOf(i) {
		record.Addresses = append(record.Addresses, p.address)
		if r := c.nova.reservationOn(p); r != nil {
			record.FloatingIPs = append(record.FloatingIPs, r.address)
		}
	}
	for _, v := range c.nova.volumes {
		if v.instance == i.id {
			record.Volumes[v.device] = v.id
		}
	}
	return record
}

// ImageRecord is an image as the cloud knows it.
type ImageRecord struct {
	ID, Name string
	// Tenant is "" if everybody sees it, ComputeID if it was not made of a compute.
	Tenant, ComputeID string
}

// Images tells about all images. They are not in the inventory, because no OCCI server deletes them.
func (c *Cloud) Images() []ImageRecord {
	c.lock()
	defer c.mu.Unlock()
	var records []ImageRecord
	for _, i := range c.nova.images {
		records = append(records, ImageRecord{ID: i.id, Name: i.name, Tenant: i.tenant, ComputeID: i.source})
	}
	return records
}

// StorageRecord is what the cloud knows of a volume.
type StorageRecord struct {
	ID, Tenant, Name string
	// SizeGB is the size in GB.
	SizeGB float64
	// Status is the one of Cinder: "creating", "available", "attaching", "in-use", "detaching", ...
	Status string
	// ComputeID and Device tell where it is attached, "" if it is not.
	ComputeID, Device string
	// Offline, Snapshots and Backups tell which actions it saw. In the standard-1.2 manner a snapshot and a backup
	// is a volume of its own, too.
	Offline            bool
	Snapshots, Backups int
	// CopyOf is the identifier of the volume that this one is a snapshot or a backup of, "" if it is none.
	CopyOf string
}

// Storage tells about a volume. id is the identifier or the OCCI path.
func (c *Cloud) Storage(id string) (StorageRecord, bool) {
	c.lock()
	defer c.mu.Unlock()
	for _, v := range c.nova.volumes {
		if v.id == lastSegment(id) {
			return StorageRecord{
				ID: v.id, Tenant: v.tenant, Name: v.name, SizeGB: v.sizeGB, Status: v.status,
				ComputeID: v.instance, Device: v.device,
				Offline: v.offline, Snapshots: v.snapshots, Backups: v.backups, CopyOf: v.copyOf,
			}, true
		}
	}
	return StorageRecord{}, false
}

// GroupRecord is a security group as the cloud knows it.
type GroupRecord struct {
	Name, Description string
	Rules             []RuleRecord
}

// RuleRecord is a security rule as the cloud enforces it.
type RuleRecord struct {
	// ID is the number that the cloud gave it, not the one in the OCCI path.
	ID, Protocol     string
	FromPort, ToPort int
	CIDR             string
}

// Group tells about the group with this term, of whatever tenant. Where groups are a kind (standard-1.2), it is
// the identifier, and the title is the description of the record.
func (c *Cloud) Group(term string) (GroupRecord, bool) {
	c.lock()
	defer c.mu.Unlock()
	for _, g := range c.nova.groups {
		if g.name == term {
			record := GroupRecord{Name: g.name, Description: g.description}
			for _, r := range g.rules {
				record.Rules = append(record.Rules, ruleRecord(r))
			}
			return record, true
		}
	}
	return GroupRecord{}, false
}

// Rule tells about the rule with this OCCI path or the last segment of it.
func (c *Cloud) Rule(id string) (RuleRecord, bool) {
	c.lock()
	defer c.mu.Unlock()
	for _, key := range c.registry.keys {
		e := c.registry.entities[key]
		if e.kind != ruleKind || e.id() != lastSegment(id) {
			continue
		}
		if _, r := c.nova.rule(e.tenant, e.attributes[coreID]); r != nil {
			return ruleRecord(r), true
		}
	}
	return RuleRecord{}, false
}

func ruleRecord(r *securityRule) RuleRecord {
	return RuleRecord{ID: r.id, Protocol: r.protocol, FromPort: r.fromPort, ToPort: r.toPort, CIDR: r.cidr}
}
