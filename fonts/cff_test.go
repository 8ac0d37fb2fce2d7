package fonts_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"duikai/fonts"
	"duikai/samples/oracle"
)

// notoFile is a collection with PostScript outlines, of Debian's
// fonts-noto-cjk.
const notoFile = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"

func notoCJK(t testing.TB) *fonts.Face {
	t.Helper()
	f, err := fonts.Open(oracle.File(t, notoFile))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestCollection(t *testing.T) {
	data := oracle.File(t, notoFile)
	for which, want := range map[string]string{
		"": "NotoSerifCJKsc-Regular", "0": "NotoSerifCJKjp-Regular", "3": "NotoSerifCJKtc-Regular",
		"NotoSerifCJKkr-Regular": "NotoSerifCJKkr-Regular", "notoserifcjksc-regular": "NotoSerifCJKsc-Regular",
	} {
		f, err := fonts.OpenMember(data, which)
		if err != nil || f.Name() != want {
			t.Errorf("%q opens %v, %v", which, f, err)
			continue
		}
		if err := f.Check(); err != nil {
			t.Errorf("%s: %v", want, err)
		}
		if a, ok := f.Ink('国'); !ok || f.Advance('国') != 1000 || a.YMax < 700 {
			t.Errorf("%s: 国 has ink %+v", want, a)
		}
		if k := f.Kern('A', 'V'); k >= 0 {
			t.Errorf("%s: AV is kerned by %d", want, k)
		}
		if c := f.Coverage(); !c.Level1.Whole() || !c.Level2.Whole() {
			t.Errorf("%s: %+v", want, c)
		}
	}
	for _, which := range []string{"99", "-1", "NotoSans"} {
		if f, err := fonts.OpenMember(data, which); err == nil {
			t.Errorf("%q opens %s", which, f.Name())
		}
	}
	if _, err := fonts.OpenMember(latin(t).Data(), "GoRegular"); err != nil {
		t.Error(err)
	}
	if _, err := fonts.OpenMember(latin(t).Data(), "1"); err == nil {
		t.Error("a file with one font has a second")
	}
	for _, n := range []int{4, 11, 12, 13, 40, 400} {
		if _, err := fonts.Open(data[:n]); err == nil {
			t.Errorf("%d bytes of a collection were opened", n)
		}
	}
}

// place is a point in font units.
type place struct{ x, y float64 }

// trace walks along an outline: the points of each contour, many for a curve.
func trace(seg sfnt.Segments) (walks [][]place) {
	// Steps of some three units: the walk cuts corners by less than 0.05.
	stepsTo := func(a, b place) int { return 6 + int(math.Hypot(b.x-a.x, b.y-a.y)/3) }
	pt := func(s sfnt.Segment, i int) place { return place{float64(s.Args[i].X) / 64, -float64(s.Args[i].Y) / 64} }
	var at place
	for _, s := range seg {
		if s.Op == sfnt.SegmentOpMoveTo {
			walks = append(walks, nil)
		}
		walk := &walks[len(walks)-1]
		var end place
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			end = pt(s, 0)
		case sfnt.SegmentOpLineTo:
			end = pt(s, 0)
		case sfnt.SegmentOpQuadTo:
			a := pt(s, 0)
			end = pt(s, 1)
			steps := stepsTo(at, a) + stepsTo(a, end)
			for k := 1; k < steps; k++ {
				u := float64(k) / float64(steps)
				v := 1 - u
				*walk = append(*walk, place{v*v*at.x + 2*u*v*a.x + u*u*end.x, v*v*at.y + 2*u*v*a.y + u*u*end.y})
			}
		case sfnt.SegmentOpCubeTo:
			a, b := pt(s, 0), pt(s, 1)
			end = pt(s, 2)
			steps := stepsTo(at, a) + stepsTo(a, b) + stepsTo(b, end)
			for k := 1; k < steps; k++ {
				u := float64(k) / float64(steps)
				v := 1 - u
				*walk = append(*walk, place{v*v*v*at.x + 3*v*v*u*a.x + 3*v*u*u*b.x + u*u*u*end.x, v*v*v*at.y + 3*v*v*u*a.y + 3*v*u*u*b.y + u*u*u*end.y})
			}
		}
		*walk = append(*walk, end)
		at = end
	}
	return walks
}

