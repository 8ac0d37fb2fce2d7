package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"
)

const (
	progressAfter = time.Second            // a shorter run shows nothing
	progressEvery = 200 * time.Millisecond // often enough to look alive
)

// progress redraws one line on a terminal while a run takes long. A nil
// progress is silent.
type progress struct {
	w     io.Writer
	start time.Time
	done  chan struct{}
	ended sync.WaitGroup

	mu    sync.Mutex
	stage string
	width int // bytes on the line now; no character is wider than its bytes
}

// startProgress shows progress on w if that is a terminal.
func startProgress(w io.Writer) *progress {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	p := &progress{w: w, start: time.Now(), done: make(chan struct{})}
	p.ended.Go(p.run)
	return p
}

func (p *progress) run() {
	timer := time.NewTimer(progressAfter)
	defer timer.Stop()
	for {
		select {
		case <-p.done:
			p.draw("")
			return
		case now := <-timer.C:
			p.mu.Lock()
			stage := p.stage
			p.mu.Unlock()
			p.draw(fmt.Sprintf("%s %.1f s", stage, now.Sub(p.start).Seconds()))
			timer.Reset(progressEvery)
		}
	}
}

// draw puts a line over the last one. Only run calls it. Writing fails where
// the terminal has gone; there is nobody left to tell.
func (p *progress) draw(line string) {
	if p.width > 0 {
		fmt.Fprint(p.w, "\r", strings.Repeat(" ", p.width), "\r")
	}
	fmt.Fprint(p.w, line)
	p.width = len(line)
}

// at names the stage the run is in.
func (p *progress) at(stage string) {
	if p == nil {
		return
	}
	p.mu.Lock()
	p.stage = stage
	p.mu.Unlock()
}

// stop wipes the line; what is printed afterwards starts on a clean one.
func (p *progress) stop() {
	if p == nil {
		return
	}
	close(p.done)
	p.ended.Wait()
}
