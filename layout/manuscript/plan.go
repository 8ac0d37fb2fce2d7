package manuscript

import (
	"fmt"
	"slices"

	"duikai/layout/diag"
)

// This file is the contract of what the program may place by itself: which
// parts of a slot are open, and what an editor says about pieces that have no
// place yet.

// Open says which parts of a slot's place the program finds (自动组版).
type Open uint8

const (
	OpenPlace Open = 1 << iota // the cell of its upper left corner
	OpenCols                   // its columns
	OpenRows                   // its rows
)

// PageKind says what a page is made of (版面类型): the taboos of a news page do
// not hold for rows of briefs, tables or pictures.
type PageKind uint8

const (
	NewsPage    PageKind = iota // 新闻版
	BriefPage                   // 简讯版
	TablePage                   // 表格版
	PicturePage                 // 图片版
)

// MakeupStyle is how the program makes up pages.
type MakeupStyle struct {
	Modular bool           // 模块; false: 穿插
	Prices  map[string]int // of single terms instead of the style's own
}

// makeupTerms are the terms whose prices a house may set. This package knows
// nothing of searching; a test in package planner holds them equal to those of
// package dummy.
var makeupTerms = []string{
	"white", "much", "over", "line", "width", "wider", "low", "low-by", "right", "place", "cut", "river", "straight", "heads", "unlike", "thin", "split", "near", "order", "under",
	"pictures", "boxes", "colour", "upper", "fold", "heading", "tall", "slit", "squat", "foot", "away", "series", "divided", "beside", "grey", "apart", "ads", "notice", "reserve", "filler", "hold", "jump", "drop", "dogleg",
}

// MakeupTerms are the terms whose prices style.makeup may set.
func MakeupTerms() []string { return slices.Clone(makeupTerms) }

// mostPrice is the largest price of a term: a white line costs 3.
const mostPrice = 10000

func readMakeup(d *decoder, n *node, s *Style) {
	if n.kind == scalar {
		i := makeupNames.index(n.text)
		if i < 0 {
			d.notOne(n, "makeup", makeupNames)
		}
		s.Makeup.Modular = i == 1
		return
	}
	readMapping(d, "makeup", n, makeupKeys(), s)
}

func makeupKeys() []key[Style] {
	keys := []key[Style]{
		choiceKey("house", "样式", "The style that the prices begin from.", makeupNames, func(s *Style, i int) { s.Makeup.Modular = i == 1 }).or("interlocked"),
	}
	for _, name := range makeupTerms {
		keys = append(keys, key[Style]{name: name, term: name, doc: "Price of this term; a white line costs 3.", shape: &shape{Type: "integer", Minimum: new(0), Maximum: new(mostPrice)},
			read: func(d *decoder, n *node, s *Style) {
				if v, ok := d.whole(n, name, 0, mostPrice); ok {
					if s.Makeup.Prices == nil {
						s.Makeup.Prices = make(map[string]int)
					}
					s.Makeup.Prices[name] = v
				}
			}})
	}
	return keys
}

// readRefs reads a list of ids of stories.
func (d *decoder) readRefs(n *node, name string, limit int) (refs []StoryRef) {
	if n.kind != list {
		d.meant(n, name, kindList, asList(n, "%s"))
		return nil
	}
	if len(n.items) > limit {
		d.add(diag.TooLarge, n.pos, name, len(n.items), limit)
	}
	for _, item := range n.items[:min(len(n.items), limit)] {
		if item.kind != scalar {
			d.wrongType(item, name, kindText)
			continue
		}
		refs = append(refs, StoryRef{ID: item.text, Src: item.pos})
	}
	return refs
}

func refsKey[T any](name, zh, doc string, limit int, at func(*T) *[]StoryRef) key[T] {
	return key[T]{name: name, term: zh, doc: doc, shape: bounded(listOf(textShape), limit),
		read: func(d *decoder, n *node, into *T) { *at(into) = d.readRefs(n, name, limit) }}
}

// tagsKey is a key that holds words of an editor's own.
func tagsKey[T any](name, zh, doc string, at func(*T) *[]string) key[T] {
	return key[T]{name: name, term: zh, doc: doc, shape: bounded(listOf(textShape), maxTags),
		read: func(d *decoder, n *node, into *T) {
			for _, r := range d.readRefs(n, name, maxTags) {
				*at(into) = append(*at(into), r.ID)
			}
		}}
}

// maxTags is how many tags a story may have: more is no tag but a text.
const maxTags = 20

// readSpan reads a slot's size; null, or a missing key, leaves it to the
// program.
func readSpan(d *decoder, n *node, s *Slot) {
	if n.kind != list || len(n.items) != 2 || n.items[0].given() && n.items[1].given() {
		if x, y, ok := d.cell(n, "span"); ok {
			s.Cols, s.Rows, s.Places.Span, s.Open = x, y, n.pos, s.Open&^(OpenCols|OpenRows)
		}
		return
	}
	s.Places.Span = n.pos
	for i, at := range [...]*int{&s.Cols, &s.Rows} {
		if v, ok := 0, false; n.items[i].given() {
			if v, ok = d.whole(n.items[i], "span", -maxCells, maxCells); ok {
				*at, s.Open = v, s.Open&^(OpenCols<<i)
			}
		}
	}
}

// openSlots settles what of a page the program places: stories of the pool are
// slots without a place; a page that is kept as it is written must give all its
// slots one.
func (d *decoder) openSlots(f Format, p *Page) {
	for _, r := range p.Pool {
		s := &Slot{Kind: StorySlot, Story: r.ID, Open: OpenPlace | OpenCols | OpenRows, Src: r.Src}
		s.Places.Content = r.Src
		p.Slots = append(p.Slots, s)
	}
	d.relate(f, p)
	for _, s := range p.Slots {
		switch {
		case s.Open == 0 || s.broken:
		case !p.Keep:
			p.Auto = true
		default:
			s.broken = true // it leaves the plan
			if s.Open&OpenPlace != 0 {
				d.add(diag.MissingKey, s.Src, "at")
			}
			if s.Open&(OpenCols|OpenRows) != 0 {
				d.add(diag.MissingKey, s.Src, "span")
			}
		}
	}
}

// soundOpen looks whether what an open slot gives of its place lies in the grid.
func (d *decoder) soundOpen(f Format, s *Slot) bool {
	switch {
	case s.Open&OpenPlace == 0 && (s.Col < 1 || s.Row < 1 || s.Col > f.Columns || s.Row > f.Rows):
		d.outside(f, s, s.Places.At)
	case s.Open&OpenCols == 0 && (s.Cols < 1 || s.Cols > f.Columns), s.Open&OpenRows == 0 && (s.Rows < 1 || s.Rows > f.Rows):
		d.outside(f, s, s.Places.Span)
	default:
		return true
	}
	return false
}

// checkWith finds the story that a slot names as its own.
func (d *decoder) checkWith(is *Issue, p *Page, s *Slot, ids []string) {
	if s.With.ID == "" {
		return
	}
	if is.Story(s.With.ID) == nil {
		d.checkStory(is, s.With.ID, s.With.Src, ids)
		s.With = StoryRef{}
		return
	}
	if !slices.ContainsFunc(p.Slots, func(o *Slot) bool { return o.Kind == StorySlot && o.Story == s.With.ID }) {
		d.add(diag.BadValue, s.With.Src, "with", term{
			fmt.Sprintf("the story %q does not stand on this page", s.With.ID), fmt.Sprintf("稿件 %q 不在本版", s.With.ID)})
		s.With = StoryRef{}
	}
}
