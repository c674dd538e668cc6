// Package subscription is the Terraform resource cloudsigma_subscription and the data sources
// cloudsigma_subscription and cloudsigma_subscriptions: what is bought for a time.
//
// The resource spends money, so it tells what a purchase costs when it is planned, as the API calculates it, and
// can be given a limit. It must not calculate prices, and never buys because time has passed.
package subscription
