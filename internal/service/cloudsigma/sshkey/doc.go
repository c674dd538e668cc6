// Package sshkey is the Terraform resource cloudsigma_ssh_key and its data sources, public keys for servers, which
// the API calls keypairs; and the ephemeral resource cloudsigma_ssh_key_pair, which makes pairs.
//
// It must not know servers. A private key comes into the state only where the configuration asks for it.
package sshkey
