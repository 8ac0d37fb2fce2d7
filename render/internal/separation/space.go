package separation

import (
	"errors"
	"math"

	"duikai/layout/artwork"
	"duikai/layout/pdffile"
	"duikai/render/internal/icc"
)

// kind is what sort of colour space it is.
type kind uint8

const (
	device   kind = iota // ink already, or not known: it stays
	colour               // three colours that become ink
	grey                 // one that becomes black ink
	numbers              // an ICC space whose numbers are taken as ink
	indexes              // Indexed
	tints                // Separation and DeviceN
	patterns             // Pattern
)

// space is a colour space (ISO 32000-1, 8.6) and what becomes of it.
type space struct {
	kind    kind
	n       int // components
	base    *space
	value   any // what to write in its place where changed
	changed bool
	device  pdffile.Name // where value is that name
	// to converts a colour; nil: colours stay.
	to func([]float64) []float64
	// rgb and its companions convert many at once: link for colours, tones for
	// greys, both of bytes within the ranges of the components.
	link   *icc.Link
	tones  *[256]byte
	ranges [][2]float64
	lab    bool
	// prepare makes the tables.
	prepare func()
}

// other is a space whose colours stay.
var other = &space{}

// initial is the colour that is set with the space (8.6.8): nought, or the
// nearest there is to it.
func (s *space) initial() []float64 {
	list := make([]float64, s.n)
	for i := range list {
		if i < len(s.ranges) {
			list[i] = max(s.ranges[i][0], min(0, s.ranges[i][1]))
		}
	}
	return list
}

// maxSpaceDepth is how deep spaces may stand in one another: a pattern of a
// table of an alternate.
const maxSpaceDepth = 6

// space reads a colour space and settles what becomes of it.
func (w *walker) space(v any, m mode, res *resources) *space {
	return w.spaceAt(v, m, res, 0)
}

func (w *walker) spaceAt(v any, m mode, res *resources, depth int) *space {
	if depth > maxSpaceDepth {
		return other
	}
	r, isRef := v.(artwork.Ref)
	if isRef {
		if sp := w.spaces[visit{r, m}]; sp != nil {
			return sp
		}
	}
	var sp *space
	switch v := w.value(v).(type) {
	case pdffile.Name:
		sp = w.namedSpace(v, m, res)
	case []any:
		sp = w.familySpace(v, m, res, depth)
	default:
		sp = other
	}
	if isRef {
		w.spaces[visit{r, m}] = sp
	}
	return sp
}

func (w *walker) namedSpace(n pdffile.Name, m mode, res *resources) *space {
	switch n {
	case "DeviceRGB", "RGB", "CalRGB":
		return w.deviceRGB(m, res)
	case "Pattern":
		return &space{kind: patterns}
	case "DeviceGray", "G", "CalGray":
		return &space{n: 1}
	case "DeviceCMYK", "CMYK":
		return &space{n: 4}
	}
	if res != nil {
		if sp := res.spaces[n]; sp != nil {
			return sp
		}
	}
	return other
}

// deviceRGB is DeviceRGB, which resources may say the meaning of (8.6.5.6).
func (w *walker) deviceRGB(m mode, res *resources) *space {
	if res != nil && res.defaultRGB != nil && res.defaultRGB.kind == colour {
		return res.defaultRGB
	}
	return w.colourSpace(nil, unitRanges(3), false, m)
}

func unitRanges(n int) [][2]float64 {
	out := make([][2]float64, n)
	for i := range out {
		out[i] = [2]float64{0, 1}
	}
	return out
}

// familySpace reads a space that is an array.
func (w *walker) familySpace(list []any, m mode, res *resources, depth int) *space {
	if len(list) == 0 {
		return other
	}
	family := w.name(list[0])
	if len(list) == 1 {
		return w.namedSpace(family, m, res)
	}
	switch family {
	case "CalRGB":
		d := w.dict(list[1])
		return w.colourSpace(icc.CalRGB(three(w.numbers(d["WhitePoint"]), 0), three(w.numbers(d["Gamma"]), 1), nine(w.numbers(d["Matrix"]))), unitRanges(3), false, m)
	case "CalGray":
		gamma, ok := w.number(w.dict(list[1])["Gamma"])
		if !ok {
			gamma = 1
		}
		return w.greySpace(icc.CalGray(gamma), m)
	case "Lab":
		r := w.numbers(w.dict(list[1])["Range"])
		if len(r) != 4 || r[0] >= r[1] || r[2] >= r[3] {
			r = []float64{-100, 100, -100, 100}
		}
		a, b := [2]float64{r[0], r[1]}, [2]float64{r[2], r[3]}
		return w.colourSpace(icc.Lab(a, b), [][2]float64{{0, 100}, a, b}, true, m)
	case "ICCBased":
		return w.iccSpace(list[1], m, res, depth)
	case "Indexed", "I":
		return w.indexed(list, m, res, depth)
	case "Separation", "DeviceN":
		return w.tint(list, m, res, depth)
	case "Pattern":
		base := w.spaceAt(list[1], m, res, depth+1)
		sp := &space{kind: patterns, base: base, changed: base.changed}
		sp.value = []any{pdffile.Name("Pattern"), base.value}
		return sp
	}
	return other
}

