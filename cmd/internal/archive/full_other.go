//go:build !unix

package archive

import (
	"errors"
	"syscall"
)

// diskFull and handleDiskFull are ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL
// of Windows.
const (
	diskFull       = syscall.Errno(112)
	handleDiskFull = syscall.Errno(39)
)

// isFull tells of a disk that is used up.
func isFull(err error) bool { return errors.Is(err, diskFull) || errors.Is(err, handleDiskFull) }

// neverWait opens a named pipe without waiting for its other end; here there are none in
// a folder.
const neverWait = 0
