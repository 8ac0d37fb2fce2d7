package archive

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"duikai/cmd/internal/store"
)

// Shard is the part of an archive that one of several processes sets (分片). The zero
// value is the whole.
type Shard struct{ I, N uint64 }

// ParseShard reads I/N: 0/16 to 15/16, or 1/16 to 16/16; both count all, for N/N is 0/N.
func ParseShard(s string) (Shard, bool) {
	a, b, _ := strings.Cut(s, "/")
	i, err := strconv.ParseUint(a, 10, 32)
	n, err2 := strconv.ParseUint(b, 10, 32)
	if err != nil || err2 != nil || n == 0 || i > n {
		return Shard{}, false
	}
	return Shard{i % n, n}, true
}

// Has tells whether an issue is in the shard. It asks for nothing but the issue's path.
func (s Shard) Has(issue string) bool {
	if s.N <= 1 {
		return true
	}
	h := sha256.Sum256([]byte(issue))
	return binary.BigEndian.Uint64(h[:])%s.N == s.I
}

// namesKey is where the names of all issues stand.
const namesKey = privateDir + "/names.json.gz"

// maxNames bounds the names of an archive: some millions.
const maxNames = 1 << 30

// readNames gives the names on record, by path.
func readNames(ctx context.Context, s store.Store) (names map[string]string, tag string, err error) {
	data, info, err := store.Read(ctx, s, namesKey, maxNames)
	if errors.Is(err, store.ErrAbsent) {
		return map[string]string{}, "", nil
	}
	if err != nil {
		return nil, "", err
	}
	names = make(map[string]string)
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err == nil {
		err = json.NewDecoder(io.LimitReader(z, maxNames)).Decode(&names)
	}
	if err != nil {
		return map[string]string{}, info.Tag, nil // damaged: they are given anew
	}
	return names, info.Tag, nil
}

func writeNames(ctx context.Context, s store.Store, names map[string]string, tag string) error {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if err := errors.Join(json.NewEncoder(z).Encode(names), z.Close()); err != nil {
		return err
	}
	_, err := store.Replace(ctx, s, namesKey, tag, store.Bytes(b.Bytes()))
	return err
}

// site is a run over an archive on its way in which several machines have a part.
type site struct {
	counted
	in      source
	out     store.Store
	scratch string
	drop    func()
	stages  *stages
}

func openSite(c Config) (s *site, err error) {
	s = &site{counted: counted{Config: c}}
	s.Force = s.Force || s.Failed || s.FailedWith != "" // changed or not
	for _, a := range []*string{&s.Archive, &s.Out} {
		if !store.IsBucket(*a) {
			if *a, err = filepath.Abs(*a); err != nil {
				return nil, err
			}
		}
	}
	if s.out, err = store.Open(s.Out); err != nil {
		return nil, err
	}
	if s.scratch, s.drop, err = openScratch(); err != nil {
		return nil, err
	}
	s.stages = &stages{dir: s.scratch}
	if s.in, err = openSource(s.Archive, s.Out, s.scratch); err != nil {
		s.drop()
		return nil, err
	}
	return s, nil
}

// bench gives a place to set issues at.
func (s *site) bench(run string) *bench {
	return &bench{
		in: s.in, out: s.out, program: s.Program, settings: s.Settings, local: s.Settings,
		run: run, force: s.Force, timeout: s.Timeout, stages: s.stages,
	}
}

// find lists the issues of the archive, gives them their names, and puts the names
// down. All who look at the same archive give the same names.
func (s *site) find(ctx context.Context) ([]Issue, error) {
	issues, unread, err := s.in.find(ctx)
	if err != nil {
		return nil, err
	}
	if len(issues) == 0 && len(unread) == 0 {
		return nil, ErrNoIssues
	}
	for _, u := range unread {
		s.notify(Event{Kind: NoFolder, Path: u.Path, Detail: u.Err.Error()})
	}
	for {
		names, tag, err := readNames(ctx, s.out)
		if err != nil {
			return nil, err
		}
		changed, err := s.name(ctx, issues, names)
		if err != nil || !changed && tag != "" {
			return issues, err
		}
		if err = writeNames(ctx, s.out, names, tag); !errors.Is(err, store.ErrChanged) {
			return issues, err
		}
	}
}

