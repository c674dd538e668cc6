// Package emulator holds what the emulated clouds share: a listener on loopback, a log of every
// request, fault injection, an inventory of what exists, and timelines that make the emulated
// entities as asynchronous as the real ones.
//
// It must not know any cloud: the clouds are the sub-packages occi, keystone and cloudsigma. Neither
// it nor they may import the client code that is tested against them.
package emulator
