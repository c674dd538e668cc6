package ovf

// Envelope is what an envelope holds.
type Envelope struct {
	// Version is that of the namespace, 1 or 2.
	Version int
	// Networks are those that the machines name.
	Networks []Network
	// Systems are the virtual machines, in the order of the file.
	Systems []System
}

// Network is a logical network, to be mapped to one of the cloud.
type Network struct {
	Name, Description string
}

// System is a virtual machine in one configuration.
type System struct {
	ID, Name, Annotation string
	// Configuration is the deployment option that the sizes are of; empty if there are none to choose from.
	Configuration string
	OS            OperatingSystem
	Product       Product
	// Cores is the number of virtual processors.
	Cores int64
	// MemoryBytes is the size of the memory.
	MemoryBytes float64
	// Disks are the hard disks, Interfaces the network cards, both in the order of the file.
	Disks      []Disk
	Interfaces []Interface
}

// OperatingSystem is the guest.
type OperatingSystem struct {
	// ID is the number of CIM_OperatingSystem.OsType, such as 94 for 64-bit Ubuntu.
	ID int64
	// Type is VMware's name for it, such as "ubuntu64Guest"; empty in files of other products.
	Type, Description string
}

// Product says what the machine is.
type Product struct {
	Name, Vendor, Version string
}

// Disk is a hard disk.
type Disk struct {
	// ID is the identifier in the file, Name that of the device in the machine.
	ID, Name string
	// CapacityBytes is the size that the machine sees.
	CapacityBytes float64
	// Href is the file with the content, relative to the envelope and as it is written there; empty for a blank disk.
	Href string
	// Format is the URI of the format of the content.
	Format string
}

// Interface is a network card.
type Interface struct {
	// Name is that of the device, Network one of the envelope's networks, Model the card, such as "VmxNet3".
	Name, Network, Model string
}
