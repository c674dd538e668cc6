package occi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
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
	accept string   // text/plain if empty
	filter []TypeID // sent as headers whatever the rendering, because a GET has no body
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

// send sends a request, with a message unless it is nil, and turns refusals into errors.
func (c *Client) send(ctx context.Context, call operation, path string, message *Message) (*answer, error) {
	request, err := c.newRequest(ctx, call, path, message)
	if err != nil {
		return nil, call.failed(err)
	}

	response, err := c.http.Do(request)
	if err != nil {
		return nil, call.failed(err)
	}
	defer func() { _ = response.Body.Close() }()

	if ServerQuoting(response.Header) == QuotingLiteral {
		c.literal.Store(true)
	}

	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswerBytes+1))
	if err != nil {
		return nil, call.failed(fmt.Errorf("reading the answer of %s %s: %w", request.Method, request.URL.Redacted(), err))
	}

	if len(body) > maxAnswerBytes {
		return nil, call.failed(fmt.Errorf("the answer of %s %s has more than %d bytes",
			request.Method, request.URL.Redacted(), maxAnswerBytes))
	}

	switch response.StatusCode {
	case http.StatusOK, http.StatusCreated, http.StatusNoContent:
		return &answer{header: response.Header, body: body}, nil
	default:
		return nil, &StatusError{
			Operation: call.verb,
			Entity:    call.entity,
			Method:    request.Method,
			URL:       request.URL.Redacted(),
			Status:    response.StatusCode,
			Message:   serverMessage(response.Header.Get("Content-Type"), body),
		}
	}
}

func (c *Client) newRequest(ctx context.Context, call operation, path string, message *Message) (*http.Request, error) {
	header, body, err := c.encode(call, message)
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
	request.Header.Set("Accept", MediaTypeTextPlain)
	if call.accept != "" {
		request.Header.Set("Accept", call.accept)
	}

	return request, nil
}

func (c *Client) encode(call operation, message *Message) (http.Header, []byte, error) {
	if message == nil {
		if len(call.filter) == 0 {
			return nil, nil, nil
		}

		var filter Message
		for _, id := range call.filter {
			filter.Categories = append(filter.Categories, Category{TypeID: id})
		}

		header, err := EncodeTextOCCI(filter)

		return header, nil, err
	}

	if err := refuseDelimiters(*message); err != nil {
		return nil, nil, err
	}

	if c.rendering != RenderingTextPlain {
		header, err := EncodeTextOCCI(*message)
		if err == nil || c.rendering == RenderingTextOCCI || !onlyHeadersRefuse(err) {
			return header, nil, err
		}
	}

	if c.literal.Load() {
		if err := refuseEscapes(message.Attributes); err != nil {
			return nil, nil, err
		}
	}

	return EncodeTextPlain(*message)
}

// refuseEscapes refuses values that cannot be written without a backslash.
func refuseEscapes(attributes Attributes) error {
	for _, name := range attributes.sortedNames() {
		if strings.ContainsAny(attributes[name].Text(), `"\`) {
			return &UnrepresentableError{Item: fmt.Sprintf("attribute %q", name), Reason: ErrEscape}
		}
	}

	return nil
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
