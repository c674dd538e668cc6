// Package networkinterface is the resource occi_network_interface: VMs connected to networks (GFD.184, section
// 3.4.1, and its mixin ipnetworkinterface).
//
// It must not know how requests are rendered or sent, nor more of a VM and a network than that a link leads from
// the one to the other.
package networkinterface
