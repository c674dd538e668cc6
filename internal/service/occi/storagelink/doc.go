// Package storagelink is the resource occi_storage_link: a volume attached to a VM (GFD.184, section 3.4.2).
//
// It must not know how requests are rendered or sent.
package storagelink
