// Package sshkey is the Terraform resource cloudsigma_ssh_key: public keys for servers, which the API calls
// keypairs.
//
// It must not know servers, and it makes no keys: a private key that the API shows is not taken into the
// state.
package sshkey
