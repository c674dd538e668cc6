package occi

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// What GFD.223 asks for beyond the protocol of GFD.185, which the other files have.

// standardMedia are the renderings, the default first.
var standardMedia = []string{mediaPlain, mediaOCCI, mediaJSON, mediaURIList}

// newerVersion is in the User-Agent of a client that wants more than OCCI 1.2.
var newerVersion = regexp.MustCompile(`\bOCCI/(1\.[3-9]|[2-9]\.\d)\b`)

// standardAnswer wraps what there is to say in the rendering that the client wants. out is for the text
// renderings, lines for text/uri-list.
func (x *exchange) standardAnswer(status int, object any, out rendered, lines []string) (*answer, error) {
	media, err := x.mediaType("Accept")
	if err != nil {
		return nil, err
	}
	var a *answer
	switch media {
	case mediaJSON:
		if a, err = renderJSON(object); err != nil {
			return nil, err
		}
	case mediaURIList:
		a = &answer{media: mediaURIList, body: strings.Join(lines, "\n")}
	default:
		a = x.show(media, out)
	}
	a.status = status
	return a, nil
}

func (x *exchange) standardEntity(e *entity) (*answer, error) {
	out, err := x.renderEntity(e)
	if err != nil {
		return nil, err
	}
	return x.standardAnswer(http.StatusOK, x.entityObject(e), out, []string{x.origin + e.path})
}

// standardCreated tells the location in each way there is, and the whole entity to clients that read JSON.
func (x *exchange) standardCreated(e *entity) (*answer, error) {
	if err := x.refresh(e); err != nil {
		return nil, err
	}
	x.identify(e)
	out := x.renderLocations([]*entity{e})
	a, err := x.standardAnswer(http.StatusCreated, x.entityObject(e), out, out.locations)
	if err != nil {
		return nil, err
	}
	if a.header == nil {
		a.header = http.Header{}
	}
	a.header.Set("Location", x.origin+e.path)
	return a, nil
}

// standardEntities renders a collection. Links have a list of their own in JSON.
func (x *exchange) standardEntities(entities []*entity) (*answer, error) {
	entities, err := x.page(entities)
	if err != nil {
		return nil, err
	}
	resources, links := []map[string]any{}, []map[string]any{}
	for _, e := range entities {
		if err := x.refresh(e); err != nil {
			return nil, err
		}
		if e.isLink() {
			links = append(links, x.entityObject(e))
		} else {
			resources = append(resources, x.entityObject(e))
		}
	}
	object := map[string]any{"resources": resources}
	if here := x.categoryAt(x.tenant, x.request.URL.Path); len(links) > 0 || here != nil && here.isLinkKind() {
		object["links"] = links
		if len(resources) == 0 {
			delete(object, "resources")
		}
	}
	out := x.renderLocations(entities)
	return x.standardAnswer(http.StatusOK, object, out, out.locations)
}

func (x *exchange) standardCategories(categories []*category) (*answer, error) {
	out, err := x.renderCategories(categories)
	if err != nil {
		return nil, err
	}
	var locations []string
	for _, c := range categories {
		if c.location != "" {
			locations = append(locations, x.origin+c.location)
		}
	}
	return x.standardAnswer(http.StatusOK, x.categoryCollection(categories), out, locations)
}

const defaultPageItems = 1000

// page cuts the part out of the collection that the parameters page, from 1, and number ask for.
func (x *exchange) page(entities []*entity) ([]*entity, error) {
	parameters := map[string]int{}
	split := func(r rune) bool { return r == '&' || r == ';' }
	for _, parameter := range strings.FieldsFunc(x.request.URL.RawQuery, split) {
		name, text, _ := strings.Cut(parameter, "=")
		if name != "page" && name != "number" || x.request.Method != http.MethodGet {
			continue
		}
		value, err := strconv.Atoi(text)
		if err != nil || value < 1 {
			return nil, refuse("%s has to be a number from 1 on, not %q.", name, text)
		}
		parameters[name] = value
	}
	if len(parameters) == 0 {
		return entities, nil
	}
	limit := x.options.MaxPageItems
	if limit == 0 {
		limit = defaultPageItems
	}
	number, ok := parameters["number"]
	if !ok {
		number = limit
	}
	if number > limit {
		return nil, fail(http.StatusRequestEntityTooLarge, "A page has "+strconv.Itoa(limit)+" entities at most.")
	}
	first := min(len(entities), (max(1, parameters["page"])-1)*number)
	return entities[first:min(len(entities), first+number)], nil
}

// putNew makes an entity at the path that the client chose.
func (x *exchange) putNew(path string) (*answer, error) {
	e, err := x.entity(nil)
	if err != nil {
		return nil, err
	}
	if location := e.kind.location; path != location+lastSegment(path) || lastSegment(path) == "" {
		return nil, refuse("Instances of %s are at %s.", e.kind, location)
	}
	x.nova.chosenID = lastSegment(path)
	defer func() { x.nova.chosenID = "" }()
	return x.create(e)
}

// putOver replaces what the entity has: mixins that users gave it and core attributes go unless the request
// names them again. Links stay.
func (x *exchange) putOver(e *entity) (*answer, error) {
	change, err := x.entity(e.kind)
	if err != nil {
		return nil, err
	}
	e.mixins = slices.DeleteFunc(e.mixins, func(m *category) bool { return m.tenant != "" && !change.has(m) })
	for _, name := range []string{titleAttribute, summaryAttribute} {
		delete(e.attributes, name)
	}
	return x.postEntity(e.path)
}
