package occi

import (
	"net/http"
	"strconv"
)

// invokeStorage invokes an action that the volume offers now.
func (x *exchange) invokeStorage(e *entity, a *category, parameters map[string]string) error {
	v := x.nova.volume(x.tenant, e.id())
	switch {
	case v == nil:
		return fail(http.StatusNotFound, "Volume not found!")
	case x.traits.forgetful:
		// occi-os answers 200 to all actions. None but snapshot does anything, and what it makes is not to be
		// seen over OCCI (08-storage-snapshot, 08-storage-resize-noop).
		if a == snapshotAction {
			v.snapshots++
		}
		return nil
	}
	switch a {
	case onlineAction:
		v.offline = false
	case offlineAction:
		if v.instance != "" {
			return clash("%s is attached.", e.path)
		}
		v.offline = true
	case backupAction:
		return x.copyStorage(v, volumeBackingUp, "backup", &v.backups)
	case snapshotAction:
		return x.copyStorage(v, volumeSnapshotting, "snapshot", &v.snapshots)
	case resizeAction:
		return x.growVolume(e, parameters["size"])
	}
	return nil
}

// copyStorage does what snapshot and backup are for. GFD.184, section 3.3, only knows that the volume is in a state
// of that name meanwhile. GFD.223 lets the answer to an action show another entity, and so the copy is one in
// the standard-1.2 manner.
func (x *exchange) copyStorage(v *volume, state, noun string, count *int) error {
	if !x.traits.standard12 {
		x.nova.occupy(v, state, func() { *count++ })
		return nil
	}
	made, err := x.nova.copyVolume(v, noun+" of "+v.name)
	if err != nil {
		return err
	}
	*count++
	x.copied = x.makeStorage(made)
	return nil
}

// growVolume makes the volume larger; no cloud makes one smaller. In GFD.184 it is in a state of its own
// meanwhile, in GFD.224 it is not.
func (x *exchange) growVolume(e *entity, size string) error {
	v := x.nova.volume(x.tenant, e.id())
	wanted, err := strconv.ParseFloat(size, 64)
	switch {
	case v == nil:
		return fail(http.StatusNotFound, "Volume not found!")
	case err != nil:
		return refuse("%q is no size.", size)
	case wanted < v.sizeGB:
		return refuse("The volume has %v GB and cannot shrink to %v.", v.sizeGB, wanted)
	}
	if x.traits.standard12 {
		v.sizeGB = wanted
		return nil
	}
	x.nova.occupy(v, volumeExtending, func() { v.sizeGB = wanted })
	return nil
}
