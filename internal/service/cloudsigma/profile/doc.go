// Package profile is the Terraform data source cloudsigma_profile: whose account the provider uses.
package profile