// off is how far a point lies from a closed walk.
func off(p place, walk []place) float64 {
	best := math.Inf(1) // squared
	for i, b := range walk {
		a := walk[(i+len(walk)-1)%len(walk)]
		dx, dy := b.x-a.x, b.y-a.y
		u := 0.0
		if n := dx*dx + dy*dy; n > 0 {
			u = max(0, min(1, ((p.x-a.x)*dx+(p.y-a.y)*dy)/n))
		}
		dx, dy = a.x+u*dx-p.x, a.y+u*dy-p.y
		best = min(best, dx*dx+dy*dy)
	}
	return math.Sqrt(best)
}

// area is what a walk encloses, positive where it turns counter-clockwise.
func area(walk []place) (sum float64) {
	for i, b := range walk {
		a := walk[(i+len(walk)-1)%len(walk)]
		sum += a.x*b.y - a.y*b.x
	}
	return sum / 2
}

// quadratic reads a simple glyph of a TrueType file; points between two that
// are off the curve stand at halves of a unit, which sfnt cuts off.
func quadratic(t *testing.T, file []byte, id int) (seg sfnt.Segments) {
	t.Helper()
	head, _ := tableOf(file, "head")
	loca, _ := tableOf(file, "loca")
	glyf, _ := tableOf(file, "glyf")
	u16 := func(b []byte) int { return int(binary.BigEndian.Uint16(b)) }
	from, to := 2*u16(loca[2*id:]), 0
	if to = 2 * u16(loca[2*id+2:]); head[51] == 1 {
		from, to = int(binary.BigEndian.Uint32(loca[4*id:])), int(binary.BigEndian.Uint32(loca[4*id+4:]))
	}
	g := glyf[from:to]
	if len(g) == 0 {
		return nil
	}
	n := u16(g)
	ends := g[10:]
	points := u16(ends[2*n-2:]) + 1
	g = ends[2*n+2:]
	var flags []byte
	for len(flags) < points {
		f := g[0]
		g = g[1:]
		flags = append(flags, f)
		if f&8 != 0 {
			flags = append(flags, slices.Repeat([]byte{f}, int(g[0]))...)
			g = g[1:]
		}
	}
	axis := func(short, same byte) []fixed.Int26_6 {
		var list []fixed.Int26_6
		at := 0
		for _, f := range flags {
			switch {
			case f&short != 0 && f&same != 0:
				at += int(g[0])
				g = g[1:]
			case f&short != 0:
				at -= int(g[0])
				g = g[1:]
			case f&same == 0:
				at += int(int16(u16(g)))
				g = g[2:]
			}
			list = append(list, fixed.Int26_6(at*64))
		}
		return list
	}
	xs, ys := axis(2, 16), axis(4, 32)
	point := func(i int) fixed.Point26_6 { return fixed.Point26_6{X: xs[i], Y: -ys[i]} }
	for first, c := 0, 0; c < n; c++ {
		last := u16(ends[2*c:])
		if flags[first]&1 == 0 {
			t.Fatalf("glyph %d: a contour begins off the curve", id)
		}
		seg = append(seg, sfnt.Segment{Op: sfnt.SegmentOpMoveTo, Args: [3]fixed.Point26_6{point(first)}})
		for i := first + 1; i <= last+1; i++ {
			at := i
			if i > last {
				at = first
			}
			before := i - 1
			if flags[before]&1 == 0 {
				to := point(at)
				if flags[at]&1 == 0 {
					to = fixed.Point26_6{X: (to.X + point(before).X) / 2, Y: (to.Y + point(before).Y) / 2}
				}
				seg = append(seg, sfnt.Segment{Op: sfnt.SegmentOpQuadTo, Args: [3]fixed.Point26_6{point(before), to}})
			} else if flags[at]&1 != 0 {
				seg = append(seg, sfnt.Segment{Op: sfnt.SegmentOpLineTo, Args: [3]fixed.Point26_6{point(at)}})
			}
		}
		first = last + 1
	}
	return seg
}