func three(list []float64, missing float64) (out [3]float64) {
	for i := range out {
		if out[i] = missing; len(list) == 3 {
			out[i] = list[i]
		}
	}
	return out
}

// nine is a matrix; the identity where there is none.
func nine(list []float64) (out [9]float64) {
	if len(list) != 9 {
		return [9]float64{0: 1, 4: 1, 8: 1}
	}
	return [9]float64(list)
}

// colourSpace is a space of three colours that become ink; nil: sRGB.
func (w *walker) colourSpace(from *icc.Profile, ranges [][2]float64, lab bool, m mode) *space {
	if from == nil && w.plainRGB[m] != nil {
		return w.plainRGB[m]
	}
	sp := &space{kind: colour, n: 3, ranges: ranges, lab: lab, changed: true, device: m.target(), value: m.target()}
	sp.prepare = func() { w.tables(sp, from) }
	sp.to = func(list []float64) []float64 { return sp.one(list, m) }
	if from == nil {
		w.plainRGB[m] = sp
	}
	return sp
}

// tables makes the tables of a space when its first colour is met. Where they
// cannot be made, sRGB's are taken, which is a fault.
func (w *walker) tables(sp *space, from *icc.Profile) {
	var err error
	if sp.link, err = w.inks.Link(from); err != nil {
		w.fault("ICCBased", err)
		from = nil
		sp.link, err = w.inks.Link(nil)
	}
	if err == nil {
		if sp.lab {
			from = nil
		}
		sp.tones, err = w.inks.Tones(from)
	}
	if err != nil { // of sRGB: the press is of no use
		sp.link, sp.tones = new(icc.Link), new([256]byte)
		w.fault("ICCBased", err)
	}
}

// ready makes the tables, once.
func (s *space) ready() {
	if s.link == nil && s.prepare != nil {
		s.prepare()
	}
}

// scaled gives a component as a byte within its range.
func scaled(v float64, r [2]float64) byte {
	x := (v - r[0]) / (r[1] - r[0])
	if !(x > 0) {
		return 0
	}
	return byte(float64(min(x, 1)*255) + 0.5)
}

// one converts one colour.
func (s *space) one(list []float64, m mode) []float64 {
	var c [4]byte
	for i := range 3 {
		c[i] = scaled(list[i], s.ranges[i])
	}
	if m == light {
		return []float64{float64(s.luminance(c)) / 255}
	}
	s.ready()
	if v, ok := s.neutral(c); ok {
		return []float64{0, 0, 0, 1 - float64(s.tones[v])/255}
	}
	var ink [4]byte
	s.link.Convert(ink[:], c[:], 4, 1)
	out := make([]float64, 4)
	for i := range out {
		out[i] = float64(ink[i]) / 255
	}
	return out
}

// most is how far red, green and blue of a grey may be apart, of 255: what
// rounding and compression add. faint is the same for a* and b*.
const most, faint = 2, 1.5

// neutral tells whether a colour is a grey, and which.
func (s *space) neutral(c [4]byte) (byte, bool) {
	if !s.lab {
		return c[1], max(c[0], c[1], c[2])-min(c[0], c[1], c[2]) <= most
	}
	at := func(i int) float64 {
		return s.ranges[i][0] + float64(float64(c[i])/255*(s.ranges[i][1]-s.ranges[i][0]))
	}
	return icc.LabGray(at(0)), math.Abs(at(1)) <= faint && math.Abs(at(2)) <= faint
}

// luminance is how light a colour is, as masks take it (11.5.3).
func (s *space) luminance(c [4]byte) byte {
	if s.lab {
		return icc.LabGray(float64(c[0]) * 100 / 255)
	}
	return byte((30*int(c[0]) + 59*int(c[1]) + 11*int(c[2]) + 50) / 100)
}

