// Package occopus reads descriptors of Occopus (an infrastructure description and its node definitions) and writes the
// Terraform configuration that builds the same infrastructure. It talks to no cloud and knows the provider only by the
// text of the configuration.
//
// The format is that of https://occopus.readthedocs.io, and where that is silent that of Occopus 1.10: occo.util reads
// the files, occo.infraprocessor resolves the templates, occo.resourcehandler makes the machines.
package occopus
