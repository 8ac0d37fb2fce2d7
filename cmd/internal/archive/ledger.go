package archive

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// Status is what became of an issue.
type Status string

const (
	Done       Status = "done"
	Errors     Status = "errors"     // the edition has errors
	Bug        Status = "bug"        // the program fell over it
	Timeout    Status = "timeout"    // it took too long
	Memory     Status = "memory"     // it took more memory than it may
	Killed     Status = "killed"     // its worker was ended from outside
	Unwritable Status = "unwritable" // its files could not be written
	Unreadable Status = "unreadable" // its folder could not be read, or kept changing
)

// settled tells whether the same inputs would give the same again. What may
// have been the machine's fault is tried anew in every run.
func (s Status) settled() bool { return s == Done || s == Errors || s == Bug }

// Words is a text in both languages.
type Words struct {
	En string `json:"en"`
	Zh string `json:"zh"`
}

// Problem is a problem of an issue, as it was said.
type Problem struct {
	Code     string `json:"code"`
	Severity string `json:"severity"` // info, warning, error, fatal
	File     string `json:"file,omitempty"`
	Line     int    `json:"line,omitempty"`
	Col      int    `json:"col,omitempty"`
	Text     Words  `json:"text"`
}

// failed tells whether the problem is why an issue failed.
func (p *Problem) failed() bool { return p.Severity == "error" || p.Severity == "fatal" }

// Place is the problem's place as FILE:LINE:COL.
func (p Problem) Place() string {
	switch {
	case p.File == "":
		return "-"
	case p.Line == 0:
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// File is a file of an issue: its name in OUT is the issue's with Suffix.
type File struct {
	Suffix string `json:"suffix"`
	Size   int64  `json:"size"`
	Hash   string `json:"hash"`
}

// Page is a page of a finished PDF, for bookmarks.
type Page struct {
	Title   string `json:"title"`
	Stories []Spot `json:"stories,omitempty"`
}

// Spot is where a story begins: points from the trim's top left corner.
type Spot struct {
	Title string  `json:"title"`
	X     float64 `json:"x"`
	Y     float64 `json:"y"`
}

// Counts are the problems of an issue by severity.
type Counts struct {
	Errors   int `json:"errors"` // fatal ones too
	Warnings int `json:"warnings"`
	Notes    int `json:"notes"`
}

// Record is what the ledger knows of an issue.
type Record struct {
	Path     string    `json:"path"`
	Name     string    `json:"name"`
	Date     string    `json:"date,omitempty"`
	Status   Status    `json:"status,omitempty"` // empty: not set yet
	Inputs   string    `json:"inputs,omitempty"` // hash: folder, program, settings
	Folder   string    `json:"folder,omitempty"` // hash of the folder alone
	When     int64     `json:"when,omitempty"`   // Unix seconds
	Seconds  float64   `json:"seconds,omitempty"`
	Pages    int       `json:"pages,omitempty"`
	Stories  int       `json:"stories,omitempty"`
	Chars    int       `json:"chars,omitempty"`
	Counts   Counts    `json:"counts,omitzero"`
	Problems []Problem `json:"problems,omitempty"` // the worst, at most MaxProblems
	Detail   string    `json:"detail,omitempty"`   // of a bug or a failure: what was caught
	// Files stand in OUT. Stale: they are of earlier inputs, for the present
	// ones could not be set.
	Files   []File `json:"files,omitempty"`
	Stale   bool   `json:"stale,omitempty"`
	Outline []Page `json:"outline,omitempty"`
	// Gone: the archive has the folder no longer. What was made of it stays.
	Gone bool `json:"gone,omitempty"`
	// Former are files under a name the issue no longer has. They go when it
	// is set under the new one.
	Former []Former `json:"former,omitempty"`
}

// Former is a file under an earlier name.
type Former struct {
	Name string `json:"name"`
	File
}

// MaxProblems is how many problems of an issue are kept.
const MaxProblems = 100

// pdf is the record's PDF file; nil where it has none.
func (r *Record) pdf() *File {
	for i := range r.Files {
		if r.Files[i].Suffix == ".pdf" {
			return &r.Files[i]
		}
	}
	return nil
}

// About is what the ledger keeps of the last run, so that it can be repeated.
type About struct {
	Archive  string `json:"archive"`
	Settings string `json:"settings"`
	Merge    string `json:"merge,omitempty"`
	Shared   bool   `json:"shared,omitempty"` // with other machines
}

// joined is a joined PDF on record.
type joined struct {
	Inputs string `json:"inputs"`
	File   File   `json:"file"`
}

// ledger is the database file. It is opened for each transaction: bbolt's own
// lock then never keeps those out for long who look at the state of a run.
type ledger struct {
	name string
	// mu keeps transactions of this process apart: bbolt waits for its own lock
	// by looking again twenty times a second.
	mu *sync.RWMutex
	// packer is used by who changes the ledger, which is one at a time.
	packer *packer
}

func newLedger(name string) ledger { return ledger{name, new(sync.RWMutex), new(packer)} }

var (
	issuesBucket = []byte("issues")
	thumbsBucket = []byte("thumbs")
	joinedBucket = []byte("joined")
	aboutBucket  = []byte("about")
	briefsBucket = []byte("briefs")
	aboutKey     = []byte("about")
)

// patience is how long a transaction waits for another process.
const patience = 30 * time.Second

var errDamaged = errors.New("the ledger is damaged")

func (l ledger) open(readOnly bool) (*bbolt.DB, error) {
	return bbolt.Open(l.name, 0o644, &bbolt.Options{Timeout: patience, ReadOnly: readOnly})
}

// update makes one transaction, forced to the disk.
func (l ledger) update(change func(*bbolt.Tx) error) (err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer caught(&err)
	db, err := l.open(false)
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		for _, b := range [][]byte{issuesBucket, thumbsBucket, joinedBucket, aboutBucket, briefsBucket} {
			if _, err := tx.CreateBucketIfNotExists(b); err != nil {
				return err
			}
		}
		return change(tx)
	})
	if err = errors.Join(err, db.Close()); err == nil {
		l.noteSound()
	}
	return err
}

