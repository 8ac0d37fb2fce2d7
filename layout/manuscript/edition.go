package manuscript

import (
	"fmt"
	"slices"
	"strings"

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
		given := make(map[int]bool)
		for _, item := range n.items[:min(len(n.items), maxPages)] {
			if v, ok := item.get("number").whole(); ok {
				given[v] = true
			}
		}
		limited(d, n, "pages", maxPages, func(item *node) { readPage(d, item, i, given) })
		return
	}
	if n.kind == scalar && autoNames.index(n.text) == 0 {
		i.AutoPages = true
		return
	}
	if _, ok := n.whole(); !ok {
		want, r := term{"a list [..., ...], a number of pages, or auto", "列表 [..., ...]、版数或 auto"}, diag.Remedy{}
		if seen := numbersIn(n.text); n.kind == scalar && len(seen) == 1 { // 8版
			want, r = want.with(seen[0]), n.instead(seen[0], false)
		}
		n.src.remedied(r, diag.WrongType, n.pos, "pages", want)
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
			d.notOne(n, "pool", autoNames, "[id, ...]")
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

// Holds is the first slot of a page with some of a story; nil: there is none.
func (p *Page) Holds(story string) *Slot {
	for _, s := range p.Slots {
		if s.Kind == StorySlot && s.Story == story {
			return s
		}
	}
	return nil
}

// checkJumpTo looks whether the pages are there, and later, on which stories may go
// on; what cannot be is left out. Of a story that no page names the program knows
// later where it stands.
func (d *decoder) checkJumpTo(is *Issue) {
	if is.AutoPages {
		return
	}
	for _, s := range is.Stories {
		if to := s.JumpTo.Page; to > 0 {
			if why, wrong := is.BadJump(s, to); wrong {
				d.add(diag.BadValue, s.JumpTo.Src, "jump-to", why)
				s.JumpTo.Page = 0
			}
		}
	}
}

// BadJump tells why a story cannot go on on a page, and on which it could.
func (is *Issue) BadJump(s *Story, to int) (why diag.Worded, wrong bool) {
	from := 0 // the first page with some of it
	for _, p := range is.Pages {
		if p.Holds(s.ID) != nil && (from == 0 || p.Number < from) {
			from = p.Number
		}
	}
	var numbers []int
	there := false
	for _, p := range is.Pages {
		if p.Number > from {
			numbers = append(numbers, p.Number)
		}
		there = there || p.Number == to
	}
	slices.Sort(numbers)
	can := strings.ReplaceAll(strings.Trim(fmt.Sprint(numbers), "[]"), " ", ", ")
	switch {
	case there && to > from:
		return nil, false
	case len(numbers) == 0:
		return term{fmt.Sprintf("no page is later than page %d, on which the story stands: take it out", from), fmt.Sprintf("稿件在第 %d 版，其后没有版：请删去", from)}, true
	case !there:
		return term{fmt.Sprintf("there is no page %d: write %s", to, can), fmt.Sprintf("没有第 %d 版：请写 %s", to, can)}, true
	}
	return term{fmt.Sprintf("page %d is not later than page %d, on which the story stands: write %s", to, from, can), fmt.Sprintf("第 %d 版不在稿件所在的第 %d 版之后：请写 %s", to, from, can)}, true
}
