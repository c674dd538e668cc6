package cloudsigma

import (
	_ "embed"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// timezones are what user_timezone can be, one a line (the sample backup_scheduler_timezones). Etc/UTC is not
// there, but in most examples.
//
//go:embed timezones.txt
var timezones string

// scheduler is a backup scheduler. It is only kept: the emulator makes no snapshots by itself.
type scheduler struct {
	BackupScheduler
	// madeBy is the number of the request that made it.
	madeBy uint64
}

// schedulerCollection is the backup schedulers (backup_schedulers.rst). The samples of its folder are the
// authority; older ones of the same names are drafts.
func (c *Cloud) schedulerCollection() *collection {
	filters := c.named()
	filters["type"] = exact("type")
	return &collection{
		name: "backupschedulers",
		listed: []string{
			"is_default", "is_enabled", "meta", "name", "orchestrator_timezone", "owner", "remote_location", "resource_uri",
			"type", "user_timezone", "uuid",
		},
		filters: filters,
		list: func(a *account) []object {
			objects := []object{}
			for _, s := range c.schedulers.all() {
				if s.Owner == a.user {
					objects = append(objects, c.renderScheduler(s))
				}
			}
			return objects
		},
		render: func(a *account, id string) object {
			if !c.schedulerExists(a)(id) {
				return nil
			}
			return c.renderScheduler(c.schedulers.get(id))
		},
		prepare: c.prepareScheduler,
		edit:    c.editScheduler,
		remove: func(_ *account, id, _ string) error {
			c.dropScheduler(id)
			return nil
		},
	}
}

func newScheduler(user string) BackupScheduler {
	return BackupScheduler{
		Entity: Entity{Owner: user, Meta: map[string]string{}}, NotifyBackup: true, NotifyRetention: true,
	}
}

func (c *Cloud) prepareScheduler(a *account, definition object) (func() string, error) {
	made := scheduler{BackupScheduler: newScheduler(a.user)}
	f := newForm(definition)
	tags, _ := f.references("tags", c.tagExists(a))
	readScheduler(f, &made.BackupScheduler)
	if err := f.result(); err != nil {
		return nil, err
	}
	return func() string {
		made.UUID, made.madeBy = c.newUUID(), c.requests
		c.schedulers.put(made.UUID, &made)
		c.setTags(made.UUID, tags)
		return made.UUID
	}, nil
}

func (c *Cloud) editScheduler(a *account, id string, definition object) error {
	s := c.schedulers.get(id)
	edited := s.BackupScheduler.copy()
	f := newForm(definition)
	tags, retag := f.references("tags", c.tagExists(a))
	if c.options.ForgetAbsent {
		edited, retag = newScheduler(a.user), true
		edited.UUID = id
	}
	readScheduler(f, &edited)
	if err := f.result(); err != nil {
		return err
	}
	s.BackupScheduler = edited
	if retag {
		c.setTags(id, tags)
	}
	return nil
}

// readScheduler reads a definition. Required is what the field reference or the schema requires.
func readScheduler(f form, into *BackupScheduler) {
	f.require("type", "name", "is_enabled", "is_default", "retention_policy", "incremental_backup", "user_timezone")
	if !f.sent("manual_incremental_backup") {
		f.invalid("manual_incremental_backup", requiredMessage)
	}
	f.choice("type", &into.Type, "migration", "backup", "dr", "snapshot")
	f.text("name", &into.Name)
	f.meta(&into.Meta)
	f.boolean("is_enabled", &into.Enabled)
	f.boolean("is_default", &into.Default)
	f.boolean("enable_backup_policy_notifications", &into.NotifyBackup)
	f.boolean("enable_retention_policy_notifications", &into.NotifyRetention)
	f.text("user_timezone", &into.Timezone)
	if f.has("user_timezone") && !slices.Contains(append(strings.Fields(timezones), "Etc/UTC"), into.Timezone) {
		f.invalid("user_timezone", "Value %q is not an allowed time zone", into.Timezone)
	}
	f.text("manual_incremental_backup", &into.ManualTimes)
	checkClockTimes(f, into.ManualTimes)
	if f.has("remote_location") && f.values["remote_location"] != "" {
		f.choice("remote_location", &into.RemoteLocation, remoteLocations()...)
	}
	if into.Type == "backup" && into.RemoteLocation == "" {
		// The samples show one that was not asked for.
		into.RemoteLocation = remoteLocations()[0]
	}
	if times := f.form("incremental_backup"); times != nil {
		into.Incremental = readTimes(*times)
	}
	if times := f.form("initial_backup"); times != nil {
		// None is shown as {}.
		into.Initial = nil
		if len(times.values) > 0 {
			initial := readTimes(*times)
			into.Initial = &initial
		}
	}
	if policy := f.form("retention_policy"); policy != nil {
		policy.text("name", &into.RetentionName)
		into.Retention = readRetention(*policy)
	}
}

func (c *Cloud) schedulerExists(a *account) func(id string) bool {
	return func(id string) bool {
		s := c.schedulers.get(id)
		return s != nil && s.Owner == a.user
	}
}

func (c *Cloud) dropScheduler(id string) {
	c.schedulers.remove(id)
	c.setTags(id, nil)
	for _, d := range c.drives.all() {
		if d.BackupScheduler == id {
			d.BackupScheduler = ""
		}
	}
}

// setScheduler gives a drive a scheduler. That null takes it away is a guess: the documentation does not say
// how that is done.
func (c *Cloud) setScheduler(a *account, id string, definition object) (answer, error) {
	d := c.drives.get(id)
	if d == nil {
		return answer{}, forbidden("Drive %s is a library drive", id)
	}
	f := newForm(definition)
	if !f.sent("backup_policy_uuid") {
		f.invalid("backup_policy_uuid", requiredMessage)
	}
	var wanted string
	f.reference("backup_policy_uuid", &wanted)
	if wanted != "" && !c.schedulerExists(a)(wanted) {
		f.invalid("backup_policy_uuid", "Object with uuid %q does not exist", wanted)
	}
	if err := f.result(); err != nil {
		return answer{}, err
	}
	d.BackupScheduler = wanted
	return answer{status: http.StatusAccepted, body: c.renderDrive(d)}, nil
}

// schedulerLink is null for none.
func (c *Cloud) schedulerLink(id string) any {
	if id == "" {
		return nil
	}
	return link("backupschedulers", id)
}

func (c *Cloud) renderScheduler(s *scheduler) object {
	initial := object{}
	if s.Initial != nil {
		initial = s.Initial.window()
	}
	return object{
		"uuid": s.UUID, "resource_uri": uri("backupschedulers", s.UUID), "owner": c.owner(s.Owner), "name": s.Name,
		"meta": s.Meta, "tags": c.tagLinks(s.UUID), "grantees": []any{}, "permissions": []any{}, "type": s.Type,
		"is_enabled": s.Enabled, "is_default": s.Default, "remote_location": s.RemoteLocation,
		"enable_backup_policy_notifications":    s.NotifyBackup,
		"enable_retention_policy_notifications": s.NotifyRetention,
		"user_timezone":                         s.Timezone, "orchestrator_timezone": "",
		"manual_incremental_backup": s.ManualTimes, "incremental_backup": s.Incremental.object(), "initial_backup": initial,
		"retention_policy": object{"name": s.RetentionName, "rules": renderRetention(s.Retention, s.madeBy == c.requests)},
	}
}

// copy returns a scheduler that shares nothing with the original.
func (s BackupScheduler) copy() BackupScheduler {
	s.Meta, s.Retention = maps.Clone(s.Meta), slices.Clone(s.Retention)
	s.Incremental.DaysOfWeek = slices.Clone(s.Incremental.DaysOfWeek)
	if s.Initial != nil {
		initial := *s.Initial
		initial.DaysOfWeek = slices.Clone(initial.DaysOfWeek)
		s.Initial = &initial
	}
	return s
}
