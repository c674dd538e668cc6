package occi

import "strings"

// ooiEnd is an end of a link, of which only kind and path are shown.
func ooiEnd(kind *category, id string) *entity { return &entity{kind: kind, path: kind.location + id} }

// ooiStorageLinkOf is the link of an attached volume. Its identifier is made of the two others.
func ooiStorageLinkOf(v *volume) *entity {
	return &entity{
		path: ooiStorageLink.location + v.instance + "_" + v.id, kind: ooiStorageLink,
		source: ooiEnd(ooiCompute, v.instance), target: ooiEnd(ooiStorage, v.id),
		attributes: map[string]string{deviceAttribute: v.device},
	}
}

func (o *ooiExchange) listStorageLinks() (*answer, error) {
	var list []*entity
	for _, v := range o.volumes() {
		if v.instance != "" {
			list = append(list, ooiStorageLinkOf(v))
		}
	}
	return o.collectionAnswer(list)
}

func linkNotFound(id string) error { return notFound("Link Not Found: '%s", id) }

// attachedVolume finds the volume of a link. Without its compute it is the compute that is not found
// (390-storagelink-get-after-compute-delete).
func (o *ooiExchange) attachedVolume(id string) (*volume, error) {
	source, target, found := strings.Cut(id, "_")
	if !found {
		return nil, linkNotFound(id)
	}
	if _, err := o.findInstance(source); err != nil {
		return nil, err
	}
	v := o.nova.volume(o.tenant, target)
	if v == nil || v.instance != source {
		return nil, linkNotFound(id)
	}
	return v, nil
}

func (o *ooiExchange) showStorageLink(id string) (*answer, error) {
	v, err := o.attachedVolume(id)
	if err != nil {
		return nil, err
	}
	return o.entityAnswer(ooiStorageLinkOf(v))
}

func (o *ooiExchange) newStorageLink() (*answer, error) {
	r, err := o.parse()
	if err != nil {
		return nil, err
	}
	if err := r.validate(ooiSchema{category: ooiStorageLink}); err != nil {
		return nil, err
	}
	volumeID, err := o.target(r.attributes[coreTarget], ooiStorage)
	if err != nil {
		return nil, err
	}
	instanceID, err := o.target(r.attributes[coreSource], ooiCompute)
	if err != nil {
		return nil, err
	}
	i, err := o.findInstance(instanceID)
	if err != nil {
		return nil, err
	}
	v, err := o.findVolume(volumeID)
	if err != nil {
		return nil, err
	}
	if err := o.attach(v, i, r.text(deviceAttribute)); err != nil {
		return nil, err
	}
	return o.collectionAnswer([]*entity{ooiStorageLinkOf(v)})
}

func (o *ooiExchange) attach(v *volume, i *instance, device string) error {
	if err := o.require(i, "attach_volume", attachable...); err != nil {
		return err
	}
	if v.instance != "" {
		return refuse("Invalid volume: volume %s is already attached to instances: %s", v.id, v.instance)
	}
	return o.nova.attach(v, i, ooiDevice(device))
}

// ooiDevice is what the driver makes of a device name: it knows /dev/sd* only (194, 201).
func ooiDevice(device string) string {
	name := strings.TrimPrefix(device, "/dev/")
	if name == "" {
		return ""
	}
	return "/dev/sd" + name[len(name)-1:]
}

// deleteStorageLink lets the link linger while the volume is detached.
func (o *ooiExchange) deleteStorageLink(id string) (*answer, error) {
	v, err := o.attachedVolume(id)
	if err != nil {
		return nil, err
	}
	if v.status != volumeInUse {
		return nil, conflict("Cannot 'detach_volume' volume %s while it is %s", v.id, v.status)
	}
	o.nova.beginDetach(v)
	return o.noContent()
}

// inlineVolume is a volume that a new compute is to have.
type inlineVolume struct {
	volume *volume
	device string
}

func (o *ooiExchange) inlineVolumes(r *ooiRequest) ([]inlineVolume, error) {
	var list []inlineVolume
	for _, link := range r.links {
		if link.kind != ooiStorage.String() {
			continue
		}
		id, err := o.target(link.target, ooiStorage)
		if err != nil {
			return nil, err
		}
		v := o.nova.volume(o.tenant, id)
		if v == nil || v.status != volumeAvailable {
			return nil, refuse("Block Device Mapping is Invalid: failed to get volume %s.", id)
		}
		device, _ := link.attributes[deviceAttribute].(string)
		list = append(list, inlineVolume{v, device})
	}
	return list, nil
}
