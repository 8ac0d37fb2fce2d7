package icc

import (
	"runtime"
	"sync"
)

// steps of the baked grids along each axis. With 33 the edge of what a press can
// print, where its tables have a kink, is off by up to 11/255; with 65 by 4, and
// the grid still takes less than a tenth of a second.
const (
	rgbSteps  = 65
	cmykSteps = 17
)

// node is a colour of a grid as lanes of 32 bits, two in each word, so that
// one multiplication weighs two channels. A lane is a channel of 0..255 times
// nodeUnit, and weights add up to nodeUnit: no sum overflows its lane.
type node [2]uint64

const nodeUnit = 256

func pack(v vec) (n node) {
	lane := func(x float64) uint64 { return uint64(float64(clip(x)*255*nodeUnit) + 0.5) }
	return node{lane(v[0]) | lane(v[1])<<32, lane(v[2]) | lane(v[3])<<32}
}

// unpack rounds a weighed sum of nodes.
func unpack(a, b uint64) (c0, c1, c2, c3 byte) {
	const half, shift = nodeUnit * nodeUnit / 2, 16
	a += half | half<<32
	b += half | half<<32
	return byte(a >> shift), byte(a >> (32 + shift)), byte(b >> shift), byte(b >> (32 + shift))
}

// place says in which cell of an axis a value lies and how far in, in 256ths.
type place struct{ cell, share uint32 }

func places(steps int) (list [256]place) {
	for v := range list {
		at := (v*(steps-1)*nodeUnit + 127) / 255
		cell := min(at/nodeUnit, steps-2)
		list[v] = place{uint32(cell), uint32(at - cell*nodeUnit)}
	}
	return list
}

// Link turns RGB into ink. It is safe for use by many goroutines.
type Link struct {
	nodes []node
	at    [256]place
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
	l := &Link{nodes: make([]node, n*n*n), at: places(n)}
	sideBySide(n, func(r int) {
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

// sideBySide does n things that do not depend on each other.
func sideBySide(n int, do func(int)) {
	queue := make(chan int, n)
	for i := range n {
		queue <- i
	}
	close(queue)
	var wg sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := range queue {
				do(i)
			}
		})
	}
	wg.Wait()
}

// Convert turns n pixels of src, step bytes apart and red, green, blue first,
// into n pixels of four bytes of ink, 255 for full. src may be dst where step
// is 4.
//
// A cell of the grid is cut into the six tetrahedra around its diagonal from
// dark to light, on which the greys lie, so that they blend from greys alone.
func (l *Link) Convert(dst, src []byte, step, n int) {
	const right, down, deep = 1, rgbSteps, rgbSteps * rgbSteps // b, g, r
	for i := range n {
		s := src[i*step : i*step+3 : i*step+3]
		r, g, b := l.at[s[0]], l.at[s[1]], l.at[s[2]]
		at := r.cell*deep + g.cell*down + b.cell*right
		fr, fg, fb := r.share, g.share, b.share
		// From the dark corner to the light one along the axes, that of the
		// largest share first.
		var one, two uint32
		var most, middle, least uint32
		switch {
		case fr >= fg && fg >= fb:
			one, two, most, middle, least = deep, deep+down, fr, fg, fb
		case fr >= fb && fb >= fg:
			one, two, most, middle, least = deep, deep+right, fr, fb, fg
		case fb >= fr && fr >= fg:
			one, two, most, middle, least = right, right+deep, fb, fr, fg
		case fg >= fr && fr >= fb:
			one, two, most, middle, least = down, down+deep, fg, fr, fb
		case fg >= fb && fb >= fr:
			one, two, most, middle, least = down, down+right, fg, fb, fr
		default:
			one, two, most, middle, least = right, right+down, fb, fg, fr
		}
		dark, light := &l.nodes[at], &l.nodes[at+deep+down+right]
		p, q := &l.nodes[at+one], &l.nodes[at+two]
		w0, w1, w2, w3 := uint64(nodeUnit-most), uint64(most-middle), uint64(middle-least), uint64(least)
		d := dst[i*4 : i*4+4 : i*4+4]
		d[0], d[1], d[2], d[3] = unpack(
			dark[0]*w0+p[0]*w1+q[0]*w2+light[0]*w3,
			dark[1]*w0+p[1]*w1+q[1]*w2+light[1]*w3)
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
	at    [256]place
	gray  [256]byte
}

// NewProof bakes the way from a press to sRGB.
func NewProof(from *Profile) (*Proof, error) {
	if from.space != CMYK {
		return nil, unsupported("a %s profile for a CMYK picture", from.space)
	}
	way := append(append(pipeline{}, from.toXYZ...), compensate(from.darkest(), 0))
	const n = cmykSteps
	p := &Proof{nodes: make([]node, n*n*n*n), at: places(n)}
	sideBySide(n*n, func(cm int) {
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
	const k, y, m, c = 1, cmykSteps, cmykSteps * cmykSteps, cmykSteps * cmykSteps * cmykSteps
	axes := [4]uint32{c, m, y, k}
	for i := range n {
		s := src[i*4 : i*4+4 : i*4+4]
		var order [4]place // axis and share, largest share first
		at := uint32(0)
		for a, v := range s {
			w := p.at[v]
			at += w.cell * axes[a]
			j := a
			for j > 0 && order[j-1].share < w.share {
				order[j] = order[j-1]
				j--
			}
			order[j] = place{axes[a], w.share}
		}
		before := uint32(nodeUnit)
		var lo, hi uint64
		for _, o := range order {
			weight := uint64(before - o.share)
			lo += p.nodes[at][0] * weight
			hi += p.nodes[at][1] * weight
			at, before = at+o.cell, o.share
		}
		lo += p.nodes[at][0] * uint64(before)
		hi += p.nodes[at][1] * uint64(before)
		d := dst[i*4 : i*4+4 : i*4+4]
		d[0], d[1], d[2], _ = unpack(lo, hi)
		d[3] = 255
	}
}
