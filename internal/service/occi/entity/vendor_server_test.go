package entity_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

// vendor is a server with kinds that no standard knows. It refuses values that are not of the types that it tells.
type vendor struct {
	*httptest.Server

	// json tells that it has application/occi+json, where it also tells the types.
	json     bool
	mutex    sync.Mutex
	entities map[string]*occi.Entity
	made     int
	// requests are what changed something, in the order in which it came.
	requests []string
}

const sla = "http://example.org/occi/sla#"

var (
	agreement = occi.Category{
		TypeID: occi.TypeID{Scheme: sla, Term: "agreement"}, Class: occi.ClassKind, Location: "/agreement/",
		Relations: []occi.TypeID{{Scheme: "http://schemas.ogf.org/occi/core#", Term: "resource"}},
		Attributes: []occi.AttributeDefinition{
			{Name: "occi.core.title", Type: occi.AttributeTypeString},
			{Name: "sla.cpu", Type: occi.AttributeTypeNumber},
			{Name: "sla.gold", Type: occi.AttributeTypeBoolean},
			{Name: "sla.name", Type: occi.AttributeTypeString},
			{Name: "sla.region", Type: occi.AttributeTypeString, Immutable: true, Required: true},
			{Name: "sla.state", Type: occi.AttributeTypeString, Immutable: true},
		},
		Actions: []occi.TypeID{sign.TypeID},
	}
	agreementLink = occi.Category{
		TypeID: occi.TypeID{Scheme: sla, Term: "agreementlink"}, Class: occi.ClassKind, Location: "/agreementlink/",
		Relations: []occi.TypeID{{Scheme: "http://schemas.ogf.org/occi/core#", Term: "link"}},
		Attributes: []occi.AttributeDefinition{
			{Name: "occi.core.source", Type: occi.AttributeTypeString, Required: true},
			{Name: "occi.core.target", Type: occi.AttributeTypeString, Required: true},
		},
	}
	premium = occi.Category{
		TypeID: occi.TypeID{Scheme: sla, Term: "premium"}, Class: occi.ClassMixin, Location: "/premium/",
		Attributes: []occi.AttributeDefinition{{Name: "sla.premium.price", Type: occi.AttributeTypeNumber}},
	}
	audited = occi.Category{TypeID: occi.TypeID{Scheme: sla, Term: "audited"}, Class: occi.ClassMixin, Location: "/audited/"}
	// ignored is accepted and not kept.
	ignored = occi.Category{TypeID: occi.TypeID{Scheme: sla, Term: "ignored"}, Class: occi.ClassMixin, Location: "/ignored/"}
	// sealed cannot be taken off: there is no collection of its members.
	sealed = occi.Category{TypeID: occi.TypeID{Scheme: sla, Term: "sealed"}, Class: occi.ClassMixin}
	extra  = occi.Category{TypeID: occi.TypeID{Scheme: sla, Term: "extra"}, Class: occi.ClassMixin, Location: "/extra/"}
	// template is one in the meaning of the standard.
	template = occi.Category{
		TypeID: occi.TypeID{Scheme: sla, Term: "large"}, Class: occi.ClassMixin, Location: "/large/",
		Relations: []occi.TypeID{{Scheme: "http://schemas.ogf.org/occi/infrastructure#", Term: "resource_tpl"}},
	}
	sign = occi.Category{
		TypeID: occi.TypeID{Scheme: "http://example.org/occi/sla/action#", Term: "sign"}, Class: occi.ClassAction,
		Attributes: []occi.AttributeDefinition{{Name: "days", Type: occi.AttributeTypeNumber}},
	}
	vendorTypes = []occi.Category{agreement, agreementLink, premium, audited, ignored, sealed, extra, template, sign}
)

func newVendor(t *testing.T, json bool) *vendor {
	t.Helper()
	server := &vendor{json: json, entities: map[string]*occi.Entity{}}
	server.Server = httptest.NewServer(server)
	t.Cleanup(server.Close)
	return server
}

func (v *vendor) provider(rendering string) string {
	return fmt.Sprintf("provider \"occi\" {\n occi = {\n endpoint = %q\n rendering = %q\n token = \"none\"\n }\n}\n", v.URL+"/", rendering)
}

// change does what somebody else does on the server.
func (v *vendor) change(do func(entity *occi.Entity)) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	for _, entity := range v.entities {
		do(entity)
	}
}

// seen returns the requests since the last call.
func (v *vendor) seen() []string {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	requests := v.requests
	v.requests = nil
	return requests
}

func (v *vendor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	w.Header().Set("Server", "vendor OCCI/1.1")
	if v.json {
		w.Header().Set("Server", "vendor OCCI/1.2")
	}
	body, _ := io.ReadAll(r.Body)
	var message occi.Message
	if r.Method != http.MethodGet && r.Header.Get("Content-Type") != "" {
		var err error
		if message, err = occi.Decode(r.Header, body); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
	}
	if problem := v.serve(w, r, message); problem != "" {
		http.Error(w, problem, http.StatusBadRequest)
	}
}

