//go:build !race

package occopus_test

const underRace = false
