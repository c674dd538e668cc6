package cloudsigma

import (
	"fmt"
	"net/http"
	"slices"
	"time"
)

// The states of a server (servers.rst, state diagram).
const (
	serverStopped  = "stopped"
	serverStarting = "starting"
	serverRunning  = "running"
	serverStopping = "stopping"
)

func (c *Cloud) serverCollection() *collection {
	return &collection{
		name:    "servers",
		listed:  []string{"name", "owner", "resource_uri", "runtime", "status", "uuid"},
		filters: c.named(),
		list: func(a *account) []object {
			objects := []object{}
			for _, s := range c.servers.all() {
				if s.Owner == a.user {
					objects = append(objects, c.renderServer(s))
				}
			}
			return objects
		},
		render: func(a *account, id string) object {
			if s := c.servers.get(id); s != nil && s.Owner == a.user {
				return c.renderServer(s)
			}
			return nil
		},
		prepare: c.prepareServer,
		edit:    c.editServer,
		remove:  c.removeServer,
		actions: map[string]action{
			"start": c.startServer, "stop": c.stopServer, "shutdown": c.shutdownServer, "clone": c.cloneServer,
			"open_vnc":      c.openTunnel("open_vnc", "vnc_url", "vnc://"),
			"open_console":  c.openTunnel("open_console", "console_url", "csconsole://"),
			"close_vnc":     c.closeTunnel("close_vnc"),
			"close_console": c.closeTunnel("close_console"),
		},
	}
}

func newServer(user string) Server {
	return Server{
		Entity: Entity{Owner: user, Meta: map[string]string{}}, Status: serverStopped,
		CPUType: defaultCPUType, Hypervisor: defaultHypervisor, Context: true,
	}
}

func (c *Cloud) prepareServer(a *account, definition object) (func() string, error) {
	made := newServer(a.user)
	f := newForm(definition)
	tags, _ := f.references("tags", c.tagExists(a))
	c.readServer(f, a, &made)
	if err := f.result(); err != nil {
		return nil, err
	}
	return func() string {
		made.UUID = c.newUUID()
		c.assignMACs(&made)
		c.servers.put(made.UUID, &server{Server: made})
		c.setTags(made.UUID, tags)
		return made.UUID
	}, nil
}

// editServer applies a PUT. On a server that is not stopped all but name, meta and tags is ignored
// (servers.rst, editing).
func (c *Cloud) editServer(a *account, id string, definition object) error {
	s := c.servers.get(id)
	if s.changing() {
		return conflict("Cannot edit guest in state %q", s.state())
	}
	f := newForm(definition)
	tags, retag := f.references("tags", c.tagExists(a))
	edited := s.Server.copy()
	switch {
	case s.Status != serverStopped:
		if c.options.ForgetAbsent {
			edited.Meta, retag = map[string]string{}, true
		}
		readServerIdentity(f, &edited)
	case c.options.ForgetAbsent:
		edited, retag = newServer(a.user), true
		edited.UUID = id
		c.readServer(f, a, &edited)
	default:
		c.readServer(f, a, &edited)
	}
	if err := f.result(); err != nil {
		return err
	}
	c.assignMACs(&edited)
	s.Server = edited
	if retag {
		c.setTags(id, tags)
	}
	return nil
}

// readServerIdentity reads what can be changed while the server runs.
func readServerIdentity(f form, into *Server) {
	f.require("name", "cpu", "mem", "vnc_password")
	f.text("name", &into.Name)
	f.meta(&into.Meta)
}

// readServer reads a definition (servers.rst, schema) and checks it against the capabilities.
func (c *Cloud) readServer(f form, a *account, into *Server) {
	readServerIdentity(f, into)
	f.text("vnc_password", &into.VNCPassword)
	f.number("cpu", &into.CPU)
	f.number("mem", &into.Memory)
	f.number("smp", &into.SMP)
	f.choice("cpu_type", &into.CPUType, "amd", "intel")
	f.choice("hypervisor", &into.Hypervisor, defaultHypervisor)
	f.choice("cpu_model", &into.CPUModel, "kvm64")
	f.text("allocation_pool", &into.AllocationPool)
	f.boolean("auto_start", &into.AutoStart)
	f.boolean("context", &into.Context)
	f.boolean("cpus_instead_of_cores", &into.CPUsInsteadOfCores)
	f.boolean("enable_numa", &into.EnableNUMA)
	f.boolean("hv_relaxed", &into.HVRelaxed)
	f.boolean("hv_tsc", &into.HVTSC)
	f.boolean("is_grey", &into.IsGrey)
	if requirements, sent := f.list("requirements"); sent {
		into.Requirements = requirements
	}
	readDevices(f, into)
	if keys, sent := f.references("pubkeys", c.keypairExists(a)); sent {
		into.PublicKeys = keys
	}
	c.readAttachments(f, a, into)
	c.readNICs(f, a, into)
	checkLimits(f, into)
}

