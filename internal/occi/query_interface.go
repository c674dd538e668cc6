package occi

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
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

// Attribute returns the definition of an attribute in any of the types, or in the parents of those that are kinds.
// The first that knows it wins.
func (q *QueryInterface) Attribute(name string, types ...TypeID) (AttributeDefinition, bool) {
	for _, id := range types {
		for _, category := range q.lineage(id) {
			for _, definition := range category.Attributes {
				if definition.Name == name {
					return definition, true
				}
			}
		}
	}

	return AttributeDefinition{}, false
}

// lineage is the type itself and, if it is a kind, its parent and so on. It ends when a server's parents go round in
// a circle.
func (q *QueryInterface) lineage(id TypeID) []Category {
	if mixin, found := q.Mixin(id); found {
		return []Category{mixin}
	}

	if action, found := q.Action(id); found {
		return []Category{action}
	}

	var line []Category

	for kind, found := q.Kind(id); found && len(line) < len(q.Kinds); kind, found = q.Kind(kind.Relations[0]) {
		line = append(line, kind)

		if len(kind.Relations) == 0 {
			break
		}
	}

	return line
}

// kindAt returns the kind below whose location a path is; of several the one with the longest location, because
// occi-os has links at /storage/link/.
func (q *QueryInterface) kindAt(path string) (Category, bool) {
	var found Category

	for _, kind := range q.Kinds {
		collection := strings.TrimSuffix(kind.Location, "/") + "/"
		if kind.Location != "" && strings.HasPrefix(path, collection) && len(kind.Location) > len(found.Location) {
			found = kind
		}
	}

	return found, found.Location != ""
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
	// detailed: the types came in JSON, so there is no more to tell.
	detailed bool
}

func (t *typeCache) get() *QueryInterface {
	t.mutex.Lock()
	defer t.mutex.Unlock()

	return t.types
}

// getDetailed returns nil if the types were not told in JSON.
func (t *typeCache) getDetailed() *QueryInterface {
	t.mutex.Lock()
	defer t.mutex.Unlock()

	if !t.detailed {
		return nil
	}

	return t.types
}

func (t *typeCache) begin() int {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.asked++

	return t.asked
}

// put keeps the types unless a fetch that began later has brought some already.
func (t *typeCache) put(fetch int, types *QueryInterface, detailed bool) {
	t.mutex.Lock()
	defer t.mutex.Unlock()

	if fetch > t.newest {
		t.newest, t.types, t.detailed = fetch, types, detailed
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
	return c.sharedTypes(ctx, "types", c.types.get)
}

// DetailedQueryInterface is [Client.QueryInterface] with all that the server tells of attributes, above all their
// types. Text renderings do not tell these, and ooi's no attributes at all; so a server that is known to have
// JSON is asked once more in it. From others the answer is what QueryInterface returns.
func (c *Client) DetailedQueryInterface(ctx context.Context) (*QueryInterface, error) {
	types, err := c.QueryInterface(ctx)
	if err != nil || !c.negotiation.mayChooseJSON() {
		return types, err
	}

	return c.sharedTypes(ctx, "detailed types", c.types.getDetailed)
}

// sharedTypes returns what is known, or fetches the types in a flight that all callers of this name share.
func (c *Client) sharedTypes(ctx context.Context, flight string, known func() *QueryInterface) (*QueryInterface, error) {
	if types := known(); types != nil {
		return types, nil
	}

	result := c.types.flight.DoChan(flight, func() (any, error) {
		// Another fetch may have succeeded between the question above and here.
		if types := known(); types != nil {
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

	types, detailed, err := c.fetchQueryInterface(ctx)
	if err != nil {
		return nil, err
	}

	c.types.put(fetch, types, detailed)

	return types, nil
}

// fetchQueryInterface also tells whether the answer came in JSON.
func (c *Client) fetchQueryInterface(ctx context.Context) (types *QueryInterface, detailed bool, err error) {
	call := operation{verb: "reading", entity: "the query interface", method: http.MethodGet, detailed: true}

	response, err := c.send(ctx, call, queryInterfacePath, nil)
	if HasStatus(err, http.StatusNotFound) {
		response, err = c.send(ctx, call, wellKnownQueryInterfacePath, nil)
	}

	if err != nil {
		return nil, false, err
	}

	message, err := response.decode()
	if err != nil {
		return nil, false, call.failed(err)
	}

	types = &QueryInterface{Server: response.header.Get("Server")}

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
		return nil, false, call.failed(errors.New("the answer names no kind of entity; is this the endpoint of an OCCI server?"))
	}

	return types, response.isJSON(), nil
}
