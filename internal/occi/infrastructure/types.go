package infrastructure

import "github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"

const (
	schemeCore             = "http://schemas.ogf.org/occi/core#"
	scheme                 = "http://schemas.ogf.org/occi/infrastructure#"
	schemeNetwork          = "http://schemas.ogf.org/occi/infrastructure/network#"
	schemeNetworkInterface = "http://schemas.ogf.org/occi/infrastructure/networkinterface#"
	schemeComputeAction    = "http://schemas.ogf.org/occi/infrastructure/compute/action#"
	schemeStorageAction    = "http://schemas.ogf.org/occi/infrastructure/storage/action#"
	schemeNetworkAction    = "http://schemas.ogf.org/occi/infrastructure/network/action#"
	schemeCompute          = "http://schemas.ogf.org/occi/infrastructure/compute#"
	schemeCredentials      = "http://schemas.ogf.org/occi/infrastructure/credentials#" //nolint:gosec // A scheme.
)

// The kinds of the core model (GFD.183).
var (
	KindResource = occi.TypeID{Scheme: schemeCore, Term: "resource"}
	KindLink     = occi.TypeID{Scheme: schemeCore, Term: "link"}
)

// The kinds of GFD.184, section 3.
var (
	KindCompute          = occi.TypeID{Scheme: scheme, Term: "compute"}
	KindStorage          = occi.TypeID{Scheme: scheme, Term: "storage"}
	KindNetwork          = occi.TypeID{Scheme: scheme, Term: "network"}
	KindStorageLink      = occi.TypeID{Scheme: scheme, Term: "storagelink"}
	KindNetworkInterface = occi.TypeID{Scheme: scheme, Term: "networkinterface"}
)

// The kinds that extend GFD.224: ooi and rOCCI-server have them, no published document does.
var (
	// KindSecurityGroup is a group of rules, see [AttributeSecurityGroupRules]. ooi has it in its code, but does not
	// serve it; there and in occi-os groups are mixins, if anything, see [MixinSecurityGroup].
	KindSecurityGroup = occi.TypeID{Scheme: scheme, Term: "securitygroup"}
	// KindSecurityGroupLink secures a compute (source) by a group (target).
	KindSecurityGroupLink = occi.TypeID{Scheme: scheme, Term: "securitygrouplink"}
	// KindIPReservation is a network of one address: a floating IP. A networkinterface to it binds the address to a
	// compute. In ooi [MixinOpenStackFloatingIPPool] chooses the pool.
	KindIPReservation = occi.TypeID{Scheme: scheme, Term: "ipreservation"}
)

// The mixins that GFD.224, section 3.5, adds for contextualization. ooi advertises both and drops what they bring
// under the attribute names of the standard.
var (
	// MixinUserData goes with [AttributeUserData], in ooi with [AttributeUserDataOOI].
	MixinUserData = occi.TypeID{Scheme: schemeCompute, Term: "user_data"}
	// MixinSSHKey goes with [AttributeSSHPublicKey], in ooi with [AttributeSSHPublicKeyOOI].
	MixinSSHKey = occi.TypeID{Scheme: schemeCredentials, Term: "ssh_key"}
)

// The mixins of GFD.184, sections 3.2.1, 3.4.1 and 3.5.
var (
	// MixinOSTemplate is what templates of operating systems are related to.
	MixinOSTemplate = occi.TypeID{Scheme: scheme, Term: "os_tpl"}
	// MixinResourceTemplate is what templates of sizes, the flavors, are related to.
	MixinResourceTemplate = occi.TypeID{Scheme: scheme, Term: "resource_tpl"}
	// MixinIPNetwork gives a network addresses.
	MixinIPNetwork = occi.TypeID{Scheme: schemeNetwork, Term: "ipnetwork"}
	// MixinIPNetworkInterface gives a network interface an address. ooi answers 400 to a create with it, though
	// it advertises it.
	MixinIPNetworkInterface = occi.TypeID{Scheme: schemeNetworkInterface, Term: "ipnetworkinterface"}
)

// The actions of compute (GFD.184, section 3.1).
var (
	ActionStart = occi.TypeID{Scheme: schemeComputeAction, Term: "start"}
	// ActionStop takes [AttributeMethod]: graceful, acpioff or poweroff.
	ActionStop = occi.TypeID{Scheme: schemeComputeAction, Term: "stop"}
	// ActionRestart takes [AttributeMethod]: graceful, warm or cold. occi-os answers 400 without it.
	ActionRestart = occi.TypeID{Scheme: schemeComputeAction, Term: "restart"}
	// ActionSuspend takes [AttributeMethod]: hibernate or suspend.
	ActionSuspend = occi.TypeID{Scheme: schemeComputeAction, Term: "suspend"}
	// ActionSave makes a template of the operating system (GFD.224, section 3.1) and takes [AttributeMethod], hot or
	// deferred, and [AttributeName]; the answer shows the template. ooi ignores the method, and names the image after
	// the compute if no name is sent (captures 073 and 074).
	ActionSave = occi.TypeID{Scheme: schemeComputeAction, Term: "save"}
)

// The actions of storage (GFD.184, section 3.3). occi-os answers 200 to online, offline, backup and resize and does
// nothing; ooi answers 501 to all.
var (
	ActionOnline   = occi.TypeID{Scheme: schemeStorageAction, Term: "online"}
	ActionOffline  = occi.TypeID{Scheme: schemeStorageAction, Term: "offline"}
	ActionBackup   = occi.TypeID{Scheme: schemeStorageAction, Term: "backup"}
	ActionSnapshot = occi.TypeID{Scheme: schemeStorageAction, Term: "snapshot"}
	// ActionResize takes [AttributeSize].
	ActionResize = occi.TypeID{Scheme: schemeStorageAction, Term: "resize"}
)

// The actions of network (GFD.184, section 3.2), in ooi also of ipreservation. ooi answers 501.
var (
	ActionUp   = occi.TypeID{Scheme: schemeNetworkAction, Term: "up"}
	ActionDown = occi.TypeID{Scheme: schemeNetworkAction, Term: "down"}
)
