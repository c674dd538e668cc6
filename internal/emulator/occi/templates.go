package occi

import (
	"slices"
	"strconv"
	"strings"
)

// occiTerm is how occi-os makes a term of a name: "m1.tiny" becomes "m1-tiny".
func occiTerm(name string) string {
	return strings.ToLower(strings.NewReplacer(" ", "_", ".", "-").Replace(strings.TrimSpace(name)))
}

func (c *Cloud) osTemplate(i *image) *category {
	term := i.name
	if c.traits.imageIDs {
		term = i.id
	}
	return &category{
		class: mixinClass, scheme: osTemplateScheme, term: term, title: "Image: " + i.name,
		related: osTemplateMixin, applies: computeKind, location: "/" + term + "/", image: i,
	}
}

func (c *Cloud) resourceTemplate(f *flavor) *category {
	term := f.name
	if c.traits.imageIDs {
		term = occiTerm(f.name)
	}
	// The title ends with a blank, as in 01-query.guide-plain.
	return &category{
		class: mixinClass, scheme: resourceTplScheme, term: term, title: "Flavor: " + f.name + " ",
		related: resourceTemplateMixin, applies: computeKind, location: "/" + term + "/", flavor: f,
	}
}

// categories lists all types that the tenant sees.
func (c *Cloud) categories(tenant string) []*category {
	all := slices.Clone(c.builtIn)
	for _, f := range c.nova.flavors {
		all = append(all, c.resourceTemplate(f))
	}
	for _, i := range c.nova.imagesOf(tenant) {
		all = append(all, c.osTemplate(i))
	}
	for _, m := range c.mixins {
		if m.tenant == tenant {
			all = append(all, m)
		}
	}
	if c.traits.standard12 {
		return all // Groups are no mixins there.
	}
	return append(all, c.numberedGroups(tenant, all)...)
}

// numberedGroups are the groups of the tenant that no mixin among the known ones stands for: the default
// group and, after a restart, those that users made.
func (c *Cloud) numberedGroups(tenant string, known []*category) []*category {
	var numbered []*category
	for _, g := range c.nova.groupsOf(tenant) {
		if slices.ContainsFunc(known, func(k *category) bool { return k.isGroup() && k.term == g.name }) {
			continue
		}
		term := strconv.Itoa(g.id)
		numbered = append(numbered, &category{
			class: mixinClass, scheme: numberedGroupScheme, term: term, title: "Security group: " + g.name,
			related: securityGroupMixin, location: "/security/" + term + "/",
		})
	}
	return numbered
}

// categoryAt is the category with that location, nil if there is none.
func (c *Cloud) categoryAt(tenant, location string) *category {
	all := c.categories(tenant)
	index := slices.IndexFunc(all, func(k *category) bool { return k.location != "" && k.location == location })
	if index < 0 {
		return nil
	}
	return all[index]
}

// categoryNamed is the category with that identifier, nil if there is none.
func (c *Cloud) categoryNamed(tenant, scheme, term string) *category {
	all := c.categories(tenant)
	index := slices.IndexFunc(all, func(k *category) bool { return k.scheme == scheme && k.term == term })
	if index < 0 {
		return nil
	}
	return all[index]
}
