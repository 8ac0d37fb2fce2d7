package edit

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"
)

// JournalFile is where a folder keeps what was done to it.
const JournalFile = ".duikai/journal"

// maxJournal bounds what is kept: some ten thousand actions.
const maxJournal = 16 << 20

// entry is a line of the journal: something done, undone or done again.
type entry struct {
	N     int       `json:"n"` // of what is done, from 1
	Turn  turn      `json:"turn"`
	At    time.Time `json:"at"`
	Who   string    `json:"who,omitempty"`
	Do    string    `json:"do,omitempty"`
	What  string    `json:"what,omitempty"`
	Pages []int     `json:"pages,omitempty"`
	Files []splice  `json:"files"`
}

// turn says which way an entry goes.
type turn string

const (
	forth turn = "do"
	back  turn = "undo"
	again turn = "redo"
	void  turn = "void" // it was not done after all
)

// splice is a change of a file: Old stood at an offset, New stands there now, between
// Before and After.
type splice struct {
	File   string `json:"file"`
	At     int    `json:"at"`
	Old    string `json:"old"`
	New    string `json:"new"`
	Before string `json:"before"`
	After  string `json:"after"`
	Was    string `json:"was"` // sums of the whole file
	Is     string `json:"is"`
	Made   bool   `json:"made,omitempty"` // there was no file before
	Gone   bool   `json:"gone,omitempty"` // there is none afterwards
}

// around is how many bytes of context tell a place of a file from others.
const around = 60

// Sum tells one state of a file from another.
func Sum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}

// spliceOf is what parts two states of a file, cut between characters.
func spliceOf(file string, was, now []byte) splice {
	p := 0
	for p < len(was) && p < len(now) && was[p] == now[p] {
		p++
	}
	for p > 0 && (!starts(was, p) || !starts(now, p)) {
		p--
	}
	q := 0
	for q < len(was)-p && q < len(now)-p && was[len(was)-1-q] == now[len(now)-1-q] {
		q++
	}
	for q > 0 && (!starts(was, len(was)-q) || !starts(now, len(now)-q)) {
		q--
	}
	from, to := max(p-around, 0), min(len(was)-q+around, len(was))
	for from > 0 && !starts(was, from) {
		from--
	}
	for to < len(was) && !starts(was, to) {
		to++
	}
	return splice{
		File: file, At: p, Old: string(was[p : len(was)-q]), New: string(now[p : len(now)-q]),
		Before: string(was[from:p]), After: string(was[len(was)-q : to]), Was: Sum(was), Is: Sum(now),
		Made: was == nil, Gone: now == nil,
	}
}

// starts tells whether a character starts at an offset, or the text ends there.
func starts(b []byte, at int) bool { return at >= len(b) || utf8.RuneStart(b[at]) }

// turned is the splice that takes this one back.
func (s splice) turned() splice {
	s.Old, s.New, s.Was, s.Is, s.Made, s.Gone = s.New, s.Old, s.Is, s.Was, s.Gone, s.Made
	return s
}

// apply puts New in the place of Old: where it was, in the file as it was, or in the
// one place that looks like it in a file that others changed. ok is false where there
// is none, or several.
func (s splice) apply(data []byte) (out []byte, ok bool) {
	at := s.At
	if Sum(data) != s.Was {
		want := []byte(s.Before + s.Old + s.After)
		if i := bytes.Index(data, want); i < 0 || bytes.LastIndex(data, want) != i {
			return nil, false
		} else {
			at = i + len(s.Before)
		}
	}
	if at+len(s.Old) > len(data) || string(data[at:at+len(s.Old)]) != s.Old {
		return nil, false
	}
	out = make([]byte, 0, len(data)+len(s.New)-len(s.Old))
	out = append(append(append(out, data[:at]...), s.New...), data[at+len(s.Old):]...)
	if s.Gone && len(out) == 0 {
		return nil, true
	}
	return out, true
}

// log is the journal as it was read: what is done, and what of it was undone last.
type log struct {
	done, undone []entry
	last         *entry // as it stands in the journal
	next         int    // number of the next action
	torn         bool   // its last line has no end
}

// readLog reads a journal. Lines that cannot be read were not written to their end.
func readLog(data []byte) *log {
	l := &log{next: 1}
	for line := range bytes.Lines(data) {
		l.torn = !bytes.HasSuffix(line, []byte("\n"))
		var e entry
		if json.Unmarshal(line, &e) != nil || e.N < 1 {
			continue
		}
		l.take(e)
		l.last = &e
	}
	return l
}

// take follows an entry.
func (l *log) take(e entry) {
	find := func(list []entry) int {
		for i := len(list) - 1; i >= 0; i-- {
			if list[i].N == e.N {
				return i
			}
		}
		return -1
	}
	move := func(from, to *[]entry) {
		i := find(*from)
		if i < 0 {
			return
		}
		it := (*from)[i]
		*from = append((*from)[:i:i], (*from)[i+1:]...)
		if to != nil {
			*to = append(*to, it)
		}
	}
	switch e.Turn {
	case forth:
		l.done, l.undone = append(l.done, e), nil
		l.next = max(l.next, e.N+1)
	case back:
		move(&l.done, &l.undone)
	case again:
		move(&l.undone, &l.done)
	case void:
		move(&l.done, nil)
	}
}

// line writes an entry.
func (l *log) line(e entry) ([]byte, error) {
	var b strings.Builder
	if l.torn {
		b.WriteByte('\n')
	}
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(e)
	return []byte(b.String()), err
}

// shortened is a journal without its older half, cut between lines.
func shortened(data []byte) []byte {
	half := data[len(data)/2:]
	return half[bytes.IndexByte(half, '\n')+1:]
}
