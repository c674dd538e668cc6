package cloudsigma

import (
	"context"
	"fmt"

	"golang.org/x/sync/semaphore"
)

// taggings is more than can write at once. See [Collection.tagging].
const taggings = 1 << 30

func newTaggings() *semaphore.Weighted { return semaphore.NewWeighted(taggings) }

// tagging waits until an entity can be written without undoing what is written of its tags meanwhile. That an entity
// has a tag is one relation, which both ends write whole, in the tags of the entity and the resources of the tag,
// from what they have read before. Entities can be written side by side, as each has its own part of it; while a tag
// is written, nothing else is. What it is for goes into the error of a context that ends.
func (c *Collection[T, D]) tagging(ctx context.Context, what string) (release func(), err error) {
	share := int64(1)
	if c.ofTags {
		share = taggings
	}
	if err := c.client.taggings.Acquire(ctx, share); err != nil {
		return nil, fmt.Errorf("%s: waiting for tags that are being written: %w", what, context.Cause(ctx))
	}
	return func() { c.client.taggings.Release(share) }, nil
}
