package archive

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"duikai/cmd/internal/store"
)

// Config is a run.
type Config struct {
	Archive, Out string
	// Settings go to the setter as they are and into the hash of the inputs.
	Settings string
	Merge    string // joined PDFs by "month" or "year"; empty: none
	// Program identifies the program, for the hash of the inputs.
	Program string

	Workers int
	Worker  func() *exec.Cmd // makes the command of a worker: a program that calls Serve
	Timeout time.Duration    // an issue may take; 0: as long as it likes
	Memory  int64            // bytes a worker may take; 0: as it likes

	Force        bool      // set again what has not changed
	Failed       bool      // only what failed before
	FailedWith   string    // only what failed before, with this code among its problems, or as this status; empty: as Failed says
	Since, Until time.Time // only issues of these days, ends included; zero: open
	Only         string    // only issues that this pattern means; empty: all

	// Bind makes what leads into all issues (合订), such as a calendar, of those that
	// stand in OUT in the order of their dates; put writes its files below OUT/Bound.
	// It is called at the end of a run where it was not called for these issues yet.
	// nil: there is none.
	Bind  func(issues []Standing, put func(name string, data []byte) error) error
	Bound string

	Chinese bool        // the language of the report
	Notify  func(Event) // told of everything that happens, one event at a time
}

// Standing is an issue that stands in OUT.
type Standing struct {
	Name  string // what its files are called in OUT
	Date  time.Time
	Files []File
}

// run is a Run on its way.
type run struct {
	counted
	store *output
	ctx   context.Context
	stop  context.CancelCauseFunc
}

// task is an issue that has to be set.
type task struct {
	issue  Issue
	before Record
	folder string // hash of the folder, taken before it was read
	inputs string // hash of that and of the rest
}

// finished is a task that has been done, for better or worse.
type finished struct {
	task
	out     Outcome
	seconds float64
	dir     string // its stage
}

// Run sets an archive. It ends with an error when the run as a whole cannot go
// on; what is wrong with single issues is in the summary.
func Run(ctx context.Context, c Config) (_ Summary, err error) {
	start := time.Now()
	r := &run{counted: counted{Config: c}}
	if r.Archive, err = filepath.Abs(c.Archive); err != nil {
		return Summary{}, err
	}
	if r.Out, err = filepath.Abs(c.Out); err != nil {
		return Summary{}, err
	}
	if fi, err := os.Stat(r.Archive); err != nil {
		return Summary{}, err
	} else if !fi.IsDir() {
		return Summary{}, &os.PathError{Op: "open", Path: c.Archive, Err: errors.New("is not a folder")}
	}
	if err := r.apart(); err != nil {
		return Summary{}, err
	}
	issues, unread, err := Find(ctx, r.Archive, r.Out)
	if err != nil {
		return Summary{}, err
	}
	if len(issues) == 0 && len(unread) == 0 {
		return Summary{}, ErrNoIssues // before anything is written
	}
	if r.store, err = openOutput(r.Out); err != nil {
		return Summary{}, err
	}
	defer func() {
		err = errors.Join(asFull(ctx, err), r.store.close())
	}()
	r.ctx, r.stop = context.WithCancelCause(ctx)
	defer r.stop(nil)

	if err := r.checkLedger(); err != nil {
		return r.summary, err
	}
	if issues, err = r.find(issues, unread); err != nil {
		return r.summary, err
	}
	r.work(issues)
	if err := context.Cause(r.ctx); err != nil {
		return r.summary, err
	}
	if err := r.finish(); err != nil {
		return r.summary, err
	}
	r.summary.Seconds = time.Since(start).Seconds()
	r.notify(Event{Kind: Ended, Summary: &r.summary})
	return r.summary, nil
}

// finish makes of the ledger what is made when all issues are set.
func (r *run) finish() (err error) {
	if r.Merge != "" {
		if err := r.merge(); err != nil {
			return err
		}
	}
	if err := r.bind(); err != nil {
		return err
	}
	if r.summary.Foreign, err = r.store.foreign(r.ctx, r.Bound); err != nil {
		return err
	}
	return r.report()
}

