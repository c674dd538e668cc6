// Package ovf has the data source occi_ovf: the virtual machine that an OVF file describes.
//
// It must not know a cloud: it reads a file alone.
package ovf
