package infrastructure

import "github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"

// The schemes of OpenStack's templates, groups and pools; the terms are the server's.
const (
	// SchemeOpenStackOSTemplate is of images. Terms are names in the guide to OpenStack's OCCI API, but
	// identifiers in occi-os and ooi.
	SchemeOpenStackOSTemplate = "http://schemas.openstack.org/template/os#"
	// SchemeOpenStackResourceTemplate is of flavors. Terms are names in occi-os, in lower case with "-" for dots
	// and blanks, and identifiers in ooi.
	SchemeOpenStackResourceTemplate = "http://schemas.openstack.org/template/resource#"
	// SchemeOpenStackSecurityGroup is of the security groups that were not made by OCCI, and in occi-os after a
	// restart of all of them; the terms are Nova's numbers.
	SchemeOpenStackSecurityGroup = "http://schemas.openstack.org/infrastructure/security/group#"
	// SchemeOpenStackFloatingIPPool is of the pools of ooi.
	SchemeOpenStackFloatingIPPool = "http://schemas.openstack.org/network/floatingippool#"
)

const (
	schemeOpenStackInstance    = "http://schemas.openstack.org/compute/instance#"
	schemeOpenStackCredentials = "http://schemas.openstack.org/instance/credentials#" //nolint:gosec // A scheme.
	schemeOpenStackAction      = "http://schemas.openstack.org/instance/action#"
)

// The mixins of the OpenStack extension.
var (
	// MixinOpenStackVM is on every VM of occi-os and brings [AttributeOpenStackState] and
	// [AttributeOpenStackConsole].
	MixinOpenStackVM = occi.TypeID{Scheme: schemeOpenStackInstance, Term: "os_vms"}
	// MixinOpenStackUserData goes with [AttributeOpenStackUserData]. It is never read back.
	MixinOpenStackUserData = occi.TypeID{Scheme: schemeOpenStackInstance, Term: "user_data"}
	// MixinOpenStackPublicKey goes with [AttributeOpenStackPublicKeyName] and [AttributeOpenStackPublicKeyData].
	// It is never read back.
	MixinOpenStackPublicKey = occi.TypeID{Scheme: schemeOpenStackCredentials, Term: "public_key"}
	// MixinOpenStackNetworkLink goes with [AttributeOpenStackFloatingIPPool] on a networkinterface to
	// /network/public, which allocates a floating IP in occi-os.
	MixinOpenStackNetworkLink = occi.TypeID{Scheme: "http://schemas.openstack.org/network/instance#", Term: "os_net_link"}
	// MixinSecurityGroup is what security groups are related to.
	MixinSecurityGroup = occi.TypeID{Scheme: "http://schemas.ogf.org/occi/infrastructure/security#", Term: "group"}
	// MixinOpenStackNetwork is on every network of ooi that is made through Neutron.
	MixinOpenStackNetwork = occi.TypeID{Scheme: "http://schemas.openstack.org/infrastructure/network#", Term: "osnetwork"}
	// MixinOpenStackFloatingIPPool is what the pools of ooi are related to.
	MixinOpenStackFloatingIPPool = occi.TypeID{Scheme: "http://schemas.openstack.org/network#", Term: "floatingippool"}
)

// KindSecurityRule is the kind of the rules in security groups. A rule is made with the mixin of its group.
var KindSecurityRule = occi.TypeID{
	Scheme: "http://schemas.openstack.org/occi/infrastructure/network/security#", Term: "rule",
}

// The actions of the OpenStack extension on compute.
var (
	// ActionOpenStackChangePassword takes [AttributeOpenStackAdminPassword].
	ActionOpenStackChangePassword = occi.TypeID{Scheme: schemeOpenStackAction, Term: "chg_pwd"}
	// ActionOpenStackCreateImage takes [AttributeOpenStackImageName]. The new image is a template of the query
	// interface.
	ActionOpenStackCreateImage = occi.TypeID{Scheme: schemeOpenStackAction, Term: "create_image"}
	// ActionOpenStackConfirmResize ends a change of the flavor. The guide has it; occi-os confirms by itself since
	// Havana and answers 400.
	ActionOpenStackConfirmResize = occi.TypeID{Scheme: schemeOpenStackAction, Term: "confirm_resize"}
	// ActionOpenStackAllocateFloatingIP takes [AttributeOpenStackFloatingIPPool]. The guide has it; occi-os answers
	// 400 since Havana, see [MixinOpenStackNetworkLink].
	ActionOpenStackAllocateFloatingIP = occi.TypeID{Scheme: schemeOpenStackAction, Term: "alloc_float_ip"}
	// ActionOpenStackDeallocateFloatingIP gives the address back; see [ActionOpenStackAllocateFloatingIP].
	ActionOpenStackDeallocateFloatingIP = occi.TypeID{Scheme: schemeOpenStackAction, Term: "dealloc_float_ip"}
)

// The attributes of the OpenStack extension.
const (
	// AttributeOpenStackState is the state in Nova's words: building, active, suspended (stopped), paused
	// (suspended), resized, error.
	AttributeOpenStackState = "org.openstack.compute.state"
	// AttributeOpenStackConsole is the URL of a VNC console, another one at every GET.
	AttributeOpenStackConsole = "org.openstack.compute.console.vnc"
	// AttributeOpenStackUserData is base64 in one line: occi-os drops what follows a line break. ooi takes 65535
	// characters at most.
	AttributeOpenStackUserData = "org.openstack.compute.user_data"
	// AttributeOpenStackPublicKeyName is the name of the key pair that Nova makes; ooi answers 409 when there is
	// one of that name.
	AttributeOpenStackPublicKeyName = "org.openstack.credentials.publickey.name"
	// AttributeOpenStackPublicKeyData is a line of the form of authorized_keys. occi-os answers 500 without it.
	AttributeOpenStackPublicKeyData = "org.openstack.credentials.publickey.data"
	// AttributeOpenStackAdminPassword is the new password of the administrator.
	AttributeOpenStackAdminPassword = "org.openstack.credentials.admin_pwd" //nolint:gosec // The name of an attribute.
	// AttributeOpenStackImageName is the name of the image to make.
	AttributeOpenStackImageName = "org.openstack.snapshot.image_name"
	// AttributeOpenStackFloatingIPPool is the name of a pool of addresses.
	AttributeOpenStackFloatingIPPool = "org.openstack.network.floating.pool"
	// AttributeOpenStackFloatingIP is where the guide's servers show the allocated address of a VM.
	AttributeOpenStackFloatingIP = "org.openstack.network.floating.ip"
)

// The attributes of security rules.
const (
	// AttributeSecurityProtocol is tcp, udp or icmp.
	AttributeSecurityProtocol = "occi.network.security.protocol"
	// AttributeSecurityFrom is the first port, 1 to 65535. occi-os reads it back but opens the last port only.
	AttributeSecurityFrom = "occi.network.security.from"
	// AttributeSecurityTo is the last port, 1 to 65535, also needed for icmp.
	AttributeSecurityTo = "occi.network.security.to"
	// AttributeSecurityRange is the addresses that may connect, in CIDR notation.
	AttributeSecurityRange = "occi.network.security.range"
)
