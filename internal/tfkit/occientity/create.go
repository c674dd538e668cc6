package occientity

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
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

// claim is an entity on a server.
type claim struct {
	client *occi.Client
	path   string
}

// claimed are the entities that this process made: each belongs to one resource and is not adopted by a
// second one that looks the same.
var claimed sync.Map

// creating is held for reading while a create is under way and for writing while an entity is looked for.
var creating sync.RWMutex

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
		return text + "no entity was found that may be it, so that apply can be run again"
	}
	return text + "it may be one of " + strings.Join(e.Candidates, ", ") +
		": import it with `terraform import`, or delete it, before apply is run again"
}

// Unwrap returns the loss.
func (e *LostCreateError) Unwrap() error { return e.Err }

// Create makes an entity and returns its path. It is not interrupted by a cancelled run, whose answer
// would be lost with the new entity's location; each request is bounded by the transport. A create whose
// answer was lost is looked up: if the entity is there it is adopted, if nothing is there that may be it the
// create is repeated once, and if it cannot be told the error is a *LostCreateError.
func Create(ctx context.Context, client *occi.Client, blueprint Blueprint) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	ctx = context.WithoutCancel(ctx)
	types, err := client.QueryInterface(ctx)
	if err != nil {
		return "", err
	}
	kind, ok := types.Kind(blueprint.Kind)
	if !ok {
		return "", fmt.Errorf("the server does not know the kind %s", blueprint.Kind)
	}
	location, err := send(ctx, client, kind, blueprint)
	if !AnswerLost(err) {
		return location, err
	}
	tflog.Warn(ctx, "the answer to a create was lost, looking for the entity", map[string]any{"error": err.Error()})
	lost := err
	location, err = adopt(ctx, client, kind, blueprint, lost)
	var none *LostCreateError
	if errors.As(err, &none) && len(none.Candidates) == 0 && connectionBroke(lost) {
		return send(ctx, client, kind, blueprint)
	}
	return location, err
}

// send sends the create and claims what it made. Nothing is adopted meanwhile: what another create is
// making looks unclaimed until its answer is there.
func send(ctx context.Context, client *occi.Client, kind occi.Category, blueprint Blueprint) (string, error) {
	creating.RLock()
	defer creating.RUnlock()
	location, err := client.Create(ctx, kind, blueprint.Mixins, blueprint.Attributes, blueprint.Links)
	if err == nil {
		claimed.Store(claim{client, location}, true)
	}
	return location, err
}

// connectionBroke tells a lost answer that is not on its way any more: what the server has not made by now
// it will not make. After a time-out it may still be working on it.
func connectionBroke(err error) bool {
	var lost *transport.LostAnswerError
	return errors.As(err, &lost) && !errors.Is(err, context.DeadlineExceeded)
}

// AnswerLost tells whether a request may have been carried out though it was not answered. What a GET says
// then counts.
func AnswerLost(err error) bool {
	var lost *transport.LostAnswerError
	return errors.As(err, &lost) || errors.Is(err, occi.ErrNoLocation) ||
		occi.HasStatus(err, http.StatusBadGateway, http.StatusGatewayTimeout)
}

// adopt looks for the entity of a create whose answer was lost.
func adopt(ctx context.Context, client *occi.Client, kind occi.Category, blueprint Blueprint, lost error) (string, error) {
	creating.Lock()
	defer creating.Unlock()
	paths, err := client.List(ctx, kind.Location)
	if err != nil {
		return "", fmt.Errorf("%w; what was made in %s could not be listed: %w", lost, kind.Location, err)
	}
	if len(paths) > maxCandidates {
		return "", fmt.Errorf("%w; there are too many entities in %s to find out whether it was made", lost, kind.Location)
	}
	var ours, candidates []string
	for _, path := range paths {
		entity, err := client.Get(ctx, path)
		var refusal *occi.StatusError
		if errors.As(err, &refusal) {
			// Lists of occi-os hold dead links and those of other tenants, whose GET is 404 or 500.
			continue
		}
		if err != nil {
			return "", fmt.Errorf("%w; what was made in %s could not be looked at: %w", lost, kind.Location, err)
		}
		_, taken := claimed.Load(claim{client, path})
		if taken || entity.Kind.TypeID != kind.TypeID || !blueprint.mayBeOurs(entity) {
			continue
		}
		candidates = append(candidates, path)
		if blueprint.IsOurs != nil && blueprint.IsOurs(entity) {
			ours = append(ours, path)
		}
	}
	if len(ours) == 1 {
		claimed.Store(claim{client, ours[0]}, true)
		return ours[0], nil
	}
	return "", &LostCreateError{Candidates: candidates, Err: lost}
}
