package occi

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Refusals that come from errors nobody thought of.
var (
	errNotComplied = fail(http.StatusBadRequest,
		"The server could not comply with the request since it is either malformed or otherwise incorrect.")
	errErred = fail(http.StatusInternalServerError,
		"The server has either erred or is incapable of performing the requested operation.")
	errUnexpected = fail(http.StatusInternalServerError,
		"Unexpected API Error. Please report this at http://bugs.launchpad.net/ooi/ and attach the ooi API log if possible.")
)

// messageAnswer is the message alone, in text/occi nothing at all (036-compute-create-two-networks-none-chosen-409-text-occi).
func (o *ooiExchange) messageAnswer(err error) *answer {
	a := &answer{status: http.StatusBadRequest, media: o.accept + "; charset=UTF-8", body: err.Error()}
	var r *refusal
	if errors.As(err, &r) && r.status != 0 {
		a.status = r.status
	}
	switch o.accept {
	case mediaOCCI:
		a.body = ""
	case mediaJSON:
		if rendered, err := renderJSON(map[string]any{"code": a.status, "message": a.body}); err == nil {
			a.media, a.body = mediaJSON, rendered.body
		}
	}
	return a
}

// noContent answers what was done, and empty lists.
func (o *ooiExchange) noContent() (*answer, error) {
	return &answer{status: http.StatusNoContent, media: o.accept + "; charset=utf8"}, nil
}

func (o *ooiExchange) json(value any) (*answer, error) {
	a, err := renderJSON(value)
	if err != nil {
		return nil, err
	}
	a.media += "; charset=utf8"
	return a, nil
}

func (o *ooiExchange) text(out rendered) *answer {
	a := o.show(o.accept, out)
	a.media += "; charset=utf8"
	a.body = strings.TrimSuffix(a.body, "\n")
	for _, values := range a.header {
		for _, value := range values {
			if !isASCII(value) {
				// The process dies of it and the connection is cut (114-attr-title-utf8-get-text-occi).
				return &answer{bare: true}
			}
		}
	}
	return a
}

func (o *ooiExchange) uris(lines []string) *answer {
	return &answer{status: http.StatusOK, media: mediaURIList + "; charset=utf8", body: strings.Join(lines, "\n")}
}

func (o *ooiExchange) entityAnswer(e *entity) (*answer, error) {
	switch o.accept {
	case mediaJSON:
		return o.json(o.entityObject(e))
	case mediaURIList:
		return o.uris([]string{o.origin + e.path}), nil
	default:
		out, err := o.renderEntity(e)
		if err != nil {
			return nil, err
		}
		return o.text(out), nil
	}
}

// collectionAnswer answers lists and, with one entity, creates. JSON has all under "resources", links too.
func (o *ooiExchange) collectionAnswer(entities []*entity) (*answer, error) {
	if o.accept == mediaJSON {
		objects := []map[string]any{}
		for _, e := range entities {
			objects = append(objects, o.entityObject(e))
		}
		out := map[string]any{}
		setUnlessEmpty(out, "resources", objects)
		return o.json(out)
	}
	if len(entities) == 0 {
		return o.noContent()
	}
	return o.locations(o.renderLocations(entities)), nil
}

// locations are lines or, in text/uri-list, bare URLs.
func (o *ooiExchange) locations(out rendered) *answer {
	if o.accept == mediaURIList {
		return o.uris(out.locations)
	}
	return o.text(out)
}

func withStatus(status int, format string, arguments ...any) error {
	return fail(status, fmt.Sprintf(format, arguments...))
}

func notFound(format string, arguments ...any) error {
	return withStatus(http.StatusNotFound, format, arguments...)
}

func conflict(format string, arguments ...any) error {
	return withStatus(http.StatusConflict, format, arguments...)
}

func forbidden(format string, arguments ...any) error {
	return withStatus(http.StatusForbidden, format, arguments...)
}
