// Package firewallpolicyattachment is the Terraform resource cloudsigma_firewall_policy_attachment: the firewall
// policy of one network interface (NIC) of a server whose resource has no network blocks.
//
// It must not know policies: their rules are the business of the policy's resource.
package firewallpolicyattachment
