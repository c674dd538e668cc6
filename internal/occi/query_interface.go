package occi

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

const (
	queryInterfacePath          = "/-/"
	wellKnownQueryInterfacePath = "/.well-known/org/ogf/occi/-/"
	// queryInterfaceTimeout ends a fetch that all its callers have given up.
	queryInterfaceTimeout = 5 * time.Minute
)

// QueryInterface is all the types that a server knows (GFD.185, section 3.4.1). It must not be changed: all
// users of a client share one.
type QueryInterface struct {
	Kinds   []Category
	Mixins  []Category
	Actions []Category
	// Server is the Server header of the answer, such as "pyssf OCCI/1.1"; for facts that no type tells.
	Server string
}

// Kind returns the kind with this identifier.
func (q *QueryInterface) Kind(id TypeID) (Category, bool) {
	return find(q.Kinds, id)
}

// Mixin returns the mixin with this identifier.
func (q *QueryInterface) Mixin(id TypeID) (Category, bool) {
	return find(q.Mixins, id)
}

// Action returns the action with this identifier.
func (q *QueryInterface) Action(id TypeID) (Category, bool) {
	return find(q.Actions, id)
}

// MixinsRelatedTo returns the mixins that are related to a type, such as all templates related to os_tpl.
func (q *QueryInterface) MixinsRelatedTo(id TypeID) []Category {
	var related []Category

	for _, mixin := range q.Mixins {
		if mixin.IsRelatedTo(id) && mixin.TypeID != id {
			related = append(related, mixin)
		}
	}

	return related
}

func find(categories []Category, id TypeID) (Category, bool) {
	for _, category := range categories {
		if category.TypeID == id {
			return category, true
		}
	}

	return Category{}, false
}

// typeCache keeps the newest query interface that was asked for.
type typeCache struct {
	flight singleflight.Group
	mutex  sync.Mutex
	asked  int // how many fetches were begun
	newest int // which of them brought the types
	types  *QueryInterface
}

func (t *typeCache) get() *QueryInterface {
	t.mutex.Lock()
	defer t.mutex.Unlock()

	return t.types
}

func (t *typeCache) begin() int {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.asked++

	return t.asked
}

// put keeps the types unless a fetch that began later has brought some already.
func (t *typeCache) put(fetch int, types *QueryInterface) {
	t.mutex.Lock()
	defer t.mutex.Unlock()

	if fetch > t.newest {
		t.newest, t.types = fetch, types
	}
}

// setMixin keeps a mixin that was just made, or leaves out one that was deleted, so that the server need not be
// asked again. Without types it does nothing: they are yet to be fetched.
func (t *typeCache) setMixin(mixin Category, exists bool) {
	t.mutex.Lock()
	defer t.mutex.Unlock()

	if t.types == nil {
		return
	}

	changed := *t.types
	changed.Mixins = slices.DeleteFunc(slices.Clone(changed.Mixins), func(known Category) bool {
		return known.TypeID == mixin.TypeID
	})

	if exists {
		changed.Mixins = append(changed.Mixins, mixin)
	}

	t.types = &changed
}

// QueryInterface returns the types of the server. They are fetched once per client; concurrent callers share
// the fetch, which goes on when one of them gives up. A failure is not kept.
func (c *Client) QueryInterface(ctx context.Context) (*QueryInterface, error) {
	if types := c.types.get(); types != nil {
		return types, nil
	}

	result := c.types.flight.DoChan("", func() (any, error) {
		// Another fetch may have succeeded between get and here.
		if types := c.types.get(); types != nil {
			return types, nil
		}

		shared, cancel := context.WithTimeout(context.WithoutCancel(ctx), queryInterfaceTimeout)
		defer cancel()

		return c.RefreshQueryInterface(shared)
	})

	select {
	case <-ctx.Done():
		return nil, operation{verb: "reading", entity: "the query interface"}.failed(ctx.Err())
	case fetched := <-result:
		types, _ := fetched.Val.(*QueryInterface)

		return types, fetched.Err
	}
}

// RefreshQueryInterface asks the server again, for instance after a mixin or an image was created, and keeps
// the answer for [Client.QueryInterface].
func (c *Client) RefreshQueryInterface(ctx context.Context) (*QueryInterface, error) {
	fetch := c.types.begin()

	types, err := c.fetchQueryInterface(ctx)
	if err != nil {
		return nil, err
	}

	c.types.put(fetch, types)

	return types, nil
}

func (c *Client) fetchQueryInterface(ctx context.Context) (*QueryInterface, error) {
	call := operation{verb: "reading", entity: "the query interface", method: http.MethodGet}

	response, err := c.send(ctx, call, queryInterfacePath, nil)
	if HasStatus(err, http.StatusNotFound) {
		response, err = c.send(ctx, call, wellKnownQueryInterfacePath, nil)
	}

	if err != nil {
		return nil, err
	}

	message, err := response.decode()
	if err != nil {
		return nil, call.failed(err)
	}

	types := QueryInterface{Server: response.header.Get("Server")}

	for _, category := range message.Categories {
		category.Location = c.pathOrEmpty(category.Location)

		switch category.Class {
		case ClassKind:
			types.Kinds = append(types.Kinds, category)
		case ClassMixin:
			types.Mixins = append(types.Mixins, category)
		case ClassAction:
			types.Actions = append(types.Actions, category)
		}
	}

	if len(types.Kinds) == 0 {
		return nil, call.failed(errors.New("the answer names no kind of entity; is this the endpoint of an OCCI server?"))
	}

	return &types, nil
}
