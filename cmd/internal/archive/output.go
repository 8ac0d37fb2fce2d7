package archive

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"duikai/cmd/internal/store"
)

// ErrFull tells that the disk of OUT takes nothing more, or that it failed.
var ErrFull = errors.New("the disk takes nothing more")

// ErrBusy tells that another run works on the same OUT.
var ErrBusy = errors.New("another run is working on it")

// ErrNoIssues tells that no folder of the archive is an issue: it is another
// folder than was meant, or a disk that is not there.
var ErrNoIssues = errors.New("no folder below it holds " + IssueFile)

// Overlap tells that OUT and the archive lie in each other where they may not.
// OUT may lie in the archive, beside its issues; what is written there is not
// taken for an issue.
type Overlap string

// The overlaps: files of one would be taken for files of the other.
const (
	SameFolder     Overlap = "OUT is ARCHIVE"
	ArchiveInOut   Overlap = "ARCHIVE lies in OUT"
	OutInsideIssue Overlap = "OUT lies in an issue"
)

// Error implements error.
func (o Overlap) Error() string { return string(o) }

// apart looks whether OUT and the archive keep out of each other's way,
// whatever links lead to them.
func (c *Config) apart() error {
	archive, err := os.Stat(c.Archive)
	if err != nil {
		return err
	}
	if out, err := os.Stat(c.Out); err == nil {
		if os.SameFile(out, archive) {
			return SameFolder
		}
		for _, dir := range above(c.Archive) {
			if fi, err := os.Stat(dir); err == nil && os.SameFile(fi, out) {
				return ArchiveInOut
			}
		}
	}
	inIssue := false
	for _, dir := range append([]string{c.Out}, above(c.Out)...) {
		_, err := os.Stat(filepath.Join(dir, IssueFile))
		inIssue = inIssue || err == nil
		if fi, err := os.Stat(dir); err == nil && os.SameFile(fi, archive) && inIssue {
			return OutInsideIssue
		}
	}
	return nil
}

// above lists the folders over a path, the next one first, with links followed
// where the path is there.
func above(name string) (dirs []string) {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
	}
	for dir := filepath.Dir(name); ; dir = filepath.Dir(dir) {
		dirs = append(dirs, dir)
		if dir == filepath.Dir(dir) {
			return dirs
		}
	}
}

const (
	privateDir = ".duikai" // inside OUT: the lock, the ledger, the stage
	lockName   = "lock"
	ledgerName = "ledger.db"
	stageMark  = "stage-"
)

// output is OUT: the lock on it, the ledger, and the stage where files are
// written before they get their names.
type output struct {
	out    string
	stage  string // of this run
	stages *stages
	lock   *os.File
	ledger ledger
}

// openOutput makes OUT ready and locks it.
func openOutput(out string) (_ *output, err error) {
	private := filepath.Join(out, privateDir)
	if err := os.MkdirAll(private, 0o755); err != nil {
		return nil, err
	}
	// For reading and writing: Windows locks nothing else.
	lock, err := os.OpenFile(filepath.Join(private, lockName), os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	s := &output{out: out, lock: lock, ledger: newLedger(filepath.Join(private, ledgerName))}
	if err := lockSoon(lock); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	if err := s.newStage(private); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return s, nil
}

// lockSoon tries for a moment: whoever looks at the state of OUT holds the lock
// as long as it takes to see that it is free.
func lockSoon(f *os.File) error {
	const tries, wait = 10, 50 * time.Millisecond
	for range tries {
		if err := TryLock(f); !errors.Is(err, ErrBusy) {
			return err
		}
		time.Sleep(wait)
	}
	return ErrBusy
}

// newStage clears away what earlier runs left behind. Each run has a stage of
// its own, so that a worker of an earlier one that is just about to die writes
// nowhere.
func (s *output) newStage(private string) error {
	entries, err := os.ReadDir(private)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), stageMark) {
			if err := os.RemoveAll(filepath.Join(private, e.Name())); err != nil {
				return err
			}
		}
	}
	s.stage = filepath.Join(private, stageMark+rand.Text())
	s.stages = &stages{dir: s.stage}
	return os.Mkdir(s.stage, 0o755)
}

func (s *output) close() error {
	return errors.Join(os.RemoveAll(s.stage), s.lock.Close())
}

// damaged puts a damaged ledger aside; the next transaction begins a new one.
func (s *output) damaged() (aside string, err error) {
	aside = s.ledger.name + ".damaged-" + time.Now().UTC().Format("20060102T150405")
	return aside, os.Rename(s.ledger.name, aside)
}

// stages are folders into which workers write. They are used again: making a folder costs
// some file systems more than all else that a run does for an issue of a page.
type stages struct {
	dir  string // they lie in
	mu   sync.Mutex
	free []string
	made int
}

// take gives a folder that nobody writes into. It may not be there yet, nor be empty.
func (s *stages) take() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.free) - 1; n >= 0 {
		dir := s.free[n]
		s.free = s.free[:n]
		return dir
	}
	s.made++
	return filepath.Join(s.dir, fmt.Sprint(s.made))
}

// give gives a folder back whose worker has ended with it. What is still in it goes.
func (s *stages) give(dir string) {
	if emptyDir(dir) != nil {
		return // the next run clears it away
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.free = append(s.free, dir)
}

// cleanDir makes an empty folder.
func cleanDir(dir string) error {
	err := emptyDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		err = os.Mkdir(dir, 0o755)
	}
	return err
}

