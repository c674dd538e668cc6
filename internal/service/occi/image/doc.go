// Package image has the resource occi_image: an image of a VM, which the server offers as a template.
//
// It must not know how VMs are made from images.
package image
