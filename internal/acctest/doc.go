// Package acctest is the kit of the acceptance tests: provider factories, and clouds to test against. A
// cloud is the real one where the environment names it (OCCI_ENDPOINT, CLOUDSIGMA_USERNAME, ...), else an
// emulator that lives as long as the test. Tests that look into the cloud or make it fail ask for an
// emulator always.
//
// It must not know what a resource does.
package acctest
