package cloudsigma

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"time"

	"github.com/cenkalti/backoff/v5"
	sdk "github.com/cloudsigma/cloudsigma-sdk-go/cloudsigma"
	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"
)

// Config is what a Client needs.
type Config struct {
	// Endpoint is the root of the API, as https://zrh.cloudsigma.com/api/2.0/. See EndpointForLocation.
	Endpoint *url.URL
	// HTTP sends the requests and has the credentials: a client of package transport. Only with such a
	// client are lost answers told from requests that were never sent (transport.LostAnswerError).
	HTTP *http.Client
	// BackOff makes the pauses between repetitions after a concurrency error and between look-ups after
	// a lost answer. Nil is exponential from 250 ms to 5 s with jitter. The number of tries is bounded
	// by this package.
	BackOff func() backoff.BackOff
}

// Client speaks to one CloudSigma location with one account. It is safe for concurrent use. Edits and
// actions on the same entity are carried out one after the other.
type Client struct {
	Servers          *Servers
	Drives           *Drives
	LibraryDrives    *Library
	Snapshots        *Snapshots
	RemoteSnapshots  *Snapshots
	BackupPolicies   *BackupPolicies
	Keypairs         *Collection[Keypair, KeypairDefinition]
	Pubkeys          *Reader[Pubkey]
	FirewallPolicies *Collection[FirewallPolicy, FirewallPolicyDefinition]
	Tags             *Collection[Tag, TagDefinition]
	ACLs             *Collection[ACL, ACLDefinition]
	Subscriptions    *Subscriptions
	VLANs            *Subscribed[VLAN]
	IPs              *Subscribed[IP]
	Jobs             *Reader[Job]
	// Locations are the locations of the provider CloudSigma; they have no UUID, so only List works.
	Locations *Reader[Location]
	// Licenses and Discounts can only be listed, too.
	Licenses  *Reader[License]
	Discounts *Reader[Discount]

	endpoint  *url.URL
	sdk       *sdk.Client
	backOff   func() backoff.BackOff
	locks     keyedLocks
	taggings  *semaphore.Weighted
	stoppages stoppages
	looks     singleflight.Group

	profile      cache[Profile]
	capabilities cache[Capabilities]
	pricing      cache[Pricing]
}

// NewClient returns a client, or an error if the endpoint is not an absolute http(s) URL without
// credentials, query and fragment. Nothing is sent.
func NewClient(config Config) (*Client, error) {
	endpoint, err := checkedEndpoint(config.Endpoint)
	if err != nil {
		return nil, fmt.Errorf("CloudSigma endpoint: %w", err)
	}
	if config.HTTP == nil {
		return nil, errors.New("CloudSigma client: no HTTP client given")
	}
	httpClient := *config.HTTP
	httpClient.Transport = answerKeeper{next: transportOf(config.HTTP)}
	c := &Client{
		endpoint: endpoint,
		sdk:      sdk.NewClient(noCredentials{}, sdk.WithHTTPClient(&httpClient)),
		backOff:  config.BackOff,
		taggings: newTaggings(),
	}
	if c.backOff == nil {
		c.backOff = defaultBackOff
	}
	c.Servers = newServers(c)
	c.Drives = newDrives(c)
	// detail/ exists but has no more (libdrives.rst).
	c.LibraryDrives = &Library{Reader: Reader[LibraryDrive]{
		client: c, entity: "library drive", path: "libdrives/", listPath: "libdrives/",
	}}
	c.Snapshots = newSnapshots(c, "snapshot", "snapshots/")
	c.RemoteSnapshots = newSnapshots(c, "remote snapshot", "remotesnapshots/")
	c.BackupPolicies = newBackupPolicies(c)
	c.Keypairs = newKeypairs(c)
	c.Pubkeys = &Reader[Pubkey]{client: c, entity: "SSH key", path: "pubkeys/", listPath: "pubkeys/"}
	c.FirewallPolicies = newFirewallPolicies(c)
	c.Tags = newTags(c)
	c.ACLs = newACLs(c)
	c.Subscriptions = newSubscriptions(c)
	c.VLANs = newSubscribed(Reader[VLAN]{client: c, entity: "VLAN", path: "vlans/", listPath: "vlans/detail/"},
		func(v *VLAN) (string, *Annotations) { return v.UUID, &v.Annotations })
	c.IPs = newSubscribed(Reader[IP]{client: c, entity: "IP address", path: "ips/", listPath: "ips/detail/"},
		func(i *IP) (string, *Annotations) { return i.UUID, &i.Annotations })
	c.Jobs = &Reader[Job]{client: c, entity: "job", path: "jobs/", listPath: "jobs/"}
	c.Locations = &Reader[Location]{client: c, entity: "location", path: "locations/", listPath: "locations/"}
	c.Licenses = &Reader[License]{client: c, entity: "license", path: "licenses/", listPath: "licenses/"}
	c.Discounts = &Reader[Discount]{client: c, entity: "discount", path: "discount/", listPath: "discount/"}
	return c, nil
}

