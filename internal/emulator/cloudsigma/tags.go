package cloudsigma

import (
	"maps"
	"net/http"
	"slices"
)

// tagCollection is the tags. A tag holds its resources, and a resource shows the tags that hold it: the
// same relation, editable at both ends (tags.rst).
func (c *Cloud) tagCollection() *collection {
	return &collection{
		name: "tags",
		list: func(a *account) []object {
			objects := []object{}
			for _, t := range c.tags.all() {
				if t.Owner == a.user {
					objects = append(objects, c.renderTag(t))
				}
			}
			return objects
		},
		render: func(a *account, id string) object {
			if !c.tagExists(a)(id) {
				return nil
			}
			return c.renderTag(c.tags.get(id))
		},
		prepare: c.prepareTag,
		edit:    c.editTag,
		remove: func(_ *account, id, _ string) error {
			c.tags.remove(id)
			return nil
		},
	}
}

func (c *Cloud) prepareTag(a *account, definition object) (func() string, error) {
	made := Tag{Entity: Entity{Owner: a.user, Meta: map[string]string{}}}
	f := newForm(definition)
	c.readTag(f, a, &made)
	if err := f.result(); err != nil {
		return nil, err
	}
	return func() string {
		made.UUID = c.newUUID()
		c.tags.put(made.UUID, &made)
		return made.UUID
	}, nil
}

func (c *Cloud) editTag(a *account, id string, definition object) error {
	t := c.tags.get(id)
	edited := *t
	edited.Meta = maps.Clone(t.Meta)
	if c.options.ForgetAbsent {
		edited = Tag{Entity: Entity{UUID: id, Owner: a.user, Meta: map[string]string{}}}
	}
	f := newForm(definition)
	c.readTag(f, a, &edited)
	if err := f.result(); err != nil {
		return err
	}
	*t = edited
	return nil
}

func (c *Cloud) readTag(f form, a *account, into *Tag) {
	f.require("name")
	f.text("name", &into.Name)
	f.meta(&into.Meta)
	resources, sent := f.references("resources", func(id string) bool {
		_, owner := c.typeOf(id)
		return owner == a.user
	})
	if sent {
		into.Resources = resources
	}
}

func (c *Cloud) tagExists(a *account) func(id string) bool {
	return func(id string) bool {
		t := c.tags.get(id)
		return t != nil && t.Owner == a.user
	}
}

// typeOf returns the collection of what can be tagged, and its owner; "" if there is no such thing.
func (c *Cloud) typeOf(id string) (collection, owner string) {
	if s := c.servers.get(id); s != nil {
		return "servers", s.Owner
	}
	if d := c.drives.get(id); d != nil {
		return "drives", d.Owner
	}
	for _, kind := range []snapshotKind{c.localSnapshotKind(), c.remoteSnapshotKind()} {
		if s := kind.kept.get(id); s != nil {
			return kind.name, s.Owner
		}
	}
	if s := c.schedulers.get(id); s != nil {
		return "backupschedulers", s.Owner
	}
	if k := c.keypairs.get(id); k != nil {
		return "keypairs", k.Owner
	}
	if p := c.fwpolicies.get(id); p != nil {
		return "fwpolicies", p.Owner
	}
	if v := c.vlans.get(id); v != nil {
		return "vlans", v.Owner
	}
	if i := c.ips.get(id); i != nil {
		return "ips", i.Owner
	}
	return "", ""
}

// setTags makes these the tags of a resource.
func (c *Cloud) setTags(resource string, tags []string) {
	for _, t := range c.tags.all() {
		switch tagged := slices.Contains(t.Resources, resource); {
		case !slices.Contains(tags, t.UUID):
			t.Resources = without(t.Resources, resource)
		case !tagged:
			t.Resources = append(t.Resources, resource)
		}
	}
}

func without(ids []string, gone string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == gone })
}

func (c *Cloud) tagLinks(resource string) []object {
	var ids []string
	for _, t := range c.tags.all() {
		if slices.Contains(t.Resources, resource) {
			ids = append(ids, t.UUID)
		}
	}
	return links("tags", ids)
}

func (c *Cloud) renderTag(t *Tag) object {
	resources := []object{}
	for _, id := range t.Resources {
		collection, owner := c.typeOf(id)
		resources = append(resources, object{
			"owner": c.owner(owner), "res_type": collection, "resource_uri": uri(collection, id), "uuid": id,
		})
	}
	return object{
		"uuid": t.UUID, "resource_uri": uri("tags", t.UUID), "owner": c.owner(t.Owner),
		"name": t.Name, "meta": t.Meta, "resources": resources,
	}
}

// tagged lists the servers, drives, IPs or VLANs with the tag. Their resource_uri is an object, which
// is what the sample tags_list_resource shows.
func (c *Cloud) tagged(request call, tag, kind string) (answer, error) {
	of, known := c.collections[kind]
	if !known || !slices.Contains([]string{"servers", "drives", "ips", "vlans"}, kind) || !c.tagExists(request.account)(tag) {
		return answer{}, notFound()
	}
	if request.method != http.MethodGet {
		return answer{}, methodNotAllowed([]string{http.MethodGet})
	}
	hasTag := c.taggedWith(func(t *Tag) string { return t.UUID })
	objects := slices.DeleteFunc(of.list(request.account), func(candidate object) bool { return !hasTag(candidate, tag) })
	for _, one := range objects {
		id, _ := one["uuid"].(string)
		one["resource_uri"] = link(kind, id)
	}
	return page(selected(objects, of.listed, request.query), request.query)
}
