// Package cloudstatus is the Terraform data source cloudsigma_cloud_status: what a location offers.
package cloudstatus
