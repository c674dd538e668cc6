package main

import (
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
)

// loggedCloud writes a line for each request that reaches the cloud: time, cloud, method, path, status.
type loggedCloud struct {
	emulator.Cloud
	name   string
	output io.Writer
}

// ServeHTTP implements http.Handler.
func (c *loggedCloud) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	status := &statusWriter{ResponseWriter: w, status: http.StatusOK}
	c.Cloud.ServeHTTP(status, r)
	_, _ = fmt.Fprintf(c.output, "%s %-10s %-6s %s %d\n",
		time.Now().Format("15:04:05.000"), c.name, r.Method, r.URL.RequestURI(), status.status)
}

// Break implements emulator.Breakable, for clouds that do.
func (c *loggedCloud) Break(id string, how emulator.Breakage) error {
	cloud, ok := c.Cloud.(emulator.Breakable)
	if !ok {
		return fmt.Errorf("%s has no machines", c.name)
	}
	return cloud.Break(id, how)
}

// statusWriter notes the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader implements http.ResponseWriter.
func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
