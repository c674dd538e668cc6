// Package globalcontext is the Terraform resource cloudsigma_global_context: values that all servers of an account
// find in their context.
package globalcontext
