package cloudsigma

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// States of a snapshot (status). A local one has no SnapshotTransferring.
const (
	SnapshotCreating     = "creating"
	SnapshotTransferring = "transferring"
	SnapshotAvailable    = "available"
)

// Snapshot is a drive at a point in time, see https://docs.cloudsigma.com/en/latest/snapshots.html. A local
// snapshot is deleted with its drive. A remote one is kept at another location, and outlives the drive
// (https://docs.cloudsigma.com/en/latest/remote_snapshots.html).
type Snapshot struct {
	UUID        string     `json:"uuid"`
	ResourceURI string     `json:"resource_uri"`
	Owner       *Reference `json:"owner"`
	// Status is one of the Snapshot constants; others may exist.
	Status string `json:"status"`
	// Timestamp is when it was made, as "2014-06-05 09:52:53.896622+00:00".
	Timestamp string `json:"timestamp"`
	// AllocatedSize is in bytes: what was changed since. It is nil until the snapshot is available.
	AllocatedSize *int64 `json:"allocated_size"`
	// DriveMeta is the drive as it was; nil for a local snapshot.
	DriveMeta *SnapshotDrive `json:"drive_meta"`
	// Definition is what can be written.
	Definition SnapshotDefinition `json:"-"`
}

// SnapshotDrive is a drive as it was when a remote snapshot was made.
type SnapshotDrive struct {
	// UUID is that of the drive, which may be gone.
	UUID  string `json:"src_uuid"`
	Name  string `json:"name"`
	Media string `json:"media"`
	// Size is in bytes.
	Size        int64  `json:"size"`
	StorageType string `json:"storage_type"`
}

// SnapshotDefinition is what can be written of a snapshot. Drive and Location only count in a creation, but Drive
// is always required.
type SnapshotDefinition struct {
	// Name may be "": the server makes one of the drive and the time.
	Name  string     `json:"name,omitempty"`
	Drive *Reference `json:"drive"`
	// Location is where a remote snapshot is kept, as "ZRH"; omitempty.
	Location string      `json:"location,omitempty"`
	Meta     Meta        `json:"meta,omitzero"`
	Tags     []Reference `json:"tags,omitzero"`
	// Other are the members without a field here, written back as they were read.
	Other Fields `json:"-"`
}

// DriveUUID is the UUID of the drive, also if that is gone; "" if the server does not tell.
func (s *Snapshot) DriveUUID() string {
	switch {
	case s.Definition.Drive != nil:
		return s.Definition.Drive.UUID
	case s.DriveMeta != nil:
		return s.DriveMeta.UUID
	default:
		return ""
	}
}

// UnmarshalJSON implements json.Unmarshaler.
func (s *Snapshot) UnmarshalJSON(data []byte) error {
	type seen Snapshot
	return decodeEntity(data, (*seen)(s), &s.Definition, &s.Definition.Other)
}

// UnmarshalJSON implements json.Unmarshaler.
func (d *SnapshotDefinition) UnmarshalJSON(data []byte) (err error) {
	type typed SnapshotDefinition
	d.Other, err = decodeKeeping(data, (*typed)(d))
	return err
}

// MarshalJSON implements json.Marshaler.
func (d SnapshotDefinition) MarshalJSON() ([]byte, error) {
	type typed SnapshotDefinition
	return encodeKeeping(typed(d), d.Other)
}

// Snapshots reads and writes the local or the remote snapshots of the account.
type Snapshots struct {
	*Collection[Snapshot, SnapshotDefinition]
}

func newSnapshots(c *Client, entity, path string) *Snapshots {
	return &Snapshots{&Collection[Snapshot, SnapshotDefinition]{
		Reader: Reader[Snapshot]{client: c, entity: entity, path: path, listPath: path + "detail/"},
		describe: func(s *Snapshot) description[SnapshotDefinition] {
			return description[SnapshotDefinition]{s.UUID, &s.Definition}
		},
		meta: func(d *SnapshotDefinition) *Meta { return &d.Meta },
		name: func(d *SnapshotDefinition) string { return d.Name },
		// Shown by request_snapshot_create; the samples of remote snapshots have no meta.
		documentedMeta: path == "snapshots/",
	}}
}

// SnapshotClone is how a drive that is made of a snapshot is to be. Its size and its storage type are always those
// of the drive that the snapshot is of.
type SnapshotClone struct {
	// Name must be given: by it people recognise the drive if the answer is lost.
	Name string `json:"name"`
	// Media is one of the Media constants; "" is that of the drive.
	Media string `json:"media,omitempty"`
	// Affinities are as in DriveDefinition.
	Affinities []string `json:"affinities,omitempty"`
	// Avoid is as in Drives.Create. It is not in the documentation, but in CloudSigma's own client,
	// cloudsigma/pycloudsigma.
	Avoid []string `json:"-"`
}

// Clone makes a drive of a snapshot and returns it; its status is then "cloning_dst", and the caller waits for
// "unmounted" with Drives.Get. A request whose answer is lost is not repeated, as with Drives.Clone.
func (s *Snapshots) Clone(ctx context.Context, source string, clone SnapshotClone) (*Drive, error) {
	if clone.Name == "" {
		return nil, fmt.Errorf("clone %s %s: %w", s.entity, source, errors.New("the drive must have a name"))
	}
	path, err := entityPath(s.path, source)
	if err != nil {
		return nil, fmt.Errorf("clone %s: %w", s.entity, err)
	}
	return s.client.Drives.createOnce(ctx, creation{
		call: call{
			operation: "clone", entity: fmt.Sprintf("%s %s as %s", s.entity, source, clone.Name),
			method: http.MethodPost, path: path + "action/", query: action("clone", clone.Avoid...), body: clone,
		},
		name: clone.Name,
	})
}

// withPlainURI returns the JSON of an entity whose resource_uri is a text. In the answer to the clone of a
// snapshot it is a reference (response_snapshot_clone).
func withPlainURI(data []byte) ([]byte, error) {
	var shown struct {
		ResourceURI json.RawMessage `json:"resource_uri"`
	}
	if err := json.Unmarshal(data, &shown); err != nil || len(shown.ResourceURI) == 0 || shown.ResourceURI[0] != '{' {
		return data, err
	}
	var reference Reference
	var members Fields
	if err := errors.Join(json.Unmarshal(shown.ResourceURI, &reference), json.Unmarshal(data, &members)); err != nil {
		return nil, err
	}
	plain, err := json.Marshal(reference.ResourceURI)
	if err != nil {
		return nil, err
	}
	members["resource_uri"] = plain
	return json.Marshal(members)
}
