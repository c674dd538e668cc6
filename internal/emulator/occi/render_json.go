package occi

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
)

// The objects of GFD.226, as ooi and standard-1.2 write them.

// entityObject renders a resource with its links, or a link.
func (x *exchange) entityObject(e *entity) map[string]any {
	out := map[string]any{"kind": e.kind.String(), "id": e.id()}
	setUnlessEmpty(out, "mixins", identifiers(e.mixins))
	setUnlessEmpty(out, "actions", identifiers(e.actions))
	attributes := map[string]any{}
	for name, value := range e.attributes {
		switch {
		case name == titleAttribute:
			out["title"] = value
		case name == summaryAttribute:
			out["summary"] = value
		case !strings.HasPrefix(name, "occi.core."):
			attributes[name] = typed(name, value)
		}
	}
	if len(attributes) > 0 {
		out["attributes"] = attributes
	}
	if e.isLink() {
		out["source"], out["target"] = x.endObject(e.source), x.endObject(e.target)
	}
	var links []map[string]any
	for _, link := range e.links {
		links = append(links, x.entityObject(link))
	}
	setUnlessEmpty(out, "links", links)
	return out
}

// endObject is the source or target of a link.
func (x *exchange) endObject(e *entity) map[string]any {
	return map[string]any{"kind": e.kind.String(), "location": x.url(e.path)}
}

func setUnlessEmpty[T any](object map[string]any, name string, list []T) {
	if len(list) > 0 {
		object[name] = list
	}
}

// categoryCollection renders what the query interface offers.
func (x *exchange) categoryCollection(categories []*category) map[string]any {
	lists := map[class][]map[string]any{}
	for _, c := range categories {
		lists[c.class] = append(lists[c.class], x.categoryObject(c))
	}
	out := map[string]any{}
	setUnlessEmpty(out, "kinds", lists[kindClass])
	setUnlessEmpty(out, "mixins", lists[mixinClass])
	setUnlessEmpty(out, "actions", lists[actionClass])
	return out
}

func (x *exchange) categoryObject(c *category) map[string]any {
	c = x.view(c)
	out := map[string]any{"term": c.term, "scheme": c.scheme}
	if c.title != "" {
		out["title"] = c.title
	}
	if c.location != "" {
		out["location"] = x.url(c.location)
	}
	setUnlessEmpty(out, "actions", identifiers(c.actions))
	switch {
	case c.related != nil && c.class == kindClass:
		out["parent"] = c.related.String()
	case c.related != nil:
		out["depends"] = []string{c.related.String()}
	}
	if c.applies != nil {
		out["applies"] = []string{c.applies.String()}
	}
	if len(c.attributes) > 0 {
		attributes := map[string]any{}
		for _, a := range c.attributes {
			attributes[a.name] = a.object()
		}
		out["attributes"] = attributes
	}
	return out
}

func (a attributeDefinition) object() map[string]any {
	out := map[string]any{
		"mutable": !strings.Contains(a.property, "immutable"), "required": strings.Contains(a.property, "required"),
		"type": valueType(a.name),
	}
	if a.valueType != "" {
		out["type"] = a.valueType
	}
	if a.value != nil {
		out["default"] = a.value
	}
	return out
}

// renderJSON writes the value with <, > and & as they are.
func renderJSON(value any) (*answer, error) {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, fail(http.StatusInternalServerError, err.Error())
	}
	return &answer{status: http.StatusOK, media: mediaJSON, body: strings.TrimSuffix(body.String(), "\n")}, nil
}
