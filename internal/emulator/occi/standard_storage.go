package occi

import (
	"net/http"
	"strconv"
)

func (x *exchange) invokeStorage(e *entity, a *category, parameters map[string]string) error {
	v := x.nova.volume(x.tenant, e.id())
	if v == nil {
		return fail(http.StatusNotFound, "Volume not found!")
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
		v.backups++
	case snapshotAction:
		v.snapshots++
	case resizeAction:
		return x.growVolume(e, parameters["size"])
	}
	return nil
}

// growVolume makes the volume larger; no cloud makes one smaller.
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
	v.sizeGB = wanted
	return nil
}
