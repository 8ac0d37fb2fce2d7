//go:build !windows && (!unix || aix || solaris)

package archive

import (
	"errors"
	"os"
)

// TryLock cannot lock here; a run without a lock is refused.
func TryLock(*os.File) error { return errors.ErrUnsupported }
