package cloudsigma

import (
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
)

// The states of a snapshot. A local one has no "transferring" (remote_snapshots.rst).
const (
	snapshotCreating     = "creating"
	snapshotTransferring = "transferring"
	snapshotAvailable    = "available"
)

// The limits in the sample of capabilities.
const (
	maxSnapshots         = 700
	maxSnapshotsPerDrive = 90
	maxRemoteSnapshots   = 600
)

// remotePause is how long a drive has no second remote snapshot after one was made (remote_snapshots.rst).
const remotePause = 30 * time.Minute

// snapshotTime is how snapshots render instants.
const snapshotTime = "2006-01-02 15:04:05.000000-07:00"

// remoteLocations are where remote snapshots can be kept (remote_snapshots.rst).
func remoteLocations() []string { return []string{"GVA", "ZRH", "FRA", "CWL", "LON", "DUB"} }

// snapshot is a snapshot and its future.
type snapshot struct {
	Snapshot
	timeline emulator.Timeline
	created  time.Time
	changed  time.Time
	// of is the drive as it was, with its tags.
	of     Drive
	ofTags []string
}

// snapshotKind is one of the two kinds of snapshots.
type snapshotKind struct {
	*Cloud
	name   string
	remote bool
	kept   *store[snapshot]
}

func (c *Cloud) localSnapshotKind() snapshotKind {
	return snapshotKind{Cloud: c, name: "snapshots", kept: &c.snapshots}
}

func (c *Cloud) remoteSnapshotKind() snapshotKind {
	return snapshotKind{Cloud: c, name: "remotesnapshots", remote: true, kept: &c.remoteSnapshots}
}

// collection lists snapshots whole: the samples of the short and of the detailed listing are the same.
func (k snapshotKind) collection() *collection {
	filters := k.named()
	filters["drive"] = func(candidate object, value string) bool {
		drive, _ := identifier(candidate["drive"])
		return drive == value
	}
	return &collection{
		name:    k.name,
		filters: filters,
		list: func(a *account) []object {
			objects := []object{}
			for _, s := range k.ownedBy(a.user) {
				objects = append(objects, k.render(s))
			}
			return objects
		},
		render: func(a *account, id string) object {
			if s := k.kept.get(id); s != nil && s.Owner == a.user {
				return k.render(s)
			}
			return nil
		},
		prepare: k.prepare,
		edit:    k.edit,
		remove:  func(_ *account, id, _ string) error { return k.remove(k.kept.get(id)) },
		actions: map[string]action{"clone": k.clone},
	}
}

func (k snapshotKind) prepare(a *account, definition object) (func() string, error) {
	made := snapshot{Snapshot: Snapshot{Entity: Entity{Owner: a.user, Meta: map[string]string{}}, Status: snapshotCreating}}
	f := newForm(definition)
	f.require("drive")
	f.reference("drive", &made.Drive)
	source := k.drives.get(made.Drive)
	if made.Drive != "" && (source == nil || source.Owner != a.user) {
		f.invalid("drive", "Object with uuid %q does not exist", made.Drive)
	}
	if k.remote {
		// The schema does not list the location, which all samples have.
		f.require("location")
		f.choice("location", &made.Location, remoteLocations()...)
	}
	tags, _ := f.references("tags", k.tagExists(a))
	readSnapshot(f, &made.Snapshot)
	if err := f.result(); err != nil {
		return nil, err
	}
	if err := k.permits(source); err != nil {
		return nil, err
	}
	return func() string {
		k.take(&made, source)
		k.setTags(made.UUID, tags)
		return made.UUID
	}, nil
}

func readSnapshot(f form, into *Snapshot) {
	f.text("name", &into.Name)
	f.meta(&into.Meta)
}

// permits tells whether a snapshot can be made of a drive. That a drive has to be mounted or unmounted is
// what the official Terraform provider waits for; which errors the limits have is not documented.
func (k snapshotKind) permits(source *drive) error {
	if source.changing() {
		return conflict("Cannot snapshot drive in state %q", k.driveStatus(source))
	}
	siblings, limit := k.of(source.UUID), maxSnapshots
	if k.remote {
		limit = maxRemoteSnapshots
	}
	switch {
	case source.StorageType == ephemeralStorageType:
		return forbidden("Drive %s is ephemeral and has no snapshots", source.UUID)
	case len(k.ownedBy(source.Owner)) >= limit:
		return forbidden("The limit of %d snapshots is reached", limit)
	case !k.remote && len(siblings) >= maxSnapshotsPerDrive:
		return forbidden("Drive %s has %d snapshots, which is the limit", source.UUID, len(siblings))
	case !k.remote:
		return nil
	}
	for _, sibling := range siblings {
		if sibling.Status != snapshotAvailable {
			return conflict("Remote snapshot %s of drive %s is in state %q", sibling.UUID, source.UUID, sibling.Status)
		}
	}
	if last, made := k.lastRemote[source.UUID]; made && k.options.Now().Before(last.Add(remotePause)) {
		return forbidden("Drive %s had a remote snapshot within the last 30 minutes", source.UUID)
	}
	return nil
}

