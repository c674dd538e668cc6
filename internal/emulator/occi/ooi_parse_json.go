package occi

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
)

// ooiDocument is the part of a JSON body that ooi reads. Members title, source and target are not in it
// (042-compute-create-json, 215-storagelink-create-json-source-target-members).
type ooiDocument struct {
	Kind       string         `json:"kind"`
	Action     string         `json:"action"`
	Mixins     []string       `json:"mixins"`
	Attributes map[string]any `json:"attributes"`
	Links      []struct {
		Target struct {
			Kind     string `json:"kind"`
			Location string `json:"location"`
		} `json:"target"`
		Attributes map[string]any `json:"attributes"`
	} `json:"links"`
}

func parseOOIJSON(body string) (*ooiRequest, error) {
	decoder := json.NewDecoder(strings.NewReader(body))
	decoder.UseNumber()
	var document ooiDocument
	if err := decoder.Decode(&document); err != nil {
		var wrongType *json.UnmarshalTypeError
		if errors.As(err, &wrongType) {
			return nil, errErred // 145-create-body-json-array
		}
		return nil, refuse("Unable to parse JSON")
	}
	if document.Kind != "" && document.Action != "" {
		return nil, refuse("Action and kind together?")
	}
	r := &ooiRequest{category: document.Kind + document.Action, terms: map[string][]string{}, attributes: pythonNumbers(document.Attributes)}
	if document.Kind != "" {
		r.mixins = document.Mixins
	}
	for _, identifier := range append([]string{r.category}, r.mixins...) {
		scheme, term, _ := strings.Cut(identifier, "#")
		r.terms[scheme+"#"] = append(r.terms[scheme+"#"], term)
	}
	for _, link := range document.Links {
		if link.Target.Kind == "" || link.Target.Location == "" {
			return nil, refuse("Unable to parse link")
		}
		r.links = append(r.links, ooiInlineLink{
			kind: link.Target.Kind, target: link.Target.Location, attributes: pythonNumbers(link.Attributes),
		})
	}
	return r, nil
}

// pythonNumbers tells 1 from 1.0, as the real server does (174-storage-create-json-size-1.0).
func pythonNumbers(attributes map[string]any) map[string]any {
	values := map[string]any{}
	for name, value := range attributes {
		values[name] = value
		number, isNumber := value.(json.Number)
		if !isNumber {
			continue
		}
		if whole, err := strconv.Atoi(number.String()); err == nil {
			values[name] = whole
		} else if fraction, err := number.Float64(); err == nil {
			values[name] = fraction
		}
	}
	return values
}
