// Package backuppolicy is the Terraform resource cloudsigma_backup_policy: what the API calls backup schedulers, with
// the drives that have them.
//
// It must not know the snapshots that a policy makes: nobody configured them, and the policy deletes them.
package backuppolicy