// converted compares the outlines of a subset, which our own reader converted,
// with those that sfnt reads: no point may be further away than half a unit.
func converted(t *testing.T, old *sfnt.Font, want []fonts.Want, s *fonts.Subset) (worst float64) {
	t.Helper()
	sf := reader(t, s.File())
	for i, w := range want {
		if got, like := advance(t, sf, i+1), advance(t, old, int(w.Glyph)); got != like {
			t.Errorf("glyph %d advances %v, not %v", w.Glyph, got, like)
		}
		a, b := trace(outline(t, old, int(w.Glyph))), trace(quadratic(t, s.File(), i+1))
		a = slices.DeleteFunc(a, func(w []place) bool { return len(w) < 2 })
		if len(a) != len(b) {
			t.Errorf("glyph %d: %d contours, not %d", w.Glyph, len(b), len(a))
			continue
		}
		for k := range a {
			for _, p := range a[k] {
				worst = max(worst, off(p, b[k]))
			}
			for _, p := range b[k] {
				worst = max(worst, off(p, a[k]))
			}
			if x, y := area(a[k]), area(b[k]); x*y > 0 && math.Abs(x) > 10 {
				t.Errorf("glyph %d: contour %d was not reversed", w.Glyph, k)
			}
		}
	}
	sound(t, s.File())
	sound(t, s.Embedded())
	return worst
}

// tolerance is half a unit, and what the walks lose between their steps.
const tolerance = 0.5 + 0.05

func TestConvertedOutlines(t *testing.T) {
	f := notoCJK(t)
	c, err := sfnt.ParseCollection(f.Data())
	if err != nil {
		t.Fatal(err)
	}
	old, err := c.Font(2)
	if err != nil {
		t.Fatal(err)
	}
	var want []fonts.Want
	for i, r := range "永国龘鬱，。“”—…《》〇①A1 agQ@&éß한かアㄅ" {
		want = append(want, fonts.Want{Glyph: f.Glyph(r), Rune: rune(i)})
	}
	for r := rune(0x4E00); r < 0x9FFF; r += 401 {
		want = append(want, fonts.Want{Glyph: f.Glyph(r), Rune: r})
	}
	// Glyphs of every font dictionary, encoded or not.
	for id := 0; id < old.NumGlyphs(); id += 1487 {
		want = append(want, fonts.Want{Glyph: uint16(id), Rune: 0xF0000 + rune(id)})
	}
	worst := converted(t, old, want, subset(t, f, want))
	t.Logf("%d glyphs, none further off than %.3f units", len(want), worst)
	if worst > tolerance {
		t.Errorf("outlines are off by %.3f units", worst)
	}
}

// A font keyed by names: the other way a CFF table is made.
func TestConvertedLatin(t *testing.T) {
	for _, name := range []string{"C059-Roman", "NimbusSans-BoldItalic", "Z003-MediumItalic"} {
		data := oracle.File(t, "/usr/share/fonts/opentype/urw-base35/"+name+".otf")
		f, err := fonts.Open(data)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Check(); err != nil {
			t.Error(err)
		}
		old := reader(t, data)
		var want []fonts.Want
		for id := 0; id < old.NumGlyphs(); id += 11 {
			want = append(want, fonts.Want{Glyph: uint16(id), Rune: 0xE000 + rune(id)})
		}
		worst := converted(t, old, want, subset(t, f, want))
		t.Logf("%s: %d glyphs, none further off than %.3f units", name, len(want), worst)
		if worst > tolerance {
			t.Errorf("%s: outlines are off by %.3f units", name, worst)
		}
	}
}

// cffIndex writes a list with offsets of two bytes.
func cffIndex(items ...[]byte) []byte {
	if len(items) == 0 {
		return []byte{0, 0}
	}
	b := []byte{byte(len(items) >> 8), byte(len(items)), 2}
	at := 1
	put := func() { b = append(b, byte(at>>8), byte(at)) }
	put()
	for _, it := range items {
		at += len(it)
		put()
	}
	return append(b, slices.Concat(items...)...)
}

// num writes a number of a charstring or a dictionary in three bytes.
func num(n int) []byte { return []byte{28, byte(n >> 8), byte(n)} }

func nums(list ...int) (b []byte) {
	for _, n := range list {
		b = append(b, num(n)...)
	}
	return b
}

// op ends a row of numbers with an operator.
func op(code []byte, list ...int) []byte { return append(nums(list...), code...) }

// postscript is a font made by hand with the given charstrings, subroutines
// and charset.
func postscript(t testing.TB, charset []byte, global, local [][]byte, glyphs ...[]byte) []byte {
	t.Helper()
	return made(t, nil, charset, global, local, glyphs...)
}

