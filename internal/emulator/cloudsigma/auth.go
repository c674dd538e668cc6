package cloudsigma

import (
	"net/http"
	"strings"
)

// authenticate tells whose request it is: HTTP basic (general.rst) or a bearer token, which the
// official SDK sends though the documentation does not mention it.
func (c *Cloud) authenticate(r *http.Request) (*account, error) {
	if user, password, ok := r.BasicAuth(); ok {
		if want, known := c.options.Users[user]; known && password == want {
			return c.accounts[user], nil
		}
		return nil, unauthorized()
	}
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		if user, known := c.options.Tokens[token]; known {
			return c.accounts[user], nil
		}
	}
	return nil, unauthorized()
}

func unauthorized() error {
	return &failure{
		status: http.StatusUnauthorized,
		header: http.Header{"Www-Authenticate": {`Basic realm="users"`}},
		errors: []apiError{{Type: errorPermission, Message: "Authentication failed"}},
	}
}