// greySpace is a space of one colour that becomes black ink.
func (w *walker) greySpace(from *icc.Profile, m mode) *space {
	tones, err := w.inks.Tones(from)
	if err != nil {
		w.fault("ICCBased", err)
		if tones, err = w.inks.Tones(nil); err != nil {
			return other
		}
	}
	if m == light {
		var same [256]byte
		for i := range same {
			same[i] = byte(i)
		}
		tones = &same
	}
	sp := &space{kind: grey, n: 1, tones: tones, ranges: unitRanges(1), changed: true, device: "DeviceGray", value: pdffile.Name("DeviceGray")}
	sp.to = func(list []float64) []float64 { return []float64{float64(tones[scaled(list[0], sp.ranges[0])]) / 255} }
	return sp
}

// maxProfile is the size of a profile: those with tables have some megabytes.
const maxProfile = 16 << 20

// iccSpace is a space with a profile (8.6.5.5).
func (w *walker) iccSpace(v any, m mode, res *resources, depth int) *space {
	s := w.stream(v)
	if s == nil {
		return other
	}
	n := w.whole(s.Dict["N"], 0)
	if n == 4 {
		return &space{kind: numbers, n: 4, changed: true, device: "DeviceCMYK", value: pdffile.Name("DeviceCMYK")}
	}
	p, err := w.profile(v, s)
	if err == nil && p.Space().Channels() != n {
		err = errors.New(p.Space().String())
	}
	switch {
	case err != nil && s.Dict["Alternate"] != nil:
		if alternate := w.spaceAt(s.Dict["Alternate"], m, res, depth+1); alternate.n == n && alternate.kind != device {
			return alternate
		}
	case err != nil:
		w.fault("ICCBased", err)
	}
	switch {
	case n == 3:
		return w.colourSpace(p, unitRanges(3), false, m)
	case n == 1:
		return w.greySpace(p, m)
	}
	return other
}

// profile reads a profile once; a fault leaves none, which is sRGB.
func (w *walker) profile(v any, s *pdffile.Stream) (*icc.Profile, error) {
	r, isRef := v.(artwork.Ref)
	if p := w.profiles[r]; isRef && p != nil {
		return p, nil
	}
	u, err := w.file.Undo(w.plain(s), maxProfile)
	if err != nil {
		return nil, err
	}
	p, err := icc.Parse(u.Data)
	if err != nil {
		return nil, err
	}
	if isRef {
		w.profiles[r] = p
	}
	return p, nil
}

// indexed is a table of colours (8.6.6.3).
func (w *walker) indexed(list []any, m mode, res *resources, depth int) *space {
	if len(list) < 4 {
		return other
	}
	base := w.spaceAt(list[1], m, res, depth+1)
	sp := &space{kind: indexes, n: 1, base: base, changed: base.changed}
	if !sp.changed {
		return sp
	}
	var table []byte
	switch t := w.value(list[3]).(type) {
	case pdffile.String:
		table = []byte(t)
	case *pdffile.Stream:
		u, err := w.file.Undo(w.plain(t), maxProfile)
		if err != nil {
			w.fault("Indexed", err)
			return other
		}
		table = u.Data
	}
	high := max(0, min(w.whole(list[2], 0), 255))
	if base.to != nil {
		table = base.table(table, high+1)
	}
	sp.value = []any{pdffile.Name("Indexed"), base.value, int64(high), pdffile.String(table)}
	return sp
}

// table converts n colours of a table; those that it lacks are 0.
func (s *space) table(b []byte, n int) []byte {
	var out []byte
	for i := range n {
		list := make([]float64, s.n)
		for k := range list {
			v := 0.0
			if at := i*s.n + k; at < len(b) {
				v = float64(b[at]) / 255
			}
			list[k] = s.ranges[k][0] + float64(v*(s.ranges[k][1]-s.ranges[k][0]))
		}
		for _, v := range s.to(list) {
			out = append(out, byte(float64(v*255)+0.5))
		}
	}
	return out
}

// tint is a spot colour, or several (8.6.6.4): the plates stay, and how they
// look without a plate of their own becomes ink.
func (w *walker) tint(list []any, m mode, res *resources, depth int) *space {
	if len(list) < 4 {
		return other
	}
	n := 1
	if names := w.list(list[1]); names != nil {
		n = len(names)
	}
	alternate := w.spaceAt(list[2], m, res, depth+1)
	sp := &space{kind: tints, n: n, base: alternate, changed: alternate.changed}
	if !sp.changed {
		return sp
	}
	table := list[3]
	if alternate.to != nil {
		t, err := w.tabulate(list[3], unitRanges(n), alternate)
		if err != nil {
			w.fault(string(w.name(list[0])), err)
			return other
		}
		table = w.add(t, w.object)
	}
	// Attributes (DeviceN) name the spaces of the plates once more, and stay out.
	sp.value = []any{list[0], list[1], alternate.value, table}
	return sp
}
