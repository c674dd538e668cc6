package occi

import (
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
)

// negotiation finds the rendering that a server has, from its answers alone: nothing is sent to find it out.
type negotiation struct {
	// rendering is that of the configuration.
	rendering string
	// literal is set once an answer shows that the server does not understand escapes in text/plain.
	literal atomic.Bool
	// verbatim is set once an answer shows that it does not do so in text/occi either, and takes "true" for a boolean.
	verbatim atomic.Bool
	// json is set once an answer shows that the server has application/occi+json.
	json atomic.Bool
	// settled is the rendering that the server took after it had refused the usual one; nil before that.
	settled atomic.Pointer[string]
}

// observe learns from an answer, be it a success or not.
func (n *negotiation) observe(header http.Header) {
	if ServerQuoting(header) == QuotingLiteral {
		n.literal.Store(true)
	}

	if isOOI(header) {
		n.verbatim.Store(true)
	}

	if hasJSON(header) {
		n.json.Store(true)
	}
}

// hasJSON tells from the headers of an answer whether the server has JSON: "Server: ooi/1.2.1 OCCI/1.1 OCCI/1.2", or
// an Accept header that lists it (GFD.223, section 5.2). That an answer is JSON is not enough: occi-os, which is
// "pyssf OCCI/1.1", writes it but answers 500 when it is to read it.
func hasJSON(header http.Header) bool {
	return slices.Contains(strings.Fields(header.Get("Server")), "OCCI/1.2") ||
		strings.Contains(strings.Join(header.Values("Accept"), ","), MediaTypeJSON)
}

// mayChooseJSON reports whether JSON may be used because it is better: the configuration leaves the choice, and the
// server has it.
func (n *negotiation) mayChooseJSON() bool {
	return n.rendering == RenderingAuto && n.json.Load()
}

// usesJSON reports whether all is sent in JSON.
func (n *negotiation) usesJSON() bool {
	settled := n.settled.Load()

	return n.rendering == RenderingJSON || settled != nil && *settled == MediaTypeJSON
}

// settle keeps the rendering that was taken after a refusal. That a list was taken in text/plain says nothing of
// other answers.
func (n *negotiation) settle(accept string) {
	if accept != MediaTypeTextPlain {
		n.settled.Store(&accept)
	}
}

// attempts are the renderings of the answer in the order in which they are asked for.
func (n *negotiation) attempts(call operation) []string {
	if n.usesJSON() {
		return []string{MediaTypeJSON}
	}

	if settled := n.settled.Load(); settled != nil {
		return []string{*settled}
	}

	var accepts []string
	if call.accept != "" {
		accepts = append(accepts, call.accept)
	}

	if call.detailed && n.mayChooseJSON() {
		accepts = append(accepts, MediaTypeJSON)
	}

	accepts = append(accepts, MediaTypeTextPlain)

	switch n.rendering {
	case RenderingAuto:
		accepts = append(accepts, MediaTypeJSON)
	case RenderingTextOCCI:
		accepts = append(accepts, MediaTypeTextOCCI)
	}

	return accepts
}

// refusesRendering reports whether a request may be sent again in the next rendering. 415 says that the message was
// not understood, which only JSON changes; 406 may be said after the request was carried out, so then only reading
// is repeated.
func refusesRendering(call operation, next string, err error) bool {
	return next == MediaTypeJSON && HasStatus(err, http.StatusUnsupportedMediaType) ||
		call.method == http.MethodGet && HasStatus(err, http.StatusNotAcceptable)
}
