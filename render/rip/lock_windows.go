package rip

import (
	"os"

	"golang.org/x/sys/windows"
)

// hold waits for a file and takes it.
func hold(f *os.File) {
	const whole = 1 // byte, which all ask for
	_ = windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK, 0, whole, 0, new(windows.Overlapped))
}
