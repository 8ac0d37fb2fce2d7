package icc

import "duikai/layout/parallel"

// steps of the baked grids along each axis. With 33 the edge of what a press can
// print, where its tables have a kink, is off by up to 11/255; with 65 by 4, and
// the grid still takes less than a tenth of a second.
const (
	rgbSteps  = 65
	cmykSteps = 17
)

// node is a colour of a grid in four lanes of 16 bits: a channel of 0..255 times
// nodeUnit. To be weighed, two channels are taken as lanes of 32 bits, so that
// one multiplication weighs both; weights add up to nodeUnit: no sum overflows
// its lane.
type node uint64

const (
	nodeUnit = 256
	laneMask = 0xffff | 0xffff<<32
)

func pack(v vec) (n node) {
	for i := range 4 {
		n |= node(float64(clip(v[i])*255*nodeUnit)+0.5) << (16 * i)
	}
	return n
}

// even are the first and the third channel, odd the second and the fourth.
func (n node) even() uint64 { return uint64(n) & laneMask }
func (n node) odd() uint64  { return uint64(n) >> 16 & laneMask }

// unpack rounds a weighed sum of nodes.
func unpack(even, odd uint64) (c0, c1, c2, c3 byte) {
	const half, shift = nodeUnit * nodeUnit / 2, 16
	even += half | half<<32
	odd += half | half<<32
	return byte(even >> shift), byte(odd >> shift), byte(even >> (32 + shift)), byte(odd >> (32 + shift))
}

// place says where on an axis a value lies: how far to the first node of its cell,
// in nodes, from bit 32 up; how far in it, in 256ths, from bit 16 up; and how far
// it is from there to the cell's other end, in nodes. Of places on several axes
// the sum has the way to the first corner, and the largest lies farthest in.
type place int64

const shareAt, cornerAt, wayMask = 16, 32, 1<<16 - 1

func (p place) share() uint64 { return uint64(p) >> shareAt & wayMask }
func (p place) way() int      { return int(p & wayMask) }

func places(steps, stride int) (list [256]place) {
	for v := range list {
		at := (v*(steps-1)*nodeUnit + 127) / 255
		cell := min(at/nodeUnit, steps-2)
		list[v] = place(cell*stride)<<cornerAt | place(at-cell*nodeUnit)<<shareAt | place(stride)
	}
	return list
}

// corner is the first corner of the cell that a sum of places lies in, and walk a
// place without its way there.
func (p place) corner() int { return int(p >> cornerAt) }
func (p place) walk() place { return p & (1<<cornerAt - 1) }

// sorted puts the larger one first, without asking: photographs answer differently
// at every pixel, and processors that guess wrong wait.
func sorted(a, b place) (high, low place) {
	less := (a - b) & ((a - b) >> 63)
	return a - less, b + less
}

// Link turns RGB into ink. It is safe for use by many goroutines.
type Link struct {
	nodes []node
	at    [3][256]place // of red, green and blue
}

func newLink() *Link {
	const n = rgbSteps
	return &Link{make([]node, n*n*n), [3][256]place{places(n, n*n), places(n, n), places(n, 1)}}
}

