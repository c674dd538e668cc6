package infrastructure_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
)

// captured is all that was recorded from occi-os and ooi; it lies beside the project and may be absent.
func captured(t *testing.T) string {
	t.Helper()

	paths, err := filepath.Glob("../../../../shared/captures/o*/*.http")
	if err != nil {
		t.Fatal(err)
	}

	if len(paths) == 0 {
		t.Skip("no captures beside the project")
	}

	var text strings.Builder

	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}

		text.Write(content)
	}

	return text.String()
}

func TestTypesAreThoseOfRealServers(t *testing.T) {
	t.Parallel()

	text := captured(t)

	for _, id := range []occi.TypeID{
		infrastructure.KindResource,
		infrastructure.KindLink,
		infrastructure.KindCompute,
		infrastructure.KindStorage,
		infrastructure.KindNetwork,
		infrastructure.KindStorageLink,
		infrastructure.KindNetworkInterface,
		infrastructure.KindSecurityRule,
		infrastructure.KindSecurityGroup,
		infrastructure.KindSecurityGroupLink,
		infrastructure.KindIPReservation,
		infrastructure.MixinUserData,
		infrastructure.MixinSSHKey,
		infrastructure.MixinOpenStackNetwork,
		infrastructure.ActionSave,
		infrastructure.MixinOSTemplate,
		infrastructure.MixinResourceTemplate,
		infrastructure.MixinIPNetwork,
		infrastructure.MixinIPNetworkInterface,
		infrastructure.MixinSecurityGroup,
		infrastructure.MixinOpenStackVM,
		infrastructure.MixinOpenStackUserData,
		infrastructure.MixinOpenStackPublicKey,
		infrastructure.MixinOpenStackNetworkLink,
		infrastructure.MixinOpenStackFloatingIPPool,
		infrastructure.ActionStart,
		infrastructure.ActionStop,
		infrastructure.ActionRestart,
		infrastructure.ActionSuspend,
		infrastructure.ActionOnline,
		infrastructure.ActionOffline,
		infrastructure.ActionBackup,
		infrastructure.ActionSnapshot,
		infrastructure.ActionResize,
		infrastructure.ActionUp,
		infrastructure.ActionDown,
		infrastructure.ActionOpenStackChangePassword,
		infrastructure.ActionOpenStackCreateImage,
		infrastructure.ActionOpenStackConfirmResize,
		infrastructure.ActionOpenStackAllocateFloatingIP,
		infrastructure.ActionOpenStackDeallocateFloatingIP,
	} {
		if !strings.Contains(text, `Category: `+id.Term+`; scheme="`+id.Scheme+`"`) {
			t.Errorf("%s is in no capture", id)
		}
	}

	for _, scheme := range []string{
		infrastructure.SchemeOpenStackOSTemplate,
		infrastructure.SchemeOpenStackResourceTemplate,
		infrastructure.SchemeOpenStackSecurityGroup,
		infrastructure.SchemeOpenStackFloatingIPPool,
	} {
		if !strings.Contains(text, `scheme="`+scheme+`"`) {
			t.Errorf("%s is in no capture", scheme)
		}
	}
}

func TestAttributesAreThoseOfRealServers(t *testing.T) {
	t.Parallel()

	text := captured(t)

	for _, name := range []string{
		infrastructure.AttributeID,
		infrastructure.AttributeTitle,
		infrastructure.AttributeSummary,
		infrastructure.AttributeSource,
		infrastructure.AttributeTarget,
		infrastructure.AttributeComputeArchitecture,
		infrastructure.AttributeComputeCores,
		infrastructure.AttributeComputeHostname,
		infrastructure.AttributeComputeSpeed,
		infrastructure.AttributeComputeMemory,
		infrastructure.AttributeComputeState,
		infrastructure.AttributeStorageSize,
		infrastructure.AttributeStorageState,
		infrastructure.AttributeStorageLinkDeviceID,
		infrastructure.AttributeStorageLinkMountPoint,
		infrastructure.AttributeStorageLinkState,
		infrastructure.AttributeNetworkVLAN,
		infrastructure.AttributeNetworkLabel,
		infrastructure.AttributeNetworkState,
		infrastructure.AttributeNetworkAddress,
		infrastructure.AttributeNetworkGateway,
		infrastructure.AttributeNetworkAllocation,
		infrastructure.AttributeNetworkInterfaceInterface,
		infrastructure.AttributeNetworkInterfaceMAC,
		infrastructure.AttributeNetworkInterfaceState,
		infrastructure.AttributeNetworkInterfaceAddress,
		infrastructure.AttributeNetworkInterfaceGateway,
		infrastructure.AttributeNetworkInterfaceAllocation,
		infrastructure.AttributeMethod,
		infrastructure.AttributeIPReservationAddress,
		infrastructure.AttributeIPReservationUsed,
		infrastructure.AttributeSecurityGroupRules,
		infrastructure.AttributeUserData,
		infrastructure.AttributeUserDataOOI,
		infrastructure.AttributeSSHPublicKey,
		infrastructure.AttributeSSHPublicKeyAdvertisedByOOI,
		infrastructure.AttributeSSHPublicKeyOOI,
		infrastructure.AttributeOpenStackState,
		infrastructure.AttributeOpenStackConsole,
		infrastructure.AttributeOpenStackUserData,
		infrastructure.AttributeOpenStackPublicKeyName,
		infrastructure.AttributeOpenStackPublicKeyData,
		infrastructure.AttributeOpenStackAdminPassword,
		infrastructure.AttributeOpenStackImageName,
		infrastructure.AttributeOpenStackFloatingIPPool,
		infrastructure.AttributeSecurityProtocol,
		infrastructure.AttributeSecurityFrom,
		infrastructure.AttributeSecurityTo,
		infrastructure.AttributeSecurityRange,
	} {
		if !strings.Contains(text, ` `+name+`=`) && !strings.Contains(text, ` `+name+` =`) {
			t.Errorf("%s is in no capture", name)
		}
	}

	// These are shown by no entity, but described in JSON.
	for _, name := range []string{
		infrastructure.AttributeComputeShare,
		infrastructure.AttributeComputeStateMessage,
		infrastructure.AttributeStorageStateMessage,
		infrastructure.AttributeStorageLinkStateMessage,
		infrastructure.AttributeNetworkStateMessage,
		infrastructure.AttributeNetworkInterfaceStateMessage,
		infrastructure.AttributeIPReservationState,
	} {
		if !strings.Contains(text, `"`+name+`": {"mutable"`) {
			t.Errorf("%s is described in no capture", name)
		}
	}
}
