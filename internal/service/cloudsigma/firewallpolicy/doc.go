// Package firewallpolicy is the Terraform resource cloudsigma_firewall_policy and its data sources: ordered lists
// of rules for public network interfaces.
//
// It must not know servers: which interface has a policy is said by the server's resource.
package firewallpolicy
