package occi

import (
	"net/http"
	"slices"
)

func (x *exchange) collectionHandlers() map[string]handler {
	return map[string]handler{
		http.MethodGet: x.getCollection, http.MethodPost: x.postCollection,
		http.MethodPut: x.putCollection, http.MethodDelete: x.deleteCollection,
	}
}

func (x *exchange) getCollection(path string) (*answer, error) {
	categories, attributes, err := x.filter()
	if err != nil {
		return nil, err
	}
	entities := slices.DeleteFunc(x.under(path), func(e *entity) bool { return !matches(e, categories, attributes) })
	return x.showEntities(entities)
}

// matches tells whether one of the categories and one of the attributes is the entity's, as far as there
// are any. The attributes are those of the last look.
func matches(e *entity, categories []*category, attributes map[string]string) bool {
	if len(categories) > 0 && !containsCategory(categories, e.kind) && !slices.ContainsFunc(categories, e.has) {
		return false
	}
	for name, value := range attributes {
		if actual, ok := e.attributes[name]; ok && actual == value {
			return true
		}
	}
	return len(attributes) == 0
}

// postCollection invokes an action on all entities, adds entities to a mixin, or creates one. The path
// does not matter for the latter: the kind decides.
func (x *exchange) postCollection(path string) (*answer, error) {
	if x.invokes() {
		entities := x.under(path)
		if err := x.invokeRequested(entities); err != nil {
			return nil, err
		}
		switch {
		case len(x.made) > 0:
			return x.showCategories(x.made)
		case x.traits.standard12:
			return x.showEntities(entities)
		}
		return x.ok()
	}
	named, err := x.namedEntities()
	if err != nil {
		return nil, err
	}
	if len(named) > 0 {
		return x.addToMixin(path, named)
	}
	e, err := x.entity(nil)
	if err != nil {
		return nil, err
	}
	return x.create(e)
}

// namedEntities are those that X-OCCI-Location names.
func (x *exchange) namedEntities() ([]*entity, error) {
	data, err := x.data()
	if err != nil {
		if x.request.Header.Get("Content-Type") == mediaURIList {
			return nil, errMethod // 43-content-type-urilist
		}
		return nil, err
	}
	return x.entities(data.locations)
}

// addToMixin lists the entities under the mixin. For a group that does not reach the cloud.
func (x *exchange) addToMixin(path string, entities []*entity) (*answer, error) {
	m, err := x.mixinAt(path)
	if err != nil {
		return nil, err
	}
	for _, e := range entities {
		if e.has(m) {
			continue
		}
		e.mixins = append(e.mixins, m)
		x.setGroup(e, m, true)
	}
	return x.ok()
}

func (x *exchange) removeFromMixin(path string, entities []*entity) (*answer, error) {
	m, err := x.mixinAt(path)
	if err != nil {
		return nil, err
	}
	for _, e := range entities {
		e.removeMixin(m)
		x.setGroup(e, m, false)
	}
	return x.ok()
}

// setGroup lets membership in a group reach the cloud, which occi-os does not (25-group-add-vm).
func (x *exchange) setGroup(e *entity, m *category, member bool) {
	i := x.nova.instance(x.tenant, e.id())
	if x.traits.staleEntities || !m.isGroup() || i == nil {
		return
	}
	i.groups = slices.DeleteFunc(i.groups, func(name string) bool { return name == m.term })
	if member {
		i.groups = append(i.groups, m.term)
	}
}

func (x *exchange) mixinAt(path string) (*category, error) {
	m := x.categoryAt(x.tenant, path)
	if m == nil || m.class != mixinClass {
		return nil, refuse("This operation is only supported on Collections of Mixins.")
	}
	return m, nil
}

func (x *exchange) putCollection(path string) (*answer, error) {
	named, err := x.namedEntities()
	if err != nil {
		return nil, err
	}
	others := slices.DeleteFunc(x.under(path), func(e *entity) bool { return slices.Contains(named, e) })
	if _, err := x.removeFromMixin(path, others); err != nil {
		return nil, err
	}
	return x.addToMixin(path, named)
}

// deleteCollection takes entities out of a mixin or, without any named, deletes all below the path. It
// stops at the first that is refused (47-collection-delete-one-in-use).
func (x *exchange) deleteCollection(path string) (*answer, error) {
	named, err := x.namedEntities()
	if err != nil {
		return nil, err
	}
	if len(named) > 0 {
		return x.removeFromMixin(path, named)
	}
	for _, e := range x.under(path) {
		if err := x.remove(e); err != nil {
			return nil, err
		}
	}
	return x.ok()
}
