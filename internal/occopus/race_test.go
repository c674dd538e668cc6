//go:build race

package occopus_test

// underRace tells that the race detector runs, with which times say little.
const underRace = true
