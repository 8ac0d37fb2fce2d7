package intake

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"duikai/layout/diag"
)

// What was read and has become of nothing (余文). A reader takes from a source
// what it knows; whatever it does not know still was written by somebody. So
// every reader hands over all words of a source, and what stands neither in the
// edition nor in a finding is told here, whatever its kind.

// quoting are the findings that tell in full what was left out of the edition.
var quoting = map[diag.Code]bool{
	diag.ImportFurniture: true, diag.ImportCredit: true, diag.ImportJump: true, diag.ImportHeadTwice: true, diag.ImportMark: true, diag.ImportAuthor: true,
	diag.ImportRemark: true, diag.ImportTracked: true, diag.ImportDropped: true, diag.ImportProtected: true, diag.ImportTwice: true, diag.ImportAbsent: true,
	diag.ImportLinkOut: true, diag.ImportThumbnail: true, diag.ImportDiffers: true,
}

// stretch is a half-open stretch of bytes.
type stretch struct{ from, to int }

// ledger knows which bytes of which files have become something.
type ledger struct {
	spans map[string][]stretch
	plain string // all that the edition says, without blanks
}

func newLedger(e *Edition, found []Finding) *ledger {
	l := &ledger{spans: make(map[string][]stretch)}
	var all strings.Builder
	if e != nil {
		e.texts(func(t Text) {
			for _, r := range t {
				l.add(r.At)
			}
			all.WriteString(Squeezed(t.String()))
			all.WriteByte('\n')
		})
	}
	for _, f := range found {
		if quoting[f.Code] {
			l.add(f.At)
		}
	}
	for file, list := range l.spans {
		l.spans[file] = united(list)
	}
	l.plain = all.String()
	return l
}

func (l *ledger) add(p Place) {
	if p.To > p.From {
		l.spans[p.File] = append(l.spans[p.File], stretch{p.From, p.To})
	}
}

// united brings stretches into order and joins those that touch.
func united(list []stretch) []stretch {
	slices.SortFunc(list, func(a, b stretch) int { return cmp.Or(a.from-b.from, a.to-b.to) })
	var out []stretch
	for _, s := range list {
		if n := len(out); n > 0 && s.from <= out[n-1].to {
			out[n-1].to = max(out[n-1].to, s.to)
			continue
		}
		out = append(out, s)
	}
	return out
}

// left gives what of a run is in no stretch. Where the text has other bytes than
// its place, a run that is partly known counts as known.
// A place without bytes tells of nothing.
func (l *ledger) left(r Run) (out Text) {
	if r.At.From == r.At.To {
		return Text{r}
	}
	list := l.spans[r.At.File]
	i, _ := slices.BinarySearchFunc(list, r.At.From, func(s stretch, at int) int { return s.to - at - 1 })
	at, known := r.At.From, false
	keep := func(to int) {
		if to > at && len(r.Text) == r.At.To-r.At.From {
			part := r
			part.Text = r.Text[at-r.At.From : to-r.At.From]
			part.At.From, part.At.To = at, to
			out = append(out, part)
		}
	}
	for ; i < len(list) && list[i].from < r.At.To; i++ {
		known = true
		keep(list[i].from)
		at = max(at, list[i].to)
	}
	if !known {
		return Text{r}
	}
	keep(r.At.To)
	return out
}

// texts calls do for every text of the edition.
func (e *Edition) texts(do func(Text)) {
	pictures := func(list []*Picture) {
		for _, p := range list {
			do(p.Caption.Text)
			do(p.Credit.Text)
		}
	}
	for _, p := range e.Pages {
		do(p.Name.Text)
		pictures(p.Pictures)
		for _, s := range p.Stories {
			s.Fields(func(_ string, f *Field) { do(f.Text) })
			for _, b := range s.Body {
				for _, cell := range slices.Concat(b.Rows...) {
					do(cell)
				}
			}
			pictures(s.Pictures)
		}
	}
}

// Squeezed is a text without blanks.
func Squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// says tells whether a text has a letter or a figure: marks alone say nothing.
func says(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}

// Left gives what of the words of a source stands neither in the edition nor in
// a finding, neighbours as one text. What the edition says in the same words
// elsewhere is not lost and not given: pages repeat their heads in many places.
func Left(words []Run, e *Edition, found []Finding) (out []Text) {
	l := newLedger(e, found)
	open := false // the last text may go on
	for _, w := range words {
		parts := l.left(w)
		for _, part := range parts {
			text := Squeezed(part.Text)
			if !says(text) || strings.Contains(l.plain, text) {
				continue
			}
			if n := len(out); open && n > 0 && out[n-1][0].At.File == part.At.File {
				out[n-1] = append(out[n-1], part)
			} else {
				out = append(out, Text{part})
			}
			open = true
		}
		if len(parts) == 0 && says(w.Text) {
			open = false
		}
	}
	return out
}

// TellLeft makes findings of what is left: a word for what it is, and the text.
func TellLeft(code diag.Code, what Words, left []Text) (found []Finding) {
	for _, t := range left {
		at := t.At()
		at.To = t[len(t)-1].At.To
		var lines []string
		for _, r := range t {
			if s := strings.Join(strings.Fields(r.Text), " "); s != "" {
				lines = append(lines, s)
			}
		}
		all := strings.Join(lines, " / ")
		f := Find(code, at, what, Shortened(all))
		if code == diag.ImportFurniture {
			f = Find(code, at, Shortened(all), what)
		}
		f.Text = lines
		found = append(found, f)
	}
	return found
}

// Shortened is a text as messages quote it: its head, and how many characters
// it has where they are many.
func Shortened(s string) string {
	const shown = 80 // characters
	n := utf8.RuneCountInString(s)
	if n <= shown {
		return s
	}
	return string([]rune(s)[:shown]) + "…"
}

// unknownText is what words are called that no reader has a place for.
var unknownText = Words{"text that belongs to no story", "不属于任何稿件的文字"}

// StoryLeft tells of words of a story that have become of nothing.
func StoryLeft(words []Run, s *Story, found []Finding) []Finding {
	e := &Edition{Pages: []*Page{{Stories: []*Story{s}}}}
	left := TellLeft(diag.ImportDropped, unknownText, Left(words, e, found))
	for i := range left {
		left[i].Story = s
	}
	return left
}

// Account tells in a delivery of all words of its sources that have become of
// nothing.
func (d *Delivery) Account(words []Run) {
	d.Findings = append(d.Findings, TellLeft(diag.ImportDropped, unknownText, Left(words, d.Edition, d.Findings))...)
}
