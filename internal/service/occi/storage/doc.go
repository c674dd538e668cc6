// Package storage is the resource occi_storage: block storage volumes (GFD.184, section 3.3).
//
// It must not know how requests are rendered or sent, nor any other kind than storage.
package storage
