// Package compute is the resource occi_compute: virtual machines (GFD.184, section 3.1) with OpenStack's
// templates, security groups, keys and user data.
//
// It must not know how requests are rendered or sent, nor any other kind than compute.
package compute
