// Package entity is the resource occi_entity and the data sources occi_entity and occi_entities: entities of any kind
// that a server's query interface names (GFD.221).
//
// It must not know a single kind.
package entity
