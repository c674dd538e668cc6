package occi

import (
	"regexp"
	"slices"
	"strings"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
)

// States of a volume.
const (
	volumeCreating  = "creating"
	volumeAvailable = "available"
	volumeAttaching = "attaching"
	volumeInUse     = "in-use"
	volumeDetaching = "detaching"
	volumeDeleting  = "deleting"
	volumeError     = "error"
	// Cinder has no state for a volume while a snapshot is made of it.
	volumeSnapshotting = "snapshotting"
	volumeBackingUp    = "backing-up"
	volumeExtending    = "extending"
	// volumeOffline is none of Cinder's states either, see volume.offline.
	volumeOffline = "offline"
)

// volume is a block device. instance is the identifier of the instance it belongs to, "" if none.
type volume struct {
	id, tenant, name string
	sizeGB           float64
	status           string
	instance, device string
	// offline: a client took it offline. snapshots and backups count what was made of it.
	offline            bool
	snapshots, backups int
	// copyOf is the identifier of the volume that this one was copied from by an action, "" if it was not.
	copyOf   string
	timeline emulator.Timeline
}

func (v *volume) free() {
	v.status, v.instance, v.device = volumeAvailable, "", ""
}

func (n *nova) createVolume(v *volume) error {
	used := v.sizeGB
	for _, other := range n.volumes {
		if other.tenant == v.tenant {
			used += other.sizeGB
		}
	}
	if quota := n.options.MaxStorageGB; quota > 0 && used > float64(quota) {
		return clash("Requested volume or snapshot exceeds allowed Gigabytes quota")
	}
	v.id = n.newID()
	v.status = volumeCreating
	n.volumes = append(n.volumes, v)
	v.timeline.Schedule(n.due(ChangeVolume), v.free)
	return nil
}

func (n *nova) deleteVolume(v *volume) error {
	if v.status != volumeAvailable && v.status != volumeError {
		return clash("Invalid volume: Volume status must be available or error, but current status is: %s", v.status)
	}
	if n.options.Manner == MannerOcciOS && v.snapshots > 0 {
		// Cinder keeps a volume that has snapshots, see 219-storage-delete-right-after-link-delete of ooi.
		return clash("Invalid volume: Volume still has %d dependent snapshots", v.snapshots)
	}
	v.status = volumeDeleting
	v.timeline.Schedule(n.due(ChangeVolumeDelete), func() { n.removeVolume(v) })
	return nil
}

// occupy has a volume in a state for the time of a change, after which it is as it was.
func (n *nova) occupy(v *volume, state string, done func()) {
	former := v.status
	v.status = state
	v.timeline.Schedule(n.due(ChangeVolume), func() {
		v.status = former
		done()
	})
}

// copyVolume begins to make another volume of a volume.
func (n *nova) copyVolume(v *volume, name string) (*volume, error) {
	made := &volume{tenant: v.tenant, name: name, sizeGB: v.sizeGB, copyOf: v.id}
	return made, n.createVolume(made)
}

func (n *nova) removeVolume(v *volume) {
	n.volumes = slices.DeleteFunc(n.volumes, func(other *volume) bool { return other == v })
}

var (
	devicePath = regexp.MustCompile(`^/dev/x?[a-z]?d?[a-z]+[0-9]*$`)
	attachable = []string{stateActive, statePaused, stateSuspended, stateStopped, stateResized}
)

// attach begins to attach the volume; with device "" the cloud chooses one.
func (n *nova) attach(v *volume, i *instance, device string) error {
	if device != "" && !devicePath.MatchString(device) {
		return refuse("The supplied device path (%s) is invalid.", device)
	}
	if err := i.require("attach_volume", attachable...); err != nil {
		return err
	}
	if v.status != volumeAvailable {
		return clash("Invalid volume: status must be 'available'")
	}
	if device != "" && n.deviceInUse(i, device) {
		return clash("The supplied device path (%s) is in use.", device)
	}
	n.beginAttach(v, i, device)
	return nil
}

func (n *nova) beginAttach(v *volume, i *instance, device string) {
	for letter := 'b'; device == ""; letter++ {
		if free := n.devicePrefix() + string(letter); !n.deviceInUse(i, free) {
			device = free
		}
	}
	v.status, v.instance, v.device = volumeAttaching, i.id, device
	v.timeline.Schedule(n.due(ChangeAttach), func() {
		if v.instance != "" {
			v.status = volumeInUse
		}
	})
}

func (n *nova) devicePrefix() string {
	if n.options.Manner == MannerOOI {
		return "/dev/sd"
	}
	return "/dev/vd"
}

func (n *nova) deviceInUse(i *instance, device string) bool {
	for _, v := range n.volumes {
		if v.instance == i.id && strings.TrimPrefix(v.device, "/dev/") == strings.TrimPrefix(device, "/dev/") {
			return true
		}
	}
	return false
}

func (n *nova) detach(v *volume, i *instance) error {
	if err := i.require("detach_volume", attachable...); err != nil {
		return err
	}
	if v.status != volumeInUse || v.instance != i.id {
		return clash("Invalid volume: Volume must be attached in order to detach.")
	}
	n.beginDetach(v)
	return nil
}

func (n *nova) beginDetach(v *volume) {
	v.status = volumeDetaching
	v.timeline.Clear()
	v.timeline.Schedule(n.due(ChangeDetach), v.free)
}
