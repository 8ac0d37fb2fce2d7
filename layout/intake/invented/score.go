package invented

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"duikai/layout/diag"
	"duikai/layout/intake"
)

// Truth is what of a story stands on a page that was set here, without blanks:
// what an import of the page should find again.
type Truth struct {
	ID     string
	Head   string   // the lines of its headline
	Body   string   // text and subheads
	Breaks []string // where its paragraphs part: the characters on either side
	Lines  int      // that were set
	Plain  bool     // it is paragraphs and subheads alone
}

// Score counts what an import of a page found of the truth.
type Score struct {
	Stories, Found int
	Heads          int // of those found, how many have their own headline
	Lines, Wrong   int // set lines, and paragraphs wrongly joined or parted
	Chars, Lost    int // of the source, and those that stand nowhere
	Seen           int // faults of which the report shows a guess
	Faults         []string
}

// Add puts another page's counts to these.
func (s *Score) Add(o Score) {
	s.Stories += o.Stories
	s.Found += o.Found
	s.Heads += o.Heads
	s.Lines += o.Lines
	s.Wrong += o.Wrong
	s.Chars += o.Chars
	s.Lost += o.Lost
	s.Seen += o.Seen
	s.Faults = append(s.Faults, o.Faults...)
}

// String is the score in one line.
func (s Score) String() string {
	return fmt.Sprintf("stories found: %d of %d, %d with their heads; joints wrong: %d of %d; characters lost: %d of %d; faults shown: %d of %d",
		s.Found, s.Stories, s.Heads, s.Wrong, s.Lines, s.Lost, s.Chars, s.Seen, len(s.Faults))
}

// Bounds are the least of a score: stories found in percent, joints right in
// tenths of a percent.
type Bounds struct{ Found, Joints int }

// Faults says what of a score is below the bounds; nothing may be lost.
func (b Bounds) Faults(s Score) (out []string) {
	if s.Stories == 0 || s.Found*100 < s.Stories*b.Found {
		out = append(out, fmt.Sprintf("%d of %d stories found, expected %d %%", s.Found, s.Stories, b.Found))
	}
	if (s.Lines-s.Wrong)*1000 < s.Lines*b.Joints {
		out = append(out, fmt.Sprintf("%d of %d joints are wrong, expected %d in a thousand right", s.Wrong, s.Lines, b.Joints))
	}
	if s.Lost > 0 {
		out = append(out, fmt.Sprintf("%d characters are lost", s.Lost))
	}
	return out
}

// leastStory is how many characters a story must have to be looked for.
const leastStory = 20

// leastShare is how much of a story must stand in one that was found, in percent.
const leastShare = 90

// Compare holds what was made of a text against the truth.
func Compare(text string, want []Truth, d intake.Delivery) (r Score) {
	r.Chars, r.Lost = len([]rune(Unspaced(text))), lostOf(text, d)
	var got []*intake.Story
	if d.Edition != nil {
		got = d.Edition.Stories()
	}
	doubts := doubtsOf(d)
	fault := func(seen bool, format string, args ...any) {
		if seen {
			r.Seen++
		} else {
			format += " (NOT SHOWN)"
		}
		r.Faults = append(r.Faults, fmt.Sprintf(format, args...))
	}
	// At the head of a text there are fewer characters before a joint.
	parts := func(breaks []string, b string) bool {
		return slices.ContainsFunc(breaks, func(o string) bool { return strings.HasSuffix(o, b) })
	}
	for _, s := range want {
		if len([]rune(s.Body)) < leastStory {
			continue
		}
		r.Stories++
		best, share, text, breaks := match(got, s)
		if best == nil || share < leastShare {
			fault(doubts.of(s), "%s %q is not found (%d %%)", s.ID, s.Head, share)
			continue
		}
		r.Found++
		r.Lines += s.Lines
		if head := headOf(best); !strings.Contains(head, s.Head) {
			fault(doubts.of(s), "%s: its head is %q, not %q", s.ID, head, s.Head)
		} else {
			r.Heads++
		}
		for _, b := range s.Breaks {
			// What a table or a quotation parts is not joined; what a stray mark parts is.
			if !parts(breaks, b) && joins(text, b) {
				r.Wrong++
				fault(doubts.at(b), "%s: joined at %s", s.ID, b)
			}
		}
		for _, b := range breaks {
			if s.Plain && !slices.ContainsFunc(s.Breaks, func(o string) bool { return strings.HasSuffix(b, o) }) && strings.Contains(s.Body, strings.ReplaceAll(b, "|", "")) {
				r.Wrong++
				fault(doubts.at(b), "%s: parted at %s", s.ID, b)
			}
		}
	}
	return r
}

// doubts are the texts of what a report shows as guesses: findings that say how
// sure they are, and fields that are less sure than plain text.
type doubts []string

// plain is how sure readers are of what looks like nothing else, in percent.
const plain = 95

func doubtsOf(d intake.Delivery) (out doubts) {
	for _, f := range d.Findings {
		if f.Sure == 0 {
			continue
		}
		text := ""
		for _, a := range f.Args {
			text += fmt.Sprint(a)
		}
		out = append(out, Unspaced(text), Unspaced(strings.Join(f.Text, "")))
	}
	if d.Edition == nil {
		return out
	}
	for _, s := range d.Edition.Stories() {
		s.Fields(func(_ string, f *intake.Field) {
			if f.Sure < plain && !f.Empty() {
				out = append(out, Unspaced(f.Text.String()))
			}
		})
	}
	return out
}

