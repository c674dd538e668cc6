package occi

import (
	"encoding/json"
	"net/http"
)

// jsonCategory and jsonEntity are the shapes of occi-os, typing error included ("muttable").
func jsonCategory(c *category) map[string]any {
	out := map[string]any{"term": c.term, "scheme": c.scheme}
	if c.title != "" {
		out["title"] = c.title
	}
	if c.location != "" {
		out["location"] = c.location
	}
	if c.related != nil {
		out["related"] = []string{c.related.String()}
	}
	if len(c.actions) > 0 {
		out["actions"] = identifiers(c.actions)
	}
	if len(c.attributes) > 0 {
		properties := map[string]string{}
		for _, a := range c.attributes {
			properties[a.name] = a.property
			if a.property == "" {
				properties[a.name] = "muttable"
			}
		}
		out["attributes"] = properties
	}
	return out
}

func jsonCategories(categories []*category) []map[string]any {
	list := []map[string]any{}
	for _, c := range categories {
		list = append(list, jsonCategory(c))
	}
	return list
}

func jsonEntity(e *entity) map[string]any {
	actions := []map[string]any{}
	for _, a := range e.actions {
		actions = append(actions, map[string]any{"kind": jsonCategory(a), "link": e.path + "?action=" + a.term})
	}
	out := map[string]any{
		"kind": jsonCategory(e.kind), "mixins": jsonCategories(e.mixins), "actions": actions, "attributes": e.attributes,
	}
	if e.isLink() {
		out["source"], out["target"] = e.source.path, e.target.path
	} else {
		out["links"] = jsonEntities(e.links)
	}
	return out
}

func jsonEntities(entities []*entity) []map[string]any {
	list := []map[string]any{}
	for _, e := range entities {
		list = append(list, jsonEntity(e))
	}
	return list
}

func jsonAnswer(value any) (*answer, error) {
	body, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return nil, crash("ValueError: %v", err)
	}
	return &answer{status: http.StatusOK, media: mediaJSON, body: string(body)}, nil
}
