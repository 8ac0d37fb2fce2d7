package icc

import "math"

// Screen turns the colours of a picture into those of a screen, sRGB: what a
// file without a profile is taken for. It is safe for use by many goroutines.
type Screen struct {
	link *Link // nil: the colours are those of sRGB
}

// NewScreen is the way from a profile of three channels to sRGB. Colours that
// a screen cannot show become the nearest ones it can, channel by channel.
func NewScreen(from *Profile) (*Screen, error) {
	if from.space != RGB {
		return nil, unsupported("a %s profile for an RGB picture", from.space)
	}
	shown := pipeline{compensate(from.darkest(), 0), func(v *vec) { *v = screen(*v) }}
	same := true
	const few, near = 9, 2.0 / 255 // rounding in the profiles of others
	for i := range few * few * few {
		v := vec{tone(i/few/few, few), tone(i/few%few, few), tone(i%few, few)}
		got := shown.apply(from.toXYZ.apply(v))
		for k := range 3 {
			same = same && math.Abs(got[k]-v[k]) <= near
		}
	}
	if same {
		return &Screen{}, nil
	}
	return &Screen{&Link{newLattice(from, shown...)}}, nil
}

// Same tells whether the colours are those of sRGB already.
func (s *Screen) Same() bool { return s.link == nil }

// Convert turns n pixels of src, step bytes apart, into red, green and blue at
// the same distances in dst; a fourth byte stays as it is. src may be dst.
func (s *Screen) Convert(dst, src []byte, step, n int) {
	if s.link == nil {
		for i := range n {
			copy(dst[i*step:i*step+3], src[i*step:i*step+3])
		}
		return
	}
	var out [4]byte
	for i := range n {
		s.link.Convert(out[:], src[i*step:], step, 1)
		dst[i*step], dst[i*step+1], dst[i*step+2] = out[0], out[1], out[2]
	}
}

// GrayScreen gives for every tone of a gray picture that of sRGB.
func GrayScreen(from *Profile) (tones [256]byte, err error) {
	if from.space != Gray {
		return tones, unsupported("a %s profile for a gray picture", from.space)
	}
	for v := range tones {
		x := float64(v) / 255
		y := from.toXYZ.apply(vec{x, x, x})[1]
		tones[v] = byte(float64(255*clip(screenValue(clip(y)))) + 0.5)
	}
	return tones, nil
}

// Chromaticities are those of the white and of three primaries: x and y of each.
type Chromaticities struct{ White, Red, Green, Blue [2]float64 }

// Of the standards that pictures name by number (ISO/IEC 23091-2, table 2).
var (
	Rec709   = Chromaticities{d65, [2]float64{0.64, 0.33}, [2]float64{0.30, 0.60}, [2]float64{0.15, 0.06}}
	rec2020  = Chromaticities{d65, [2]float64{0.708, 0.292}, [2]float64{0.170, 0.797}, [2]float64{0.131, 0.046}}
	displayP = Chromaticities{d65, [2]float64{0.680, 0.320}, [2]float64{0.265, 0.690}, [2]float64{0.150, 0.060}}
	d65      = [2]float64{0.3127, 0.3290}
)

// Near tells whether these are the same as others but for rounding.
func (c Chromaticities) Near(o Chromaticities) bool {
	const near = 0.003
	near2 := func(a, b [2]float64) bool { return math.Abs(a[0]-b[0]) < near && math.Abs(a[1]-b[1]) < near }
	return near2(c.White, o.White) && near2(c.Red, o.Red) && near2(c.Green, o.Green) && near2(c.Blue, o.Blue)
}

// Numbered is the colours that a file names by the numbers of its primaries and
// transfer; ok is false for those that are not known, and for sRGB's.
func Numbered(primaries, transfer int) (p *Profile, ok bool) {
	c, known := map[int]Chromaticities{1: Rec709, 9: rec2020, 11: displayP, 12: displayP}[primaries]
	if !known {
		return nil, false
	}
	// What film codes by the curve of BT.709 is shown by that of a screen.
	power := 0.0
	switch transfer {
	case 4:
		power = 2.2
	case 5:
		power = 2.8
	case 8:
		power = 1
	case 1, 2, 6, 13, 14, 15:
		if c == Rec709 {
			return nil, false
		}
	default:
		return nil, false
	}
	p, err := Primaries(c, power)
	return p, err == nil
}

