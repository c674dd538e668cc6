package infrastructure

// The attributes of the core model (GFD.183).
const (
	// AttributeID is immutable. occi-os has the bare identifier of resources here but, after a while, the path
	// of links.
	AttributeID      = "occi.core.id"
	AttributeTitle   = "occi.core.title"
	AttributeSummary = "occi.core.summary"
	// AttributeSource is the location of the resource that a link belongs to: an absolute URL works everywhere.
	AttributeSource = "occi.core.source"
	// AttributeTarget is the location of the resource that a link leads to: an absolute URL works everywhere.
	AttributeTarget = "occi.core.target"
)

// The attributes of compute (GFD.184, section 3.1).
const (
	// AttributeComputeArchitecture is x86 or x64.
	AttributeComputeArchitecture = "occi.compute.architecture"
	// AttributeComputeCores is the number of virtual processors.
	AttributeComputeCores = "occi.compute.cores"
	// AttributeComputeHostname is the fully qualified name. occi-os makes it lower case and replaces what is no
	// letter, digit, "_", "-" or "."; ooi reads back the title.
	AttributeComputeHostname = "occi.compute.hostname"
	// AttributeComputeSpeed is in GHz. occi-os reads back 0.0.
	AttributeComputeSpeed = "occi.compute.speed"
	// AttributeComputeShare is the relative number of processor shares (GFD.224).
	AttributeComputeShare = "occi.compute.share"
	// AttributeComputeMemory is in GiB, possibly a fraction. ooi reads back MiB.
	AttributeComputeMemory = "occi.compute.memory"
	// AttributeComputeState is one of the states of compute.
	AttributeComputeState = "occi.compute.state"
	// AttributeComputeStateMessage explains the state (GFD.224).
	AttributeComputeStateMessage = "occi.compute.state.message"
)

// The states of compute (GFD.184, section 3.1; "error" is of GFD.224). occi-os shows active and inactive only, see
// [AttributeOpenStackState]; ooi shows inactive for failed ones too.
const (
	ComputeStateActive    = "active"
	ComputeStateInactive  = "inactive"
	ComputeStateSuspended = "suspended"
	ComputeStateError     = "error"
)

// The attributes of storage (GFD.184, section 3.3).
const (
	// AttributeStorageSize is in GB (10^9 bytes), possibly a fraction. Both occi-os and ooi make whole GiB of it:
	// occi-os cuts 2.7 to 2.0, ooi answers 400 to a number with a decimal point.
	AttributeStorageSize = "occi.storage.size"
	// AttributeStorageState is one of the states of storage.
	AttributeStorageState = "occi.storage.state"
	// AttributeStorageStateMessage explains the state (GFD.224).
	AttributeStorageStateMessage = "occi.storage.state.message"
)

// The states of storage (GFD.184, section 3.3; "error" is of GFD.224). In occi-os online means available or in use;
// creating, attaching, detaching, deleting and failed volumes are offline. In ooi all are online.
const (
	StorageStateOnline  = "online"
	StorageStateOffline = "offline"
	StorageStateBackup  = "backup"
	StorageStateError   = "error"
)

// The attributes of storagelink (GFD.184, section 3.4.2).
const (
	// AttributeStorageLinkDeviceID is a device such as /dev/vdc. occi-os answers 500 without it; an empty one lets
	// it choose.
	AttributeStorageLinkDeviceID   = "occi.storagelink.deviceid"
	AttributeStorageLinkMountPoint = "occi.storagelink.mountpoint"
	// AttributeStorageLinkState is active or inactive. occi-os shows active while the volume is still attaching.
	AttributeStorageLinkState = "occi.storagelink.state"
	// AttributeStorageLinkStateMessage explains the state (GFD.224).
	AttributeStorageLinkStateMessage = "occi.storagelink.state.message"
)

// The states of storagelink and networkinterface (GFD.184, section 3.4; "error" is of GFD.224).
const (
	LinkStateActive   = "active"
	LinkStateInactive = "inactive"
	LinkStateError    = "error"
)

