package scan

import (
	"math"
	"unicode/utf8"

	"duikai/layout/intake"
)

// verseLine is where a line of verse stands on the page.
type verseLine struct {
	story    *intake.Story
	block    int // of the story
	x, y, em float64
}

// poem adds lines of verse: each line of the region is one.
func (w *writer) poem(s *intake.Story, r region, rule string) {
	for _, l := range r.lines {
		if l.runs.String() == "" {
			continue
		}
		if n := len(s.Body); n > 0 && s.Body[n-1].Kind == intake.Verse {
			s.Body[n-1].StanzaEnds = r.row != w.row
		}
		w.row = r.row
		s.Body = append(s.Body, intake.Block{Kind: intake.Verse, Field: intake.Given(rule, l.runs)})
		chars := utf8.RuneCountInString(l.runs.String())
		w.verse = append(w.verse, verseLine{s, len(s.Body) - 1, l.from, l.down, (l.to - l.from) / float64(chars)})
	}
}

// indents gives the lines of a poem their indents, by where they begin: whole ems from the
// leftmost line of the poem in their column. Where one stands between, as those of a poem
// do whose lines are in the middle, none is indented.
func (w *writer) indents() {
	list := w.verse
	w.verse = nil
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].story == list[0].story && list[n].block == list[n-1].block+1 && list[n].y > list[n-1].y {
			n++
		}
		indented(list[:n])
		list = list[n:]
	}
}

func indented(lines []verseLine) {
	const off = 0.25 // of an em: places are whole pixels
	const most = 20  // ems
	left := lines[0].x
	for _, l := range lines {
		if l.em <= 0 || math.IsNaN(l.em) {
			return
		}
		left = min(left, l.x)
	}
	in := make([]int, len(lines))
	for i, l := range lines {
		ems := (l.x - left) / l.em
		whole := math.Round(ems)
		if math.Abs(ems-whole) > off || whole > most {
			return
		}
		in[i] = int(whole)
	}
	for i, l := range lines {
		l.story.Body[l.block].Indent = in[i]
	}
}
