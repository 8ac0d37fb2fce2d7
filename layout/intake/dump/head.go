package dump

import (
	"strings"

	"duikai/layout/intake"
)

// columnLine is one on a line of its own: 【汀上论坛】, ■民生一线
var columnLine = lazily(`^(?:[【〖「](\p{Han}{2,10})[】〗」]|[■◆●▲★]\s*(\p{Han}{4,8}))$`)

// head gives a story the short lines over it.
func (p *page) head(run []item) {
	s := p.cur.Story
	if n := len(run); n > 0 {
		p.cur.spaced, p.cur.labelled = run[0].spaced, n > 1 && !run[0].spaced && run[n-1].spaced
	}
	var lines []item
	for k, it := range run {
		below := k+1 < len(run) && (run[k+1].role == bylined || run[k+1].role == signedOff)
		switch {
		case it.role == named && below && len(lines) == 1: // a clause that looks like a name
			lines = append(lines, it)
		case it.role == bylined, it.role == named && len(lines) > 0, it.role == signedOff && len(lines) > 0 && placeAndName(it.text):
			s.Byline.Text = appended(s.Byline.Text, it.runs)
			s.Byline.Rule, s.Byline.Sure = "name-under-head", surePlain
			if it.role == named {
				s.Byline.Sure = sureHead
			}
		case columnLine.MatchString(it.text) && s.Column.Empty():
			s.Column = intake.Field{Text: it.runs, Rule: "column-line", Sure: sureHead}
		default:
			lines = append(lines, it)
		}
	}
	if len(lines) == 0 && !s.Column.Empty() {
		s.Headline, s.Column = []intake.Field{s.Column}, intake.Field{}
		return
	}
	if last := len(lines) - 1; last > 0 && s.Byline.Text == nil && shortName(lines[last].text) {
		s.Byline = intake.Field{Text: lines[last].runs, Rule: "short-line-under-head", Sure: sureUnsure}
		lines = lines[:last]
	}
	p.headLines(lines)
}

// appended puts a text behind another with a blank between.
func appended(t, more intake.Text) intake.Text {
	if len(t) > 0 {
		t = append(t, intake.Run{Text: " ", At: more.At()})
	}
	return append(t, more...)
}

// headLines tells kicker, headline and deck apart.
func (p *page) headLines(lines []item) {
	s := p.cur.Story
	field := func(t intake.Text, rule string, sure int) intake.Field {
		return intake.Field{Text: trimmed(t), Rule: rule, Sure: sure}
	}
	if len(lines) > 0 && strings.HasPrefix(lines[len(lines)-1].text, "——") && len(lines) > 1 {
		s.Deck = []intake.Field{field(lines[len(lines)-1].runs, "dash-before-deck", surePlain)}
		lines = lines[:len(lines)-1]
	}
	if p.sized && len(lines) > 1 && p.bySize(lines) {
		return
	}
	switch len(lines) {
	case 0:
	case 1:
		p.oneLine(lines[0])
	case 2:
		a, b := lines[0], lines[1]
		switch {
		case strings.HasPrefix(b.text, "有限") || strings.HasPrefix(b.text, "股份"): // a name that the lines part
			s.Headline = []intake.Field{field(a.runs, "name-over-lines", sureKicker), field(b.runs, "name-over-lines", sureKicker)}
		case organised.MatchString(a.text):
			s.Kicker = field(a.runs, "organisation-over-head", sureKicker)
			s.Headline = []intake.Field{field(b.runs, "head-under-organisation", sureHead)}
		case len(s.Deck) == 0 && width(b.text) > width(a.text)+8:
			s.Headline = []intake.Field{field(a.runs, "shorter-line-over-longer", sureTwoLines)}
			s.Deck = []intake.Field{field(b.runs, "longer-line-under-head", sureTwoLines)}
		case width(a.text) == width(b.text):
			s.Headline = []intake.Field{field(a.runs, "lines-of-one-length", sureKicker), field(b.runs, "lines-of-one-length", sureKicker)}
		default:
			s.Kicker = field(a.runs, "line-over-head", sureTwoLines)
			s.Headline = []intake.Field{field(b.runs, "line-under-kicker", sureTwoLines)}
		}
	default:
		s.Kicker = field(lines[0].runs, "first-of-three", sureTwoLines)
		last := len(lines) - 1
		for _, l := range lines[1:max(last, 2)] {
			s.Headline = append(s.Headline, field(l.runs, "middle-of-three", sureTwoLines))
		}
		if last >= 2 {
			s.Deck = append(s.Deck, field(lines[last].runs, "last-of-three", sureTwoLines))
		}
	}
}