func emptyDir(dir string) error {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		err = errors.Join(err, os.RemoveAll(filepath.Join(dir, e.Name())))
	}
	return err
}

// Stage takes the files of one issue. The files lie in a folder of the run,
// numbered; what they are called in OUT is theirs only when the run gives it.
type Stage struct {
	dir   string
	files []File
	err   error // the last failure
	// create makes a new file; tests of a full disk take another one.
	create func(name string) (io.WriteCloser, error)
}

// Write puts a file down whose name in OUT will end in suffix.
func (s *Stage) Write(suffix string, data []byte) error {
	f, err := s.create(staged(s.dir, len(s.files)))
	if err == nil {
		_, err = f.Write(data)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		s.err = err
		return err
	}
	sum := sha256.Sum256(data)
	s.files = append(s.files, File{Suffix: suffix, Size: int64(len(data)), Hash: hex.EncodeToString(sum[:])})
	return nil
}

func createFile(name string) (io.WriteCloser, error) {
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
}

// staged is where the n-th file of an issue lies in its stage.
func staged(dir string, n int) string { return filepath.Join(dir, fmt.Sprint(n)) }

// hopeless tells of a failure that every other issue would meet too: the disk
// is full, broken, or went read-only.
func hopeless(err error) bool {
	for _, e := range []error{syscall.ENOSPC, syscall.EROFS, syscall.EIO, syscall.EMFILE, syscall.ENFILE} {
		if errors.Is(err, e) {
			return true
		}
	}
	return isFull(err)
}

// asFull tells a run that ended over the disk as such.
func asFull(ctx context.Context, err error) error {
	if err != nil && ctx.Err() == nil && hopeless(err) && !errors.Is(err, ErrFull) {
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	return err
}

// syncers is how many files are forced to the disk at a time: that is waiting
// for the disk, not work.
const syncers = 8

// settle forces staged files to the disk, each job being a stage and the
// number of its files. The errors are by job.
func settle(dirs []string, counts []int) []error {
	errs := make([]error, len(dirs))
	var mu sync.Mutex
	var wg sync.WaitGroup
	slots := make(chan struct{}, syncers)
	for i, dir := range dirs {
		for n := range counts[i] {
			slots <- struct{}{}
			wg.Go(func() {
				defer func() { <-slots }()
				if err := syncFile(staged(dir, n)); err != nil {
					mu.Lock()
					errs[i] = errors.Join(errs[i], err)
					mu.Unlock()
				}
			})
		}
	}
	wg.Wait()
	return errs
}

func syncFile(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// place gives settled files their names in OUT and takes away those of the
// earlier record that the issue no longer has. It returns the folders touched.
// After an error some files may be the new ones and others the old ones; the
// record then fits neither, and the issue is set again.
func (s *output) place(dir, name string, files, before []File) (touched []string, err error) {
	keep := make(map[string]bool)
	for n := range files {
		to := files[n].in(s.out, name)
		keep[files[n].Suffix] = true
		folder := filepath.Dir(to)
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return touched, err
		}
		if err := os.Rename(staged(dir, n), to); err != nil {
			return touched, err
		}
		touched = append(touched, folder)
	}
	for i := range before {
		if f := &before[i]; !keep[f.Suffix] {
			s.remove(f.in(s.out, name))
		}
	}
	return touched, nil
}

// remove takes a file of ours away, and its folder when it was the last one in
// it. What cannot be removed harms nothing: reports name it as foreign.
func (s *output) remove(name string) {
	if os.Remove(name) != nil {
		return
	}
	for dir := filepath.Dir(name); dir != s.out && strings.HasPrefix(dir, s.out); dir = filepath.Dir(dir) {
		if os.Remove(dir) != nil {
			return // not empty
		}
	}
}

// removeFormer takes away what stood under an earlier name, if it is still
// what was recorded: another issue may have the name by now.
func (s *output) removeFormer(former []Former) {
	for i := range former {
		if f := &former[i]; f.intact(s.out, f.Name) {
			s.remove(f.in(s.out, f.Name))
		}
	}
}

// publishBuffer is how much of a file is written at a time.
const publishBuffer = 64 << 10

// publish writes a file of the run itself, such as the report, through the
// stage into OUT.
func (s *output) publish(name string, write func(io.Writer) error) (f File, err error) {
	temp := filepath.Join(s.stage, "publish-"+rand.Text())
	h := sha256.New()
	err = func() error {
		w, err := os.OpenFile(temp, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o644)
		if err != nil {
			return err
		}
		b := bufio.NewWriterSize(io.MultiWriter(w, h), publishBuffer) // templates write word by word
		if err = write(b); err == nil {
			err = b.Flush()
		}
		if err == nil {
			err = w.Sync()
		}
		if fi, e := w.Stat(); e == nil {
			f.Size = fi.Size()
		}
		return errors.Join(err, w.Close())
	}()
	to := filepath.Join(s.out, filepath.FromSlash(name))
	if err == nil {
		err = os.MkdirAll(filepath.Dir(to), 0o755)
	}
	if err == nil {
		err = os.Rename(temp, to)
	}
	if err == nil {
		err = store.SyncDir(filepath.Dir(to))
	}
	if err != nil {
		return f, errors.Join(err, ignoreMissing(os.Remove(temp)))
	}
	f.Hash = hex.EncodeToString(h.Sum(nil))
	return f, nil
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
