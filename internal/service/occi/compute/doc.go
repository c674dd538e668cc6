// Package compute is the resource occi_compute and the data sources occi_compute and occi_computes: virtual machines
// (GFD.184, section 3.1) with the templates, security groups, keys and user data of OpenStack and OCCI 1.2.
//
// It must not know how requests are rendered or sent, nor of other kinds more than how to link a new VM to networks and
// volumes. What a server can it finds out from its query interface (server.go) and its answers.
package compute
