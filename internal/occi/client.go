package occi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
)

// The values of [Config.Rendering].
const (
	RenderingAuto      = "auto"
	RenderingTextPlain = MediaTypeTextPlain
	RenderingTextOCCI  = MediaTypeTextOCCI
)

// Config is what a [Client] needs.
type Config struct {
	// Endpoint is the URL below which the server answers, such as https://cloud.example.org:8787/ or
	// https://cloud.example.org/occi1.2. It must not contain credentials.
	Endpoint *url.URL
	// HTTP sends the requests. Authentication, retries, limits and logging are in its transport.
	HTTP *http.Client
	// Rendering is how requests are written: [RenderingTextPlain], [RenderingTextOCCI], or
	// [RenderingAuto] (also ""), which takes text/occi as the OpenStack guide does, and text/plain for
	// what does not fit into headers.
	Rendering string
}

// Client speaks to one OCCI endpoint. It may be used by many goroutines at once.
//
// Paths are relative to the endpoint and begin with a slash; those of collections end with one. Errors are
// a [*StatusError] when the server refused, an [*UnrepresentableError] when nothing was sent, a
// [*DecodeError] when the answer could not be read, else what the HTTP client says.
type Client struct {
	endpoint  endpoint
	http      *http.Client
	rendering string
	types     typeCache
	// literal is set once an answer shows that the server does not understand escapes in text/plain.
	literal atomic.Bool
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
	case RenderingAuto, RenderingTextPlain, RenderingTextOCCI:
	default:
		return nil, fmt.Errorf("the rendering %q is none of %s, %s and %s",
			rendering, RenderingAuto, RenderingTextPlain, RenderingTextOCCI)
	}

	return &Client{endpoint: location, http: config.HTTP, rendering: rendering}, nil
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

// ErrNoLocation is wrapped by the error of [Client.Create] when the server accepted the request without
// telling where the entity is. The entity may exist.
var ErrNoLocation = errors.New("the server accepted the request but did not tell the location of the new entity")

// Create makes an entity of the kind, which is one of the query interface because its location is needed, and
// returns its path on the endpoint. Entities are mostly not ready then: what a GET says counts.
func (c *Client) Create(ctx context.Context, kind Category, mixins []TypeID, attributes Attributes, links []Link) (string, error) {
	call := operation{verb: "creating", entity: kind.Term, method: http.MethodPost}

	path, err := c.collectionPath(kind)
	if err != nil {
		return "", call.failed(err)
	}

	message := Message{
		Categories: append([]Category{{TypeID: kind.TypeID, Class: ClassKind}}, asMixins(mixins)...),
		Attributes: attributes,
		Links:      links,
	}

	response, err := c.send(ctx, call, path, &message)
	if err != nil {
		return "", err
	}

	location, err := c.createdLocation(response)
	if err != nil {
		return "", call.failed(err)
	}

	return location, nil
}

// Get reads an entity.
func (c *Client) Get(ctx context.Context, path string) (*Entity, error) {
	call := operation{verb: "reading", entity: path, method: http.MethodGet}
	if err := requireEntityPath(path); err != nil {
		return nil, call.failed(err)
	}

	response, err := c.send(ctx, call, path, nil)
	if err != nil {
		return nil, err
	}

	message, err := response.decode()
	if err != nil {
		return nil, call.failed(err)
	}

	entity, err := message.Entity()
	if err != nil {
		return nil, call.failed(err)
	}

	entity.Location = path
	c.useEndpointPaths(entity)

	return entity, nil
}

// List returns the paths of the entities in a collection, each once: occi-os lists links twice. Filters are
// types that the entities must have; ooi ignores them.
func (c *Client) List(ctx context.Context, path string, filter ...TypeID) ([]string, error) {
	call := operation{verb: "listing", entity: path, method: http.MethodGet, accept: MediaTypeURIList, filter: filter}

	if err := checkPath(path); err != nil {
		return nil, call.failed(err)
	}

	response, err := c.send(ctx, call, path, nil)
	if HasStatus(err, http.StatusNotAcceptable) {
		call.accept = MediaTypeTextPlain
		response, err = c.send(ctx, call, path, nil)
	}

	if err != nil {
		return nil, err
	}

	message, err := response.decode()
	if err != nil {
		return nil, call.failed(err)
	}

	paths, err := c.uniquePaths(message.Locations)
	if err != nil {
		return nil, call.failed(err)
	}

	return paths, nil
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
	call := operation{
		verb:   fmt.Sprintf("invoking %s on", action.Term),
		entity: path,
		method: http.MethodPost,
		query:  url.Values{"action": {action.Term}},
	}
	if err := requireEntityPath(path); err != nil {
		return call.failed(err)
	}

	_, err := c.send(ctx, call, path, &Message{
		Categories: []Category{{TypeID: action, Class: ClassAction}},
		Attributes: attributes,
	})

	return err
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

func (c *Client) collectionPath(kind Category) (string, error) {
	if kind.Location == "" {
		return "", fmt.Errorf("the server tells no location for entities of %s", kind.TypeID)
	}

	return c.Path(kind.Location)
}

func asMixins(ids []TypeID) []Category {
	categories := make([]Category, 0, len(ids))
	for _, id := range ids {
		categories = append(categories, Category{TypeID: id, Class: ClassMixin})
	}

	return categories
}

// createdLocation finds the location in the header Location (occi-os: 201), or in X-OCCI-Location as a header or
// in the body (ooi: 200).
func (c *Client) createdLocation(response *answer) (string, error) {
	for _, name := range []string{"Location", fieldLocation} {
		if location := response.header.Get(name); location != "" {
			return c.Path(location)
		}
	}

	message, err := response.decode()
	if err != nil {
		return "", errors.Join(ErrNoLocation, err)
	}

	if len(message.Locations) == 0 {
		return "", ErrNoLocation
	}

	return c.Path(message.Locations[0])
}

func (c *Client) uniquePaths(references []string) ([]string, error) {
	paths := make([]string, 0, len(references))
	seen := make(map[string]bool, len(references))

	for _, reference := range references {
		path, err := c.Path(reference)
		if err != nil {
			return nil, err
		}

		if !seen[path] {
			seen[path] = true
			paths = append(paths, path)
		}
	}

	return paths, nil
}

// useEndpointPaths replaces the locations in an entity by paths on the endpoint.
func (c *Client) useEndpointPaths(entity *Entity) {
	entity.Kind.Location = c.pathOrEmpty(entity.Kind.Location)
	for i := range entity.Mixins {
		entity.Mixins[i].Location = c.pathOrEmpty(entity.Mixins[i].Location)
	}

	for i := range entity.Links {
		link := &entity.Links[i]
		if target := link.Attributes["occi.core.target"].Text(); target != "" {
			link.Target = target
		}

		link.Target = c.pathOrEmpty(link.Target)
		link.Self = c.pathOrEmpty(link.Self)
	}
}

// pathOrEmpty leaves out locations that make no sense here, such as links to other sites with a query.
func (c *Client) pathOrEmpty(reference string) string {
	path, err := c.Path(reference)
	if err != nil {
		return ""
	}

	return path
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
