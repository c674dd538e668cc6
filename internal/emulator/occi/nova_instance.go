package occi

import (
	"cmp"
	"encoding/base64"
	"regexp"
	"slices"
	"strings"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
)

// States of an instance (vm_state in Nova).
const (
	stateBuilding     = "building"
	stateActive       = "active"
	statePaused       = "paused"
	stateSuspended    = "suspended"
	stateStopped      = "stopped"
	stateResized      = "resized"
	stateVerifyResize = "verify_resize"
	stateError        = "error"
)

// taskDeleting is the task of an instance that lingers.
const taskDeleting = "deleting"

// instance is a virtual machine. While task is set another operation is under way and most others are
// refused.
type instance struct {
	id, tenant, hostname string
	image                *image
	flavor               *flavor
	cores                int
	memoryMB             float64
	architecture         string
	state, task          string
	groups               []string
	keyName, keyData     string
	userData             string
	adminPassword        string
	address, mac         string
	floating             []floatingAddress
	// foreignVolumes are the URLs of volumes that another server has.
	foreignVolumes []string
	// networks are those it is plugged into when it gets its addresses, where Neutron has networks.
	networks []*network
	// reserved are the floating IPs it gets then.
	reserved []*reservation
	// placed: a host was found; an instance that no host has room for never is.
	placed   bool
	timeline emulator.Timeline
}

type floatingAddress struct{ pool, address string }

// boot starts a new instance. Its sizes come from the flavor unless they are set already.
func (n *nova) boot(i *instance) error {
	if err := n.checkBoot(i); err != nil {
		return err
	}
	i.id = n.newID()
	i.mac = n.newMAC()
	i.cores = cmp.Or(i.cores, i.flavor.cores)
	i.memoryMB = cmp.Or(i.memoryMB, float64(i.flavor.memory))
	i.architecture = cmp.Or(i.architecture, "x86")
	if n.options.Manner == MannerOcciOS {
		i.hostname = sanitizeHostname(i.hostname)
	}
	i.hostname = cmp.Or(i.hostname, "server-"+i.id)
	i.state = stateBuilding
	fails := strings.HasPrefix(i.hostname, "error") || n.failures > 0 || i.flavor.tooBig
	n.failures = max(0, n.failures-1)
	n.instances = append(n.instances, i)
	i.timeline.Schedule(n.due(ChangeAddress), func() { n.place(i) })
	i.timeline.Schedule(n.due(ChangeBoot), func() {
		i.state = stateActive
		if fails {
			i.state = stateError
		}
	})
	return nil
}

// place finds a host and gives the instance its addresses.
func (n *nova) place(i *instance) {
	if i.flavor.tooBig {
		return
	}
	i.placed = true
	if !n.options.Manner.traits().neutron {
		i.address = n.freeAddress("10.0.0.%d", 2, n.hasAddress)
		return
	}
	for _, network := range i.networks {
		// A network without a free address is left out.
		_, _ = n.plug(i, network)
	}
	for index, p := range n.portsOf(i) {
		if index < len(i.reserved) {
			i.reserved[index].port = p
		}
	}
}

func (n *nova) checkBoot(i *instance) error {
	if i.image.minimumMemoryMB > i.flavor.memory {
		return refuse("Flavor's memory is too small for requested image.")
	}
	if _, err := base64.StdEncoding.DecodeString(i.userData); err != nil {
		return refuse("User data needs to be valid base 64.")
	}
	used := 0
	for _, other := range n.instances {
		if other.tenant == i.tenant {
			used++
		}
	}
	if quota := n.options.MaxComputes; quota > 0 && used >= quota {
		return clash("Quota exceeded for instances: Requested 1, but already used %d of %d instances", used, quota)
	}
	return nil
}

var notHostname = regexp.MustCompile(`[^a-z0-9_.-]+`)

// sanitizeHostname is what Nova makes of a display name, "My_Web 01" becomes "my-web-01".
func sanitizeHostname(name string) string {
	name = strings.NewReplacer(" ", "-", "_", "-").Replace(strings.ToLower(name))
	return strings.Trim(notHostname.ReplaceAllString(name, ""), ".-")
}

