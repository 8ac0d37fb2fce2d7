package archive

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"

	"duikai/cmd/internal/store"
)

// Item is an issue that somebody is to set, under the name that was given to it.
type Item struct {
	Path string `json:"path"`
	Name string `json:"name"`
	Date string `json:"date,omitempty"`
}

// bench is a place at which issues are set for an OUT that several machines write
// (工位). What stands there is written in this order:
//
//	.duikai/objects/KEY/...   the files, if they are not there; KEY is the hash of
//	                          all that makes them what they are
//	.duikai/index/...         the entry of the issue, by compare-and-set: from now on
//	                          the issue is set, and only once
//	1998/1998-01-01.pdf       the same files under the names that people look for
//
// Wherever a machine stops, and however often an issue is set, what is there is the
// same: the next to come does what is left.
type bench struct {
	in  source
	out store.Store

	program, settings string
	local             string // the settings as they are on this machine
	run               string // the word of the run: within it no fault is tried twice
	guarded           bool   // the run is the one in runKey, or nobody wants it
	force             bool
	timeout           time.Duration

	stages *stages
}

// entry of the index.
type indexEntry struct {
	Run    string `json:"run"`
	Record Record `json:"record"`
	// Key is where the files of the record are kept; of a failed issue that has
	// files, the key of what it was before.
	Key   string `json:"key,omitempty"`
	Thumb []byte `json:"thumb,omitempty"`
}

// Where things are kept in OUT.
const (
	indexPrefix  = privateDir + "/index/"
	objectPrefix = privateDir + "/objects/"
	maxEntry     = 16 << 20
)

// indexKey is where the entry of an issue stands.
func indexKey(issue string) string {
	h := inputsOf(issue)
	return indexPrefix + h[:3] + "/" + h + ".json"
}

// objectKey is where the n-th file is kept that was made of some inputs.
func objectKey(key string, n int, suffix string) string {
	return fmt.Sprintf("%s%s/%s/%d%s", objectPrefix, key[:2], key, n, path.Ext(suffix))
}

// readEntry reads the entry at a key of the index; nil where there is none.
func readEntry(ctx context.Context, s store.Store, key string) (*indexEntry, string, error) {
	data, info, err := store.Read(ctx, s, key, maxEntry)
	if errors.Is(err, store.ErrAbsent) {
		return nil, "", nil
	}
	if err != nil {
		return nil, "", err
	}
	var e indexEntry
	if json.Unmarshal(data, &e) != nil || indexKey(e.Record.Path) != key || !e.inside() {
		return nil, info.Tag, nil // whatever it is, it is replaced
	}
	return &e, info.Tag, nil
}

// inside tells whether all files of an entry lie in OUT.
func (e *indexEntry) inside() bool {
	r := &e.Record
	ok := (e.Key == "" || len(e.Key) == len(inputsOf()) && fs.ValidPath(e.Key)) && fs.ValidPath(r.Name)
	for _, f := range r.Files {
		ok = ok && fs.ValidPath(r.Name+f.Suffix)
	}
	for _, f := range r.Former {
		ok = ok && fs.ValidPath(f.Name+f.Suffix)
	}
	return ok
}

// set sees to it that an issue stands in OUT. The error is for what is wrong with
// this machine, the store, or the run; what is wrong with the issue is on record.
// started is told which worker takes it.
func (b *bench) set(ctx context.Context, h hands, it Item, started func(worker int)) (rec Record, skipped bool, err error) {
	dir := b.stages.take()
	defer b.stages.give(dir)
	var t attempt
	for range changes {
		old, _, err := readEntry(ctx, b.out, indexKey(it.Path))
		if err != nil {
			return rec, false, err
		}
		if old != nil && old.Run == b.run && old.Record.Name == it.Name && (old.Record.Status != Done || b.force) {
			// What is kept of it may have been lost since: then it is set once more.
			ok, err := b.intact(ctx, old)
			if ok && err == nil {
				err = b.show(ctx, it.Path)
			}
			if ok || err != nil {
				return old.Record, false, err
			}
		}
		t, err = b.once(ctx, h, it, dir, old, started)
		if err != nil || t.settled {
			return t.rec, t.settled && old.Run != b.run, err
		}
		if !t.changed {
			break
		}
		t.out = Outcome{Status: Unreadable, Detail: "the folder keeps changing"}
	}
	e, err := b.keep(ctx, dir, t.rec, t.out)
	if err != nil {
		return t.rec, false, err
	}
	return e.Record, false, b.show(ctx, it.Path)
}

