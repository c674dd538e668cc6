package cloudsigma

import (
	"slices"
)

// The states of a drive. "creating", "resizing", "cloning_dst" and "mounted" are in the samples,
// "unavailable" in the state diagram of drives.rst; "cloning_src" is what the source of a clone shows.
const (
	driveUnmounted   = "unmounted"
	driveMounted     = "mounted"
	driveCreating    = "creating"
	driveResizing    = "resizing"
	driveCloning     = "cloning_dst"
	driveCloned      = "cloning_src"
	driveUnavailable = "unavailable"
	driveUploading   = "uploading"
)

// blockSize is what sizes are rounded up to: the sample drive_clone asks for 1207959631 bytes and
// gets 1207975936.
const blockSize = 16384

func (c *Cloud) driveCollection() *collection {
	return &collection{
		name:    "drives",
		listed:  []string{"owner", "resource_uri", "status", "uuid"},
		filters: c.named(),
		list: func(a *account) []object {
			objects := []object{}
			for _, d := range c.drives.all() {
				if d.Owner == a.user {
					objects = append(objects, c.renderDrive(d))
				}
			}
			return objects
		},
		render: func(a *account, id string) object {
			if d := c.drives.get(id); d != nil && d.Owner == a.user {
				return c.renderDrive(d)
			}
			if library := c.libdrives.get(id); library != nil {
				return library.renderAsDrive()
			}
			return nil
		},
		prepare: c.prepareDrive,
		edit:    c.editDrive,
		remove:  func(_ *account, id, _ string) error { return c.removeDrive(id) },
		actions: map[string]action{
			"clone": c.cloneDrive, "resize": c.resizeDrive, "set_scheduler": c.setScheduler,
			"upload_chunk": c.linkChunk,
		},
	}
}

func newDrive(user string) Drive {
	return Drive{
		Entity:      Entity{Owner: user, Meta: map[string]string{}},
		StorageType: defaultStorageType, Affinities: []string{},
	}
}

func (c *Cloud) prepareDrive(a *account, definition object) (func() string, error) {
	made, tags, f := c.readNewDrive(a, definition)
	checkSize(f, &made)
	if err := f.result(); err != nil {
		return nil, err
	}
	return func() string {
		c.occupy(c.addDrive(&made, tags), driveCreating, func() {})
		return made.UUID
	}, nil
}

// readNewDrive reads the definition of a drive that is to be made; its size is not checked.
func (c *Cloud) readNewDrive(a *account, definition object) (made Drive, tags []string, f form) {
	made, f = newDrive(a.user), newForm(definition)
	f.require("name", "media", "size")
	tags, _ = f.references("tags", c.tagExists(a))
	readDriveIdentity(f, &made)
	f.choice("media", &made.Media, "disk", "cdrom")
	f.number("size", &made.Size)
	readPlacement(f, &made)
	return made, tags, f
}

func (c *Cloud) addDrive(made *Drive, tags []string) *drive {
	made.UUID = c.newUUID()
	d := &drive{Drive: *made}
	c.drives.put(made.UUID, d)
	c.setTags(made.UUID, tags)
	return d
}

// readDriveIdentity reads what can be changed while the drive is in use.
func readDriveIdentity(f form, into *Drive) {
	f.text("name", &into.Name)
	f.meta(&into.Meta)
	f.boolean("allow_multimount", &into.AllowMultimount)
}

func readPlacement(f form, into *Drive) {
	f.number("iops", &into.IOPS)
	if f.has("iops") {
		checkSpan(f, "iops", into.IOPS, driveIOPS.span)
	}
	if f.has("storage_type") {
		f.choice("storage_type", &into.StorageType, storageTypes()...)
	}
	readAffinities(f, into)
}

func readAffinities(f form, into *Drive) {
	if affinities, sent := f.list("affinities"); sent {
		into.Affinities = []string{}
		for _, affinity := range affinities {
			text, ok := affinity.(string)
			if !ok {
				f.invalid("affinities", "The value has to be a list of strings")
			}
			into.Affinities = append(into.Affinities, text)
		}
	}
}

func storageTypes() []string {
	var types []string
	for name := range driveSizes() {
		types = append(types, name)
	}
	slices.Sort(types)
	return types
}

// checkSize applies the limits of the storage type and rounds up to whole blocks.
func checkSize(f form, d *Drive) {
	if limits, known := driveSizes()[d.StorageType]; known && len(f.state.errors) == 0 {
		checkSpan(f, "size", d.Size, limits)
	}
	d.Size = wholeBlocks(d.Size)
}

func wholeBlocks(size int64) int64 { return (size + blockSize - 1) / blockSize * blockSize }

// editDrive applies a PUT. Of a drive on a running server only name, meta, tags and allow_multimount
// are changed, the rest is ignored (drives.rst, editing).
func (c *Cloud) editDrive(a *account, id string, definition object) error {
	d := c.drives.get(id)
	if d == nil {
		return forbidden("Drive %s is a library drive", id)
	}
	return c.redefineDrive(a, d, definition, false)
}

