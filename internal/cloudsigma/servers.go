package cloudsigma

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

// Recurse says which of its attached drives are deleted together with a server, see servers.rst.
type Recurse string

const (
	// RecurseNone leaves all drives.
	RecurseNone Recurse = ""
	// RecurseAllDrives deletes all drives.
	RecurseAllDrives Recurse = "all_drives"
	// RecurseDisks deletes the drives with media disk.
	RecurseDisks Recurse = "disks"
	// RecurseCDROMs deletes the drives with media cdrom.
	RecurseCDROMs Recurse = "cdroms"
)

// Servers reads and writes servers.
type Servers struct {
	*Collection[Server, ServerDefinition]
}

func newServers(c *Client) *Servers {
	return &Servers{&Collection[Server, ServerDefinition]{
		Reader: Reader[Server]{client: c, entity: "server", path: "servers/", listPath: "servers/detail/"},
		describe: func(s *Server) description[ServerDefinition] {
			return description[ServerDefinition]{s.UUID, &s.Definition}
		},
		meta:           func(d *ServerDefinition) *Meta { return &d.Meta },
		name:           func(d *ServerDefinition) string { return d.Name },
		documentedMeta: true,
	}}
}

// Delete deletes a server, which must not run, and the drives that recurse names. That it does not exist
// (any more) is success.
func (s *Servers) Delete(ctx context.Context, uuid string, recurse Recurse) error {
	query := url.Values{}
	if recurse != RecurseNone {
		query.Set("recurse", string(recurse))
	}
	return s.delete(ctx, uuid, query)
}

// Hold keeps other callers of Hold away from a server until it is released, also those in other processes on this
// machine: it is for changes in several steps, such as stop, Edit and start, between which nobody may start or stop the
// server. Single calls do not need it, and are not kept away by it; nor are other machines.
func (s *Servers) Hold(ctx context.Context, uuid string) (release func(), err error) {
	leave, err := s.client.locks.acquire(ctx, "hold/"+uuid)
	if err != nil {
		return nil, s.heldUp(uuid, err)
	}
	unlock, err := lockFile(ctx, s.client.endpoint.String()+s.path+uuid)
	if err != nil {
		leave()
		return nil, s.heldUp(uuid, err)
	}
	return func() {
		unlock()
		leave()
	}, nil
}

func (s *Servers) heldUp(uuid string, err error) error {
	return fmt.Errorf("change %s %s: waiting for another change of it: %w", s.entity, uuid, err)
}

// Start has a stopped server started, if possible on another host than the servers to avoid, of which the
// first matters most. It returns when the API has accepted that: the server is then "starting", and the
// caller waits for "running" with Get. A server in another state is the API's error.
func (s *Servers) Start(ctx context.Context, uuid string, avoid ...string) error {
	return s.act(ctx, uuid, action("start", avoid...), ServerStopped)
}

// Stop pulls the plug of a running server. It returns when the API has accepted that: the server is then
// "stopping".
func (s *Servers) Stop(ctx context.Context, uuid string) error {
	return s.act(ctx, uuid, action("stop"), ServerRunning)
}

// Shutdown has the power button of a running server pressed, every second for a minute. It returns when
// the API has accepted that. The server is "stopping" during that minute, and "running" again after it
// if its system did not react (servers.rst, "ACPI Shutdown").
func (s *Servers) Shutdown(ctx context.Context, uuid string) error {
	return s.act(ctx, uuid, action("shutdown"), ServerRunning)
}

// act sends an action. If its answer is lost, the status tells whether it was carried out: while the
// server is still in the state from which the action leads away, the action is sent again.
func (s *Servers) act(ctx context.Context, uuid string, action url.Values, from string) error {
	path, err := entityPath(s.path, uuid)
	if err != nil {
		return fmt.Errorf("%s %s: %w", action.Get("do"), s.entity, err)
	}
	request := call{
		operation: action.Get("do"), entity: s.entity + " " + uuid, method: http.MethodPost,
		path: path + "action/", query: action,
	}
	lost := false
	return s.client.exclusively(ctx, uuid, request.String(), func(ctx context.Context) error {
		err := s.client.send(ctx, request, nil)
		lost = lost || answerLost(err)
		if err == nil || !lost {
			return err
		}
		server, readErr := s.Get(ctx, uuid)
		switch {
		case readErr != nil:
			return errors.Join(readErr, err)
		case server.Status != from:
			return nil
		default:
			return err
		}
	})
}

// ServerClone is how a copy of a server is to be. All else is as in the source, but static addresses are
// dynamic.
type ServerClone struct {
	// Name must be given: by it people recognise the clone if the answer is lost.
	Name string `json:"name"`
	// RandomVNCPassword gives the clone a VNC password of its own, which its definition then shows.
	RandomVNCPassword bool `json:"random_vnc_password,omitempty"`
}

// Clone copies a server with its disks, if possible to other storage than the servers and drives to avoid, of
// which the first matters most, and returns the new server. Its CD-ROMs are those of the source. The disks
// are still being copied then: the caller waits for the jobs of the new server.
//
// As with a clone of a drive, a request whose answer is lost is never repeated: the error is a
// *LostCreationError with all servers of that name.
func (s *Servers) Clone(ctx context.Context, source string, clone ServerClone, avoid ...string) (*Server, error) {
	if clone.Name == "" {
		return nil, fmt.Errorf("clone %s %s: %w", s.entity, source, errUnnamedClone)
	}
	path, err := entityPath(s.path, source)
	if err != nil {
		return nil, fmt.Errorf("clone %s: %w", s.entity, err)
	}
	return s.createOnce(ctx, creation{
		call: call{
			operation: "clone", entity: fmt.Sprintf("%s %s as %s", s.entity, source, clone.Name),
			method: http.MethodPost, path: path + "action/", query: action("clone", avoid...), body: clone,
		},
		name: clone.Name,
	})
}

// AvailabilityGroup returns the UUIDs of the running servers on the same host, with that of the server
// itself; none if it does not run.
func (s *Servers) AvailabilityGroup(ctx context.Context, uuid string) ([]string, error) {
	path, err := entityPath(s.path+"availability_groups/", uuid)
	if err != nil {
		return nil, fmt.Errorf("read the availability group of %s: %w", s.entity, err)
	}
	group, err := receive[[]string](ctx, s.client, call{
		operation: "read the availability group of", entity: s.entity + " " + uuid, method: http.MethodGet, path: path,
	})
	if err != nil {
		return nil, err
	}
	return *group, nil
}
