package occi

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// volumes are those of the tenant, in the order in which Cinder happens to list them (180, 369).
func (o *ooiExchange) volumes() []*volume {
	own := slices.DeleteFunc(slices.Clone(o.nova.volumes), func(v *volume) bool { return v.tenant != o.tenant })
	slices.SortFunc(own, func(a, b *volume) int { return strings.Compare(b.id, a.id) })
	return own
}

func (o *ooiExchange) listVolumes() (*answer, error) {
	var list []*entity
	for _, v := range o.volumes() {
		e := ooiStorageOf(v)
		e.attributes = map[string]string{titleAttribute: v.name}
		list = append(list, e)
	}
	return o.collectionAnswer(list)
}

// ooiStorageOf shows every volume as online (164, 193).
func ooiStorageOf(v *volume) *entity {
	return &entity{
		path: ooiStorage.location + v.id, kind: ooiStorage, actions: ooiStorageActions,
		attributes: map[string]string{
			titleAttribute: v.name, sizeAttribute: strconv.Itoa(int(v.sizeGB)), "occi.storage.state": "online",
		},
	}
}

func (o *ooiExchange) findVolume(id string) (*volume, error) {
	if v := o.nova.volume(o.tenant, id); v != nil {
		return v, nil
	}
	return nil, notFound("Volume %s could not be found.", id)
}

func (o *ooiExchange) showVolume(id string) (*answer, error) {
	v, err := o.findVolume(id)
	if err != nil {
		return nil, err
	}
	return o.entityAnswer(ooiStorageOf(v))
}

func (o *ooiExchange) newVolume() (*answer, error) {
	r, err := o.parse()
	if err != nil {
		return nil, err
	}
	if err := r.validate(ooiSchema{category: ooiStorage}); err != nil {
		return nil, err
	}
	v := &volume{tenant: o.tenant, name: "OCCI Volume"}
	if title, ok := r.attributes[titleAttribute]; ok {
		if err := checkString("display_name", title); err != nil {
			return nil, err
		}
		v.name = r.text(titleAttribute)
	}
	size, ok := r.attributes[sizeAttribute]
	if !ok {
		return nil, refuse("Unacceptable parameters.")
	}
	if v.sizeGB, err = wholeSize(size); err != nil {
		return nil, err
	}
	if err := o.nova.createVolume(v); err != nil {
		return nil, forbidden("%s", err)
	}
	return o.collectionAnswer([]*entity{ooiStorageOf(v)})
}

var digits = regexp.MustCompile(`^[0-9]+$`)

// wholeSize takes whole numbers only, 1.0 is none (168-storage-create-size-1.0).
func wholeSize(value any) (float64, error) {
	const message = "Invalid input for field/attribute size. Value: %s. %s"
	switch value := value.(type) {
	case int:
		if value < 1 {
			return 0, refuse(message, python(value), python(value)+" is less than the minimum of 1")
		}
		return float64(value), nil
	case string:
		if !digits.MatchString(value) {
			return 0, refuse(message, value, "'"+value+"' does not match '^[0-9]+$'")
		}
		size, err := strconv.ParseFloat(value, 64)
		if err != nil || size < 1 {
			return 0, refuse("Invalid input received: Invalid volume size")
		}
		return size, nil
	default:
		return 0, refuse(message, python(value), python(value)+" is not of type 'integer', 'string'")
	}
}

func (o *ooiExchange) deleteVolume(id string) (*answer, error) {
	v, err := o.findVolume(id)
	if err != nil {
		return nil, err
	}
	if err := o.removeVolume(v); err != nil {
		return nil, err
	}
	return o.noContent()
}

// deleteVolumes stops at the first that is refused.
func (o *ooiExchange) deleteVolumes() (*answer, error) {
	for _, v := range o.volumes() {
		if err := o.removeVolume(v); err != nil {
			return nil, err
		}
	}
	return o.noContent()
}

func (o *ooiExchange) removeVolume(v *volume) error {
	if err := o.nova.deleteVolume(v); err != nil {
		return refuse("Invalid input received: Invalid volume: Volume status must be available or error or error_restoring or "+
			"error_extending or error_managing and must not be migrating, attached, belong to a group, have snapshots, awaiting a "+
			"transfer, or be disassociated from snapshots after volume transfer. (HTTP 400) (Request-ID: req-%s)", o.nova.uuid())
	}
	return nil
}

// actOnVolume knows all actions of the standard and does none.
func (o *ooiExchange) actOnVolume(string) (*answer, error) {
	if _, err := o.requestedAction(ooiStorageActions); err != nil {
		return nil, err
	}
	return nil, errNoAction
}
