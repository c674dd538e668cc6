package occi

import (
	"context"
	"net/http"
)

// Get reads an entity. JSON tells neither the relations of its mixins nor the locations of its links: there these
// come from [Client.QueryInterface].
func (c *Client) Get(ctx context.Context, path string) (*Entity, error) {
	call := operation{verb: "reading", entity: path, method: http.MethodGet}
	if err := requireEntityPath(path); err != nil {
		return nil, call.failed(err)
	}

	entity, err := c.read(ctx, call, path)
	if err != nil {
		return nil, err
	}

	// ooi writes lists as Python does, with single quotes, unless it is asked for JSON.
	if c.negotiation.mayChooseJSON() && hasUnreadableStructure(entity.Attributes) {
		call.detailed = true

		return c.read(ctx, call, path)
	}

	return entity, nil
}

func (c *Client) read(ctx context.Context, call operation, path string) (*Entity, error) {
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

	if response.isJSON() {
		if err := c.describe(ctx, entity); err != nil {
			return nil, call.failed(err)
		}
	}

	entity.Location = path
	c.useEndpointPaths(entity)

	return entity, nil
}

func hasUnreadableStructure(attributes Attributes) bool {
	for _, value := range attributes {
		if value.IsStructure() && value.Unmarshal(new(any)) != nil {
			return true
		}
	}

	return false
}

// describe completes an entity by what JSON leaves to the query interface.
func (c *Client) describe(ctx context.Context, entity *Entity) error {
	types, err := c.QueryInterface(ctx)
	if err != nil {
		return err
	}

	if kind, found := types.Kind(entity.Kind.TypeID); found {
		entity.Kind = kind
	}

	for index, mixin := range entity.Mixins {
		if known, found := types.Mixin(mixin.TypeID); found {
			entity.Mixins[index] = known
		}
	}

	for index, link := range entity.Links {
		if len(link.Categories) == 0 {
			continue
		}

		// A link that cannot be found is shown all the same.
		kind, _ := types.Kind(link.Categories[0])
		entity.Links[index].Self, _ = c.pathOf(kind, link.Attributes)
	}

	return nil
}
