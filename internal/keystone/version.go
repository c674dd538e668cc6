package keystone

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gophercloud/gophercloud/v2"
)

// version is the major version of the Identity API, as the last segment of its URL.
type version string

const (
	unknownVersion version = ""
	versionV2      version = "v2.0"
	versionV3      version = "v3"
)

// splitVersion takes the version off the end of a URL of Keystone; the rest ends in a slash.
func splitVersion(authURL *url.URL) (root string, in version) {
	text := strings.TrimRight(authURL.String(), "/")
	for _, known := range []version{versionV2, versionV3} {
		if rest, found := strings.CutSuffix(text, "/"+string(known)); found {
			return rest + "/", known
		}
	}
	return text + "/", unknownVersion
}

// discover asks a Keystone for the versions it has and chooses one of them. Only the versions are taken
// from the answer, not their URLs: Keystones behind a proxy write there what they take for their own
// host, and credentials are sent to the configured one only.
func (s *server) discover(ctx context.Context) (version, error) {
	if s.config.isFederated() {
		return versionV3, nil
	}
	type offered struct {
		ID string `json:"id"`
	}
	var document struct {
		Versions struct {
			Values []offered `json:"values"`
		} `json:"versions"`
	}
	// Keystone answers 300 Multiple Choices, with the document in the body.
	response, err := s.client.Request(ctx, http.MethodGet, s.root, &gophercloud.RequestOpts{
		JSONResponse: &document, OkCodes: []int{http.StatusOK, http.StatusMultipleChoices},
	})
	if response != nil {
		_ = response.Body.Close()
	}
	var answer gophercloud.ErrUnexpectedResponseCode
	var unreachable *url.Error
	if errors.As(err, &unreachable) || errors.As(err, &answer) && answer.Actual >= http.StatusInternalServerError {
		return unknownVersion, clean("discovering the versions of "+s.root, err)
	}
	// Any other answer means that there is no such document here: the login will show.
	offers := func(prefix string) bool {
		return slices.ContainsFunc(document.Versions.Values, func(v offered) bool { return strings.HasPrefix(v.ID, prefix) })
	}
	switch {
	case offers("v2") && s.config.usesVOMS():
		return versionV2, nil
	case offers("v3"):
		return versionV3, nil
	case offers("v2"), s.config.inTenantForm(), s.config.usesVOMS():
		return versionV2, nil
	default:
		return versionV3, nil
	}
}
