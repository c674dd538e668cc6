// Package tfkit is what the resources and data sources of all clouds share on the side of Terraform:
// the clients they are given, waiting, diagnostics, validators, logging and import identifiers.
//
// It must not know a single kind of entity, and it imports no service package and no emulator.
package tfkit
