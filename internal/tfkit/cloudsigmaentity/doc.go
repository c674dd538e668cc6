// Package cloudsigmaentity is what the Terraform resources and data sources of all CloudSigma entities
// share: access to the client of the configured provider, import by UUID, reading the states of the official
// provider, and the attributes that all of them have, meta and tags.
//
// It must not know a single entity: definitions, states and rules are the business of the service
// packages.
package cloudsigmaentity
