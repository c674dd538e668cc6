// Package infrastructure names the types and attributes of OCCI Infrastructure (GFD.184, renewed as GFD.224) and of
// the OpenStack extension, as occi-os and ooi have them.
//
// It holds names and facts about their units only; it must not know how they are sent or what Terraform makes of
// them.
package infrastructure
