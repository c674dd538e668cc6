package occi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// maxAnswerBytes bounds the answers that are read. The query interface of a large cloud has some megabytes.
const maxAnswerBytes = 32 << 20

// operation is what a request is for, in the words of errors, and how it is sent.
type operation struct {
	verb   string
	entity string
	method string
	query  url.Values
	accept string   // the rendering of the answer that is asked for first; text/plain if empty
	filter []TypeID // sent as headers whatever the rendering, because a GET has no body
	// detailed: in JSON the answer tells more, so it is asked for in JSON if the server is known to have it.
	detailed bool
	// describesTypes: the categories of the message are described, not those of an entity.
	describesTypes bool
}

func (o operation) failed(err error) error {
	return fmt.Errorf("%s %s: %w", o.verb, o.entity, err)
}

// answer is a successful answer, read whole.
type answer struct {
	header http.Header
	body   []byte
}

func (a *answer) decode() (Message, error) {
	return Decode(a.header, a.body)
}

func (a *answer) isJSON() bool {
	mediaType, _, _ := mime.ParseMediaType(a.header.Get("Content-Type"))

	return mediaType == MediaTypeJSON
}

// send sends a request, with a message unless it is nil, and turns refusals into errors. If the server refuses a
// rendering it is asked again in the next one, which is kept for the requests to come.
func (c *Client) send(ctx context.Context, call operation, path string, message *Message) (*answer, error) {
	attempts := c.negotiation.attempts(call)

	for index, accept := range attempts {
		response, err := c.exchange(ctx, call, accept, path, message)
		if index < len(attempts)-1 && refusesRendering(call, attempts[index+1], err) {
			continue
		}

		if err == nil && index > 0 {
			c.negotiation.settle(accept)
		}

		return response, err
	}

	return nil, call.failed(errors.New("there is no rendering to ask for"))
}

// exchange sends a request once.
func (c *Client) exchange(ctx context.Context, call operation, accept, path string, message *Message) (*answer, error) {
	request, err := c.newRequest(ctx, call, accept, path, message)
	if err != nil {
		return nil, call.failed(err)
	}

	response, err := c.http.Do(request)
	if err != nil {
		return nil, call.failed(err)
	}
	defer func() { _ = response.Body.Close() }()

	c.negotiation.observe(response.Header)

	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswerBytes+1))
	if err != nil {
		return nil, call.failed(fmt.Errorf("reading the answer of %s %s: %w", request.Method, request.URL.Redacted(), err))
	}

	if len(body) > maxAnswerBytes {
		return nil, call.failed(fmt.Errorf("the answer of %s %s has more than %d bytes",
			request.Method, request.URL.Redacted(), maxAnswerBytes))
	}

	switch response.StatusCode {
	case http.StatusOK, http.StatusCreated, http.StatusAccepted, http.StatusNoContent:
		return &answer{header: response.Header, body: body}, nil
	default:
		return nil, &StatusError{
			Operation: call.verb,
			Entity:    call.entity,
			Method:    request.Method,
			URL:       request.URL.Redacted(),
			Status:    response.StatusCode,
			Message:   serverMessage(response.Header, body),
		}
	}
}

func (c *Client) newRequest(
	ctx context.Context, call operation, accept, path string, message *Message,
) (*http.Request, error) {
	header, body, err := c.encode(call, accept, message)
	if err != nil {
		return nil, err
	}

	target := c.URL(path)
	if len(call.query) > 0 {
		target += "?" + call.query.Encode()
	}

	request, err := http.NewRequestWithContext(ctx, call.method, target, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("making the request: %w", err)
	}

	for name, values := range header {
		request.Header[name] = values
	}

	// occi-os compares media types as strings: no parameters, no lists.
	request.Header.Set("Accept", accept)

	return request, nil
}

