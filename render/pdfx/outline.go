package pdfx

import (
	"strings"
	"unicode"

	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/internal/cos"
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
func (f *finisher) outlines(root *cos.Object) error {
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
				x: s.trim.left + pl.Area.X.Hundredths(), y: s.trim.top - pl.Area.Y.Hundredths()})
		}
		pages = append(pages, b)
	}
	top := &cos.Object{Value: cos.Dict("Type", cos.NameOf("Outlines"))}
	number := f.d.Add(top)
	f.bookmarks(top, number, pages)
	// Pages open, stories beneath a page only when asked for.
	top.Set("Count", cos.Whole(len(pages)))
	root.Set("Outlines", cos.RefTo(number))
	root.Set("PageMode", cos.NameOf("UseOutlines"))
	return nil
}

// bookmarks hangs entries below another one (ISO 32000-2, 12.3.3).
func (f *finisher) bookmarks(parent *cos.Object, number int, list []bookmark) {
	if len(list) == 0 {
		return
	}
	objects, numbers := make([]*cos.Object, len(list)), make([]int, len(list))
	for i, b := range list {
		objects[i] = &cos.Object{Value: cos.Dict("Title", cos.Text(b.title), "Parent", cos.RefTo(number),
			"Dest", cos.ArrayOf(cos.RefTo(b.sheet.Number), cos.NameOf("XYZ"), cos.Hundredths(b.x), cos.Hundredths(b.y), cos.Whole(0)))}
		numbers[i] = f.d.Add(objects[i])
	}
	for i, o := range objects {
		if i > 0 {
			o.Set("Prev", cos.RefTo(numbers[i-1]))
		}
		if i+1 < len(objects) {
			o.Set("Next", cos.RefTo(numbers[i+1]))
		}
		f.bookmarks(o, numbers[i], list[i].below)
		if n := len(list[i].below); n > 0 {
			o.Set("Count", cos.Whole(-n))
		}
	}
	parent.Set("First", cos.RefTo(numbers[0]))
	parent.Set("Last", cos.RefTo(numbers[len(numbers)-1]))
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
