package occi

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
)

// List returns the paths of the entities in a collection, each once: occi-os lists links twice. Filters are
// types that the entities must have; ooi ignores them. A collection that the server does not give at once is read
// page by page.
func (c *Client) List(ctx context.Context, path string, filter ...TypeID) ([]string, error) {
	call := operation{verb: "listing", entity: path, method: http.MethodGet, accept: MediaTypeURIList, filter: filter}

	if err := checkPath(path); err != nil {
		return nil, call.failed(err)
	}

	list := listing{client: c, call: call, path: path, paths: []string{}, seen: map[string]bool{}}

	err := list.follow(ctx)
	if HasStatus(err, http.StatusRequestEntityTooLarge) {
		err = list.turnPages(ctx)
	}

	if err != nil {
		return nil, err
	}

	return list.paths, nil
}

// maxPages bounds the pages of a collection: a server could give one entity on each for ever.
const maxPages = 1000

// listing collects what is in a collection.
type listing struct {
	client *Client
	call   operation
	path   string
	paths  []string
	seen   map[string]bool
	pages  int
}

// follow reads the collection, and then the pages to which Link headers lead (RFC 8288).
func (l *listing) follow(ctx context.Context) error {
	for asked := map[string]bool{}; ; {
		asked[l.call.query.Encode()] = true

		next, found, err := l.read(ctx)
		if err != nil || next == nil || asked[next.Encode()] || found == 0 && len(asked) > 1 {
			return err
		}

		l.call.query = next
	}
}

// turnPages asks for pages (GFD.223, section 6) that are small enough for the server, until one brings nothing new.
func (l *listing) turnPages(ctx context.Context) error {
	const (
		first = 0 // The standard does not tell whether pages begin at 0 or at 1.
		most  = 100
	)

	number := most

	for page := first; ; page++ {
		l.call.query = url.Values{"page": {strconv.Itoa(page)}, "number": {strconv.Itoa(number)}}
		_, found, err := l.read(ctx)

		switch {
		case HasStatus(err, http.StatusRequestEntityTooLarge) && number > 1:
			// Smaller pages have other borders.
			number, page = number/2, first-1
		case err != nil && page == first && HasStatus(err, http.StatusBadRequest, http.StatusNotFound):
			// There is no page 0.
		case err != nil:
			return err
		case found == 0 && page > first:
			return nil
		}
	}
}

// read reads one page. It tells how many entities were not known before, and the query of the next page if there is
// one.
func (l *listing) read(ctx context.Context) (next url.Values, found int, err error) {
	response, err := l.client.send(ctx, l.call, l.path, nil)
	if err != nil {
		return nil, 0, err
	}

	next = l.takeNext(response.header)

	message, err := response.decode()
	if err != nil {
		return nil, 0, l.call.failed(err)
	}

	paths, err := l.client.pathsIn(ctx, message)
	if err != nil {
		return nil, 0, l.call.failed(err)
	}

	for _, path := range paths {
		if !l.seen[path] {
			l.seen[path] = true
			l.paths = append(l.paths, path)
			found++
		}
	}

	if l.pages++; len(l.paths) > maxItems || l.pages > maxPages {
		return nil, 0, l.call.failed(errTooMany)
	}

	return next, found, nil
}

// pageLink is a link to another page of a collection: its target and its relation.
var pageLink = regexp.MustCompile(`^\s*<([^<>]*)>\s*;(?:[^<>]*;)?\s*rel="?(next|prev|previous|first|last)"?\s*(?:;|$)`)

// takeNext finds the query of the next page, and removes the Link headers of all pages: in text/occi the others are
// links of OCCI. A next page elsewhere than on this collection is none.
func (l *listing) takeNext(header http.Header) url.Values {
	var (
		next   url.Values
		others []string
	)

	for _, value := range header.Values(fieldLink) {
		match := pageLink.FindStringSubmatch(value)
		if match == nil {
			others = append(others, value)
		}

		if match == nil || match[2] != "next" {
			continue
		}

		location, err := url.Parse(match[1])
		if err != nil {
			continue
		}

		query := location.Query()
		location.RawQuery = ""

		if path, err := l.client.Path(location.String()); err == nil && path == l.path && len(query) > 0 {
			next = query
		}
	}

	header.Del(fieldLink)

	for _, value := range others {
		header.Add(fieldLink, value)
	}

	return next
}

// pathsIn are the paths of all entities that a message lists. JSON lists entities without locations; then their
// kinds tell them.
func (c *Client) pathsIn(ctx context.Context, message Message) ([]string, error) {
	paths := make([]string, 0, len(message.Locations)+len(message.Entities))

	for _, reference := range message.Locations {
		path, err := c.Path(reference)
		if err != nil {
			return nil, err
		}

		paths = append(paths, path)
	}

	for _, entity := range message.Entities {
		kind := entity.Kind

		if kind.Location == "" {
			types, err := c.QueryInterface(ctx)
			if err != nil {
				return nil, err
			}

			kind, _ = types.Kind(entity.Kind.TypeID)
			kind.TypeID = entity.Kind.TypeID
		}

		path, err := c.pathOf(kind, entity.Attributes)
		if err != nil {
			return nil, errors.Join(errors.New("an entity of the list cannot be found"), err)
		}

		paths = append(paths, path)
	}

	return paths, nil
}
