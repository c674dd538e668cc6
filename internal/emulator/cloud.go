package emulator

import "net/http"

// Item is one entity that exists in an emulated cloud.
type Item struct {
	// Kind is the cloud's own word for the type: "compute", "storagelink", "server", "drive", ...
	Kind string `json:"kind"`
	// ID is the identifier of the entity in the cloud's API: an OCCI path or a CloudSigma UUID.
	ID string `json:"id"`
	// Name is the title or name, if it has one.
	Name string `json:"name,omitempty"`
	// Owner is the user or tenant that made it.
	Owner string `json:"owner,omitempty"`
	// State is the cloud's own word for the state, if the type has states.
	State string `json:"state,omitempty"`
}

// Cloud is an emulated API.
type Cloud interface {
	http.Handler

	// Inventory lists what users made and has not gone yet, in a stable order. What the cloud
	// brings itself (images, flavors, library drives, ...) is not in it.
	Inventory() []Item
}