// noteSound puts down how the file looks that a transaction has just left whole.
func (l ledger) noteSound() {
	if now := l.look(); now != "" {
		_ = os.WriteFile(l.name+soundMark, []byte(now), 0o644) // without it, it is looked through
	}
}

// soundMark ends the name of the note.
const soundMark = ".sound"

// untouched tells whether the file looks as the last transaction left it.
func (l ledger) untouched() bool {
	note, err := os.ReadFile(l.name + soundMark)
	return err == nil && len(note) > 0 && string(note) == l.look()
}

func (l ledger) look() string {
	fi, err := os.Stat(l.name)
	if err != nil {
		return ""
	}
	return fmt.Sprintln(fi.Size(), fi.ModTime().UnixNano())
}

// view looks without changing anything. A ledger that is not there yet is
// empty: look is not called.
func (l ledger) view(look func(*bbolt.Tx) error) (err error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	defer caught(&err)
	// Reading a damaged file through a memory map then is an error, and no end.
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	// A run may have ended between making the file and filling it.
	if fi, err := os.Stat(l.name); errors.Is(err, os.ErrNotExist) || err == nil && fi.Size() == 0 {
		return nil
	}
	db, err := l.open(true)
	if err != nil {
		return err
	}
	err = db.View(func(tx *bbolt.Tx) error {
		for _, b := range [][]byte{issuesBucket, thumbsBucket, joinedBucket, aboutBucket} {
			if tx.Bucket(b) == nil {
				return nil // as good as new
			}
		}
		return look(tx)
	})
	return errors.Join(err, db.Close())
}

// caught turns bbolt's panics over a damaged file into an error.
func caught(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%w: %v", errDamaged, r)
	}
}

// check reads the ledger from end to end. It is done by a worker: a file that
// is shorter than its pages say ends the process. The error is about damage
// only; a ledger that cannot be opened at all is met again by the run itself.
func (l ledger) check() error {
	err := l.view(func(tx *bbolt.Tx) error {
		var first error
		for err := range tx.Check() { // to the end: the check waits to be read
			if first == nil {
				first = fmt.Errorf("%w: %v", errDamaged, err)
			}
		}
		if first != nil {
			return first
		}
		return errors.Join(
			readable(tx, issuesBucket, func(key string, r Record) bool { return r.Path == key }),
			briefsReadable(tx),
			readable(tx, joinedBucket, func(string, joined) bool { return true }),
			readable(tx, aboutBucket, func(string, About) bool { return true }))
	})
	var path *os.PathError
	if errors.Is(err, berrors.ErrTimeout) || errors.As(err, &path) {
		return nil
	}
	return err
}

