package cloudsigma

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// lockPause is the time between two looks at a lock file that somebody else has locked.
const lockPause = 50 * time.Millisecond

// lockFile keeps other processes of this user on this machine away as well: Terraform starts one for each
// configuration of the provider, so that two of one account do not share a Client. Where no file can be made there is
// no such lock. A file that is left over is empty, and locked by nobody.
func lockFile(ctx context.Context, key string) (release func(), err error) {
	folder := filepath.Join(os.TempDir(), fmt.Sprintf("terraform-provider-occi-%d", os.Getuid()))
	none := func() {}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return none, nil //nolint:nilerr // better no lock than no change
	}
	lock := flock.New(filepath.Join(folder, fmt.Sprintf("%x.lock", sha256.Sum256([]byte(key)))))
	if _, err := lock.TryLockContext(ctx, lockPause); err != nil {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		return none, nil
	}
	return func() { _ = lock.Close() }, nil
}