// checkLedger has a worker read the ledger, and puts a damaged one aside.
func (r *run) checkLedger() error {
	if _, err := os.Stat(r.store.ledger.name); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	detail, err := inspect(r.ctx, r.Worker, r.store.ledger.name)
	if err != nil || detail == "" {
		return err
	}
	aside, err := r.store.damaged()
	if err != nil {
		return err
	}
	r.notify(Event{Kind: Ledger, Name: aside, Detail: detail})
	return nil
}

// inspect has a worker check a ledger and gives what is wrong with it.
func inspect(ctx context.Context, command func() *exec.Cmd, name string) (string, error) {
	w := worker{command: command}
	defer w.end(false)
	out, err := w.do(ctx, Order{Check: name}, forever)
	switch {
	case err != nil:
		return "", err
	case out.Status == Done:
		return "", nil
	case out.Detail == "":
		return string(out.Status), nil
	}
	return out.Detail, nil
}

// forever is the time an order has without a guard.
const forever = 1000 * time.Hour

// find lists what is wanted of the issues found, in the order of dates, and
// puts the names of all down.
func (r *run) find(issues []Issue, unread []Unread) ([]Issue, error) {
	for _, u := range unread {
		r.notify(Event{Kind: NoFolder, Path: u.Path, Detail: u.Err.Error()})
	}
	records, err := r.store.ledger.known()
	if err != nil {
		return nil, err
	}
	moved := r.moved(issues, records)
	names := make(map[string]string, len(records))
	for path, k := range records {
		names[path] = k.name
	}
	assign(issues, names)
	if err := r.store.ledger.register(issues, moved, About{r.Archive, r.Settings, r.Merge, false}); err != nil {
		return nil, err
	}
	found := len(issues)
	issues = slices.DeleteFunc(issues, func(is Issue) bool { return !r.wants(&is) })
	if r.Failed || r.FailedWith != "" {
		if issues, err = r.failed(issues); err != nil {
			return nil, err
		}
	}
	r.summary.Found, r.summary.Wanted = found, len(issues)
	r.notify(Event{Kind: Plan, Found: found, Wanted: len(issues)})
	return issues, nil
}

// moved finds folders that only have another path now: one is gone, and one of
// the same day and the same contents has turned up. Records are put under the
// new path; so an archive can be put in order without a page being set again.
func (r *run) moved(issues []Issue, records map[string]known) map[string]string {
	return moved(issues, records, func(is Issue) (string, error) {
		if err := r.ctx.Err(); err != nil {
			return "", err
		}
		return hashFolder(r.dir(is))
	})
}

func moved(issues []Issue, records map[string]known, hash func(Issue) (string, error)) map[string]string {
	here := make(map[string]bool, len(issues))
	for _, is := range issues {
		here[is.Path] = true
	}
	gone := make(map[string][]string) // paths by day
	for path, k := range records {
		if !here[path] && k.folder != "" {
			gone[k.date] = append(gone[k.date], path)
		}
	}
	to := make(map[string]string)
	for i := range issues {
		is := &issues[i]
		if _, ok := records[is.Path]; ok || len(gone[is.day()]) == 0 {
			continue
		}
		folder, err := hash(*is)
		if err != nil {
			continue
		}
		candidates := gone[is.day()]
		slices.Sort(candidates)
		for n, from := range candidates {
			if records[from].folder == folder {
				to[is.Path] = from
				records[is.Path] = records[from]
				delete(records, from)
				gone[is.day()] = slices.Delete(candidates, n, n+1)
				break
			}
		}
	}
	return to
}

