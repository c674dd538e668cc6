package cloudsigma

import (
	"maps"
	"net/http"
)

// globalContext is what all servers of an account find in their context. The documentation does not say
// whether what is posted replaces all or is added; it compares it with meta, of which all is replaced.
func (c *Cloud) globalContext(request call) (answer, error) {
	switch request.method {
	case http.MethodGet:
	case http.MethodPost:
		values, err := request.wholeObject()
		if err != nil {
			return answer{}, err
		}
		f := newForm(object{"meta": values})
		context := map[string]string{}
		f.meta(&context)
		if err := f.result(); err != nil {
			return answer{}, err
		}
		if c.options.AddToGlobalContext {
			for key, value := range request.account.globalContext {
				if _, given := context[key]; !given {
					context[key] = value
				}
			}
		}
		request.account.globalContext = context
	default:
		return answer{}, methodNotAllowed([]string{http.MethodGet, http.MethodPost})
	}
	shown := map[string]string{}
	maps.Copy(shown, request.account.globalContext)
	return answer{status: http.StatusOK, body: shown}, nil
}

// cloudStatus is what the location offers. It is not documented: these are the members that the official SDK
// reads, with what the emulator has of it.
func (c *Cloud) cloudStatus(request call) (answer, error) {
	return only(request, object{
		"free_tier": object{"dssd": 50 * gibibyte, "mem": gibibyte}, "free_tier_monthly": object{"tx": 5 * 1024 * gibibyte},
		"guest": false, "host_availability_zones": false, "remote_snapshots": true, "signup": true, "sso": []string{},
		"trial": true, "vmware": false, "vpc": false,
	})
}

// GlobalContext returns the global context of a user.
func (c *Cloud) GlobalContext(user string) map[string]string {
	c.mu.Lock()
	defer c.mu.Unlock()
	values := map[string]string{}
	maps.Copy(values, c.accounts[user].globalContext)
	return values
}

// SetGlobalContext makes these the global context of a user, as if somebody else had.
func (c *Cloud) SetGlobalContext(user string, values map[string]string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.accounts[user].globalContext = maps.Clone(values)
}
