// Package securityrule is the resource occi_security_rule and its data source: what a security group lets in. A rule
// is an entity on OpenStack, and an element of an attribute of the group where groups are a kind.
//
// It must not know how requests are rendered or sent, nor how groups are made.
package securityrule