func (c *Config) wants(is *Issue) bool {
	switch {
	case c.Only != "" && !is.matches(c.Only),
		!c.Since.IsZero() && is.Date.Before(c.Since), // an unknown date is before all others
		!c.Until.IsZero() && (is.Date.IsZero() || is.Date.After(c.Until)):
		return false
	}
	return true
}

// again tells whether an issue failed in the way that is asked for.
func (c *Config) again(rec *Record) bool {
	if rec.Status == "" || rec.Status == Done || rec.Gone {
		return false
	}
	return c.FailedWith == "" || c.FailedWith == string(rec.Status) ||
		slices.ContainsFunc(rec.Problems, func(p Problem) bool { return p.Code == c.FailedWith && p.failed() })
}

// failed keeps the issues that are on record as failed.
func (r *run) failed(issues []Issue) ([]Issue, error) {
	bad := make(map[string]bool)
	err := r.store.ledger.each(func(rec *Record) error {
		if r.again(rec) {
			bad[rec.Path] = true
		}
		return nil
	})
	return slices.DeleteFunc(issues, func(is Issue) bool { return !bad[is.Path] }), err
}

// planners is how many issues are hashed at a time.
const planners = 2

// planSize is how many records are fetched at a time: looking into the ledger has a
// price.
const planSize = 64

// work sets the issues. It returns when everything is done and on record, or
// when the run has been stopped.
func (r *run) work(issues []Issue) {
	looked := make(chan task)
	tasks := make(chan task)
	results := make(chan finished, 2*r.Workers)

	var planning, setting, committing sync.WaitGroup
	for range planners {
		planning.Go(func() {
			for t := range looked {
				r.plan(t, tasks)
			}
		})
	}
	for n := range max(r.Workers, 1) {
		setting.Go(func() { r.set(n+1, tasks, results) })
	}
	committing.Go(func() { r.commit(results) })

	r.look(issues, looked)
	close(looked)
	planning.Wait()
	close(tasks)
	setting.Wait()
	close(results)
	committing.Wait()
}

// look gives issues with what is on record of them.
func (r *run) look(issues []Issue, looked chan<- task) {
	for part := range slices.Chunk(issues, planSize) {
		paths := make([]string, len(part))
		for i := range part {
			paths[i] = part[i].Path
		}
		records, err := r.store.ledger.records(paths)
		if err != nil {
			r.stop(err)
			return
		}
		for i := range part {
			select {
			case looked <- task{issue: part[i], before: records[i]}:
			case <-r.ctx.Done():
				return
			}
		}
	}
}

// plan sends on what has to be set.
func (r *run) plan(t task, tasks chan<- task) {
	if r.ctx.Err() != nil {
		return
	}
	// An issue that cannot be hashed goes its way: the worker meets the same fault and
	// says so.
	t.folder, t.inputs = r.hash(t.issue)
	if r.standing(&t) {
		e := t.before.event()
		e.Skipped = true
		r.notify(e)
		return
	}
	select {
	case tasks <- t:
	case <-r.ctx.Done():
	}
}

func (r *run) dir(is Issue) string { return filepath.Join(r.Archive, filepath.FromSlash(is.Path)) }

// hash is empty where the folder cannot be opened.
func (r *run) hash(is Issue) (folder, inputs string) {
	folder, err := hashFolder(r.dir(is))
	if err != nil {
		return "", ""
	}
	return folder, r.inputs(folder)
}

func (r *run) inputs(folder string) string { return inputsOf(r.Program, r.Settings, folder) }

// standing tells whether an issue can be left as it is.
func (r *run) standing(t *task) bool {
	b := &t.before
	if r.Force || r.Failed || r.FailedWith != "" || b.Inputs == "" || b.Inputs != t.inputs || !b.Status.settled() {
		return false
	}
	if b.Status != Done {
		return true // it would fail again
	}
	for i := range b.Files {
		if f := &b.Files[i]; !f.intact(r.Out, b.Name) {
			r.notify(Event{Kind: Replaced, Path: b.Path, Name: b.Name + f.Suffix})
			return false
		}
	}
	return true
}