// NewLink bakes the way from a picture's colours to a press. limit is the most
// ink, all four together, in percent; 0: as the profile has it. What lies above
// loses of the three colours and keeps its black.
func NewLink(from, to *Profile, limit int) (*Link, error) {
	if from.space != RGB {
		return nil, unsupported("a %s profile for an RGB picture", from.space)
	}
	if err := to.press(); err != nil {
		return nil, err
	}
	way := append(append(pipeline{}, from.toXYZ...), compensate(from.darkest(), to.reach()))
	way = append(append(way, to.fromXYZ...), Limiter(limit).step)
	const n = rgbSteps
	l := newLink()
	parallel.Each(n, func(r int) {
		for gb := range n * n {
			l.nodes[r*n*n+gb] = pack(way.apply(vec{tone(r, n), tone(gb/n, n), tone(gb%n, n)}))
		}
	})
	return l, nil
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
	const diagonal = rgbSteps*rgbSteps + rgbSteps + 1
	nodes := l.nodes
	for i := range n {
		s := src[i*step : i*step+3 : i*step+3]
		r, g, b := l.at[0][s[0]], l.at[1][s[1]], l.at[2][s[2]]
		at := (r + g + b).corner()
		// Where two shares are alike, what lies between them weighs nothing.
		high, middle := sorted(r.walk(), g.walk())
		middle, low := sorted(middle, b.walk())
		high, middle = sorted(high, middle)
		weight := nodeUnit - high.share()
		dark := nodes[at]
		even, odd := dark.even()*weight, dark.odd()*weight
		weight = high.share() - middle.share()
		next := nodes[at+high.way()]
		even, odd = even+next.even()*weight, odd+next.odd()*weight
		weight = middle.share() - low.share()
		next = nodes[at+diagonal-low.way()]
		even, odd = even+next.even()*weight, odd+next.odd()*weight
		weight = low.share()
		light := nodes[at+diagonal]
		even, odd = even+light.even()*weight, odd+light.odd()*weight
		d := dst[i*4 : i*4+4 : i*4+4]
		d[0], d[1], d[2], d[3] = unpack(even, odd)
	}
}

// Limiter is a limit of total ink in percent; 0 is none.
type Limiter int

// slack makes up for four channels rounded up: half of 1/255 each.
const slack = 2.0 / 255

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

// Proof shows on a screen what ink looks like: its paper as white and its
// darkest black as black, as a reader sees them. Black ink alone is lighter than
// that, but beside it stand text and rules of the same ink, so in a gray picture
// it is the black.
type Proof struct {
	nodes []node
	at    [4][256]place // of cyan, magenta, yellow and black
	gray  [256]byte
}

// NewProof bakes the way from a press to sRGB.
func NewProof(from *Profile) (*Proof, error) {
	if from.space != CMYK {
		return nil, unsupported("a %s profile for a CMYK picture", from.space)
	}
	way := append(append(pipeline{}, from.toXYZ...), compensate(from.darkest(), 0))
	const n = cmykSteps
	p := &Proof{nodes: make([]node, n*n*n*n), at: [4][256]place{places(n, n*n*n), places(n, n*n), places(n, n), places(n, 1)}}
	parallel.Each(n*n, func(cm int) {
		for yk := range n * n {
			p.nodes[cm*n*n+yk] = pack(screen(way.apply(vec{tone(cm/n, n), tone(cm%n, n), tone(yk/n, n), tone(yk%n, n)})))
		}
	})
	light := from.blackInk()
	last := len(light) - 1
	for v := range p.gray {
		y := (light[last-v] - light[last]) / max(light[0]-light[last], 1e-6)
		p.gray[v] = byte(float64(255*clip(screenValue(clip(y)))) + 0.5)
	}
	return p, nil
}

// Gray gives the tone on the screen of a tone of DeviceGray.
func (p *Proof) Gray(v byte) byte { return p.gray[v] }

// Convert turns n pixels of four bytes of ink into as many of red, green, blue
// and 255. src may be dst.
//
// As Link does, with a cell of four dimensions cut into 24 parts.
func (p *Proof) Convert(dst, src []byte, n int) {
	nodes := p.nodes
	for i := range n {
		s := src[i*4 : i*4+4 : i*4+4]
		c, m, y, k := p.at[0][s[0]], p.at[1][s[1]], p.at[2][s[2]], p.at[3][s[3]]
		at := (c + m + y + k).corner()
		one, two := sorted(c.walk(), m.walk())
		three, four := sorted(y.walk(), k.walk())
		one, three = sorted(one, three)
		two, four = sorted(two, four)
		two, three = sorted(two, three)
		before := uint64(nodeUnit)
		var even, odd uint64
		for _, w := range [...]place{one, two, three, four} {
			even += nodes[at].even() * (before - w.share())
			odd += nodes[at].odd() * (before - w.share())
			at, before = at+w.way(), w.share()
		}
		even += nodes[at].even() * before
		odd += nodes[at].odd() * before
		out := dst[i*4 : i*4+4 : i*4+4]
		out[0], out[1], out[2], _ = unpack(even, odd)
		out[3] = 255
	}
}
