package cloudsigmaserver

import (
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Devices of an attached drive (device), see servers_kvm.rst. There may be others.
const (
	DeviceVirtio = "virtio"
	DeviceIDE    = "ide"
)

// channelSyntax is controller:unit (servers_kvm.rst), as the API shows it.
var channelSyntax = regexp.MustCompile(`^(0|[1-9][0-9]*):(0|[1-9][0-9]*)$`)

// Channel wants the channel of a drive. How many there are of a device is for CloudSigma to say: 2.9 of the official
// provider counts the units of one controller up, to 0:6 and beyond.
func Channel() validator.String {
	return stringvalidator.RegexMatches(channelSyntax, "want controller:unit, such as 0:1")
}

// Place is what only one drive of a server can have.
func Place(device, channel string) string { return device + " " + channel }

// FreeChannel takes the first free channel of a device within the limits of servers_kvm.rst. For scsi
// none are documented; those of virtio are used. The places that are taken are those of Place; the one that
// is chosen is noted.
func FreeChannel(device string, taken map[string]bool) (string, error) {
	controllers, units := 170, 6
	if device == DeviceIDE {
		controllers, units = 2, 2
	}
	for controller := range controllers {
		for unit := range units {
			channel := fmt.Sprintf("%d:%d", controller, unit)
			if place := Place(device, channel); !taken[place] {
				taken[place] = true
				return channel, nil
			}
		}
	}
	return "", fmt.Errorf("a server takes at most %d drives of the device %s", controllers*units, device)
}
