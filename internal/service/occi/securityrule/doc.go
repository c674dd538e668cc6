// Package securityrule is the resource occi_security_rule: what a security group lets in (kind rule of the
// OpenStack extension).
//
// It must not know how requests are rendered or sent.
package securityrule
