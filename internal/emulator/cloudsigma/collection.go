package cloudsigma

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"
)

// collection is one type of resource. What a type does not offer is nil and answered 405.
type collection struct {
	name string
	// listed are the members in the short listing; nil is all.
	listed []string
	// defaultLimit is the length of a page if the request says none; 0 is that of most collections.
	defaultLimit int
	filters      map[string]filter
	// list renders all objects of the account, in the order of their making.
	list func(*account) []object
	// render returns nil if the account has no such object.
	render func(a *account, id string) object
	// prepare checks a definition and returns what makes the object and returns its identifier, so
	// that of several objects in one request all are made or none.
	prepare func(*account, object) (func() string, error)
	edit    func(a *account, id string, definition object) error
	// remove checks and deletes; recurse is the parameter of that name.
	remove  func(a *account, id, recurse string) error
	actions map[string]action
}

type action func(a *account, id string, body object) (answer, error)

func (c *Cloud) newCollections() map[string]*collection {
	collections := map[string]*collection{}
	for _, one := range []*collection{
		c.serverCollection(), c.driveCollection(), c.libdriveCollection(), c.keypairCollection(),
		c.pubkeyCollection(), c.fwpolicyCollection(), c.tagCollection(), c.vlanCollection(),
		c.ipCollection(), c.jobCollection(), locationCollection(), c.localSnapshotKind().collection(),
		c.remoteSnapshotKind().collection(), c.schedulerCollection(),
		c.ipCollection(), c.jobCollection(), locationCollection(), c.aclCollection(),
		c.subscriptionCollection(), c.groupedSubscriptionCollection(), licenseCollection(), discountCollection(),
	} {
		collections[one.name] = one
	}
	return collections
}

func (c *Cloud) onCollection(of *collection, request call, listed []string) (answer, error) {
	allowed := []string{http.MethodGet}
	if of.prepare != nil {
		allowed = append(allowed, http.MethodPost)
	}
	if of.remove != nil {
		allowed = append(allowed, http.MethodDelete)
	}
	switch {
	case request.method == http.MethodOptions:
		return options(allowed), nil
	case !slices.Contains(allowed, request.method):
		return answer{}, methodNotAllowed(allowed)
	case request.method == http.MethodPost:
		return c.create(of, request)
	case request.method == http.MethodDelete:
		return c.deleteMany(of, request)
	}
	objects := matching(c.listAll(of, request.account), of.filters, request.query)
	return pageOf(selected(objects, listed, request.query), request.query, of.defaultLimit)
}

func (c *Cloud) onObject(of *collection, request call, id string) (answer, error) {
	allowed := []string{http.MethodGet}
	if of.edit != nil {
		allowed = append(allowed, http.MethodPut)
	}
	if of.remove != nil {
		allowed = append(allowed, http.MethodDelete)
	}
	switch {
	case request.method == http.MethodOptions:
		return options(allowed), nil
	case !slices.Contains(allowed, request.method):
		return answer{}, methodNotAllowed(allowed)
	case request.method == http.MethodPut:
		return c.update(of, request, id)
	case request.method == http.MethodDelete:
		if err := c.delete(of, request, id); err != nil {
			return answer{}, err
		}
		return answer{status: http.StatusNoContent}, nil
	}
	found, _ := c.find(of, request.account, id)
	if found == nil {
		return answer{}, notFound()
	}
	return answer{status: http.StatusOK, body: selected([]object{found}, nil, request.query)[0]}, nil
}

func (c *Cloud) onAction(of *collection, request call, id string) (answer, error) {
	if len(of.actions) == 0 {
		return answer{}, notFound()
	}
	if request.method != http.MethodPost {
		return answer{}, methodNotAllowed([]string{http.MethodPost})
	}
	if found, _ := c.find(of, request.account, id); found == nil {
		return answer{}, notFound()
	}
	do := request.query.Get("do")
	act, known := of.actions[do]
	if !known {
		return answer{}, malformed("Unknown action %q", do)
	}
	behalf, err := c.permit(of, request.account, id, cmp.Or(actionPermissions[do], permissionEdit))
	if err != nil {
		return answer{}, err
	}
	if do == "clone" {
		behalf = request.account // whose the clone is
	}
	body, err := request.wholeObject()
	if err != nil {
		return answer{}, err
	}
	if err := c.enter(of, id); err != nil {
		return answer{}, err
	}
	c.avoid = strings.FieldsFunc(request.query.Get("avoid"), func(r rune) bool { return r == ',' })
	return act(behalf, id, body)
}

