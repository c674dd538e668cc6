// Package keystone gets tokens from OpenStack's Keystone, Identity v2.0 or v3, and sets them on the
// requests to an OCCI service: with the credentials in a Config, from a configured Keystone or from the
// one that the service names in its 401 answer. Expired and refused tokens are replaced once. The user may
// be known by a password, an application credential, an OpenID Connect access token or an X.509
// certificate; the connection presents the latter, so that its key never comes here.
//
// It must not know Terraform, environment variables or OCCI. It gives a client's transport its
// credentials, and does the HTTP of its own logins with clients that it is given.
package keystone