// readable reads every value of a bucket as a run does, and asks whether it may
// stand where it stands.
func readable[T any](tx *bbolt.Tx, bucket []byte, here func(key string, v T) bool) error {
	return tx.Bucket(bucket).ForEach(func(k, b []byte) error {
		var v T
		if err := unseal(b, &v); err != nil {
			return err
		}
		if !here(string(k), v) {
			return fmt.Errorf("%w: under %q stands what belongs elsewhere", errDamaged, k)
		}
		return nil
	})
}

// sealSize is the length of the sum before each value: bbolt itself does not
// notice a changed byte.
const sealSize = 8

func (p *packer) seal(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	if len(b) > packFrom {
		b = p.pack(b)
	}
	return sealBytes(b), nil
}

func sealBytes(b []byte) []byte {
	sum := sha256.Sum256(b)
	return append(sum[:sealSize:sealSize], b...)
}

// Values of some length are packed: what is said of an issue is said of many. No JSON
// begins with the mark.
const (
	packFrom = 200
	packed   = 1
	maxValue = 64 << 20
)

// packer packs one value after the other. The tables of a compressor take a megabyte,
// which is not to be cleared for every value. The zero value is ready.
type packer struct{ z *flate.Writer }

func (p *packer) pack(b []byte) []byte {
	out := bytes.NewBuffer([]byte{packed})
	if p.z == nil {
		z, err := flate.NewWriter(out, flate.BestSpeed)
		if err != nil {
			return b // a level that there is not
		}
		p.z = z
	} else {
		p.z.Reset(out)
	}
	_, err := p.z.Write(b)
	if errors.Join(err, p.z.Close()) != nil || out.Len() >= len(b) {
		return b
	}
	return out.Bytes()
}

func unpack(b []byte) ([]byte, error) {
	if len(b) == 0 || b[0] != packed {
		return b, nil
	}
	return io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(b[1:])), maxValue))
}

// unsealBytes gives what a seal stands before, if it is that.
func unsealBytes(b []byte) ([]byte, error) {
	if len(b) < sealSize {
		return nil, errDamaged
	}
	if sum := sha256.Sum256(b[sealSize:]); string(sum[:sealSize]) != string(b[:sealSize]) {
		return nil, errDamaged
	}
	return b[sealSize:], nil
}

func unseal(b []byte, v any) error {
	b, err := unsealBytes(b)
	if err == nil {
		b, err = unpack(b)
	}
	if err == nil {
		err = json.Unmarshal(b, v)
	}
	if err != nil && !errors.Is(err, errDamaged) {
		err = fmt.Errorf("%w: %v", errDamaged, err)
	}
	return err
}

func (l ledger) put(tx *bbolt.Tx, bucket []byte, key string, v any) error {
	b, err := l.packer.seal(v)
	if err != nil {
		return err
	}
	return tx.Bucket(bucket).Put([]byte(key), b)
}

// get fills v; it is false where there is no such key.
func get(tx *bbolt.Tx, bucket []byte, key string, v any) (bool, error) {
	b := tx.Bucket(bucket).Get([]byte(key))
	if b == nil {
		return false, nil
	}
	return true, unseal(b, v)
}

// known is what is kept in mind of a record while names are given.
type known struct{ name, date, folder string }

// known are the issues on record, by path.
func (l ledger) known() (map[string]known, error) {
	all := make(map[string]known)
	err := eachIn(l, func(r *struct {
		Path   string `json:"path"`
		Name   string `json:"name"`
		Date   string `json:"date"`
		Folder string `json:"folder"`
	}) error {
		all[r.Path] = known{r.Name, r.Date, r.Folder}
		return nil
	})
	return all, err
}

// each shows every record in the order of paths.
func (l ledger) each(show func(*Record) error) error { return eachIn(l, show) }

// eachIn shows of every record what R has of it.
func eachIn[R any](l ledger, show func(*R) error) error {
	return l.view(func(tx *bbolt.Tx) error {
		return tx.Bucket(issuesBucket).ForEach(func(_, v []byte) error {
			var r R
			if err := unseal(v, &r); err != nil {
				return err
			}
			return show(&r)
		})
	})
}