func readDevices(f form, into *Server) {
	if enclaves, sent := f.forms("epcs"); sent {
		into.EPCs = nil
		for _, enclave := range enclaves {
			var size int64
			enclave.require("size")
			enclave.number("size", &size)
			into.EPCs = append(into.EPCs, size)
		}
	}
	if gpus, sent := f.forms("gpus"); sent {
		into.GPUs = nil
		for _, gpu := range gpus {
			var model string
			gpu.require("model")
			gpu.text("model", &model)
			into.GPUs = append(into.GPUs, model)
		}
	}
}

// checkLimits applies the limits of the host type. A definition without smp gets as many cores as its
// cpu needs; the minimum per core only binds a server of several cores, as a single one may have the
// 250 MHz that the capabilities allow.
func checkLimits(f form, s *Server) {
	limits, known := hostTypes()[s.CPUType]
	if !known || len(f.state.errors) > 0 {
		return
	}
	if !f.has("smp") {
		s.SMP = max(s.SMP, 1, (s.CPU+limits.cpuPerSMP.max-1)/limits.cpuPerSMP.max)
	}
	checkSpan(f, "cpu", s.CPU, limits.cpu)
	checkSpan(f, "mem", s.Memory, limits.memory)
	checkSpan(f, "smp", s.SMP, limits.smp)
	checkGPUs(f, s)
	checkEnclaves(f, s)
	if s.SMP < 1 {
		return
	}
	perCore := limits.cpuPerSMP
	if s.SMP > 1 && s.CPU < perCore.min*s.SMP {
		f.invalid("smp", "The minimum amount of cpu per smp is %d", perCore.min)
	}
	if s.CPU > perCore.max*s.SMP {
		f.invalid("smp", "The maximum amount of cpu per smp is %d", perCore.max)
	}
}

// checkGPUs applies the limits of GPUs; those of several are taken for the sum.
func checkGPUs(f form, s *Server) {
	var most hostType
	for i, model := range s.GPUs {
		limits, known := gpuTypes()[model]
		if !known {
			f.invalid(fmt.Sprintf("gpus.%d.model", i), "There is no GPU model %q", model)
			return
		}
		most.cpu.max += limits.cpu.max
		most.memory.max += limits.memory.max
		most.smp.max += limits.smp.max
	}
	if len(s.GPUs) > 0 {
		checkSpan(f, "cpu", s.CPU, most.cpu)
		checkSpan(f, "mem", s.Memory, most.memory)
		checkSpan(f, "smp", s.SMP, most.smp)
	}
}

// checkEnclaves applies the limits of enclaves. The documentation does not say when the real cloud does; the words of the errors
// are ours.
func checkEnclaves(f form, s *Server) {
	var sum int64
	for _, size := range s.EPCs {
		sum += size
	}
	if sum > maxEnclaves {
		f.invalid("epcs", "Ensure that the sizes together are less than or equal to %d.", int64(maxEnclaves))
	}
	if float64(s.Memory) < enclaveMemoryRatio*float64(sum) {
		f.invalid("mem", "The minimum amount of memory per byte of EPC is %g", enclaveMemoryRatio)
	}
}

func checkSpan(f form, name string, value int64, allowed span) {
	if value < allowed.min {
		f.invalid(name, "Ensure this value is greater than or equal to %d.", allowed.min)
	}
	if value > allowed.max {
		f.invalid(name, "Ensure this value is less than or equal to %d.", allowed.max)
	}
}

