package icc

import "encoding/binary"

// node is a colour of a grid in four lanes of 16 bits: a channel of 0..255 in units
// of the grid. One multiplication weighs all four: unit and weights of a grid come to
// laneUnit, so that no sum overflows its lane, and with half a step more it is a whole
// channel in the upper half of its lane.
type node uint64

const (
	laneUnit = 256
	halfLane = laneUnit / 2 * (1 | 1<<16 | 1<<32 | 1<<48)
)

// lanes are where the channels stand, so that they are soon together again.
var lanes = [4]int{0, 32, 16, 48}

func pack(v vec, unit float64) (n node) {
	for i, at := range lanes {
		n |= node(float64(float64(clip(v[i])*255)*unit)+0.5) << at // twice a product is a sum of it, which is fused
	}
	return n
}

// channels are the four, the first one lowest, of a weighed sum of nodes with half a
// step more.
func (n node) channels() uint32 {
	const upper = 0xff00ff00ff00ff00
	n &= upper
	return uint32(n)>>8 | uint32(n>>32)
}

// Link turns RGB into ink. It is safe for use by many goroutines.
type Link struct{ lattice }

// NewLink is the way from a picture's colours to a press. limit is the most
// ink, all four together, in percent; 0: as the profile has it. What lies above
// loses of the three colours and keeps its black.
func NewLink(from, to *Profile, limit int) (*Link, error) {
	if from.space != RGB {
		return nil, unsupported("a %s profile for an RGB picture", from.space)
	}
	if err := to.press(); err != nil {
		return nil, err
	}
	rest := append(pipeline{compensate(from.darkest(), to.reach())}, to.fromXYZ...)
	return &Link{newLattice(from, append(rest, Limiter(limit).step)...)}, nil
}

// press refuses profiles that pictures cannot be converted to.
func (p *Profile) press() error {
	if p.space != CMYK || !p.Output() {
		return unsupported("%q is no profile of a CMYK press", p.name)
	}
	return nil
}

func tone(i, steps int) float64 { return float64(i) / float64(steps-1) }

// Convert turns n pixels of src, step bytes apart and red, green, blue first,
// into n pixels of four bytes of ink, 255 for full. src may be dst where step
// is 4.
//
// A cell of the grid is cut into the six tetrahedra around its diagonal from
// dark to light, on which the greys lie, so that they blend from greys alone:
// from the dark corner to the light one along the axes, that of the largest
// share first.
func (l *Link) Convert(dst, src []byte, step, n int) {
	nodes := l.nodes
	for i := range n {
		s := (*[3]byte)(src[i*step:])
		where := reds[s[0]] + greens[s[1]] + blues[s[2]]
		cell := where.cell()
		if !l.has(cell) {
			l.bake(cell)
		}
		w := &walks[where%cellColours]
		sum := halfLane + nodes[cell]*w.dark + nodes[cell+w.one]*w.first + nodes[cell+w.two]*w.second + nodes[cell+lightCorner]*w.light
		binary.LittleEndian.PutUint32(dst[i*4:], sum.channels())
	}
}

// Limiter is a limit of total ink in percent; 0 is none.
type Limiter int

// slack makes up for four channels rounded up: half of 1/255 each, and in the nodes
// half a unit.
const slack = (2 + 2.0/rgbUnit) / 255

func (l Limiter) step(v *vec) {
	if l <= 0 {
		return
	}
	limit := float64(l)/100 - slack
	k := min(clip(v[3]), limit)
	v[3] = k
	if colours := clip(v[0]) + clip(v[1]) + clip(v[2]); colours+k > limit {
		share := (limit - k) / colours
		for i := range 3 {
			v[i] = clip(v[i]) * share
		}
	}
}

// Limit takes ink out of pixels of four bytes that have too much of it, of the
// three colours in proportion. It tells whether there were any.
func (l Limiter) Limit(pix []byte) (any bool) {
	if l <= 0 {
		return false
	}
	limit := int(l) * 255 / 100
	for i := 0; i+3 < len(pix); i += 4 {
		c, m, y, k := int(pix[i]), int(pix[i+1]), int(pix[i+2]), int(pix[i+3])
		if c+m+y+k <= limit {
			continue
		}
		any = true
		k = min(k, limit)
		rest, colours := limit-k, c+m+y
		// Rounded down: the sum stays below.
		pix[i], pix[i+1], pix[i+2], pix[i+3] = byte(c*rest/max(colours, 1)), byte(m*rest/max(colours, 1)), byte(y*rest/max(colours, 1)), byte(k)
	}
	return any
}

// GrayLink gives for every tone of a gray picture the tone of DeviceGray, 0 for
// full black ink, that looks as light on paper: what the press makes darker
// than it should be is printed lighter. Bare paper is white, the full black ink
// is the picture's black.
func GrayLink(from, to *Profile) (tones [256]byte, err error) {
	if from.space == CMYK {
		return tones, unsupported("a %s profile for a gray picture", from.space)
	}
	if to.space != CMYK {
		return tones, unsupported("%q is no profile of a CMYK press", to.name)
	}
	light := to.blackInk()
	black := labToXYZ(vec{from.darkest()})[1]
	last := len(light) - 1
	for v := range tones {
		x := float64(v) / 255
		y := (from.toXYZ.apply(vec{x, x, x})[1] - black) / (1 - black)
		want := light[last] + float64((light[0]-light[last])*clip(y))
		// The least ink that is dark enough, then between it and the one below.
		k := 0
		for k < last && light[k] > want {
			k++
		}
		ink := float64(k)
		if k > 0 && light[k-1] > light[k] {
			ink -= (want - light[k]) / (light[k-1] - light[k])
		}
		tones[v] = byte(float64(255*(1-ink/float64(last))) + 0.5)
	}
	return tones, nil
}

// blackInk is how much light the black ink leaves, from none to full in steps;
// it never rises.
func (p *Profile) blackInk() []float64 {
	const steps = 256 // one for each tone
	light := make([]float64, steps)
	for i := range light {
		light[i] = p.toXYZ.apply(vec{3: tone(i, steps)})[1]
		if i > 0 {
			light[i] = min(light[i], light[i-1])
		}
	}
	return light
}
