package cloudsigma

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
)

// defaultLimit is the "default_limit" of every schema sample.
const defaultLimit = 20

// unlimited is the default of collections that are listed whole.
const unlimited = -1

// page answers with one page of a listing (pagination.rst): limit 0 is everything.
func page(objects []object, query url.Values) (answer, error) {
	return pageOf(objects, query, defaultLimit)
}

// pageOf is page with another default limit: 0 is the usual one.
func pageOf(objects []object, query url.Values, limitOf int) (answer, error) {
	limit, err := pageNumber(query, "limit", max(0, cmp.Or(limitOf, defaultLimit)))
	if err != nil {
		return answer{}, err
	}
	offset, err := pageNumber(query, "offset", 0)
	if err != nil {
		return answer{}, err
	}
	total := len(objects)
	objects = objects[min(offset, total):]
	if limit > 0 {
		objects = objects[:min(limit, len(objects))]
	}
	return answer{status: http.StatusOK, body: object{
		"meta":    object{"limit": limit, "offset": offset, "total_count": total},
		"objects": objects,
	}}, nil
}

func pageNumber(query url.Values, name string, absent int) (int, error) {
	if !query.Has(name) {
		return absent, nil
	}
	value, err := strconv.Atoi(query.Get(name))
	if err != nil || value < 0 {
		return 0, malformed("Invalid %s %q: it has to be an integer of at least 0", name, query.Get(name))
	}
	return value, nil
}
