//go:build windows || (unix && !aix && !solaris)

package rip

import (
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
)

// TestLock: who asks for a lock that is held has it when it is released, and a
// folder that is not there stops nobody.
func TestLock(t *testing.T) {
	name := filepath.Join(t.TempDir(), "lock")
	release := lock(name)
	var over atomic.Bool
	got := make(chan bool)
	go func() {
		again := lock(name)
		got <- over.Load()
		again()
	}()
	for range 1000 {
		runtime.Gosched()
	}
	over.Store(true)
	release()
	if !<-got {
		t.Error("two hold it")
	}
	lock(filepath.Join(name, "nowhere"))()
}
