// Package drive is the Terraform resource cloudsigma_drive: drives of an account, blank or copied from
// another drive or from the library.
//
// It must not know which servers use a drive, and it never starts or stops one.
package drive
