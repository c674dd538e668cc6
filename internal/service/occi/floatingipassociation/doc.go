// Package floatingipassociation is the resource occi_floating_ip_association: a reserved floating IP on a VM.
//
// It is for servers that know reservations, which the query interface tells. It must not know how requests are
// rendered or sent, nor how addresses are reserved.
package floatingipassociation