// attempt is what came of setting an issue as its folder was.
type attempt struct {
	rec     Record
	out     Outcome
	settled bool // it stands already, as rec says
	changed bool // the folder was another afterwards: what was read may be half of each
}

// once sets an issue as its folder is now.
func (b *bench) once(ctx context.Context, h hands, it Item, dir string, old *indexEntry, started func(int)) (t attempt, err error) {
	t.rec = Record{Path: it.Path, Name: it.Name, Date: it.Date}
	folder, state, drop, err := b.in.fetch(ctx, it.Path)
	if err != nil {
		t.out, err = b.unread(ctx, err)
		return t, err
	}
	defer drop()
	_, here := b.in.(folderSource)
	if t.rec.Folder = state; !here { // a folder's state is the hash of it
		if t.rec.Folder, err = hashFolder(folder); err != nil {
			t.out = unreadable(err)
			return t, nil
		}
	}
	t.rec.Inputs = inputsOf(b.program, b.settings, t.rec.Folder)
	if old != nil && !b.force && old.Record.Inputs == t.rec.Inputs && old.Record.Name == it.Name && old.Record.Status.settled() {
		if t.settled, err = b.intact(ctx, old); t.settled || err != nil {
			t.rec = old.Record
			return t, err
		}
	}
	if t.out, t.rec.Seconds, err = b.order(ctx, h, Order{Dir: folder, Settings: b.local, Stage: dir, Again: here}, started); err != nil {
		return t, err
	}
	now := t.out.Folder
	if now == "" {
		if now, err = b.in.state(ctx, it.Path); err != nil {
			t.out, err = b.unread(ctx, err)
			return t, err
		}
	}
	t.changed = now != state
	return t, nil
}

func unreadable(err error) Outcome { return Outcome{Status: Unreadable, Detail: err.Error()} }

// order has a worker do an order, when one is free.
func (b *bench) order(ctx context.Context, h hands, o Order, started func(int)) (out Outcome, seconds float64, err error) {
	var w *worker
	select {
	case w = <-h:
		defer func() { h <- w }()
	case <-ctx.Done():
		return out, 0, context.Cause(ctx)
	}
	started(w.number)
	timeout := b.timeout
	if timeout == 0 {
		timeout = forever
	}
	start := time.Now()
	out, err = w.do(ctx, o, timeout)
	if err == nil && out.Full != "" {
		err = fmt.Errorf("%w: %s", ErrFull, out.Full)
	}
	return out, time.Since(start).Seconds(), err
}

// hands are the workers of a machine. There are more issues on their way than hands:
// while one is set, others are brought here and put where they belong.
type hands chan *worker

// ahead is how many issues are on their way for each worker.
const ahead = 2

func newHands(c *Config) hands {
	n := max(c.Workers, 1)
	h := make(hands, n)
	for i := range n {
		h <- &worker{command: c.Worker, memory: c.Memory, number: i + 1}
	}
	return h
}

// end lets all workers go; nobody has one in hand.
func (h hands) end() {
	close(h)
	for w := range h {
		w.end(false)
	}
}

// unread tells a folder that cannot be read from a store that cannot be asked.
func (b *bench) unread(ctx context.Context, err error) (Outcome, error) {
	if _, ok := b.in.(folderSource); ctx.Err() != nil || !ok && !errors.Is(err, errUnfit) {
		return Outcome{}, errors.Join(ctx.Err(), err)
	}
	return unreadable(err), nil
}

