package emulator

import (
	"bytes"
	"io"
	"net/http"
	"regexp"
	"slices"
	"sync"
	"time"
)

// Request is one request as it reached the emulator, and the status it was answered with.
type Request struct {
	Time   time.Time   `json:"time"`
	Method string      `json:"method"`
	Path   string      `json:"path"`
	Query  string      `json:"query,omitempty"`
	Header http.Header `json:"header"`
	// Body is empty if it is of the type application/octet-stream: images would fill the memory.
	Body string `json:"body,omitempty"`
	// Status is 0 if the connection was dropped without an answer.
	Status int `json:"status"`
}

// Log keeps every request in the order in which the answers began. It is safe for concurrent use.
type Log struct {
	mu       sync.Mutex
	requests []Request
}

// All returns a copy of the log.
func (l *Log) All() []Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.requests)
}

// Matching returns the requests with this method ("" is any) whose path matches the pattern.
func (l *Log) Matching(method, pathPattern string) []Request {
	path := regexp.MustCompile(pathPattern)
	return slices.DeleteFunc(l.All(), func(r Request) bool {
		return method != "" && r.Method != method || !path.MatchString(r.Path)
	})
}

// Count is the number of requests that Matching returns.
func (l *Log) Count(method, pathPattern string) int {
	return len(l.Matching(method, pathPattern))
}

// Reset empties the log.
func (l *Log) Reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.requests = nil
}

func (l *Log) add(r Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.requests = append(l.requests, r)
}

// record lets next answer and writes the request to the log when the status is known.
func (l *Log) record(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		entry := Request{
			Time: time.Now(), Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery,
			Header: r.Header.Clone(),
		}
		if r.Header.Get("Content-Type") != "application/octet-stream" {
			entry.Body = string(body)
		}
		recorder := &statusRecorder{ResponseWriter: w, entry: entry, log: l}
		// A dropped connection ends in a panic (http.ErrAbortHandler): it is logged all the same.
		defer recorder.finish()
		next.ServeHTTP(recorder, r)
		recorder.implicitOK()
	})
}

// statusRecorder writes the log entry as soon as the status is known, before the client can read it:
// a test that has its answer also finds its request in the log.
type statusRecorder struct {
	http.ResponseWriter
	entry  Request
	log    *Log
	logged bool
}

func (s *statusRecorder) WriteHeader(status int) {
	s.entry.Status = status
	s.finish()
	s.ResponseWriter.WriteHeader(status)
}

func (s *statusRecorder) Write(p []byte) (int, error) {
	s.implicitOK()
	return s.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController reach the connection.
func (s *statusRecorder) Unwrap() http.ResponseWriter { return s.ResponseWriter }

func (s *statusRecorder) implicitOK() {
	if !s.logged {
		s.WriteHeader(http.StatusOK)
	}
}

func (s *statusRecorder) finish() {
	if !s.logged {
		s.logged = true
		s.log.add(s.entry)
	}
}