// Primaries is the colours of a screen with these primaries. power is that of
// its curve; 0: the curve of sRGB. White becomes D50's, the way Bradford's.
func Primaries(c Chromaticities, power float64) (*Profile, error) {
	m, ok := c.toD50()
	if !ok || power < 0 || power > 10 {
		return nil, broken("primaries %v, power %v", c, power)
	}
	p := &Profile{space: RGB, name: "primaries"}
	light := linearLight
	if power > 0 {
		light = func(v float64) float64 { return math.Pow(v, power) }
	}
	p.toXYZ = pipeline{func(v *vec) {
		r, g, b := light(clip(v[0])), light(clip(v[1])), light(clip(v[2]))
		for k := range 3 {
			v[k] = float64(m[k][0]*r) + float64(m[k][1]*g) + float64(m[k][2]*b)
		}
	}}
	return p, nil
}

// GrayPower is the tones of a gray picture whose light is a power of its values.
func GrayPower(power float64) *Profile {
	return &Profile{space: Gray, name: "power", toXYZ: pipeline{func(v *vec) {
		y := math.Pow(clip(v[0]), power)
		*v = vec{float64(y * whiteD50[0]), y, float64(y * whiteD50[2])}
	}}}
}

type matrix3 [3][3]float64

// toD50 is the matrix from red, green and blue light to XYZ.
func (c Chromaticities) toD50() (m matrix3, ok bool) {
	var p matrix3
	for i, xy := range [][2]float64{c.Red, c.Green, c.Blue} {
		if xy[1] <= 0 || xy[0] < 0 || xy[0]+xy[1] > 1.2 {
			return m, false
		}
		p[0][i], p[1][i], p[2][i] = xy[0]/xy[1], 1, (1-xy[0]-xy[1])/xy[1]
	}
	if c.White[1] <= 0 {
		return m, false
	}
	white := [3]float64{c.White[0] / c.White[1], 1, (1 - c.White[0] - c.White[1]) / c.White[1]}
	back, ok := p.inverse()
	if !ok {
		return m, false
	}
	scale := back.times(white)
	for k := range 3 {
		for i := range 3 {
			p[k][i] *= scale[i]
		}
	}
	bradford := matrix3{{0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}}
	from, to := bradford.times(white), bradford.times(whiteD50)
	home, _ := bradford.inverse()
	for k := range 3 {
		if from[k] <= 0 {
			return m, false
		}
		for i := range 3 {
			bradford[k][i] *= to[k] / from[k]
		}
	}
	return home.product(bradford).product(p), true
}

func (m matrix3) times(v [3]float64) (out [3]float64) {
	for k := range 3 {
		out[k] = float64(m[k][0]*v[0]) + float64(m[k][1]*v[1]) + float64(m[k][2]*v[2])
	}
	return out
}

func (m matrix3) product(o matrix3) (out matrix3) {
	for i := range 3 {
		column := m.times([3]float64{o[0][i], o[1][i], o[2][i]})
		for k := range 3 {
			out[k][i] = column[k]
		}
	}
	return out
}

func (m matrix3) inverse() (out matrix3, ok bool) {
	minor := func(a, b, c, d float64) float64 { return float64(a*d) - float64(b*c) }
	det := 0.0
	for i := range 3 {
		j, k := (i+1)%3, (i+2)%3
		for n := range 3 {
			o, p := (n+1)%3, (n+2)%3
			out[n][i] = minor(m[j][o], m[j][p], m[k][o], m[k][p])
		}
		if i == 0 {
			det = float64(m[0][0]*out[0][0]) + float64(m[0][1]*out[1][0]) + float64(m[0][2]*out[2][0])
		}
	}
	if det < 1e-9 && det > -1e-9 {
		return out, false
	}
	for i := range out {
		for k := range out[i] {
			out[i][k] /= det
		}
	}
	return out, true
}
