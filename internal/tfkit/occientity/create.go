package occientity

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/transport"
)

// maxCandidates bounds how many entities are looked at to find one whose create was not answered.
const maxCandidates = 200

// Blueprint is what a new entity is to be.
type Blueprint struct {
	Kind       occi.TypeID
	Mixins     []occi.TypeID
	Attributes occi.Attributes
	Links      []occi.Link
	// IsOurs tells whether an entity is the one that this blueprint makes; it must look at something that
	// is unlikely to be shared, such as a title. Nil means that it cannot be told. It is only used when the
	// answer to the create was lost.
	IsOurs func(*occi.Entity) bool
	// MayBeOurs tells whether it cannot be ruled out that an entity is ours. Nil means that IsOurs rules
	// out all others.
	MayBeOurs func(*occi.Entity) bool
}

// mayBeOurs is MayBeOurs with its default.
func (b *Blueprint) mayBeOurs(entity *occi.Entity) bool {
	switch {
	case b.MayBeOurs != nil:
		return b.MayBeOurs(entity)
	case b.IsOurs != nil:
		return b.IsOurs(entity)
	default:
		return true
	}
}

// registry is what this process has made at one endpoint.
type registry struct {
	// creating is held for reading while a create is under way and for writing while an entity is looked
	// for: what another create is making looks unclaimed until its answer is there.
	creating sync.RWMutex
	// claimed are the paths of the entities that belong to a resource: none is adopted by a second resource
	// that looks the same.
	claimed sync.Map
}

// registries has a registry for each client.
var registries sync.Map

func registryOf(client *occi.Client) *registry {
	found, _ := registries.LoadOrStore(client, &registry{})
	if known, ok := found.(*registry); ok {
		return known
	}
	return &registry{}
}

// LostCreateError says that it could not be told whether a create whose answer was lost made an entity.
type LostCreateError struct {
	// Candidates are the paths of the entities that may be it.
	Candidates []string
	// Err is the loss.
	Err error
}

// Error names the candidates and says what to do.
func (e *LostCreateError) Error() string {
	text := e.Err.Error() + "; "
	if len(e.Candidates) == 0 {
		return text + "no entity was found that may be it, but it may still appear: look again before apply is run again"
	}
	return text + "it may be one of " + strings.Join(e.Candidates, ", ") +
		": import it with `terraform import`, or delete it, before apply is run again"
}

// Unwrap returns the loss.
func (e *LostCreateError) Unwrap() error { return e.Err }

// Create makes an entity and returns its path. A cancelled run does not cut off a request that was begun,
// whose answer has the new entity's location. A create whose answer was lost is looked up: if the entity is
// there it is adopted; if, after several looks, nothing is there that may be it, and the connection had
// broken, the create is repeated once; and if it cannot be told the error is a *LostCreateError.
func Create(ctx context.Context, client *occi.Client, blueprint Blueprint) (string, error) {
	types, err := client.QueryInterface(ctx)
	if err != nil {
		return "", err
	}
	kind, ok := types.Kind(blueprint.Kind)
	if !ok {
		return "", fmt.Errorf("the server does not know the kind %s", blueprint.Kind)
	}
	location, err := send(ctx, client, kind, blueprint)
	if !blueprint.mayBeMade(err) {
		return location, err
	}
	tflog.Warn(ctx, "the answer to a create was lost, looking for the entity", map[string]any{"error": err.Error()})
	lost := err
	location, err = adopt(ctx, client, kind, blueprint, lost)
	var unknown *LostCreateError
	if errors.As(err, &unknown) && len(unknown.Candidates) == 0 && connectionBroke(lost) && ctx.Err() == nil {
		return send(ctx, client, kind, blueprint)
	}
	return location, err
}

