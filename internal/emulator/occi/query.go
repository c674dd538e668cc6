package occi

import (
	"net/http"
	"slices"
	"strings"
)

type handler func(path string) (*answer, error)

func (x *exchange) queryHandlers() map[string]handler {
	return map[string]handler{
		http.MethodGet: x.getCategories, http.MethodPost: x.createMixins, http.MethodDelete: x.deleteMixins,
	}
}

// filter reads the categories and attributes by which a GET is to filter.
func (x *exchange) filter() ([]*category, map[string]string, error) {
	header := x.request.Header
	if len(header.Values(categoryHeader)) == 0 && len(header.Values(attributeHeader)) == 0 && x.body == "" {
		return nil, nil, nil
	}
	data, err := x.data()
	if err != nil {
		return nil, nil, err
	}
	categories, err := x.resolveAll(data.categories)
	if err != nil {
		return nil, nil, err
	}
	attributes, err := x.attributes(data.attributes)
	return categories, attributes, err
}

func (x *exchange) getCategories(string) (*answer, error) {
	wanted, _, err := x.filter()
	if err != nil {
		return nil, err
	}
	all := x.categories(x.tenant)
	if len(wanted) > 0 {
		all = slices.DeleteFunc(all, func(c *category) bool { return !containsCategory(wanted, c) })
	}
	return x.showCategories(all)
}

// createMixins makes the mixins of the request; those that are related to the security group are groups.
func (x *exchange) createMixins(string) (*answer, error) {
	data, err := x.data()
	if err != nil {
		return nil, err
	}
	var mixins []*category
	for _, text := range data.categories {
		m, err := x.newMixin(text)
		if err != nil {
			return nil, err
		}
		mixins = append(mixins, m)
	}
	for _, m := range mixins {
		if x.categoryAt(x.tenant, m.location) != nil {
			return nil, refuse("Location overlaps with existing one.")
		}
		if x.categoryNamed(x.tenant, m.scheme, m.term) != nil {
			return nil, refuse("Category with same term, scheme already exists.")
		}
		if m.isGroup() {
			if err := x.nova.createGroup(x.tenant, m.term, m.title); err != nil {
				return nil, x.tamed(err)
			}
		}
		x.mixins = append(x.mixins, m)
	}
	return x.showCategories(mixins)
}

func (x *exchange) newMixin(text string) (*category, error) {
	m := &category{class: mixinClass, term: termOf(text), tenant: x.tenant}
	for _, parameter := range []struct {
		name  string
		value *string
	}{{"scheme", &m.scheme}, {"location", &m.location}} {
		value, ok := x.syntax.parameter(text, parameter.name)
		if !ok || value == "" {
			return nil, refuse("Could not determine the value for: %s", parameter.name)
		}
		*parameter.value = value
	}
	if !strings.HasSuffix(m.location, "/") {
		return nil, refuse("Illegal location; must end with /")
	}
	if !strings.HasPrefix(m.location, "/") && !strings.HasPrefix(m.location, "http") {
		return nil, refuse("Illegal location; Either provide full URL or just a path starting with /.")
	}
	if !x.traits.forgetful {
		m.title, _ = x.syntax.parameter(text, "title")
		m.location = x.local(m.location)
	}
	related, ok := x.syntax.parameter(text, "rel")
	if !ok {
		return m, nil
	}
	for _, c := range x.categories(x.tenant) {
		if c.String() == related {
			m.related = c
			return m, nil
		}
	}
	return nil, refuse("Related category cannot be found.")
}

func (x *exchange) deleteMixins(string) (*answer, error) {
	mixins, _, err := x.filter()
	if err != nil {
		return nil, err
	}
	for _, m := range mixins {
		if err := x.deleteMixin(m); err != nil {
			return nil, err
		}
	}
	return x.ok()
}

// deleteMixin takes the mixin from all entities, then deletes it. In occi-os the first is done even if the
// second fails.
func (x *exchange) deleteMixin(m *category) error {
	if m.class != mixinClass {
		return refuse("Needs to be of type Mixin.")
	}
	if m.tenant == "" && m.scheme != numberedGroupScheme {
		return fail(http.StatusForbidden, "This Mixin cannot be deleted!")
	}
	if m.isGroup() && !x.traits.staleEntities {
		if g, err := x.nova.group(x.tenant, m.term); err == nil && x.nova.groupInUse(g) {
			return fail(http.StatusConflict, "Security group is still in use")
		}
	}
	x.takeFromAll(m)
	if m.isGroup() {
		if err := x.deleteGroup(m.term); err != nil {
			return x.tamed(err)
		}
	}
	x.mixins = slices.DeleteFunc(x.mixins, func(other *category) bool { return other == m })
	return nil
}

// takeFromAll takes the mixin from all entities. The rules of a group go with it, but occi-os keeps
// showing them (24-rule-get-of-deleted-group).
func (x *exchange) takeFromAll(m *category) {
	for _, e := range x.under(m.location) {
		e.removeMixin(m)
		if e.kind == ruleKind && !x.traits.staleEntities {
			x.forget(e)
		}
	}
}

func (x *exchange) deleteGroup(name string) error {
	g, err := x.nova.group(x.tenant, name)
	if err != nil {
		return err
	}
	if x.nova.groupInUse(g) {
		return crash("Invalid: Security group is still in use")
	}
	x.nova.deleteGroup(g)
	return nil
}

// tamed turns a crash of occi-os into the refusal that a conforming server answers with.
func (x *exchange) tamed(err error) error {
	if x.traits.pythonErrors || err == nil {
		return err
	}
	_, text, found := strings.Cut(err.Error(), ": ")
	if !found {
		text = err.Error()
	}
	return refuse("%s", text)
}
