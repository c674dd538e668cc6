package cloudsigma

import (
	"slices"
	"time"
)

// jobHistory is how long finished jobs are kept (jobs.rst).
const jobHistory = 72 * time.Hour

// job tracks a clone.
type job struct {
	uuid      string
	operation string
	created   time.Time
	finished  time.Time
	resources []string
	children  []string
}

// startJob returns the identifier of a job that takes as long as drives do.
func (c *Cloud) startJob(operation string, children []string, resources ...string) string {
	made := &job{
		uuid: c.newUUID(), operation: operation, resources: resources, children: children,
		created: c.options.Now(), finished: c.after(c.options.DriveTime),
	}
	c.jobs.put(made.uuid, made)
	return made.uuid
}

// existingJobs leaves out those that history has forgotten.
func (c *Cloud) existingJobs(ids []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return c.jobs.get(id) == nil })
}

func (c *Cloud) jobCollection() *collection {
	return &collection{
		name:    "jobs",
		filters: map[string]filter{"state": exact("state")},
		list: func(a *account) []object {
			objects := []object{}
			for _, j := range c.jobs.all() {
				if c.concerns(j, a) {
					objects = append(objects, c.renderJob(j))
				}
			}
			return objects
		},
		render: func(a *account, id string) object {
			if j := c.jobs.get(id); j != nil && c.concerns(j, a) {
				return c.renderJob(j)
			}
			return nil
		},
	}
}

// concerns tells whether the job works on a drive or server of the account.
func (c *Cloud) concerns(j *job, a *account) bool {
	return slices.ContainsFunc(j.resources, func(resource string) bool {
		id, _ := identifier(resource)
		s, d := c.servers.get(id), c.drives.get(id)
		return s != nil && s.Owner == a.user || d != nil && d.Owner == a.user
	})
}

func (c *Cloud) renderJob(j *job) object {
	now := c.options.Now()
	state, progress, modified := "success", int64(100), j.finished
	if now.Before(j.finished) {
		state, modified = "started", now
		progress = int64(100 * now.Sub(j.created) / j.finished.Sub(j.created))
	}
	children := []object{}
	for _, id := range j.children {
		if child := c.jobs.get(id); child != nil {
			children = append(children, c.renderJob(child))
		}
	}
	return object{
		"uuid": j.uuid, "resource_uri": uri("jobs", j.uuid), "operation": j.operation, "state": state,
		"created": timestamp(j.created), "last_modified": timestamp(modified),
		"data": object{"progress": progress}, "resources": j.resources, "children": children,
	}
}