// records fetches the records of some paths; what is not on record is zero.
func (l ledger) records(paths []string) ([]Record, error) {
	list := make([]Record, len(paths))
	err := l.view(func(tx *bbolt.Tx) error {
		for i, p := range paths {
			if _, err := get(tx, issuesBucket, p, &list[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return list, err
}

// register puts down the names of issues before the first is set, so that
// they do not depend on how far a run came. Moved are folders that have
// another path now, old by new.
func (l ledger) register(issues []Issue, moved map[string]string, about About) error {
	return l.update(func(tx *bbolt.Tx) error {
		for to, from := range moved {
			if err := l.move(tx, from, to); err != nil {
				return err
			}
		}
		if err := l.markGone(tx, issues); err != nil {
			return err
		}
		for i := range issues {
			is := &issues[i]
			var r Record
			if _, err := get(tx, issuesBucket, is.Path, &r); err != nil {
				return err
			}
			date := is.day()
			if r.Path == is.Path && r.Name == is.Name && r.Date == date {
				if tx.Bucket(briefsBucket).Get([]byte(is.Path)) == nil { // of a program before this
					if err := l.putRecord(tx, &r); err != nil {
						return err
					}
				}
				continue
			}
			// Under a new name everything has to be set again.
			anew := Record{Path: is.Path, Name: is.Name, Date: date, Former: r.Former}
			for _, f := range r.Files {
				anew.Former = append(anew.Former, Former{r.Name, f})
			}
			if err := l.putRecord(tx, &anew); err != nil {
				return err
			}
		}
		return l.put(tx, aboutBucket, string(aboutKey), about)
	})
}

// move puts a record under another path.
func (l ledger) move(tx *bbolt.Tx, from, to string) error {
	var r Record
	if _, err := get(tx, issuesBucket, from, &r); err != nil {
		return err
	}
	r.Path = to
	if err := l.putRecord(tx, &r); err != nil {
		return err
	}
	if err := errors.Join(tx.Bucket(issuesBucket).Delete([]byte(from)), tx.Bucket(briefsBucket).Delete([]byte(from))); err != nil {
		return err
	}
	thumbs := tx.Bucket(thumbsBucket)
	if t := bytes.Clone(thumbs.Get([]byte(from))); t != nil {
		if err := thumbs.Put([]byte(to), t); err != nil {
			return err
		}
	}
	return thumbs.Delete([]byte(from))
}

// markGone notes which records have a folder in the archive.
func (l ledger) markGone(tx *bbolt.Tx, issues []Issue) error {
	here := make(map[string]bool, len(issues))
	for _, is := range issues {
		here[is.Path] = true
	}
	var changed []Record // put when the bucket has been read: bbolt wants it so
	err := tx.Bucket(issuesBucket).ForEach(func(_, v []byte) error {
		var r Record
		if err := unseal(v, &r); err != nil {
			return err
		}
		if r.Gone == here[r.Path] || r.Gone && tx.Bucket(briefsBucket).Get([]byte(r.Path)) == nil {
			r.Gone = !here[r.Path]
			changed = append(changed, r)
		}
		return nil
	})
	for i := range changed {
		if err == nil {
			err = l.putRecord(tx, &changed[i])
		}
	}
	return err
}

func (l ledger) about() (a About, ok bool, err error) {
	err = l.view(func(tx *bbolt.Tx) error {
		var err error
		ok, err = get(tx, aboutBucket, string(aboutKey), &a)
		return err
	})
	return a, ok, err
}

// entry is what a transaction puts down about an issue.
type entry struct {
	record Record
	thumb  []byte
}

func (l ledger) write(entries []entry) error {
	return l.update(func(tx *bbolt.Tx) error {
		for _, e := range entries {
			if err := l.putRecord(tx, &e.record); err != nil {
				return err
			}
			var err error
			if e.thumb != nil {
				err = tx.Bucket(thumbsBucket).Put([]byte(e.record.Path), e.thumb)
			} else if !e.record.Stale {
				err = tx.Bucket(thumbsBucket).Delete([]byte(e.record.Path))
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}
