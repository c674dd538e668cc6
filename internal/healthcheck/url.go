package healthcheck

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// maxBody is how much of an answer is read.
const maxBody = 1 << 20

// URLCheck is what the answer to a GET is to be.
type URLCheck struct {
	// URL may hold [Placeholder] for the address.
	URL string
	// Status are the statuses that pass; none means 200 to 299. Redirections are followed.
	Status []int
	// Body is a regular expression to be found in the first MiB of the answer; "" wants nothing of it.
	Body string
	// CAPEM are certificates of authorities that are trusted instead of the system's, in PEM; "" is the system's.
	CAPEM string
	// ServerName is the name that the server's certificate is to be for; "" is the host of the URL.
	ServerName string
	// Insecure takes any certificate.
	Insecure bool
}

// Placeholder stands for the address of the machine in a URL, as in Occopus.
const Placeholder = "{{ip}}"

var placeholder = regexp.MustCompile(`\{\{\s*ip\s*\}\}`)

// ExpandURL puts an address in the place of [Placeholder]; an IPv6 address gets its brackets.
func ExpandURL(text, address string) string {
	if ip, err := netip.ParseAddr(address); err == nil && ip.Is6() {
		address = "[" + address + "]"
	}
	return placeholder.ReplaceAllLiteralString(text, address)
}

// CheckURL tells what is wrong with a URL to check.
func CheckURL(text string) error {
	parsed, err := url.Parse(ExpandURL(text, "192.0.2.1"))
	switch {
	case err != nil:
		var problem *url.Error
		if errors.As(err, &problem) {
			err = problem.Err // The URL may have a password in it.
		}
		return err
	case parsed.Scheme != "http" && parsed.Scheme != "https":
		return errors.New("it has to begin with http:// or https://")
	case parsed.Host == "":
		return errors.New("it has no host")
	}
	return nil
}

// CheckCAPEM tells what is wrong with certificates of authorities.
func CheckCAPEM(text string) error {
	if !x509.NewCertPool().AppendCertsFromPEM([]byte(text)) {
		return errors.New("there is no certificate in it")
	}
	return nil
}

// URL wants an answer to a GET. It goes to the machine itself, whatever proxy the environment names.
func URL(address string, check URLCheck) Check {
	target := ExpandURL(check.URL, address)
	return Check{Name: shownURL(target), Look: func(ctx context.Context) error { return check.get(ctx, target) }}
}

// shownURL is a URL for messages and for the state: without the user and the fragment, and without the values of the
// query, any of which may be secret.
func shownURL(target string) string {
	parsed, err := url.Parse(target)
	if err != nil {
		return "a URL that cannot be read"
	}
	parsed.User, parsed.Fragment, parsed.RawFragment = nil, "", ""
	parameters := strings.Split(parsed.RawQuery, "&")
	for i, parameter := range parameters {
		if name, _, hasValue := strings.Cut(parameter, "="); hasValue {
			parameters[i] = name + "=***"
		} else if parameter != "" {
			parameters[i] = "***"
		}
	}
	parsed.RawQuery = strings.Join(parameters, "&")
	return parsed.String()
}

func (c URLCheck) get(ctx context.Context, target string) error {
	if err := CheckURL(target); err != nil {
		return err
	}
	tlsConfig, err := c.tlsConfig()
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return err
	}
	client := http.Client{Transport: &http.Transport{TLSClientConfig: tlsConfig, DisableKeepAlives: true}}
	response, err := client.Do(request)
	if err != nil {
		var problem *url.Error
		if errors.As(err, &problem) {
			err = problem.Err // The name of the check has the URL already.
		}
		return err
	}
	defer response.Body.Close()
	return c.judge(response)
}

func (c URLCheck) judge(response *http.Response) error {
	good := response.StatusCode/100 == 2
	if len(c.Status) > 0 {
		good = slices.Contains(c.Status, response.StatusCode)
	}
	if !good {
		return fmt.Errorf("the answer was %s", response.Status)
	}
	if c.Body == "" {
		return nil
	}
	wanted, err := regexp.Compile(c.Body)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBody))
	if err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	if !wanted.Match(body) {
		return fmt.Errorf("the answer does not fit %s", wanted)
	}
	return nil
}

func (c URLCheck) tlsConfig() (*tls.Config, error) {
	//nolint:gosec // Insecure is the user's explicit choice.
	config := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: c.ServerName, InsecureSkipVerify: c.Insecure}
	if strings.TrimSpace(c.CAPEM) == "" {
		return config, nil
	}
	config.RootCAs = x509.NewCertPool()
	if !config.RootCAs.AppendCertsFromPEM([]byte(c.CAPEM)) {
		return nil, CheckCAPEM(c.CAPEM)
	}
	return config, nil
}
