// Package securitygroupassociation is the resource occi_security_group_association: that a VM is in a security
// group. It is a place in the collection of a mixin or, where groups are a kind, a link.
//
// It must not know how requests are rendered or sent, nor how groups and VMs are made.
package securitygroupassociation
