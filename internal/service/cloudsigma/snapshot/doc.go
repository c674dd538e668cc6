// Package snapshot is the Terraform resources cloudsigma_snapshot and cloudsigma_remote_snapshot, and the data
// sources of local snapshots. The API has two collections with the same calls, so there is one implementation.
//
// It waits for the drive of a snapshot, but must not change one: drives that are made of snapshots are the business
// of the drives.
package snapshot
