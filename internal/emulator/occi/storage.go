package occi

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"
)

const sizeAttribute = "occi.storage.size"

// makeStorage makes the entity at the first look at a volume, with the link of one that is attached: that
// is how links come back after a restart, with new identifiers and without their attributes.
func (x *exchange) makeStorage(v *volume) *entity {
	e := &entity{
		path: storageKind.location + v.id, kind: storageKind, attributes: map[string]string{coreID: v.id},
		tenant: x.tenant, listedFor: x.tenant,
	}
	x.registry.add(x.tenant, e)
	if v.status != volumeInUse {
		return e
	}
	if source, err := x.find(computeKind.location + v.instance); err == nil {
		link := &entity{
			path: storageLinkKind.location + x.nova.newID(), kind: storageLinkKind, source: source, target: e,
			attributes: map[string]string{}, tenant: x.tenant, listedFor: x.tenant,
		}
		source.links = append(source.links, link)
		x.registry.add(x.tenant, link)
	}
	return e
}

func (x *exchange) createStorage(e *entity) error {
	size, err := x.volumeSize(e.attributes)
	if err != nil {
		return err
	}
	title, ok := e.attributes[titleAttribute]
	if !ok && x.traits.forgetful {
		title = x.nova.uuid()
	}
	if !utf8.ValidString(title) {
		return refuse("") // 50-title-latin1
	}
	v := &volume{tenant: x.tenant, name: title, sizeGB: size}
	if err := x.nova.createVolume(v); err != nil {
		return err
	}
	e.path = storageKind.location + v.id
	e.attributes[coreID] = v.id
	return nil
}

// volumeSize is the size in GB. occi-os cuts fractions off.
func (x *exchange) volumeSize(attributes map[string]string) (float64, error) {
	text, ok := attributes[sizeAttribute]
	if !ok {
		return 0, refuse("size attribute not found!")
	}
	size, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || math.IsNaN(size) || math.IsInf(size, 0) || math.Abs(size) > 1<<40 {
		return 0, x.tamed(crash("ValueError: could not convert string to float: %s", text))
	}
	if x.traits.templatesOnly {
		size = math.Trunc(size)
	}
	if size <= 0 {
		return 0, refuse("Invalid input received: Invalid input received: Volume size '%v' must be an integer and greater than 0 (HTTP 400)", size)
	}
	return size, nil
}

// busyStates are the states of GFD.184, section 3.3, in which actions put a volume. GFD.224 has none of them.
var busyStates = map[string]string{
	volumeSnapshotting: "snapshot", volumeBackingUp: "backup", volumeExtending: "resize",
}

// refreshStorage shows the volume as it is now.
func (x *exchange) refreshStorage(e *entity) error {
	v := x.nova.volume(x.tenant, e.id())
	if v == nil {
		return fail(http.StatusNotFound, "Volume not found!")
	}
	if x.traits.asciiOnly && !isASCII(v.name) {
		// 50-title-non-ascii-get
		return crash("UnicodeEncodeError: 'ascii' codec can't encode character u'\\xe9' in position 3: ordinal not in range(128)")
	}
	if v.name != "" {
		e.attributes[titleAttribute] = v.name
	}
	size := strconv.FormatFloat(v.sizeGB, 'f', -1, 64)
	if !strings.Contains(size, ".") {
		size += ".0"
	}
	e.attributes[sizeAttribute] = size
	e.attributes["occi.storage.state"] = "offline"
	e.actions = []*category{onlineAction}
	if v.status == volumeError && x.traits.standard12 {
		e.attributes["occi.storage.state"], e.actions = "error", nil
	}
	if state, ok := busyStates[v.status]; ok {
		e.attributes["occi.storage.state"], e.actions = state, nil
	}
	if !v.offline && (v.status == volumeAvailable || v.status == volumeInUse) {
		e.attributes["occi.storage.state"] = "online"
		e.actions = []*category{offlineAction, backupAction, snapshotAction, resizeAction}
	}
	return nil
}

// updateStorage changes title and summary. In occi-os that does not reach the cloud, so the next look
// undoes the title, and a title without a summary is an error (08-storage-update-title).
func (x *exchange) updateStorage(e, change *entity) error {
	title, hasTitle := change.attributes[titleAttribute]
	summary, hasSummary := change.attributes[summaryAttribute]
	if !x.traits.staleEntities {
		if v := x.nova.volume(x.tenant, e.id()); v != nil && hasTitle {
			v.name = title
		}
		if hasSummary {
			e.attributes[summaryAttribute] = summary
		}
		if size, ok := change.attributes[sizeAttribute]; ok && x.traits.standard12 {
			return x.growVolume(e, size)
		}
		return nil
	}
	if !hasTitle {
		return nil
	}
	if title != "" {
		e.attributes[titleAttribute] = title
	}
	if !hasSummary {
		return miss("'" + summaryAttribute + "'")
	}
	if summary != "" {
		e.attributes[summaryAttribute] = summary
	}
	return nil
}
