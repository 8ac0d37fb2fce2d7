package planner

import (
	"cmp"
	"math"
	"slices"

	"duikai/fonts"
	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/manuscript"
)

// # Spreads
//
// A spread (跨版) is planned as the two pages that it is. What is wider than one of
// them lies over the fold: it finds its place first, at the head, as far to the left
// of the fold as to the right. The rest is divided between the halves so that both
// are as full, what belongs together on the same; each half is planned like any other
// page, around what lies over the fold. No story goes on from one half on the other.

// spread is a spread while its halves are planned.
type spread struct {
	page   *manuscript.Page
	halves [2]*manuscript.Page
	over   []Slot             // what lies over the fold and found its place
	given  []*manuscript.Slot // what had one
}

// half tells which half of a spread a page is.
type half struct {
	spread *spread
	from   int // basic columns left of it
}

// partSpreads puts the halves of spreads that are to be planned into their place.
func partSpreads(is *manuscript.Issue, set *fonts.Set, desk *layout.Desk, problems *diag.List) (all []*spread) {
	var pages []*manuscript.Page
	for _, p := range is.Pages {
		if p.Spread == 0 || !p.Auto && !p.Takes {
			pages = append(pages, p)
			continue
		}
		s := &spread{page: p}
		var open []*manuscript.Slot
		for _, slot := range p.Slots {
			if slot.Open == 0 {
				s.given = append(s.given, slot)
			} else if !s.overFold(is, slot) {
				open = append(open, slot)
			}
		}
		for _, slot := range p.Slots {
			if slot.Open != 0 && s.overFold(is, slot) && !s.lay(is, set, desk, slot) {
				problems.Add(diag.NoStanding, slot.Src, slot.Name())
			}
		}
		s.part(is, desk, open)
		all = append(all, s)
		pages = append(pages, s.halves[:]...)
	}
	is.Pages = pages
	return all
}

// overFold tells whether an open slot must lie over the fold: it is wider than a page,
// or stands where it does.
func (s *spread) overFold(is *manuscript.Issue, slot *manuscript.Slot) bool {
	cols := is.Format.Columns
	if slot.Open&manuscript.OpenCols != 0 {
		return false
	}
	return slot.Cols > cols || slot.Open&manuscript.OpenPlace == 0 && slot.OverFold(cols)
}

// lay finds the place of a slot over the fold; it is false where there is none.
func (s *spread) lay(is *manuscript.Issue, set *fonts.Set, desk *layout.Desk, slot *manuscript.Slot) bool {
	found, f := *slot, is.Format.Of(s.page)
	found.Open = 0
	if slot.Open&manuscript.OpenPlace != 0 {
		found.Col, found.Row = is.Format.InMiddle(slot.Cols), 1
	}
	if slot.Open&manuscript.OpenRows != 0 {
		found.Rows = s.rows(is, set, desk, &found)
	}
	if found.Rows == 0 {
		return false
	}
	whole := s.whole()
	hit := func() int { // the row behind what is in the way; 0: nothing is
		for _, o := range whole {
			if o.Col < found.Col+found.Cols && found.Col < o.Col+o.Cols && o.Row < found.Row+found.Rows+layout.White && found.Row < o.Row+o.Rows+layout.White {
				return o.Row + o.Rows + layout.White
			}
		}
		return 0
	}
	for next := hit(); next > 0; next = hit() {
		if found.Row = next; slot.Open&manuscript.OpenPlace == 0 {
			return false
		}
	}
	if found.Row+found.Rows-1 > f.Rows {
		return false
	}
	s.over = append(s.over, Slot{Slot: &found, Found: true})
	return true
}

