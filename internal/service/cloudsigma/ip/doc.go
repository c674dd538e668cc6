// Package ip is the Terraform resource cloudsigma_ip and the data sources cloudsigma_ip and cloudsigma_ips:
// public addresses of an account.
//
// It must not know servers: which interface has an address is said by the server's resource.
package ip