// set is the loop of one worker.
func (r *run) set(number int, tasks <-chan task, results chan<- finished) {
	w := &worker{command: r.Worker, memory: r.Memory}
	defer w.end(false)
	for t := range tasks {
		if r.ctx.Err() != nil {
			continue
		}
		r.notify(Event{Kind: Started, Path: t.issue.Path, Name: t.issue.Name, Worker: number})
		f, err := r.setIssue(w, t)
		if err == nil && f.out.Full != "" {
			err = fmt.Errorf("%w: %s: %s", ErrFull, r.Out, f.out.Full)
		}
		if err != nil {
			r.stop(err)
			continue
		}
		results <- f
	}
}

// changes is how often an issue may change under the hands of its worker.
const changes = 3

// setIssue has an issue set. It is hashed again afterwards, by the worker if that is
// still there: what changed meanwhile may have been read half before and half after.
func (r *run) setIssue(w *worker, t task) (f finished, err error) {
	f = finished{task: t, dir: r.store.stages.take()}
	timeout := r.Timeout
	if timeout == 0 {
		timeout = forever
	}
	for range changes {
		start := time.Now()
		f.out, err = w.do(r.ctx, Order{Dir: r.dir(t.issue), Settings: r.Settings, Stage: f.dir, Again: true}, timeout)
		f.seconds = time.Since(start).Seconds()
		if err != nil {
			return f, err
		}
		before := f.inputs
		if f.folder = f.out.Folder; f.folder != "" {
			f.inputs = r.inputs(f.folder)
		} else {
			f.folder, f.inputs = r.hash(t.issue)
		}
		if f.inputs == before {
			return f, nil
		}
	}
	f.out = Outcome{Status: Unreadable, Detail: "the folder keeps changing"}
	return f, nil
}

// A transaction takes so many issues at most, and the first of them waits so long for
// the others: opening the ledger and waiting for the disk costs the same for one and for
// many, and more than an issue of a page. What waits lies in the stage; a run that is
// ended then has lost a moment's work, as it has with what is being set.
const (
	groupSize  = 32
	gatherTime = 250 * time.Millisecond
)

// commit puts results into OUT and into the ledger, as many at a time as gather in a
// moment.
func (r *run) commit(results <-chan finished) {
	for f := range results {
		if err := r.commitGroup(gatherGroup(f, results)); err != nil {
			r.stop(err)
			for range results { // let the workers end
			}
			return
		}
	}
}

// gatherGroup waits for what is finished soon after the first.
func gatherGroup(first finished, results <-chan finished) []finished {
	group := []finished{first}
	late := time.NewTimer(gatherTime)
	defer late.Stop()
	for len(group) < groupSize {
		select {
		case f, ok := <-results:
			if !ok {
				return group
			}
			group = append(group, f)
		case <-late.C:
			return group
		}
	}
	return group
}

func (r *run) commitGroup(group []finished) error {
	dirs, counts := make([]string, len(group)), make([]int, len(group))
	for i, f := range group {
		if f.out.Status == Done {
			dirs[i], counts[i] = f.dir, len(f.out.Files)
		}
	}
	folders := make(map[string]bool)
	entries := make([]entry, len(group))
	for i, err := range settle(dirs, counts) {
		f := &group[i]
		if err == nil && f.out.Status == Done {
			var touched []string
			touched, err = r.store.place(f.dir, f.issue.Name, f.out.Files, f.before.Files)
			for _, t := range touched {
				folders[t] = true
			}
			if err == nil {
				r.store.removeFormer(f.before.Former)
			}
		}
		if err != nil {
			if hopeless(err) {
				return err
			}
			f.out = Outcome{Status: Unwritable, Detail: err.Error()}
		}
		entries[i] = f.entry()
	}
	for dir := range folders {
		if err := store.SyncDir(dir); err != nil {
			return err
		}
	}
	if err := r.store.ledger.write(entries); err != nil {
		return fmt.Errorf("%s: %w", r.store.ledger.name, err)
	}
	for i, f := range group {
		r.store.stages.give(f.dir)
		r.notify(entries[i].record.event())
	}
	return nil
}

