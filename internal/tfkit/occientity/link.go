package occientity

import (
	"context"
	"slices"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
)

// Ends are the paths of the source and the target of a link, or the URL of a target on another server; "" where the server
// shows none.
func Ends(client *occi.Client, link *occi.Entity) (source, target string) {
	shown := link.Attributes[infrastructure.AttributeSource].Text()
	return client.Reference(shown, ""), client.Reference(link.Attributes[infrastructure.AttributeTarget].Text(), shown)
}

// LinksTo are the links of a kind that lead from an entity to a target and have a path of their own.
func LinksTo(source *occi.Entity, kind occi.TypeID, target string) []occi.Link {
	var found []occi.Link
	for _, link := range source.Links {
		if link.Target == target && link.Self != "" && slices.Contains(link.Categories, kind) {
			found = append(found, link)
		}
	}
	return found
}

// ReadLink reads a link of a state where it is or, if nothing is there, where findAgain finds it. Nil means that there is
// none. Who deletes a link reads it first: at its path from before a restart of occi-os a DELETE is answered 404, and
// what the link stands for would stay.
func ReadLink(
	ctx context.Context, client *occi.Client, path string, kind occi.TypeID, findAgain func() (*occi.Entity, error),
) (*occi.Entity, error) {
	link, err := Read(ctx, client, path, kind)
	if occi.IsNotFound(err) {
		link, err = findAgain()
	}
	if occi.IsNotFound(err) {
		return nil, nil
	}
	return link, err
}

// FindLink finds a link that is not where it was: occi-os gives links new paths when it is restarted (captures
// 71-after-restart-*). It is known by its ends and by what else the source shows of it. Nil means that it is gone, or
// the source is.
func FindLink(
	ctx context.Context, client *occi.Client, kind occi.TypeID, source, target string, isIt func(occi.Link) bool,
) (*occi.Entity, error) {
	entity, err := client.Get(ctx, source)
	if occi.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, link := range LinksTo(entity, kind, target) {
		if isIt(link) {
			return client.Get(ctx, link.Self)
		}
	}
	return nil, nil
}
