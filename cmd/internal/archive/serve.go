package archive

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
	"time"
)

// Order asks a worker to set an issue.
type Order struct {
	Dir      string // the issue folder
	Settings string // the caller's own, as given to Run

	Stage string // folder for the files
	Again bool   // hash the issue folder once it is set
	Check string // not an issue: look whether this ledger is sound
}

// Outcome is what became of an order.
type Outcome struct {
	Status   Status // Done, Errors, Bug or Unreadable; the stage adds Unwritable
	Pages    int
	Stories  int
	Chars    int
	Counts   Counts
	Problems []Problem // the worst first, at most MaxProblems
	Detail   string    // what was caught; a failure's cause
	Outline  []Page
	Thumb    []byte // JPEG of the first page

	Files  []File // filled by the stage
	Folder string // hash of the issue folder afterwards, as the worker finds it; empty: it was not asked
	Full   string // the failure that ends the run: a full disk
}

// Setter sets one issue: it writes its files to the stage and tells how it
// went. Files of an outcome that is not Done are thrown away.
type Setter func(Order, *Stage) Outcome

// MemoryVariable holds the bytes a worker may take; it ends itself beyond.
const MemoryVariable = "DUIKAI_WORKER_MEMORY"

// memoryExit is the exit code of a worker that took too much memory.
const memoryExit = 86

// watchEvery is how often a worker looks at its memory: a Go program fills no
// gigabyte in between.
const watchEvery = 20 * time.Millisecond

// Serve is a worker: it does orders until in ends, and ends the process then,
// in the middle of an issue too. What it writes to out is for Run alone.
func Serve(in io.Reader, out io.Writer, set Setter) error {
	return serve(in, out, set, createFile)
}

func serve(in io.Reader, out io.Writer, set Setter, create func(string) (io.WriteCloser, error)) error {
	if limit := os.Getenv(MemoryVariable); limit != "" {
		var n uint64
		if _, err := fmt.Sscan(limit, &n); err != nil {
			return fmt.Errorf("%s=%s: %w", MemoryVariable, limit, err)
		}
		go watchMemory(n)
	}
	orders := make(chan Order)
	var idle atomic.Bool
	idle.Store(true)
	go func() {
		defer close(orders)
		dec := json.NewDecoder(bufio.NewReader(in))
		for {
			var o Order
			if dec.Decode(&o) != nil {
				if !idle.Load() {
					os.Exit(0) // the run is gone; nobody wants the rest
				}
				return
			}
			orders <- o
		}
	}()
	enc := json.NewEncoder(out)
	if err := enc.Encode(hello{true}); err != nil {
		return err
	}
	for o := range orders {
		idle.Store(false)
		err := enc.Encode(obey(o, set, create))
		idle.Store(true)
		if err != nil {
			return err
		}
	}
	return nil
}

// hello is the first word of a worker.
type hello struct{ Ready bool }

// obey does one order.
func obey(o Order, set Setter, create func(string) (io.WriteCloser, error)) (out Outcome) {
	if o.Check != "" {
		if err := newLedger(o.Check).check(); err != nil {
			return Outcome{Status: Unreadable, Detail: err.Error()}
		}
		return Outcome{Status: Done}
	}
	stage := &Stage{dir: o.Stage, create: create}
	defer func() {
		if r := recover(); r != nil {
			out = Outcome{Status: Bug, Detail: fmt.Sprintf("panic: %v\n\n%s", r, debug.Stack())}
		}
		out.Files = stage.files
		if o.Again {
			out.Folder, _ = hashFolder(o.Dir) // or whoever ordered it does, and meets the fault
		}
		if err := stage.err; err != nil {
			out.Status, out.Detail = Unwritable, err.Error()
			if hopeless(err) {
				out.Full = err.Error()
			}
		}
	}()
	return set(o, stage)
}

func watchMemory(limit uint64) {
	// What the process has from the system, less what it gave back.
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	for range time.Tick(watchEvery) {
		metrics.Read(samples)
		if used := samples[0].Value.Uint64() - samples[1].Value.Uint64(); used > limit {
			fmt.Fprintf(os.Stderr, "memory: %d MB taken, %d MB allowed\n", used>>20, limit>>20)
			os.Exit(memoryExit)
		}
	}
}
