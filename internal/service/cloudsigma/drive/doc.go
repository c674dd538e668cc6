// Package drive is the Terraform resource cloudsigma_drive: drives of an account, blank or copied from
// another drive or from the library.
//
// It shows which servers have a drive, but must not know what they do, and it never starts or stops one.
package drive
