// Package cloudsigma is the client of the CloudSigma API 2.0. It sends through cloudsigma-sdk-go's
// NewRequest and Do, and adds what the SDK lacks: a configurable endpoint, errors that keep the status
// and the server's words even when the answer is not JSON, request bodies in which false, 0, "" and []
// are not dropped, all pages of a list, edits that lose nothing, creations that are never repeated
// blindly, and jobs.
//
// What can be written of an entity is its definition (ServerDefinition, DriveDefinition, ...). A
// definition that was read keeps the members this package has no field for (Other), so that an edit
// never drops what another tool has set.
//
// The package must know nothing of Terraform: no schema, no state, no waiting for states. It must not
// retry what package transport retries, and it sends no credentials: an authenticator of this package,
// given to the transport, does.
//
// API documentation: https://docs.cloudsigma.com/en/latest/
package cloudsigma
