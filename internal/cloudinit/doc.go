// Package cloudinit puts user data for cloud-init together: what people wrote, and what a cloud has no way of its own
// to put into a machine.
//
// It knows the formats of cloud-init only; it must not know a cloud, nor Terraform.
package cloudinit
