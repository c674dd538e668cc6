package occi

import (
	"net/http"
	"strings"
)

const uriListRefusal = "Unable to handle this request with the text/uri-list rendering."

// parts are the lines of an answer by name, in the order of occi-os.
func (r rendered) parts() []struct {
	name   string
	values []string
} {
	return []struct {
		name   string
		values []string
	}{
		{categoryHeader, r.categories}, {linkHeader, r.links}, {attributeHeader, r.attributes}, {locationHeader, r.locations},
	}
}

// showLines writes text/plain. In occi-os a newline comes before each line, so the body begins with an
// empty one.
func (x *exchange) showLines(out rendered) *answer {
	var body strings.Builder
	for _, part := range out.parts() {
		for _, value := range part.values {
			if x.traits.joinedHeaders {
				body.WriteString("\n" + part.name + ": " + value)
			} else {
				body.WriteString(part.name + ": " + value + "\n")
			}
		}
	}
	return &answer{status: http.StatusOK, media: mediaPlain, body: body.String()}
}

// showHeaders writes text/occi.
func (x *exchange) showHeaders(out rendered) *answer {
	header := http.Header{}
	for _, part := range out.parts() {
		if x.traits.joinedHeaders && len(part.values) > 0 {
			header.Set(part.name, strings.Join(part.values, ", "))
			continue
		}
		for _, value := range part.values {
			header.Add(part.name, value)
		}
	}
	body := "OK"
	if x.traits.silentHeaders {
		body = ""
	}
	return &answer{status: http.StatusOK, media: mediaOCCI, header: header, body: body}
}

func (x *exchange) uriList(entities []*entity) *answer {
	lines := []string{"# uri:" + x.request.URL.Path}
	lines = append(lines, x.renderLocations(entities).locations...)
	return &answer{status: http.StatusOK, media: mediaURIList, body: strings.Join(lines, "\n")}
}