// keep puts the files of an outcome where they are kept, and the entry into the index.
func (b *bench) keep(ctx context.Context, dir string, rec Record, out Outcome) (*indexEntry, error) {
	rec.Status, rec.Detail = out.Status, out.Detail
	rec.Pages, rec.Stories, rec.Chars, rec.Counts, rec.Problems = out.Pages, out.Stories, out.Chars, out.Counts, out.Problems
	rec.When = time.Now().Unix()
	e := &indexEntry{Run: b.run, Record: rec}
	if out.Status == Done {
		e.Record.Files, e.Record.Outline, e.Key, e.Thumb = out.Files, out.Outline, rec.Inputs, out.Thumb
		err := each(len(out.Files), func(n int) error { return b.keepFile(ctx, rec.Inputs, n, &out.Files[n], staged(dir, n)) })
		if err != nil {
			return nil, err
		}
	}
	return e, b.enter(ctx, e)
}

// keepFile puts a file. One that stands there already is the same, for its key says
// of what it was made; where it is not, it has been damaged, and is replaced.
func (b *bench) keepFile(ctx context.Context, key string, n int, f *File, name string) error {
	body, err := store.Given(name) // the worker has ended with it
	if err != nil {
		return err
	}
	object := objectKey(key, n, f.Suffix)
	_, err = b.out.PutIfAbsent(ctx, object, body)
	if !errors.Is(err, store.ErrExists) {
		return err
	}
	if ok, err := b.whole(ctx, object, f); ok || err != nil {
		return err
	}
	_, err = store.Put(ctx, b.out, object, body)
	return err
}

// whole tells whether what stands under a key is a file as it was recorded.
func (b *bench) whole(ctx context.Context, key string, f *File) (bool, error) {
	sum := sha256.New()
	err := store.Hash(ctx, b.out, key, f.Size, sum)
	if errors.Is(err, store.ErrAbsent) || errors.Is(err, store.ErrLarge) {
		return false, nil
	}
	return err == nil && hex.EncodeToString(sum.Sum(nil)) == f.Hash, err
}

// enter puts an entry into the index. If another entered the same issue for the same
// inputs in this run, that one stands, and e becomes it.
func (b *bench) enter(ctx context.Context, e *indexEntry) error {
	key := indexKey(e.Record.Path)
	for {
		old, tag, err := readEntry(ctx, b.out, key)
		if err != nil {
			return err
		}
		if old != nil && old.Run == e.Run && old.Record.Inputs == e.Record.Inputs && old.Record.Name == e.Record.Name {
			*e = *old
			return nil
		}
		if err := b.current(ctx, old); err != nil {
			return err
		}
		put := *e
		put.follow(old)
		data, err := json.Marshal(put)
		if err != nil {
			return err
		}
		if _, err = store.Replace(ctx, b.out, key, tag, store.Bytes(data)); errors.Is(err, store.ErrChanged) {
			continue
		}
		if err == nil && old != nil && old.Key != "" && old.Key != put.Key {
			err = b.forget(ctx, old)
		}
		*e = put
		return err
	}
}

// errSuperseded tells that another run has taken over.
var errSuperseded = errors.New("another run has taken over")

// current looks whether the run may still replace what another entered.
func (b *bench) current(ctx context.Context, old *indexEntry) error {
	if !b.guarded || old == nil || old.Run == b.run {
		return nil
	}
	n, _, err := readRun(ctx, b.out)
	if err == nil && n.Run != b.run {
		err = errSuperseded
	}
	return err
}

// follow keeps of the entry before what a failed issue keeps, and which files stand
// under a name that the issue no longer has.
func (e *indexEntry) follow(old *indexEntry) {
	if old == nil {
		return
	}
	r, before := &e.Record, &old.Record
	r.Former = slices.Clone(before.Former)
	if before.Name != r.Name {
		for _, f := range before.Files {
			r.Former = append(r.Former, Former{before.Name, f})
		}
		return
	}
	if r.Status != Done {
		r.Files, r.Outline, r.Stale = before.Files, before.Outline, len(before.Files) > 0
		e.Key, e.Thumb = old.Key, old.Thumb
	}
	for _, f := range before.Files {
		r.Former = append(r.Former, Former{before.Name, f})
	}
	r.Former = slices.DeleteFunc(r.Former, func(f Former) bool { // what it has again, or still
		return f.Name == r.Name && slices.ContainsFunc(r.Files, func(g File) bool { return g.Suffix == f.Suffix })
	})
}

// forget takes away the files of an entry that another has replaced.
func (b *bench) forget(ctx context.Context, old *indexEntry) error {
	return each(len(old.Record.Files), func(n int) error {
		return b.out.Delete(ctx, objectKey(old.Key, n, old.Record.Files[n].Suffix))
	})
}