// The attributes of network and of the mixin ipnetwork (GFD.184, section 3.2).
const (
	// AttributeNetworkVLAN is an 802.1q identifier from 0 to 4095. occi-os has words here.
	AttributeNetworkVLAN  = "occi.network.vlan"
	AttributeNetworkLabel = "occi.network.label"
	// AttributeNetworkState is one of the states of network.
	AttributeNetworkState = "occi.network.state"
	// AttributeNetworkStateMessage explains the state (GFD.224).
	AttributeNetworkStateMessage = "occi.network.state.message"
	// AttributeNetworkAddress is a range in CIDR notation. occi-os shows it as [AttributeNetworkInterfaceAddress].
	AttributeNetworkAddress = "occi.network.address"
	AttributeNetworkGateway = "occi.network.gateway"
	// AttributeNetworkAllocation is dynamic or static.
	AttributeNetworkAllocation = "occi.network.allocation"
)

// The states of network (GFD.184, section 3.2; "error" is of GFD.224), and of ipreservation and securitygroup.
const (
	NetworkStateActive   = "active"
	NetworkStateInactive = "inactive"
	NetworkStateError    = "error"
)

// The attributes of networkinterface and of the mixin ipnetworkinterface (GFD.184, section 3.4.1).
const (
	// AttributeNetworkInterfaceInterface is the name of the device, such as eth0.
	AttributeNetworkInterfaceInterface = "occi.networkinterface.interface"
	// AttributeNetworkInterfaceMAC is the address with colons between the bytes.
	AttributeNetworkInterfaceMAC = "occi.networkinterface.mac"
	// AttributeNetworkInterfaceState is active or inactive.
	AttributeNetworkInterfaceState = "occi.networkinterface.state"
	// AttributeNetworkInterfaceStateMessage explains the state (GFD.224).
	AttributeNetworkInterfaceStateMessage = "occi.networkinterface.state.message"
	// AttributeNetworkInterfaceAddress is an IP address.
	AttributeNetworkInterfaceAddress = "occi.networkinterface.address"
	AttributeNetworkInterfaceGateway = "occi.networkinterface.gateway"
	// AttributeNetworkInterfaceAllocation is dynamic or static.
	AttributeNetworkInterfaceAllocation = "occi.networkinterface.allocation"
)

// The attributes of ipreservation, beside those of network.
const (
	AttributeIPReservationAddress = "occi.ipreservation.address"
	// AttributeIPReservationUsed is a boolean, immutable: whether a networkinterface leads to it. ooi quotes it in
	// its text renderings.
	AttributeIPReservationUsed = "occi.ipreservation.used"
	// AttributeIPReservationState is active or inactive. ooi does not show it.
	AttributeIPReservationState = "occi.ipreservation.state"
)

// The attributes of securitygroup and securitygrouplink.
const (
	// AttributeSecurityGroupRules is a list of objects with the members type (inbound or outbound), protocol (tcp,
	// udp, icmp), port ("22" or "8000-8100"; ooi answers a number for one port), range (CIDR) and in ooi ipversion
	// (IPv4 or IPv6); see [occi.Structure]. ooi shows it in JSON only, and every rule as inbound.
	AttributeSecurityGroupRules     = "occi.securitygroup.rules"
	AttributeSecurityGroupState     = "occi.securitygroup.state"
	AttributeSecurityGroupLinkState = "occi.securitygrouplink.state"
)

// The attributes of the mixins user_data and ssh_key (GFD.224, section 3.5). What a server reads is not always what
// it advertises; to send all the names is safe in ooi.
const (
	// AttributeUserData is the name of the standard, which ooi advertises and drops. GFD.224 tells no encoding.
	AttributeUserData = "occi.compute.userdata"
	// AttributeUserDataOOI is the name that ooi reads.
	AttributeUserDataOOI = "occi.compute.user_data"
	// AttributeSSHPublicKey is the name of the standard: a line of the form of authorized_keys. ooi drops it.
	AttributeSSHPublicKey = "occi.credentials.ssh.publickey"
	// AttributeSSHPublicKeyAdvertisedByOOI is misspelt, and dropped by ooi all the same.
	AttributeSSHPublicKeyAdvertisedByOOI = "occi.crendentials.ssh.publickey"
	// AttributeSSHPublicKeyOOI is the name that ooi reads.
	AttributeSSHPublicKeyOOI = "occi.credentials.ssh_key"
)

// The attributes of actions.
const (
	// AttributeName is the name of the template that [ActionSave] makes.
	AttributeName = "name"
	// AttributeMethod is how an action on compute is done.
	AttributeMethod = "method"
	// AttributeSize is the new size of a storage in GB.
	AttributeSize = "size"
)
