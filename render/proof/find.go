package proof

import (
	"cmp"
	"slices"
	"sort"

	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// # Problems in their places
//
// Editors read a marked-up copy: a number on the page, the same number in the
// list. Find is the one place that gives these numbers, for proofs, lists and
// reports alike. A problem stands where make-up says so (page.Spot), at the
// picture or the slot whose place in the manuscript it names, at the line it
// is about, or at the text that holds its place in the manuscript.

// Finding is a problem and where it stands.
type Finding struct {
	Problem diag.Problem
	Number  int       // from 1, in the order of the list; 0: it carries none
	Page    int       // the page's number; 0: it has no place on these pages
	Area    geom.Rect // on the page
}

// Find places and numbers the problems of an edition: one finding for each
// problem, in the order of the list. Notes about changes to the text have a
// place but no number, for there may be hundreds and none asks for anything; nor have
// the marks of proof readers, which have numbers of their own.
func Find(ed *page.Edition, list diag.List) []Finding {
	out := make([]Finding, len(list))
	f := newFinder(ed)
	next := 1
	for i, p := range list {
		out[i].Problem = p
		if ed == nil {
			continue
		}
		if s, ok := f.find(&p); ok {
			out[i].Page, out[i].Area = s.page.Number, s.area
			if !textNote(p.Code) && !p.Code.OfMark() {
				out[i].Number = next
				next++
			}
		}
	}
	return out
}

// textNote tells whether a code is about changes to the text that the loader
// made.
func textNote(c diag.Code) bool { return c == diag.Normalized || c == diag.CommentOut }

// seen is something of the manuscript on a page.
type seen struct {
	src  diag.Pos
	page *page.Page
	area geom.Rect
	text *page.Text // nil: a slot, a picture, a line
}

// finder finds what stands where.
type finder struct {
	exact map[diag.Pos]seen // pictures and slots, by where the plan names them
	lines map[diag.Pos]seen // set lines, by their first character
	texts map[string][]seen // by file, in its order
	slots []seen            // in the order of the plan
	spots map[diag.Code][]found
}

type found struct {
	spot page.Spot
	page *page.Page
}

func newFinder(ed *page.Edition) *finder {
	f := &finder{exact: map[diag.Pos]seen{}, lines: map[diag.Pos]seen{}, texts: map[string][]seen{}, spots: map[diag.Code][]found{}}
	if ed == nil {
		return f
	}
	for _, p := range ed.Pages {
		f.add(p)
	}
	for _, list := range f.texts {
		slices.SortStableFunc(list, func(a, b seen) int { return order(a.src, b.src) })
	}
	slices.SortStableFunc(f.slots, func(a, b seen) int { return order(a.src, b.src) })
	return f
}

func (f *finder) add(p *page.Page) {
	once := func(m map[diag.Pos]seen, src diag.Pos, area geom.Rect) {
		if _, ok := m[src]; !ok && src.Line > 0 {
			m[src] = seen{src: src, page: p, area: area}
		}
	}
	for _, s := range p.Spots {
		f.spots[s.Problem.Code] = append(f.spots[s.Problem.Code], found{s, p})
	}
	for _, it := range p.Items {
		switch it := it.(type) {
		case *page.Picture:
			once(f.exact, it.Src, it.Rect)
		case *page.Block:
			once(f.exact, it.Src, it.Rect)
		case *page.Text:
			// A digest repeats heads of other pages, and notes of continuations
			// name places in the plan.
			if it.Src.Line > 0 && it.Part != page.Furniture && it.Part != page.Jump && it.Part != page.Mark && len(it.Glyphs) > 0 {
				f.texts[it.Src.File] = append(f.texts[it.Src.File], seen{it.Src, p, it.BoxOf(0, len(it.Glyphs)), it})
			}
		}
	}
	once(f.exact, p.Src, geom.Rect{X: p.Grid.Area.X, Y: p.Grid.Area.Y, W: p.Grid.Area.W, H: p.Grid.Leading})
	for i := range p.Placements {
		pl := &p.Placements[i]
		once(f.exact, pl.Src, pl.Area)
		f.slots = append(f.slots, seen{src: pl.Src, page: p, area: pl.Area})
		if pl.Record == nil {
			continue
		}
		for k := range pl.Record.Lines {
			l := &pl.Record.Lines[k]
			once(f.lines, l.Src, l.Box())
		}
	}
}

// order is the order of a file.
func order(a, b diag.Pos) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
}

func (f *finder) find(p *diag.Problem) (seen, bool) {
	for _, s := range f.spots[p.Code] {
		if o := &s.spot.Problem; o.Pos == p.Pos && o.Text(diag.English) == p.Text(diag.English) {
			return seen{page: s.page, area: s.spot.Area}, true
		}
	}
	if s, ok := f.exact[p.Pos]; ok {
		return s, true
	}
	if aboutLine(p.Code) {
		if s, ok := f.lines[p.Pos]; ok {
			return s, true
		}
	}
	if s, ok := f.textAt(p.Pos); ok {
		return s, true
	}
	return f.slotAt(p.Pos)
}

// aboutLine tells whether a code is about a whole line and names its first
// character.
func aboutLine(c diag.Code) bool {
	return c == diag.LooseLine || c == diag.TornLine || c == diag.TightLine || c == diag.BannedEdge || c == diag.SplitSequence
}

// textAt is the character at a place, or the one nearest before it: what found
// no room stands behind the last that did. A place before all text means the
// story as a whole. In the plan only texts of the same line are meant.
func (f *finder) textAt(pos diag.Pos) (seen, bool) {
	list := f.texts[pos.File]
	if len(list) == 0 {
		return seen{}, false
	}
	i := sort.Search(len(list), func(k int) bool { return order(list[k].src, pos) > 0 }) - 1
	if f.plan(pos.File) && (i < 0 || list[i].src.Line != pos.Line) {
		return seen{}, false
	}
	s := list[max(i, 0)]
	from, to := 0, len(s.text.Glyphs)
	if i >= 0 && s.src.Line == pos.Line {
		from = s.text.GlyphAt(pos.Col - s.src.Col)
		to = from + 1
	} else if i >= 0 {
		from = to - 1
	}
	s.area = s.text.BoxOf(from, to)
	return s, true
}

// plan tells whether a file is the one that plans the pages.
func (f *finder) plan(file string) bool { return len(f.slots) > 0 && f.slots[0].src.File == file }

// slotAt is the slot in whose lines of the plan a place is: the last one before
// it, which is written no further right.
func (f *finder) slotAt(pos diag.Pos) (seen, bool) {
	i := sort.Search(len(f.slots), func(k int) bool { return order(f.slots[k].src, pos) > 0 }) - 1
	if i < 0 || f.slots[i].src.File != pos.File || pos.Line == 0 || pos.Col < f.slots[i].src.Col {
		return seen{}, false
	}
	return f.slots[i], true
}
