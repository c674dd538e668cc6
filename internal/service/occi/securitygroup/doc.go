// Package securitygroup is the resource occi_security_group: a user-defined mixin that OpenStack takes for a
// group of firewall rules.
//
// It must not know how requests are rendered or sent, nor what belongs to a group.
package securitygroup
