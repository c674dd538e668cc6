// Package occi emulates an OCCI server in front of OpenStack Nova, in memory: the query interface,
// computes, volumes, their links, security groups and rules, and floating IPs.
//
// It has two manners. "occi-os" follows what the real server of the Havana release (occi-os on pyssf
// 0.4.8) was seen to do, its quirks included; "guide" follows the OpenStack OCCI guide of 2012 as it is
// written and otherwise behaves as GFD.183 to GFD.185 ask for. Both run on one engine. Where they part
// is the table of traits.go.
//
// The package is built like the server it emulates. The files nova_*.go are the cloud behind the
// interface: instances, volumes and groups with their states, which know nothing of OCCI. The registry
// keeps OCCI entities that are made at the first look and updated at the next ones; most quirks of
// occi-os are the consequence of what that registry does not update.
//
// It must not know Terraform, nor the client that is tested against it.
package occi