func defaultBackOff() backoff.BackOff {
	pauses := backoff.NewExponentialBackOff()
	pauses.InitialInterval = 250 * time.Millisecond
	pauses.MaxInterval = 5 * time.Second
	return pauses
}

// noCredentials keeps the SDK from sending credentials: with this provider it sets no header.
type noCredentials struct{}

// Retrieve implements the SDK's CredentialsProvider.
func (noCredentials) Retrieve() (sdk.Credentials, error) { return sdk.Credentials{}, nil }

// call is one request to the API. What it is about is only used for messages.
type call struct {
	operation string // "create", "start", ...
	entity    string // "server web", "drive 0dacaaf7-...", ...
	method    string
	path      string // relative to the endpoint
	query     url.Values
	body      any // sent as JSON; nil is an empty body
}

func (c call) String() string { return c.operation + " " + c.entity }

// send carries out a call and decodes the answer into result, unless result is nil. A refusal is an
// *Error; every error names the operation and the entity.
func (c *Client) send(ctx context.Context, request call, result any) error {
	target := c.endpoint.ResolveReference(&url.URL{Path: request.path, RawQuery: request.query.Encode()})
	// The SDK can only be given a location, but resolves against it: an absolute URL wins.
	httpRequest, err := c.sdk.NewRequest(request.method, target.String(), request.body)
	if err != nil {
		return fmt.Errorf("%s: %w", request, err)
	}
	// The SDK always names itself; the transport names the provider if nothing is set.
	httpRequest.Header.Del("User-Agent")
	return c.do(ctx, request, httpRequest, result)
}

// do sends the request of a call and decodes the answer as send does.
func (c *Client) do(ctx context.Context, request call, httpRequest *http.Request, result any) error {
	kept := &answer{}
	var body bytes.Buffer
	response, err := c.sdk.Do(context.WithValue(ctx, answerKey{}, kept), httpRequest, io.Writer(&body))
	switch {
	case response != nil && (response.StatusCode < 200 || response.StatusCode > 299):
		// The SDK's own error is of no use if the body is not a JSON list: it is then a syntax error
		// without status and text.
		return newError(request, response.Response, kept.body)
	case err != nil && kept.err != nil:
		// After a cancellation the SDK returns the error of the context only, from which nobody could
		// tell that an answer was lost.
		return fmt.Errorf("%s: %w", request, kept.err)
	case err != nil:
		return fmt.Errorf("%s: %w", request, err)
	case result == nil:
		return nil
	}
	if err := json.Unmarshal(body.Bytes(), result); err != nil {
		return newDecodeError(request, response.Response, body.Bytes(), err)
	}
	return nil
}

// receive carries out a call that is answered with one T.
func receive[T any](ctx context.Context, c *Client, request call) (*T, error) {
	result := new(T)
	if err := c.send(ctx, request, result); err != nil {
		return nil, err
	}
	return result, nil
}

// identifier is what may stand for an entity in a path: a UUID, or the address of an IP.
var identifier = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z.:_-]*$`)

// entityPath returns the path of one entity below a collection.
func entityPath(collection, uuid string) (string, error) {
	if !identifier.MatchString(uuid) {
		return "", fmt.Errorf("%q is not an identifier", uuid)
	}
	return collection + uuid + "/", nil
}
