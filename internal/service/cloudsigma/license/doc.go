// Package license is the Terraform data sources cloudsigma_license and cloudsigma_licenses: what software of
// others can be bought for drives.
//
// It must not know how licences are bought: that is a cloudsigma_subscription.
package license
