package archive

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"
)

// worker is a child process that sets issues. It is started when it is first
// needed and again when it has fallen.
type worker struct {
	command func() *exec.Cmd
	memory  int64 // bytes; 0: no guard
	number  int   // from 1

	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *json.Decoder
	stderr *lastWords
}

// startTime is how long a worker may take to say hello, on a machine under
// heavy load.
const startTime = time.Minute

// softMemory is where a worker's collector begins to work harder. With the
// faces and the code that are mapped beside it, and that all workers share, a
// worker then stays below 200 MB over broadsheet pages with pictures. Less was
// measured to cost time, more none to save any.
const softMemory = 64 << 20

func (w *worker) start(ctx context.Context) error {
	cmd := w.command()
	cmd.Env = append(cmd.Environ(), "GOMAXPROCS=1", fmt.Sprintf("GOMEMLIMIT=%d", softMemory))
	if w.memory > 0 {
		cmd.Env = append(cmd.Env, fmt.Sprintf("%s=%d", MemoryVariable, w.memory))
	}
	w.stderr = new(lastWords)
	cmd.Stderr = w.stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	w.cmd, w.in, w.out = cmd, in, json.NewDecoder(bufio.NewReader(out))
	var h hello
	if err := w.read(ctx, startTime, &h); err != nil || !h.Ready {
		w.end(true)
		return errors.Join(ctx.Err(), fmt.Errorf("a worker does not start: %v %s", err, w.stderr))
	}
	return nil
}

var errTimeout = errors.New("timeout")

// read waits for what the worker says. After an error the worker is of no more
// use.
func (w *worker) read(ctx context.Context, timeout time.Duration, v any) error {
	done := make(chan error, 1)
	go func() { done <- w.out.Decode(v) }()
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	var err error
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		err = ctx.Err()
	case <-timer.C:
		err = errTimeout
	}
	_ = w.cmd.Process.Kill()
	<-done // the pipe is closed now
	return err
}

// end lets the worker go, or kills it, and tells how it ended.
func (w *worker) end(kill bool) *os.ProcessState {
	if w.cmd == nil {
		return nil
	}
	if kill {
		_ = w.cmd.Process.Kill()
	}
	_ = w.in.Close()
	_ = w.cmd.Wait()
	state := w.cmd.ProcessState
	w.cmd = nil
	return state
}

// do has an order done. The error is for what ends the run; what an issue does
// to its worker is an outcome.
func (w *worker) do(ctx context.Context, o Order, timeout time.Duration) (Outcome, error) {
	out, ended, err := w.try(ctx, o, timeout)
	if ended && err == nil {
		// Ended from outside, by somebody or for want of memory: once more.
		out, _, err = w.try(ctx, o, timeout)
	}
	return out, err
}

// try is one attempt; ended tells that something killed the worker.
func (w *worker) try(ctx context.Context, o Order, timeout time.Duration) (out Outcome, ended bool, err error) {
	if w.cmd == nil {
		if err := w.start(ctx); err != nil {
			return out, false, err
		}
	}
	if o.Stage != "" {
		if err := cleanDir(o.Stage); err != nil {
			return out, false, err
		}
	}
	w.stderr.forget()
	err = json.NewEncoder(w.in).Encode(o)
	if err == nil {
		err = w.read(ctx, timeout, &out)
	}
	if err == nil {
		return out, false, nil
	}
	state := w.end(true)
	switch {
	case ctx.Err() != nil:
		return out, false, ctx.Err()
	case errors.Is(err, errTimeout):
		return Outcome{Status: Timeout, Detail: timeout.String()}, false, nil
	case state.ExitCode() == memoryExit:
		return Outcome{Status: Memory, Detail: w.stderr.String()}, false, nil
	case state.ExitCode() < 0: // a signal
		return Outcome{Status: Killed, Detail: state.String() + "\n" + w.stderr.String()}, true, nil
	}
	return Outcome{Status: Bug, Detail: state.String() + "\n" + w.stderr.String()}, false, nil
}

// lastWords keeps the beginning of what a process says while it falls: the cause
// stands first, the goroutine that fell next, and the rest is long.
type lastWords struct {
	mu   sync.Mutex
	text []byte
}

// maxDetail is how much is kept: a trace of some hundred lines.
const maxDetail = 8 << 10

func (t *lastWords) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, p[:min(len(p), maxDetail-len(t.text))]...)
	return len(p), nil
}

// forget is for the next issue: what was said over the last one is no cause.
func (t *lastWords) forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = t.text[:0]
}

func (t *lastWords) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.text)
}
