package manuscript

import (
	"unicode/utf8"

	"duikai/layout/diag"
)

// How long the parts of a head may be, in characters: several times what any
// newspaper prints. A head is set anew at every size that is tried for it, so
// a whole story pasted into its headline would be set a hundred times.
const (
	maxHeadChars    = 500  // all lines of a headline, all decks, a byline with sixty names
	maxSummaryChars = 2000 // all items of a summary, or a note
)

// boundHeads cuts the parts of a head that are too long, and says so: the error
// keeps them from being printed cut.
func (d *decoder) boundHeads(s *Story) {
	one := func(what term, t *Text, limit int) { *t = d.bounded(what, []Text{*t}, limit)[0] }
	one(term{"the kicker", "引题"}, &s.Kicker, maxHeadChars)
	s.Headline = d.bounded(term{"the headline", "主题"}, s.Headline, maxHeadChars)
	s.Deck = d.bounded(term{"the deck", "副题"}, s.Deck, maxHeadChars)
	s.Summary = d.bounded(term{"the summary", "提要"}, s.Summary, maxSummaryChars)
	one(term{"the byline", "署名"}, &s.Byline, maxHeadChars)
	one(term{"the column", "栏目"}, &s.Column, maxHeadChars)
	one(term{"the short head", "转版短题"}, &s.Short, maxHeadChars)
	one(term{"the note", "按语"}, &s.Note, maxSummaryChars)
}

// bounded gives lines that together are no longer than a limit, and at least
// the first of them; a line counts as a character at least.
func (d *decoder) bounded(what term, lines []Text, limit int) []Text {
	total, at := 0, diag.Pos{}
	for _, l := range lines {
		total += max(utf8.RuneCountInString(l.String()), 1)
		if len(l) > 0 && at == (diag.Pos{}) {
			at = l[0].Src
		}
	}
	if total <= limit {
		return lines
	}
	d.add(diag.TooLarge, at, what, total, limit)
	var out []Text
	left := limit
	for _, l := range lines {
		var cut Text
		for _, sp := range l {
			if rs := []rune(sp.Text); len(rs) > left {
				sp.Text = string(rs[:left])
			}
			if sp.Text == "" {
				break
			}
			left -= utf8.RuneCountInString(sp.Text)
			cut = append(cut, sp)
		}
		if len(cut) == 0 {
			left--
		}
		if out = append(out, cut); left <= 0 {
			break
		}
	}
	return out
}
