package icc

import (
	"encoding/binary"

	"duikai/layout/parallel"
)

// The grid of four inks: steps along each axis, the unit of its nodes, and that of
// the shares of its cells.
const (
	cmykSteps = 17
	cmykUnit  = 2
	shareUnit = laneUnit / cmykUnit
)

// place says where on an axis a value lies: how far to the first node of its cell,
// in nodes, from bit 32 up; how far in it, of shareUnit, from bit 16 up; and how far
// it is from there to the cell's other end, in nodes. Of places on several axes
// the sum has the way to the first corner, and the largest lies farthest in.
type place int64

const shareAt, cornerAt, wayMask = 16, 32, 1<<16 - 1

func (p place) share() node { return node(p) >> shareAt & wayMask }
func (p place) way() int    { return int(p & wayMask) }

func places(steps, stride int) (list [256]place) {
	for v := range list {
		at := (v*(steps-1)*shareUnit + 127) / 255
		cell := min(at/shareUnit, steps-2)
		list[v] = place(cell*stride)<<cornerAt | place(at-cell*shareUnit)<<shareAt | place(stride)
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
			p.nodes[cm*n*n+yk] = pack(screen(way.apply(vec{tone(cm/n, n), tone(cm%n, n), tone(yk/n, n), tone(yk%n, n)})), cmykUnit)
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
		before, sum := node(shareUnit), node(halfLane)
		for _, w := range [...]place{one, two, three, four} {
			sum += nodes[at] * (before - w.share())
			at, before = at+w.way(), w.share()
		}
		sum += nodes[at] * before
		const opaque = 0xff << 24
		binary.LittleEndian.PutUint32(dst[i*4:], sum.channels()|opaque)
	}
}
