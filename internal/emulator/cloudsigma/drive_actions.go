package cloudsigma

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// resizeDrive is a PUT that is either applied in full or refused (drives.rst, resizing).
func (c *Cloud) resizeDrive(a *account, id string, definition object) (answer, error) {
	d := c.drives.get(id)
	if d == nil {
		return answer{}, forbidden("Drive %s is a library drive", id)
	}
	if err := c.redefineDrive(a, d, definition, true); err != nil {
		return answer{}, err
	}
	return acceptedDrive(c.renderDrive(d)), nil
}

func acceptedDrive(rendered object) answer {
	return answer{status: http.StatusAccepted, body: object{"objects": []object{rendered}}}
}

// cloneDrive copies a drive of the account or of the library.
func (c *Cloud) cloneDrive(a *account, id string, definition object) (answer, error) {
	source := c.drives.get(id)
	if source == nil {
		return c.cloneLibraryDrive(a, c.libdrives.get(id), definition)
	}
	if err := c.drivePermits("clone", source); err != nil {
		return answer{}, err
	}
	copied := source.Drive.copy()
	copied.Name, copied.Owner = c.cloneName(a, source.Name), a.user
	tags, err := c.readClone(a, definition, &copied)
	if err != nil {
		return answer{}, err
	}
	clone := c.startClone(source, copied)
	c.setTags(clone.UUID, tags)
	return acceptedDrive(c.renderDrive(clone)), nil
}

// readClone reads the optional definition of a clone, which can only be as big as the source or bigger
// (drives.rst, cloning).
func (c *Cloud) readClone(a *account, definition object, into *Drive) (tags []string, err error) {
	smallest := into.Size
	f := newForm(definition)
	readDriveIdentity(f, into)
	if f.has("media") {
		f.choice("media", &into.Media, "disk", "cdrom")
	}
	if f.has("size") {
		f.number("size", &into.Size)
	}
	readPlacement(f, into)
	if into.Size < smallest {
		f.invalid("size", "The size of a clone cannot be smaller than that of the source, %d", smallest)
	}
	checkSize(f, into)
	tags, _ = f.references("tags", c.tagExists(a))
	return tags, f.result()
}

// startClone makes the copy of a drive: it is "cloning_dst", the source "cloning_src".
func (c *Cloud) startClone(source *drive, copied Drive) *drive {
	clone := c.addClone(uri("drives", source.UUID), source.UUID, copied)
	source.copies++
	source.jobs = append(c.existingJobs(source.jobs), clone.jobs...)
	source.timeline.Schedule(c.after(c.options.DriveTime), func() { source.copies-- })
	return clone
}

func (c *Cloud) addClone(sourceURI, sourceID string, copied Drive) *drive {
	copied.UUID, copied.ClonedFrom, copied.BackupScheduler = c.newUUID(), sourceID, ""
	clone := &drive{Drive: copied}
	c.drives.put(copied.UUID, clone)
	c.occupy(clone, driveCloning, func() {})
	clone.jobs = []string{c.startJob("drive_clone", nil, sourceURI, uri("drives", copied.UUID))}
	return clone
}

var (
	trailingCounter   = regexp.MustCompile(`^(.*)_(\d+)$`)
	trailingTimestamp = regexp.MustCompile(`-\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?$`)
)

// cloneName applies the strategy of the profile to a clone that is not named (clone_naming.rst).
func (c *Cloud) cloneName(a *account, name string) string {
	now := c.options.Now().UTC()
	var stamp string
	switch a.profile["clone_naming"] {
	case "COUNTER":
		return counted(name)
	case "DATE":
		stamp = now.Format("-2006-01-02")
	case "TIMESTAMP":
		stamp = now.Format("-2006-01-02 15:04:05")
	default:
		return name
	}
	if strings.HasSuffix(name, stamp) {
		return counted(name)
	}
	return trailingTimestamp.ReplaceAllString(name, "") + stamp
}

func counted(name string) string {
	parts := trailingCounter.FindStringSubmatch(name)
	if parts == nil {
		return name + "_1"
	}
	count, err := strconv.Atoi(parts[2])
	if err != nil {
		return name + "_1"
	}
	return parts[1] + "_" + strconv.Itoa(count+1)
}