// take makes the snapshot of a drive.
func (k snapshotKind) take(made *snapshot, source *drive) {
	made.UUID, made.created, made.changed = k.newUUID(), k.options.Now(), k.options.Now()
	if made.Name == "" {
		made.Name = source.UUID + "__" + made.created.UTC().Format("2006-01-02__15_04_05")
	}
	made.of = source.copy()
	for _, tag := range k.tags.all() {
		if slices.Contains(tag.Resources, source.UUID) {
			made.ofTags = append(made.ofTags, tag.UUID)
		}
	}
	k.kept.put(made.UUID, made)
	states := []string{snapshotAvailable}
	if k.remote {
		k.lastRemote[source.UUID] = made.created
		states = []string{snapshotTransferring, snapshotAvailable}
	}
	for i, state := range states {
		due := k.after(time.Duration(i+1) * k.options.SnapshotTime)
		made.timeline.Schedule(due, func() { made.Status, made.changed = state, due })
	}
}

func (k snapshotKind) ownedBy(user string) []*snapshot {
	return slices.DeleteFunc(k.kept.all(), func(s *snapshot) bool { return s.Owner != user })
}

// of lists the snapshots of a drive.
func (k snapshotKind) of(drive string) []*snapshot {
	return slices.DeleteFunc(k.kept.all(), func(s *snapshot) bool { return s.Drive != drive })
}

// edit applies a PUT. Drive and location are required as in a creation, but cannot be changed: in the sample of a
// remote snapshot the answer has another drive than the request.
func (k snapshotKind) edit(a *account, id string, definition object) error {
	s := k.kept.get(id)
	if err := k.idle("edit", s); err != nil {
		return err
	}
	f := newForm(definition)
	f.require("drive")
	edited := s.Snapshot
	edited.Meta = maps.Clone(s.Meta)
	tags, retag := f.references("tags", k.tagExists(a))
	if k.options.ForgetAbsent {
		edited.Meta, retag = map[string]string{}, true
	}
	readSnapshot(f, &edited)
	if err := f.result(); err != nil {
		return err
	}
	s.Snapshot = edited
	if retag {
		k.setTags(id, tags)
	}
	return nil
}

// idle refuses what is documented to be impossible while a remote snapshot is being made.
func (k snapshotKind) idle(operation string, s *snapshot) error {
	if k.remote && s.Status != snapshotAvailable {
		return conflict("Cannot %s remote snapshot in state %q", operation, s.Status)
	}
	return nil
}

// remove starts the deletion. No sample shows the status of a snapshot that is being deleted.
func (k snapshotKind) remove(s *snapshot) error {
	if err := k.idle("delete", s); err != nil {
		return err
	}
	if k.options.DeleteTime == 0 {
		k.drop(s.UUID)
		return nil
	}
	s.timeline.Schedule(k.after(k.options.DeleteTime), func() { k.drop(s.UUID) })
	return nil
}

func (k snapshotKind) drop(id string) {
	k.kept.remove(id)
	k.setTags(id, nil)
}

// clone makes a drive of a snapshot. Only name, media and affinities can be given (the request schemas); size
// and storage type are those of the drive. Other than that of the clone of a drive the answer is the drive
// itself, and its resource_uri is an object.
func (k snapshotKind) clone(a *account, id string, definition object) (answer, error) {
	s := k.kept.get(id)
	if s.Status != snapshotAvailable {
		return answer{}, conflict("Cannot clone snapshot in state %q", s.Status)
	}
	copied := s.of.copy()
	copied.Name = k.cloneName(a, s.Name)
	f := newForm(definition)
	f.text("name", &copied.Name)
	if f.has("media") {
		f.choice("media", &copied.Media, "disk", "cdrom")
	}
	readAffinities(f, &copied)
	if err := f.result(); err != nil {
		return answer{}, err
	}
	made := k.addClone(uri(k.name, id), id, copied)
	k.setTags(made.UUID, s.ofTags)
	shown := k.renderDrive(made)
	shown["resource_uri"] = link("drives", made.UUID)
	return answer{status: http.StatusAccepted, body: shown}, nil
}

func (k snapshotKind) render(s *snapshot) object {
	var drive, size any
	// What is shown of a drive that is gone is not documented.
	if k.drives.get(s.Drive) != nil {
		drive = link("drives", s.Drive)
	}
	if s.Status == snapshotAvailable || k.remote {
		size = 0
	}
	shown := object{
		"uuid": s.UUID, "resource_uri": uri(k.name, s.UUID), "owner": k.owner(s.Owner), "name": s.Name,
		"meta": s.Meta, "tags": k.tagLinks(s.UUID), "status": s.Status, "drive": drive, "allocated_size": size,
		"timestamp": s.created.UTC().Format(snapshotTime), "grantees": []any{}, "permissions": []any{},
	}
	if k.remote {
		shown["location"], shown["last_state_change"] = s.Location, s.changed.UTC().Format(snapshotTime)
		shown["drive_meta"] = object{
			"media": s.of.Media, "name": s.of.Name, "size": s.of.Size, "src_uuid": s.Drive, "storage_type": s.of.StorageType,
		}
	}
	return shown
}

// links refers to the snapshots of a drive.
func (k snapshotKind) links(drive string) []object {
	ids := []string{}
	for _, s := range k.of(drive) {
		ids = append(ids, s.UUID)
	}
	return links(k.name, ids)
}
