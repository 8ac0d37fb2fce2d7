//go:build unix && !aix && !solaris

package rip

import (
	"os"
	"syscall"
)

// hold waits for a file and takes it.
func hold(f *os.File) {
	for syscall.Flock(int(f.Fd()), syscall.LOCK_EX) == syscall.EINTR {
	}
}