// show gives the files of an issue the names that people look for, as the entry has
// them that stands when they have them.
func (b *bench) show(ctx context.Context, issue string) error {
	for {
		e, tag, err := readEntry(ctx, b.out, indexKey(issue))
		if err != nil || e == nil {
			return err
		}
		if e.Record.Stale || e.Key == "" {
			return nil
		}
		err = each(len(e.Record.Files), func(n int) error {
			f := &e.Record.Files[n]
			_, err := store.Copy(ctx, b.out, objectKey(e.Key, n, f.Suffix), e.Record.Name+f.Suffix)
			return err
		})
		now, after, err2 := readEntry(ctx, b.out, indexKey(issue))
		switch {
		case err2 != nil:
			return err2
		case after != tag || now == nil:
			continue // whoever replaced it may have come first with the names
		case err == nil, !errors.Is(err, store.ErrAbsent):
			return err
		}
		return fmt.Errorf("%s: what was kept of it is gone; the next run sets it again: %w", issue, err)
	}
}

// intact sees to it that the files of an entry stand in OUT; it is false where they
// cannot be had from what is kept.
func (b *bench) intact(ctx context.Context, e *indexEntry) (bool, error) {
	r := &e.Record
	if r.Status != Done {
		return true, nil
	}
	if e.Key == "" {
		return len(r.Files) == 0, nil
	}
	if _, ok := b.out.(*store.Folder); !ok {
		return b.intactTags(ctx, e)
	}
	for n := range r.Files {
		f := &r.Files[n]
		object := objectKey(e.Key, n, f.Suffix)
		ok, err := b.whole(ctx, r.Name+f.Suffix, f)
		if err == nil && !ok {
			if ok, err = b.whole(ctx, object, f); ok {
				_, err = store.Copy(ctx, b.out, object, r.Name+f.Suffix)
			}
		}
		if !ok || err != nil {
			return false, err
		}
	}
	return true, nil
}

// intactTags compares what a bucket says of the files, which costs two requests an
// issue. Where the tag of a file is not that of what is kept, it is copied once more.
func (b *bench) intactTags(ctx context.Context, e *indexEntry) (bool, error) {
	seen := make(map[string]store.Info)
	for _, prefix := range []string{path.Dir(objectKey(e.Key, 0, "")) + "/", e.Record.Name} {
		for info, err := range b.out.List(ctx, prefix) {
			if err != nil {
				return false, err
			}
			seen[info.Key] = info
		}
	}
	for n := range e.Record.Files {
		f := &e.Record.Files[n]
		object, to := objectKey(e.Key, n, f.Suffix), e.Record.Name+f.Suffix
		kept, here := seen[object], seen[to]
		if kept.Tag == "" || kept.Size != f.Size {
			return false, nil
		}
		if here.Tag != kept.Tag {
			if _, err := store.Copy(ctx, b.out, object, to); err != nil {
				return false, err
			}
		}
	}
	return true, nil
}

// scratchMark begins the names of folders for what is on its way.
const scratchMark = "duikai-scratch-"

// openScratch makes a folder on this machine, and clears away those of processes that
// have been ended: nobody holds their locks.
func openScratch() (dir string, drop func(), err error) {
	if old, err := filepath.Glob(filepath.Join(os.TempDir(), scratchMark+"*")); err == nil {
		for _, o := range old {
			dropScratch(o)
		}
	}
	if dir, err = os.MkdirTemp("", scratchMark); err != nil {
		return "", nil, err
	}
	lock, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err == nil {
		err = errors.Join(TryLock(lock), lock.Truncate(1)) // long: it is locked
	}
	if err != nil {
		return "", nil, errors.Join(err, os.RemoveAll(dir))
	}
	return dir, func() { _ = lock.Close(); _ = os.RemoveAll(dir) }, nil
}

func dropScratch(dir string) {
	lock, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR, 0)
	if err != nil {
		return
	}
	fi, err := lock.Stat()
	free := err == nil && fi.Size() > 0 && TryLock(lock) == nil
	_ = lock.Close()
	if free {
		_ = os.RemoveAll(dir)
	}
}
