// Package driveattachment is the Terraform resource cloudsigma_drive_attachment: one drive on one server, for
// servers whose resource has no drive blocks.
//
// It must not know drives: what is attached is made and kept by the drive's resource.
package driveattachment
