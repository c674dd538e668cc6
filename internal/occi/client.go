package occi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// The values of [Config.Rendering].
const (
	RenderingAuto      = "auto"
	RenderingTextPlain = MediaTypeTextPlain
	RenderingTextOCCI  = MediaTypeTextOCCI
	RenderingJSON      = MediaTypeJSON
)

// Config is what a [Client] needs.
type Config struct {
	// Endpoint is the URL below which the server answers, such as https://cloud.example.org:8787/ or
	// https://cloud.example.org/occi1.2. It must not contain credentials.
	Endpoint *url.URL
	// HTTP sends the requests. Authentication, retries, limits and logging are in its transport.
	HTTP *http.Client
	// Rendering is how requests are written: [RenderingTextPlain], [RenderingTextOCCI], [RenderingJSON], or
	// [RenderingAuto] (also ""), which takes text/occi as the OpenStack guide does, text/plain for
	// what does not fit into headers, and JSON where the server has it and text would spoil the message or is
	// refused. Answers are asked for in text/plain, with [RenderingJSON] in JSON.
	Rendering string
}

// Client speaks to one OCCI endpoint. It may be used by many goroutines at once.
//
// Paths are relative to the endpoint and begin with a slash; those of collections end with one. Errors are
// a [*StatusError] when the server refused, an [*UnrepresentableError] when nothing was sent, a
// [*DecodeError] when the answer could not be read, else what the HTTP client says.
type Client struct {
	endpoint    endpoint
	http        *http.Client
	negotiation negotiation
	types       typeCache
}

// NewClient checks the configuration. It sends nothing.
func NewClient(config Config) (*Client, error) {
	location, err := newEndpoint(config.Endpoint)
	if err != nil {
		return nil, err
	}

	if config.HTTP == nil {
		return nil, errors.New("the HTTP client is missing")
	}

	rendering := config.Rendering
	switch rendering {
	case "":
		rendering = RenderingAuto
	case RenderingAuto, RenderingTextPlain, RenderingTextOCCI, RenderingJSON:
	default:
		return nil, fmt.Errorf("the rendering %q is none of %s, %s, %s and %s",
			rendering, RenderingAuto, RenderingTextPlain, RenderingTextOCCI, RenderingJSON)
	}

	return &Client{endpoint: location, http: config.HTTP, negotiation: negotiation{rendering: rendering}}, nil
}

// Path maps a reference to the path on the endpoint, such as "/compute/4a7c": a path, a URL of the endpoint,
// or a URL with any other host, as servers behind proxies write them. It refuses empty references, other
// schemes than http and https, queries, fragments and paths with "." or "..". What begins with the endpoint's own
// path is taken to contain it.
func (c *Client) Path(reference string) (string, error) {
	return c.endpoint.path(reference)
}

// URL is the absolute URL of a path on the endpoint, the form in which servers want occi.core.source and
// occi.core.target.
func (c *Client) URL(path string) string {
	return c.endpoint.url(path)
}

// Create makes an entity of the kind, which is one of the query interface because its location is needed, and
// returns its path on the endpoint. The targets of links are paths on the endpoint. Entities are mostly not ready then: what a GET says counts.
func (c *Client) Create(ctx context.Context, kind Category, mixins []TypeID, attributes Attributes, links []Link) (string, error) {
	call := operation{verb: "creating", entity: kind.Term, method: http.MethodPost}

	path, err := c.collectionPath(kind)
	if err != nil {
		return "", call.failed(err)
	}

	message := Message{
		Categories: append([]Category{{TypeID: kind.TypeID, Class: ClassKind}}, asMixins(mixins)...),
		Attributes: attributes,
		Links:      c.inlineLinks(links),
	}

	response, err := c.send(ctx, call, path, &message)
	if err != nil {
		return "", err
	}

	location, err := c.createdLocation(response, kind)
	if err != nil {
		return "", call.failed(err)
	}

	return location, nil
}

// Update changes an entity partially: it adds the mixins and sets the attributes. With neither it sends nothing.
// The answer is not looked at: occi-os shows the state before the change.
func (c *Client) Update(ctx context.Context, path string, mixins []TypeID, attributes Attributes) error {
	call := operation{verb: "updating", entity: path, method: http.MethodPost}
	if err := requireEntityPath(path); err != nil {
		return call.failed(err)
	}

	if len(mixins) == 0 && len(attributes) == 0 {
		return nil
	}

	_, err := c.send(ctx, call, path, &Message{Categories: asMixins(mixins), Attributes: attributes})

	return err
}

// Replace puts a whole representation in the place of an entity's (GFD.223, section 10.2.2); its links stay. The
// kind may be zero: ooi changes the size of a VM only this way, by the resource template alone, and refuses other
// representations. occi-os makes another entity of it: there, use [Client.Update].
func (c *Client) Replace(ctx context.Context, path string, kind TypeID, mixins []TypeID, attributes Attributes) error {
	call := operation{verb: "replacing", entity: path, method: http.MethodPut}
	if err := requireEntityPath(path); err != nil {
		return call.failed(err)
	}

	message := Message{Categories: asMixins(mixins), Attributes: attributes}
	if !kind.IsZero() {
		message.Categories = slices.Insert(message.Categories, 0, Category{TypeID: kind, Class: ClassKind})
	}

	if len(message.Categories) == 0 {
		return call.failed(errors.New("a representation without any type is none"))
	}

	_, err := c.send(ctx, call, path, &message)

	return err
}

// Delete deletes an entity. An entity that is gone already is a [StatusError] with status 404; whether that is
// a success is for the caller to tell, see [IsNotFound]. Collections are refused.
func (c *Client) Delete(ctx context.Context, path string) error {
	call := operation{verb: "deleting", entity: path, method: http.MethodDelete}
	if err := requireEntityPath(path); err != nil {
		return call.failed(err)
	}

	_, err := c.send(ctx, call, path, nil)

	return err
}

// Act invokes an action on an entity. It may still be under way when Act returns.
func (c *Client) Act(ctx context.Context, path string, action TypeID, attributes Attributes) error {
	_, err := c.act(ctx, path, action, attributes)

	return err
}

func (c *Client) act(ctx context.Context, path string, action TypeID, attributes Attributes) (*answer, error) {
	call := operation{
		verb:   fmt.Sprintf("invoking %s on", action.Term),
		entity: path,
		method: http.MethodPost,
		query:  url.Values{"action": {action.Term}},
	}
	if err := requireEntityPath(path); err != nil {
		return nil, call.failed(err)
	}

	return c.send(ctx, call, path, &Message{
		Categories: []Category{{TypeID: action, Class: ClassAction}},
		Attributes: attributes,
	})
}

// requireEntityPath refuses collections: a DELETE there would delete all their entities, and occi-os answers
// 200 with an empty body to a GET of an entity with a slash at the end.
func requireEntityPath(path string) error {
	if err := checkPath(path); err != nil {
		return err
	}

	if strings.HasSuffix(path, "/") {
		return fmt.Errorf("%s is the path of a collection, not of an entity", excerpt(path))
	}

	return nil
}

func asMixins(ids []TypeID) []Category {
	return asCategories(ids, ClassMixin)
}

func asCategories(ids []TypeID, class Class) []Category {
	categories := make([]Category, 0, len(ids))
	for _, id := range ids {
		categories = append(categories, Category{TypeID: id, Class: class})
	}

	return categories
}

// sortedNames are the keys of attributes in the order in which they are sent.
func (a Attributes) sortedNames() []string {
	names := make([]string, 0, len(a))
	for name := range a {
		names = append(names, name)
	}

	slices.Sort(names)

	return names
}
