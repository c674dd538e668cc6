package occi

import (
	"net/http"
	"strconv"
)

// errNoAction is the answer to actions that are offered and not there.
var errNoAction = &refusal{kind: final, status: http.StatusNotImplemented, text: "Action not implemented."}

// ooiReservationOf has the name of the pool for a title, whatever was asked for (301, 306).
func ooiReservationOf(r *reservation) *entity {
	return &entity{
		path: ooiReservation.location + r.id, kind: ooiReservation, actions: ooiNetworkActions,
		attributes: map[string]string{
			titleAttribute: r.pool, reservationAddressAttribute: r.address, reservationUsedAttribute: strconv.FormatBool(r.port != nil),
		},
	}
}

func (o *ooiExchange) listReservations() (*answer, error) {
	var list []*entity
	for _, r := range o.nova.reservationsOf(o.tenant) {
		list = append(list, ooiReservationOf(r))
	}
	return o.collectionAnswer(list)
}

func (o *ooiExchange) findReservation(id string) (*reservation, error) {
	if r := o.nova.reservation(o.tenant, id); r != nil {
		return r, nil
	}
	return nil, notFound("Floating IP not found for ID %s", id)
}

func (o *ooiExchange) showReservation(id string) (*answer, error) {
	r, err := o.findReservation(id)
	if err != nil {
		return nil, err
	}
	return o.entityAnswer(ooiReservationOf(r))
}

func (o *ooiExchange) newReservation() (*answer, error) {
	r, err := o.parse()
	if err != nil {
		return nil, err
	}
	if err := r.validate(ooiSchema{category: ooiReservation, optional: []string{poolScheme}}); err != nil {
		return nil, err
	}
	reserved, err := o.allocate(r)
	if err != nil {
		return nil, err
	}
	return o.collectionAnswer([]*entity{ooiReservationOf(reserved)})
}

// allocate reserves a floating IP from the pool that the request names, if it names one.
func (o *ooiExchange) allocate(r *ooiRequest) (*reservation, error) {
	if pool := r.term(poolScheme); pool != "" && pool != poolName {
		return nil, notFound("Floating IP pool not found.")
	}
	return o.nova.reserve(o.tenant)
}

// deleteReservation does not mind a floating IP that is in use (326-ipreservation-delete-while-used).
func (o *ooiExchange) deleteReservation(id string) (*answer, error) {
	r, err := o.findReservation(id)
	if err != nil {
		return nil, err
	}
	o.nova.release(r)
	return o.noContent()
}

func (o *ooiExchange) actOnReservation(string) (*answer, error) { return nil, errNoAction }
