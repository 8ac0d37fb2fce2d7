package preflight

import (
	"fmt"
	"slices"

	"duikai/layout/diag"
	"duikai/layout/geom"
)

// Standard is what a file is checked against.
type Standard uint8

const (
	// Auto is what the file says it is; X1a where it says nothing, for
	// newspapers ask for that most.
	Auto Standard = iota
	X1a           // PDF/X-1a:2003
	X4            // PDF/X-4
	UA1           // PDF/UA-1: for readers, not for a press
)

// String is the name of the standard.
func (s Standard) String() string {
	return [...]string{Auto: "auto", X1a: "PDF/X-1a:2003", X4: "PDF/X-4", UA1: "PDF/UA-1"}[s]
}

// ParseStandard reads the words of the command line: auto, x1a, x4, ua1.
func ParseStandard(s string) (Standard, bool) {
	i := slices.Index([]string{Auto: "auto", X1a: "x1a", X4: "x4", UA1: "ua1"}, s)
	return Standard(max(i, 0)), i >= 0
}

// Options says what is expected of a file.
type Options struct {
	Standard Standard
	// Trim is the size that every page must have; zero takes any.
	Trim geom.Size
	// Page is the one page to check, from 1; 0 checks all.
	Page int
	// Artwork checks a page as it is when it is placed on a page of ours: what
	// belongs to the document and stays behind (Info, output intent, boxes,
	// annotations, layers) is not looked at.
	Artwork bool
	// JPEG reads the data of a picture to its end and says what is wrong with it;
	// nil: nobody looks.
	JPEG func(data []byte) error
}

// Finding is one thing that is wrong with a file.
type Finding struct {
	Code Code
	// Page counts from 1; 0 is the document.
	Page int
	// Object is the number of the object it was found in; 0 is none.
	Object int
	// Placed tells that X and Y are known: points from the lower left corner of
	// the trim.
	Placed bool
	X, Y   float64
	// Count is how often it was found there; the worst is told.
	Count    int
	Args     []any // for the verbs of the code's words
	standard Standard
}

// Severity is the code's. What a press merely prints wrongly cannot be read at all by
// who does not see it.
func (f Finding) Severity() diag.Severity {
	if f.standard == UA1 && (f.Code == Notdef || f.Code == NoUnicode) {
		return diag.Error
	}
	return f.Code.entry().severity
}

// Text says what is wrong.
func (f Finding) Text(l diag.Lang) string {
	args := slices.Clone(f.Args)
	for i, a := range args {
		if w, ok := a.(diag.Worded); ok {
			args[i] = w.In(l)
		}
	}
	return fmt.Sprintf(f.Code.entry().text[l], args...)
}

// Hint says what to do.
func (f Finding) Hint(l diag.Lang) string { return f.Code.entry().hint[l] }

// Clause names what demands it.
func (f Finding) Clause(l diag.Lang) string {
	e := f.Code.entry()
	if e.clause[0] == house {
		return [...]string{"newspaper limit", "报纸印刷限值"}[l]
	}
	if e.clause[0] == readers {
		return "ISO 14289-1, " + e.clause[1]
	}
	if f.standard == UA1 {
		return "ISO 14289-1; ISO 32000-1, " + e.clause[1]
	}
	if f.standard == X4 {
		return "ISO 15930-7; ISO 32000-1, " + e.clause[1]
	}
	return "ISO 15930-4; PDF Reference 1.4, " + e.clause[0]
}

// Report is what was found in a file.
type Report struct {
	Standard Standard // that it was checked against
	Pages    int
	Findings []Finding // by page, object and code
}

// Worst is the highest severity; ok is false where nothing was found.
func (r Report) Worst() (worst diag.Severity, ok bool) {
	for _, f := range r.Findings {
		worst = max(worst, f.Severity())
	}
	return worst, len(r.Findings) > 0
}
