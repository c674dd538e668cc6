// Package ovf reads what an OVF envelope (DMTF DSP0243, versions 1.x and 2.0) says of a virtual machine: its size,
// disks, networks and operating system. The envelope is a file of its own or the one in an OVA, a tar archive.
//
// The files are taken to be hostile: what is read is bounded, nothing is unpacked, and no other file is opened.
//
// It must not know Terraform nor any cloud.
package ovf
