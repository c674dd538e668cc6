package occi

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// jsonDocument is what a request in JSON may be (GFD.226): an entity, a collection of entities, an action
// invocation, a mixin, or a collection of mixins. Members that can be two things are read when it is clear
// which one it is.
type jsonDocument struct {
	Kind    string  `json:"kind"`
	ID      string  `json:"id"`
	Title   *string `json:"title"`
	Summary *string `json:"summary"`
	// Mixins are identifiers, or objects in a collection of mixins.
	Mixins     []json.RawMessage          `json:"mixins"`
	Attributes map[string]json.RawMessage `json:"attributes"`
	// Links are those of a resource, or a collection.
	Links     []*jsonDocument `json:"links"`
	Source    *jsonEnd        `json:"source"`
	Target    *jsonEnd        `json:"target"`
	Resources []*jsonDocument `json:"resources"`

	Action string `json:"action"`

	Term     string   `json:"term"`
	Scheme   string   `json:"scheme"`
	Location string   `json:"location"`
	Depends  []string `json:"depends"`
}

// jsonEnd is the source or target of a link.
type jsonEnd struct {
	Location string `json:"location"`
}

// jsonData reads a JSON body into the lines that it would be in text/plain, which the rest is read from.
func (x *exchange) jsonData() (requestData, error) {
	var document jsonDocument
	if x.body == "" {
		return requestData{}, nil
	}
	if err := json.Unmarshal([]byte(x.body), &document); err != nil {
		return requestData{}, refuse("The JSON cannot be read: %s", err)
	}
	here := x.categoryAt(x.tenant, x.request.URL.Path)
	collection := append(slices.Clone(document.Resources), document.Links...)
	switch {
	case document.Kind == "" && here != nil && here.class == mixinClass && len(collection) > 0:
		return x.jsonMembers(collection), nil
	case document.Kind == "" && len(collection) == 1:
		return collection[0].entityLines(x)
	case document.Kind == "" && len(collection) > 1:
		return requestData{}, refuse("One entity can be created at a time.")
	case document.Term != "":
		return requestData{categories: []string{document.mixinLine(x)}}, nil
	case document.Kind == "" && document.Action == "" && x.isQueryInterface():
		return document.mixinLines(x)
	default:
		return document.entityLines(x)
	}
}

func (x *exchange) isQueryInterface() bool { return strings.HasSuffix(x.request.URL.Path, "/-/") }

// jsonMembers are the locations of entities that a mixin is to have.
func (x *exchange) jsonMembers(collection []*jsonDocument) requestData {
	var data requestData
	for _, member := range collection {
		scheme, term, _ := strings.Cut(member.Kind, "#")
		if kind := x.categoryNamed(x.tenant, scheme+"#", term); kind != nil {
			data.locations = append(data.locations, kind.location+member.ID)
		} else {
			data.locations = append(data.locations, member.ID)
		}
	}
	return data
}

func (x *exchange) categoryLine(identifier string) string {
	scheme, term, _ := strings.Cut(identifier, "#")
	return term + `; scheme=` + x.value(scheme+"#")
}

func (d *jsonDocument) mixinLine(x *exchange) string {
	line := d.Term + "; scheme=" + x.value(d.Scheme) + "; class=" + x.value(string(mixinClass))
	if d.Title != nil {
		line += "; title=" + x.value(*d.Title)
	}
	if len(d.Depends) > 0 {
		line += "; rel=" + x.value(d.Depends[0])
	}
	return line + "; location=" + x.value(d.Location)
}

func (d *jsonDocument) mixinLines(x *exchange) (requestData, error) {
	var data requestData
	for _, raw := range d.Mixins {
		var mixin jsonDocument
		if err := json.Unmarshal(raw, &mixin); err != nil {
			return data, refuse("The mixin cannot be read: %s", err)
		}
		data.categories = append(data.categories, mixin.mixinLine(x))
	}
	return data, nil
}

func (d *jsonDocument) mixinIdentifiers() ([]string, error) {
	var list []string
	for _, raw := range d.Mixins {
		var identifier string
		if err := json.Unmarshal(raw, &identifier); err != nil {
			return nil, refuse("%s is no type identifier.", raw)
		}
		list = append(list, identifier)
	}
	return list, nil
}

// entityLines are those of an entity or an action.
func (d *jsonDocument) entityLines(x *exchange) (requestData, error) {
	var data requestData
	mixins, err := d.mixinIdentifiers()
	if err != nil {
		return data, err
	}
	for _, identifier := range append([]string{d.Kind, d.Action}, mixins...) {
		if identifier != "" {
			data.categories = append(data.categories, x.categoryLine(identifier))
		}
	}
	data.attributes = d.attributeLines(x)
	for _, link := range d.Links {
		mixins, err := link.mixinIdentifiers()
		if err != nil {
			return data, err
		}
		if link.Target == nil {
			return data, refuse("A link needs a target.")
		}
		types := strings.Join(append([]string{link.Kind}, mixins...), " ")
		line := "<" + link.Target.Location + ">; category=" + x.value(types)
		data.links = append(data.links, strings.Join(append([]string{line}, link.attributeLines(x)...), "; "))
	}
	return data, nil
}

func (d *jsonDocument) attributeLines(x *exchange) []string {
	var lines []string
	add := func(name, value string) { lines = append(lines, name+"="+x.value(value)) }
	for _, name := range slices.Sorted(maps.Keys(d.Attributes)) {
		raw := d.Attributes[name]
		var text string
		if json.Unmarshal(raw, &text) != nil {
			text = compactJSON(raw) // A number, a boolean, a list or an object.
		}
		add(name, text)
	}
	for name, text := range map[string]*string{titleAttribute: d.Title, summaryAttribute: d.Summary} {
		if text != nil {
			add(name, *text)
		}
	}
	for name, end := range map[string]*jsonEnd{coreSource: d.Source, coreTarget: d.Target} {
		if end != nil {
			add(name, end.Location)
		}
	}
	return lines
}

// compactJSON leaves out the line breaks between the elements, which no text rendering could show.
func compactJSON(raw json.RawMessage) string {
	var text bytes.Buffer
	// It was part of a document that could be read.
	_ = json.Compact(&text, raw)
	return text.String()
}
