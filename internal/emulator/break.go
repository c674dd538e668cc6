package emulator

import (
	"encoding/json"
	"net/http"
	"slices"
)

// Breakage is what can happen to a machine without its user.
type Breakage string

const (
	// BreakMute has a machine with live ports stop answering, until it is restarted.
	BreakMute Breakage = "mute"
	// BreakError puts it into the state that the cloud has for what failed.
	BreakError Breakage = "error"
	// BreakStop stops it, as its guest or somebody else may.
	BreakStop Breakage = "stop"
	// BreakVanish removes it.
	BreakVanish Breakage = "vanish"
)

// Breakable is a cloud whose machines can break.
type Breakable interface {
	// Break breaks the machine with this identifier, which is the one in the inventory. An unknown one is an error.
	Break(id string, how Breakage) error
}

// breakMachine does what POST /_emulator/machines asks for.
func (s *Server) breakMachine(w http.ResponseWriter, r *http.Request) {
	var order struct {
		ID    string   `json:"id"`
		Break Breakage `json:"break"`
	}
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&order); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	kinds := []Breakage{BreakMute, BreakError, BreakStop, BreakVanish}
	cloud, ok := s.cloud.(Breakable)
	if !ok || !slices.Contains(kinds, order.Break) {
		http.Error(w, `want {"id": "<id>", "break": "mute", "error", "stop" or "vanish"}, of a cloud with machines`, http.StatusBadRequest)
		return
	}
	if err := cloud.Break(order.ID, order.Break); err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
	}
}
