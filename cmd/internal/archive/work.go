package archive

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"duikai/cmd/internal/queue"
	"duikai/cmd/internal/store"
)

// maxTimes is how often a shard is handed out, without being given back, before it goes
// to the dead letters, or given back since something was wrong.
const maxTimes = 5

// WorkerConfig is a worker at a queue.
type WorkerConfig struct {
	Config        // of it: Program, Workers, Worker, Memory, Notify
	Name   string // as others see it
	// Idle ends the worker when there was no work for so long; 0: it waits on.
	Idle time.Duration
	// Localize may replace the settings of a run by what they are on this machine; it refuses
	// what this machine has not got.
	Localize func(settings string) (string, error)
}

// WorkerState is what a worker says of itself.
type WorkerState struct {
	Name    string   `json:"name"`
	Program string   `json:"program"`
	Slots   int      `json:"slots"`
	Busy    int      `json:"busy"`
	Done    int64    `json:"done"`
	Failed  int64    `json:"failed"`
	Rate    float64  `json:"rate"` // issues a minute, of late
	Now     []string `json:"now,omitempty"`
}

// crewman works at a queue.
type crewman struct {
	WorkerConfig
	q       *queue.Queue
	scratch string
	wait    time.Duration // for work

	hands   hands
	work    chan piece
	drained chan struct{} // closed: take no more
	stop    context.CancelCauseFunc

	mu           sync.Mutex
	benches      map[string]*bench
	held         []*inHand
	now          map[string]bool // paths
	done, failed atomic.Int64
	stages       *stages
	lately       []time.Time // when issues ended
	faults       int         // one after the other
}

// inHand is a shard that this machine works on.
type inHand struct {
	job
	taken *queue.Taken
	bench *bench

	left   atomic.Int64 // issues
	spoilt atomic.Bool  // let others have it: something is wrong here, or this worker ends
	wrong  atomic.Pointer[string]
}

// piece is an issue of a shard.
type piece struct {
	hand *inHand
	item Item
}

// takeWait is how long a worker asks for work at a time.
const takeWait = 2 * time.Second

// Work takes shards from a queue and sets them until drained is closed, the context
// ends, or there was nothing to do for long. The error is for what is wrong with this
// machine; its work goes to others.
func Work(ctx context.Context, c WorkerConfig, q *queue.Queue, drained chan struct{}) error {
	return work(ctx, c, q, drained, takeWait)
}

func work(ctx context.Context, c WorkerConfig, q *queue.Queue, drained chan struct{}, wait time.Duration) error {
	scratch, drop, err := openScratch()
	if err != nil {
		return err
	}
	defer drop()
	m := &crewman{
		WorkerConfig: c, q: q, scratch: scratch, stages: &stages{dir: scratch}, wait: wait, work: make(chan piece), drained: drained,
		hands:   newHands(&c.Config),
		benches: make(map[string]*bench), now: make(map[string]bool),
	}
	ctx, m.stop = context.WithCancelCause(ctx)
	defer m.stop(nil)
	var slots, others sync.WaitGroup
	for range ahead * cap(m.hands) {
		slots.Go(func() { m.slot(ctx) })
	}
	done := make(chan struct{})
	others.Go(func() { m.say(ctx, done) })
	m.take(ctx)
	close(m.work)
	slots.Wait()
	m.hands.end()
	close(done)
	others.Wait()
	return context.Cause(ctx)
}

// take brings work in while there is room for it.
func (m *crewman) take(ctx context.Context) {
	last := time.Now()
	for ctx.Err() == nil && !m.isDrained() {
		t, err := m.q.Take(ctx, group(m.Program), m.wait)
		switch {
		case err != nil: // no server, for now
			_ = store.Sleep(ctx, m.wait/2)
			continue
		case t == nil:
			if m.Idle > 0 && time.Since(last) > m.Idle && m.resting() {
				return
			}
			continue
		}
		m.hand(ctx, t)
		last = time.Now()
	}
}

func (m *crewman) isDrained() bool {
	select {
	case <-m.drained:
		return true
	default:
		return false
	}
}

func (m *crewman) resting() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.held) == 0
}

