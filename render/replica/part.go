package replica

import (
	"strings"

	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/reading"
)

// bit is a run of text as it stands on a page.
type bit struct {
	*page.Text
	note string // what stands over it (注音)
}

// bits are the runs of an element that stand on a page, in the order of reading.
func (m *material) bits(e *reading.Element, sheet int) (out []bit) {
	for _, h := range e.Holds {
		if h.Ruby == nil {
			if m.on[h.Text] == sheet {
				out = append(out, bit{Text: h.Text})
			}
			continue
		}
		over := ""
		if len(h.Ruby.Kids) > 1 {
			over = bare(h.Ruby.Kids[1])
		}
		for _, b := range m.bits(h.Ruby.Kids[0], sheet) {
			b.note, over = over, ""
			out = append(out, b)
		}
	}
	return out
}

// lines parts runs where another line begins.
func lines(bits []bit) (out [][]bit) {
	for i, b := range bits {
		if i == 0 || !sameLine(bits[i-1].Text, b.Text) {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], b)
	}
	return out
}

// sameLine tells whether a run goes on with the line of the one before it, be it one
// that runs across or one that runs downward. A raised figure stands higher by less
// than half its line's size, another line lower by more.
func sameLine(a, b *page.Text) bool {
	near := func(p, q geom.Length) bool { return max(p-q, q-p) < max(a.Size, b.Size)/2 }
	if a.At.X < b.At.X && near(a.At.Y, b.At.Y) {
		return true
	}
	return downward(a) && downward(b) && a.At.Y < b.At.Y && near(a.At.X, b.At.X)
}

func downward(t *page.Text) bool { return t.Turned || len(t.Glyphs) == 1 }

// columns parts lines where the text goes on in another column.
func columns(all [][]bit) (out [][][]bit) {
	for i, l := range all {
		if i == 0 || l[0].At.Y < all[i-1][0].At.Y && !downward(l[0].Text) {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], l)
	}
	return out
}

// boxOf holds some runs.
func boxOf(bits []bit) (r geom.Rect) {
	for i, b := range bits {
		if i == 0 {
			r = b.Box()
			continue
		}
		r = r.Union(b.Box())
	}
	return r
}

// sheetPart is what a page has of an element: the same tree without what stands on
// others; nil where it has nothing.
func (m *material) sheetPart(e *reading.Element, sheet int) *reading.Element {
	out := *e
	out.Holds, out.Kids = nil, nil
	for _, h := range e.Holds {
		if h.Ruby == nil && m.on[h.Text] == sheet {
			out.Holds = append(out.Holds, h)
		}
		if h.Ruby != nil {
			if r := m.sheetPart(h.Ruby, sheet); r != nil {
				out.Holds = append(out.Holds, reading.Hold{Ruby: r})
			}
		}
	}
	for _, k := range e.Kids {
		if part := m.sheetPart(k, sheet); part != nil {
			part.Parent = &out
			out.Kids = append(out.Kids, part)
		}
	}
	empty := len(out.Holds) == 0 && len(out.Kids) == 0
	if e.Type == "Figure" || e.Type == "TD" || e.Type == "TH" {
		empty = e.Sheet != sheet
	}
	if empty || e.Type == "TR" && strings.TrimSpace(allText(&out)) == "" {
		return nil
	}
	return &out
}

// allText is the text of an element and of all below it.
func allText(e *reading.Element) string {
	var b strings.Builder
	b.WriteString(bare(e))
	for _, k := range e.Kids {
		if k.Type != "Ruby" {
			b.WriteString(allText(k))
		}
	}
	return b.String()
}

// kids are the elements of a type below one, at any depth.
func kids(e *reading.Element, kind string) (out []*reading.Element) {
	for _, k := range e.Kids {
		if k.Type == kind {
			out = append(out, k)
		} else {
			out = append(out, kids(k, kind)...)
		}
	}
	return out
}
