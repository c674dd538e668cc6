package occi

import (
	"maps"
	"slices"
	"strings"
)

// rendered is an answer in OCCI terms, each line ready to be written in text/plain or text/occi.
type rendered struct {
	categories, links, attributes, locations []string
}

// value writes a value in quotes. occi-os escapes nothing.
func (x *exchange) value(text string) string {
	if x.traits.unescaped {
		return `"` + text + `"`
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

func isASCII(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r > 127 }) < 0
}

// category writes a category as the query interface and entities show it.
func (x *exchange) category(c *category) (string, error) {
	c = x.view(c)
	if x.traits.asciiOnly && !isASCII(c.title) {
		return "", crash("UnicodeEncodeError: 'ascii' codec can't encode character u'\\xe9' in position 8850: ordinal not in range(128)")
	}
	text := c.term + `; scheme="` + c.scheme + `"; class="` + string(c.class) + `"`
	if c.title != "" {
		text += `; title=` + x.value(c.title)
	}
	if c.related != nil {
		text += `; rel="` + c.related.String() + `"`
	}
	if c.location != "" {
		text += `; location="` + x.origin + c.location + `"`
	}
	if x.traits.bareCategories {
		return text, nil
	}
	if len(c.attributes) > 0 {
		var names []string
		for _, a := range c.attributes {
			if a.property != "" {
				a.name += "{" + a.property + "}"
			}
			names = append(names, a.name)
		}
		text += `; attributes="` + strings.Join(names, " ") + `"`
	}
	if len(c.actions) > 0 {
		text += `; actions="` + strings.Join(identifiers(c.actions), " ") + `"`
	}
	return text, nil
}

func identifiers(categories []*category) []string {
	var list []string
	for _, c := range categories {
		list = append(list, c.String())
	}
	return list
}

func (x *exchange) renderCategories(categories []*category) (rendered, error) {
	var out rendered
	for _, c := range categories {
		text, err := x.category(c)
		if err != nil {
			return out, err
		}
		out.categories = append(out.categories, text)
	}
	return out, nil
}

func (x *exchange) renderEntity(e *entity) (rendered, error) {
	out, err := x.renderCategories(append([]*category{e.kind}, e.mixins...))
	if err != nil {
		return out, err
	}
	x.identify(e)
	for _, a := range e.actions {
		out.links = append(out.links, "<"+x.url(e.path)+"?action="+a.term+`>; rel="`+a.String()+`"`)
	}
	for _, link := range e.links {
		text, err := x.link(link)
		if err != nil {
			return out, err
		}
		out.links = append(out.links, text)
	}
	if e.isLink() {
		e.attributes[coreSource] = x.url(e.source.path)
		e.attributes[coreTarget] = x.url(e.target.path)
	}
	out.attributes = x.pairs(e.attributes)
	return out, nil
}

func (x *exchange) pairs(attributes map[string]string) []string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		if x.traits.bareNumbers && valueType(name) == typeNumber {
			list = append(list, name+"="+attributes[name])
			continue
		}
		list = append(list, name+"="+x.value(attributes[name]))
	}
	return list
}

// identify sets occi.core.id. occi-os has one of its own for some entities.
func (x *exchange) identify(e *entity) {
	if _, ok := e.attributes[coreID]; !ok {
		e.attributes[coreID] = e.path
	}
	if x.traits.plainIDs {
		e.attributes[coreID] = e.id()
	}
}

// url is how the path is written in links.
func (x *exchange) url(path string) string {
	if x.traits.absoluteLinks {
		return x.origin + path
	}
	return path
}

// link writes a link of a resource.
func (x *exchange) link(link *entity) (string, error) {
	x.stamp(link)
	attributes := strings.Join(x.pairs(link.attributes), "; ")
	if x.traits.asciiOnly && !isASCII(attributes) {
		// 51-compute-get-poisoned-by-link
		return "", crash("UnicodeDecodeError: 'ascii' codec can't decode byte 0xc3 in position 21: ordinal not in range(128)")
	}
	types := identifiers(append([]*category{link.kind}, link.mixins...))
	address := link.target.path
	if x.traits.linksToThemselves {
		address = link.path
	}
	return "<" + x.url(address) + `>; rel="` + link.target.kind.String() + `"; self="` + x.url(link.path) +
		`"; category="` + strings.Join(types, " ") + `"; ` + attributes, nil
}

func (x *exchange) renderLocations(entities []*entity) rendered {
	var out rendered
	for _, e := range entities {
		out.locations = append(out.locations, x.origin+e.path)
	}
	return out
}
