// Package capabilities is the Terraform data source cloudsigma_capabilities: the limits of a location. Resources
// check them on their own when they plan.
package capabilities