// encode renders the message as the configuration wants it. A message goes in JSON if the answer is to come in
// JSON, or if the text renderings would spoil it and the server is known to have JSON.
func (c *Client) encode(call operation, accept string, message *Message) (http.Header, []byte, error) {
	if message == nil {
		if len(call.filter) == 0 {
			return nil, nil, nil
		}

		header, err := EncodeTextOCCI(Message{Categories: asCategories(call.filter, "")})

		return header, nil, err
	}

	inJSON := accept == MediaTypeJSON || c.negotiation.mayChooseJSON() && c.spoiledByText(*message)

	switch {
	case inJSON && call.describesTypes:
		return EncodeJSONCategories(message.Categories)
	case inJSON:
		return EncodeJSON(*message)
	default:
		return c.encodeText(*message)
	}
}

func (c *Client) encodeText(message Message) (http.Header, []byte, error) {
	if err := refuseDelimiters(message); err != nil {
		return nil, nil, err
	}

	if c.negotiation.verbatim.Load() {
		if err := refuseEscapes(message.Attributes); err != nil {
			return nil, nil, err
		}
	}

	if c.negotiation.rendering != RenderingAuto && !c.negotiation.literal.Load() {
		message.Attributes = quoteStructures(message.Attributes)
	}

	if c.negotiation.rendering != RenderingTextPlain {
		header, err := EncodeTextOCCI(message)
		if err == nil || c.negotiation.rendering == RenderingTextOCCI || !onlyHeadersRefuse(err) {
			return header, nil, err
		}
	}

	if c.negotiation.literal.Load() {
		if err := refuseEscapes(message.Attributes); err != nil {
			return nil, nil, err
		}
	}

	return EncodeTextPlain(message)
}

// spoiledByText reports whether the text renderings of this server would not bring the message as it is.
func (c *Client) spoiledByText(message Message) bool {
	if c.negotiation.literal.Load() && refuseEscapes(message.Attributes) != nil ||
		c.negotiation.verbatim.Load() && hasTextOfBoolean(message.Attributes) {
		return true
	}

	lines, err := message.lines()
	isForeign := func(one line) bool { return !isASCII(one.text) }

	return errors.Is(err, ErrStructure) || refuseDelimiters(message) != nil || slices.ContainsFunc(lines, isForeign)
}

// quoteStructures writes lists and objects as rOCCI does where a text rendering is configured: as their JSON in a
// string. Servers that do not escape would spoil it.
func quoteStructures(attributes Attributes) Attributes {
	quoted := maps.Clone(attributes)

	for name, value := range quoted {
		if value.IsStructure() {
			quoted[name] = String(value.Text())
		}
	}

	return quoted
}

// refuseEscapes refuses values that cannot be written without a backslash. Lists and objects have no form in text.
func refuseEscapes(attributes Attributes) error {
	for _, name := range attributes.sortedNames() {
		if value := attributes[name]; !value.IsStructure() && strings.ContainsAny(value.Text(), `"\`) {
			return &UnrepresentableError{Item: fmt.Sprintf("attribute %q", name), Reason: ErrEscape}
		}
	}

	return nil
}

// hasTextOfBoolean reports whether a value is a text that reads like a boolean (capture ooi/116-attr-title-true).
func hasTextOfBoolean(attributes Attributes) bool {
	for _, value := range attributes {
		if value.IsQuoted() && (value.Text() == "true" || value.Text() == "false") {
			return true
		}
	}

	return false
}

func onlyHeadersRefuse(err error) bool {
	return errors.Is(err, ErrTooLarge) || errors.Is(err, ErrNonASCII)
}

// refuseDelimiters refuses what occi-os would take for the next parameter, link or category, even within
// quotes and although the encoders escape it: it splits these lines at every comma and semicolon.
func refuseDelimiters(message Message) error {
	for _, category := range message.Categories {
		if strings.ContainsAny(category.Title, delimiters) {
			return &UnrepresentableError{Item: fmt.Sprintf("the title of %q", category.Term), Reason: ErrDelimiter}
		}
	}

	for _, link := range message.Links {
		for name, value := range link.Attributes {
			if strings.ContainsAny(value.Text(), delimiters) {
				return &UnrepresentableError{Item: fmt.Sprintf("link attribute %q", name), Reason: ErrDelimiter}
			}
		}
	}

	return nil
}

const delimiters = `,;="\`
