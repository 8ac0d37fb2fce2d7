package planner

import (
	"slices"

	"duikai/layout"
	"duikai/layout/artwork"
	"duikai/layout/diag"
	"duikai/layout/dummy"
	"duikai/layout/manuscript"
)

// measure finds the room of the page and what its pieces ask for.
func (j *job) measure() {
	f := j.is.Format
	var whole []*manuscript.Slot
	var open []*manuscript.Slot
	for _, s := range j.of.Slots {
		if s.Open == 0 {
			whole = append(whole, s)
		} else {
			open = append(open, s)
		}
	}
	j.top, j.foot = j.bands(whole)
	j.page.Room = (j.foot - j.top + layout.White) * f.Columns
	for _, s := range whole {
		if s.Row-1 < j.top || s.Row-1 >= j.foot {
			continue
		}
		r := dummy.Rect{Col: s.Col - 1, Row: s.Row - 1 - j.top, Cols: s.Cols, Rows: s.Rows}
		p := j.bare(s)
		p.Pin = &r
		t := dummy.NewTable(f.Columns, j.foot-j.top)
		t.Block(r.Cols, r.Rows, 0, 0)
		p.Fits = t.Fits()
		j.pins = append(j.pins, p)
		j.page.Room -= r.Cols * (r.Rows + layout.White)
	}
	for _, s := range open {
		if p, ok := j.piece(s); ok {
			j.open = append(j.open, p)
			j.page.Need += j.sheetOf().Area(&p.Piece)
		}
	}
}

// nameplateRows is the room above the slots of page 1 that the nameplate takes
// where it has no slot.
const nameplateRows = 12

// bands are the rows between the strips at the head and the foot of a page
// that its whole slots fill from edge to edge.
func (j *job) bands(whole []*manuscript.Slot) (top, foot int) {
	f := j.is.Format
	filled := func(from, to int) bool { // rows, from 0
		cells := 0
		for _, s := range whole {
			a, b := max(s.Row-1, from), min(s.Row-1+s.Rows, to)
			if s.Row-1 < to && s.Row-1+s.Rows > to || s.Row-1 < from && s.Row-1+s.Rows > from {
				return false
			}
			cells += max(b-a, 0) * s.Cols
		}
		// The rows of white between stacked slots are no slot's.
		return cells > 0 && cells*10 >= (to-from)*f.Columns*8
	}
	foot = f.Rows
	for _, s := range whole {
		if end := s.Row - 1 + s.Rows; end > top && end*2 < f.Rows && filled(0, end) {
			top = end
		}
		if begin := s.Row - 1; begin < foot && begin*2 > f.Rows && filled(begin, f.Rows) {
			foot = begin
		}
	}
	if foot < f.Rows {
		foot -= layout.White
	}
	if top > 0 {
		top += layout.White
	} else if j.of.Number == 1 && !slices.ContainsFunc(j.of.Slots, func(s *manuscript.Slot) bool { return s.Kind == manuscript.NameplateSlot }) {
		top = nameplateRows + layout.White
	}
	return top, foot
}

// bare is a piece of a slot, without its fits.
func (j *job) bare(s *manuscript.Slot) piece {
	b := layout.Block(s)
	p := piece{slot: s, Piece: dummy.Piece{Name: s.Name(), Kind: b.Kind, Solid: b.Solid, With: -1, Hold: -1}}
	p.Boxed = p.Solid && (p.Kind == dummy.Story || p.Kind == dummy.Furnishing)
	switch p.Kind {
	case dummy.Story:
		if st := j.is.Story(s.Story); st != nil {
			p.Weight = weightOf(st)
			p.Series = slices.Index(j.words.series, st.Series) + 1
			p.Apart = j.words.tags(st.KeepApart)
			p.Shun = p.Apart
		}
	case dummy.Picture:
		p.Colour = slices.ContainsFunc(s.Pictures, func(p manuscript.Picture) bool { return p.File.Art.Model != artwork.Gray })
	case dummy.Ad: // which may stand beside another
		p.Apart = j.words.tags([]string{adTag})
	}
	return p
}

// words are the names of an issue's series and tags.
type words struct{ series, apart []string }

// mostTags is how many tags an issue may have: they are bits of a word.
const mostTags = 64

// adTag is the tag that every advertisement has.
const adTag = "ad"

func wordsOf(is *manuscript.Issue) words {
	w := words{apart: []string{adTag}}
	add := func(list *[]string, word string) {
		if word != "" && !slices.Contains(*list, word) {
			*list = append(*list, word)
		}
	}
	for _, s := range is.Stories {
		add(&w.series, s.Series)
		for _, tag := range s.KeepApart {
			add(&w.apart, tag)
		}
	}
	return w
}

