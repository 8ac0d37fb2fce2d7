package live

import (
	"cmp"
	"image"
	"slices"

	"duikai/layout/geom"
	"duikai/layout/page"
)

// near is how far apart two changes may be to be shown as one: less than the
// gutter between columns.
const near = 4 * geom.Pt

// Changes are the places at which two versions of a page differ: what one shows
// and the other does not, neighbours together. A page that was not there before
// has changed altogether.
func Changes(before, now *page.Page) []geom.Rect {
	if before == nil {
		return []geom.Rect{{W: now.Trim.W, H: now.Trim.H}}
	}
	count := make(map[string]int)
	where := make(map[string][]geom.Rect)
	collect := func(p *page.Page, by int) {
		for _, it := range p.Items {
			k := page.Look(it)
			count[k] += by
			where[k] = append(where[k], tight(it))
		}
	}
	collect(before, -1)
	collect(now, 1)
	var rects []geom.Rect
	for k, n := range count {
		if n != 0 {
			rects = append(rects, where[k][0]) // all of the same key stand there
		}
	}
	slices.SortFunc(rects, func(a, b geom.Rect) int {
		return cmp.Or(cmp.Compare(a.Y, b.Y), cmp.Compare(a.X, b.X), cmp.Compare(a.W, b.W), cmp.Compare(a.H, b.H))
	})
	return merge(rects)
}

// tight is what an item covers without the reach of its letters.
func tight(it page.Item) geom.Rect {
	r := it.Bounds()
	if t, ok := it.(*page.Text); ok {
		r = r.Inset(geom.Inset{Top: t.Size, Right: t.Size, Bottom: t.Size, Left: t.Size})
	}
	return r
}

// cell is the side of the squares in which pictures are compared, in pixels:
// about a character of body text on a screen.
const cell = 12

// faint is the greatest difference of a pixel that is no change: coders of
// pictures and greys of edges make smaller ones.
const faint = 40

// Differences are the places at which two pictures of a page differ, in shares
// of its width and height as points of a page of that size. Pictures of other
// proportions differ altogether.
func Differences(before, now image.Image, size geom.Size) []geom.Rect {
	b := now.Bounds()
	if before.Bounds().Size() != b.Size() || b.Empty() {
		return []geom.Rect{{W: size.W, H: size.H}}
	}
	off := before.Bounds().Min.Sub(b.Min)
	x := func(px int) geom.Length { return geom.DivRound(size.W*geom.Length(px), geom.Length(b.Dx())) }
	y := func(px int) geom.Length { return geom.DivRound(size.H*geom.Length(px), geom.Length(b.Dy())) }
	var rects []geom.Rect
	for top := 0; top < b.Dy(); top += cell {
		start := -1
		for left := 0; left < b.Dx()+cell; left += cell {
			differs := left < b.Dx() && cellDiffers(before, now, image.Rect(left, top, left+cell, top+cell).Add(b.Min).Intersect(b), off)
			switch {
			case differs && start < 0:
				start = left
			case !differs && start >= 0:
				right, bottom := min(left, b.Dx()), min(top+cell, b.Dy())
				rects = append(rects, geom.Rect{X: x(start), Y: y(top), W: x(right) - x(start), H: y(bottom) - y(top)})
				start = -1
			}
		}
	}
	return merge(rects)
}

func cellDiffers(before, now image.Image, r image.Rectangle, off image.Point) bool {
	grey := func(m image.Image, x, y int) int {
		c := m.At(x, y)
		red, green, blue, _ := c.RGBA()
		return int(red+2*green+blue) >> 10 // of 255
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if d := grey(before, x+off.X, y+off.Y) - grey(now, x, y); d > faint || d < -faint {
				return true
			}
		}
	}
	return false
}

// merge joins rectangles that lie near each other, from the top downward.
func merge(rects []geom.Rect) []geom.Rect {
	var out []geom.Rect
	for _, r := range rects {
		for i := 0; i < len(out); {
			if out[i].Inset(geom.Inset{Top: -near, Right: -near, Bottom: -near, Left: -near}).Overlaps(r) {
				r = union(out[i], r)
				out = slices.Delete(out, i, i+1)
				i = 0 // it has grown: look at the others again
				continue
			}
			i++
		}
		out = append(out, r)
	}
	return out
}

func union(a, b geom.Rect) geom.Rect {
	x, y := min(a.X, b.X), min(a.Y, b.Y)
	return geom.Rect{X: x, Y: y, W: max(a.Right(), b.Right()) - x, H: max(a.Bottom(), b.Bottom()) - y}
}
