package cloudsigma

import (
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// started is how error messages name the states in which a guest can be stopped.
const started = "['started', 'running_legacy']"

// refuseAction is the error of an action that the state of the guest does not allow, in the words
// that clients of the real API recorded.
func refuseAction(name string, s *server, wanted string) error {
	return forbidden("Cannot %s guest in state %q. Guest should be in state \"%s\"", name, s.state(), wanted)
}

func (c *Cloud) startServer(_ *account, id string, _ object) (answer, error) {
	s := c.servers.get(id)
	if s.Status != serverStopped {
		return answer{}, refuseAction("start", s, serverStopped)
	}
	for _, attachment := range s.Drives {
		if d := c.drives.get(attachment.Drive); d != nil && d.changing() {
			return answer{}, forbidden("Cannot start guest with drive %s in state %q", d.UUID, c.driveStatus(d))
		}
	}
	s.Status, s.Host = serverStarting, c.hostAvoiding(c.avoid)
	running := c.after(c.options.BootTime)
	s.timeline.Schedule(running, func() { c.powerOn(s, running) })
	return accepted(id, "start"), nil
}

// stopServer pulls the plug. While a shutdown is under way the status "stopping" keeps a stop out
// (servers.rst, ACPI shutdown).
func (c *Cloud) stopServer(_ *account, id string, _ object) (answer, error) {
	s := c.servers.get(id)
	if s.Status == serverStopped || s.changing() {
		return answer{}, refuseAction("stop", s, started)
	}
	s.Status = serverStopping
	s.timeline.Schedule(c.after(c.options.StopTime), func() { powerOff(s) })
	return accepted(id, "stop"), nil
}

// shutdownServer presses the power button for a minute; a guest that is not off by then runs on.
func (c *Cloud) shutdownServer(_ *account, id string, _ object) (answer, error) {
	s := c.servers.get(id)
	if s.Status != serverRunning {
		return answer{}, refuseAction("shutdown", s, started)
	}
	s.Status = serverStopping
	if s.ignoresACPI || c.options.IgnoreACPI || c.options.ShutdownTime > c.options.ACPITimeout {
		s.timeline.Schedule(c.after(c.options.ACPITimeout), func() { s.Status = serverRunning })
	} else {
		s.timeline.Schedule(c.after(c.options.ShutdownTime), func() { powerOff(s) })
	}
	return accepted(id, "shutdown"), nil
}

func (c *Cloud) powerOn(s *server, at time.Time) {
	s.Status = serverRunning
	s.ActiveSince = at
	for i := range s.NICs {
		c.lease(&s.NICs[i])
	}
}

func powerOff(s *server) {
	s.Status = serverStopped
	s.ActiveSince = time.Time{}
	for i := range s.NICs {
		s.NICs[i].Address, s.NICs[i].IPv6Address = "", ""
	}
}

// cloneServer copies a server: disks are cloned, CD-ROMs are shared, static addresses become dynamic
// (servers.rst, cloning).
func (c *Cloud) cloneServer(a *account, id string, body object) (answer, error) {
	s := c.servers.get(id)
	if s.changing() {
		return answer{}, conflict("Cannot clone guest in state %q", s.state())
	}
	clone := s.Server.copy()
	clone.Status, clone.ActiveSince = serverStopped, time.Time{}
	clone.Name, clone.Owner = c.cloneName(a, s.Name), a.user
	randomPassword := false
	f := newForm(body)
	f.text("name", &clone.Name)
	f.boolean("random_vnc_password", &randomPassword)
	if err := f.result(); err != nil {
		return answer{}, err
	}
	sources := make([]*drive, len(clone.Drives))
	for i, attachment := range clone.Drives {
		d := c.drives.get(attachment.Drive)
		if d == nil || d.Media != "disk" {
			continue
		}
		if err := c.drivePermits("clone", d); err != nil {
			return answer{}, err
		}
		if d.Owner != a.user && !slices.Contains(c.granted(a.user, d.UUID), permissionClone) {
			return answer{}, forbidden("Permission %s is not granted on %s", permissionClone, uri("drives", d.UUID))
		}
		sources[i] = d
	}
	if randomPassword {
		clone.VNCPassword = hex.EncodeToString(c.random()[:4])
	}
	for i := range clone.NICs {
		clone.NICs[i] = clone.NICs[i].cloned()
	}
	clone.UUID = c.newUUID()
	c.assignMACs(&clone)
	var children []string
	for i, source := range sources {
		if source == nil {
			continue
		}
		copied := source.Drive.copy()
		copied.Name, copied.Owner = c.cloneName(a, source.Name), a.user
		child := c.startClone(source, copied)
		clone.Drives[i].Drive = child.UUID
		children = append(children, child.jobs...)
	}
	copied := &server{Server: clone, ignoresACPI: s.ignoresACPI}
	c.servers.put(clone.UUID, copied)
	if clone.AutoStart {
		// "Enable auto starting of the guest after a clone" (server_schema).
		copied.timeline.Schedule(c.after(c.options.DriveTime), func() { copied.Status = serverStarting })
		running := c.after(c.options.DriveTime + c.options.BootTime)
		copied.timeline.Schedule(running, func() { c.powerOn(copied, running) })
	}
	job := c.startJob("server_clone", children, uri("servers", s.UUID), uri("servers", clone.UUID))
	copied.jobs = []string{job}
	s.jobs = append(s.jobs, job)
	return answer{status: http.StatusAccepted, body: c.renderServer(copied)}, nil
}

func (c *Cloud) openTunnel(name, member, scheme string) action {
	return func(_ *account, id string, _ object) (answer, error) {
		if s := c.servers.get(id); s.Status != serverRunning {
			return answer{}, refuseAction(name, s, started)
		}
		// "VNC URL will be different each time you close/open the tunnel" (servers_kvm.rst).
		c.lastPort++
		opened := object{"action": name, "result": "success", "uuid": id}
		opened[member] = fmt.Sprintf("%sdirect.cloudsigma.example:%d", scheme, 42000+c.lastPort%20000)
		return answer{status: http.StatusAccepted, body: opened}, nil
	}
}

func (c *Cloud) closeTunnel(name string) action {
	return func(_ *account, id string, _ object) (answer, error) {
		if s := c.servers.get(id); s.Status != serverRunning {
			return answer{}, refuseAction(name, s, started)
		}
		return accepted(id, name), nil
	}
}
