// Package healthcheck asks the services of a machine whether they work: ping, TCP ports, URLs, MySQL and SSH, which are
// the checks of Occopus and one more. A check is looked at once, by [Look], or until all pass, by [Wait].
//
// It must not know Terraform, nor the cloud that the machine is in: it is given an address.
package healthcheck
