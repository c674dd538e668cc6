package occi

import (
	"slices"
	"strings"
)

// ooiSchema is what a request has to be. A mixin is given by its identifier or, for templates and pools,
// by its scheme alone.
type ooiSchema struct {
	// category is the kind or action, nil if any will do.
	category         *category
	mixins, optional []string
	// links are the kinds of the targets of inline links.
	links []*category
}

func (r *ooiRequest) validate(schema ooiSchema) error {
	if schema.category != nil && r.category != schema.category.String() {
		found := r.category
		if found == "" {
			found = "None"
		}
		return mismatch(schema.category.String(), found)
	}
	unmatched := slices.Clone(r.mixins)
	for _, wanted := range schema.mixins {
		if !take(&unmatched, wanted) {
			return refuse("Missing OCCI types: '%s'.", wanted)
		}
	}
	for _, wanted := range schema.optional {
		take(&unmatched, wanted)
	}
	if len(unmatched) > 0 {
		return mismatch("", "['"+strings.Join(unmatched, "', '")+"']")
	}
	// Only the first link is looked at.
	isTarget := func(k *category) bool { return r.links[0].kind == k.String() }
	if len(r.links) > 0 && !slices.ContainsFunc(schema.links, isTarget) {
		return mismatch(strings.Join(identifiers(schema.links), ", "), r.links[0].kind)
	}
	return nil
}

func mismatch(expected, found string) error {
	return refuse("Schema does not match. Expecting '%s', but found '%s'.", expected, found)
}

// take removes one mixin that is the wanted one or of the wanted scheme.
func take(mixins *[]string, wanted string) bool {
	index := slices.IndexFunc(*mixins, func(m string) bool {
		return m == wanted || strings.HasSuffix(wanted, "#") && strings.HasPrefix(m, wanted)
	})
	if index < 0 {
		return false
	}
	*mixins = slices.Delete(*mixins, index, index+1)
	return true
}

// term is the first term of the scheme in the request, "" if there is none.
func (r *ooiRequest) term(scheme string) string {
	if terms := r.terms[scheme]; len(terms) > 0 {
		return terms[0]
	}
	return ""
}

// text is an attribute that is text, "" if it is anything else.
func (r *ooiRequest) text(attribute string) string {
	value, _ := r.attributes[attribute].(string)
	return value
}

// checkString is the check that Nova makes of a name.
func checkString(field string, value any) error {
	text, isText := value.(string)
	switch {
	case !isText:
		return refuse("Invalid input for field/attribute %s. Value: %s. %s is not of type 'string'", field, python(value), python(value))
	case text == "":
		return refuse("Invalid input for field/attribute %s. Value: . '' is too short", field)
	default:
		return nil
	}
}
