package occi

import (
	"net/http"
	"slices"
	"time"
)

// maxResizeWait is how long occi-os waits for a scale before it confirms it.
const maxResizeWait = 15 * time.Second

// invokeRequested invokes the action of the request. But for OCCI 1.2 the term in the URL is not looked at.
func (x *exchange) invokeRequested(entities []*entity) error {
	data, err := x.data()
	if err != nil {
		return err
	}
	if len(data.categories) == 0 {
		return x.tamed(crash("IndexError: list index out of range"))
	}
	a, err := x.resolve(data.categories[0])
	if err != nil {
		return err
	}
	if named := x.request.URL.Query().Get("action"); x.traits.standard12 && named != a.term {
		return refuse("The URL names the action %q, the category %s.", named, a)
	}
	parameters, err := x.attributes(data.attributes)
	if err != nil {
		return err
	}
	for _, e := range entities {
		if err := x.invoke(e, a, parameters); err != nil {
			return err
		}
	}
	return nil
}

func (x *exchange) invoke(e *entity, a *category, parameters map[string]string) error {
	if x.traits.standard12 {
		return x.invokeStandard(e, a, parameters)
	}
	switch a.scheme {
	case computeActionScheme:
		return x.invokeCompute(e, a, parameters)
	case instanceActionScheme:
		return x.invokeInstance(e, a, parameters)
	case storageActionScheme:
		if !x.traits.staleEntities {
			if err := x.refreshStorage(e); err != nil {
				return err
			}
		}
		if !slices.Contains(e.actions, a) {
			return refuse("This action is currently no applicable.")
		}
		return x.invokeStorage(e, a, parameters)
	default:
		return refuse("Currently not supported.")
	}
}

// transition is what an action does to an instance.
type transition struct{ operation, task, to string }

func (x *exchange) transitions() map[*category]transition {
	if x.traits.novaStates {
		return map[*category]transition{
			stopAction:    {"suspend", "suspending", stateSuspended},
			suspendAction: {"pause", "pausing", statePaused},
		}
	}
	return map[*category]transition{
		stopAction:    {"stop", "powering-off", stateStopped},
		suspendAction: {"suspend", "suspending", stateSuspended},
	}
}

func (x *exchange) invokeCompute(e *entity, a *category, parameters map[string]string) error {
	i, err := x.instanceOf(e)
	if err != nil {
		return err
	}
	x.refreshState(e, i)
	if !slices.Contains(e.actions, a) {
		return refuse("This action is currently not applicable.")
	}
	switch a {
	case startAction:
		return x.nova.start(i)
	case restartAction:
		method, ok := parameters["method"]
		if !ok {
			return refuse("Please provide a method!")
		}
		if !slices.Contains([]string{"graceful", "warm", "cold"}, method) {
			return refuse("Unknown method.")
		}
		return x.nova.reboot(i)
	default:
		t := x.transitions()[a]
		err := x.nova.move(i, t.operation, t.task, t.to, stateActive)
		if err != nil && a == suspendAction && x.traits.novaStates {
			return fail(http.StatusInternalServerError, err.Error())
		}
		return err
	}
}

// invokeInstance invokes the actions of OpenStack.
func (x *exchange) invokeInstance(e *entity, a *category, parameters map[string]string) error {
	i, err := x.instanceOf(e)
	if err != nil {
		return err
	}
	switch a {
	case changePasswordAction:
		password, ok := parameters["org.openstack.credentials.admin_pwd"]
		if !ok {
			return refuse("org.openstack.credentials.admin_pwd was not supplied in the request.")
		}
		if err := i.require("set_admin_password", stateActive); err != nil {
			return err
		}
		i.adminPassword = password
		return nil
	case createImageAction:
		name, ok := parameters["org.openstack.snapshot.image_name"]
		if !ok {
			return refuse("Missing image name")
		}
		return x.nova.snapshot(i, name)
	case confirmResizeAction:
		return x.nova.confirmResize(i)
	case allocateAction:
		_, err := x.nova.addFloatingAddress(i, parameters[floatingPoolAttribute])
		return x.tamed(err)
	default:
		if len(i.floating) == 0 {
			return refuse("This action is currently not applicable.")
		}
		return x.nova.removeFloatingAddress(i, i.floating[len(i.floating)-1].address)
	}
}

// scale gives the instance another flavor. occi-os blocks the request meanwhile, other requests are
// served, and then confirms by itself; when that took too long the instance is stuck
// (60-scale-up-over-15-seconds).
func (x *exchange) scale(i *instance, f *flavor) error {
	if x.traits.standard12 {
		return x.nova.resize(i, f, i.state)
	}
	if !x.traits.confirmsResize {
		return x.nova.resize(i, f, stateVerifyResize)
	}
	if err := x.nova.resize(i, f, stateResized); err != nil {
		return err
	}
	x.mu.Unlock()
	x.options.Sleep(min(x.options.duration(ChangeResize), maxResizeWait))
	x.lock()
	if x.nova.instance(x.tenant, i.id) == nil {
		return fail(http.StatusNotFound, "VM not found!")
	}
	return x.nova.confirmResize(i)
}
