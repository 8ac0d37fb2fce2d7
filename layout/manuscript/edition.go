package manuscript

import (
	"slices"

	"duikai/layout/diag"
)

// This file is the contract of editions that the program makes of a folder of
// stories (分版): how many pages there are, and which of them take stories that
// stand nowhere.

// MostMade is how many pages the program makes up of a folder's stories: more
// than the thickest dailies have.
const MostMade = 64

func pagesShape() *shape {
	list := listOf(shapeOf(pageKeys()))
	list.MaxItems = new(maxPages)
	return anyOf(&shape{Enum: autoNames.all()}, &shape{Type: "integer", Minimum: new(1), Maximum: new(MostMade)}, list)
}

// readPages reads the pages: each with its plan, or how many there are.
func readPages(d *decoder, n *node, i *Issue) {
	if n.kind == list {
		limited(d, n, "pages", maxPages, func(item *node) { readPage(d, item, i) })
		return
	}
	if n.kind == scalar && autoNames.index(n.text) == 0 {
		i.AutoPages = true
		return
	}
	if _, ok := n.whole(); !ok {
		d.wrongType(n, "pages", term{"a list [..., ...], a number of pages, or auto", "列表 [..., ...]、版数或 auto"})
		return
	}
	count, _ := d.whole(n, "pages", 1, MostMade)
	for number := range count {
		i.Pages = append(i.Pages, MadePage(number+1, i))
		i.Pages[number].Src = n.pos
	}
}

// MadePage is a page of which issue.yaml says nothing.
func MadePage(number int, i *Issue) *Page {
	return &Page{Number: number, Takes: true, Made: true, Src: i.Src}
}

// readPool reads the stories of a page, or that it takes those that suit it.
func readPool(d *decoder, n *node, p *Page) {
	if n.kind == scalar {
		if autoNames.index(n.text) < 0 {
			d.badValue(n, "pool", autoNames.none(n.text, "[id, ...]"))
			return
		}
		p.Takes = true
		return
	}
	p.Pool = d.readRefs(n, "pool", maxSlots)
}

// emptyTakers tells of pages that take stories where there are none.
func (d *decoder) emptyTakers(is *Issue) {
	if len(is.Unplaced()) > 0 {
		return
	}
	for _, p := range is.Pages {
		if p.Takes && len(p.Slots) == 0 {
			d.add(diag.EmptyPage, p.Src, p.Number)
		}
		p.Takes = false
	}
}

// Unplaced are the stories that stand on no page and in no reserve.
func (is *Issue) Unplaced() []*Story {
	placed := make(map[string]bool)
	for _, p := range is.Pages {
		for _, s := range p.Slots {
			if s.Kind == StorySlot {
				placed[s.Story] = true
			}
		}
	}
	for _, r := range is.Reserve {
		placed[r.ID] = true
	}
	return slices.DeleteFunc(slices.Clone(is.Stories), func(s *Story) bool { return placed[s.ID] })
}
