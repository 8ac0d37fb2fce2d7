// Package parallel does things that do not depend on each other side by side, on as
// many processors as there are. It is the one way in which the program does so within
// an edition: results are put in their places by number, so that they are the same on
// any number of processors. What waits for others (Waiting) may be more at a time.
package parallel

import (
	"errors"
	"runtime"
	"sync"
)

// Each calls do with the numbers from 0 to n-1 and returns when all calls have.
func Each(n int, do func(i int)) {
	With(n, func() func(int) { return do })
}

// With is Each for work that needs a place of its own: start makes what one processor
// after another calls with its numbers.
func With(n int, start func() (do func(i int))) {
	workers := min(n, runtime.GOMAXPROCS(0))
	if workers == 1 {
		do := start()
		for i := range n {
			do(i)
		}
		return
	}
	work := make(chan int)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			do := start()
			for i := range work {
				do(i)
			}
		})
	}
	for i := range n {
		work <- i
	}
	close(work)
	wg.Wait()
}

// Waiting calls do with the numbers from 0 to n-1, at most so many at a time whatever
// the processors, and stops at the first fault: for what waits and does not work, such
// as requests. The error is that of all calls that failed until then.
func Waiting(n, most int, do func(i int) error) error {
	var mu sync.Mutex
	var failed error
	next := 0
	take := func() (int, bool) {
		mu.Lock()
		defer mu.Unlock()
		next++
		return next - 1, next <= n && failed == nil
	}
	var wg sync.WaitGroup
	for range min(n, most) {
		wg.Go(func() {
			for i, ok := take(); ok; i, ok = take() {
				if err := do(i); err != nil {
					mu.Lock()
					failed = errors.Join(failed, err)
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	return failed
}