// entry is what goes on record. A failed issue keeps its earlier files: an
// archive does not lose what it had.
func (f *finished) entry() entry {
	o := &f.out
	rec := Record{
		Path: f.issue.Path, Name: f.issue.Name, Date: f.before.Date, Status: o.Status, Inputs: f.inputs, Folder: f.folder,
		When: time.Now().Unix(), Seconds: f.seconds, Pages: o.Pages, Stories: o.Stories, Chars: o.Chars,
		Counts: o.Counts, Problems: o.Problems, Detail: o.Detail, Files: o.Files, Outline: o.Outline,
	}
	if o.Status != Done {
		rec.Files, rec.Outline, rec.Stale = f.before.Files, f.before.Outline, len(f.before.Files) > 0
		rec.Former = f.before.Former
		return entry{record: rec}
	}
	return entry{record: rec, thumb: o.Thumb}
}

// bind has the issues bound together.
func (r *run) bind() error {
	if r.Bind == nil {
		return nil
	}
	var list []Standing
	err := r.store.ledger.each(func(rec *Record) error {
		if len(rec.Files) > 0 {
			day, _ := time.Parse(time.DateOnly, rec.Date) // zero: it has no date
			list = append(list, Standing{rec.Name, day, rec.Files})
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortFunc(list, func(a, b Standing) int {
		return cmp.Or(a.Date.Compare(b.Date), strings.Compare(a.Name, b.Name))
	})
	seal := sealOf(r.Program, list)
	if old, err := os.ReadFile(filepath.Join(r.Out, r.Bound, boundSeal)); err == nil && string(old) == seal {
		return nil
	}
	put := func(name string, data []byte) error {
		if err := context.Cause(r.ctx); err != nil {
			return err
		}
		_, err := r.store.publish(path.Join(r.Bound, name), func(w io.Writer) error {
			_, err := w.Write(data)
			return err
		})
		return err
	}
	if err := r.Bind(list, put); err != nil {
		return err
	}
	return put(boundSeal, []byte(seal))
}

// boundSeal is written last: it tells which issues were bound, and that they were to
// the end.
const boundSeal = "bound"

func sealOf(program string, list []Standing) string {
	h := sha256.New()
	fmt.Fprintln(h, program)
	for _, s := range list {
		fmt.Fprintln(h, s.Name, s.Date.Format(time.DateOnly))
		for _, f := range s.Files {
			fmt.Fprintln(h, f.Suffix, f.Hash)
		}
	}
	return hex.EncodeToString(h.Sum(nil)) + "\n"
}

// foreign counts the files in OUT that belong to no issue and are not the
// run's own, such as notes an archivist has put beside a PDF. They are left
// alone. What lies in the folder of an issue counts as the issue's.
func (s *output) foreign(ctx context.Context, bound string) (n int, err error) {
	ours := map[string]bool{reportHTML: true, reportCSV: true, reportDir: true, bound: bound != ""}
	err = eachIn(s.ledger, func(r *struct { // of a record: reading all of it takes twice as long
		Name   string   `json:"name"`
		Former []Former `json:"former"`
	}) error {
		ours[r.Name] = true
		for _, f := range r.Former {
			ours[f.Name] = true
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	if err := s.joinedFiles(func(name string) { ours[name] = true }); err != nil {
		return 0, err
	}
	fsys := os.DirFS(s.out)
	err = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return nil // what cannot be looked into is not ours
		case name == privateDir:
			return fs.SkipDir
		case d.IsDir() || ours[name] || ours[strings.TrimSuffix(name, ".pdf")]:
			return nil
		}
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			if ours[dir] {
				return nil
			}
		}
		n++
		return nil
	})
	return n, err
}
