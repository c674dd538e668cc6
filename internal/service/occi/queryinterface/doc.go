// Package queryinterface is the data source occi_query_interface: all kinds, mixins and actions that a server
// has (GFD.185, section 3.4.1).
//
// It must not know what they are used for.
package queryinterface
