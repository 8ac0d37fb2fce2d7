package store

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"
)

// How a fault that passes is waited for. Ten tries take about a minute and a half:
// longer than an object store takes to move a part of itself, shorter than
// whoever waits takes the machine for dead.
const (
	tries      = 10
	firstPause = 100 * time.Millisecond
	maxPause   = 20 * time.Second
)

// passing is a fault that may be gone at the next try.
type passing struct{ error }

func (p passing) Unwrap() error { return p.error }

// again tries until something other than a passing fault comes. Between tries it
// waits up to a pause that doubles, and at least as long as the store asked for.
func again(ctx context.Context, p *pace, try func() error) error {
	pause := firstPause
	for n := 1; ; n++ {
		if err := p.wait(ctx); err != nil {
			return err
		}
		err := try()
		fault, ok := errors.AsType[passing](err)
		switch {
		case !ok:
			return err
		case n == tries:
			return fault.error
		}
		if err := Sleep(ctx, rand.N(pause)+time.Millisecond); err != nil {
			return errors.Join(err, fault.error)
		}
		pause = min(2*pause, maxPause)
	}
}

// Sleep waits, or returns the cause for which the context ends before.
func Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// pace holds all requests to a store back while it asks for that.
type pace struct {
	mu    sync.Mutex
	until time.Time
}

// hold lets nobody ask for some time. Callers come back one after the other, not
// all at once: each waits up to half as long again.
func (p *pace) hold(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if t := time.Now().Add(min(d, maxPause)); t.After(p.until) {
		p.until = t
	}
}

// wait returns when the store may be asked.
func (p *pace) wait(ctx context.Context) error {
	if p == nil {
		return ctx.Err()
	}
	p.mu.Lock()
	left := time.Until(p.until)
	p.mu.Unlock()
	if left <= 0 {
		return ctx.Err()
	}
	return Sleep(ctx, left+rand.N(left/2+1))
}
