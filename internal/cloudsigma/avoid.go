package cloudsigma

import (
	"net/url"
	"strings"
)

// avoiding is the query of what is to be kept away from the hosts of other entities, of which the first matters most
// (availability_groups.rst).
func avoiding(others []string) url.Values {
	query := url.Values{}
	if len(others) > 0 {
		query.Set("avoid", strings.Join(others, ","))
	}
	return query
}

// action is the query of an action, which may avoid other entities.
func action(name string, avoid ...string) url.Values {
	query := avoiding(avoid)
	query.Set("do", name)
	return query
}