// rows is how high a slot over the fold is: by its shape, or the least in which it stands
// without an error.
func (s *spread) rows(is *manuscript.Issue, set *fonts.Set, desk *layout.Desk, slot *manuscript.Slot) int {
	wide := desk.On(s.page)
	switch slot.Kind {
	case manuscript.PictureSlot, manuscript.AdSlot:
		return wide.Picture(*slot)
	case manuscript.GroupSlot:
		heights := wide.Group(*slot, is.Format.Rows)
		if len(heights) == 0 {
			return 0
		}
		return slices.MinFunc(heights, func(a, b layout.GroupHeight) int { return a.Cropped - b.Cropped }).Rows
	}
	stands := func(rows int) bool {
		one, page, try := *is, *s.page, *slot
		try.Row, try.Rows = 1, rows
		page.Slots, page.Auto = []*manuscript.Slot{&try}, false
		one.Pages = []*manuscript.Page{&page}
		_, problems := layout.Compose(&one, set, layout.Options{Pages: []int{page.Number}})
		return !problems.Has(diag.Error)
	}
	low, high := 1, is.Format.Rows // the least lies between them
	if !stands(high) {
		return 0
	}
	for low < high {
		if mid := (low + high) / 2; stands(mid) {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}

// part makes the halves, each with what stands on it or is to.
func (s *spread) part(is *manuscript.Issue, desk *layout.Desk, open []*manuscript.Slot) {
	cols := is.Format.Columns
	var room [2]int
	for i, number := range [2]int{s.page.Number, s.page.Spread} {
		h := *s.page
		h.Number, h.Spread, h.Slots, h.Pool = number, 0, nil, nil
		s.halves[i] = &h
		room[i] = cols * is.Format.Rows
		for _, slot := range s.whole() {
			if c := clipped(slot, i*cols, cols); c != nil {
				h.Slots = append(h.Slots, c)
				room[i] -= c.Cols * (c.Rows + layout.White)
			}
		}
	}
	units := s.units(is, desk, open)
	divide(units, room)
	for _, slot := range open {
		for _, u := range units {
			if slices.Contains(u.slots, slot) {
				own := *slot
				own.Col -= u.side * cols
				if own.Was.Cols > 0 {
					own.Was.Col -= u.side * cols
				}
				s.halves[u.side].Slots = append(s.halves[u.side].Slots, &own)
			}
		}
	}
	for _, h := range s.halves {
		h.Auto = slices.ContainsFunc(h.Slots, func(o *manuscript.Slot) bool { return o.Open != 0 })
	}
}

// whole are the slots that have their places.
func (s *spread) whole() []*manuscript.Slot {
	all := slices.Clone(s.given)
	for i := range s.over {
		all = append(all, s.over[i].Slot)
	}
	return all
}

// clipped is what a half sees of a slot of the spread; nil: nothing. What lies over the
// fold is a picture there, or a block without anything in it.
func clipped(s *manuscript.Slot, from, cols int) *manuscript.Slot {
	left, right := max(s.Col, from+1), min(s.Col+s.Cols-1, from+cols)
	if left > right {
		return nil
	}
	c := *s
	c.Col, c.Cols = left-from, right-left+1
	if c.Cols < s.Cols && s.Kind != manuscript.PictureSlot {
		return &manuscript.Slot{Kind: manuscript.AdSlot, Pictures: []manuscript.Picture{{}}, AdMark: manuscript.No, Col: c.Col, Row: c.Row, Cols: c.Cols, Rows: c.Rows, Src: s.Src}
	}
	return &c
}

// unit are slots that stand on the same half.
type unit struct {
	slots []*manuscript.Slot
	area  int // cells
	rank  int // of its weightiest story
	side  int // -1: either
}

// units gathers what belongs together: the parts of a story, a picture and its story,
// slots that stand by each other.
func (s *spread) units(is *manuscript.Issue, desk *layout.Desk, open []*manuscript.Slot) (units []*unit) {
	cols := is.Format.Columns
	of := map[*manuscript.Slot]*unit{}
	for _, slot := range open {
		u := &unit{slots: []*manuscript.Slot{slot}, area: s.area(is, desk, slot), rank: math.MaxInt, side: -1}
		if st := is.Story(slot.Story); st != nil && slot.Kind == manuscript.StorySlot {
			u.rank = st.Rank()
		}
		switch {
		case slot.Open&manuscript.OpenPlace == 0:
			u.side = min((slot.Col-1)/cols, 1)
		case slot.Was.Cols > 0:
			u.side = min((slot.Was.Col-1)/cols, 1)
		}
		units, of[slot] = append(units, u), u
	}
	join := func(a, b *manuscript.Slot) {
		to, from := of[a], of[b]
		if to == nil || from == nil || to == from {
			return
		}
		to.slots, to.area, to.rank = append(to.slots, from.slots...), to.area+from.area, min(to.rank, from.rank)
		if to.side < 0 {
			to.side = from.side
		}
		for _, o := range from.slots {
			of[o] = to
		}
		units = slices.DeleteFunc(units, func(u *unit) bool { return u == from })
	}
	for i, slot := range open {
		for _, o := range open[:i] {
			if slot.Kind == manuscript.StorySlot && o.Kind == slot.Kind && o.Story == slot.Story {
				join(o, slot)
			}
		}
		if slot.With.ID != "" {
			join(s.page.Holds(slot.With.ID), slot)
		}
		for _, ref := range [...]manuscript.StoryRef{slot.Below, slot.RightOf} {
			if ref.ID != "" {
				join(s.page.Named(ref), slot)
			}
		}
	}
	return units
}

// usualBlock are the rows of a block that says nothing of its height, and usualCols the
// columns of what says nothing of its width, when a spread is divided.
const (
	usualBlock = 20
	usualCols  = 3
)

// area is about how many cells a slot takes.
func (s *spread) area(is *manuscript.Issue, desk *layout.Desk, slot *manuscript.Slot) int {
	cols, rows := slot.Cols, slot.Rows
	if slot.Open&manuscript.OpenCols != 0 {
		cols = min(usualCols, is.Format.Columns)
	}
	if slot.Open&manuscript.OpenRows != 0 {
		rows = usualBlock
		if slot.Kind == manuscript.PictureSlot || slot.Kind == manuscript.AdSlot {
			sized := *slot
			sized.Cols = cols
			rows = desk.Picture(sized)
		}
	}
	if st := is.Story(slot.Story); st != nil && slot.Kind == manuscript.StorySlot && slot.Open&(manuscript.OpenCols|manuscript.OpenRows) != 0 {
		for _, o := range s.page.Slots { // its second part is in the area of its first
			if o.Kind == manuscript.StorySlot && o.Story == slot.Story {
				if o != slot {
					return 0
				}
				break
			}
		}
		return areaOf(is, desk, st)
	}
	return cols * (rows + layout.White)
}

// finest is how many steps the room of a spread is divided in at most: a page of the usual
// grid has as many cells.
const finest = 2000

// divide gives each unit its half, so that both are as full as they can be; the
// weightiest goes to the left.
func divide(units []*unit, room [2]int) {
	all := max(room[0]+room[1], 0)
	step := all/finest + 1
	size := func(u *unit) int { return min(u.area, all) / step } // more than all of it is as much as all
	total, left := 0, 0                                          // what is asked for, and what of it the left has already
	var free []*unit
	if lead := slices.MinFunc(append(slices.Clone(units), &unit{rank: math.MaxInt}), func(a, b *unit) int { return a.rank - b.rank }); lead.side < 0 && len(lead.slots) > 0 {
		lead.side = 0
	}
	for _, u := range units {
		total += size(u)
		switch u.side {
		case 0:
			left += size(u)
		case -1:
			free = append(free, u)
		}
	}
	slices.SortStableFunc(free, func(a, b *unit) int { return cmp.Or(a.rank-b.rank, b.area-a.area) })
	want := total*max(room[0], 0)/max(all, 1) - left // of the free ones
	// with[k] are the sums that the first k units can come to.
	sum := 0
	for _, u := range free {
		sum += size(u)
	}
	with := make([][]bool, len(free)+1)
	with[0] = make([]bool, sum+1)
	with[0][0] = true
	for k, u := range free {
		with[k+1] = slices.Clone(with[k])
		for a := size(u); a <= sum; a++ {
			with[k+1][a] = with[k+1][a] || with[k][a-size(u)]
		}
	}
	best := 0
	for a, can := range with[len(free)] {
		if can && max(a-want, want-a) < max(best-want, want-best) {
			best = a
		}
	}
	for k := len(free) - 1; k >= 0; k-- {
		free[k].side = 1
		if u := free[k]; !with[k][best] {
			u.side, best = 0, best-size(u)
		}
	}
}

// joinSpreads puts spreads back into the place of their halves, and makes one page of what was
// found for both.
func joinSpreads(is *manuscript.Issue, all []*spread, ed *Edition) {
	for _, s := range all {
		at := slices.Index(is.Pages, s.halves[0])
		is.Pages = slices.Replace(is.Pages, at, at+len(s.halves), s.page)
		var found []Slot
		var page *Page
		for i, h := range s.halves {
			k := slices.IndexFunc(ed.Pages, func(p Page) bool { return p.Number == h.Number })
			if k < 0 {
				continue
			}
			p := ed.Pages[k]
			found = append(found, s.moved(p.Slots, i*is.Format.Columns)...)
			for e := range p.Elsewhere {
				p.Elsewhere[e].Slot = s.moved([]Slot{p.Elsewhere[e].Slot}, i*is.Format.Columns)[0]
			}
			if page == nil {
				page = &ed.Pages[k]
				page.Number, page.Name = s.page.Number, s.page.Name
				continue
			}
			page.add(&p)
			ed.Pages = slices.Delete(ed.Pages, k, k+1)
		}
		if page == nil && len(s.over) > 0 {
			ed.Pages = append(ed.Pages, Page{Number: s.page.Number, Name: s.page.Name})
			page = &ed.Pages[len(ed.Pages)-1]
		}
		found = append(found, s.over...)
		s.write(found)
		if page != nil {
			page.Slots = found
		}
	}
	slices.SortStableFunc(ed.Pages, func(a, b Page) int { return a.Number - b.Number })
}

// moved are slots of a half as the spread has them, without what had its place.
func (s *spread) moved(slots []Slot, by int) (out []Slot) {
	for _, f := range slots {
		if !f.Found {
			continue
		}
		own := *f.Slot
		own.Col += by
		f.Slot = &own
		out = append(out, f)
	}
	return out
}

// add takes the account of another half in.
func (p *Page) add(o *Page) {
	p.Need, p.Room, p.White, p.Score = p.Need+o.Need, p.Room+o.Room, p.White+o.White, p.Score+o.Score
	p.Held, p.Jumps, p.Dropped = append(p.Held, o.Held...), append(p.Jumps, o.Jumps...), append(p.Dropped, o.Dropped...)
	p.Cuts, p.Used, p.Gone = append(p.Cuts, o.Cuts...), append(p.Used, o.Used...), append(p.Gone, o.Gone...)
	p.Terms = append(p.Terms, o.Terms...)
	slices.SortStableFunc(p.Terms, func(a, b Term) int { return b.Price - a.Price })
	p.Different = p.Different || o.Different
	p.Elsewhere = append(p.Elsewhere, o.Elsewhere...)
	slices.SortStableFunc(p.Elsewhere, func(a, b Elsewhere) int { return a.More - b.More })
	p.Elsewhere = p.Elsewhere[:min(len(p.Elsewhere), mostElsewhere)]
}

// write gives the spread its slots: those of issue.yaml in their order, what else the
// halves took behind them.
func (s *spread) write(found []Slot) {
	s.page.Slots, s.page.Auto, s.page.Takes = inOrder(s.page.Slots, found), false, false
}

// stood are where the pieces of a page, or of a half, stand in a plan; nil where it has no
// such page.
func (j *job) stood(ed *Edition) places {
	if j.half == nil {
		return placesOf(ed, j.of.Number)
	}
	all, from := placesOf(ed, j.half.spread.page.Number), j.half.from
	for name, r := range all {
		if r.Col < from || r.Col >= from+j.is.Format.Columns {
			delete(all, name)
			continue
		}
		r.Col -= from
		all[name] = r
	}
	return all
}
