package icc

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode/utf16"
)

// Faults of profiles; they are wrapped with what exactly is wrong.
var (
	ErrBroken      = errors.New("the colour profile is damaged")
	ErrUnsupported = errors.New("the colour profile is of a kind that the program does not read")
)

func broken(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrBroken, fmt.Sprintf(format, args...))
}

func unsupported(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrUnsupported, fmt.Sprintf(format, args...))
}

// Space is the kind of a profile's device colours.
type Space uint8

const (
	Gray Space = iota
	RGB
	CMYK
)

// spaces are the signatures of colour spaces.
var spaces = map[string]Space{"GRAY": Gray, "RGB ": RGB, "CMYK": CMYK}

// Channels is how many numbers make a colour.
func (s Space) Channels() int { return [...]int{1, 3, 4}[s] }

func (s Space) String() string { return [...]string{"gray", "RGB", "CMYK"}[s] }

// Limits of profiles. The largest ones met are those of presses with tables of
// 45 steps, about 3 MB.
const (
	maxProfile = 32 << 20
	maxTags    = 256
)

// vec is a colour on its way: up to four numbers, in a profile's own coding
// from 0 to 1, or X, Y, Z.
type vec [4]float64

// pipeline is what happens to a colour, step by step.
type pipeline []func(*vec)

func (p pipeline) apply(v vec) vec {
	for _, step := range p {
		step(&v)
	}
	return v
}

// Profile says how the colours of one device look.
type Profile struct {
	space  Space
	output bool // of a press or printer
	v4     bool
	name   string

	// toXYZ is device colour to XYZ; fromXYZ the other way, nil where the
	// profile does not tell. perceptual is the way back of that intent, which
	// shows how dark a press can get.
	toXYZ, fromXYZ, perceptual pipeline

	// Where toXYZ begins with a curve for each channel: these, and what follows. Grids
	// ask them for each tone, and not for each colour.
	curves []curve
	mixed  pipeline
}

// curved has the way to XYZ begin with curves.
func (p *Profile) curved(curves []curve, mixed ...func(*vec)) {
	p.curves, p.mixed = curves, mixed
	p.toXYZ = append(pipeline{shape(curves)}, mixed...)
}

// Space is the kind of its device colours.
func (p *Profile) Space() Space { return p.space }

// Name is what the profile calls itself.
func (p *Profile) Name() string { return p.name }

// Output tells whether it is the profile of a press or printer, for pictures
// can be converted to it.
func (p *Profile) Output() bool { return p.output && p.fromXYZ != nil }

// file is a profile as it is read.
type file struct {
	data []byte
	tags map[string][]byte
	lab  bool // the connection space is Lab and not XYZ
	*Profile
}

// Parse reads a profile of gray, RGB or CMYK colours: with tables, or with
// curves and primaries.
func Parse(data []byte) (*Profile, error) {
	const header, entry = 128, 12
	switch {
	case len(data) > maxProfile:
		return nil, unsupported("%d bytes", len(data))
	case len(data) < header+4 || string(data[36:40]) != "acsp":
		return nil, broken("no header")
	}
	f := &file{data: data, tags: make(map[string][]byte), Profile: new(Profile)}
	space, ok := spaces[string(data[16:20])]
	if !ok {
		return nil, unsupported("colours %q", data[16:20])
	}
	f.space = space
	switch pcs := string(data[20:24]); pcs {
	case "Lab ":
		f.lab = true
	case "XYZ ":
	default:
		return nil, unsupported("connection space %q", pcs)
	}
	switch class := string(data[12:16]); class {
	case "scnr", "mntr", "spac":
	case "prtr":
		f.output = true
	default:
		return nil, unsupported("class %q", class)
	}
	if data[8] > 4 {
		return nil, unsupported("version %d", data[8])
	}
	f.v4 = data[8] == 4
	n := int(binary.BigEndian.Uint32(data[header:]))
	if n > maxTags || n*entry > len(data)-header-4 {
		return nil, broken("%d tags", n)
	}
	for i := range n {
		e := data[header+4+i*entry:]
		at, size := int64(binary.BigEndian.Uint32(e[4:])), int64(binary.BigEndian.Uint32(e[8:]))
		if at+size > int64(len(data)) {
			return nil, broken("tag %q lies outside", e[:4])
		}
		f.tags[string(e[:4])] = data[at : at+size]
	}
	if err := f.read(); err != nil {
		return nil, err
	}
	return f.Profile, nil
}

// read makes the pipelines.
func (f *file) read() (err error) {
	f.name = f.text("desc")
	// Relative colorimetric; a profile of one table has only the first.
	switch {
	case f.tags["A2B1"] != nil:
		f.toXYZ, err = f.table("A2B1", false)
	case f.tags["A2B0"] != nil:
		f.toXYZ, err = f.table("A2B0", false)
	case f.space == RGB:
		err = f.matrixShaper()
	case f.space == Gray:
		f.toXYZ, err = f.grayCurve()
	default:
		err = unsupported("no table A2B")
	}
	if err != nil || !f.output {
		return err
	}
	if f.tags["B2A0"] != nil {
		if f.perceptual, err = f.table("B2A0", true); err != nil {
			return err
		}
	}
	f.fromXYZ = f.perceptual
	if f.tags["B2A1"] != nil {
		if f.fromXYZ, err = f.table("B2A1", true); err != nil {
			return err
		}
	}
	if f.perceptual == nil {
		f.perceptual = f.fromXYZ
	}
	return nil
}

