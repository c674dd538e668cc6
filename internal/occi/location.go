package occi

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// ErrNoLocation is wrapped by the error of [Client.Create] when the server accepted the request without
// telling where the entity is. The entity may exist.
var ErrNoLocation = errors.New("the server accepted the request but did not tell the location of the new entity")

// createdLocation finds the location in the header Location (occi-os: 201), in X-OCCI-Location as a header or
// in the body (ooi: 200), or makes it of the identifier in the entity that OCCI 1.2 shows with status 200.
func (c *Client) createdLocation(response *answer, kind Category) (string, error) {
	for _, name := range []string{"Location", fieldLocation} {
		if location := response.header.Get(name); location != "" {
			return c.toldLocation(location)
		}
	}

	message, err := response.decode()
	if err != nil {
		return "", errors.Join(ErrNoLocation, err)
	}

	if len(message.Locations) > 0 {
		return c.toldLocation(message.Locations[0])
	}

	created := message.Attributes
	if len(message.Entities) == 1 {
		created = message.Entities[0].Attributes
	}

	path, err := c.pathOf(kind, created)
	if err != nil {
		return "", errors.Join(ErrNoLocation, err)
	}

	return path, nil
}

// toldLocation is the path of a location that the server told. One that makes no sense is as good as none.
func (c *Client) toldLocation(location string) (string, error) {
	path, err := c.Path(location)
	if err == nil {
		err = requireEntityPath(path)
	}

	if err != nil {
		return "", errors.Join(ErrNoLocation, err)
	}

	return path, nil
}

// pathOf makes the path of an entity of the location of its kind and its occi.core.id. The identifier may be a
// UUID, a URN of it (GFD.226), or in occi-os a path.
func (c *Client) pathOf(kind Category, attributes Attributes) (string, error) {
	id := strings.TrimPrefix(attributes[attributeID].Text(), "urn:uuid:")

	if id == "" {
		return "", errors.New("it shows no occi.core.id")
	}

	if strings.Contains(id, "/") {
		path, err := c.Path(id)
		if err != nil {
			return "", err
		}

		return path, requireEntityPath(path)
	}

	collection, err := c.collectionPath(kind)
	if err != nil {
		return "", err
	}

	path := strings.TrimSuffix(collection, "/") + "/" + url.PathEscape(id)

	return path, requireEntityPath(path)
}

func (c *Client) collectionPath(kind Category) (string, error) {
	if kind.Location == "" {
		return "", fmt.Errorf("the server tells no location for entities of %s", kind.TypeID)
	}

	return c.Path(kind.Location)
}

// inlineLinks are links whose targets are written as servers want them: the path on the server, and the
// absolute URL in occi.core.target, without which ooi answers 400.
func (c *Client) inlineLinks(links []Link) []Link {
	absolute := make([]Link, 0, len(links))

	for _, link := range links {
		if strings.HasPrefix(link.Target, "/") {
			attributes := Attributes{attributeTarget: String(c.URL(link.Target))}
			for name, value := range link.Attributes {
				attributes[name] = value
			}

			link.Target, link.Attributes = c.endpoint.base+link.Target, attributes
		}

		absolute = append(absolute, link)
	}

	return absolute
}

// useEndpointPaths replaces the locations in an entity by paths on the endpoint.
func (c *Client) useEndpointPaths(entity *Entity) {
	entity.Kind.Location = c.pathOrEmpty(entity.Kind.Location)
	for i := range entity.Mixins {
		entity.Mixins[i].Location = c.pathOrEmpty(entity.Mixins[i].Location)
	}

	for i := range entity.Links {
		link := &entity.Links[i]
		if target := link.Attributes[attributeTarget].Text(); target != "" {
			link.Target = target
		}

		link.Target = c.Reference(link.Target, link.Attributes[attributeSource].Text())
		link.Self = c.pathOrEmpty(link.Self)
	}
}

// Reference is the path on the endpoint of what a link leads to or, if that is on another server, as storage that CDMI
// manages may be (GFD.184, section 3.4.3), its URL. beside is how the same answer writes something that is surely on this
// server: one behind a proxy may write a host of its own. Without beside, and of what makes no sense here, it is what
// Path says, or "".
func (c *Client) Reference(reference, beside string) string {
	reference = strings.TrimSpace(reference)
	target, err := url.Parse(reference)
	own, ownErr := url.Parse(strings.TrimSpace(beside))

	isHTTP := err == nil && (target.Scheme == "http" || target.Scheme == "https")
	if isHTTP && beside != "" && ownErr == nil && target.Host != own.Host && target.Host != c.endpoint.origin.Host {
		return reference
	}

	return c.pathOrEmpty(reference)
}

// pathOrEmpty leaves out locations that make no sense here, such as links to other sites with a query.
func (c *Client) pathOrEmpty(reference string) string {
	path, err := c.Path(reference)
	if err != nil {
		return ""
	}

	return path
}
