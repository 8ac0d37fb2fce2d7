// Package diag holds a place in the manuscript, a problem, and a sorted list
// of problems.
//
// A problem is a stable code, a place and arguments; the words come from one
// catalogue (catalogue.go) in Chinese and in English, so that every part of
// the program speaks to editors in their language and scripts can rely on the
// code.
package diag

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Pos is a place in the manuscript. File is the slash-separated path inside
// the issue folder; Line and Col count from 1, Col in characters. A zero Line
// means that the file as a whole is meant, an empty File that no place fits.
type Pos struct {
	File      string
	Line, Col int
}

// Shift moves the place n characters to the right.
func (p Pos) Shift(n int) Pos {
	if p.Line > 0 {
		p.Col += n
	}
	return p
}

// String writes FILE:LINE:COL, or what is known of it.
func (p Pos) String() string {
	switch {
	case p.File == "":
		return "-"
	case p.Line == 0:
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// Severity says what a problem means for the run.
type Severity uint8

const (
	Info    Severity = iota // Info is a note (提示): a change made, a line left white.
	Warning                 // Warning (警告) is printed; the edition is still good.
	Error                   // Error (错误) keeps the edition from being written unless as a draft.
	Fatal                   // Fatal (无法读取): the input cannot be used at all.
)

// Lang is a language of the messages.
type Lang uint8

const (
	English Lang = iota
	Chinese
)

// ParseLang picks the language from a flag or a locale such as "zh",
// "zh_CN.UTF-8" or "en"; everything that is not Chinese is English.
func ParseLang(s string) Lang {
	if strings.HasPrefix(strings.ToLower(s), "zh") {
		return Chinese
	}
	return English
}

// String is the word editors read for the severity in English.
func (s Severity) String() string { return s.In(English) }

// In is the word for the severity.
func (s Severity) In(l Lang) string {
	words := [...][2]string{Info: {"info", "提示"}, Warning: {"warning", "警告"}, Error: {"error", "错误"}, Fatal: {"fatal", "致命错误"}}
	return words[s][l]
}

// Problem is one thing an editor should know: what is wrong, where, and what
// to do about it.
type Problem struct {
	Code Code
	Pos  Pos
	Args []any
	// Excerpt is the source around the place where a parser gives one; may be
	// empty or have several lines.
	Excerpt string
	// Remedy is what would be right, where the program knows it; nil: it does not.
	Remedy *Remedy
}

// Worded is an argument that has words of its own in each language. In a
// message it is printed just as In says, by whatever verb, so that %q quotes
// what a manuscript holds and not what the program says of it.
type Worded interface{ In(Lang) string }

// words are printed as they are by every verb.
type words string

// Format implements fmt.Formatter.
func (w words) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, string(w)) // fmt.State keeps its own errors
}

// New makes a problem; args fill the verbs of the code's text in the catalogue.
func New(code Code, pos Pos, args ...any) Problem {
	return Problem{Code: code, Pos: pos, Args: args}
}

// Severity is the code's severity from the catalogue.
func (p Problem) Severity() Severity { return p.Code.entry().severity }

// Text says what is wrong.
func (p Problem) Text(l Lang) string {
	args := slices.Clone(p.Args)
	for i, a := range args {
		if w, ok := a.(Worded); ok {
			args[i] = words(w.In(l))
		}
	}
	return fmt.Sprintf(p.Code.entry().text[l], args...)
}

// Hint says what to do; may be empty.
func (p Problem) Hint(l Lang) string { return p.Code.entry().hint[l] }

// Format is the line of the contract, FILE:LINE:COL: severity: text [code].
func (p Problem) Format(l Lang) string {
	return fmt.Sprintf("%s: %s: %s [%s]", p.Pos, p.Severity().In(l), p.Text(l), p.Code)
}

// String is the English line.
func (p Problem) String() string { return p.Format(English) }

// List is problems in the order found; Sort puts them in the editor's order.
type List []Problem

// Add appends a problem.
func (l *List) Add(code Code, pos Pos, args ...any) { *l = append(*l, New(code, pos, args...)) }

// Sort orders by file, line, column, then code and text, and drops exact
// repetitions, so the same input always prints the same list.
func (l *List) Sort() {
	slices.SortStableFunc(*l, func(a, b Problem) int {
		return cmp.Or(
			cmp.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Col, b.Pos.Col),
			cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Text(English), b.Text(English)),
		)
	})
	*l = slices.CompactFunc(*l, func(a, b Problem) bool {
		return a.Pos == b.Pos && a.Code == b.Code && a.Text(English) == b.Text(English)
	})
}

// Worst is the highest severity in the list; ok is false for an empty list.
func (l List) Worst() (worst Severity, ok bool) {
	for _, p := range l {
		worst = max(worst, p.Severity())
	}
	return worst, len(l) > 0
}

// Has tells whether any problem is at least as severe as s.
func (l List) Has(s Severity) bool {
	w, ok := l.Worst()
	return ok && w >= s
}
