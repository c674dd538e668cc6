// Package server is the resource cloudsigma_server, virtual machines of CloudSigma with their drives, network
// interfaces, keys, tags and meta (https://docs.cloudsigma.com/en/latest/servers.html), and the data sources
// cloudsigma_server and cloudsigma_servers.
//
// It must not know how requests are rendered or sent, nor any other entity than servers: drives, keys,
// firewall policies, VLANs, addresses and tags are UUIDs here.
package server
