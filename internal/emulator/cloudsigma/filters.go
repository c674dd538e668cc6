package cloudsigma

import (
	"net/url"
	"slices"
	"strings"
)

// filter tells whether an object matches one value.
type filter func(candidate object, value string) bool

// exact matches a member that is the value, or a list that contains it.
func exact(member string) filter {
	return func(candidate object, value string) bool {
		switch found := candidate[member].(type) {
		case string:
			return found == value
		case []string:
			return slices.Contains(found, value)
		default:
			return false
		}
	}
}

// contains matches a member that has the value in it, whatever the case (general.rst, filtering).
func contains(member string) filter {
	return func(candidate object, value string) bool {
		text, _ := candidate[member].(string)
		return strings.Contains(strings.ToLower(text), strings.ToLower(value))
	}
}

// named are the filters that the schemas of most resources list.
func (c *Cloud) named() map[string]filter {
	return map[string]filter{
		"uuid": exact("uuid"), "name": exact("name"), "name__contains": contains("name"),
		"tag": c.taggedWith(func(tag *Tag) string { return tag.UUID }),
		// Not in the schemas, but in the examples of general.rst.
		"tag__name": c.taggedWith(func(tag *Tag) string { return tag.Name }),
	}
}

func (c *Cloud) taggedWith(member func(*Tag) string) filter {
	return func(candidate object, value string) bool {
		id, _ := candidate["uuid"].(string)
		return slices.ContainsFunc(c.tags.all(), func(tag *Tag) bool {
			return member(tag) == value && slices.Contains(tag.Resources, id)
		})
	}
}

// matching keeps the objects that match every parameter that is a filter; of the values of one
// parameter, separated by commas, one has to match. Other parameters are no filters and ignored.
func matching(objects []object, filters map[string]filter, query url.Values) []object {
	return slices.DeleteFunc(objects, func(candidate object) bool {
		for name, matches := range filters {
			for _, alternatives := range query[name] {
				if !slices.ContainsFunc(alternativesOf(alternatives), func(value string) bool {
					return matches(candidate, value)
				}) {
					return true
				}
			}
		}
		return false
	})
}

// alternativesOf splits at commas that no backslash escapes.
func alternativesOf(parameter string) []string {
	var alternatives []string
	var current strings.Builder
	for i := 0; i < len(parameter); i++ {
		switch {
		case parameter[i] == '\\' && i+1 < len(parameter) && strings.ContainsRune(`,\`, rune(parameter[i+1])):
			i++
			current.WriteByte(parameter[i])
		case parameter[i] == ',':
			alternatives = append(alternatives, current.String())
			current.Reset()
		default:
			current.WriteByte(parameter[i])
		}
	}
	return append(alternatives, current.String())
}

// selected reduces objects to the named members: those of the parameter "fields", else those of the
// listing; nil is all.
func selected(objects []object, listed []string, query url.Values) []object {
	if query.Has("fields") {
		listed = strings.Split(query.Get("fields"), ",")
	}
	if listed == nil {
		return objects
	}
	reduced := make([]object, 0, len(objects))
	for _, whole := range objects {
		part := object{}
		for _, name := range listed {
			if value, known := whole[name]; known {
				part[name] = value
			}
		}
		reduced = append(reduced, part)
	}
	return reduced
}
