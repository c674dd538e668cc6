package occi

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// EncodeURIList renders locations as a body, one a line (RFC 2483, section 5), with its Content-Type.
func EncodeURIList(locations []string) (http.Header, []byte, error) {
	var body strings.Builder

	for _, location := range locations {
		if err := checkReference("location", location); err != nil {
			return nil, nil, err
		}

		body.WriteString(location + "\r\n")
	}

	return http.Header{"Content-Type": {MediaTypeURIList}}, []byte(body.String()), nil
}

// DecodeURIList reads a list of locations. Lines that begin with "#" are comments: occi-os names the collection
// in one.
func DecodeURIList(body []byte) ([]string, error) {
	var locations []string

	for line := range strings.Lines(strings.ToValidUTF8(string(body), "\uFFFD")) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}

		if _, err := url.Parse(line); err != nil || strings.ContainsAny(line, " \t\"<>") {
			return nil, decodeError(MediaTypeURIList, line, errors.New("no URI"))
		}

		if len(locations) >= maxItems {
			return nil, decodeError(MediaTypeURIList, "", errTooMany)
		}

		locations = append(locations, line)
	}

	return locations, nil
}
