// Package acl is the Terraform resource cloudsigma_acl and the data source cloudsigma_acl: what other users may do
// with everything that has a tag.
//
// It must not know what the permissions mean: the server decides, and may have more of them.
package acl
