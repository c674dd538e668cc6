package cloudsigma

import "context"

// MetaName is the key under which the meta of a VLAN or an IP has its name (vlan_update, ip_update): other
// than servers and drives they have no member for it.
const MetaName = "name"

// Annotations are what can be written of what the account has by subscription. The documentation says that
// only the meta can be edited (networking.rst); by the schemas the tags can be too.
type Annotations struct {
	Meta Meta        `json:"meta,omitzero"`
	Tags []Reference `json:"tags,omitzero"`
	// Other are the members without a field here, written back as they were read.
	Other Fields `json:"-"`
}

// Name is the name for people; "" if there is none.
func (a *Annotations) Name() string { return a.Meta.Get(MetaName) }

// UnmarshalJSON implements json.Unmarshaler.
func (a *Annotations) UnmarshalJSON(data []byte) (err error) {
	type typed Annotations
	a.Other, err = decodeKeeping(data, (*typed)(a))
	return err
}

// MarshalJSON implements json.Marshaler.
func (a Annotations) MarshalJSON() ([]byte, error) {
	type typed Annotations
	return encodeKeeping(typed(a), a.Other)
}

// Subscribed reads and annotates the entities T that the account has by subscription. They are bought, so they
// are neither created nor deleted here.
type Subscribed[T any] struct {
	*Reader[T]
	all *Collection[T, Annotations]
}

func newSubscribed[T any](reader Reader[T], describe func(*T) (uuid string, annotations *Annotations)) *Subscribed[T] {
	all := &Collection[T, Annotations]{Reader: reader, describe: func(entity *T) description[Annotations] {
		uuid, annotations := describe(entity)
		return description[Annotations]{uuid, annotations}
	}}
	return &Subscribed[T]{Reader: &all.Reader, all: all}
}

// Edit changes the annotations of one entity, as Collection.Edit does.
func (s *Subscribed[T]) Edit(ctx context.Context, uuid string, change func(*Annotations) error) (*T, error) {
	return s.all.Edit(ctx, uuid, change)
}