// redefineDrive applies a whole definition; strictly, it refuses what cannot be changed in full.
func (c *Cloud) redefineDrive(a *account, d *drive, definition object, strict bool) error {
	if d.changing() {
		return conflict("Cannot edit drive in state %q", c.driveStatus(d))
	}
	f := newForm(definition)
	f.require("name", "media", "size")
	tags, retag := f.references("tags", c.tagExists(a))
	edited, running := d.Drive.copy(), c.onRunningServer(d.UUID)
	if c.options.ForgetAbsent {
		edited.Meta, edited.AllowMultimount, retag = map[string]string{}, false, true
	}
	readDriveIdentity(f, &edited)
	if strict || !running {
		f.choice("media", &edited.Media, "disk", "cdrom")
		f.number("size", &edited.Size)
		readPlacement(f, &edited)
		checkSize(f, &edited)
		checkResize(f, d, &edited)
	}
	if strict && running && (edited.Size != d.Size || edited.Media != d.Media) {
		f.refuse(forbidden("Drive %s is mounted on a running guest", d.UUID))
	}
	if err := f.result(); err != nil {
		return err
	}
	// The old size is shown until the drive is resized: see the sample drive_resize.
	size := edited.Size
	edited.Size = d.Size
	d.Drive = edited
	if retag {
		c.setTags(d.UUID, tags)
	}
	if size != d.Size {
		c.occupy(d, driveResizing, func() { d.Size = size })
	}
	return nil
}

// checkResize refuses what is documented to be fixed: the storage type; and a size below the present
// one, for which only clones are documented.
func checkResize(f form, d *drive, edited *Drive) {
	if edited.Size < d.Size {
		f.invalid("size", "The size of a drive cannot be decreased")
	}
	if edited.StorageType != d.StorageType {
		f.invalid("storage_type", "The storage type of a drive cannot be changed")
	}
}

// removeDrive deletes a drive, mounted or not, unless its server is in use.
func (c *Cloud) removeDrive(id string) error {
	d := c.drives.get(id)
	if d == nil {
		return forbidden("Drive %s is a library drive", id)
	}
	if err := c.drivePermits("delete", d); err != nil {
		return err
	}
	c.expireDrive(d)
	return nil
}

// drivePermits tells whether something may be done to the drive as a whole. That an upload may be given up by a
// deletion is not documented: else it would be there for ever.
func (c *Cloud) drivePermits(operation string, d *drive) error {
	if d.busy == driveUploading && operation == "delete" {
		return nil
	}
	if operation == "clone" && d.StorageType == ephemeralStorageType {
		return forbidden("Drive %s is ephemeral and cannot be cloned", d.UUID)
	}
	if d.busy != "" || d.copies > 0 && operation != "clone" {
		return conflict("Cannot %s drive in state %q", operation, c.driveStatus(d))
	}
	if c.onRunningServer(d.UUID) {
		return forbidden("Cannot %s drive %s, it is mounted on a running guest", operation, d.UUID)
	}
	return nil
}

// expireDrive lets the drive go: "object deletion started" (drives.rst, deleting).
func (c *Cloud) expireDrive(d *drive) {
	c.detach(d.UUID)
	if c.options.DeleteTime == 0 {
		c.dropDrive(d.UUID)
		return
	}
	d.busy = driveUnavailable
	d.timeline.Schedule(c.after(c.options.DeleteTime), func() { c.dropDrive(d.UUID) })
}

func (c *Cloud) dropDrive(id string) {
	c.detach(id)
	c.drives.remove(id)
	c.setTags(id, nil)
	// Remote snapshots outlive their drive (remote_snapshots.rst), local ones do not (test_snapshots.py of
	// cloudsigma/pycloudsigma).
	for _, s := range c.localSnapshotKind().of(id) {
		c.localSnapshotKind().drop(s.UUID)
	}
}

// occupy keeps the drive in a state for the time that drives take.
func (c *Cloud) occupy(d *drive, status string, done func()) {
	d.busy = status
	d.timeline.Schedule(c.after(c.options.DriveTime), func() {
		d.busy = ""
		done()
	})
}

// changing tells whether something is being done to the drive.
func (d *drive) changing() bool { return d.busy != "" || d.copies > 0 }

// driveStatus is "mounted" as soon as a server has the drive in its definition, running or not.
func (c *Cloud) driveStatus(d *drive) string {
	switch {
	case d.busy != "":
		return d.busy
	case d.copies > 0:
		return driveCloned
	case len(c.mountedOn(d.UUID)) > 0:
		return driveMounted
	default:
		return driveUnmounted
	}
}

func (c *Cloud) onRunningServer(id string) bool {
	return slices.ContainsFunc(c.mountedOn(id), func(s *server) bool { return s.Status != serverStopped })
}

func (c *Cloud) renderDrive(d *drive) object {
	mounted := []object{}
	for _, s := range c.mountedOn(d.UUID) {
		mounted = append(mounted, link("servers", s.UUID))
	}
	return object{
		"uuid": d.UUID, "resource_uri": uri("drives", d.UUID), "owner": c.owner(d.Owner),
		"name": d.Name, "meta": d.Meta, "tags": c.tagLinks(d.UUID), "status": c.driveStatus(d),
		"size": d.Size, "media": d.Media, "storage_type": d.StorageType, "allow_multimount": d.AllowMultimount,
		"affinities": d.Affinities, "licenses": append([]any{}, d.licenses...), "mounted_on": mounted,
		"jobs": links("jobs", c.existingJobs(d.jobs)), "runtime": driveRuntime(d.StorageType),
		"grantees": []any{}, "permissions": []any{}, "snapshots": c.localSnapshotKind().links(d.UUID),
		"remote_snapshots": c.remoteSnapshotKind().links(d.UUID), "backup_scheduler": c.schedulerLink(d.BackupScheduler),
		"iops": orNullNumber(d.IOPS),
	}
}

func driveRuntime(storageType string) object {
	ephemeral := storageType == ephemeralStorageType
	return object{
		"is_downloadable": !ephemeral, "is_ephemeral": ephemeral, "is_snapshotable": !ephemeral,
		"snapshots_allocated_size": 0, "storage_type": storageType,
	}
}
