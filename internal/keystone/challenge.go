package keystone

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// challenge matches what a service behind Keystone's middleware sends with 401. The quotes are single
// in occi-os (captured "Keystone uri='http://127.0.0.1:35357'") and double in later OpenStack.
var challenge = regexp.MustCompile(`(?i)(?:^|[\s,])Keystone\s+uri\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s,"']+))`)

// challengedURL returns the URL of Keystone in the answer of a service, "" if there is none.
func challengedURL(header http.Header) string {
	for _, value := range header.Values("Www-Authenticate") {
		if match := challenge.FindStringSubmatch(value); match != nil {
			return match[1] + match[2] + match[3]
		}
	}
	return ""
}

// parseAuthURL checks a URL of Keystone, wherever it comes from.
func parseAuthURL(authURL string) (*url.URL, error) {
	parsed, err := url.Parse(authURL)
	if err != nil {
		// The error of url.Parse quotes the URL, which might have a password in it.
		return nil, fmt.Errorf("keystone: the URL of Keystone cannot be parsed")
	}
	if parsed.Scheme != "http" && parsed.Scheme != "https" || parsed.Host == "" {
		return nil, fmt.Errorf("keystone: the URL of Keystone is %q, want http(s)://host[:port][/path]", parsed.Redacted())
	}
	if parsed.User != nil {
		return nil, fmt.Errorf("keystone: the URL of Keystone %s has credentials in it, which it cannot have", parsed.Redacted())
	}
	parsed.RawQuery, parsed.Fragment = "", ""
	return parsed, nil
}

// believable tells whether the password may be sent to the Keystone that the service named.
func believable(keystone, endpoint *url.URL) error {
	if endpoint.Scheme == "https" && keystone.Scheme != "https" {
		return fmt.Errorf("keystone: %s names the Keystone %s, whose connection is not encrypted: the password is not sent there; configure the URL of Keystone",
			endpoint.Redacted(), keystone)
	}
	if isLoopback(keystone) && !isLoopback(endpoint) {
		return fmt.Errorf("keystone: %s names the Keystone %s, which is its own machine and not reachable from here; configure the URL of Keystone",
			endpoint.Redacted(), keystone)
	}
	return nil
}

func isLoopback(u *url.URL) bool {
	host := u.Hostname()
	return strings.EqualFold(host, "localhost") || net.ParseIP(host).IsLoopback()
}
