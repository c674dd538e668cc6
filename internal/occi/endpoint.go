package occi

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// endpoint maps what servers call their entities to paths below the one configured URL, and back.
type endpoint struct {
	origin url.URL
	base   string // the escaped path of the endpoint without its last slash
}

func newEndpoint(location *url.URL) (endpoint, error) {
	switch {
	case location == nil:
		return endpoint{}, errors.New("the OCCI endpoint is missing")
	case location.Scheme != "http" && location.Scheme != "https", location.Host == "":
		return endpoint{}, fmt.Errorf("the OCCI endpoint %s is no http or https URL with a host", location.Redacted())
	case location.User != nil:
		return endpoint{}, fmt.Errorf("the OCCI endpoint %s must not contain credentials", location.Redacted())
	case location.RawQuery != "" || location.Fragment != "":
		return endpoint{}, fmt.Errorf("the OCCI endpoint %s must have neither query nor fragment", location.Redacted())
	}

	base, err := cleanPath(location)
	if err != nil {
		return endpoint{}, fmt.Errorf("the OCCI endpoint %s: %w", location.Redacted(), err)
	}

	return endpoint{
		origin: url.URL{Scheme: location.Scheme, Host: location.Host},
		base:   strings.TrimSuffix(base, "/"),
	}, nil
}

// path maps an absolute, relative or foreign URL to a path below the endpoint. The host is ignored: servers
// behind proxies write their own, and occi-os repeats the Host header of whoever asked first.
func (e endpoint) path(reference string) (string, error) {
	parsed, err := parseReference(reference)
	if err != nil {
		return "", fmt.Errorf("%s is not the location of an OCCI entity: %w", excerpt(reference), err)
	}

	path, err := cleanPath(parsed)
	if err != nil {
		return "", fmt.Errorf("%s is not the location of an OCCI entity: %w", excerpt(reference), err)
	}

	if path == e.base {
		return "/", nil
	}

	if below, found := strings.CutPrefix(path, e.base+"/"); found {
		return "/" + below, nil
	}

	return path, nil
}

// checkPath refuses what is not a path on the endpoint in the one form that path returns.
func checkPath(path string) error {
	parsed, err := parseReference(path)
	if err == nil {
		var clean string
		if clean, err = cleanPath(parsed); err == nil && clean != path {
			err = errors.New("it is not a clean path that begins with a slash")
		}
	}

	if err != nil {
		return fmt.Errorf("%s is not a path on the OCCI endpoint: %w", excerpt(path), err)
	}

	return nil
}

// url is the absolute URL of a path below the endpoint.
func (e endpoint) url(path string) string {
	return e.origin.String() + e.base + "/" + strings.TrimPrefix(path, "/")
}

func parseReference(reference string) (*url.URL, error) {
	trimmed := strings.TrimSpace(reference)
	if trimmed == "" {
		return nil, errors.New("it is empty")
	}

	parsed, err := url.Parse(trimmed)
	if err != nil {
		return nil, errors.New("it is no URL and no path")
	}

	switch {
	case parsed.Opaque != "", parsed.Scheme != "" && parsed.Scheme != "http" && parsed.Scheme != "https":
		return nil, errors.New("its scheme is neither http nor https")
	case parsed.RawQuery != "" || parsed.ForceQuery || parsed.Fragment != "":
		return nil, errors.New("it has a query or a fragment")
	}

	return parsed, nil
}

// cleanPath returns the escaped path of a URL with a leading slash and without doubled ones. A slash at the
// end stays: it makes the difference between a collection and an entity.
func cleanPath(location *url.URL) (string, error) {
	unescaped := strings.Split(location.Path, "/")
	if slices.ContainsFunc(unescaped, func(segment string) bool { return segment == "." || segment == ".." }) {
		return "", errors.New(`its path contains "." or ".."`)
	}

	if err := ValidateText(location.Path); err != nil {
		return "", fmt.Errorf("its path is unusable: %w", err)
	}

	path := "/" + location.EscapedPath()
	for strings.Contains(path, "//") {
		path = strings.ReplaceAll(path, "//", "/")
	}

	return path, nil
}