// made is postscript with more entries in the font's dictionary.
func made(t testing.TB, entries, charset []byte, global, local [][]byte, glyphs ...[]byte) []byte {
	t.Helper()
	chars := cffIndex(glyphs...)
	private := op([]byte{19}, 4) // subroutines behind these four bytes
	header := []byte{1, 0, 4, 2}
	names := cffIndex([]byte("Made"))
	fixed := len(header) + len(names) + len(cffIndex()) + len(cffIndex(global...))
	top := func(at int) []byte {
		a := at + len(chars)
		b := a + len(private)
		c := b + len(cffIndex(local...))
		d := append(slices.Clone(entries), op([]byte{17}, at)...)
		d = append(d, op([]byte{18}, len(private), a)...)
		if charset != nil {
			d = append(d, op([]byte{15}, c)...)
		}
		return cffIndex(d)
	}
	at := fixed + len(top(0))
	table := slices.Concat(header, names, top(at), cffIndex(), cffIndex(global...), chars, private, cffIndex(local...), charset)
	file := built(t, false, make([][]byte, len(glyphs))...)
	keep := map[string][]byte{"CFF ": table}
	for _, tag := range []string{"head", "hhea", "maxp", "hmtx", "cmap", "name", "OS/2", "post"} {
		keep[tag], _ = tableOf(file, tag)
	}
	keep["maxp"] = append([]byte{0, 0, 0x50, 0}, keep["maxp"][4:6]...)
	b := pack(keep)
	copy(b, "OTTO")
	return b
}

// shape is the outline of a glyph of a face in whole units, contour by contour.
func shape(t *testing.T, f *fonts.Face, id uint16) (string, error) {
	t.Helper()
	s, err := f.Subset([]fonts.Want{{Glyph: id, Rune: 'x'}})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, seg := range outline(t, reader(t, s.File()), 1) {
		fmt.Fprintf(&b, "%c", "MLQC"[seg.Op])
		n := 1
		if seg.Op == sfnt.SegmentOpQuadTo {
			n = 2
		}
		for _, p := range seg.Args[:n] {
			fmt.Fprintf(&b, " %g,%g", float64(p.X)/64, 0-float64(p.Y)/64)
		}
		b.WriteString("; ")
	}
	return b.String(), nil
}

var (
	rmoveto, rlineto, hlineto, vlineto, hmoveto = []byte{21}, []byte{5}, []byte{6}, []byte{7}, []byte{22}
	callsubr, callgsubr, endchar, ret           = []byte{10}, []byte{29}, []byte{14}, []byte{11}
	esc                                         = func(b byte) []byte { return []byte{12, b} }
)

func square(x, y, size int) []byte {
	return slices.Concat(op(rmoveto, x, y), op(hlineto, size, size, -size))
}

