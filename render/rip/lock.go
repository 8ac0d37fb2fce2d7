package rip

import "os"

// lock waits until no other process holds a file, which is released when the
// process ends, however it does. Where it cannot be locked nobody waits.
func lock(name string) (release func()) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return func() {}
	}
	hold(f)
	return func() { _ = f.Close() }
}