// hand gives the issues of a shard to the slots. What they do not take before the
// worker is drained goes back.
func (m *crewman) hand(ctx context.Context, t *queue.Taken) {
	h := &inHand{taken: t}
	if err := json.Unmarshal(t.Data, &h.job); err != nil || h.Run == "" || !h.inside() {
		_ = t.Done(ctx) // nobody can make anything of it
		return
	}
	if t.Times > maxTimes || h.Troubles >= maxTimes {
		if err := m.q.Bury(ctx, h.Run, t); err != nil {
			_ = t.Back(m.wait)
		}
		return
	}
	var err error
	if h.bench, err = m.benchFor(&h.job); err != nil {
		err = fmt.Errorf("%s: %w", h.Archive, err)
		m.trouble(ctx, err)
		h.fails(ctx, err)
		m.back(ctx, h)
		_ = store.Sleep(ctx, m.q.Pings()) // others first
		return
	}
	h.left.Store(int64(len(h.Items)) + 1) // and this loop
	m.mu.Lock()
	m.held = append(m.held, h)
	m.mu.Unlock()
	for _, it := range h.Items {
		select {
		case m.work <- piece{h, it}:
			continue
		case <-m.drained:
		case <-ctx.Done():
		}
		h.spoilt.Store(true)
		m.ended(ctx, h)
	}
	m.ended(ctx, h)
}

// inside tells whether all issues of a job lie in the archive, and their files in OUT.
func (j *job) inside() bool {
	return !slices.ContainsFunc(j.Items, func(it Item) bool { return !fs.ValidPath(it.Path) || !fs.ValidPath(it.Name) })
}

// benchFor opens what a job asks for.
func (m *crewman) benchFor(j *job) (*bench, error) {
	key := inputsOf(j.Run, j.Archive, j.Out, j.Settings, fmt.Sprint(j.Force, j.Timeout))
	m.mu.Lock()
	defer m.mu.Unlock()
	if b := m.benches[key]; b != nil {
		return b, nil
	}
	local := j.Settings
	if m.Localize != nil {
		var err error
		if local, err = m.Localize(j.Settings); err != nil {
			return nil, err
		}
	}
	out, err := store.Open(j.Out)
	if err != nil {
		return nil, err
	}
	in, err := openSource(j.Archive, j.Out, m.scratch)
	if err != nil {
		return nil, err
	}
	const remembered = 64 // runs
	if len(m.benches) >= remembered {
		clear(m.benches)
	}
	b := &bench{
		in: in, out: out, program: j.Program, settings: j.Settings, local: local,
		run: j.Run, guarded: true, force: j.Force, timeout: j.Timeout, stages: m.stages,
	}
	m.benches[key] = b
	return b, nil
}

// slot sets one issue after the other.
func (m *crewman) slot(ctx context.Context) {
	for p := range m.work {
		if !p.hand.spoilt.Load() {
			m.one(ctx, p)
		}
		m.ended(ctx, p.hand)
	}
}

func (m *crewman) one(ctx context.Context, p piece) {
	defer func() {
		m.mu.Lock()
		delete(m.now, p.item.Path)
		m.mu.Unlock()
	}()
	rec, skipped, err := p.hand.bench.set(ctx, m.hands, p.item, func(n int) {
		m.mu.Lock()
		m.now[p.item.Path] = true
		m.mu.Unlock()
		m.notify(Event{Kind: Started, Path: p.item.Path, Name: p.item.Name, Worker: n})
	})
	if errors.Is(err, errSuperseded) {
		return // another run took over: nobody waits for this one
	}
	if err == nil {
		e := rec.event()
		e.Skipped = skipped
		if err = m.report(ctx, p.hand.Run, e); err == nil {
			m.finished(e)
			return
		}
	}
	err = fmt.Errorf("%s: %w", p.item.Path, err)
	p.hand.spoilt.Store(true)
	p.hand.fails(ctx, err)
	m.trouble(ctx, err)
}

// fails keeps what went wrong with a shard here; of a worker that is stopped nothing did.
func (h *inHand) fails(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	what := err.Error()
	what = strings.ToValidUTF8(what[:min(len(what), maxTrouble)], "")
	h.wrong.Store(&what)
}

