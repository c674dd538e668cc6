// Package cloudsigmaserver is what the resources share that change a CloudSigma server: cloudsigma_server
// itself and those that attach something to it. It stops and starts servers, waits for them, finds them free
// places for drives, and changes what CloudSigma changes of a stopped server only.
//
// It must not know a single resource: models, schemas and plans are the business of the service packages.
package cloudsigmaserver
