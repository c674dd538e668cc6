// Package drive is the Terraform resource cloudsigma_drive: drives of an account, blank, copied from another drive or
// from the library, or with an image that is uploaded; and the data sources cloudsigma_drive and cloudsigma_drives.
//
// It shows which servers have a drive, but must not know what they do, and it never starts or stops one.
package drive