// show tells whether any of the doubts has a text.
func (d doubts) show(s string) bool {
	return s != "" && slices.ContainsFunc(d, func(o string) bool { return strings.Contains(o, s) })
}

// of tells whether a guess about a story is shown: about a line of its head, or
// about where its text begins or ends.
func (d doubts) of(s Truth) bool {
	const part, most = 4, 24 // characters
	for _, text := range []string{s.Head, s.Body} {
		r := []rune(text)
		for _, r := range [][]rune{r[:min(len(r), most)], r[max(0, len(r)-most):]} {
			if len(r) <= part && d.show(string(r)) {
				return true
			}
			for i := 0; i+part <= len(r); i++ {
				if d.show(string(r[i : i+part])) {
					return true
				}
			}
		}
	}
	return false
}

// at tells whether a guess about a joint is shown: of what stands on both sides, or of
// what begins or ends there.
func (d doubts) at(joint string) bool {
	before, after, _ := strings.Cut(joint, "|")
	l, r := []rune(before), []rune(after)
	const part = 3 // characters on either side
	l, r = l[max(0, len(l)-part):], r[:min(len(r), part)]
	if d.show(string(l)+string(r)) || d.show(string(l)) && d.show(string(r)) {
		return true
	}
	const least = 2 * len("字")
	return slices.ContainsFunc(d, func(o string) bool {
		return len(o) >= least && (strings.HasPrefix(after, o) || strings.HasSuffix(before, o))
	})
}

// headOf is all that stands over a story.
func headOf(s *intake.Story) string {
	var b strings.Builder
	b.WriteString(s.Column.Text.String() + s.Kicker.Text.String())
	for _, f := range slices.Concat(s.Headline, s.Deck) {
		b.WriteString(f.Text.String())
	}
	return Unspaced(b.String())
}

// Unspaced is a text without blanks and breaking hints.
func Unspaced(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r < ' ' {
			return -1
		}
		return r
	}, s)
}

// joins tells whether both sides of a joint stand behind each other in a text, with no more
// than marks between that no line begins with.
func joins(text, joint string) bool {
	before, after, _ := strings.Cut(joint, "|")
	if before == "" {
		return strings.Contains(text, after)
	}
	for i := 0; ; {
		k := strings.Index(text[i:], before)
		if k < 0 {
			return false
		}
		i += k + len(before)
		if strings.HasPrefix(text[i:], after) || strings.HasPrefix(strings.TrimLeft(text[i:], "，、：；。"), after) {
			return true
		}
	}
}

// Around names a place in a text by the characters on either side.
func Around(text string, at int) string {
	const n = 5
	l, r := []rune(text[:at]), []rune(text[at:])
	return string(l[max(0, len(l)-n):]) + "|" + string(r[:min(len(r), n)])
}

// match finds the story that has the most of another's text, with what it says and where
// its paragraphs part.
func match(got []*intake.Story, want Truth) (best *intake.Story, share int, whole string, breaks []string) {
	for _, s := range got {
		text, at := "", []int{}
		for i, b := range s.Body {
			if i > 0 && s.Body[i-1].Kind != intake.RunIn && text != "" {
				at = append(at, len(text))
			}
			text += Unspaced(b.Text.String())
			for _, row := range b.Rows {
				for _, c := range row {
					text += Unspaced(c.String())
				}
			}
		}
		own := len([]rune(text))
		if !s.Note.Empty() {
			at = append(at, len(text))
		}
		text += Unspaced(s.Note.Text.String())
		if n := common(want.Body, text, own); n > share {
			share, best, whole, breaks = n, s, text, nil
			for _, k := range at {
				breaks = append(breaks, Around(text, k))
			}
		}
	}
	return best, share, whole, breaks
}

// common is how much of a text stands in another, in percent: by its pieces of
// eight characters; text that is not its own counts against it, own is how much
// of it there is besides a note.
func common(want, got string, own int) int {
	const n = 8
	w := []rune(want)
	hits, all := 0, 0
	for i := 0; i+n <= len(w); i += n {
		all++
		if strings.Contains(got, string(w[i:i+n])) {
			hits++
		}
	}
	if all == 0 {
		return 0
	}
	foreign := max(0, own-len(w)*12/10)
	return hits*100/all - foreign*100/max(len(w), 1)
}

// lostOf counts the characters of a text that stand neither in the stories nor
// in what is told of it.
func lostOf(text string, d intake.Delivery) int {
	count := make(map[rune]int)
	for _, r := range Unspaced(text) {
		count[r]++
	}
	take := func(s string) {
		for _, r := range Unspaced(s) {
			count[r]--
		}
	}
	Kept(d, take)
	lost := 0
	for _, n := range count {
		lost += max(n, 0)
	}
	return lost
}

// Kept gives all texts of what was read: those of the edition, and those that were left
// out and are told.
func Kept(d intake.Delivery, take func(string)) {
	if d.Edition != nil {
		for _, p := range d.Edition.Pages {
			take(p.Name.Text.String())
		}
		for _, s := range d.Edition.Stories() {
			s.Fields(func(_ string, f *intake.Field) { take(f.Text.String()) })
			for _, b := range s.Body {
				for _, c := range slices.Concat(b.Rows...) {
					take(c.String())
				}
			}
		}
	}
	for _, f := range d.Findings {
		switch f.Code {
		case diag.ImportFurniture, diag.ImportCredit, diag.ImportJump, diag.ImportHeadTwice:
			take(fmt.Sprint(f.Args[0]))
		}
	}
}
