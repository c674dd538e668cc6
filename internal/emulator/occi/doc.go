// Package occi emulates an OCCI server in front of OpenStack Nova, in memory: the query interface,
// computes, volumes, networks, their links, security groups and rules, and floating IPs.
//
// It has four manners. "occi-os" follows what the real server of the Havana release (occi-os on pyssf
// 0.4.8) was seen to do, its quirks included; "guide" follows the OpenStack OCCI guide of 2012 as it is
// written and otherwise behaves as GFD.183 to GFD.185 ask for; "standard-1.2" is a conforming server of
// GFD.221, 223, 224 and 226; "ooi" follows what ooi 1.2.1 in front of OpenStack Zed was seen to do. Where
// they part is the table of traits.go.
//
// The package is built like the servers it emulates. The files nova_*.go and neutron.go are the cloud
// behind the interface: instances, volumes, groups, networks and addresses with their states, which know
// nothing of OCCI. The first three manners share a registry (registry.go), which keeps OCCI entities that
// are made at the first look and updated at the next ones; most quirks of occi-os are the consequence of
// what that registry does not update. The files standard*.go are what OCCI 1.2 has beyond that. ooi keeps
// nothing: the files ooi*.go translate each request and make entities of the cloud's answer.
//
// It must not know Terraform, nor the client that is tested against it.
package occi
