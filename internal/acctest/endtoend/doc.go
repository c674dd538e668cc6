// Package endtoend tests the provider as its users run it: the built binary under the real terraform, in a
// folder of its own, against the emulators. What needs no process of its own is tested elsewhere.
package endtoend