// send sends the create and claims what it made.
func send(ctx context.Context, client *occi.Client, kind occi.Category, blueprint Blueprint) (string, error) {
	made := registryOf(client)
	made.creating.RLock()
	defer made.creating.RUnlock()
	location, err := client.Create(transport.WithUninterrupted(ctx), kind, blueprint.Mixins, blueprint.Attributes, blueprint.Links)
	if err == nil {
		made.claimed.Store(location, true)
	}
	return location, err
}

// connectionBroke tells a lost answer that is not on its way any more. After a time-out the server may still
// be at work for long.
func connectionBroke(err error) bool {
	var lost *transport.LostAnswerError
	return errors.As(err, &lost) && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled)
}

// AnswerLost tells whether a request may have been carried out though it was not answered. What a GET says
// then counts. occi-os finds an Accept header unacceptable only when the work is done.
func AnswerLost(err error) bool {
	var lost *transport.LostAnswerError
	return errors.As(err, &lost) || errors.Is(err, occi.ErrNoLocation) ||
		occi.HasStatus(err, http.StatusBadGateway, http.StatusGatewayTimeout, http.StatusNotAcceptable)
}

// mayBeMade tells whether a create may have been carried out though it failed. occi-os answers 500 to a link in it and
// makes the VM all the same (captures 37-*).
func (b *Blueprint) mayBeMade(err error) bool {
	return AnswerLost(err) || len(b.Links) > 0 && occi.HasStatus(err, http.StatusInternalServerError)
}

// How an entity whose create was not answered is looked for: it may appear late.
const (
	looks      = 6
	searchTime = 2 * time.Minute
)

// adopt looks for the entity of a create whose answer was lost, also if the run was cancelled.
func adopt(ctx context.Context, client *occi.Client, kind occi.Category, blueprint Blueprint, lost error) (string, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), searchTime)
	defer cancel()
	made := registryOf(client)
	made.creating.Lock()
	defer made.creating.Unlock()
	look := 0
	found, err := tfkit.Wait[matches]{
		Entity: "a new " + kind.Term + " in " + kind.Location, Goal: "appear",
		Read: func(ctx context.Context) (matches, error) {
			look++
			return search(ctx, client, kind, blueprint, &made.claimed)
		},
		Check: func(found matches) (string, bool, error) {
			return "", len(found.ours) == 1 || look == looks, nil
		},
	}.Until(ctx)
	if err != nil {
		return "", fmt.Errorf("%w; whether it was made could not be found out: %w", lost, err)
	}
	if len(found.ours) == 1 {
		made.claimed.Store(found.ours[0], true)
		return found.ours[0], nil
	}
	return "", &LostCreateError{Candidates: found.candidates, Err: lost}
}

// matches are entities that are surely (ours) or perhaps (candidates, with ours) what a create made.
type matches struct{ ours, candidates []string }

// search looks at all entities of a kind that belong to no resource of this process. One that cannot be read
// counts as a candidate only if it is not simply gone: lists of occi-os hold dead links and entities of
// other tenants, whose GET is 404.
func search(
	ctx context.Context, client *occi.Client, kind occi.Category, blueprint Blueprint, claimed *sync.Map,
) (matches, error) {
	paths, err := client.List(ctx, kind.Location)
	if err != nil {
		return matches{}, err
	}
	if len(paths) > maxCandidates {
		return matches{}, fmt.Errorf("there are more than %d entities in %s", maxCandidates, kind.Location)
	}
	var found matches
	for _, path := range paths {
		if _, taken := claimed.Load(path); taken {
			continue
		}
		entity, err := client.Get(ctx, path)
		switch {
		case occi.IsNotFound(err):
		case err != nil:
			found.candidates = append(found.candidates, path)
		case entity.Kind.TypeID == kind.TypeID && blueprint.mayBeOurs(entity):
			found.candidates = append(found.candidates, path)
			if blueprint.IsOurs != nil && blueprint.IsOurs(entity) {
				found.ours = append(found.ours, path)
			}
		}
	}
	return found, nil
}
