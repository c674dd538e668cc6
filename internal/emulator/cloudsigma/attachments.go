package cloudsigma

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// readAttachments reads the drives of a server. The API keeps them sorted by device and channel, not
// in the order of the request: see the sample server_create_full.
func (c *Cloud) readAttachments(f form, a *account, into *Server) {
	definitions, sent := f.forms("drives")
	if !sent {
		return
	}
	into.Drives = nil
	taken := map[string]bool{}
	for _, definition := range definitions {
		var attachment Attachment
		definition.require("drive", "device", "dev_channel")
		definition.reference("drive", &attachment.Drive)
		definition.choice("device", &attachment.Device, "ide", "virtio", "scsi")
		definition.text("dev_channel", &attachment.DevChannel)
		definition.number("boot_order", &attachment.BootOrder)
		if definition.has("dev_channel") && !channelExists(attachment) {
			definition.invalid("dev_channel", "%q is not a channel of %s", attachment.DevChannel, attachment.Device)
		}
		if place := attachment.Device + " " + attachment.DevChannel; taken[place] {
			definition.invalid("dev_channel", "%s is used by another drive", place)
		} else {
			taken[place] = true
		}
		c.checkAttachable(definition, a, into.UUID, attachment.Drive)
		if slices.ContainsFunc(into.Drives, func(other Attachment) bool { return other.Drive == attachment.Drive }) {
			definition.invalid("drive", "Drive %s is attached twice", attachment.Drive)
		}
		into.Drives = append(into.Drives, attachment)
	}
	slices.SortStableFunc(into.Drives, func(a, b Attachment) int {
		return cmp.Or(cmp.Compare(a.Device, b.Device), cmp.Compare(a.DevChannel, b.DevChannel))
	})
}

// channelExists applies the limits of servers_kvm.rst; for scsi none are documented.
func channelExists(attachment Attachment) bool {
	controller, unit, found := strings.Cut(attachment.DevChannel, ":")
	c, errController := strconv.ParseUint(controller, 10, 16)
	u, errUnit := strconv.ParseUint(unit, 10, 16)
	if !found || errController != nil || errUnit != nil {
		return false
	}
	switch attachment.Device {
	case "ide":
		return c <= 1 && u <= 1
	case "virtio":
		return u <= 5 && c*6+u < 1024
	default:
		return true
	}
}

// checkAttachable refuses drives that do not exist, that have to be cloned from the library first, or
// that another server holds.
func (c *Cloud) checkAttachable(f form, a *account, serverID, id string) {
	if library := c.libdrives.get(id); library != nil {
		if library.media != "cdrom" {
			f.refuse(forbidden("Drive %s is a library drive and has to be cloned before it is attached", id))
		}
		return
	}
	d := c.drives.get(id)
	if d == nil || !c.usable(a, d.Owner, id) {
		if f.has("drive") {
			f.invalid("drive", "Object with uuid %q does not exist", id)
		}
		return
	}
	if d.Media == "cdrom" || d.AllowMultimount {
		return
	}
	for _, other := range c.mountedOn(id) {
		if other.UUID != serverID {
			f.refuse(forbidden("Drive %s is already mounted on guest %s", id, other.UUID))
		}
	}
}

// mountedOn returns the servers that have the drive in their definition.
func (c *Cloud) mountedOn(id string) []*server {
	return slices.DeleteFunc(c.servers.all(), func(s *server) bool {
		return !slices.ContainsFunc(s.Drives, func(attachment Attachment) bool { return attachment.Drive == id })
	})
}

// detach takes a drive that is gone out of the definitions of servers.
func (c *Cloud) detach(id string) {
	for _, s := range c.mountedOn(id) {
		s.Drives = slices.DeleteFunc(s.Drives, func(attachment Attachment) bool { return attachment.Drive == id })
	}
}

func renderAttachments(s *server) []object {
	rendered := []object{}
	for _, attachment := range s.Drives {
		var runtime any
		if !s.ActiveSince.IsZero() {
			runtime = object{"io": object{
				"bytes_read": 512, "bytes_written": 0, "count_flush": 0, "count_read": 1, "count_written": 0,
				"total_time_ns_flush": 0, "total_time_ns_read": 606050, "total_time_ns_write": 0,
			}}
		}
		rendered = append(rendered, object{
			"boot_order": orNullNumber(attachment.BootOrder), "dev_channel": attachment.DevChannel,
			"device": attachment.Device, "drive": link("drives", attachment.Drive), "runtime": runtime,
		})
	}
	return rendered
}

// newMAC returns an address with the prefix that the samples show.
func (c *Cloud) newMAC() string {
	b := c.random()
	return fmt.Sprintf("22:%02x:%02x:%02x:%02x:%02x", b[0], b[1], b[2], b[3], b[4])
}
