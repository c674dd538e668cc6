// Package location is the Terraform data sources cloudsigma_location and cloudsigma_locations: the places where
// there is a cloud of CloudSigma.
package location
