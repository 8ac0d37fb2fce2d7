package pdfx

import (
	"strings"
	"unicode"

	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/reading"
)

// bookmark is an entry of the outline: a page, or a story on it.
type bookmark struct {
	title string
	sheet *sheet
	x, y  int64 // where it leads, in hundredths of a point
	below []bookmark
}

// outlines adds bookmarks by page and story, and shows them when the file is
// opened.
func (f *finisher) outlines(root *object) error {
	var pages []bookmark
	for _, s := range f.pages {
		b := bookmark{title: reading.PageTitle(s.p), sheet: s, x: s.trim.left, y: s.trim.top}
		for _, pl := range s.p.Placements {
			if pl.Kind != "story" || pl.Story == "" {
				continue
			}
			title := headline(s.p, pl.Story)
			if title == "" {
				continue
			}
			b.below = append(b.below, bookmark{title: title, sheet: s,
				x: s.trim.left + hundredths(pl.Area.X), y: s.trim.top - hundredths(pl.Area.Y)})
		}
		pages = append(pages, b)
	}
	top := &object{value: dict("Type", nameOf("Outlines"))}
	number := f.d.add(top)
	f.bookmarks(top, number, pages)
	// Pages open, stories beneath a page only when asked for.
	top.set("Count", whole(len(pages)))
	root.set("Outlines", refTo(number))
	root.set("PageMode", nameOf("UseOutlines"))
	return nil
}

// bookmarks hangs entries below another one (ISO 32000-2, 12.3.3).
func (f *finisher) bookmarks(parent *object, number int, list []bookmark) {
	if len(list) == 0 {
		return
	}
	objects, numbers := make([]*object, len(list)), make([]int, len(list))
	for i, b := range list {
		objects[i] = &object{value: dict("Title", unicodeText(b.title), "Parent", refTo(number),
			"Dest", arrayOf(refTo(b.sheet.number), nameOf("XYZ"), coordinate(b.x), coordinate(b.y), whole(0)))}
		numbers[i] = f.d.add(objects[i])
	}
	for i, o := range objects {
		if i > 0 {
			o.set("Prev", refTo(numbers[i-1]))
		}
		if i+1 < len(objects) {
			o.set("Next", refTo(numbers[i+1]))
		}
		f.bookmarks(o, numbers[i], list[i].below)
		if n := len(list[i].below); n > 0 {
			o.set("Count", whole(-n))
		}
	}
	parent.set("First", refTo(numbers[0]))
	parent.set("Last", refTo(numbers[len(numbers)-1]))
}

// headline puts a story's head together again from the page: its lines, or the
// short head of a continuation.
func headline(p *page.Page, story string) string {
	for _, part := range []page.Part{page.Headline, page.Short, page.Column} {
		var b strings.Builder
		var y geom.Length
		for _, it := range p.Items {
			t, ok := it.(*page.Text)
			if !ok || t.Part != part || t.Story != story {
				continue
			}
			// Lines of a head are parted by a space, parts of a line are not.
			if b.Len() > 0 && t.At.Y != y && !t.Turned {
				b.WriteByte(' ')
			}
			y = t.At.Y
			for _, r := range t.String() {
				if !unicode.IsControl(r) {
					b.WriteRune(r)
				}
			}
		}
		if s := strings.Join(strings.Fields(b.String()), " "); s != "" {
			return s
		}
	}
	return ""
}
