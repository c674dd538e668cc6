// Package securitygroup is the resource occi_security_group and its data sources: a user-defined mixin that
// OpenStack takes for a group of firewall rules or, on servers of OCCI 1.2, an entity of the kind securitygroup.
//
// It must not know how requests are rendered or sent, nor how rules are made.
package securitygroup
