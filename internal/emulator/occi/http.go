package occi

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// Media types.
const (
	mediaPlain   = "text/plain"
	mediaOCCI    = "text/occi"
	mediaURIList = "text/uri-list"
	mediaJSON    = "application/occi+json"
)

// maxBody bounds the body of a request, in bytes.
const maxBody = 1 << 20

// exchange is one request and its answer.
type exchange struct {
	*Cloud
	request *http.Request
	tenant  string
	// origin is scheme and host as the client sees them: URLs in answers begin with it.
	origin string
	body   string
	answer *answer
	// made are the categories that an action made, which is then what it answers.
	made []*category
	// copied is the entity that an action made, which is then what it answers.
	copied *entity
}

type answer struct {
	status int
	media  string
	header http.Header
	body   string
	// bare: the server does not tell who it is. Without a status there is no answer at all.
	bare bool
}

// newExchange reads the request and says whether it is let in.
func (c *Cloud) newExchange(r *http.Request) (*exchange, error) {
	x := &exchange{Cloud: c, request: r, tenant: "demo", origin: "http://" + r.Host}
	if r.TLS != nil {
		x.origin = "https://" + r.Host
	}
	if limit := c.traits.maxHeaderLine; limit > 0 {
		for name, values := range r.Header {
			for _, value := range values {
				if len(name)+len(": ")+len(value)+len("\r\n") > limit {
					// occi-os says so in the status line, with HTTP/1.0, and has no body.
					x.answer = &answer{status: http.StatusBadRequest, header: http.Header{"Connection": {"close"}}, bare: true}
					return x, fail(http.StatusBadRequest, "")
				}
			}
		}
	}
	if c.options.Authorize != nil {
		tenant, _, ok := c.options.Authorize(r.Header.Get("X-Auth-Token"))
		// ooi tells a token for no tenant from a bad one (ooi.go).
		if !ok || tenant == "" && !x.traits.ooi {
			x.answer = x.challenge()
			return x, fail(http.StatusUnauthorized, "")
		}
		x.tenant = tenant
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	switch {
	case err != nil:
		return x, fail(http.StatusBadRequest, err.Error())
	case len(body) > maxBody:
		return x, fail(http.StatusRequestEntityTooLarge, "The body is too large.")
	}
	x.body = string(body)
	return x, nil
}

// challenge is the answer to a request that is not let in. In front of ooi keystonemiddleware gives it.
func (x *exchange) challenge() *answer {
	a := &answer{status: http.StatusUnauthorized, media: mediaPlain, header: http.Header{}, body: "Authentication required"}
	a.header.Set("WWW-Authenticate", fmt.Sprintf("Keystone uri='%s'", x.options.KeystoneURL))
	if x.traits.ooi {
		a.media = "application/json"
		a.body = `{"error": {"code": 401, "title": "Unauthorized", "message": "The request you have made requires authentication."}}`
		a.header.Set("WWW-Authenticate", fmt.Sprintf("Keystone uri=%q", x.options.KeystoneURL+"/v3"))
	}
	return a
}

// serve leads the request to its handler.
func (x *exchange) serve() error {
	if x.traits.ooi {
		return x.serveOOI()
	}
	if version := newerVersion.FindString(x.request.UserAgent()); version != "" && x.traits.standard12 {
		return fail(http.StatusNotImplemented, version+" is not supported.")
	}
	path := x.request.URL.Path
	handlers := x.entityHandlers()
	switch {
	case path == "/-/" || path == "/.well-known/org/ogf/occi/-/":
		handlers = x.queryHandlers()
	case strings.HasSuffix(path, "/"):
		handlers = x.collectionHandlers()
	}
	handle, ok := handlers[x.request.Method]
	if !ok {
		return errMethod
	}
	if !x.traits.exactMediaTypes {
		// A conforming server refuses before it does anything.
		if _, err := x.mediaType("Accept"); err != nil {
			return err
		}
	}
	var err error
	x.answer, err = handle(path)
	return err
}

var errMethod = fail(http.StatusMethodNotAllowed, "Method not supported.")

// invokes tells whether a POST is an action: any parameter with a value makes it one.
func (x *exchange) invokes() bool { return strings.Contains(x.request.URL.RawQuery, "=") }

// mediaType is the rendering that the header asks for or announces.
func (x *exchange) mediaType(header string) (string, error) {
	values, present := x.request.Header[header]
	if !present {
		return mediaPlain, nil
	}
	text := strings.Join(values, ",")
	if x.traits.standard12 {
		if media := negotiate(text, standardMedia); media != "" {
			return media, nil
		}
		return "", fail(http.StatusNotAcceptable, "None of "+text+" is offered.")
	}
	for candidate := range strings.SplitSeq(text, ",") {
		candidate = strings.TrimSpace(candidate)
		if x.traits.exactMediaTypes {
			candidate, _, _ = strings.Cut(candidate, ";q=")
		} else {
			candidate, _, _ = strings.Cut(strings.ToLower(candidate), ";")
		}
		switch candidate {
		case mediaPlain, mediaOCCI, mediaURIList, mediaJSON:
			return candidate, nil
		case "*/*":
			return mediaPlain, nil
		}
	}
	return "", fail(http.StatusNotAcceptable, "This service is unable to understand the  mime type: '"+text+"'")
}

// write writes the answer, or what the refusal comes to.
func (x *exchange) write(w http.ResponseWriter, err error) {
	if err != nil && x.answer == nil {
		x.answer = x.refusalAnswer(err)
	}
	if x.answer.status == 0 {
		// This cuts the connection.
		panic(http.ErrAbortHandler)
	}
	header := w.Header()
	for name, values := range x.answer.header {
		header[name] = values
	}
	if x.answer.media != "" {
		header.Set("Content-Type", x.answer.media)
	}
	if len(header["Content-Length"]) == 0 {
		header.Set("Content-Length", strconv.Itoa(len(x.answer.body)))
	}
	if header.Get("Connection") == "" && x.answer.status != http.StatusUnauthorized && !x.answer.bare {
		header.Set("Server", x.traits.server)
	}
	w.WriteHeader(x.answer.status)
	// The client is gone if this fails; there is nobody left to tell.
	_, _ = io.WriteString(w, x.answer.body) //nolint:gosec // The real server does not escape either.
}

func isMissing(err error) bool {
	var r *refusal
	return errors.As(err, &r) && r.kind == missing
}

// refusalAnswer is the answer to a request that ended in the error.
func (x *exchange) refusalAnswer(err error) *answer {
	var r *refusal
	if !errors.As(err, &r) {
		r = &refusal{kind: crashed, text: err.Error()}
	}
	collection := strings.HasSuffix(x.request.URL.Path, "/")
	switch {
	case r.kind == refused && x.traits.pythonErrors && x.takenForMethod(collection):
		return &answer{status: http.StatusMethodNotAllowed, media: mediaPlain, body: "Method not supported."}
	case r.conflict && x.traits.standard12:
		return x.errorAnswer(http.StatusConflict, r.text)
	case r.kind == refused:
		return x.errorAnswer(http.StatusBadRequest, r.text)
	case r.kind == missing && x.request.Method == http.MethodGet && !collection:
		return x.errorAnswer(http.StatusNotFound, "Resource not found: "+r.text)
	case r.kind == missing && !collection:
		return x.errorAnswer(http.StatusNotFound, r.text)
	case r.kind == missing && !x.traits.pythonErrors:
		return x.errorAnswer(http.StatusBadRequest, "Not found: "+r.text)
	case r.kind == missing:
		return tracebackAnswer("KeyError: " + r.text)
	case r.kind == crashed:
		return tracebackAnswer(r.text)
	case r == errMethod: //nolint:errorlint // This very value is meant.
		return &answer{status: r.status, media: mediaPlain, body: r.text}
	default:
		return x.errorAnswer(r.status, r.text)
	}
}

// takenForMethod tells whether the handler of pyssf lets its exception for refusals through. A level above
// it is taken for a method that does not exist (40-storage-get-id-of-a-vm).
func (x *exchange) takenForMethod(collection bool) bool {
	switch x.request.Method {
	case http.MethodGet:
		return !collection
	case http.MethodDelete:
		return collection && !strings.HasSuffix(x.request.URL.Path, "/-/") && x.request.Header.Get(locationHeader) == ""
	default:
		return false
	}
}

// errorAnswer is the bare message. occi-os sends its length twice.
func (x *exchange) errorAnswer(status int, text string) *answer {
	a := &answer{status: status, media: mediaPlain, header: http.Header{}, body: text}
	if x.traits.twoContentLengths {
		length := strconv.Itoa(len(text))
		a.header["Content-Length"] = []string{length, length}
	}
	return a
}

// tracebackAnswer is what eventlet makes of an exception. The frames are shortened.
func tracebackAnswer(exception string) *answer {
	return &answer{
		status: http.StatusInternalServerError, media: mediaPlain, header: http.Header{"Connection": {"close"}},
		body: "Traceback (most recent call last):\n  File \"eventlet/wsgi.py\", line 384, in handle_one_response\n" +
			"    result = self.application(self.environ, start_response)\n" + exception,
	}
}
