//go:build unix && !aix && !solaris

package archive

import (
	"errors"
	"os"
	"syscall"
)

// TryLock locks the file for this process alone. The lock goes with the
// process, however that ends.
func TryLock(f *os.File) error {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return ErrBusy
	}
	return err
}
