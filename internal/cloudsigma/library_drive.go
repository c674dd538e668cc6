package cloudsigma

import "context"

// LibraryDrive is a ready-made drive of CloudSigma's library, see
// https://docs.cloudsigma.com/en/latest/libdrives.html. Its media is cdrom (can be attached as it is) or
// disk (must be cloned with Drives.Clone, which takes its UUID).
type LibraryDrive struct {
	UUID        string `json:"uuid"`
	ResourceURI string `json:"resource_uri"`
	Name        string `json:"name"`
	// Size is in bytes.
	Size  int64  `json:"size"`
	Media string `json:"media"`
	// StorageType is often empty: the library is on all.
	StorageType string `json:"storage_type"`
	Status      string `json:"status"`
	// OS is "linux", "windows", "bsd", "other".
	OS           string `json:"os"`
	Arch         string `json:"arch"`
	Distribution string `json:"distribution"`
	Version      string `json:"version"`
	// ImageType is "preinst" (installed), "install" or "live".
	ImageType         string   `json:"image_type"`
	Category          []string `json:"category"`
	Description       string   `json:"description"`
	InstallNotes      string   `json:"install_notes"`
	URL               string   `json:"url"`
	Paid              bool     `json:"paid"`
	Favourite         bool     `json:"favourite"`
	Deprecated        bool     `json:"deprecated"`
	CloudInitService  string   `json:"cloud_init_service"`
	DefaultUser       string   `json:"default_user"`
	DefaultAuthMethod string   `json:"default_auth_method"`
	// CreatedAt is a time as the server writes it; "" where the location does not tell.
	CreatedAt string `json:"created_at"`
	Meta      Meta   `json:"meta"`
}

// Library reads the drive library.
type Library struct {
	Reader[LibraryDrive]
	drives cache[[]LibraryDrive]
}

// List returns all drives of the library, in the order of the server. They are asked for once per client;
// the result is shared and must not be changed.
func (l *Library) List(ctx context.Context) ([]LibraryDrive, error) {
	drives, err := l.drives.get(ctx, func(ctx context.Context) (*[]LibraryDrive, error) {
		all, err := l.Reader.List(ctx)
		return &all, err
	})
	if err != nil {
		return nil, err
	}
	return *drives, nil
}
