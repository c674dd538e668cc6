// Package transport is the one HTTP stack of all clouds: connection reuse, a timeout per request,
// retries with exponential back-off, limits on concurrency, rate and size of answers, credentials that
// go to one origin only, and a log in which no credential appears.
//
// It must know no cloud, no entity and nothing of Terraform: authentication comes in as an
// Authenticator, logging as a LogFunc, and what it offers is a plain http.Client.
package transport