// name gives names; changed tells whether others are on record.
func (s *site) name(ctx context.Context, issues []Issue, names map[string]string) (changed bool, err error) {
	here := make(map[string]bool, len(issues))
	fresh := false
	for i := range issues {
		issues[i].Name = ""
		here[issues[i].Path] = true
		fresh = fresh || names[issues[i].Path] == ""
	}
	if fresh {
		if err := s.follow(ctx, issues, names, here); err != nil {
			return false, err
		}
	}
	assign(issues, names)
	for i := range issues {
		if is := &issues[i]; names[is.Path] != is.Name {
			names[is.Path], changed = is.Name, true
		}
	}
	return changed, nil
}

// follow frees the names of issues whose folder only has another path now.
func (s *site) follow(ctx context.Context, issues []Issue, names map[string]string, here map[string]bool) error {
	records := make(map[string]known)
	for p, name := range names {
		records[p] = known{name: name, date: dayOf(name)}
		if here[p] {
			continue
		}
		e, _, err := readEntry(ctx, s.out, indexKey(p))
		if err != nil {
			return err
		}
		if e != nil {
			records[p] = known{name, dayOf(name), e.Record.Folder}
		}
	}
	for to, from := range moved(issues, records, func(is Issue) (string, error) {
		dir, _, drop, err := s.in.fetch(ctx, is.Path)
		if err != nil {
			return "", err
		}
		defer drop()
		return hashFolder(dir)
	}) {
		names[to] = names[from]
		delete(names, from)
	}
	return nil
}

// dayOf is the day in a name; empty where it has none.
func dayOf(name string) string {
	base := filepath.Base(filepath.FromSlash(name))
	if day := base[:min(len(base), len(time.DateOnly))]; filepath.Dir(filepath.FromSlash(name)) != undated {
		if _, err := time.Parse(time.DateOnly, day); err == nil {
			return day
		}
	}
	return ""
}

// plan lists what is wanted, in the order of dates.
func (s *site) plan(ctx context.Context, issues []Issue, part Shard) ([]Item, error) {
	var items []Item
	for i := range issues {
		if is := &issues[i]; s.wants(is) && part.Has(is.Path) {
			items = append(items, Item{is.Path, is.Name, is.day()})
		}
	}
	if s.Failed || s.FailedWith != "" {
		bad := make([]bool, len(items))
		err := each(len(items), func(i int) error {
			e, _, err := readEntry(ctx, s.out, indexKey(items[i].Path))
			bad[i] = e != nil && s.again(&e.Record)
			return err
		})
		if err != nil {
			return nil, err
		}
		n := 0
		items = slices.DeleteFunc(items, func(Item) bool { n++; return !bad[n-1] })
	}
	s.summary.Found, s.summary.Wanted = len(issues), len(items)
	s.notify(Event{Kind: Plan, Found: len(issues), Wanted: len(items)})
	return items, nil
}

// RunShard sets a part of an archive, into an OUT that others write at the same time.
// Archive and Out may be buckets. At its end it gathers what all have done so far.
func RunShard(ctx context.Context, c Config, part Shard) (_ Summary, err error) {
	start := time.Now()
	defer func() { err = asFull(ctx, err) }()
	s, err := openSite(c)
	if err != nil {
		return Summary{}, err
	}
	defer s.drop()
	issues, err := s.find(ctx)
	if err != nil {
		return s.summary, err
	}
	items, err := s.plan(ctx, issues, part)
	if err == nil {
		err = s.setAll(ctx, items)
	}
	if err == nil {
		err = s.gather(ctx, issues)
	}
	if err != nil {
		return s.summary, err
	}
	s.summary.Seconds = time.Since(start).Seconds()
	s.notify(Event{Kind: Ended, Summary: &s.summary})
	return s.summary, nil
}

