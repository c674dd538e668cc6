package cloudsigma

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

const (
	// root is the path of the API; paths of resources in its answers begin with it.
	root           = "/api/2.0/"
	maxRequestSize = 1 << 20
	// maxChunkSize is the largest chunk of an image, in bytes.
	maxChunkSize = 64 << 20
)

// object is a JSON object of the API.
type object = map[string]any

// answer is what a request is answered with.
type answer struct {
	status int
	// body is a JSON value, a text, or nil for none.
	body     any
	location string
	// encoded is the body in JSON, made under the lock as the body may refer to records.
	encoded []byte
}

// call is an authenticated request.
type call struct {
	account *account
	method  string
	query   url.Values
	// body is the decoded JSON, nil if the request has none.
	body any
}

// link refers to another resource.
func link(collection, id string) object {
	return object{"resource_uri": uri(collection, id), "uuid": id}
}

func uri(collection, id string) string { return root + collection + "/" + id + "/" }

// ServeHTTP serves the API under /api/2.0/.
func (c *Cloud) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	limit := int64(maxRequestSize)
	if strings.HasPrefix(r.URL.Path, chunkRoot) {
		limit = maxChunkSize
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	if err != nil {
		http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
		return
	}
	result, id, err := c.handle(r, body)
	if err != nil {
		result = refusal(err, w.Header())
	}
	// The official SDK reads this header for its error messages.
	w.Header().Set("X-Request-Id", id)
	if result.location != "" {
		w.Header().Set("Location", result.location)
	}
	content := result.encoded
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if text, plain := result.body.(string); plain || result.body == nil {
		// Answers without a JSON body are of this type in the samples: see drive_delete.
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		content = []byte(text)
	}
	w.WriteHeader(result.status)
	// The client is gone if this fails; there is nobody left to tell.
	_, _ = w.Write(content)
}

// refusal is the answer to a request that is not accepted: always a list of errors (errors.rst).
func refusal(err error, header http.Header) answer {
	refused := &failure{
		status: http.StatusInternalServerError,
		errors: []apiError{{Type: errorBackend, Message: err.Error()}},
	}
	errors.As(err, &refused)
	maps.Copy(header, refused.header)
	encoded, err := json.Marshal(refused.errors)
	if err != nil {
		return answer{status: http.StatusInternalServerError, body: err.Error()}
	}
	return answer{status: refused.status, body: refused.errors, encoded: encoded}
}

// handle answers one request, with everything done under one lock, and returns the identifier of the
// request.
func (c *Cloud) handle(r *http.Request, body []byte) (result answer, id string, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	defer c.syncPorts()
	// Not from the seed: identifiers of objects must not depend on how often somebody polls.
	c.requests++
	id = fmt.Sprintf("00000000-0000-4000-8000-%012x", c.requests)
	c.advance()
	if strings.HasPrefix(r.URL.Path, chunkRoot) {
		result, err = c.receiveChunk(r, body)
		return result, id, err
	}
	account, err := c.authenticate(r)
	if err != nil {
		return answer{}, id, err
	}
	decoded, err := decode(r.Header, body)
	if err != nil {
		return answer{}, id, err
	}
	result, err = c.route(call{account, r.Method, r.URL.Query(), decoded}, r.URL.Path)
	if err != nil {
		return answer{}, id, err
	}
	result.encoded, err = json.Marshal(result.body)
	return result, id, err
}

// decode checks what was sent and what is accepted in return (general.rst, data format). XML is a
// format of the API that the emulator does not speak.
func decode(header http.Header, body []byte) (any, error) {
	if accept := header.Get("Accept"); accept != "" &&
		!strings.Contains(accept, "application/json") && !strings.Contains(accept, "*/*") {
		return nil, fail(http.StatusNotAcceptable, errorValidation, "Not acceptable: %s", accept)
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, nil
	}
	if media, _, err := mime.ParseMediaType(header.Get("Content-Type")); err != nil || media != "application/json" {
		return nil, malformed("Unsupported content type %q", header.Get("Content-Type"))
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, malformed("No JSON could be decoded: %v", err)
	}
	if decoder.More() {
		return nil, malformed("No JSON could be decoded: data after the first value")
	}
	return value, nil
}

// route finds the resource. Its URLs end with a slash, always.
func (c *Cloud) route(request call, path string) (answer, error) {
	inside, underRoot := strings.CutPrefix(path, root)
	inside, closed := strings.CutSuffix(inside, "/")
	if !underRoot || !closed {
		return answer{}, notFound()
	}
	segments := strings.Split(inside, "/")
	singles := map[string]func(call) (answer, error){
		"balance": c.balance, "capabilities": c.capabilities, "cloud_status": c.cloudStatus, "currentusage": c.currentUsage,
		"global_context": c.globalContext, "initupload": c.initUpload, "pricing": c.pricing, "profile": c.profile, "subscriptioncalculator": c.calculate,
	}
	single, isSingle := singles[inside]
	switch {
	case isSingle:
		return single(request)
	case len(segments) > 1 && segments[0] == "servers" && segments[1] == "availability_groups":
		return c.serverGroups(request, segments[2:])
	case inside == "subscriptions" && request.method == http.MethodPost:
		return c.buy(request)
	case len(segments) == 3 && segments[0] == "subscriptioncalculator" && segments[2] == "action":
		return c.calculateExtension(request, segments[1])
	case len(segments) == 3 && segments[0] == "tags":
		return c.tagged(request, segments[1], segments[2])
	}
	collection, known := c.collections[segments[0]]
	if !known {
		return answer{}, notFound()
	}
	switch {
	case len(segments) == 1:
		return c.onCollection(collection, request, collection.listed)
	case len(segments) == 2 && segments[1] == "detail":
		return c.onCollection(collection, request, nil)
	case len(segments) == 2:
		return c.onObject(collection, request, segments[1])
	case len(segments) == 3 && segments[2] == "action":
		return c.onAction(collection, request, segments[1])
	}
	return answer{}, notFound()
}

// wholeObject returns the body as one object; no body is an empty one.
func (r call) wholeObject() (object, error) {
	if r.body == nil {
		return object{}, nil
	}
	values, ok := r.body.(object)
	if !ok {
		return nil, malformed("The body has to be an object")
	}
	return values, nil
}
