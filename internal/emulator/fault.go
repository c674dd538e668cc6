package emulator

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"sync"
	"time"
)

// FaultKind says what goes wrong.
type FaultKind string

const (
	// FaultAnswer answers with Status, Header and Body; the cloud never sees the request.
	FaultAnswer FaultKind = "answer"
	// FaultDrop cuts the connection; the cloud never sees the request.
	FaultDrop FaultKind = "drop"
	// FaultLoseAnswer lets the cloud do what was asked, then cuts the connection.
	FaultLoseAnswer FaultKind = "lose-answer"
	// FaultDelay waits for Delay, then lets the cloud answer.
	FaultDelay FaultKind = "delay"
	// FaultDelayAnswer lets the cloud do what was asked, and answers after Delay.
	FaultDelayAnswer FaultKind = "delay-answer"
)

// Fault makes requests go wrong.
type Fault struct {
	Kind FaultKind `json:"kind"`
	// Method is the method to match; "" is any.
	Method string `json:"method,omitempty"`
	// Path is a regular expression for the path; "" is any.
	Path string `json:"path,omitempty"`
	// Skip is the number of matching requests to let through first.
	Skip int `json:"skip,omitempty"`
	// Times is the number of requests to hit; 0 is all.
	Times  int               `json:"times,omitempty"`
	Status int               `json:"status,omitempty"`
	Header map[string]string `json:"header,omitempty"`
	Body   string            `json:"body,omitempty"`
	// Delay is in nanoseconds in JSON.
	Delay time.Duration `json:"delay,omitempty"`
}

// Faults is the set of faults in force. It is safe for concurrent use.
type Faults struct {
	mu     sync.Mutex
	active []*activeFault
}

type activeFault struct {
	Fault
	path *regexp.Regexp
	seen int
}

// Add puts a fault in force. The first fault that matches a request hits it.
func (f *Faults) Add(fault Fault) error {
	path, err := regexp.Compile(fault.Path)
	if err != nil {
		return fmt.Errorf("path of the fault: %w", err)
	}
	kinds := []FaultKind{FaultAnswer, FaultDrop, FaultLoseAnswer, FaultDelay, FaultDelayAnswer}
	if !slices.Contains(kinds, fault.Kind) {
		return fmt.Errorf("kind of the fault is %q, want one of %v", fault.Kind, kinds)
	}
	if fault.Kind == FaultAnswer && (fault.Status < 200 || fault.Status > 599) {
		return fmt.Errorf("status of the fault is %d, want 200 to 599", fault.Status)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.active = append(f.active, &activeFault{Fault: fault, path: path})
	return nil
}

// All returns a copy of the faults in force.
func (f *Faults) All() []Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	faults := make([]Fault, 0, len(f.active))
	for _, active := range f.active {
		faults = append(faults, active.Fault)
	}
	return faults
}

// Reset removes all faults.
func (f *Faults) Reset() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.active = nil
}

func (f *Faults) match(r *http.Request) (Fault, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, active := range f.active {
		if active.Method != "" && active.Method != r.Method || !active.path.MatchString(r.URL.Path) {
			continue
		}
		active.seen++
		hits := active.seen - active.Skip
		if hits >= 1 && (active.Times == 0 || hits <= active.Times) {
			return active.Fault, true
		}
	}
	return Fault{}, false
}

// inject lets next answer unless a fault is in force for the request.
func (f *Faults) inject(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fault, hit := f.match(r)
		if !hit {
			next.ServeHTTP(w, r)
			return
		}
		switch fault.Kind {
		case FaultAnswer:
			for name, value := range fault.Header {
				w.Header().Set(name, value)
			}
			w.WriteHeader(fault.Status)
			_, _ = w.Write([]byte(fault.Body))
		case FaultDrop:
			panic(http.ErrAbortHandler)
		case FaultLoseAnswer:
			next.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		case FaultDelay:
			if wait(r.Context(), fault.Delay) == nil {
				next.ServeHTTP(w, r)
			}
		case FaultDelayAnswer:
			answer := httptest.NewRecorder()
			next.ServeHTTP(answer, r)
			if wait(r.Context(), fault.Delay) == nil {
				maps.Copy(w.Header(), answer.Header())
				w.WriteHeader(answer.Code)
				_, _ = w.Write(answer.Body.Bytes())
			}
		}
	})
}
