//go:build unix && !aix && !solaris

package rip

import (
	"os"

	"syscall"
)

// lock waits until no other process holds a file, which is released when the
// process ends, however it does. Where it cannot be locked nobody waits.
func lock(name string) (release func()) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return func() {}
	}
	for {
		if err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != syscall.EINTR {
			break
		}
	}
	return func() { _ = f.Close() }
}