// matrixShaper reads the profile of a screen: a curve for each channel, and
// the primaries.
func (f *file) matrixShaper() error {
	if f.lab {
		return broken("primaries in Lab")
	}
	var curves [3]curve
	var m matrix
	for i, c := range []string{"r", "g", "b"} {
		var err error
		if curves[i], _, err = readCurve(f.tags[c+"TRC"]); err != nil {
			return err
		}
		p, ok := xyzTag(f.tags[c+"XYZ"])
		if !ok {
			return broken("no %sXYZ", c)
		}
		for k := range 3 {
			m.of[k][i] = p[k]
		}
	}
	f.curved(curves[:], m.step)
	return nil
}

// grayCurve reads the profile of gray pictures.
func (f *file) grayCurve() (pipeline, error) {
	c, _, err := readCurve(f.tags["kTRC"])
	if err != nil {
		return nil, err
	}
	lab := f.lab
	return pipeline{func(v *vec) {
		y := c(v[0])
		if lab {
			*v = labToXYZ(vec{100 * y})
			return
		}
		*v = vec{whiteD50[0] * y, whiteD50[1] * y, whiteD50[2] * y}
	}}, nil
}

// xyzTag reads the first colour of an XYZ tag.
func xyzTag(b []byte) (c [3]float64, ok bool) {
	if len(b) < 20 || string(b[:4]) != "XYZ " {
		return c, false
	}
	for i := range c {
		c[i] = fixed(b[8+4*i:])
	}
	return c, true
}

// fixed is a number with 16 bits behind the point.
func fixed(b []byte) float64 { return float64(int32(binary.BigEndian.Uint32(b))) / 65536 }

// text reads a description, of version 2 or 4; empty where there is none.
func (f *file) text(tag string) string {
	const longest = 200
	b := f.tags[tag]
	if len(b) < 12 {
		return ""
	}
	var s string
	switch n := uint64(binary.BigEndian.Uint32(b[8:])); string(b[:4]) {
	case "desc":
		s = string(b[12:min(12+n, uint64(len(b)))])
	case "mluc":
		if n == 0 || len(b) < 28 {
			return ""
		}
		size, at := uint64(binary.BigEndian.Uint32(b[20:])), uint64(binary.BigEndian.Uint32(b[24:]))
		if at+size > uint64(len(b)) {
			return ""
		}
		var u []uint16
		for ; size >= 2; at, size = at+2, size-2 {
			u = append(u, binary.BigEndian.Uint16(b[at:]))
		}
		s = string(utf16.Decode(u))
	}
	s, _, _ = strings.Cut(s, "\x00")
	return strings.ToValidUTF8(s[:min(len(s), longest)], "")
}

// whiteD50 is the white of the connection space.
var whiteD50 = [3]float64{0.9642, 1, 0.8249}

// SRGB is the colour space of pictures that say nothing else (IEC 61966-2-1),
// adapted to D50 by Bradford's method.
func SRGB() *Profile {
	m := matrix{of: [3][3]float64{
		{0.4360747, 0.3850649, 0.1430804},
		{0.2225045, 0.7168786, 0.0606169},
		{0.0139322, 0.0971045, 0.7141733},
	}}
	p := &Profile{space: RGB, v4: true, name: "sRGB"}
	p.curved([]curve{linearLight, linearLight, linearLight}, m.step)
	return p
}

// GraySRGB is that of gray pictures that say nothing else: the tones of sRGB.
func GraySRGB() *Profile {
	return &Profile{space: Gray, v4: true, name: "sRGB gray", toXYZ: pipeline{func(v *vec) {
		y := linearLight(v[0])
		*v = vec{whiteD50[0] * y, whiteD50[1] * y, whiteD50[2] * y}
	}}}
}

// linearLight is how much light a value of sRGB means.
func linearLight(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// screenValue is the other way.
func screenValue(l float64) float64 {
	if l <= 0.0031308 {
		return 12.92 * l
	}
	return float64(1.055*math.Pow(l, 1/2.4)) - 0.055
}

// screen gives the sRGB colour of XYZ, clipped to what a screen shows: the
// inverse of the matrix in SRGB.
func screen(v vec) vec {
	m := matrix{of: [3][3]float64{
		{3.1338561, -1.6168667, -0.4906146},
		{-0.9787684, 1.9161415, 0.0334540},
		{0.0719453, -0.2289914, 1.4052427},
	}}
	m.step(&v)
	for i := range 3 {
		v[i] = screenValue(clip(v[i]))
	}
	return v
}

// clip also turns what is no number into 0.
func clip(x float64) float64 {
	if x >= 1 {
		return 1
	}
	if x > 0 {
		return x
	}
	return 0
}

// matrix is nine numbers and what is added.
type matrix struct {
	of  [3][3]float64
	add [3]float64
}

func (m *matrix) step(v *vec) {
	a, b, c := v[0], v[1], v[2]
	for i := range 3 {
		v[i] = float64(m.of[i][0]*a) + float64(m.of[i][1]*b) + float64(m.of[i][2]*c) + m.add[i]
	}
}

// labToXYZ and xyzToLab change between the two connection spaces (CIE 1976).
func labToXYZ(v vec) vec {
	const kink = 24.0 / 116
	back := func(t float64) float64 {
		if t <= kink {
			return 108.0 / 841 * (t - 16.0/116)
		}
		return t * t * t
	}
	y := (v[0] + 16) / 116
	return vec{back(y+v[1]/500) * whiteD50[0], back(y) * whiteD50[1], back(y-v[2]/200) * whiteD50[2]}
}

func xyzToLab(v vec) vec {
	const kink = 24.0 / 116 * 24 / 116 * 24 / 116
	root := func(t float64) float64 {
		if t <= kink {
			return float64(841.0/108*t) + 16.0/116
		}
		return math.Cbrt(t)
	}
	x, y, z := root(v[0]/whiteD50[0]), root(v[1]/whiteD50[1]), root(v[2]/whiteD50[2])
	return vec{float64(116*y) - 16, 500 * (x - y), 200 * (y - z)}
}
