// Package servercontext is the Terraform data source cloudsigma_server_context: what a server can find out about
// itself on its second serial port.
//
// It must not know cloud-init, which reads it there.
package servercontext
