package edit

import (
	"errors"
	"io/fs"
	"sync"
	"time"
	"unicode/utf8"

	"duikai/layout/manuscript"
)

// Folder reads and writes the files of an issue, by paths inside its folder; no path
// leads out of it.
type Folder interface {
	// Read gives a file whole; fs.ErrNotExist where there is none.
	Read(name string) ([]byte, error)
	// Swap writes a file whole or not at all, if it still holds what it held (was);
	// otherwise it fails with ErrMeanwhile. A nil was: there is no file yet; a nil now:
	// there is to be none.
	Swap(name string, was, now []byte) error
	// Append adds to a file, making it and its folder, and forces that to the disk.
	Append(name string, data []byte) error
	// Size is how large a file is; 0 where there is none.
	Size(name string) (int64, error)
	// Lock keeps other sessions in the folder from writing, of other programs too, until
	// it is given back; it fails with ErrShared where one of them does not end.
	Lock() (unlock func(), err error)
}

// ErrShared tells that another session keeps the folder.
var ErrShared = errors.New("another session writes in the folder")

// ErrMeanwhile tells that a file was changed between reading and writing it.
var ErrMeanwhile = errors.New("the file was changed meanwhile")

// Session is an issue that is being edited. It is used from many goroutines.
type Session struct {
	folder Folder
	now    func() time.Time
	slots  manuscript.SlotReader

	mu   sync.Mutex
	log  *log
	size int64 // of the journal that log was read from
}

// Open begins to edit a folder. What was begun before and not ended is completed.
// now gives the time for the journal.
func Open(f Folder, now func() time.Time) (*Session, error) {
	unlock, err := f.Lock()
	if err != nil {
		return nil, shared(err)
	}
	defer unlock()
	data, err := f.Read(JournalFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if len(data) > maxJournal {
		short := shortened(data)
		if err := f.Swap(JournalFile, data, short); err != nil {
			return nil, err
		}
		data = short
	}
	s := &Session{folder: f, now: now, log: readLog(data), size: int64(len(data))}
	return s, s.complete()
}

// Slots gives the slots of an issue.yaml, in their order. Nobody may change them.
func (s *Session) Slots(source []byte) ([]manuscript.SlotEntry, error) { return s.slots.Read(source) }

// shared tells in the words of this package that another session keeps the folder.
func shared(err error) error {
	if errors.Is(err, ErrShared) {
		return &Refused{Why: Shared}
	}
	return err
}

// begin makes the session the only one that writes, and has it know what others did
// meanwhile: the journal is everybody's, and so is what is undone next.
func (s *Session) begin() (end func(), err error) {
	unlock, err := s.folder.Lock()
	if err != nil {
		return nil, shared(err)
	}
	if err := s.follow(); err != nil {
		unlock()
		return nil, err
	}
	return unlock, nil
}

// follow reads the journal again where another session wrote in it.
func (s *Session) follow() error {
	size, err := s.folder.Size(JournalFile)
	if err != nil || size == s.size {
		return err
	}
	data, err := s.folder.Read(JournalFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // somebody took it away: it is begun anew
		return err
	}
	s.log, s.size = readLog(data), int64(len(data))
	return nil
}

// complete writes what the last entry of the journal says and a file does not have
// yet.
func (s *Session) complete() error {
	e := s.log.last
	if e == nil || e.Turn == void {
		return nil
	}
	for _, p := range e.Files {
		data, err := s.read(p.File)
		if errors.Is(err, fs.ErrNotExist) || data == nil && !p.Made {
			continue
		}
		if err != nil {
			return err
		}
		if Sum(data) != p.Was {
			continue // it is written, or others wrote it since
		}
		out, ok := p.apply(data)
		if !ok {
			continue
		}
		if err := s.folder.Swap(p.File, data, out); err != nil && !errors.Is(err, ErrMeanwhile) {
			return err
		}
	}
	return nil
}

// Deed is something done, for a list.
type Deed struct {
	N    int       `json:"n"`
	At   time.Time `json:"at"`
	Who  string    `json:"who"`
	Do   string    `json:"do"`
	What string    `json:"what"`
	// Pages are those that it changed, as far as that is known.
	Pages []int `json:"pages,omitempty"`
}

func (e *entry) deed() Deed { return Deed{e.N, e.At, e.Who, e.Do, e.What, e.Pages} }

// State is what can be undone and done again: the last of it first.
type State struct {
	Done   []Deed `json:"done"`
	Undone []Deed `json:"undone"`
}

// State tells the last actions, at most so many of each.
func (s *Session) State(most int) State {
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = s.follow() // what cannot be read is told by what is done next
	list := func(all []entry) []Deed {
		out := []Deed{}
		for i := len(all) - 1; i >= 0 && len(out) < most; i-- {
			out = append(out, all[i].deed())
		}
		return out
	}
	return State{list(s.log.done), list(s.log.undone)}
}

// Do does an action. The error is a *Refused, a *Conflict, or a fault of the disk; in
// each case nothing is changed. It tells whether anything was.
func (s *Session) Do(a *Action, sheets Sheets) (changed bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	end, err := s.begin()
	if err != nil {
		return false, err
	}
	defer end()
	list, err := s.changes(a, sheets)
	if err != nil || len(list) == 0 {
		return false, err
	}
	e := entry{N: s.log.next, Turn: forth, At: s.now(), Who: a.Who, Do: a.Do, What: a.What, Pages: a.Pages}
	for _, c := range list {
		if !utf8.Valid(c.was) || !utf8.Valid(c.now) {
			return false, &Refused{Why: Faulty, What: c.file}
		}
		if len(c.now) > manuscript.MostBytes(c.file) {
			return false, &Refused{Why: TooMuch, What: c.file}
		}
		e.Files = append(e.Files, spliceOf(c.file, c.was, c.now))
	}
	return true, s.write(e, list)
}

// May tells whether something may be undone or done again: an error, which is given to
// who asked for it, keeps it as it is. Nil: all may.
type May func(Deed) error

// Undo takes back what was done last.
func (s *Session) Undo(may May) error { return s.turn(back, may) }

// Redo does again what was undone last.
func (s *Session) Redo(may May) error { return s.turn(again, may) }

func (s *Session) turn(t turn, may May) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	end, err := s.begin()
	if err != nil {
		return err
	}
	defer end()
	from := s.log.done
	if t == again {
		from = s.log.undone
	}
	if len(from) == 0 {
		return &Refused{Why: Nothing}
	}
	it := from[len(from)-1]
	if may != nil {
		if err := may(it.deed()); err != nil {
			return err
		}
	}
	e := entry{N: it.N, Turn: t, At: s.now()}
	var list []change
	for _, p := range it.Files {
		if t == back {
			p = p.turned()
		}
		data, err := s.read(p.File)
		if err != nil {
			return err
		}
		out, ok := p.apply(data)
		if !ok {
			return &Conflict{File: p.File, Yours: p.New, Theirs: string(data)}
		}
		list = append(list, change{p.File, data, out})
		e.Files = append(e.Files, spliceOf(p.File, data, out))
	}
	return s.write(e, list)
}

