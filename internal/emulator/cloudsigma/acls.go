package cloudsigma

import (
	"maps"
	"slices"
)

// What an ACL can permit (acls.rst). DELETE is in the sample acls_list only.
const (
	permissionAttach  = "ATTACH"
	permissionClone   = "CLONE"
	permissionDelete  = "DELETE"
	permissionEdit    = "EDIT"
	permissionList    = "LIST"
	permissionOpenVNC = "OPEN_VNC"
	permissionStart   = "START"
	permissionStop    = "STOP"
)

// actionPermissions are what another account needs for an action; for others EDIT.
var actionPermissions = map[string]string{
	"start": permissionStart, "stop": permissionStop, "shutdown": permissionStop, "open_vnc": permissionOpenVNC,
	"close_vnc": permissionOpenVNC, "open_console": permissionOpenVNC, "close_console": permissionOpenVNC,
	"clone": permissionClone,
}

// ACL is the record of an access control list: what it permits its grantees on all that has one of its tags.
type ACL struct {
	Entity
	// Grantees are user names, Permissions in the order in which they were given, Tags UUIDs.
	Grantees, Permissions, Tags []string
}

// aclCollection is the ACLs. An account lists its own and those that grant something to it: the sample
// acls_list shows both.
func (c *Cloud) aclCollection() *collection {
	visible := func(a *account, acl *ACL) bool { return acl.Owner == a.user || slices.Contains(acl.Grantees, a.user) }
	return &collection{
		name: "acls",
		list: func(a *account) []object {
			objects := []object{}
			for _, acl := range c.acls.all() {
				if visible(a, acl) {
					objects = append(objects, c.renderACL(a, acl))
				}
			}
			return objects
		},
		render: func(a *account, id string) object {
			if acl := c.acls.get(id); acl != nil && visible(a, acl) {
				return c.renderACL(a, acl)
			}
			return nil
		},
		prepare: c.prepareACL,
		edit:    c.editACL,
		remove: func(a *account, id, _ string) error {
			if c.acls.get(id).Owner != a.user {
				return forbidden("ACL %s is not owned by the user", id)
			}
			c.acls.remove(id)
			return nil
		},
	}
}

func (c *Cloud) prepareACL(a *account, definition object) (func() string, error) {
	made := ACL{Entity: Entity{Owner: a.user, Meta: map[string]string{}}}
	f := newForm(definition)
	c.readACL(f, a, &made)
	if err := f.result(); err != nil {
		return nil, err
	}
	return func() string {
		made.UUID = c.newUUID()
		c.acls.put(made.UUID, &made)
		return made.UUID
	}, nil
}

func (c *Cloud) editACL(a *account, id string, definition object) error {
	acl := c.acls.get(id)
	if acl.Owner != a.user {
		return forbidden("ACL %s is not owned by the user", id)
	}
	edited := *acl
	edited.Meta = maps.Clone(acl.Meta)
	if c.options.ForgetAbsent {
		edited = ACL{Entity: Entity{UUID: id, Owner: a.user, Meta: map[string]string{}}}
	}
	f := newForm(definition)
	c.readACL(f, a, &edited)
	if err := f.result(); err != nil {
		return err
	}
	*acl = edited
	return nil
}

func (c *Cloud) readACL(f form, a *account, into *ACL) {
	f.require("name")
	f.text("name", &into.Name)
	f.meta(&into.Meta)
	if tags, sent := f.references("tags", c.tagExists(a)); sent {
		into.Tags = tags
	}
	if uuids, sent := f.references("grantees", func(id string) bool { return c.accountOf(id) != nil }); sent {
		into.Grantees = nil
		for _, uuid := range uuids {
			into.Grantees = append(into.Grantees, c.accountOf(uuid).user)
		}
	}
	rules, sent := f.forms("rules")
	if !sent {
		return
	}
	into.Permissions = nil
	for _, rule := range rules {
		var permission string
		rule.require("permission")
		rule.choice("permission", &permission, permissionAttach, permissionClone, permissionDelete, permissionEdit,
			permissionList, permissionOpenVNC, permissionStart, permissionStop)
		into.Permissions = append(into.Permissions, permission)
	}
}

func (c *Cloud) accountOf(uuid string) *account {
	for _, a := range c.accounts {
		if a.uuid == uuid {
			return a
		}
	}
	return nil
}

