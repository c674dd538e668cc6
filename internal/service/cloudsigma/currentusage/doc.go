// Package currentusage is the Terraform data source cloudsigma_current_usage: what the account uses at present,
// and how much of it its subscriptions cover.
package currentusage
