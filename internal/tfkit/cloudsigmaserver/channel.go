package cloudsigmaserver

import "fmt"

// Devices of an attached drive (device), see servers_kvm.rst. There may be others.
const (
	DeviceVirtio = "virtio"
	DeviceIDE    = "ide"
)

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
