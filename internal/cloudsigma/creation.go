package cloudsigma

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/transport"
)

// lookupTimeout bounds the search for an entity whose creation was not answered. It runs even after the
// caller's context has ended: what exists must be known.
const lookupTimeout = 30 * time.Second

// LostCreationError says that an entity may have been created: the answer was lost, and looking for the
// entity did not settle it.
type LostCreationError struct {
	// Entity is what was to be created, "server web".
	Entity string
	// Marker is the value of MetaCreateMarker in the meta of the entity, if it exists; "" if none was
	// sent.
	Marker string
	// Candidates are the UUIDs of the entities that may be the one that was to be created.
	Candidates []string
	// Err is how the answer was lost and, if the search failed, why.
	Err error
}

// Error says what may exist, how it can be recognised and why it is not known.
func (e *LostCreationError) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "create %s: it cannot be told whether it was created", e.Entity)
	if len(e.Candidates) > 0 {
		fmt.Fprintf(&text, "; it may be one of: %s", strings.Join(e.Candidates, ", "))
	}
	if e.Marker != "" {
		fmt.Fprintf(&text, "; if it exists, its meta has %s = %q", MetaCreateMarker, e.Marker)
	}
	fmt.Fprintf(&text, "; import or delete it before creating it again: %v", e.Err)
	return text.String()
}

// Unwrap returns how the answer was lost.
func (e *LostCreationError) Unwrap() error { return e.Err }

// creation is a call that makes one entity, which is answered in a list of one.
type creation struct {
	call
	name string // of the entity
	// marker is "" if none was sent: then all entities of the name are candidates, also marked ones, because a
	// clone may have the meta of its source.
	marker string
	// trustMarker says that an entity without the marker is certainly another one.
	trustMarker bool
}

// errUnnamedClone refuses a clone that nobody could recognise after a lost answer.
var errUnnamedClone = errors.New("the clone must have a name")

// createOnce sends a creation so that it makes at most one entity.
func (c *Collection[T, D]) createOnce(ctx context.Context, wanted creation) (*T, error) {
	for repeated := false; ; repeated = true {
		created, err := post[T](ctx, c.client, wanted.call)
		if !answerLost(err) {
			return created, err
		}
		found, lookupErr := c.lookUp(ctx, wanted)
		switch {
		case len(found.marked) == 1:
			return found.marked[0], nil
		case lookupErr == nil && found.none() && wanted.marker != "" && !repeated && surelyOver(ctx, err):
			continue
		default:
			return nil, &LostCreationError{
				Entity: wanted.entity, Marker: wanted.marker, Candidates: found.candidates,
				Err: errors.Join(err, lookupErr),
			}
		}
	}
}

// post sends a creation of one entity. It is repeated when it is refused for a reason that passes: nothing was created. The
// end of the context does not interrupt a request, because its answer has the UUID of what was created.
func post[T any](ctx context.Context, c *Client, request call) (*T, error) {
	var created oneObject[T]
	once := transport.WithoutStatusRetry(context.WithoutCancel(ctx))
	err := c.retry(ctx, maxTries, func() error {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("%s: %w", request, err)
		}
		return c.send(once, request, &created)
	}, repeatable)
	return created.object, err
}

// oneObject decodes {"objects": [T]}, or a T alone, as the answers to clones of servers and snapshots are.
type oneObject[T any] struct {
	object *T
}

// UnmarshalJSON implements json.Unmarshaler. Anything but exactly one entity is an error.
func (o *oneObject[T]) UnmarshalJSON(data []byte) error {
	var list struct {
		UUID    string `json:"uuid"`
		Objects []T    `json:"objects"`
	}
	if err := json.Unmarshal(data, &list); err != nil {
		return err
	}
	if list.UUID != "" {
		return json.Unmarshal(data, &o.object)
	}
	if len(list.Objects) != 1 {
		return fmt.Errorf("it has %d entities, want 1", len(list.Objects))
	}
	o.object = &list.Objects[0]
	return nil
}

// answerLost tells that a POST may have been carried out although it ended in err. A page of a proxy
// with 502 or 504 says nothing about what the server did, nor does a success that cannot be read.
func answerLost(err error) bool {
	var lost *transport.LostAnswerError
	if errors.As(err, &lost) {
		return true
	}
	var answer *Error
	return errors.As(err, &answer) &&
		(answer.Err != nil || HasStatus(err, http.StatusBadGateway, http.StatusGatewayTimeout))
}

// surelyOver tells that the server is done with the request whose answer was lost, so that what is not
// there will not come: the connection broke, but not because somebody lost patience.
func surelyOver(ctx context.Context, err error) bool {
	var timeout interface{ Timeout() bool }
	var answer *Error
	switch {
	case ctx.Err() != nil, errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return false
	case errors.As(err, &timeout) && timeout.Timeout():
		return false
	case errors.As(err, &answer):
		return answer.Status == http.StatusBadGateway
	default:
		return true
	}
}

// lookup is what a search for an entity has found.
type lookup[T any] struct {
	marked []*T
	// candidates are the UUIDs of the marked and of those that may be the entity without being marked.
	candidates []string
}

func (l lookup[T]) none() bool { return len(l.candidates) == 0 }

var errNotThere = errors.New("not there yet")

// lookUp searches for what a creation may have made, with pauses until it is there.
func (c *Collection[T, D]) lookUp(ctx context.Context, wanted creation) (lookup[T], error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookupTimeout)
	defer cancel()
	var found lookup[T]
	err := c.client.retry(ctx, maxLookups, func() error {
		all, err := c.List(ctx)
		if err != nil {
			return err
		}
		found = c.sift(all, wanted)
		if found.none() || len(found.marked) == 0 && wanted.marker != "" {
			return errNotThere
		}
		return nil
	}, func(error) bool { return true })
	if errors.Is(err, errNotThere) {
		err = nil
	}
	return found, err
}

// sift picks out what a creation may have made.
func (c *Collection[T, D]) sift(all []T, wanted creation) lookup[T] {
	var found lookup[T]
	for i := range all {
		described := c.describe(&all[i])
		marker := c.meta(described.definition).Get(MetaCreateMarker)
		switch {
		case wanted.marker != "" && marker == wanted.marker:
			found.marked = append(found.marked, &all[i])
		case c.name(described.definition) != wanted.name:
			continue
		case wanted.marker != "" && (wanted.trustMarker || marker != ""):
			continue // the work of another creation
		}
		found.candidates = append(found.candidates, described.uuid)
	}
	return found
}

// marked returns a copy of the definition that has the marker in its meta.
func (c *Collection[T, D]) marked(definition D, marker string) D {
	if marker == "" {
		return definition
	}
	place := c.meta(&definition)
	*place = place.with(MetaCreateMarker, marker)
	return definition
}
