package rip

import (
	"os"

	"golang.org/x/sys/windows"
)

// lock waits until no other process holds a file, which is released when the
// process ends, however it does. Where it cannot be locked nobody waits.
func lock(name string) (release func()) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return func() {}
	}
	const whole = 1 // byte, which all ask for
	_ = windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK, 0, whole, 0, new(windows.Overlapped))
	return func() { _ = f.Close() }
}
