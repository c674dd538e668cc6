// Package cloudsigmasubscribed is what the resources share that adopt what an account of CloudSigma has by
// subscription, VLANs and IP addresses, and annotate it: a name, meta and tags.
//
// It must not know subscriptions themselves: what is bought, and for how long, is no business of an annotation.
package cloudsigmasubscribed
