package archive

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"duikai/cmd/internal/queue"
	"duikai/cmd/internal/store"
)

// Shards of a run hold between so many issues; as many shards are made as keep a
// thousand workers busy to the end.
const (
	minShard   = 16
	maxShard   = 256
	manyShards = 4000
)

// job is what a worker needs to know to set a shard.
type job struct {
	Run      string        `json:"run"`
	Archive  string        `json:"archive"`
	Out      string        `json:"out"`
	Program  string        `json:"program"`
	Settings string        `json:"settings"`
	Force    bool          `json:"force,omitempty"`
	Timeout  time.Duration `json:"timeout,omitempty"`
	Items    []Item        `json:"items"`
	// Troubles is how many workers gave the shard back since something was wrong with
	// them, the store or the archive; Trouble is what the last of them said.
	Troubles int    `json:"troubles,omitempty"`
	Trouble  string `json:"trouble,omitempty"`
}

// group is who may work at what a program sends: the same program elsewhere.
func group(program string) string { return program[:min(len(program), 16)] }

// runKey is where the run that is going on, or the last one, stands in OUT.
const runKey = privateDir + "/run.json"

// runNote is what stands there. A run that was not brought to its end is taken up by
// whoever asks for the same.
type runNote struct {
	Run  string `json:"run"`
	Asks string `json:"asks"` // hash of all that was asked for
	Open bool   `json:"open"`
}

func readRun(ctx context.Context, s store.Store) (n runNote, tag string, err error) {
	data, info, err := store.Read(ctx, s, runKey, 1<<16)
	if errors.Is(err, store.ErrAbsent) {
		return n, "", nil
	}
	if err == nil && json.Unmarshal(data, &n) != nil {
		n = runNote{}
	}
	return n, info.Tag, err
}

// publisher sends a run to workers and hears what becomes of it.
type publisher struct {
	*site
	q      *queue.Queue
	run    string
	begun  bool          // by another process
	every  time.Duration // how often to look what is left
	issues []Issue
	open   map[string]Item   // what nobody has told of yet
	deaths map[string]int    // shards that died with the item in them alone
	causes map[string]string // what the workers said of that, by path
	read   *queue.Reader
	dead   *queue.Reader
}

// lookEvery is how often a publisher asks what is left in the queue.
const lookEvery = 3 * time.Second

// Publish has an archive set by the workers at a queue. Archive and Out are folders
// that all of them see, or buckets. When it ends before all is done, the same call
// takes the run up again, also with another queue.
func Publish(ctx context.Context, c Config, q *queue.Queue) (Summary, error) {
	return publish(ctx, c, q, lookEvery)
}

func publish(ctx context.Context, c Config, q *queue.Queue, every time.Duration) (_ Summary, err error) {
	start := time.Now()
	defer func() { err = asFull(ctx, err) }()
	s, err := openSite(c)
	if err != nil {
		return Summary{}, err
	}
	defer s.drop()
	p := &publisher{site: s, q: q, every: every, open: make(map[string]Item), deaths: make(map[string]int), causes: make(map[string]string)}
	if p.issues, err = s.find(ctx); err != nil {
		return s.summary, err
	}
	if err := p.begin(ctx); err != nil {
		return s.summary, err
	}
	items, err := s.plan(ctx, p.issues, Shard{})
	if err != nil {
		return s.summary, err
	}
	for _, it := range items {
		p.open[it.Path] = it
	}
	err = p.work(ctx, items)
	if err == nil {
		err = s.gather(ctx, p.issues)
	}
	if err == nil {
		err = p.end(ctx)
	}
	if err != nil {
		return s.summary, err
	}
	s.summary.Seconds = time.Since(start).Seconds()
	s.notify(Event{Kind: Ended, Summary: &s.summary})
	return s.summary, nil
}

// begin takes an unfinished run up, or begins a new one and takes back what waits of
// another.
func (p *publisher) begin(ctx context.Context) error {
	c := &p.Config
	asks := inputsOf(c.Archive, c.Out, c.Settings, c.Program, c.Only, c.Since.String(), c.Until.String(), fmt.Sprint(c.Force, c.Failed, c.FailedWith))
	for {
		n, tag, err := readRun(ctx, p.out)
		if err != nil {
			return err
		}
		if n.Open && n.Asks == asks {
			p.run, p.begun = n.Run, true
			return nil
		}
		if n.Open {
			if err := p.q.Forget(ctx, n.Run); err != nil {
				return err
			}
		}
		p.run = rand.Text()
		err = p.note(ctx, runNote{p.run, asks, true}, tag)
		if !errors.Is(err, store.ErrChanged) {
			return err
		}
	}
}

func (p *publisher) note(ctx context.Context, n runNote, tag string) error {
	data, err := json.Marshal(n)
	if err != nil {
		return err
	}
	_, err = store.Replace(ctx, p.out, runKey, tag, store.Bytes(data))
	return err
}

// end closes the run, unless another has begun meanwhile.
func (p *publisher) end(ctx context.Context) error {
	n, tag, err := readRun(ctx, p.out)
	if err != nil || n.Run != p.run || !n.Open {
		return err
	}
	n.Open = false
	if err := p.note(ctx, n, tag); !errors.Is(err, store.ErrChanged) {
		return err
	}
	return nil
}

