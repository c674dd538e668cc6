// Package pricing is the Terraform data source cloudsigma_pricing: the price list, and the discounts for long
// subscriptions.
//
// It must not calculate what something costs: CloudSigma does, for a cloudsigma_subscription when it is planned.
package pricing
