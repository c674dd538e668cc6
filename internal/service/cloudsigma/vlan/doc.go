// Package vlan is the Terraform resource cloudsigma_vlan and the data sources cloudsigma_vlan and
// cloudsigma_vlans: private networks of an account.
//
// It must not know servers: which interface is on a VLAN is said by the server's resource.
package vlan
