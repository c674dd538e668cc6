package occi

import "slices"

// require answers as Nova does for an operation that the instance cannot do now. Right after a create Nova
// does not find the instance, though it shows it (375-action-stop-right-after-create-404).
func (o *ooiExchange) require(i *instance, operation string, states ...string) error {
	switch {
	case i.state == stateError && !i.placed:
		return conflict("Instance %s is not ready", i.id)
	case !i.placed:
		return notFound("Instance %s could not be found.", i.id)
	case !slices.Contains(states, i.state):
		return conflict("Cannot '%s' instance %s while it is in vm_state %s", operation, i.id, i.state)
	case i.task != "":
		return conflict("Cannot '%s' instance %s while it is in task_state %s", operation, i.id, i.task)
	default:
		return nil
	}
}

// requestedAction is the action that the URL names and the category confirms.
func (o *ooiExchange) requestedAction(actions []*category) (*category, error) {
	name := o.request.URL.Query().Get("action")
	index := slices.IndexFunc(actions, func(a *category) bool { return a.term == name })
	if index < 0 {
		if name == "" {
			name = "None"
		}
		return nil, refuse("Invalid action %s provided.", name)
	}
	return actions[index], nil
}

func (o *ooiExchange) actOnCompute(id string) (*answer, error) {
	a, err := o.requestedAction(ooiComputeActions)
	if err != nil {
		return nil, err
	}
	r, err := o.parse()
	if err != nil {
		return nil, err
	}
	i, err := o.findInstance(id)
	if err != nil {
		return nil, err
	}
	if err := r.validate(ooiSchema{category: a}); err != nil {
		return nil, err
	}
	if a.term == "save" {
		return o.save(r, i)
	}
	if err := o.changeState(i, a.term); err != nil {
		return nil, err
	}
	return o.noContent()
}

// changeState ignores methods: a restart is always a soft one (072-action-restart-with-method-attribute).
func (o *ooiExchange) changeState(i *instance, action string) error {
	switch action {
	case "stop":
		if err := o.require(i, "stop", stateActive); err != nil {
			return err
		}
		return o.nova.move(i, "stop", "powering-off", stateStopped, stateActive)
	case "suspend":
		if err := o.require(i, "suspend", stateActive); err != nil {
			return err
		}
		return o.nova.move(i, "suspend", "suspending", stateSuspended, stateActive)
	case "restart":
		if err := o.require(i, "reboot", stateActive); err != nil {
			return err
		}
		return o.nova.reboot(i)
	default:
		// It resumes and unpauses as well.
		if err := o.require(i, "start", stateStopped, stateSuspended, statePaused); err != nil {
			return err
		}
		return o.nova.start(i)
	}
}

// save makes an image and tells where its template is.
func (o *ooiExchange) save(r *ooiRequest, i *instance) (*answer, error) {
	name := i.hostname
	if _, ok := r.attributes["name"]; ok {
		if err := checkString("name", r.attributes["name"]); err != nil {
			return nil, err
		}
		name = r.text("name")
	}
	if err := o.require(i, "createImage", stateActive, stateStopped, statePaused, stateSuspended); err != nil {
		return nil, err
	}
	if err := o.nova.snapshot(i, name); err != nil {
		return nil, err
	}
	made := ooiImageTemplate(o.nova.images[len(o.nova.images)-1])
	if o.accept == mediaJSON {
		return o.json(o.categoryCollection([]*category{made}))
	}
	return o.locations(rendered{locations: []string{o.origin + made.location}}), nil
}
