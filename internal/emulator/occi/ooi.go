package occi

import (
	"net/http"
	"regexp"
	"strings"
)

// ooi translates each request into requests to Nova and Neutron and keeps nothing itself. So there is no
// registry here: entities are made of what the cloud says, for one answer.

// ooiVersion is what a client may name in its User-Agent.
var (
	ooiVersion   = regexp.MustCompile(`\bOCCI/\d\.\d\b`)
	ooiPrefix    = regexp.MustCompile(`^/occi1\.[12](/|$)`)
	ooiMedia     = []string{mediaPlain, mediaOCCI, mediaJSON, mediaURIList}
	ooiReadMedia = []string{mediaPlain, mediaOCCI, mediaJSON}
)

// ooiExchange is one request to ooi and its answer. The origin includes the prefix of the request, so URLs
// under /occi1.1 stay under it (054-compute-get-under-occi1.1).
type ooiExchange struct {
	*exchange
	prefix string
	// accept is the media type of the answer.
	accept string
}

// serveOOI answers the request, an error included.
func (x *exchange) serveOOI() error {
	o := &ooiExchange{exchange: x, accept: mediaPlain, prefix: strings.TrimSuffix(ooiPrefix.FindString(x.request.URL.Path), "/")}
	o.origin += o.prefix
	answered, err := o.respond()
	if err != nil {
		answered = o.messageAnswer(err)
	}
	if answered != nil && !answered.bare {
		if answered.header == nil {
			answered.header = http.Header{}
		}
		id := "req-" + o.nova.uuid()
		answered.header.Set("X-Openstack-Request-Id", id)
		answered.header.Set("X-Compute-Request-Id", id)
	}
	x.answer = answered
	return nil
}

func (o *ooiExchange) respond() (*answer, error) {
	if o.request.Method == http.MethodOptions {
		return &answer{status: http.StatusOK, bare: true}, nil
	}
	accepted := negotiate(strings.Join(o.request.Header.Values("Accept"), ","), ooiMedia)
	if accepted != "" {
		o.accept = accepted
	}
	if o.tenant == "" {
		return nil, fail(http.StatusForbidden, "Forbidden: Cannot find project ID in the token")
	}
	if version := ooiVersion.FindString(o.request.UserAgent()); version != "" && version != "OCCI/1.1" && version != "OCCI/1.2" {
		return nil, fail(http.StatusNotImplemented, version+" not supported")
	}
	handle := o.route()
	if handle == nil {
		return nil, errNoRoute
	}
	if accepted == "" {
		return nil, fail(http.StatusNotAcceptable, "Invalid Accept "+o.request.Header.Get("Accept")+".")
	}
	if err := o.checkContentType(); err != nil {
		return nil, err
	}
	return handle()
}

var errNoRoute = fail(http.StatusNotFound, "The resource could not be found.")

type ooiHandler func() (*answer, error)

// ooiCollection is what can be done with the entities of a kind. nil is what ooi has no route for.
type ooiCollection struct {
	list, create, deleteAll ooiHandler
	show, remove, update    func(id string) (*answer, error)
	act                     func(id string) (*answer, error)
}

func (o *ooiExchange) collections() map[string]ooiCollection {
	return map[string]ooiCollection{
		"compute": {
			list: o.listComputes, create: o.newCompute, deleteAll: o.deleteComputes,
			show: o.showCompute, remove: o.deleteCompute, update: o.resizeCompute, act: o.actOnCompute,
		},
		"storage": {
			list: o.listVolumes, create: o.newVolume, deleteAll: o.deleteVolumes,
			show: o.showVolume, remove: o.deleteVolume, act: o.actOnVolume,
		},
		"network": {
			list: o.listNetworks, create: o.newNetwork, show: o.showNetwork, remove: o.deleteNetwork, act: o.actOnNetwork,
		},
		"ipreservation": {
			list: o.listReservations, create: o.newReservation, show: o.showReservation, remove: o.deleteReservation,
			act: o.actOnReservation,
		},
		"storagelink": {
			list: o.listStorageLinks, create: o.newStorageLink, show: o.showStorageLink, remove: o.deleteStorageLink,
		},
		"networklink": {
			list: o.listInterfaces, create: o.newInterface, show: o.showInterface, remove: o.deleteInterface,
		},
	}
}

// route finds the handler of the request, nil if there is none.
func (o *ooiExchange) route() ooiHandler {
	path := strings.TrimPrefix(o.request.URL.Path, o.prefix)
	if o.prefix == "" {
		return nil
	}
	if path == "/-/" || path == "/.well-known/org/ogf/occi/-/" {
		return o.queryInterface
	}
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	kind, ok := o.collections()[segments[0]]
	switch {
	case !ok || len(segments) > 2:
		return nil
	case len(segments) == 1 || segments[1] == "":
		slash := len(segments) == 2
		return o.collectionHandler(kind, slash)
	default:
		return o.entityHandler(kind, segments[1])
	}
}

func (o *ooiExchange) collectionHandler(kind ooiCollection, slash bool) ooiHandler {
	switch {
	case o.request.Method == http.MethodGet:
		return kind.list
	case o.request.Method == http.MethodPost:
		return kind.create
	case o.request.Method == http.MethodDelete && slash:
		return kind.deleteAll
	default:
		return nil
	}
}

func (o *ooiExchange) entityHandler(kind ooiCollection, id string) ooiHandler {
	handle := map[string]func(string) (*answer, error){
		http.MethodGet: kind.show, http.MethodDelete: kind.remove, http.MethodPut: kind.update, http.MethodPost: kind.act,
	}[o.request.Method]
	if handle == nil {
		return nil
	}
	return func() (*answer, error) { return handle(id) }
}

// queryInterface ignores filters.
func (o *ooiExchange) queryInterface() (*answer, error) {
	if o.request.Method != http.MethodGet && o.request.Method != http.MethodHead {
		return nil, errNotComplied
	}
	all := o.ooiCategories()
	if o.accept == mediaJSON {
		return o.json(o.categoryCollection(all))
	}
	out, err := o.renderCategories(all)
	if err != nil {
		return nil, err
	}
	if o.accept == mediaURIList {
		// These are no URIs, but that is what ooi writes (004-query-uri-list).
		return o.uris(out.categories), nil
	}
	return o.text(out), nil
}
