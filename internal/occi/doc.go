// Package occi speaks the Open Cloud Computing Interface: the core model (GFD.183), its HTTP
// renderings text/plain, text/occi, text/uri-list (GFD.185) and application/occi+json (GFD.226), and a client of one
// endpoint.
//
// The package knows no kind of entity: compute, storage and the like are constants of the package
// infrastructure. It must not know Terraform, Keystone or any other way to authenticate: credentials,
// retries and limits are the matter of the [http.Client] it is given.
package occi