// require refuses an operation that the instance cannot do now.
func (i *instance) require(operation string, states ...string) error {
	if !slices.Contains(states, i.state) {
		return clash("Instance %s in vm_state %s. Cannot %s while the instance is in this state.", i.id, i.state, operation)
	}
	if i.task != "" {
		return clash("Instance %s in task_state %s. Cannot %s while the instance is in this state.", i.id, i.task, operation)
	}
	return nil
}

// begin has the change done later; until then the task is shown to other operations.
func (n *nova) begin(i *instance, task string, change Change, done func()) {
	i.task = task
	i.timeline.Schedule(n.due(change), func() {
		i.task = ""
		done()
	})
}

// move takes the instance from one of the states to another one.
func (n *nova) move(i *instance, operation, task, to string, from ...string) error {
	if err := i.require(operation, from...); err != nil {
		return err
	}
	n.begin(i, task, ChangeAction, func() { i.state = to })
	return nil
}

func (n *nova) start(i *instance) error {
	switch i.state {
	case statePaused:
		return n.move(i, "unpause", "unpausing", stateActive, statePaused)
	case stateSuspended:
		return n.move(i, "resume", "resuming", stateActive, stateSuspended)
	default:
		return n.move(i, "start", "powering-on", stateActive, stateStopped)
	}
}

func (n *nova) reboot(i *instance) error {
	if err := i.require("reboot", stateActive, stateStopped, statePaused, stateSuspended); err != nil {
		return err
	}
	n.begin(i, "rebooting", ChangeAction, func() { i.state = stateActive })
	return nil
}

// resize gives the instance another flavor; then it waits in the state to be confirmed.
func (n *nova) resize(i *instance, f *flavor, waitsIn string) error {
	if err := i.require("resize", stateActive, stateStopped); err != nil {
		return err
	}
	if f == i.flavor {
		return refuse("When resizing, instances must change flavor!")
	}
	n.begin(i, "resize_prep", ChangeResize, func() {
		i.flavor, i.cores, i.memoryMB, i.state = f, f.cores, float64(f.memory), waitsIn
	})
	return nil
}

func (n *nova) confirmResize(i *instance) error {
	// An unfinished resize is told by the state, not by its task (60-scale-up-over-15-seconds).
	if i.state != stateResized && i.state != stateVerifyResize {
		return clash("Instance %s in vm_state %s. Cannot confirm_resize while the instance is in this state.", i.id, i.state)
	}
	n.begin(i, "confirming_resize", ChangeConfirm, func() { i.state = stateActive })
	return nil
}

func (n *nova) rebuild(i *instance, with *image) error {
	if err := i.require("rebuild", stateActive, stateStopped); err != nil {
		return err
	}
	if with.minimumMemoryMB > i.flavor.memory {
		return refuse("Flavor's memory is too small for requested image.")
	}
	i.image = with
	n.begin(i, "rebuilding", ChangeRebuild, func() {})
	return nil
}

// snapshot makes an image of the instance.
func (n *nova) snapshot(i *instance, name string) error {
	if err := i.require("snapshot", stateActive, stateStopped, statePaused, stateSuspended); err != nil {
		return err
	}
	n.images = append(n.images, &image{
		id: n.newID(), name: name, tenant: i.tenant, source: i.id, due: n.options.Now().Add(n.options.duration(ChangeImage)),
	})
	n.begin(i, "image_snapshot", ChangeAction, func() {})
	return nil
}

// destroy lets the instance linger for a while in the state it is in, then it is gone.
func (n *nova) destroy(i *instance) {
	if i.task == taskDeleting {
		return
	}
	i.timeline.Clear()
	n.begin(i, taskDeleting, ChangeDelete, func() { n.removeInstance(i) })
}

func (n *nova) removeInstance(i *instance) {
	n.instances = slices.DeleteFunc(n.instances, func(other *instance) bool { return other == i })
	for _, f := range i.floating {
		delete(n.floating, f.address)
	}
	for _, v := range n.volumes {
		if v.instance == i.id {
			v.free()
		}
	}
	for _, p := range n.portsOf(i) {
		n.removePort(p)
	}
}