// TestCharstrings tries operators one by one.
func TestCharstrings(t *testing.T) {
	const plain = "M 10,20; L 10,70; L 60,70; L 60,20; L 10,20; "
	sq := square(10, 20, 50)
	subr := slices.Concat(op(hlineto, 50, 50, -50), ret)
	const first = -107 // number of the first subroutine of a short list
	for name, c := range map[string]struct {
		code []byte
		want string
	}{
		"nothing":       {endchar, ""},
		"square":        {slices.Concat(sq, endchar), plain},
		"width":         {slices.Concat(num(99), sq, endchar), plain},
		"no end":        {sq, plain},
		"local":         {slices.Concat(op(rmoveto, 10, 20), op(callsubr, first), endchar), plain},
		"global":        {slices.Concat(op(rmoveto, 10, 20), op(callgsubr, first), endchar), plain},
		"stems":         {slices.Concat(op([]byte{18}, 5, 1, 2), op([]byte{19}, 3, 4), []byte{0xC0}, sq, endchar), plain},
		"nine stems":    {slices.Concat(op([]byte{1}, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), op([]byte{20}, 1, 1, 1, 1, 1, 1, 1, 1), []byte{0xff, 14}, sq, endchar), plain},
		"reckoned":      {slices.Concat(nums(5), op(esc(24), 2), op(esc(10), 15, 5), op(rmoveto), op(hlineto, 50, 50, -50), endchar), plain},
		"div sqrt":      {slices.Concat(op(esc(26), 100), op(esc(12), 40, 2), rmoveto, op(hlineto, 50, 50, -50), endchar), plain},
		"exch dup":      {slices.Concat(op(esc(28), 20, 10), rmoveto, op(esc(27), 50), op(nil, -50), hlineto, endchar), plain},
		"put get":       {slices.Concat(op(esc(20), 10, 3), op(esc(21), 3), op(rmoveto, 20), op(hlineto, 50, 50, -50), endchar), plain},
		"ifelse":        {slices.Concat(op(esc(22), 10, 77, 1, 2), op(rmoveto, 20), op(hlineto, 50, 50, -50), endchar), plain},
		"roll index":    {slices.Concat(op(esc(30), 20, 10, 2, 1), rmoveto, op(esc(29), 50, 0), op(nil, -50), hlineto, endchar), plain},
		"drop not neg":  {slices.Concat(op(esc(18), 9), op(esc(5), 1), op(esc(10), 10), op(esc(14), -20), rmoveto, op(hlineto, 50, 50, -50), endchar), plain},
		"fraction":      {slices.Concat([]byte{255, 0, 10, 0x40, 0}, num(20), rmoveto, op(hlineto, 50, 50, -50), endchar), plain},
		"line no move":  {slices.Concat(op(hlineto, 50, 50, -50), endchar), "M 0,0; L 0,50; L 50,50; L 50,0; L 0,0; "},
		"closed itself": {slices.Concat(sq, op(vlineto, -50), endchar), plain},
		"lone move":     {slices.Concat(op(rmoveto, 1, 2), op(rmoveto, 9, 18), op(hlineto, 50, 50, -50), endchar), plain},
		"curves":        {slices.Concat(op(hmoveto, 100), op([]byte{30}, 55, 45, 45, 55, 55, -45, 45, -55), op([]byte{31}, 0, 0, 0, 0), endchar), ""},
		"mixed":         {slices.Concat(op(hmoveto, 100), op([]byte{24}, 10, 0, 10, 10, 0, 10, 5, 5), op([]byte{25}, 5, 5, 10, 0, 10, 10, 0, 10), op([]byte{26}, 1, 2, 3, 4, 5), op([]byte{27}, 1, 2, 3, 4, 5), endchar), ""},
	} {
		data := postscript(t, nil, [][]byte{subr}, [][]byte{subr}, endchar, c.code)
		f, err := fonts.Open(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := f.Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		got, err := shape(t, f, 1)
		if err != nil || c.want != "" && got != c.want {
			t.Errorf("%s: %s (%v), not %s", name, got, err, c.want)
		}
		if c.want == "" {
			want := []fonts.Want{{Glyph: 1, Rune: 'A'}}
			if worst := converted(t, reader(t, data), want, subset(t, f, want)); worst > tolerance {
				t.Errorf("%s: off by %.3f", name, worst)
			}
		}
	}
}

// Flexes are two curves written short.
func TestFlex(t *testing.T) {
	curves := func(list ...int) []byte { return op([]byte{8}, list...) }
	for name, c := range map[string]struct{ short, long []byte }{
		"flex":     {op(esc(35), 30, 1, 2, 3, 30, 4, 30, 5, 6, 7, 30, 8, 50), curves(30, 1, 2, 3, 30, 4, 30, 5, 6, 7, 30, 8)},
		"hflex":    {op(esc(34), 30, 2, 5, 30, 31, 4, 30), curves(30, 0, 2, 5, 30, 0, 31, 0, 4, -5, 30, 0)},
		"hflex1":   {op(esc(36), 30, 1, 2, 4, 30, 31, 3, -4, 30), curves(30, 1, 2, 4, 30, 0, 31, 0, 3, -4, 30, -1)},
		"flex1":    {op(esc(37), 30, 1, 2, 4, 30, 5, 30, 6, 3, -4, 30), curves(30, 1, 2, 4, 30, 5, 30, 6, 3, -4, 30, -12)},
		"flex1 up": {op(esc(37), 1, 30, 4, 2, 5, 30, 6, 30, -4, 3, 30), curves(1, 30, 4, 2, 5, 30, 6, 30, -4, 3, -12, 30)},
	} {
		got := make([]string, 2)
		for i, code := range [][]byte{c.short, c.long} {
			f, err := fonts.Open(postscript(t, nil, nil, nil, endchar, slices.Concat(op(rmoveto, 10, 10), code, op(rlineto, 70, 70), endchar)))
			if err != nil {
				t.Fatal(err)
			}
			if got[i], err = shape(t, f, 1); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if ink, ok := f.Ink('A'); !ok || ink.XMin != 10 || ink.XMax < 80 || ink.YMax < 80 {
				t.Errorf("%s: ink %+v", name, ink)
			}
		}
		if got[0] != got[1] || len(got[0]) < 40 {
			t.Errorf("%s: %s instead of %s", name, got[0], got[1])
		}
	}
}

// Outlines that a matrix scales to another grid than the font's would come out
// in another size.
func TestFontMatrix(t *testing.T) {
	real := func(s string) []byte { // figures, two to a byte
		b := []byte{30}
		for i := 0; i < len(s); i += 2 {
			b = append(b, (s[i]-'0')<<4|(s[i+1]-'0'))
		}
		return b
	}
	// ":" follows "9": a decimal point; "?" ends the number.
	matrix := func(scale string) []byte {
		return slices.Concat(real(scale), nums(0, 0), real(scale), nums(0, 0), esc(7))
	}
	for scale, want := range map[string]bool{"0:001?": true, "0:0005??": false, "0:01??": false} {
		_, err := fonts.Open(made(t, matrix(scale), nil, nil, nil, endchar, endchar))
		if (err == nil) != want {
			t.Errorf("%s: %v", scale, err)
		}
	}
}

// An accented letter made of two others.
func TestAccents(t *testing.T) {
	const a, acute = 'A', 194 // in Adobe's standard encoding
	glyphs := [][]byte{endchar, slices.Concat(square(0, 0, 50), endchar), slices.Concat(square(5, 60, 10), endchar), op(endchar, 20, 7, a, acute), op(endchar, 99, 20, 7, a, acute)}
	// Names 34 and 125 are A and acute; the others are names of no account.
	for kind, charset := range map[string][]byte{
		"list": {0, 0, 34, 0, 125, 1, 0, 1, 1}, "rows": {1, 0, 34, 0, 0, 125, 0, 1, 0, 1}, "long rows": {2, 0, 34, 0, 0, 0, 125, 0, 0, 1, 0, 0, 1},
	} {
		f, err := fonts.Open(postscript(t, charset, nil, nil, glyphs...))
		if err != nil {
			t.Fatal(err)
		}
		for id := uint16(3); id <= 4; id++ {
			got, err := shape(t, f, id)
			if want := "M 0,0; L 0,50; L 50,50; L 50,0; L 0,0; M 25,67; L 25,77; L 35,77; L 35,67; L 25,67; "; err != nil || got != want {
				t.Errorf("%s: %s, %v", kind, got, err)
			}
		}
	}
	// An accented letter is not made of accented letters.
	f, err := fonts.Open(postscript(t, []byte{0, 0, 34}, nil, nil, endchar, op(endchar, 0, 0, a, a)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := shape(t, f, 1); err == nil {
		t.Error("a letter made of itself was drawn")
	}
}

func TestBadCharstrings(t *testing.T) {
	const first = -107
	again := op(callsubr, first)
	fan := slices.Concat(slices.Repeat(op(callsubr, first+1), 200), ret)
	for name, code := range map[string][]byte{
		"recursion":  op(callsubr, first),
		"fan":        op(callsubr, first+2),
		"no routine": op(callsubr, 5),
		"no global":  op(callgsubr, 5),
		"call alone": callsubr,
		"stack":      slices.Repeat(num(1), 49),
		"unknown":    {2},
		"unknown 2":  {12, 1},
		"escape":     {12},
		"mask":       slices.Concat(op([]byte{19}, 1, 1)),
		"number":     {28, 0},
		"division":   op(esc(12), 1, 0),
		"roll":       op(esc(30), 9, 9),
		"index":      op(esc(29), 9),
		"get":        op(esc(21), 99),
		"root":       op(esc(26), -4),
		"line":       op(rlineto, 1, 2, 3),
		"curve":      op([]byte{8}, 1, 2, 3),
		"flex":       op(esc(35), 1, 2, 3),
		"accent":     op(endchar, 0, 0, 200, 200),
		"far away":   slices.Concat(op(rmoveto, 30000, 0), op(hlineto, 30000, 50, 30000)),
	} {
		routines := [][]byte{again, slices.Concat(slices.Repeat(op(callsubr, first+3), 200), ret), fan, slices.Concat(slices.Repeat(op(esc(18), 1), 200), ret)}
		f, err := fonts.Open(postscript(t, nil, nil, routines, endchar, code))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var damaged *fonts.DamagedGlyph
		if got, err := shape(t, f, 1); !errors.As(err, &damaged) || damaged.Glyph != 1 {
			t.Errorf("%s: %s, %v", name, got, err)
		}
	}
}

// A .notdef that cannot be drawn keeps no other glyph from being drawn.
func TestDamagedNotdef(t *testing.T) {
	for _, data := range [][]byte{
		postscript(t, nil, nil, nil, op(rlineto, 1), slices.Concat(square(0, 0, 9), endchar)),
		built(t, false, triangle(9, 0)[:12], triangle(9, 0)),
	} {
		f, err := fonts.Open(data)
		if err != nil {
			t.Fatal(err)
		}
		s := subset(t, f, []fonts.Want{{Glyph: 1, Rune: 'A'}})
		sf := reader(t, s.File())
		if len(outline(t, sf, 0)) != 0 || len(outline(t, sf, 1)) == 0 {
			t.Error("the wrong glyph is empty")
		}
		sound(t, s.File())
		if _, err := f.Subset([]fonts.Want{{Glyph: 0, Rune: 'A'}}); err == nil {
			t.Error("a damaged glyph that was wanted passes")
		}
	}
}

// FuzzCharstring runs charstrings of any bytes.
func FuzzCharstring(f *testing.F) {
	f.Add(square(1, 2, 3), ret)
	f.Add(op(callsubr, -107), op(callsubr, -107))
	f.Add(op(esc(30), 1, 2, 3, 2, 1), endchar)
	f.Fuzz(func(t *testing.T, code, routine []byte) {
		if len(code)+len(routine) > 1<<14 {
			return
		}
		face, err := fonts.Open(postscript(t, nil, [][]byte{routine}, [][]byte{routine}, endchar, code))
		if err != nil {
			return
		}
		s, err := face.Subset([]fonts.Want{{Glyph: 1, Rune: 'A'}})
		if err != nil {
			return
		}
		if _, err := sfnt.Parse(s.File()); err != nil {
			t.Error(err)
		}
	})
}

// FuzzCFF damages the table itself.
func FuzzCFF(f *testing.F) {
	whole := postscript(f, []byte{0, 0, 34, 0, 125}, [][]byte{ret}, [][]byte{ret, ret}, endchar, slices.Concat(square(1, 2, 30), endchar), op(endchar, 0, 0, 'A', 'A'))
	f.Add(40, byte(0xff), uint16(3))
	f.Add(500, byte(0x80), uint16(0))
	f.Fuzz(func(t *testing.T, at int, x byte, step uint16) {
		data := slices.Clone(whole)
		for n := 0; n < 16 && at >= 0 && at < len(data); n++ {
			data[at] ^= x
			at += int(step) + 1
		}
		face, err := fonts.Open(data)
		if err != nil {
			return
		}
		_ = face.Check()
		face.Ink('A')
		_, _ = face.Subset([]fonts.Want{{0, 'A'}, {1, 'B'}, {2, 'C'}})
	})
}

func BenchmarkConvert(b *testing.B) {
	f := notoCJK(b)
	var want []fonts.Want
	for i := range 3000 {
		r := 0x4E00 + rune(i*7%20992)
		want = append(want, fonts.Want{Glyph: f.Glyph(r), Rune: r})
	}
	b.ReportAllocs()
	for b.Loop() {
		s, err := f.Subset(want)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(s.Embedded())))
	}
}

// TestOutlinesAreThoseOfSfnt holds our own reading of charstrings against
// another: outlines, and with them inks.
func TestOutlinesAreThoseOfSfnt(t *testing.T) {
	f := notoCJK(t)
	c, err := sfnt.ParseCollection(f.Data())
	if err != nil {
		t.Fatal(err)
	}
	old, err := c.Font(2)
	if err != nil {
		t.Fatal(err)
	}
	for r := rune(0x20); r < 0xFFFF; r += 7 {
		id := f.Glyph(r)
		if id == 0 {
			continue
		}
		want, got := outline(t, old, int(id)), f.Outline(r)
		if len(want) != len(got) {
			t.Fatalf("%q: %d strokes, not %d", r, len(got), len(want))
		}
		for i := range want {
			if want[i].Op != got[i].Op {
				t.Fatalf("%q: stroke %d is another", r, i)
			}
			for k := range want[i].Args {
				d := want[i].Args[k].Sub(got[i].Args[k])
				if max(d.X, -d.X, d.Y, -d.Y) > 1 {
					t.Fatalf("%q: stroke %d goes to %v, not %v", r, i, got[i].Args[k], want[i].Args[k])
				}
			}
		}
	}
}
