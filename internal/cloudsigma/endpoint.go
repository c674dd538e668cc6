package cloudsigma

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// locationLabel is one label of a host name: nothing in it can end the host or start a path.
var locationLabel = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// EndpointForLocation returns https://<location>.cloudsigma.com/api/2.0/ for a location such as "zrh"
// (case does not matter). It is an error if the location is more than one label of a host name, so that
// no location can lead credentials to another host. A few locations are not under cloudsigma.com
// (Dublin is https://ec.servecentric.com/api/2.0/): they need their endpoint, which Client.Locations
// and https://docs.cloudsigma.com/en/latest/general.html#api-endpoint list.
func EndpointForLocation(location string) (*url.URL, error) {
	label := strings.ToLower(location)
	if !locationLabel.MatchString(label) {
		return nil, fmt.Errorf("%q is not a CloudSigma location, want a code such as zrh, fra or wdc", location)
	}
	return &url.URL{Scheme: "https", Host: label + ".cloudsigma.com", Path: "/api/2.0/"}, nil
}

// checkedEndpoint returns a copy of the endpoint that ends in a slash.
func checkedEndpoint(endpoint *url.URL) (*url.URL, error) {
	switch {
	case endpoint == nil:
		return nil, errors.New("none given")
	case endpoint.Scheme != "http" && endpoint.Scheme != "https":
		return nil, fmt.Errorf("the scheme is %q, want http or https", endpoint.Scheme)
	case endpoint.Host == "":
		return nil, errors.New("it has no host")
	case endpoint.User != nil:
		return nil, errors.New("it must not contain credentials")
	case endpoint.RawQuery != "" || endpoint.Fragment != "":
		return nil, errors.New("it must not have a query or a fragment")
	}
	checked := *endpoint
	if !strings.HasSuffix(checked.Path, "/") {
		checked.Path += "/"
		checked.RawPath = ""
	}
	return &checked, nil
}