// serve returns what is wrong with a request.
func (v *vendor) serve(w http.ResponseWriter, r *http.Request, message occi.Message) string {
	path := r.URL.Path
	entity := v.entities[path]
	if r.Method != http.MethodGet {
		v.requests = append(v.requests, describe(r, message))
	}
	switch {
	case path == "/-/":
		v.answer(w, r, occi.Message{Categories: vendorTypes})
	case r.Method == http.MethodPost && path == agreement.Location:
		return v.create(w, agreement, message)
	case r.Method == http.MethodPost && path == agreementLink.Location:
		return v.create(w, agreementLink, message)
	case r.Method == http.MethodPost && path == audited.Location:
		v.member(message, func(e *occi.Entity) { e.Mixins = append(e.Mixins, audited) })
	case r.Method == http.MethodPost && path == premium.Location:
		v.member(message, func(e *occi.Entity) { e.Mixins = append(e.Mixins, premium) })
	case path == ignored.Location:
	case r.Method == http.MethodDelete && slices.Contains([]string{audited.Location, premium.Location, extra.Location}, path):
		v.member(message, func(e *occi.Entity) {
			e.Mixins = slices.DeleteFunc(e.Mixins, func(mixin occi.Category) bool { return mixin.Location == path })
		})
	case entity == nil:
		http.NotFound(w, r)
	case r.Method == http.MethodDelete:
		delete(v.entities, path)
	case r.Method == http.MethodPost && r.URL.RawQuery != "":
		entity.Attributes["sla.state"] = occi.String("signed")
	case r.Method == http.MethodPost:
		return v.update(entity, message)
	default:
		v.answer(w, r, occi.Message{
			Categories: append([]occi.Category{entity.Kind}, entity.Mixins...), Attributes: entity.Attributes,
		})
	}
	return ""
}

func (v *vendor) create(w http.ResponseWriter, kind occi.Category, message occi.Message) string {
	v.made++
	entity, err := message.Entity()
	if err != nil {
		return err.Error()
	}
	entity.Kind, entity.Mixins = kind, nil
	entity.Location = fmt.Sprintf("%s%d", kind.Location, v.made)
	if problem := v.update(entity, message); problem != "" {
		return problem
	}
	entity.Attributes["sla.state"] = occi.String("pending")
	v.entities[entity.Location] = entity
	w.Header().Set("Location", v.URL+entity.Location)
	w.WriteHeader(http.StatusCreated)
	return ""
}

func (v *vendor) update(entity *occi.Entity, message occi.Message) string {
	for _, mixin := range message.Categories {
		if mixin.TypeID == premium.TypeID {
			entity.Mixins = append(entity.Mixins, premium)
		}
	}
	definitions := slices.Concat(agreement.Attributes, agreementLink.Attributes, premium.Attributes)
	for name, value := range message.Attributes {
		index := slices.IndexFunc(definitions, func(definition occi.AttributeDefinition) bool { return definition.Name == name })
		if index < 0 {
			return "there is no " + name
		}
		typed, err := definitions[index].Value(value.Text())
		if err != nil || v.json && typed != value {
			return fmt.Sprintf("%s = %q is no %s", name, value.Text(), definitions[index].Type)
		}
		entity.Attributes[name] = typed
	}
	return ""
}

func (v *vendor) member(message occi.Message, change func(*occi.Entity)) {
	for _, location := range message.Locations {
		if entity := v.entities[strings.TrimPrefix(location, v.URL)]; entity != nil {
			change(entity)
		}
	}
	for _, member := range message.Entities {
		if entity := v.entities["/agreement/"+member.Attributes["occi.core.id"].Text()]; entity != nil {
			change(entity)
		}
	}
}

func (v *vendor) answer(w http.ResponseWriter, r *http.Request, message occi.Message) {
	encode := occi.EncodeTextPlain
	switch {
	case v.json && r.Header.Get("Accept") == occi.MediaTypeJSON && r.URL.Path == "/-/":
		encode = func(message occi.Message) (http.Header, []byte, error) {
			return occi.EncodeJSONCategories(message.Categories)
		}
	case v.json && r.Header.Get("Accept") == occi.MediaTypeJSON:
		encode = occi.EncodeJSON
	}
	header, body, err := encode(message)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", header.Get("Content-Type"))
	_, _ = w.Write(body)
}

// describe is a request in one line: its types and attributes, text in quotes.
func describe(r *http.Request, message occi.Message) string {
	line := r.Method + " " + r.URL.RequestURI()
	for _, category := range message.Categories {
		line += " " + category.Term
	}
	var attributes []string
	for name, value := range message.Attributes {
		text := value.Text()
		if value.IsQuoted() {
			text = `"` + text + `"`
		}
		attributes = append(attributes, name+"="+text)
	}
	slices.Sort(attributes)
	return strings.Join(append([]string{line}, attributes...), " ")
}
