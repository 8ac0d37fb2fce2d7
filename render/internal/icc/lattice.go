package icc

import (
	"sync"
	"sync/atomic"
)

// lattice is a grid of colours along red, green and blue, whose nodes are worked out
// where colours lie: a photograph meets a part of them. It is safe for use
// by many goroutines, and what it gives is the same in any order.
type lattice struct {
	nodes *[latticeNodes]node
	cells *[latticeWords]atomic.Uint32 // a bit for each cell, by its first corner: all its nodes are there
	bakes *baker
}

// baker works out nodes.
type baker struct {
	tones [3][rgbSteps]float64 // of the nodes along each axis
	way   pipeline             // from there to their colours

	mu   sync.Mutex
	made [latticeWords]uint32 // a bit for each node; held by mu, as writing nodes is
}

// The grid has 65 steps along each axis. With 33 the edge of what a press can
// print, where its tables have a kink, is off by up to 11/255; with 65 by 4.
//
// A cell has four levels of each axis, so that the places in it are few and known
// before: see walks. There are 257 levels then for the 256 values of a byte; one in the
// middle, which no value has, lets black and white lie on nodes. The full value lies on
// the first corner of a cell beyond the grid, whose other corners weigh nothing; they
// are there, and are nothing.
const (
	cellLevels = 4
	rgbSteps   = 256/cellLevels + 1
	rgbUnit    = laneUnit / cellLevels

	side                      = rgbSteps + 1
	redWay, greenWay, blueWay = side * side, side, 1        // to the next node along each axis
	lightCorner               = redWay + greenWay + blueWay // from the first corner of a cell to the last
	latticeNodes              = side * side * side

	wordBits     = 32
	latticeWords = (latticeNodes + wordBits - 1) / wordBits
)

// level is that of a byte.
func level(v int) int { return v + v>>7 }

// levelTone is the tone of a node.
func levelTone(step int) float64 {
	const middle = rgbSteps / 2
	switch l := step * cellLevels; {
	case step == middle:
		return 0.5
	case step > middle:
		return float64(l-1) / 255
	default:
		return float64(l) / 255
	}
}

// spot is where a colour lies in the grid: the first corner of its cell, and which of
// the colours of a cell it is. That of a colour is the sum of those of its channels.
type spot uint32

const cellColours = cellLevels * cellLevels * cellLevels

func (s spot) cell() uint { return uint(s / cellColours) }

var reds, greens, blues = spots(redWay, cellLevels*cellLevels), spots(greenWay, cellLevels), spots(blueWay, 1)

func spots(way, weight int) (list [256]spot) {
	for v := range list {
		l := level(v)
		list[v] = spot(l/cellLevels*way*cellColours + l%cellLevels*weight)
	}
	return list
}

// walk is the way from the dark corner of a cell to the light one, past a colour: two
// corners between them, and what each of the four weighs.
type walk struct {
	one, two                   uint
	dark, first, second, light node
}

// walks are those of all colours of a cell, by spot.
var walks = func() (list [cellColours]walk) {
	for i := range list {
		type axis struct {
			share node
			way   uint
		}
		far, middle, near := axis{node(i / (cellLevels * cellLevels)), redWay}, axis{node(i / cellLevels % cellLevels), greenWay}, axis{node(i % cellLevels), blueWay}
		if far.share < middle.share {
			far, middle = middle, far
		}
		if middle.share < near.share {
			middle, near = near, middle
		}
		if far.share < middle.share {
			far, middle = middle, far
		}
		list[i] = walk{far.way, far.way + middle.way, cellLevels - far.share, far.share - middle.share, middle.share - near.share, near.share}
	}
	return list
}()

// newLattice is a grid of the colours of a profile; rest follows its way to XYZ.
func newLattice(from *Profile, rest ...func(*vec)) lattice {
	b := &baker{way: append(append(pipeline{}, from.toXYZ...), rest...)}
	if from.curves != nil {
		b.way = append(append(pipeline{}, from.mixed...), rest...)
	}
	for channel := range b.tones {
		for step := range b.tones[channel] {
			v := levelTone(step)
			if from.curves != nil {
				v = from.curves[channel](v)
			}
			b.tones[channel][step] = v
		}
	}
	return lattice{new([latticeNodes]node), new([latticeWords]atomic.Uint32), b}
}

// has tells whether the nodes of a cell are there.
func (l *lattice) has(cell uint) bool {
	return l.cells[cell/wordBits].Load()>>(cell%wordBits)&1 != 0
}

// bake works out the nodes of a cell that are not there.
func (l *lattice) bake(cell uint) {
	b := l.bakes
	b.mu.Lock()
	defer b.mu.Unlock()
	for corner := range uint(8) {
		at := cell + corner>>2*redWay + corner>>1&1*greenWay + corner&1*blueWay
		red, green, blue := at/redWay, at/greenWay%side, at%side
		word, bit := &b.made[at/wordBits], uint32(1)<<(at%wordBits)
		if *word&bit != 0 || max(red, green, blue) == rgbSteps {
			continue
		}
		*word |= bit
		l.nodes[at] = pack(b.way.apply(vec{b.tones[0][red], b.tones[1][green], b.tones[2][blue]}), rgbUnit)
	}
	word := &l.cells[cell/wordBits]
	word.Store(word.Load() | 1<<(cell%wordBits)) // after the nodes: who sees it sees them
}
