// Package health brings the health checks of internal/healthcheck into resources and data sources: the attribute
// health_check and what belongs to it, the gate that completes a create, the looks of a refresh, and the repair that a
// plan shows.
//
// It must not know a cloud: a resource tells it the addresses of its machine and how to restart it.
package health