// work sends items and returns when all of them are told of.
func (p *publisher) work(ctx context.Context, items []Item) error {
	p.read, p.dead = p.q.ReadResults(p.run, ""), p.q.ReadDead(p.run)
	defer func() { p.read.Again(); p.dead.Again() }()
	for p.begun { // what was told before this process began comes first
		n, err := p.hear(ctx, p.every/4)
		if err != nil {
			return err
		}
		if n == 0 {
			break
		}
	}
	left := slices.DeleteFunc(slices.Clone(items), func(it Item) bool { _, open := p.open[it.Path]; return !open })
	if err := p.send(ctx, left, "first", 0); err != nil {
		return err
	}
	// Twice in a row nothing was left, and nobody told: a server that lost all, or
	// reports that were lost.
	idle := 0
	for len(p.open) > 0 {
		n, err := p.hear(ctx, p.every)
		if err != nil {
			return err
		}
		if n > 0 {
			idle = 0
			continue
		}
		lost, err := p.look(ctx)
		switch {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case err != nil || !lost:
			idle = 0 // a server that cannot be asked is waited for
			continue
		}
		if idle++; idle < 2 {
			continue
		}
		idle = 0
		if err := p.recover(ctx); err != nil {
			return err
		}
	}
	return nil
}

// look tells whether nothing is left in the queue, and says again what runs.
func (p *publisher) look(ctx context.Context) (lost bool, err error) {
	if err := p.q.Ready(ctx); err != nil {
		return false, err
	}
	if err := p.announce(ctx); err != nil {
		return false, err
	}
	n, err := p.q.Left(ctx, p.run)
	return n == 0, err
}

// heard is how many reports are read at a time.
const heard = 256

// hear takes reports in. Each issue counts once, whoever set it and however often it
// was told.
func (p *publisher) hear(ctx context.Context, wait time.Duration) (n int, err error) {
	list, err := p.read.Next(ctx, heard, wait)
	if ctx.Err() != nil {
		return 0, context.Cause(ctx)
	}
	if err != nil {
		return 0, store.Sleep(ctx, min(wait, time.Second)) // there may be no server now
	}
	for _, data := range list {
		var e Event
		if json.Unmarshal(data, &e) != nil {
			continue
		}
		if _, ok := p.open[e.Path]; ok {
			delete(p.open, e.Path)
			p.notify(e)
			n++
		}
	}
	return n, nil
}

// RunState is a run as it is told to whoever asks.
type RunState struct {
	Run     string `json:"run"`
	Archive string `json:"archive"`
	Out     string `json:"out"`
	Wanted  int    `json:"wanted"`
	Open    int    `json:"open"` // not told of yet
	Group   string `json:"group"`
}

func (p *publisher) announce(ctx context.Context) error {
	data, err := json.Marshal(RunState{p.run, p.Archive, p.Out, p.summary.Wanted, len(p.open), group(p.Program)})
	if err != nil {
		return err
	}
	return p.q.Announce(ctx, p.run, data)
}

// send publishes items in shards of a size; 0: as many as fit their number.
func (p *publisher) send(ctx context.Context, items []Item, word string, size int) error {
	if len(items) == 0 {
		return nil
	}
	if size == 0 {
		size = min(max(len(items)/manyShards, minShard), maxShard)
	}
	slices.SortFunc(items, func(a, b Item) int { return cmp.Compare(a.Path, b.Path) })
	for n, part := range slices.Collect(slices.Chunk(items, size)) {
		c := &p.Config
		data, err := json.Marshal(job{
			Run: p.run, Archive: c.Archive, Out: c.Out, Program: c.Program, Settings: c.Settings,
			Force: c.Force, Timeout: c.Timeout, Items: part,
		})
		if err != nil {
			return err
		}
		if err := p.q.Send(ctx, group(c.Program), p.run, fmt.Sprintf("%s-%d-%s", word, n, inputsOf(string(data))), data); err != nil {
			return err
		}
		if n%16 == 0 { // so that status tells of a run that is just being sent
			if err := p.announce(ctx); err != nil {
				return err
			}
		}
	}
	return p.announce(ctx)
}

// recover finds out of items that nobody will tell of any more: what OUT knows of is
// done, what killed one worker after the other is told as such, the rest is sent again.
func (p *publisher) recover(ctx context.Context) error {
	var again, alone []Item
	poison, err := p.poisoned(ctx)
	if err != nil {
		return err
	}
	left := make([]Item, 0, len(p.open))
	for _, it := range p.open {
		left = append(left, it)
	}
	b := p.bench(p.run)
	known := make([]*indexEntry, len(left)) // what stands in OUT, by the names that people look for
	err = each(len(left), func(i int) error {
		e, _, err := readEntry(ctx, p.out, indexKey(left[i].Path))
		if err != nil || e == nil || e.Run != p.run || e.Record.Name != left[i].Name {
			return err
		}
		// Who entered it may have been ended before its files had their names.
		stands, err := b.intact(ctx, e)
		if stands {
			known[i] = e
		}
		return err
	})
	if err != nil {
		return err
	}
	for i, it := range left {
		switch e := known[i]; {
		case e != nil:
			delete(p.open, it.Path)
			p.notify(e.Record.event())
		case p.deaths[it.Path] > 0:
			if err := p.give(ctx, it); err != nil {
				return err
			}
		case poison[it.Path]:
			alone = append(alone, it)
		default:
			again = append(again, it)
		}
	}
	p.read.Again() // a server that lost all counts from the first message again
	// Under words of their own: these are not what the queue may remember.
	if err := p.send(ctx, alone, rand.Text(), 1); err != nil {
		return err
	}
	return p.send(ctx, again, rand.Text(), 0)
}

