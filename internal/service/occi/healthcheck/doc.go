// Package healthcheck is the data source occi_health_check: it waits until the services at an address work, whatever made
// the machine.
//
// It must not know a cloud; of the provider's configuration it needs nothing.
package healthcheck
