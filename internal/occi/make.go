package occi

import (
	"context"
	"errors"
	"strings"
)

// Make invokes an action that makes an entity of a kind, such as a snapshot, and returns the path of that entity; ""
// if the answer does not tell. By GFD.223, section 10.3, the answer may show it; occi-os shows the entity that the
// action was invoked on (capture 08-storage-snapshot). The kind is one of the query interface.
func (c *Client) Make(ctx context.Context, path string, action TypeID, attributes Attributes, kind Category) (string, error) {
	response, err := c.act(ctx, path, action, attributes)
	if err != nil {
		return "", err
	}

	made, err := c.createdLocation(response, kind)

	switch {
	case errors.Is(err, ErrNoLocation):
		return "", nil
	case err != nil:
		return "", err
	case made == path || !strings.HasPrefix(made, strings.TrimSuffix(kind.Location, "/")+"/"):
		return "", nil
	default:
		return made, nil
	}
}
