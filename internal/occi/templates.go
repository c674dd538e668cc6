package occi

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
)

// listedNames bounds how many names an error lists.
const listedNames = 20

// UnknownTemplateError says that no template has the name.
type UnknownTemplateError struct {
	// Relation is the type of template that was looked for, such as os_tpl.
	Relation TypeID
	Name     string
	// Nearest are the names most like it, the best first; empty if none is like it.
	Nearest []string
	// Available are the names of all templates in alphabetical order: titles, or terms where there is no
	// title or another template has the same.
	Available []string
}

// Error names the nearest and the available templates.
func (e *UnknownTemplateError) Error() string {
	text := fmt.Sprintf("the server has no %s %q", e.Relation.Term, e.Name)
	if len(e.Nearest) > 0 {
		text += "; did you mean " + quotedList(e.Nearest) + "?"
	}

	if len(e.Available) == 0 {
		return text + " (it has none at all)"
	}

	return text + " (available: " + quotedList(e.Available) + ")"
}

// AmbiguousTemplateError says that several templates have the name.
type AmbiguousTemplateError struct {
	// Relation is the type of template that was looked for, such as os_tpl.
	Relation TypeID
	Name     string
	// Candidates are the identifiers scheme#term, each of which is unique.
	Candidates []string
}

// Error names the candidates.
func (e *AmbiguousTemplateError) Error() string {
	return fmt.Sprintf("the server has several %s %q; choose one of %s", e.Relation.Term, e.Name, quotedList(e.Candidates))
}

func quotedList(names []string) string {
	quoted := make([]string, 0, listedNames)
	for _, name := range names[:min(len(names), listedNames)] {
		quoted = append(quoted, excerpt(name))
	}

	text := strings.Join(quoted, ", ")
	if more := len(names) - listedNames; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}

	return text
}

// FindTemplate returns the mixin related to a type, such as os_tpl, that a name means: scheme#term, a term, a
// title without the server's "Image: " or "Flavor: ", or the term that occi-os would make of one of these (its
// terms are in lower case and have "-" for dots and blanks). The first of these forms that fits decides. The
// error is an [*UnknownTemplateError] or an [*AmbiguousTemplateError].
func (q *QueryInterface) FindTemplate(relation TypeID, name string) (Category, error) {
	templates := q.MixinsRelatedTo(relation)
	name = strings.TrimSpace(name)
	normalized := normalizedTerm(name)

	forms := []func(Category) bool{
		func(template Category) bool { return template.TypeID.String() == name },
		func(template Category) bool { return template.Term == name },
		func(template Category) bool { return TemplateName(template) == name },
		func(template Category) bool {
			return normalizedTerm(template.Term) == normalized || normalizedTerm(TemplateName(template)) == normalized
		},
	}
	for _, matches := range forms {
		found := slices.DeleteFunc(slices.Clone(templates), func(template Category) bool { return !matches(template) })
		switch {
		case name == "" || len(found) == 0:
		case len(found) == 1:
			return found[0], nil
		default:
			return Category{}, ambiguous(relation, name, found)
		}
	}

	available := templateNames(templates)

	return Category{}, &UnknownTemplateError{
		Relation: relation, Name: name, Nearest: nearest(name, available), Available: available,
	}
}

func ambiguous(relation TypeID, name string, found []Category) error {
	candidates := make([]string, 0, len(found))
	for _, template := range found {
		candidates = append(candidates, template.TypeID.String())
	}

	slices.Sort(candidates)

	return &AmbiguousTemplateError{Relation: relation, Name: name, Candidates: candidates}
}

// TemplateName is the name that people know a template by: its title without the blanks and the word "Image: " or
// "Flavor: " that servers put around it. It is empty if there is no title.
func TemplateName(template Category) string {
	name := strings.TrimSpace(template.Title)
	for _, prefix := range []string{"Image:", "Flavor:"} {
		if rest, found := strings.CutPrefix(name, prefix); found {
			return strings.TrimSpace(rest)
		}
	}

	return name
}

// normalizedTerm is how occi-os makes the term of a flavor from its name.
func normalizedTerm(name string) string {
	return strings.NewReplacer(" ", "-", ".", "-").Replace(strings.ToLower(name))
}

func templateNames(templates []Category) []string {
	counts := make(map[string]int, len(templates))
	for _, template := range templates {
		counts[TemplateName(template)]++
	}

	names := make([]string, 0, len(templates))
	for _, template := range templates {
		name := TemplateName(template)
		if name == "" || counts[name] > 1 {
			name = template.Term
		}

		names = append(names, name)
	}

	slices.Sort(names)

	return slices.Compact(names)
}

// nearest returns up to three names that contain the wanted one or differ from it in less than half of their
// letters.
func nearest(wanted string, names []string) []string {
	const (
		most    = 3
		longest = 200 // bytes; the distance takes time in proportion to the product of the lengths
	)

	type candidate struct {
		name     string
		distance int
	}

	var near []candidate

	for _, name := range names {
		if len(name) > longest || len(wanted) > longest {
			continue
		}

		distance := levenshtein.Distance(normalizedTerm(wanted), normalizedTerm(name), nil)
		contained := wanted != "" && strings.Contains(normalizedTerm(name), normalizedTerm(wanted))

		if contained || distance*2 < max(len(wanted), len(name)) {
			near = append(near, candidate{name: name, distance: distance})
		}
	}

	slices.SortStableFunc(near, func(a, b candidate) int { return a.distance - b.distance })

	found := make([]string, 0, most)
	for _, candidate := range near[:min(len(near), most)] {
		found = append(found, candidate.name)
	}

	return found
}
