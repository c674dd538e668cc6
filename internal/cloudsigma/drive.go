package cloudsigma

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
)

// States of a drive (status), see the state diagram in drives.rst.
const (
	DriveMounted     = "mounted"
	DriveUnmounted   = "unmounted"
	DriveCreating    = "creating"
	DriveCloningSrc  = "cloning_src"
	DriveCloningDst  = "cloning_dst"
	DriveResizing    = "resizing"
	DriveUnavailable = "unavailable"
	// DriveUploading is a drive whose image has not been uploaded in full, see Drives.InitUpload.
	DriveUploading = "uploading"
)

// Media of a drive.
const (
	MediaDisk  = "disk"
	MediaCDROM = "cdrom"
)

// Drive is a drive as the API shows it.
type Drive struct {
	UUID        string     `json:"uuid"`
	ResourceURI string     `json:"resource_uri"`
	Owner       *Reference `json:"owner"`
	// Status is one of the Drive constants; others may exist.
	Status string `json:"status"`
	// MountedOn are the servers the drive is attached to.
	MountedOn []Reference `json:"mounted_on"`
	// Jobs are the operations on the drive of the last 3 days, as of a clone the cloning.
	Jobs            []Reference `json:"jobs"`
	Snapshots       []Reference `json:"snapshots"`
	RemoteSnapshots []Reference `json:"remote_snapshots"`
	// BackupScheduler is the backup policy of the drive; nil for none.
	BackupScheduler *Reference `json:"backup_scheduler"`
	// Runtime is JSON as it was read; it is a field because it is not written.
	Runtime json.RawMessage `json:"runtime"`
	// Definition is what can be written.
	Definition DriveDefinition `json:"-"`
}

// DriveDefinition is what can be written of a drive. Of a drive mounted on a running server only name,
// meta, tags and allow_multimount can be changed; the API silently ignores other changes in an Edit
// (drives.rst, "Editing"), so use Drives.Resize for the size.
type DriveDefinition struct {
	Name string `json:"name"`
	// Media is one of the Media constants.
	Media string `json:"media"`
	// Size is in bytes. The server may round it up (response_drive_clone).
	Size int64 `json:"size"`
	// StorageType is "dssd", "nvme", "zadara", ... as Capabilities.Drives has them; "" is not sent. It
	// cannot be changed.
	StorageType     string `json:"storage_type,omitempty"`
	AllowMultimount *bool  `json:"allow_multimount,omitempty"`
	// Affinities are what the drive is to be near to; only "ssd" is documented (drive_schema).
	Affinities []string `json:"affinities,omitzero"`
	// IOPS is the limit of operations per second, as Capabilities.Drives allows; nil is none of its own and not sent.
	IOPS *int64      `json:"iops,omitempty"`
	Meta Meta        `json:"meta,omitzero"`
	Tags []Reference `json:"tags,omitzero"`
	// Other are the members without a field here (licenses, ...), written back as read.
	Other Fields `json:"-"`
}

// DriveLicense is a licence that comes with a drive (drives.rst, "Licenses").
type DriveLicense struct {
	Amount  int64 `json:"amount"`
	License struct {
		// Name is how the licence is called in a subscription, "msft_7nq_00302".
		Name     string `json:"name"`
		LongName string `json:"long_name"`
		// Type is how it is billed: "instance", ...
		Type string `json:"type"`
		// UserMetric is what is counted: "smp", ...
		UserMetric  string `json:"user_metric"`
		Burstable   bool   `json:"burstable"`
		ResourceURI string `json:"resource_uri"`
	} `json:"license"`
}

// Licenses are the licences that come with the drive. They cannot be changed (libdrives.rst), so they are written
// back as they were read.
func (d *DriveDefinition) Licenses() ([]DriveLicense, error) {
	var licenses []DriveLicense
	if raw, ok := d.Other["licenses"]; ok {
		if err := json.Unmarshal(raw, &licenses); err != nil {
			return nil, fmt.Errorf("the licences cannot be read: %w", err)
		}
	}
	return licenses, nil
}

// BackupPolicyUUID is the UUID of the backup policy of the drive; "" for none.
func (d *Drive) BackupPolicyUUID() string {
	if d.BackupScheduler == nil {
		return ""
	}
	return d.BackupScheduler.UUID
}

// UnmarshalJSON implements json.Unmarshaler.
func (d *Drive) UnmarshalJSON(data []byte) error {
	type seen Drive
	data, err := withPlainURI(data)
	if err != nil {
		return err
	}
	return decodeEntity(data, (*seen)(d), &d.Definition, &d.Definition.Other)
}

// UnmarshalJSON implements json.Unmarshaler.
func (d *DriveDefinition) UnmarshalJSON(data []byte) (err error) {
	type typed DriveDefinition
	d.Other, err = decodeKeeping(data, (*typed)(d))
	return err
}

