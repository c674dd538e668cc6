package cloudsigma

import (
	"context"
	"fmt"
	"net/http"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/transport"
)

const globalContextPath = "global_context/"

// GlobalContext returns the values that all servers of the account find in their context. See
// https://docs.cloudsigma.com/en/latest/server_context.html#global-context.
func (c *Client) GlobalContext(ctx context.Context) (Meta, error) {
	values, err := receive[Meta](transport.WithSecretBody(ctx), c, call{
		operation: "read", entity: "global context", method: http.MethodGet, path: globalContextPath,
	})
	if err != nil {
		return nil, err
	}
	return *values, nil
}

// EditGlobalContext reads the global context, has change say what all of it shall be, writes that, and
// returns what the server then shows. The documentation leaves open whether what is written replaces all or
// is added: so everything is written, and it is an error if the server keeps a key that is not. Edits of a
// client wait for each other.
func (c *Client) EditGlobalContext(ctx context.Context, change func(current Meta) (Meta, error)) (Meta, error) {
	request := call{
		operation: "update", entity: "global context", method: http.MethodPost, path: globalContextPath,
	}
	var shown Meta
	err := c.exclusively(ctx, globalContextPath, request.String(), func(ctx context.Context) error {
		current, err := c.GlobalContext(ctx)
		if err != nil {
			return err
		}
		wanted, err := change(current)
		if err != nil {
			return fmt.Errorf("%s: %w", request, err)
		}
		request.body = wanted
		if err := c.send(transport.WithSecretBody(ctx), request, nil); err != nil {
			return err
		}
		if shown, err = c.GlobalContext(ctx); err != nil {
			return err
		}
		for key := range shown {
			if _, ok := wanted[key]; !ok {
				return fmt.Errorf("%s: the server accepted it, but keeps the key %q, which was left out", request, key)
			}
		}
		return nil
	})
	return shown, err
}
