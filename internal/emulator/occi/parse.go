package occi

import (
	"net/http"
	"strings"
)

// requestData is what a request says, before its categories are looked up. The strings are parsed
// further by the syntax they came from.
type requestData struct {
	categories, links, attributes, locations []string
}

// syntax is a way to read requests.
type syntax interface {
	// headers reads text/occi.
	headers(header http.Header) (requestData, error)
	// body reads text/plain.
	body(text string) (requestData, error)
	// attribute splits one attribute into its name and value.
	attribute(text string) (name, value string, err error)
	// parameter is a parameter of a category or link.
	parameter(text, name string) (value string, ok bool)
	// linkAttributes are the attributes of a link.
	linkAttributes(text string) map[string]string
}

// Names of headers, and of the lines of text/plain.
const (
	categoryHeader  = "Category"
	linkHeader      = "Link"
	attributeHeader = "X-OCCI-Attribute"
	locationHeader  = "X-OCCI-Location"
)

// data reads what the request says in the rendering that its Content-Type names.
func (x *exchange) data() (requestData, error) {
	media, err := x.mediaType("Content-Type")
	if err != nil {
		return requestData{}, err
	}
	switch media {
	case mediaOCCI:
		return x.syntax.headers(x.request.Header)
	case mediaPlain:
		return x.syntax.body(x.body)
	case mediaURIList:
		return requestData{}, refuse("%s", uriListRefusal)
	default:
		if x.traits.standard12 {
			return x.jsonData()
		}
		if !x.traits.exactMediaTypes {
			return requestData{}, fail(http.StatusUnsupportedMediaType, media+" is for answers only")
		}
		return requestData{}, crash("NotImplementedError") // 43-content-type-occi-json
	}
}

// resolve looks up a category of a request.
func (x *exchange) resolve(text string) (*category, error) {
	text = strings.TrimSpace(text)
	scheme, ok := x.syntax.parameter(text, "scheme")
	if !ok {
		return nil, refuse("Could not determine the value for: scheme")
	}
	term := termOf(text)
	if c := x.categoryNamed(x.tenant, scheme, term); c != nil {
		return c, nil
	}
	return nil, refuse("The following category is not registered within this service (See Query interfaces): %s%s", scheme, term)
}

// termOf is what comes before the first semicolon.
func termOf(text string) string {
	term, _, _ := strings.Cut(text, ";")
	return strings.TrimSpace(term)
}

func (x *exchange) resolveAll(texts []string) ([]*category, error) {
	var list []*category
	for _, text := range texts {
		c, err := x.resolve(text)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

func (x *exchange) attributes(texts []string) (map[string]string, error) {
	values := map[string]string{}
	for _, text := range texts {
		name, value, err := x.syntax.attribute(text)
		if err != nil {
			return nil, err
		}
		values[name] = value
	}
	return values, nil
}

// local is the path of a URL of this server; other URLs stay as they are.
func (x *exchange) local(url string) string {
	return strings.TrimPrefix(strings.TrimSpace(url), x.origin)
}

// entities finds the entities that X-OCCI-Location names.
func (x *exchange) entities(locations []string) ([]*entity, error) {
	var list []*entity
	for _, location := range locations {
		e, err := x.find(x.local(location))
		if isMissing(err) {
			return nil, refuse("Could not find the resource with id: %s", location)
		}
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

// entity reads the entity that a request describes. kind is the one of an entity that is updated, nil
// for a new one.
func (x *exchange) entity(kind *category) (*entity, error) {
	data, err := x.data()
	if err != nil {
		return nil, err
	}
	categories, err := x.resolveAll(data.categories)
	if err != nil {
		return nil, err
	}
	e := &entity{tenant: x.tenant}
	for _, c := range categories {
		if c.class == kindClass && e.kind == nil {
			e.kind = c
		} else {
			e.mixins = append(e.mixins, c)
		}
	}
	if e.attributes, err = x.attributes(data.attributes); err != nil {
		return nil, err
	}
	if kind != nil {
		e.kind = kind
	}
	if e.kind == nil {
		return nil, refuse("Could not find a valid kind.")
	}
	if e.isLink() {
		if kind != nil && x.traits.standard12 && e.attributes[coreSource]+e.attributes[coreTarget] == "" {
			// A partial update names what changes (GFD.223, section 10.2.1). occi-os wants the ends all the same.
			return e, nil
		}
		return e, x.linkEnds(e)
	}
	for _, text := range data.links {
		link, err := x.inlineLink(text, e)
		if err != nil {
			return nil, err
		}
		e.links = append(e.links, link)
	}
	return e, nil
}

func (x *exchange) linkEnds(link *entity) error {
	ends := map[string]**entity{coreSource: &link.source, coreTarget: &link.target}
	for name, end := range ends {
		value, ok := link.attributes[name]
		if name == coreTarget && x.isForeign(link.kind, value) {
			link.target = foreignStorage(value)
			continue
		}
		e, err := x.find(x.local(value))
		if !ok || isMissing(err) {
			return refuse("Both occi.core.[source, target] attributes need to be resources.")
		}
		if err != nil {
			return err
		}
		*end = e
	}
	return nil
}

// inlineLink reads a link in the request that creates its source.
func (x *exchange) inlineLink(text string, source *entity) (*entity, error) {
	types, ok := x.syntax.parameter(text, "category")
	if !ok {
		return nil, refuse("Could not determine the Category of the Link.")
	}
	link := &entity{tenant: x.tenant, source: source, attributes: x.syntax.linkAttributes(text)}
	for _, identifier := range strings.Fields(types) {
		scheme, term, _ := strings.Cut(identifier, "#")
		c, err := x.resolve(term + `;scheme="` + scheme + `#"`)
		if err != nil {
			return nil, err
		}
		if c.class == kindClass {
			link.kind = c
		} else {
			link.mixins = append(link.mixins, c)
		}
	}
	if link.kind == nil || !link.isLink() {
		return nil, refuse("Unable to find the Kind of the Link.")
	}
	_, target, _ := strings.Cut(text, "<")
	target, _, _ = strings.Cut(target, ">")
	if x.isForeign(link.kind, target) {
		link.target = foreignStorage(target)
		return link, nil
	}
	var err error
	if link.target, err = x.find(x.local(target)); isMissing(err) {
		return nil, refuse("The target for the link cannot be found: %s", x.local(target))
	}
	return link, err
}
