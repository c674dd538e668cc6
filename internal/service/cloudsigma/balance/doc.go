// Package balance is the Terraform data source cloudsigma_balance: the money of the account.
package balance