// setAll sets items with the workers of this machine.
func (s *site) setAll(ctx context.Context, items []Item) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	b, h := s.bench(rand.Text()), newHands(&s.Config)
	work := make(chan Item)
	var wg sync.WaitGroup
	for range ahead * cap(h) {
		wg.Go(func() {
			for it := range work {
				rec, skipped, err := b.set(ctx, h, it, func(n int) { s.notify(Event{Kind: Started, Path: it.Path, Name: it.Name, Worker: n}) })
				if err != nil {
					stop(err)
					continue
				}
				e := rec.event()
				e.Skipped = skipped
				s.notify(e)
			}
		})
	}
	for _, it := range items {
		select {
		case work <- it:
		case <-ctx.Done():
		}
	}
	close(work)
	wg.Wait()
	h.end()
	return context.Cause(ctx)
}

// entries shows every entry of the index, some at a time but one after the other.
func entries(ctx context.Context, s store.Store, show func(*indexEntry) error) error {
	var keys []string
	for info, err := range s.List(ctx, indexPrefix) {
		if err != nil {
			return err
		}
		keys = append(keys, info.Key)
	}
	slices.Sort(keys)
	var mu sync.Mutex
	return each(len(keys), func(i int) error {
		e, _, err := readEntry(ctx, s, keys[i])
		if err != nil || e == nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		return show(e)
	})
}

// gatherPatience is how long another machine is waited for that gathers.
const gatherPatience = 10 * time.Minute

// gather brings the ledger of OUT up to the index and writes what is made of it: the
// report, joined files, what leads into all issues. Whoever comes last leaves what
// all have done.
func (s *site) gather(ctx context.Context, issues []Issue) (err error) {
	r := &run{counted: counted{Config: s.Config}}
	r.Notify = s.notify
	r.ctx, r.stop = context.WithCancelCause(ctx)
	defer r.stop(nil)
	folder, ok := s.out.(*store.Folder)
	if !ok {
		return s.gatherBucket(ctx, r, issues)
	}
	if err := folder.Tidy(); err != nil {
		return err
	}
	if r.store, err = openSoon(ctx, r.Out); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.store.close()) }()
	if err := r.checkLedger(); err != nil {
		return err
	}
	if err := s.fold(ctx, r, issues); err != nil {
		return err
	}
	err = r.finish()
	s.summary.Foreign = r.summary.Foreign
	return err
}

// gatherBucket makes the report on this machine and puts it into the bucket. Where
// another machine came first with its report since the index was read, it is read
// again: that one may have missed what this one knows, and this one what that knows.
func (s *site) gatherBucket(ctx context.Context, r *run, issues []Issue) error {
	for n := 0; ; n++ {
		r.Out = filepath.Join(s.scratch, fmt.Sprintf("out-%d", n))
		tag, err := store.Tag(ctx, s.out, reportHTML)
		if err != nil {
			return err
		}
		if err := s.foldOnce(ctx, r, issues); err != nil {
			return err
		}
		if err = s.send(ctx, r.Out, tag); !errors.Is(err, store.ErrChanged) {
			return err
		}
	}
}

func (s *site) foldOnce(ctx context.Context, r *run, issues []Issue) (err error) {
	if r.store, err = openOutput(r.Out); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.store.close()) }()
	if err := s.fold(ctx, r, issues); err != nil {
		return err
	}
	return r.report()
}

// send puts the report into the bucket, report.html last and only over what was seen.
func (s *site) send(ctx context.Context, out, tag string) error {
	body := func(name string) (store.Body, error) { return store.File(filepath.Join(out, filepath.FromSlash(name))) }
	err := fs.WalkDir(os.DirFS(out), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name == privateDir:
			return fs.SkipDir
		case d.IsDir() || name == reportHTML:
			return nil
		}
		b, err := body(name)
		if err == nil {
			_, err = store.Put(ctx, s.out, name, b)
		}
		return err
	})
	if err != nil {
		return err
	}
	b, err := body(reportHTML)
	if err == nil {
		_, err = store.Replace(ctx, s.out, reportHTML, tag, b)
	}
	return err
}

