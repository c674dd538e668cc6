package emulator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Server is an emulated cloud behind a listener. Besides the cloud it serves, under /_emulator/,
// requests (GET, DELETE), inventory (GET), faults (GET, POST, DELETE) and machines (POST, which breaks one).
type Server struct {
	// URL is the origin, without a trailing slash: "http://127.0.0.1:8787".
	URL string
	// Log has every request but those under /_emulator/.
	Log *Log
	// Faults are the faults in force.
	Faults *Faults

	cloud   Cloud
	http    *http.Server
	stopped chan error
}

// Options are what every emulated cloud has.
type Options struct {
	// Latency is added to every answer.
	Latency time.Duration
}

// Start serves the cloud on the address, "127.0.0.1:0" for any free port of loopback.
func Start(ctx context.Context, address string, cloud Cloud, options Options) (*Server, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("starting the emulator: %w", err)
	}
	s := &Server{
		URL: "http://" + listener.Addr().String(), Log: &Log{}, Faults: &Faults{},
		cloud: cloud, stopped: make(chan error, 1),
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /_emulator/requests", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, s.Log.All()) })
	mux.HandleFunc("DELETE /_emulator/requests", func(http.ResponseWriter, *http.Request) { s.Log.Reset() })
	mux.HandleFunc("GET /_emulator/inventory", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, s.Inventory()) })
	mux.HandleFunc("GET /_emulator/faults", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, s.Faults.All()) })
	mux.HandleFunc("POST /_emulator/faults", s.addFault)
	mux.HandleFunc("POST /_emulator/machines", s.breakMachine)
	mux.HandleFunc("DELETE /_emulator/faults", func(http.ResponseWriter, *http.Request) { s.Faults.Reset() })
	clouds := s.Log.record(delay(options.Latency, s.Faults.inject(cloud)))
	s.http = &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			// Not in the mux: it would clean the paths of the cloud and redirect them.
			if _, pattern := mux.Handler(r); pattern != "" {
				mux.ServeHTTP(w, r)
				return
			}
			clouds.ServeHTTP(w, r)
		}),
		ReadHeaderTimeout: 10 * time.Second,
		MaxHeaderBytes:    1 << 20,
	}
	go func() { s.stopped <- s.http.Serve(listener) }()
	return s, nil
}

// Inventory lists what users made and has not gone yet.
func (s *Server) Inventory() []Item {
	items := s.cloud.Inventory()
	if items == nil {
		items = []Item{} // JSON: [], not null.
	}
	return items
}

// Close stops the server at once; requests under way are cut.
func (s *Server) Close() error {
	if err := s.http.Close(); err != nil {
		return fmt.Errorf("stopping the emulator: %w", err)
	}
	if err := <-s.stopped; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving the emulator: %w", err)
	}
	return nil
}

func (s *Server) addFault(w http.ResponseWriter, r *http.Request) {
	var fault Fault
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(&fault)
	if err == nil {
		err = s.Faults.Add(fault)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.WriteHeader(http.StatusCreated)
}

func delay(latency time.Duration, next http.Handler) http.Handler {
	if latency <= 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if wait(r.Context(), latency) == nil {
			next.ServeHTTP(w, r)
		}
	})
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func writeJSON(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	// The client is gone if this fails; there is nobody left to tell.
	_ = encoder.Encode(value)
}
