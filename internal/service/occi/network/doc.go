// Package network is the resource occi_network and the data sources of networks (GFD.184, section 3.2, and its
// mixin ipnetwork).
//
// It must not know how requests are rendered or sent. Of network interfaces it knows that they lead to networks.
package network
