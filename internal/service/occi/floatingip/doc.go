// Package floatingip has the resource occi_floating_ip, a public address, and the data source
// occi_floating_ip_pools, where such addresses come from.
//
// Servers give out addresses in three ways (see way), of which the query interface tells which one to go. The
// package must not know how requests are rendered or sent, nor the names of servers.
package floatingip