// tags are the bits of tags.
func (w *words) tags(list []string) (bits uint64) {
	for _, tag := range list {
		bits |= 1 << slices.Index(w.apart, tag)
	}
	return bits
}

// piece measures an open slot in all the ways in which it can stand; ok is
// false where it cannot be planned, which is reported.
func (j *job) piece(s *manuscript.Slot) (piece, bool) {
	p := j.bare(s)
	f := j.is.Format
	t := dummy.NewTable(f.Columns, j.foot-j.top)
	if s.Open&manuscript.OpenPlace == 0 {
		p.Pin = &dummy.Rect{Col: s.Col - 1, Row: s.Row - 1 - j.top}
	}
	switch {
	case s.Open&(manuscript.OpenCols|manuscript.OpenRows) == 0 && s.Kind != manuscript.StorySlot:
		t.Block(s.Cols, s.Rows, 0, 0)
	case s.Kind == manuscript.StorySlot:
		j.story(&p, t)
	case s.Kind == manuscript.PictureSlot:
		j.picture(s, t)
	default:
		j.problems.Add(diag.MissingKey, s.Src, "span")
		return p, false
	}
	p.Fits = t.Fits()
	if j.sheetOf().Area(&p.Piece) == 0 {
		j.problems.Add(diag.NoStanding, s.Src, s.Name())
		return p, false
	}
	return p, true
}

// story adds the fits of a story.
func (j *job) story(p *piece, t *dummy.Table) {
	s, sl := j.is.Story(p.slot.Story), p.slot
	if s == nil {
		return
	}
	if price, ok := holdPrice(&j.terms, s); ok {
		p.Hold = price
	}
	before, ok := j.before(sl)
	if !ok {
		return
	}
	for cols := 1; cols <= j.is.Format.Columns; cols++ {
		if sl.Open&manuscript.OpenCols == 0 && cols != sl.Cols {
			continue
		}
		for _, columns := range divisions(sl, cols) {
			slot := *sl
			slot.Cols, slot.Columns = cols, columns
			st, ok := j.desk.Story(s, before, slot)
			if !ok {
				continue
			}
			fit := dummy.Fit{Columns: st.Columns, HeadRows: st.HeadRows, Size: st.Size, Mark: columns}
			if sl.Head != manuscript.HeadAcross {
				fit.Head = dummy.Beside
			}
			if st.Black {
				fit.Face = 1
			}
			if columns != 0 && columns != cols && sl.Columns == 0 {
				fit.Price = j.terms.Divided
			}
			if st.Thin {
				fit.Price += j.terms.Thin
			}
			t.Text(&j.terms, cols, st.Lines, st.Lines*giveShare/100, fit)
		}
	}
	if sl.Open&manuscript.OpenRows == 0 {
		t.Only(sl.Rows)
	}
}

// before are the parts of a slot's story on earlier pages; ok is false where
// one of them, or one that comes later, is open as well: how the text parts is
// then nobody's to say.
func (j *job) before(s *manuscript.Slot) (parts []layout.Part, ok bool) {
	for _, p := range j.is.Pages {
		for _, o := range p.Slots {
			switch {
			case o == s || o.Kind != manuscript.StorySlot || o.Story != s.Story:
			case o.Open != 0 || p.Number >= j.of.Number:
				return nil, false
			default:
				parts = append(parts, layout.Part{Page: p.Number, Slot: o})
			}
		}
	}
	slices.SortStableFunc(parts, func(a, b layout.Part) int { return a.Page - b.Page })
	return parts, true
}

// lightest is the weight of a brief.
const lightest = 5

// divisions are the numbers of text columns in which a story may be set in
// basic columns: one each, or one less from three on; 0 is one each.
func divisions(s *manuscript.Slot, cols int) []int {
	switch {
	case s.Columns > 0:
		return []int{s.Columns}
	case cols >= 3:
		return []int{0, cols - 1}
	}
	return []int{0}
}

// Pictures stand two to five columns wide where nothing else is said, and give
// a tenth of their height.
const (
	leastPicture = 2
	mostPicture  = 5
	pictureGive  = 10
)

func (j *job) picture(s *manuscript.Slot, t *dummy.Table) {
	for cols := 1; cols <= j.is.Format.Columns; cols++ {
		switch fixed := s.Open&manuscript.OpenCols == 0; {
		case fixed && cols != s.Cols, !fixed && (cols < leastPicture || cols > mostPicture):
			continue
		}
		slot := *s
		slot.Cols = cols
		rows := j.desk.Picture(slot)
		t.Block(cols, rows, max(rows/pictureGive, 1), dummy.Unit/4)
	}
	if s.Open&manuscript.OpenRows == 0 {
		t.Only(s.Rows)
	}
}
