// Package librarydrive is the Terraform data source cloudsigma_library_drive: one ready-made drive of
// CloudSigma's library, found by what it is.
//
// It must not know what the drive is used for: package drive copies it.
package librarydrive
