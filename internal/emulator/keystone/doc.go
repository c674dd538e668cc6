// Package keystone emulates OpenStack's Keystone: Identity v2.0 as it answers in the guide to the OCCI
// API of OpenStack and in front of occi-os, and Identity v3 as recorded from the Zed release. It has
// what a client needs to log in: passwords, tokens, application credentials, an identity provider with
// OpenID Connect access tokens and X.509 certificates (also by the plugin keystone-voms of v2.0), and the
// discovery of versions.
//
// It must not know OCCI; the emulated OCCI service asks it through Authorize whether a token is good.
package keystone