// MarshalJSON implements json.Marshaler.
func (d DriveDefinition) MarshalJSON() ([]byte, error) {
	type typed DriveDefinition
	return encodeKeeping(typed(d), d.Other)
}

// Drives reads and writes the drives of the account. Get also reads library drives.
type Drives struct {
	*Collection[Drive, DriveDefinition]
}

func newDrives(c *Client) *Drives {
	return &Drives{&Collection[Drive, DriveDefinition]{
		Reader: Reader[Drive]{client: c, entity: "drive", path: "drives/", listPath: "drives/detail/"},
		describe: func(d *Drive) description[DriveDefinition] {
			return description[DriveDefinition]{d.UUID, &d.Definition}
		},
		meta:           func(d *DriveDefinition) *Meta { return &d.Meta },
		name:           func(d *DriveDefinition) string { return d.Name },
		documentedMeta: true,
	}}
}

// Create creates a drive as Collection.Create does. Avoid are UUIDs of drives and servers, the most important
// first, on whose storage hosts the drive is not to be if that is possible (availability_groups.rst).
func (d *Drives) Create(ctx context.Context, definition DriveDefinition, marker string, avoid ...string) (*Drive, error) {
	return d.create(ctx, definition, marker, avoiding(avoid))
}

// Clone is how a copy of a drive is to be. What is not set is taken from the source.
type Clone struct {
	// Name must be given: by it people recognise the clone if the answer is lost.
	Name string `json:"name"`
	// Media is one of the Media constants.
	Media string `json:"media,omitempty"`
	// Size is in bytes, at least that of the source.
	Size int64 `json:"size,omitempty"`
	// StorageType is as in DriveDefinition.
	StorageType string `json:"storage_type,omitempty"`
	// Affinities are as in DriveDefinition.
	Affinities []string `json:"affinities,omitempty"`
	// Avoid is as in Create.
	Avoid []string `json:"-"`
	// Meta is not among the documented members of a clone request; nil leaves the meta of the source.
	Meta Meta `json:"meta,omitzero"`
}

// Clone copies a drive, the account's own or one of the library, and returns the new drive, whose status
// is then "cloning_dst"; the caller waits for "unmounted" with Get.
//
// A clone cannot have a marker: it is not documented that a clone request may have a meta, and where it may,
// the clone would lose what the meta of the source says of its system. So a request whose answer is lost is
// never repeated, and no drive is taken for the clone: the error is a *LostCreationError with all drives of
// that name. Another clone of the same name may be under way.
func (d *Drives) Clone(ctx context.Context, source string, clone Clone) (*Drive, error) {
	if clone.Name == "" {
		return nil, fmt.Errorf("clone %s %s: %w", d.entity, source, errUnnamedClone)
	}
	path, err := entityPath(d.path, source)
	if err != nil {
		return nil, fmt.Errorf("clone %s: %w", d.entity, err)
	}
	return d.createOnce(ctx, creation{
		call: call{
			operation: "clone", entity: fmt.Sprintf("%s %s as %s", d.entity, source, clone.Name),
			method: http.MethodPost, path: path + "action/", query: action("clone", clone.Avoid...), body: clone,
		},
		name: clone.Name,
	})
}

// Resize sets the size of a drive, in bytes, and changes nothing else. It returns when the API has
// accepted that: the drive may be "resizing" then. Other than by Edit it is an error if the size cannot
// be changed now (drives.rst, "Resizing"). A drive that has the size already is left alone.
func (d *Drives) Resize(ctx context.Context, uuid string, size int64) (*Drive, error) {
	what := "resize " + d.entity + " " + uuid
	release, err := d.tagging(ctx, what)
	if err != nil {
		return nil, err
	}
	defer release()
	var result *Drive
	// After a lost answer the drive tells whether it was resized.
	err = d.client.exclusively(ctx, uuid, what, func(ctx context.Context) (err error) {
		result, err = d.resizeOnce(ctx, uuid, size)
		return err
	})
	return result, err
}

func (d *Drives) resizeOnce(ctx context.Context, uuid string, size int64) (*Drive, error) {
	current, err := d.Get(ctx, uuid)
	if err != nil {
		return nil, err
	}
	if current.Definition.Size == size {
		return current, nil
	}
	path, err := entityPath(d.path, uuid)
	if err != nil {
		return nil, err
	}
	// The action takes the whole definition.
	current.Definition.Size = size
	var resized oneObject[Drive]
	err = d.client.send(ctx, call{
		operation: "resize", entity: d.entity + " " + uuid, method: http.MethodPost,
		path: path + "action/", query: url.Values{"do": {"resize"}}, body: current.Definition,
	}, &resized)
	return resized.object, err
}
