package planner

import (
	"cmp"
	"math"
	"slices"

	"duikai/layout"
	"duikai/layout/artwork"
	"duikai/layout/diag"
	"duikai/layout/internal/dummy"
	"duikai/layout/manuscript"
)

// begin finds what the page asks for, as far as it is known before others are
// planned: measured, or remembered.
func (j *job) begin() {
	if !j.memory.know(j) {
		j.measure()
	}
}

// measure finds the room of the page and what its pieces ask for, once; stories
// that must be parted on an earlier page first are left to arrive.
func (j *job) measure() {
	if j.measured {
		return
	}
	j.measured = true
	f := j.is.Format
	var whole []*manuscript.Slot
	var open []*manuscript.Slot
	for _, s := range j.of.Slots {
		switch {
		case s.Open == 0:
			whole = append(whole, s)
		case !j.isRest(s):
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
		t.Block(r.Cols, r.Rows, 0, 0, dummy.Fit{})
		p.Fits = t.Fits()
		j.pins = append(j.pins, p)
		j.page.Room -= r.Cols * (r.Rows + layout.White)
	}
	for _, s := range open {
		if before, _, ok := j.parts(s); !ok && before == nil && j.waits(s) {
			if !slices.Contains(j.pending, s) {
				j.pending = append(j.pending, s)
			}
			continue
		}
		j.add(s)
	}
}

// add measures an open slot.
func (j *job) add(s *manuscript.Slot) {
	j.open = append(j.open, j.piece(s))
	j.need()
}

// need sums up about how many cells the pieces of the page ask for. What must go on
// elsewhere takes what the others leave.
func (j *job) need() {
	need, more := 0, 0
	for i := range j.open {
		p := &j.open[i]
		area := j.sheetOf().Area(&p.Piece)
		switch must := len(p.carried) > 0 && p.carried[0].after != nil; {
		case must:
			more += max(p.text-area, 0)
		case area == 0:
			area = p.text
		}
		need += area
	}
	if full := j.page.Room * filled / 100; need < full {
		need = min(need+more, full)
	}
	j.page.Need = need
}

// waits tells whether a slot's story is to be parted on an earlier page first.
func (j *job) waits(s *manuscript.Slot) bool {
	return s.Kind == manuscript.StorySlot && slices.ContainsFunc(j.is.Pages, func(p *manuscript.Page) bool {
		t := p.Holds(s.Story)
		return p.Number < j.of.Number && t != nil && t.Open&(manuscript.OpenCols|manuscript.OpenRows) != 0
	})
}

// arrive makes the page ready to be planned, when those before it are: with what
// goes on on it, or as it was when it was planned before, unless it lacked copy and there
// is something to fill it. What cannot stand is told.
func (j *job) arrive(spare bool) {
	if j.recalled = !(spare && j.short()) && j.memory.recall(j, nil); j.recalled {
		return
	}
	j.measure()
	for _, s := range j.pending {
		j.add(s)
	}
	j.pending = nil
	j.open = slices.DeleteFunc(j.open, func(p piece) bool {
		if stands := slices.ContainsFunc(p.Fits, func(fits []dummy.Fit) bool { return len(fits) > 0 }); stands {
			return false
		}
		j.problems.Add(diag.NoStanding, p.slot.Src, p.slot.Name())
		return true
	})
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
		for col := 1; col <= f.Columns; col++ {
			if longestHole(whole, col, from, to) >= dummy.LeastHole {
				return false
			}
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

// longestHole is the longest stretch of some rows of a column, from 0, in which no slot
// stands.
func longestHole(slots []*manuscript.Slot, col, from, to int) (longest int) {
	run := 0
	for row := from; row < to; row++ {
		run++
		if slices.ContainsFunc(slots, func(s *manuscript.Slot) bool {
			return s.Col <= col && col < s.Col+s.Cols && s.Row-1 <= row && row < s.Row-1+s.Rows
		}) {
			run = 0
		}
		longest = max(longest, run)
	}
	return longest
}

// bare is a piece of a slot, without its fits.
func (j *job) bare(s *manuscript.Slot) piece {
	b := layout.Block(s)
	p := piece{slot: s, Piece: dummy.Piece{Name: s.Name(), Kind: b.Kind, Solid: b.Solid, With: -1, Hold: -1}}
	p.Boxed = p.Solid && (p.Kind == dummy.Story || p.Kind == dummy.Furnishing)
	switch p.Kind {
	case dummy.Story:
		if st := j.is.Story(s.Story); st != nil {
			p.Weight, p.Notice = st.Rank(), st.Notice()
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

// piece measures an open slot in all the ways in which it can stand.
func (j *job) piece(s *manuscript.Slot) piece {
	p := j.bare(s)
	f := j.is.Format
	t := dummy.NewTable(f.Columns, j.foot-j.top)
	if s.Was.Cols > 0 {
		was := func(c manuscript.Cells) *dummy.Rect {
			return &dummy.Rect{Col: c.Col - 1, Row: c.Row - 1 - j.top, Cols: c.Cols, Rows: c.Rows}
		}
		p.Before = was(s.Was)
		if rest := j.restOf(s); rest != nil {
			p.BeforeRest = was(rest.Was)
		}
	}
	if s.Open&manuscript.OpenPlace == 0 {
		p.Pin = &dummy.Rect{Col: s.Col - 1, Row: s.Row - 1 - j.top}
	}
	switch {
	case s.Kind == manuscript.NameplateSlot:
		j.nameplate(&p, s, t)
	case s.Open&(manuscript.OpenCols|manuscript.OpenRows) == 0 && s.Kind != manuscript.StorySlot:
		t.Block(s.Cols, s.Rows, 0, 0, dummy.Fit{})
	case s.Kind == manuscript.StorySlot:
		p.table = t
		j.story(&p, t)
		t = p.table // that which was kept
	case s.Kind == manuscript.PictureSlot:
		j.picture(s, t)
	case s.Kind == manuscript.GroupSlot:
		j.group(s, t)
	case s.Kind == manuscript.AdSlot:
		j.ad(s, t)
	default:
		j.furnish(s, t)
	}
	if s.Open&manuscript.OpenRows == 0 {
		t.Only(s.Rows)
	}
	p.Fits, p.table = t.Fits(), t
	return p
}

// story adds the fits of a story.
func (j *job) story(p *piece, t *dummy.Table) {
	s, sl := j.is.Story(p.slot.Story), p.slot
	if s == nil {
		return
	}
	before, later, ok := j.parts(sl)
	if !ok {
		return
	}
	if price, ok := holdPrice(&j.terms, s); ok && later == nil && len(before) == 0 {
		p.Hold = price
	}
	if len(before) > 0 {
		p.Weight = max(p.Weight, carriedWeight)
	}
	s = s.Lacking(sl.Without)
	p.gauge = j.desk.Gauge(s, before)
	if later == nil && len(before) == 0 {
		j.memory.gauge(j, p, func() {
			p.text = p.gauge.Cells()
			j.whole(p, t)
			j.bend(p)
		})
		return
	}
	p.text = p.gauge.Cells()
	switch {
	case later == nil:
		j.whole(p, t)
	case sl.Open == manuscript.OpenPlace: // the text fills it and goes on; its head is that of the whole
		j.further = append(j.further, sl.Src)
		w := way{cols: sl.Cols, columns: sl.Columns, head: sl.Head, base: dummy.Fit{Columns: cmp.Or(sl.Columns, sl.Cols)}}
		if st, ok := p.gauge.Stands(*sl); ok {
			j.base(&w, sl, &st)
		}
		p.gauge = nil
		w.base.Rows = sl.Rows
		t.Add(sl.Cols, w.base)
	default:
		j.offer(p, carry{to: later.Page, most: math.MaxInt32, after: later.Slot})
	}
}

// whole adds the fits of all that is left of a story.
func (j *job) whole(p *piece, t *dummy.Table) {
	sl := p.slot
	for _, w := range waysOf(sl, j.is.Story(sl.Story), j.is.Format.Columns) {
		if st, ok := p.gauge.Stands(w.slot(sl)); ok {
			j.way(p, t, w, &st)
			j.overPart(p, t, w, &st)
		}
	}
}

// way adds a way in which a story stands, and its heights.
func (j *job) way(p *piece, t *dummy.Table, w way, st *layout.Standing) {
	j.base(&w, p.slot, st)
	w.base.Mark = len(p.ways)
	p.ways = append(p.ways, w)
	for _, h := range st.Heights {
		if h.Rows > w.mostRows(p.slot) {
			break
		}
		t.Add(w.cols, w.fit(&j.terms, h.Rows, h.White, h.Over))
	}
}

// overPart adds a way in which a head that covers too little of its columns
// stands over the first of them alone, as many as it covers well, with text beside
// it (题文错位).
func (j *job) overPart(p *piece, t *dummy.Table, w way, st *layout.Standing) {
	if !st.Thin || w.head != manuscript.HeadAcross || p.slot.HeadCols != 0 {
		return
	}
	var best way
	var stands layout.Standing
	for w.over = st.Columns - 1; w.over*leastOver >= st.Columns; w.over-- {
		part, ok := p.gauge.Stands(w.slot(p.slot))
		if !ok || part.Thin || best.over > 0 && part.Slim {
			continue
		}
		if best, stands = w, part; !part.Slim {
			break
		}
	}
	if best.over > 0 {
		j.way(p, t, best, &stands)
	}
}

// leastOver is the share of its columns that a head covers at least: one in so
// many.
const leastOver = 3

// base is what all heights of a way have in common.
func (j *job) base(w *way, sl *manuscript.Slot, st *layout.Standing) {
	w.warnings = st.Warnings
	w.base = dummy.Fit{Columns: st.Columns, HeadRows: st.HeadRows, Size: st.Size, Price: w.price(&j.terms, sl) + st.Warnings*warningPrice}
	if w.head != manuscript.HeadAcross {
		w.base.Head = dummy.Beside
	}
	w.base.Part = w.over > 0
	w.base.Drop = len(w.without) * j.terms.Drop
	w.base.Price += w.base.Drop
	if st.Black {
		w.base.Face = 1
	}
	if st.Thin {
		w.base.Price += j.terms.Thin
	}
	if st.Split {
		w.base.Price += j.terms.Split
	}
}

// way is a way in which a story may stand: in so many basic columns and text
// columns, with its head in that place.
type way struct {
	cols, columns int
	head          manuscript.Head
	over          int               // text columns that a head across covers, from the first; 0: all
	base          dummy.Fit         // of every height
	warnings      int               // of its text, which the base's price has
	gauge         *layout.Gauge     // of the story without some parts; nil: the piece's
	without       []manuscript.Part // what is left out
	to            int               // the page on which its rest goes on; 0: all of it stands here
	bent          bool              // it is an L, of which this is the first part
}

// Widths in which columns are divided again, one less than they span (破栏),
// and in which a head may stand left of its text or run down beside it.
const (
	leastDivided, mostDivided = 3, 6
	leastLeft, mostLeft       = 3, 5
	leastDown, mostDown       = 2, 4
	lightLeft                 = 3 // the heaviest story whose head stands beside it by itself
	wideLeft                  = 4 // the heaviest for which it does in any width: its head covers no wide slot
)

// A head left of its text is for low slots: in a high one it stands alone in
// the middle of nothing. One that runs down is as long as it is.
const (
	mostLeftRows = 24
	mostDownRows = 40
)

// mostRows is how high a slot may be in which a story stands in this way.
func (w *way) mostRows(s *manuscript.Slot) int {
	switch {
	case w.head == s.Head:
		return math.MaxInt
	case w.head == manuscript.HeadLeft:
		return mostLeftRows
	}
	return mostDownRows
}

// headless tells whether a story has nothing that could stand beside its text: the
// second part of one of another day.
func headless(s *manuscript.Story) bool { return s == nil || len(s.Headline) == 0 }

// waysOf are the ways in which a slot's story may stand.
func waysOf(sl *manuscript.Slot, s *manuscript.Story, columns int) (all []way) {
	weight := s.Rank()
	for cols := 1; cols <= columns; cols++ {
		if sl.Open&manuscript.OpenCols == 0 && cols != sl.Cols {
			continue
		}
		all = append(all, way{cols: cols, columns: sl.Columns, head: sl.Head})
		if sl.Columns != 0 {
			continue
		}
		if cols >= leastDivided && cols <= mostDivided {
			all = append(all, way{cols: cols, columns: cols - 1, head: sl.Head})
		}
		if sl.Head != manuscript.HeadAcross || sl.HeadCols != 0 || weight < lightLeft || headless(s) {
			continue
		}
		if cols >= leastLeft && (cols <= mostLeft || weight >= wideLeft) {
			all = append(all, way{cols: cols, head: manuscript.HeadLeft})
		}
		if cols >= leastDown && cols <= mostDown {
			all = append(all, way{cols: cols, head: manuscript.HeadVerticalLeft})
		}
	}
	return all
}

// slot is a slot in which a story stands in this way.
func (w *way) slot(s *manuscript.Slot) manuscript.Slot {
	out := *s
	out.Cols, out.Columns, out.Head = w.cols, w.columns, w.head
	if len(w.without) > 0 {
		out.Without = slices.Concat(s.Without, w.without)
	}
	if w.over > 0 {
		out.HeadFrom, out.HeadCols = 1, w.over
	}
	return out
}

// price is what a way costs that nobody asked for.
func (w *way) price(t *dummy.Terms, s *manuscript.Slot) (price int) {
	if w.columns != 0 && w.columns != w.cols && s.Columns == 0 {
		price += t.Divided
	}
	if w.head != s.Head || w.over > 0 {
		price += t.Beside
	}
	return price
}

// fit is the way at a height, with the lines of its text columns that are white
// and over there.
func (w *way) fit(t *dummy.Terms, rows, white, over int) dummy.Fit {
	f := w.base
	f.Rows, f.White, f.Over = rows, dummy.Basic(white, f.Columns, w.cols), over
	f.Price += t.Leaves(f.White, over)
	if white > layout.BearableWhite*f.Columns {
		f.Price += warningPrice
	}
	return f
}

// parts are the parts of a slot's story on earlier pages, and the next one on a
// later page, nil where there is none; ok is false where the size of an earlier one
// is not known: how the text parts is then nobody's to say.
func (j *job) parts(s *manuscript.Slot) (before []layout.Part, later *layout.Part, ok bool) {
	for _, p := range j.is.Pages {
		for _, o := range p.Slots {
			switch {
			case o == s || o.Kind != manuscript.StorySlot || o.Story != s.Story || p.Number == j.of.Number && j.isRest(o):
			case p.Number > j.of.Number:
				if later == nil || p.Number < later.Page {
					later = &layout.Part{Page: p.Number, Slot: o}
				}
			case p.Number == j.of.Number || o.Open&(manuscript.OpenCols|manuscript.OpenRows) != 0:
				return nil, nil, false
			default:
				before = append(before, layout.Part{Page: p.Number, Slot: o})
			}
		}
	}
	slices.SortStableFunc(before, func(a, b layout.Part) int { return a.Page - b.Page })
	return before, later, true
}

// Pictures stand two to five columns wide where nothing else is said, and give
// a tenth of their height.
const (
	leastPicture = 2
	mostPicture  = 5
	pictureGive  = 10
)

// What a row costs by which a picture is cropped, and one beyond what it gives: up
// to twice as many are taken where a page fits in no other way.
const (
	cropPrice     = dummy.Unit / 4
	deepCropPrice = 5 * dummy.Unit
)

func (j *job) picture(s *manuscript.Slot, t *dummy.Table) {
	for cols := 1; cols <= j.is.Format.Columns; cols++ {
		switch fixed := s.Open&manuscript.OpenCols == 0; {
		case fixed && cols != s.Cols, !fixed && (cols < leastPicture || cols > mostPicture):
			continue
		}
		slot := *s
		slot.Cols = cols
		slot.Rows = j.desk.Picture(slot)
		price := 0
		if f := j.desk.Slot(slot); f.Failed {
			price = errorPrice
		} else {
			price = f.Warnings * warningPrice
		}
		give := max(slot.Rows/pictureGive, 1)
		if s.Pictures[0].Keyline == manuscript.No {
			give = 0 // a chart, a drawing, a figure without a ground: nothing of it may be cut off
		}
		t.Block(cols, slot.Rows, give, cropPrice, dummy.Fit{Price: price})
		for d := give + 1; d <= 2*give; d++ {
			f := dummy.Fit{Columns: 1, Head: dummy.NoHead, Price: price + give*cropPrice + (d-give)*deepCropPrice}
			for _, rows := range [...]int{slot.Rows - d, slot.Rows + d} {
				f.Rows = rows
				t.Add(cols, f)
			}
		}
	}
	if s.Open&manuscript.OpenRows == 0 {
		t.Only(s.Rows)
	}
}