// openSoon waits for the lock of OUT.
func openSoon(ctx context.Context, out string) (*output, error) {
	for end := time.Now().Add(gatherPatience); ; {
		o, err := openOutput(out)
		if !errors.Is(err, ErrBusy) || time.Now().After(end) {
			return o, err
		}
		if err := store.Sleep(ctx, time.Second); err != nil {
			return nil, err
		}
	}
}

// fold puts the entries of the index into the ledger, and takes away the files that
// stand under names their issues no longer have.
func (s *site) fold(ctx context.Context, r *run, issues []Issue) error {
	names := make(map[string]string, len(issues)) // of paths
	taken := make(map[string]bool, len(issues))
	for _, is := range issues {
		names[is.Path], taken[is.Name] = is.Name, true
	}
	if err := r.store.ledger.register(issues, nil, About{r.Archive, r.Settings, r.Merge, true}); err != nil {
		return err
	}
	var group []entry
	var former []Former
	flush := func() error {
		err := r.store.ledger.write(group)
		group = group[:0]
		return err
	}
	err := entries(ctx, s.out, func(e *indexEntry) error {
		rec := e.Record
		if name, ok := names[rec.Path]; ok && name != rec.Name || !ok && taken[rec.Name] {
			return nil // an issue that has another name, or another path, by now
		} else if !ok {
			rec.Gone = true
		}
		for _, f := range rec.Former {
			if f.Name == rec.Name || !taken[f.Name] {
				former = append(former, f)
			}
		}
		rec.Former = nil
		group = append(group, entry{record: rec, thumb: e.Thumb})
		if len(group) < foldSize {
			return nil
		}
		return flush()
	})
	if err == nil {
		err = flush()
	}
	if err != nil {
		return err
	}
	return each(len(former), func(i int) error { return s.out.Delete(ctx, former[i].Name+former[i].Suffix) })
}

// foldSize is how many entries a transaction takes.
const foldSize = 1000

// Shared tells whether the last run over an OUT was one of several machines. Sound has
// been called, where there is a ledger.
func Shared(ctx context.Context, out string) (bool, error) {
	if store.IsBucket(out) {
		return true, nil
	}
	about, err := Last(out)
	if err == nil || !errors.Is(err, ErrNoLedger) {
		return about.Shared, err
	}
	s, err := store.Open(out) // nobody has gathered yet
	if err != nil {
		return false, err
	}
	_, tag, err := readNames(ctx, s)
	return tag != "", err
}

// LookShared is Look for an OUT into which several machines write, as far as they have
// come. What no machine has taken yet is waiting.
func LookShared(ctx context.Context, out string, most int, show func(*Record)) (Tally, error) {
	t := Tally{ByStatus: make(map[Status]int), About: About{Archive: out}}
	s, err := store.Open(out)
	if err != nil {
		return t, err
	}
	names, tag, err := readNames(ctx, s)
	if err != nil {
		return t, err
	}
	if tag == "" {
		return t, ErrNoLedger
	}
	var failed []Record
	err = entries(ctx, s, func(e *indexEntry) error {
		if names[e.Record.Path] != e.Record.Name {
			return nil
		}
		delete(names, e.Record.Path)
		t.add(briefOf(&e.Record))
		if e.Record.Status != Done {
			failed = append(failed, e.Record)
		}
		return nil
	})
	for path, name := range names {
		t.add(brief{path: path, date: dayOf(name)})
	}
	slices.SortFunc(failed, func(a, b Record) int { return briefOf(&a).compare(briefOf(&b)) })
	for i := range failed {
		if show != nil && (most == 0 || i < most) {
			show(&failed[i])
		}
	}
	return t, err
}
