package manuscript

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"duikai/layout/diag"
)

// maxProblems is how many problems above a note one file may cause: a binary
// file given as a story would bury every other one.
const maxProblems = 200

// sink collects the problems of a folder.
type sink struct {
	list  diag.List
	count map[string]int // by file
}

func newSink() *sink { return &sink{count: make(map[string]int)} }

func (s *sink) add(code diag.Code, pos diag.Pos, args ...any) { s.put(diag.New(code, pos, args...)) }

func (s *sink) put(p diag.Problem) {
	if p.Severity() > diag.Info {
		s.count[p.Pos.File]++
		if s.count[p.Pos.File] > maxProblems {
			return
		}
	}
	s.list = append(s.list, p)
}

// join takes over another sink's problems.
func (s *sink) join(o *sink) {
	s.list = append(s.list, o.list...)
	for file, n := range o.count {
		s.count[file] += n
	}
}

// sorted is the list in the editor's order, closed by a word on what the limit
// kept out.
func (s *sink) sorted() diag.List {
	for file, n := range s.count {
		if n > maxProblems {
			s.list.Add(diag.TooLarge, diag.Pos{File: file}, term{"the number of problems", "问题数量"}, n, maxProblems)
		}
	}
	s.list.Sort()
	return s.list
}

// term is a word of a message in both languages.
type term struct{ en, zh string }

func (t term) String() string { return t.en }

// In gives the word in a language.
func (t term) In(l diag.Lang) string {
	if l == diag.Chinese {
		return t.zh
	}
	return t.en
}

// cited is a stretch of the manuscript in a message. What cannot be seen is
// spelled out, and quotation marks, of which many messages speak, are not
// escaped.
type cited string

// String is the English form.
func (c cited) String() string { return c.In(diag.English) }

// In cites the stretch.
func (c cited) In(l diag.Lang) string {
	if c == "" {
		return term{"nothing", "空"}.In(l)
	}
	var b strings.Builder
	for _, r := range string(c) {
		switch {
		case strconv.IsPrint(r):
			b.WriteRune(r)
		default: // \u3000, \u200b
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		}
	}
	switch s := b.String(); {
	case l == diag.Chinese:
		return "「" + s + "」"
	case strings.Contains(s, `"`):
		return "'" + s + "'"
	default:
		return `"` + s + `"`
	}
}

// near is a word that was not found and the one that was probably meant. It
// prints the same in every language: "headlin" (→ "headline"?).
type near struct{ word, meant string }

// Format makes near fit the verb %q of the catalogue.
func (n near) Format(f fmt.State, _ rune) {
	s := strconv.Quote(n.word)
	if n.meant != "" {
		s += " (→ " + strconv.Quote(n.meant) + "?)"
	}
	_, _ = io.WriteString(f, s) // fmt.State keeps its own errors
}

// misplaced is a key that stands elsewhere, with the places where it would count.
type misplaced struct{ word, homes string }

// Format makes misplaced fit the verb %q of the catalogue.
func (m misplaced) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "%q (→ %s?)", m.word, m.homes) // fmt.State keeps its own errors
}

// Nearest finds the name that differs from word by one slip, or by two where
// the word is long enough to be told apart then.
func Nearest(word string, names []string) string {
	best, limit := "", 1
	if len(word) >= 5 {
		limit = 2
	}
	for _, name := range names {
		// Words that have nothing in common are not near.
		most := max(utf8.RuneCountInString(word), utf8.RuneCountInString(name))
		if d := distance(word, name, limit); d <= limit && d < most {
			best, limit = name, d-1
		}
	}
	return best
}

// distance counts the slips (a letter more, less, other, or two exchanged)
// between two words, up to limit+1.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if d := len(x) - len(y); d > limit || -d > limit {
		return limit + 1
	}
	var before []int
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(x); i++ {
		next := make([]int, len(y)+1)
		next[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row = row, next
	}
	return row[len(y)]
}