// maxTrouble is how many bytes of what went wrong go with a shard.
const maxTrouble = 1 << 10

// back lets others have a shard. It goes as new work, for how often work was handed out
// tells how many workers were lost over it, and this one was not: who is asked to end does
// so as often as machines come and go. What went wrong goes with it, and is counted.
func (m *crewman) back(ctx context.Context, h *inHand) {
	ctx = context.WithoutCancel(ctx)
	j := h.job
	if wrong := h.wrong.Load(); wrong != nil {
		j.Troubles, j.Trouble = j.Troubles+1, *wrong
	}
	data, err := json.Marshal(j)
	if err == nil {
		err = m.q.Send(ctx, group(j.Program), j.Run, rand.Text(), data)
	}
	if err == nil {
		err = h.taken.Done(ctx)
	}
	if err != nil { // it comes again by itself
		_ = h.taken.Back(m.q.Pings())
	}
}

// maxTold is how many problems of an issue go through the queue; the record has more.
const maxTold = 20

func (m *crewman) report(ctx context.Context, run string, e Event) error {
	e.Problems = e.Problems[:min(len(e.Problems), maxTold)]
	data, err := json.Marshal(e)
	if err != nil {
		return err
	}
	kind := string(e.Status)
	if e.Skipped {
		kind = skippedKind
	}
	return m.q.Report(ctx, run, kind, e.Path, data)
}

func (m *crewman) notify(e Event) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.Notify != nil {
		m.Notify(e)
	}
}

// rateTime is what a rate is measured over.
const rateTime = time.Minute

func (m *crewman) finished(e Event) {
	m.notify(e)
	if e.Status == Done {
		m.done.Add(1)
	} else {
		m.failed.Add(1)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.faults = 0
	m.lately = append(m.lately, time.Now())
}

// maxFaults is how many things in a row may go wrong with this machine before it gives
// up: each took all the patience of the store.
const maxFaults = 3

// trouble is what is wrong with this machine, the store or the queue.
func (m *crewman) trouble(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	m.notify(Event{Kind: Trouble, Detail: err.Error()})
	m.mu.Lock()
	m.faults++
	n := m.faults
	m.mu.Unlock()
	if n >= maxFaults || errors.Is(err, ErrFull) || hopeless(err) {
		m.stop(asFull(ctx, err))
	}
}

// ended counts an issue of a shard as done with; after the last the shard is
// acknowledged, or given back.
func (m *crewman) ended(ctx context.Context, h *inHand) {
	if h.left.Add(-1) > 0 {
		return
	}
	m.mu.Lock()
	m.held = slices.DeleteFunc(m.held, func(o *inHand) bool { return o == h })
	m.mu.Unlock()
	if h.spoilt.Load() {
		m.back(ctx, h)
		return
	}
	if err := h.taken.Done(context.WithoutCancel(ctx)); err != nil {
		return // it comes again, and everything in it is there already
	}
}

// say keeps the shards in hand, and tells who works.
func (m *crewman) say(ctx context.Context, done <-chan struct{}) {
	tick := time.NewTicker(m.q.Pings())
	defer tick.Stop()
	for {
		m.mu.Lock()
		held := slices.Clone(m.held)
		m.mu.Unlock()
		for _, h := range held {
			_ = h.taken.Ping()
		}
		if data, err := json.Marshal(m.state()); err == nil {
			_ = m.q.Beat(ctx, m.Name, data)
		}
		select {
		case <-done:
			return
		case <-tick.C:
		}
	}
}

func (m *crewman) state() WorkerState {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.lately = slices.DeleteFunc(m.lately, func(t time.Time) bool { return time.Since(t) > rateTime })
	s := WorkerState{Name: m.Name, Program: group(m.Program), Slots: cap(m.hands), Busy: cap(m.hands) - len(m.hands), Done: m.done.Load(), Failed: m.failed.Load(), Rate: float64(len(m.lately))}
	for path := range m.now {
		s.Now = append(s.Now, path)
	}
	slices.Sort(s.Now)
	return s
}

// WorkerName is a name for a worker of this machine that no other has.
func WorkerName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "worker"
	}
	return fmt.Sprintf("%s-%d", host, os.Getpid())
}
