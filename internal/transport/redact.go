package transport

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// redacted stands in the log in place of a secret.
const redacted = "***"

// maxLoggedBody bounds a body in the log, in bytes.
const maxLoggedBody = 16 << 10

// secretName matches the names of attributes, members and parameters whose values are secrets. It
// matches too much rather than too little: "passwordCredentials" hides the user name as well. A "link" is where CloudSigma
// takes a part of an image without credentials.
var secretName = regexp.MustCompile(
	`(?i)pass|pwd|secret|token|credential|private|user[_-]?data|console|vnc|cookie|authorization|api[_-]?key|^link$`)

// publicKeyName are names that secretName matches though their values are public: the OpenStack mixins
// of a public key contain "credentials".
var publicKeyName = regexp.MustCompile(`(?i)public_?key`)

// attributeName finds the names of attributes in a line of an OCCI text rendering. What follows a secret
// name is hidden to the end of the line: servers do not escape the quotes in values.
var attributeName = regexp.MustCompile(`[\w.\-]+(\s*=)`)

// loggedHeaders are shown; any other header may hold a credential that this package does not know.
var loggedHeaders = []string{
	"Accept", "Allow", "Category", "Content-Length", "Content-Type", "Date", "Link", "Location", "Retry-After",
	"Server", "User-Agent", "Www-Authenticate", "X-Occi-Attribute", "X-Occi-Location",
	"X-Openstack-Request-Id", "X-Request-Id",
}

func redactHeader(header http.Header) map[string][]string {
	shown := make(map[string][]string, len(header))
	for name, values := range header {
		name = http.CanonicalHeaderKey(name)
		if !slices.Contains(loggedHeaders, name) {
			shown[name] = []string{redacted}
			continue
		}
		for _, value := range values {
			shown[name] = append(shown[name], redactLine(value))
		}
	}
	return shown
}

// pageMembers are what CloudSigma says of the page of a list, in a member of the name that the data of users have.
var pageMembers = []string{"limit", "offset", "total_count"}

type secretPathKey struct{}

// WithSecretPath returns a context for requests whose URL is what authorises them, such as one to a link that is valid once:
// the log and errors show no more of it than the origin.
func WithSecretPath(ctx context.Context) context.Context {
	return context.WithValue(ctx, secretPathKey{}, true)
}

type secretBodyKey struct{}

// WithSecretBody returns a context for requests whose bodies, and those of their answers, are data of users with names of
// their own, so that no name tells what is secret: the log shows no more of them than their length.
func WithSecretBody(ctx context.Context) context.Context {
	return context.WithValue(ctx, secretBodyKey{}, true)
}

// loggedBody is redactBody, but for a body that is secret as a whole.
func loggedBody(ctx context.Context, contentType string, body []byte) string {
	if ctx.Value(secretBodyKey{}) != nil && len(body) > 0 {
		return hiddenBody(contentType, body)
	}
	return redactBody(contentType, body)
}

func hiddenBody(contentType string, body []byte) string {
	return fmt.Sprintf("(%d bytes of %q)", len(body), contentType)
}

// ShownURL is the URL of a request for messages, without a password and without a path that is secret.
func ShownURL(request *http.Request) string {
	if request.Context().Value(secretPathKey{}) != nil {
		return originOf(request.URL) + "/" + redacted
	}
	return request.URL.Redacted()
}

// loggedURL is ShownURL without secrets in the query.
func loggedURL(request *http.Request) string {
	if request.Context().Value(secretPathKey{}) != nil {
		return ShownURL(request)
	}
	shown := *request.URL
	query := shown.Query()
	for name := range query {
		if isSecret(name) {
			query.Set(name, redacted)
			shown.RawQuery = query.Encode()
		}
	}
	return shown.Redacted()
}

// redactBody shows the renderings whose secrets it can find; of others only the length.
func redactBody(contentType string, body []byte) string {
	if len(body) == 0 {
		return ""
	}
	mediaType, _, err := mime.ParseMediaType(contentType)
	hidden := hiddenBody(contentType, body)
	if err != nil {
		return hidden
	}
	var shown string
	switch {
	case mediaType == "application/json" || strings.HasSuffix(mediaType, "+json"):
		var value any
		if json.Unmarshal(body, &value) != nil {
			return hidden
		}
		shown = encodeJSON(redactJSON(value))
	case mediaType == "text/plain" || mediaType == "text/occi" || mediaType == "text/uri-list":
		lines := strings.Split(string(body), "\n")
		for i, line := range lines {
			lines[i] = redactLine(line)
		}
		shown = strings.Join(lines, "\n")
	default:
		return hidden
	}
	if len(shown) > maxLoggedBody {
		shown = strings.ToValidUTF8(shown[:maxLoggedBody], "") + fmt.Sprintf("... (%d bytes in all)", len(body))
	}
	return shown
}

func redactLine(line string) string {
	for _, match := range attributeName.FindAllStringSubmatchIndex(line, -1) {
		name := line[match[0]:match[2]]
		if isSecret(name) {
			return line[:match[3]] + redacted
		}
	}
	return line
}

func redactJSON(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for name := range value {
			switch {
			case isSecret(name):
				value[name] = redacted
			case name == "meta":
				value[name] = redactMeta(value[name])
			default:
				value[name] = redactJSON(value[name])
			}
		}
	case []any:
		for i := range value {
			value[i] = redactJSON(value[i])
		}
	}
	return value
}

// redactMeta shows the names in the data that users give to entities of CloudSigma. Any of them may be secret, such as one
// that is listed in base64_fields, which the server hands to cloud-init.
func redactMeta(meta any) any {
	values, isObject := meta.(map[string]any)
	if !isObject {
		return redacted
	}
	for name := range values {
		if _, isNumber := values[name].(float64); !isNumber || !slices.Contains(pageMembers, name) {
			values[name] = redacted
		}
	}
	return values
}

func encodeJSON(value any) string {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return redacted
	}
	return strings.TrimSpace(buffer.String())
}

func isSecret(name string) bool {
	return secretName.MatchString(name) && !publicKeyName.MatchString(name)
}