// removeServer deletes a stopped server, and with recurse also its drives (servers.rst, deleting).
func (c *Cloud) removeServer(a *account, id, recurse string) error {
	s := c.servers.get(id)
	if s.changing() {
		return conflict("Cannot delete guest in state %q", s.state())
	}
	if s.Status != serverStopped {
		return forbidden("Cannot delete guest in state %q. Guest should be in state \"stopped\"", s.state())
	}
	if !slices.Contains([]string{"", "all_drives", "disks", "cdroms"}, recurse) {
		return invalid("recurse", "Value %q is not a valid choice: all_drives, disks, cdroms", recurse)
	}
	var doomed []*drive
	for _, attachment := range s.Drives {
		d := c.drives.get(attachment.Drive)
		if d == nil || d.Owner != a.user || !recursed(recurse, d.Media) {
			continue
		}
		if err := c.drivePermits("delete", d); err != nil {
			return err
		}
		doomed = append(doomed, d)
	}
	c.dropServer(id)
	for _, d := range doomed {
		c.expireDrive(d)
	}
	return nil
}

func recursed(recurse, media string) bool {
	return recurse == "all_drives" || recurse == "disks" && media == "disk" || recurse == "cdroms" && media == "cdrom"
}

func (c *Cloud) dropServer(id string) {
	c.servers.remove(id)
	c.setTags(id, nil)
}

// changing tells whether the server is on its way between two states.
func (s *server) changing() bool { return s.Status == serverStarting || s.Status == serverStopping }

// state is the status in the words of error messages, where a running guest is "started".
func (s *server) state() string {
	if s.Status == serverRunning {
		return "started"
	}
	return s.Status
}

func (c *Cloud) renderServer(s *server) object {
	rendered := object{
		"uuid": s.UUID, "resource_uri": uri("servers", s.UUID), "owner": c.owner(s.Owner),
		"name": s.Name, "meta": s.Meta, "tags": c.tagLinks(s.UUID), "status": s.Status,
		"cpu": s.CPU, "mem": s.Memory, "smp": s.SMP, "cpu_type": s.CPUType, "cpu_model": orNull(s.CPUModel),
		"hypervisor": s.Hypervisor, "vnc_password": s.VNCPassword,
		"allocation_pool": orNull(s.AllocationPool), "auto_start": s.AutoStart, "context": s.Context,
		"cpus_instead_of_cores": s.CPUsInsteadOfCores, "enable_numa": s.EnableNUMA,
		"hv_relaxed": s.HVRelaxed, "hv_tsc": s.HVTSC, "is_grey": s.IsGrey,
		"requirements": append([]any{}, s.Requirements...),
		"grantees":     []any{}, "permissions": []any{},
		"jobs": links("jobs", c.existingJobs(s.jobs)), "pubkeys": links("pubkeys", s.PublicKeys),
		"drives": renderAttachments(s), "nics": renderNICs(s), "runtime": renderRuntime(s),
	}
	enclaves, gpus := []object{}, []object{}
	for _, size := range s.EPCs {
		enclaves = append(enclaves, object{"size": size})
	}
	for _, model := range s.GPUs {
		gpus = append(gpus, object{"model": model, "gpu": nil})
	}
	rendered["epcs"], rendered["gpus"] = enclaves, gpus
	return rendered
}

// renderRuntime is null unless the server is powered (servers.rst, server runtime).
func renderRuntime(s *server) any {
	if s.ActiveSince.IsZero() {
		return nil
	}
	nics := []object{}
	for _, nic := range s.NICs {
		runtime := nic.runtime()
		runtime["mac"] = nic.MAC
		nics = append(nics, runtime)
	}
	return object{"active_since": s.ActiveSince.UTC().Format("2006-01-02T15:04:05-07:00"), "nics": nics}
}

func links(collection string, ids []string) []object {
	rendered := []object{}
	for _, id := range ids {
		rendered = append(rendered, link(collection, id))
	}
	return rendered
}

// orNull renders the empty string as null.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// orNullNumber renders 0 as null.
func orNullNumber(number int64) any {
	if number == 0 {
		return nil
	}
	return number
}

// accepted is the answer to an action on a server.
func accepted(id, name string) answer {
	return answer{status: http.StatusAccepted, body: object{"action": name, "result": "success", "uuid": id}}
}

// after is the instant when something that begins now and takes that long is done.
func (c *Cloud) after(duration time.Duration) time.Time { return c.options.Now().Add(duration) }
