package layout

import (
	"testing"

	"pgregory.net/rapid"

	"duikai/layout/geom"
	"duikai/layout/page"
)

// bounds is the rectangle of a shape.
func bounds(s *page.Shape) geom.Rect {
	lo, hi := s.Points[0], s.Points[0]
	for _, p := range s.Points {
		lo.X, lo.Y, hi.X, hi.Y = min(lo.X, p.X), min(lo.Y, p.Y), max(hi.X, p.X), max(hi.Y, p.Y)
	}
	return geom.Rect{X: lo.X, Y: lo.Y, W: hi.X - lo.X, H: hi.Y - lo.Y}
}

// TestOrnamentFrame: a frame lies inside its rectangle and touches all four
// sides; every side holds whole pieces, as many as fit best, that do not
// overlap, and the four corners are closed.
func TestOrnamentFrame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := rapid.SampledFrom([]ornament{{&meander, meanderCell}, {&lozenges, lozengeCell}}).Draw(t, "motif")
		least := int(3 * o.thick())
		r := geom.Rect{X: 100, Y: -700, W: geom.Length(rapid.IntRange(least, 400_000).Draw(t, "width")), H: geom.Length(rapid.IntRange(least, 400_000).Draw(t, "height"))}
		items := o.frame(nil, r)
		thick := o.thick()
		want := 0
		for _, length := range []geom.Length{r.W, r.H} {
			n := o.repeats(length - 2*thick)
			// The step that results is within half a step of the motif's own,
			// shared by all of them.
			off := (length - 2*thick) - geom.Length(n*o.step)*o.cell
			if own := geom.Length(o.step) * o.cell; n < 1 || n > 1 && max(off, -off)*2 > own+1 {
				t.Fatalf("%d pieces on %v", n, length)
			}
			want += 2 * (n*len(o.piece) + len(o.corner) + len(o.rails))
		}
		if len(items) != want {
			t.Fatalf("%d shapes, expected %d", len(items), want)
		}
		var all geom.Rect
		for i, it := range items {
			b := bounds(it.(*page.Shape))
			if b.X < r.X || b.Y < r.Y || b.Right() > r.Right() || b.Bottom() > r.Bottom() {
				t.Fatalf("shape %d at %v leaves %v", i, b, r)
			}
			inner := r.Inset(insetAll(thick))
			if inner.W > 0 && inner.H > 0 && b.Overlaps(inner) {
				t.Fatalf("shape %d at %v reaches into the box %v", i, b, inner)
			}
			if i == 0 {
				all = b
			}
			right, bottom := max(all.Right(), b.Right()), max(all.Bottom(), b.Bottom())
			all.X, all.Y = min(all.X, b.X), min(all.Y, b.Y)
			all.W, all.H = right-all.X, bottom-all.Y
		}
		if all != r {
			t.Fatalf("the frame covers %v of %v", all, r)
		}
	})
}

// TestOrnamentPieces: neighbouring pieces do not touch, and a piece keeps its
// size whatever the length of the edge.
func TestOrnamentPieces(t *testing.T) {
	for _, o := range []ornament{{&meander, meanderCell}, {&lozenges, lozengeCell}} {
		for length := 20 * geom.Pt; length < 200*geom.Pt; length += 777 {
			var last geom.Rect
			items := o.line(nil, 0, length, 50*geom.Pt)
			pieces := items[len(o.rails):]
			for i := 0; i < len(pieces); i += len(o.piece) {
				b := bounds(pieces[i].(*page.Shape))
				wide := 0
				for _, c := range o.piece[0] {
					wide = max(wide, c.x)
				}
				if b.W != geom.Length(wide)*o.cell {
					t.Fatalf("on %v piece %d is %v wide", length, i, b.W)
				}
				if i > 0 && b.X <= last.Right() {
					t.Fatalf("on %v piece %d at %v touches the one before at %v", length, i, b, last)
				}
				last = b
			}
			if last.Right() > length {
				t.Fatalf("the last piece ends at %v of %v", last.Right(), length)
			}
		}
	}
}

// TestFactsDivided: the issue line's facts are divided into lines as even as
// can be, in their order.
func TestFactsDivided(t *testing.T) {
	parts := []string{"a", "b", "c", "d"}
	widths := []geom.Length{300, 100, 100, 300}
	for n, want := range map[int]string{1: "abcd", 2: "ab|cd", 3: "a|bc|d", 4: "a|b|c|d"} {
		for i := range widths {
			widths[i] = widths[i] / 100 * probe
		}
		lines, _ := divideFacts(parts, widths, n)
		got := ""
		for i, l := range lines {
			if i > 0 {
				got += "|"
			}
			for _, s := range l {
				got += s
			}
		}
		if got != want {
			t.Errorf("%d lines: %s, expected %s", n, got, want)
		}
		for i := range widths {
			widths[i] = widths[i] * 100 / probe
		}
	}
}

// TestChineseNumber writes page numbers.
func TestChineseNumber(t *testing.T) {
	for n, want := range map[int]string{1: "一", 9: "九", 10: "十", 11: "十一", 20: "二十", 48: "四十八", 99: "九十九", 100: "100", 0: "0"} {
		if got := chineseNumber(n); got != want {
			t.Errorf("%d: %s, expected %s", n, got, want)
		}
	}
}
