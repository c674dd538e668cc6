package occientity

import (
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// Names are the attributes that the attributes of OCCI have become, of all resources: each has only those of its kind.
var Names = tfkit.Names{
	infrastructure.AttributeTitle:                      "title",
	infrastructure.AttributeSummary:                    "summary",
	infrastructure.AttributeSource:                     "source_id",
	infrastructure.AttributeTarget:                     "target_id",
	infrastructure.AttributeComputeHostname:            "hostname",
	infrastructure.AttributeComputeCores:               "cores",
	infrastructure.AttributeComputeMemory:              "memory",
	infrastructure.AttributeComputeArchitecture:        "architecture",
	infrastructure.AttributeOpenStackPublicKeyName:     "ssh_key.name",
	infrastructure.AttributeOpenStackPublicKeyData:     "ssh_key.public_key",
	infrastructure.AttributeSSHPublicKey:               "ssh_key.public_key",
	infrastructure.AttributeOpenStackUserData:          "user_data",
	infrastructure.AttributeUserData:                   "user_data",
	infrastructure.AttributeOpenStackAdminPassword:     "admin_password_wo",
	infrastructure.AttributeStorageSize:                "size",
	infrastructure.AttributeStorageLinkDeviceID:        "device_id",
	infrastructure.AttributeStorageLinkMountPoint:      "mount_point",
	infrastructure.AttributeNetworkVLAN:                "vlan",
	infrastructure.AttributeNetworkLabel:               "label",
	infrastructure.AttributeNetworkAddress:             "address",
	infrastructure.AttributeNetworkGateway:             "gateway",
	infrastructure.AttributeNetworkAllocation:          "allocation",
	infrastructure.AttributeNetworkInterfaceAddress:    "address",
	infrastructure.AttributeNetworkInterfaceGateway:    "gateway",
	infrastructure.AttributeNetworkInterfaceAllocation: "allocation",
	infrastructure.AttributeNetworkInterfaceMAC:        "mac",
}