// create makes one object or several: {...}, [...] or {"objects": [...]} (drives.rst, creating).
func (c *Cloud) create(of *collection, request call) (answer, error) {
	definitions, err := request.definitions()
	if err != nil {
		return answer{}, err
	}
	commits := make([]func() string, 0, len(definitions))
	for _, definition := range definitions {
		commit, err := of.prepare(request.account, definition)
		if err != nil {
			return answer{}, err
		}
		commits = append(commits, commit)
	}
	made := answer{status: http.StatusCreated}
	objects := make([]object, 0, len(commits))
	for _, commit := range commits {
		id := commit()
		rendered, _ := c.find(of, request.account, id)
		objects = append(objects, rendered)
		made.location = uri(of.name, id)
	}
	made.body = object{"objects": objects}
	return made, nil
}

func (c *Cloud) update(of *collection, request call, id string) (answer, error) {
	owner, err := c.permit(of, request.account, id, permissionEdit)
	if err != nil {
		return answer{}, err
	}
	definition, err := request.wholeObject()
	if err != nil {
		return answer{}, err
	}
	if err := c.enter(of, id); err != nil {
		return answer{}, err
	}
	if err := of.edit(owner, id, definition); err != nil {
		return answer{}, err
	}
	c.locked[id] = c.options.Now().Add(c.options.EditTime)
	edited, _ := c.find(of, request.account, id)
	return answer{status: http.StatusOK, body: edited}, nil
}

func (c *Cloud) delete(of *collection, request call, id string) error {
	owner, err := c.permit(of, request.account, id, permissionDelete)
	if err != nil {
		return err
	}
	if err := c.enter(of, id); err != nil {
		return err
	}
	return of.remove(owner, id, request.query.Get("recurse"))
}

func (c *Cloud) deleteMany(of *collection, request call) (answer, error) {
	definitions, err := request.definitions()
	if err != nil {
		return answer{}, err
	}
	for _, definition := range definitions {
		id, _ := definition["uuid"].(string)
		if err := c.delete(of, request, id); err != nil {
			return answer{}, err
		}
	}
	return answer{status: http.StatusNoContent}, nil
}

// enter lets one writer at a time in: an earlier one may still be at work, or a test may want it so.
func (c *Cloud) enter(of *collection, id string) error {
	if key := conflictKey(of.name, id); c.conflicts[key] > 0 {
		c.conflicts[key]--
		return conflict("Concurrent update of %s, please retry", uri(of.name, id))
	}
	until, held := c.locked[id]
	if held && c.options.Now().Before(until) {
		return conflict("Concurrent update of %s, please retry", uri(of.name, id))
	}
	delete(c.locked, id)
	return nil
}

func conflictKey(collection, id string) string { return collection + "/" + id }

// definitions returns the objects in the body.
func (r call) definitions() ([]object, error) {
	list, ok := r.body.([]any)
	if !ok {
		whole, isObject := r.body.(object)
		if !isObject {
			return nil, malformed("The body has to be an object or a list of objects")
		}
		several, wrapped := whole["objects"]
		if !wrapped {
			return []object{whole}, nil
		}
		if list, ok = several.([]any); !ok {
			return nil, invalid("objects", "The value has to be a list")
		}
	}
	definitions := make([]object, 0, len(list))
	for _, element := range list {
		definition, ok := element.(object)
		if !ok {
			return nil, malformed("The body has to be an object or a list of objects")
		}
		definitions = append(definitions, definition)
	}
	return definitions, nil
}

// options lists the methods in the way of general.rst, request methods.
func options(allowed []string) answer {
	return answer{status: http.StatusOK, body: strings.Join(allowed, ",")}
}

// timestamp renders an instant as in the samples of jobs.
func timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000-07:00") }
