// Package provider wires the provider together: its schema, its configuration from attributes and
// environment, the clients made from it, and the lists of resources, data sources and functions.
//
// It must not know what a resource does; nothing but main and the acceptance-test kit imports it.
package provider
