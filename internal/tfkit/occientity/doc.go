// Package occientity is what the Terraform resources of all OCCI entities share: access to the client,
// creating without losing or doubling an entity, deleting until it is gone, import identifiers and
// templates in plans.
//
// It must not know a single kind: kinds, attributes and states are the business of the service packages.
package occientity
