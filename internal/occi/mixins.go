package occi

import (
	"context"
	"fmt"
	"net/http"
	"strings"
)

// AddToMixin adds entities, given by their paths, to the collection of a mixin.
func (c *Client) AddToMixin(ctx context.Context, mixinLocation string, entities ...string) error {
	return c.changeMembers(ctx, operation{
		verb: "adding entities to mixin", entity: mixinLocation, method: http.MethodPost,
	}, entities)
}

// RemoveFromMixin removes entities, given by their paths, from the collection of a mixin. The entities live on.
func (c *Client) RemoveFromMixin(ctx context.Context, mixinLocation string, entities ...string) error {
	return c.changeMembers(ctx, operation{
		verb: "removing entities from mixin", entity: mixinLocation, method: http.MethodDelete,
	}, entities)
}

func (c *Client) changeMembers(ctx context.Context, call operation, entities []string) error {
	// Without locations a DELETE would be for all members.
	if len(entities) == 0 {
		return nil
	}

	path, err := c.Path(call.entity)
	if err != nil {
		return call.failed(err)
	}

	if !strings.HasSuffix(path, "/") {
		return call.failed(fmt.Errorf("%s is not the path of a collection", excerpt(path)))
	}

	var message Message

	for _, entity := range entities {
		if err := requireEntityPath(entity); err != nil {
			return call.failed(err)
		}

		message.Locations = append(message.Locations, c.URL(entity))
	}

	// The standard wants entities in JSON, not locations (GFD.223, section 11.3.2).
	if c.negotiation.usesJSON() {
		if message.Entities, err = c.membersOf(ctx, entities); err != nil {
			return call.failed(err)
		}
	}

	_, err = c.send(ctx, call, path, &message)

	return err
}

// membersOf names entities by their kinds and identifiers, which are told by their paths.
func (c *Client) membersOf(ctx context.Context, paths []string) ([]Entity, error) {
	types, err := c.QueryInterface(ctx)
	if err != nil {
		return nil, err
	}

	members := make([]Entity, 0, len(paths))

	for _, path := range paths {
		kind, found := types.kindAt(path)
		if !found {
			return nil, fmt.Errorf("%s is below the location of no kind", excerpt(path))
		}

		id := path[strings.LastIndexByte(path, '/')+1:]
		members = append(members, Entity{Kind: kind, Attributes: Attributes{attributeID: String(id)}})
	}

	return members, nil
}

// CreateMixin makes a user-defined mixin. occi-os wants a relation and a location that begins and ends with a
// slash; it drops the title. [Client.QueryInterface] has the mixin from then on, without another request.
func (c *Client) CreateMixin(ctx context.Context, mixin Category) error {
	call := operation{
		verb: "creating mixin", entity: mixin.TypeID.String(), method: http.MethodPost, describesTypes: true,
	}

	if !strings.HasPrefix(mixin.Location, "/") || !strings.HasSuffix(mixin.Location, "/") || mixin.Location == "/" {
		return call.failed(fmt.Errorf("its location %s is not a path like /name/", excerpt(mixin.Location)))
	}

	location, err := c.Path(mixin.Location)
	if err != nil {
		return call.failed(err)
	}

	mixin.Class = ClassMixin
	mixin.Location = c.endpoint.base + location

	if _, err = c.send(ctx, call, queryInterfacePath, &Message{Categories: []Category{mixin}}); err != nil {
		return err
	}

	mixin.Location = location
	c.types.setMixin(mixin, true)

	return nil
}

// DeleteMixin deletes a user-defined mixin. Entities that had it live on.
func (c *Client) DeleteMixin(ctx context.Context, id TypeID) error {
	call := operation{
		verb: "deleting mixin", entity: id.String(), method: http.MethodDelete, describesTypes: true,
	}

	mixin := Category{TypeID: id, Class: ClassMixin}

	// In JSON a mixin is not complete without its location.
	if types := c.types.get(); types != nil && c.negotiation.usesJSON() {
		if known, found := types.Mixin(id); found && known.Location != "" {
			mixin.Location = c.endpoint.base + known.Location
		}
	}

	if _, err := c.send(ctx, call, queryInterfacePath, &Message{Categories: []Category{mixin}}); err != nil {
		return err
	}

	c.types.setMixin(Category{TypeID: id}, false)

	return nil
}
