// Package librarydrive is the Terraform data sources cloudsigma_library_drive and cloudsigma_library_drives: ready-made
// drives of CloudSigma's library, found by what they are.
//
// It must not know what the drive is used for: package drive copies it.
package librarydrive