// renderACL hides the tags of others.
func (c *Cloud) renderACL(a *account, acl *ACL) object {
	grantees, rules, tags := []object{}, []object{}, []object{}
	for _, user := range acl.Grantees {
		grantee := c.accounts[user]
		grantees = append(grantees, object{
			// That resource_uri is an object is what the samples show.
			"email": user, "uuid": grantee.uuid, "resource_uri": link("user", grantee.uuid),
		})
	}
	for _, permission := range acl.Permissions {
		rules = append(rules, object{"permission": permission})
	}
	if acl.Owner == a.user {
		tags = links("tags", slices.DeleteFunc(slices.Clone(acl.Tags), func(tag string) bool { return c.tags.get(tag) == nil }))
	}
	return object{
		"uuid": acl.UUID, "resource_uri": uri("acls", acl.UUID), "owner": c.owner(acl.Owner), "name": acl.Name,
		"meta": acl.Meta, "grantees": grantees, "rules": rules, "tags": tags,
	}
}

// granted are the permissions that a user has on a resource of somebody else, in alphabetical order: what all
// ACLs of its tags give together.
func (c *Cloud) granted(user, id string) []string {
	permissions := []string{}
	for _, acl := range c.acls.all() {
		if !slices.Contains(acl.Grantees, user) {
			continue
		}
		for _, tag := range acl.Tags {
			if t := c.tags.get(tag); t != nil && slices.Contains(t.Resources, id) {
				permissions = append(permissions, acl.Permissions...)
			}
		}
	}
	slices.Sort(permissions)
	return slices.Compact(permissions)
}

// usable tells whether an account can use a resource of an owner for its own servers.
func (c *Cloud) usable(a *account, owner, id string) bool {
	return owner == a.user || slices.Contains(c.granted(a.user, id), permissionAttach)
}

// others are the other accounts, in alphabetical order.
func (c *Cloud) others(a *account) []*account {
	var others []*account
	for _, user := range slices.Sorted(maps.Keys(c.accounts)) {
		if user != a.user {
			others = append(others, c.accounts[user])
		}
	}
	return others
}

// listAll are the objects of an account and those that others let it see.
func (c *Cloud) listAll(of *collection, a *account) []object {
	objects := of.list(a)
	for _, one := range objects {
		c.showGrantees(one)
	}
	if of.name == "acls" {
		return objects
	}
	for _, owner := range c.others(a) {
		for _, one := range of.list(owner) {
			if c.showPermissions(a, owner, one) {
				objects = append(objects, one)
			}
		}
	}
	return objects
}

// find renders an object that an account has or that another one lets it see, with the account that has it;
// nil if there is none.
func (c *Cloud) find(of *collection, a *account, id string) (object, *account) {
	if own := of.render(a, id); own != nil {
		c.showGrantees(own)
		return own, a
	}
	for _, owner := range c.others(a) {
		if foreign := of.render(owner, id); foreign != nil && c.showPermissions(a, owner, foreign) {
			return foreign, owner
		}
	}
	return nil, nil
}

// showGrantees fills in whom the owner of an object has granted something.
func (c *Cloud) showGrantees(rendered object) {
	id, _ := rendered["uuid"].(string)
	if _, shared := rendered["permissions"]; !shared {
		return
	}
	grantees := []object{}
	for _, user := range slices.Sorted(maps.Keys(c.accounts)) {
		if permissions := c.granted(user, id); len(permissions) > 0 {
			grantee := link("user", c.accounts[user].uuid)
			grantee["email"] = user
			grantees = append(grantees, object{"permissions": permissions, "user": grantee})
		}
	}
	rendered["grantees"] = grantees
}

// showPermissions fills in what an account may do with an object of another, without what is the owner's
// business, and tells whether it may see it. Only what the table of acls.rst lists is shared: keypairs are not.
func (c *Cloud) showPermissions(a, owner *account, rendered object) bool {
	id, _ := rendered["uuid"].(string)
	collection, holder := c.typeOf(id)
	permissions := c.granted(a.user, id)
	if collection == "" || collection == "keypairs" || holder != owner.user || !slices.Contains(permissions, permissionList) {
		return false
	}
	rendered["permissions"], rendered["grantees"], rendered["tags"] = permissions, []object{}, []object{}
	return true
}

// permit returns the account on whose behalf something is done to an object: the owner, if the owner lets the
// asking account do it.
func (c *Cloud) permit(of *collection, a *account, id, permission string) (*account, error) {
	found, owner := c.find(of, a, id)
	switch {
	case found == nil:
		return nil, notFound()
	case owner == a || slices.Contains(c.granted(a.user, id), permission):
		return owner, nil
	default:
		return nil, forbidden("Permission %s is not granted on %s", permission, uri(of.name, id))
	}
}
