//go:build unix

package archive

import (
	"errors"
	"syscall"
)

// isFull tells of a disk, or a share of it, that is used up.
func isFull(err error) bool { return errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG) }

// neverWait opens a named pipe without waiting for its other end.
const neverWait = syscall.O_NONBLOCK
