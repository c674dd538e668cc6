package cloudsigma

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// The most that is read of a list: its length is what the server says, and the memory is that of this machine.
const (
	maxPages    = 1000
	maxEntities = 100_000
)

// Reader reads the entities of one collection of the API.
type Reader[T any] struct {
	client *Client
	entity string // what one of them is called in messages
	path   string
	// listPath is where the list has all members of its entities: most lists have few without detail/.
	listPath string
}

// Get returns one entity by its UUID (for an IP: the address). IsNotFound tells that it does not exist.
func (r *Reader[T]) Get(ctx context.Context, uuid string) (*T, error) {
	path, err := entityPath(r.path, uuid)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", r.entity, err)
	}
	return receive[T](ctx, r.client, call{
		operation: "read", entity: r.entity + " " + uuid, method: http.MethodGet, path: path,
	})
}

// List returns all entities the account can see, with all members, in the order of the server. It asks
// for everything at once (limit=0, pagination.rst), and for further pages if the server caps that. A list of more than 1,000
// pages or 100,000 entities is an error.
func (r *Reader[T]) List(ctx context.Context) ([]T, error) {
	query := url.Values{"limit": {"0"}}
	all := []T{}
	for pages := 1; ; pages++ {
		var page struct {
			Meta struct {
				TotalCount int  `json:"total_count"`
				Offset     *int `json:"offset"`
			} `json:"meta"`
			Objects []T `json:"objects"`
		}
		err := r.client.send(ctx, call{
			operation: "list", entity: plural(r.entity), method: http.MethodGet, path: r.listPath, query: query,
		}, &page)
		if err != nil {
			return nil, err
		}
		if offset := page.Meta.Offset; offset != nil && *offset != len(all) {
			return nil, fmt.Errorf("list %s: the server was asked for offset %d and answered with offset %d", plural(r.entity), len(all), *offset)
		}
		all = append(all, page.Objects...)
		if len(page.Objects) == 0 || len(all) >= page.Meta.TotalCount {
			return all, nil
		}
		if pages == maxPages || len(all) > maxEntities {
			return nil, fmt.Errorf("list %s: the server has given %d of %d in %d pages, and more are not read",
				plural(r.entity), len(all), page.Meta.TotalCount, pages)
		}
		query.Set("offset", strconv.Itoa(len(all)))
	}
}

// plural is several of an entity, for messages.
func plural(entity string) string {
	switch {
	case strings.HasSuffix(entity, "y"):
		return strings.TrimSuffix(entity, "y") + "ies"
	case strings.HasSuffix(entity, "s"):
		return entity + "es"
	default:
		return entity + "s"
	}
}

// Collection reads and writes the entities T of one collection of the API. D is the definition of a T:
// what can be written of it.
type Collection[T, D any] struct {
	Reader[T]
	describe func(*T) description[D]
	// meta returns the place of the meta in a definition.
	meta func(*D) *Meta
	// name returns the name in a definition.
	name func(*D) string
	// documentedMeta says that the API is documented to keep the meta of a creation (meta.rst). Then an
	// entity without the marker is certainly another one.
	documentedMeta bool
	// ofTags says that these are tags, which are written by themselves: see tagging.
	ofTags bool
}

// description is what a Collection must know of an entity.
type description[D any] struct {
	uuid       string
	definition *D
}

// Create creates one entity and returns it as the server shows it. A marker other than "" (NewMarker)
// is put into the meta of what is sent, under MetaCreateMarker; the given definition is not changed.
//
// A context that ends stops the pauses between tries, but does not interrupt the request, because the
// answer would be lost; the transport bounds it. The request is never repeated blindly. When its answer is lost (a connection that broke after the
// request was sent, 502, 504, a success that cannot be read), the entity is looked for by the marker, in
// up to 4 lists, even if ctx has ended meanwhile. If it is there it is returned as if nothing had
// happened. If it is surely not there, the request is sent once more. If it cannot be told, the error is
// a *LostCreationError.
func (c *Collection[T, D]) Create(ctx context.Context, definition D, marker string) (*T, error) {
	return c.create(ctx, definition, marker, nil)
}

// create is Create with a query.
func (c *Collection[T, D]) create(ctx context.Context, definition D, marker string, query url.Values) (*T, error) {
	release, err := c.tagging(ctx, "create "+c.entity+" "+c.name(&definition))
	if err != nil {
		return nil, err
	}
	defer release()
	definition = c.marked(definition, marker)
	body := struct {
		Objects []D `json:"objects"`
	}{[]D{definition}}
	return c.createOnce(ctx, creation{
		call: call{
			operation: "create", entity: c.entity + " " + c.name(&definition),
			method: http.MethodPost, path: c.path, query: query, body: body,
		},
		name: c.name(&definition), marker: marker, trustMarker: c.documentedMeta,
	})
}

// Edit reads the definition of an entity, has it changed, writes it back whole and returns the entity
// as the server then shows it. What change does not touch stays as it is, also members this package does
// not know. If change leaves the definition as it was, nothing is written. An error of change is
// returned (wrapped) and nothing is written.
//
// Edits and actions of this client on one entity wait for each other, and an edit of a tag for all others. When the API refuses for
// concurrency, is busy (503, 429), or its answer is lost (502, 504), all of it is repeated with a fresh
// definition, up to 8 times: so change may be called several times and must not keep anything from one
// call for the next.
func (c *Collection[T, D]) Edit(ctx context.Context, uuid string, change func(*D) error) (*T, error) {
	what := "edit " + c.entity + " " + uuid
	release, err := c.tagging(ctx, what)
	if err != nil {
		return nil, err
	}
	defer release()
	var result *T
	err = c.client.exclusively(ctx, uuid, what, func(ctx context.Context) (err error) {
		result, err = c.editOnce(ctx, uuid, change)
		return err
	})
	return result, err
}

func (c *Collection[T, D]) editOnce(ctx context.Context, uuid string, change func(*D) error) (*T, error) {
	current, err := c.Get(ctx, uuid)
	if err != nil {
		return nil, err
	}
	definition := c.describe(current).definition
	changed, err := changes(definition, change)
	if err != nil {
		return nil, fmt.Errorf("edit %s %s: %w", c.entity, uuid, err)
	}
	if !changed {
		return current, nil
	}
	path, err := entityPath(c.path, uuid)
	if err != nil {
		return nil, err
	}
	return receive[T](ctx, c.client, call{
		operation: "update", entity: c.entity + " " + uuid, method: http.MethodPut, path: path, body: definition,
	})
}

// changes applies change and tells whether the definition is written differently after it.
func changes[D any](definition *D, change func(*D) error) (bool, error) {
	before, err := json.Marshal(definition)
	if err != nil {
		return false, err
	}
	if err := change(definition); err != nil {
		return false, err
	}
	after, err := json.Marshal(definition)
	return string(before) != string(after), err
}

// Delete deletes an entity. That it does not exist (any more) is success.
func (c *Collection[T, D]) Delete(ctx context.Context, uuid string) error {
	return c.delete(ctx, uuid, nil)
}

func (c *Collection[T, D]) delete(ctx context.Context, uuid string, query url.Values) error {
	path, err := entityPath(c.path, uuid)
	if err != nil {
		return fmt.Errorf("delete %s: %w", c.entity, err)
	}
	request := call{
		operation: "delete", entity: c.entity + " " + uuid, method: http.MethodDelete, path: path, query: query,
	}
	err = c.client.exclusively(ctx, uuid, request.String(), func(ctx context.Context) error {
		return c.client.send(ctx, request, nil)
	})
	if IsNotFound(err) {
		return nil
	}
	return err
}
