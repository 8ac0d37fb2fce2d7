//go:build !windows && (!unix || aix || solaris)

package archive

import (
	"errors"
	"os"
)

// tryLock cannot lock here; a run without a lock is refused.
func tryLock(*os.File) error { return errors.ErrUnsupported }
