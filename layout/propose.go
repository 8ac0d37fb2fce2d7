package layout

import (
	"fmt"
	"slices"
	"strings"

	"duikai/layout/cjk"
	"duikai/layout/diag"
	"duikai/layout/manuscript"
)

// # A cut proposed (删稿建议)
//
// The program cuts no word. Where a text has no room it says which sentences an
// editor could take out so that it has: whole sentences that follow each other in
// one paragraph, never of the first one, which holds the news, as few characters as
// do, and of equal ones the later.

// Cut is some sentences of a story, one behind the other, that could go.
type Cut struct {
	Text  string
	Chars int
}

// In implements diag.Worded: the sentences, or their ends.
func (c Cut) In(l diag.Lang) string {
	text := []rune(c.Text)
	if len(text) > 2*cutEnds {
		text = slices.Concat(text[:cutEnds], []rune("……"), text[len(text)-cutEnds:])
	}
	return fmt.Sprintf([...]string{"%q (%d characters)", "“%s”（%d 字）"}[l], string(text), c.Chars)
}

// cutEnds is how many characters of either end show which sentences are meant.
const cutEnds = 12

// sentencesOf are the sentences of a paragraph: each with the quotes and brackets
// that close with it.
func sentencesOf(text string) (all []string) {
	from, stopped := 0, false
	for i, r := range text {
		class := cjk.ClassOf(r)
		stop := class.EndsSentence()
		if stopped && !stop && class != cjk.Closer {
			all, from, stopped = append(all, text[from:i]), i, false
		}
		stopped = stopped || stop
	}
	return append(all, text[from:])
}

// ProposeCuts are runs of sentences of a story of at least so many characters each,
// those that cost least first. None of them is more than twice as long as asked for
// and a line.
func ProposeCuts(s *manuscript.Story, chars int) (cuts []Cut) {
	first := true
	for _, b := range s.Blocks {
		p, ok := b.(*manuscript.Paragraph)
		if !ok || p.Quote {
			continue
		}
		if first {
			first = false
			continue
		}
		all := sentencesOf(p.Text.String())
		for i := range all {
			n, k := 0, i
			for ; k < len(all) && n < chars; k++ {
				n += len([]rune(all[k]))
			}
			if n >= chars && n <= 2*chars+mostSpare {
				cuts = append(cuts, Cut{strings.Join(all[i:k], ""), n})
			}
		}
	}
	slices.Reverse(cuts) // of equal ones the later
	slices.SortStableFunc(cuts, func(a, b Cut) int { return a.Chars - b.Chars })
	return cuts
}

// mostSpare is how many characters more than asked for are cut at most, for the
// sake of whole sentences: two lines of a basic column.
const mostSpare = 26

// Without is a story in which a run of sentences does not stand.
func (c Cut) Without(s *manuscript.Story) *manuscript.Story {
	out := *s
	out.Blocks = slices.Clone(s.Blocks)
	for i := len(out.Blocks) - 1; i >= 0; i-- {
		p, ok := out.Blocks[i].(*manuscript.Paragraph)
		if !ok || p.Quote {
			continue
		}
		at := strings.Index(p.Text.String(), c.Text)
		if at < 0 {
			continue
		}
		short, from := *p, len([]rune(p.Text.String()[:at]))
		short.Text = append(firstChars(p.Text, from), lastChars(p.Text, from+c.Chars)...)
		if out.Blocks[i] = &short; len(short.Text) == 0 {
			out.Blocks = slices.Delete(out.Blocks, i, i+1)
		}
		return &out
	}
	return s
}

// lastChars is a text from a character on.
func lastChars(t manuscript.Text, from int) (out manuscript.Text) {
	for _, s := range t {
		rs := []rune(s.Text)
		if len(rs) > from {
			s.Text, s.Src = string(rs[from:]), s.Src.Shift(from)
			out = append(out, s)
		}
		from = max(from-len(rs), 0)
	}
	return out
}

// proposed is the shortest run of sentences without which a story fits its slots;
// ok is false where none of those tried does.
func (m *makeup) proposed(st *poured, chars int) (c Cut, ok bool) {
	cuts := ProposeCuts(st.story, chars)
	for _, c := range cuts[:min(len(cuts), trials/3)] {
		if got := m.pour(c.Without(st.story), st.seats, nil); got.rest.Empty() {
			return c, true
		}
	}
	return Cut{}, false
}
