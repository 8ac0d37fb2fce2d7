package archive

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// TryLock locks the file for this process alone. The lock goes with the
// process, however that ends.
func TryLock(f *os.File) error {
	const whole = 1 // one byte stands for the file
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, whole, 0, new(windows.Overlapped))
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return ErrBusy
	}
	return err
}
