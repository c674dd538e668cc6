// Package anyentity is what occi_entity and occi_link share: a resource for entities of any kind, whose attributes are
// given by their OCCI names, with types, mutability and requirements taken from the query interface.
//
// It must not know any kind, nor any attribute but those of the core model.
package anyentity
