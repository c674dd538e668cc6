package occi

import "net/http"

// ok is the answer without content.
func (x *exchange) ok() (*answer, error) {
	if x.traits.standard12 {
		return x.standardAnswer(http.StatusOK, map[string]any{}, rendered{}, nil)
	}
	return x.done(http.StatusOK, nil)
}

func (x *exchange) created(e *entity) (*answer, error) {
	if x.traits.standard12 {
		return x.standardCreated(e)
	}
	return x.done(http.StatusCreated, http.Header{"Location": {x.origin + e.path}})
}

func (x *exchange) done(status int, header http.Header) (*answer, error) {
	media, err := x.mediaType("Accept")
	if err != nil {
		return nil, err
	}
	return &answer{status: status, media: media, header: header, body: "OK"}, nil
}

func (x *exchange) showEntity(e *entity) (*answer, error) {
	if x.traits.standard12 {
		return x.standardEntity(e)
	}
	media, err := x.mediaType("Accept")
	if err != nil {
		return nil, err
	}
	switch media {
	case mediaURIList:
		return nil, refuse("%s", uriListRefusal)
	case mediaJSON:
		for _, link := range e.links {
			x.stamp(link)
		}
		return jsonAnswer(jsonEntity(e))
	default:
		out, err := x.renderEntity(e)
		if err != nil {
			return nil, err
		}
		return x.show(media, out), nil
	}
}

func (x *exchange) showEntities(entities []*entity) (*answer, error) {
	if x.traits.standard12 {
		return x.standardEntities(entities)
	}
	media, err := x.mediaType("Accept")
	if err != nil {
		return nil, err
	}
	switch media {
	case mediaURIList:
		return x.uriList(entities), nil
	case mediaJSON:
		return jsonAnswer(jsonEntities(entities))
	default:
		return x.show(media, x.renderLocations(entities)), nil
	}
}

func (x *exchange) showCategories(categories []*category) (*answer, error) {
	if x.traits.standard12 {
		return x.standardCategories(categories)
	}
	media, err := x.mediaType("Accept")
	if err != nil {
		return nil, err
	}
	switch media {
	case mediaURIList:
		return nil, refuse("%s", uriListRefusal)
	case mediaJSON:
		return jsonAnswer(jsonCategories(categories))
	default:
		out, err := x.renderCategories(categories)
		if err != nil {
			return nil, err
		}
		return x.show(media, out), nil
	}
}

func (x *exchange) show(media string, out rendered) *answer {
	if media == mediaOCCI {
		return x.showHeaders(out)
	}
	return x.showLines(out)
}