// bySize tells the parts of a head apart by their type: the largest lines are the
// headline. It is false where all are alike.
func (p *page) bySize(lines []item) bool {
	s := p.cur.Story
	most, least := 0.0, lines[0].scale
	for _, l := range lines {
		most, least = max(most, l.scale), min(least, l.scale)
	}
	if least >= most*(1-sameSize) {
		for _, l := range lines {
			s.Headline = append(s.Headline, intake.Field{Text: l.runs, Rule: "lines-of-one-size", Sure: surePlain})
		}
		return true
	}
	for _, l := range lines {
		f := intake.Field{Text: l.runs, Rule: "type-size", Sure: surePlain}
		switch {
		case l.scale >= most*(1-sameSize):
			s.Headline = append(s.Headline, f)
		case len(s.Headline) == 0:
			s.Kicker.Text = appended(s.Kicker.Text, l.runs)
			s.Kicker.Rule, s.Kicker.Sure = f.Rule, f.Sure
		default:
			if len(s.Deck) > 0 { // it may as well be a point of the text
				f.Sure = sureSubhead
			}
			s.Deck = append(s.Deck, f)
		}
	}
	return true
}

// oneLine reads a head that was put on one line: an organisation and its head,
// lines parted by blanks, a standing column behind.
func (p *page) oneLine(l item) {
	s := p.cur.Story
	t := l.runs
	if at, _, _ := StandingColumn(l.text); at > 0 && s.Column.Empty() && width(l.text[:at]) > 5 {
		var col intake.Text
		t, col = cut(t, at)
		s.Column = intake.Field{Text: col, Rule: "brackets-behind-head", Sure: sureTwoLines}
	}
	text := t.String()
	if i := strings.Index(text, "——"); i > 0 && i+len("——") < len(text) {
		head, deck := cut(t, i)
		s.Headline = []intake.Field{{Text: trimmed(head), Rule: "head-before-dash", Sure: sureHead}}
		s.Deck = []intake.Field{{Text: trimmed(deck), Rule: "deck-behind-dash", Sure: sureHead}}
		return
	}
	if loc := wideBlank.FindStringIndex(text); loc != nil {
		for loc != nil {
			var line intake.Text
			line, t = cut(t, loc[0])
			s.Headline = append(s.Headline, intake.Field{Text: trimmed(line), Rule: "wide-blank-in-head", Sure: sureHead})
			t = trimmed(t)
			loc = wideBlank.FindStringIndex(t.String())
		}
		s.Headline = append(s.Headline, intake.Field{Text: trimmed(t), Rule: "wide-blank-in-head", Sure: sureHead})
		return
	}
	if i := strings.IndexByte(text, ' '); i > 0 && organised.MatchString(text[:i]) && width(text[:i]) < width(text[i:]) {
		kicker, head := cut(t, i)
		s.Kicker = intake.Field{Text: trimmed(kicker), Rule: "organisation-before-blank", Sure: sureKicker}
		s.Headline = []intake.Field{{Text: trimmed(head), Rule: "head-behind-blank", Sure: sureKicker}}
		return
	}
	s.Headline = []intake.Field{{Text: trimmed(t), Rule: "short-line", Sure: sureHead}}
}