// poisoned reads the dead letters: of which issues a worker died, or may have died.
func (p *publisher) poisoned(ctx context.Context) (map[string]bool, error) {
	all := make(map[string]bool)
	for {
		list, err := p.dead.Next(ctx, heard, p.every/4)
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if err != nil || len(list) == 0 {
			return all, nil
		}
		for _, data := range list {
			var j job
			if json.Unmarshal(data, &j) != nil {
				continue
			}
			for _, it := range j.Items {
				all[it.Path] = true
				if len(j.Items) == 1 {
					p.deaths[it.Path]++
					p.causes[it.Path] = j.Trouble
				}
			}
		}
	}
}

// give puts down that an issue cost one worker after the other.
func (p *publisher) give(ctx context.Context, it Item) error {
	b := p.bench(p.run)
	rec := Record{Path: it.Path, Name: it.Name, Date: it.Date}
	what := Outcome{Status: Killed, Detail: fmt.Sprintf("%d workers in turn did not come back from it", maxTimes)}
	if trouble := p.causes[it.Path]; trouble != "" {
		what = Outcome{Status: Unwritable, Detail: fmt.Sprintf("%d workers in turn gave it back; the last said: %s", maxTimes, trouble)}
	}
	e, err := b.keep(ctx, "", rec, what)
	if err != nil {
		return err
	}
	delete(p.open, it.Path)
	p.notify(e.Record.event())
	return nil
}

// QueueState is what goes on at a queue.
type QueueState struct {
	Runs    []RunProgress `json:"runs"`
	Workers []WorkerState `json:"workers"`
}

// RunProgress is a run as far as it has come.
type RunProgress struct {
	RunState
	Left     uint64            `json:"left"` // shards that wait or are in hands
	Kinds    map[string]uint64 `json:"kinds"`
	Failures []Event           `json:"failures,omitempty"` // at most maxFailures
}

// maxFailures is how many failures of a run are told to whoever asks; its report has all.
const maxFailures = 20

const skippedKind = "skipped"

// Done counts the issues that were set.
func (r *RunProgress) Done() int { return int(r.Kinds[string(Done)]) }

// Skipped counts those that stood already.
func (r *RunProgress) Skipped() int { return int(r.Kinds[skippedKind]) }

// Told counts those of which somebody told. One that was worked on twice may count
// twice; the report counts it once.
func (r *RunProgress) Told() (n int) {
	for _, c := range r.Kinds {
		n += int(c)
	}
	return n
}

// Failed counts those that could not be set.
func (r *RunProgress) Failed() int { return r.Told() - r.Done() - r.Skipped() }

// LookQueue tells what goes on at a queue.
func LookQueue(ctx context.Context, q *queue.Queue) (s QueueState, err error) {
	runs, err := q.Runs(ctx)
	if err != nil {
		return s, err
	}
	workers, err := q.Workers(ctx)
	if err != nil {
		return s, err
	}
	for _, data := range workers {
		var w WorkerState
		if json.Unmarshal(data, &w) == nil {
			s.Workers = append(s.Workers, w)
		}
	}
	slices.SortFunc(s.Workers, func(a, b WorkerState) int { return cmp.Compare(a.Name, b.Name) })
	for _, data := range runs {
		var r RunProgress
		if json.Unmarshal(data, &r.RunState) != nil {
			continue
		}
		if err := r.look(ctx, q); err != nil {
			return s, err
		}
		s.Runs = append(s.Runs, r)
	}
	return s, nil
}

func (r *RunProgress) look(ctx context.Context, q *queue.Queue) (err error) {
	if r.Left, err = q.Left(ctx, r.Run); err != nil {
		return err
	}
	if r.Kinds, err = q.Results(ctx, r.Run); err != nil {
		return err
	}
	for kind, n := range r.Kinds {
		room := maxFailures - len(r.Failures)
		if kind == string(Done) || kind == skippedKind || room <= 0 {
			continue
		}
		read := q.ReadResults(r.Run, kind)
		list, err := read.Next(ctx, min(int(n), room), lookEvery)
		read.Again()
		if err != nil {
			return err
		}
		for _, data := range list {
			var e Event
			if json.Unmarshal(data, &e) == nil {
				r.Failures = append(r.Failures, e)
			}
		}
	}
	slices.SortFunc(r.Failures, func(a, b Event) int { return cmp.Compare(a.Path, b.Path) })
	return nil
}
