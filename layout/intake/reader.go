package intake

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Options is what the user says about a source.
type Options struct {
	Paper  string    // empty: as the source says
	Date   time.Time // zero: as the source says
	Page   int       // 0: as the source says
	Layout Layout
}

// Layout says what becomes of places on the page.
type Layout uint8

const (
	LayoutAuto    Layout = iota // 自动组版: the program makes up the pages
	LayoutRestore               // 复原: as it stood, where places are known
	LayoutNone                  // stories in the pools of their pages: no places, no fillers, no other sheet
)

// Key tells an issue from others.
type Key struct {
	Paper string
	Date  string // YYYY-MM-DD
}

// Month is the month of the day, YYYY-MM; of a day that is unknown, nothing.
func (k Key) Month() string { return k.Date[:max(0, len(k.Date)-len("-02"))] }

// Key is that of the edition.
func (e *Edition) Key() Key { return Key{e.Paper, e.Date.Format(time.DateOnly)} }

// Delivery is what reading a lot gives (一批来稿).
type Delivery struct {
	Edition  *Edition // nil: nothing could be taken
	Findings []Finding
}

// Lot is a part of an issue, or the whole of one, that can be read by itself.
type Lot struct {
	Key  Key
	Name string // of its file or folder, for messages
	Read func() Delivery
}

// Reader knows one kind of source.
type Reader struct {
	// Kind is the word for --from.
	Kind string
	// Claim says how sure the reader is that the source is of its kind, in
	// percent. It looks at names and at the heads of files.
	Claim func(*Source) int
	// Lots lists what the source holds. It reads no more than it needs for the
	// keys. What cannot be taken at all is told here.
	Lots func(*Source, Options) ([]Lot, []Finding)
}

// Choose picks the reader that is surest of a source; nil where none is.
func Choose(readers []Reader, src *Source) *Reader {
	var best *Reader
	most := 0
	for i := range readers {
		if sure := readers[i].Claim(src); sure > most {
			best, most = &readers[i], sure
		}
	}
	return best
}

// Named finds a reader by its kind; nil where there is none.
func Named(readers []Reader, kind string) *Reader {
	for i := range readers {
		if readers[i].Kind == kind {
			return &readers[i]
		}
	}
	return nil
}

// Group puts lots of one issue together, in the order of their keys.
func Group(lots []Lot) [][]Lot {
	slices.SortStableFunc(lots, func(a, b Lot) int {
		return cmp.Or(strings.Compare(a.Key.Date, b.Key.Date), strings.Compare(a.Key.Paper, b.Key.Paper))
	})
	var groups [][]Lot
	for _, l := range lots {
		if n := len(groups); n > 0 && groups[n-1][0].Key == l.Key {
			groups[n-1] = append(groups[n-1], l)
			continue
		}
		groups = append(groups, []Lot{l})
	}
	return groups
}

// Take reads the lots of one issue and puts what they give together.
func Take(lots []Lot) Delivery {
	var all Delivery
	for _, l := range lots {
		d := l.Read()
		all.Findings = append(all.Findings, d.Findings...)
		switch {
		case d.Edition == nil:
		case all.Edition == nil:
			all.Edition = d.Edition
		default:
			all.Edition.merge(d.Edition)
		}
	}
	if all.Edition != nil {
		for _, f := range all.Edition.settle() {
			// What a reader has told at the same place is not told again.
			if !slices.ContainsFunc(all.Findings, func(o Finding) bool { return o.Code == f.Code && o.Story == f.Story && o.At == f.At }) {
				all.Findings = append(all.Findings, f)
			}
		}
	}
	return all
}

// merge adds what another lot has of the same issue.
func (e *Edition) merge(o *Edition) {
	e.Number = cmp.Or(e.Number, o.Number)
	e.CN = cmp.Or(e.CN, o.CN)
	if e.Format == nil {
		e.Format = o.Format
	}
	e.Sources = append(e.Sources, o.Sources...)
	for _, p := range o.Pages {
		into := e.Page(p.Number)
		if len(into.Stories) == 0 && len(into.Pictures) == 0 {
			*into = *p
			continue
		}
		into.Stories = append(into.Stories, p.Stories...)
		into.Pictures = append(into.Pictures, p.Pictures...)
		into.Slots = append(into.Slots, p.Slots...)
		into.Parts = append(into.Parts, p.Parts...)
	}
}
