package preflight

import (
	"duikai/layout/diag"
	"duikai/layout/pdffile"
)

type langOf = diag.Lang

// What ink lies on, in messages.
var (
	aFill    = worded{"a fill", "填色"}
	aStroke  = worded{"a line", "线条"}
	aText    = worded{"text", "文字"}
	aPicture = worded{"a picture", "图片"}
	aShading = worded{"a shading", "渐变"}
)

// inked judges the sum of the plates (总墨量).
func (c *checker) inked(object int, what worded, total float64, at *place) {
	switch {
	case total > mostInk+rounding:
		c.worse(InkOver, object, what[0], total, at, what, total, mostInk)
	case total > fullInk+rounding:
		c.worse(InkNear, object, what[0], total, at, what, total, fullInk)
	}
}

// white finds white that overprints: it prints nothing, and hides nothing.
// DeviceCMYK in mode 0 still takes the process inks away.
func (in *interpreter) white(c colour, over bool, at *place) {
	if !over || !c.ink.isWhite() || c.space.family == cmyk && in.st.mode == 0 {
		return
	}
	in.c.worse(WhiteOverprint, in.object, "", 1, at)
}

// paintFill judges a filled path.
func (in *interpreter) paintFill() error {
	if in.st.fill.space.family == patterned {
		return in.pattern(in.st.fill)
	}
	in.c.use(in.st.fill.space, in.object, &in.from)
	if in.c.outside(in.bounds) {
		return nil
	}
	in.sees(in.st.fill)
	in.inkOf(in.st.fill, aFill, &in.from)
	in.white(in.st.fill, in.st.over, &in.from)
	if in.path || in.st.fill.ink.isWhite() {
		return nil
	}
	for _, r := range in.rects {
		side := min(r.W()*in.st.ctm.across(), r.H()*in.st.ctm.up())
		if r.W() > 0 && r.H() > 0 {
			in.thin(side, in.st.ctm.at(r.X0, r.Y0))
		}
	}
	return nil
}

func (in *interpreter) inkOf(c colour, what worded, at *place) {
	if c.ink.known {
		in.c.inked(in.object, what, c.ink.total(), at)
	}
}

// thin judges the width of a line.
func (in *interpreter) thin(width float64, at *place) {
	switch {
	case width < leastStroke-rounding:
		in.c.worse(Hairline, in.object, "", 1/(width+1), at, width, leastStroke)
	case width < fewStroke-rounding:
		in.c.worse(ThinLine, in.object, "", 1/(width+1), at, width, fewStroke)
	}
}

// paintStroke judges a stroked path.
func (in *interpreter) paintStroke() error {
	if in.st.stroke.space.family == patterned {
		return in.pattern(in.st.stroke)
	}
	in.sees(in.st.stroke)
	in.c.use(in.st.stroke.space, in.object, &in.from)
	if in.c.outside(in.bounds) {
		return nil
	}
	in.thin(in.st.width*in.st.ctm.scale(), &in.from)
	in.inkOf(in.st.stroke, aStroke, &in.from)
	in.white(in.st.stroke, in.st.overS, &in.from)
	return nil
}

// paintText judges text by its size as printed and by its colour.
func (in *interpreter) paintText() error {
	m := in.tm.then(in.st.ctm)
	at := m.at(0, in.st.rise)
	in.bounds, in.from = pdffile.Rect{X0: at.x, Y0: at.y, X1: at.x, Y1: at.y}, *at
	if in.c.outside(in.bounds) {
		if in.st.fill.space.family != patterned {
			in.c.use(in.st.fill.space, in.object, at)
		}
		return nil
	}
	size := float64(max(in.st.size, -in.st.size) * m.up())
	switch {
	case size < leastType-rounding:
		in.c.worse(TinyType, in.object, "", 1/(size+1), at, size, leastType)
	case size < fewType-rounding:
		in.c.worse(SmallType, in.object, "", 1/(size+1), at, size, fewType)
	}
	mode := in.st.render % 4
	if mode == 1 || mode == 2 {
		if err := in.paintStroke(); err != nil {
			return err
		}
	}
	if mode == 1 {
		return nil
	}
	if in.st.fill.space.family == patterned {
		return in.pattern(in.st.fill)
	}
	in.c.use(in.st.fill.space, in.object, at)
	in.inkOf(in.st.fill, aText, at)
	in.white(in.st.fill, in.st.over, at)
	in.colouredType(size, at)
	return nil
}

// colouredType judges type by its plates.
func (in *interpreter) colouredType(size float64, at *place) {
	k := in.st.fill.ink
	if !k.known {
		return
	}
	small := func(code Code, least int) {
		if size < float64(least)-rounding {
			in.c.worse(code, in.object, "", 1/(size+1), at, size, least)
		}
	}
	n, most := k.plates()
	switch {
	case k.isWhite():
		small(ReversedType, leastReversed)
	case k.mixedBlack():
		code := RichBlackLarge
		if size < knockout-rounding {
			code = RichBlack
		}
		in.c.worse(code, in.object, "", 1/(size+1), at, size, k.total())
	case k.blackAlone() && most >= solid:
		if !in.overprints() {
			small(Knockout, knockout)
		}
	case n >= 3:
		small(ColourType, leastColours)
	case n == 2 || most < solid:
		small(TintedType, leastTinted)
	}
}

// overprints tells whether the fill leaves the other plates as they are: of
// DeviceCMYK only in mode 1, of DeviceGray never.
func (in *interpreter) overprints() bool {
	switch in.st.fill.space.family {
	case cmyk:
		return in.st.over && in.st.mode == 1
	case separation, deviceN:
		return in.st.over
	}
	return false
}

// glyphProcedures reads the procedures of a Type 3 font, each once.
func (in *interpreter) glyphProcedures(f *font, codes []byte) error {
	m := in.tm.then(in.st.ctm)
	m = matrix{in.st.size, 0, 0, in.st.size, 0, in.st.rise}.then(m)
	for _, name := range f.procedures(codes) {
		v, err := in.c.f.Resolve(f.glyphs[name])
		if err != nil {
			return err
		}
		s, ok := v.(*pdffile.Stream)
		if !ok {
			continue
		}
		own := *in
		own.resources = f.resources
		if own.resources == nil {
			own.resources = in.resources
		}
		if err := own.form(s, number(f.glyphs[name], f.object), f.matrix.then(m), "glyph"); err != nil {
			return err
		}
	}
	return nil
}
