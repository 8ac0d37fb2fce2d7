package parallel_test

import (
	"errors"
	"runtime"
	"sync/atomic"
	"testing"

	"duikai/layout/parallel"
)

// TestEach: every number once, whatever the number of processors, and no worker's
// place is another's.
func TestEach(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, procs := range []int{1, 2, 8} {
		runtime.GOMAXPROCS(procs)
		for _, n := range []int{0, 1, 2, 100} {
			seen := make([]int32, n)
			var workers, inside atomic.Int32
			parallel.With(n, func() func(int) {
				workers.Add(1)
				mine := 0
				return func(i int) {
					if mine++; mine != 1 {
						t.Error("two calls at a time in one place")
					}
					inside.Add(1)
					atomic.AddInt32(&seen[i], 1)
					mine--
				}
			})
			for i, k := range seen {
				if k != 1 {
					t.Errorf("%d processors, %d things: number %d was done %d times", procs, n, i, k)
				}
			}
			if got := int(workers.Load()); got > min(n, procs) || int(inside.Load()) != n {
				t.Errorf("%d processors, %d things: %d workers, %d calls", procs, n, got, inside.Load())
			}
		}
	}
}

// TestWaiting: all numbers are done, so many at a time; a fault ends it, and is told.
func TestWaiting(t *testing.T) {
	const n, most = 200, 7
	var now, peak, done atomic.Int64
	err := parallel.Waiting(n, most, func(int) error {
		for here := now.Add(1); ; {
			p := peak.Load()
			if here <= p || peak.CompareAndSwap(p, here) {
				break
			}
		}
		done.Add(1)
		now.Add(-1)
		return nil
	})
	if err != nil || done.Load() != n || peak.Load() > most {
		t.Errorf("%d of %d done, %d at a time, %v", done.Load(), n, peak.Load(), err)
	}
	bad := errors.New("bad")
	done.Store(0)
	err = parallel.Waiting(n, 1, func(i int) error {
		done.Add(1)
		if i == 5 {
			return bad
		}
		return nil
	})
	if !errors.Is(err, bad) || done.Load() != 6 {
		t.Errorf("%d done before %v", done.Load(), err)
	}
}