// Before gives the files that were changed since, as they were before something was done:
// by the number of what was done. A nil file: there was none. What others wrote into them
// meanwhile stays.
func (s *Session) Before(n int) (map[string][]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.follow(); err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for i := len(s.log.done) - 1; i >= 0 && s.log.done[i].N >= n; i-- {
		for _, p := range s.log.done[i].Files {
			data, known := files[p.File]
			if !known {
				var err error
				if data, err = s.read(p.File); err != nil {
					return nil, err
				}
			}
			out, ok := p.turned().apply(data)
			if !ok {
				return nil, &Conflict{File: p.File, Yours: p.Old, Theirs: string(data)}
			}
			files[p.File] = out
		}
	}
	if len(files) == 0 {
		return nil, &Refused{Why: Nothing}
	}
	return files, nil
}

// write puts an entry into the journal and then its files on the disk. Where a file
// was changed in between, those written before it get back what they held.
func (s *Session) write(e entry, list []change) error {
	line, err := s.log.line(e)
	if err != nil {
		return err
	}
	if err := s.append(line); err != nil {
		return err
	}
	for i, c := range list {
		err := s.folder.Swap(c.file, c.was, c.now)
		if err == nil {
			continue
		}
		for _, d := range list[:i] {
			err = errors.Join(err, s.folder.Swap(d.file, d.now, d.was))
		}
		return errors.Join(s.conflict(c, err), s.forget(e))
	}
	s.log.take(e)
	return nil
}

// conflict tells of a file that was changed while it was being written.
func (s *Session) conflict(c change, err error) error {
	if !errors.Is(err, ErrMeanwhile) {
		return err
	}
	theirs, _ := s.folder.Read(c.file) // it may be gone
	return &Conflict{File: c.file, Yours: string(c.now), Theirs: string(theirs)}
}

// forget notes that an entry was not done after all.
func (s *Session) forget(e entry) error {
	n := entry{N: e.N, Turn: void, At: e.At}
	switch e.Turn { // which takes it back
	case back:
		n.Turn = again
	case again:
		n.Turn = back
	}
	line, err := s.log.line(n)
	if err != nil {
		return err
	}
	if e.Turn == forth {
		s.log.next = e.N + 1
	}
	return s.append(line)
}

// append adds a line to the journal.
func (s *Session) append(line []byte) error {
	if err := s.folder.Append(JournalFile, line); err != nil {
		return err
	}
	s.log.torn = false
	s.size += int64(len(line))
	return nil
}
