package picture

import (
	"cmp"
	"slices"
)

// Damage in the midst of a scan can come back into step: as many blocks come out
// of the wrong bits as were in the right ones, and nothing is left over or
// missing. But the mean of a block is written as its difference from the block
// before, so all that follows is too bright, too dark or of another colour, by
// one value, from that block to the end. That can be seen: along the path from
// the block to the right border and, a row lower, from the left border to below
// the block, and nowhere beside it, everything steps by one value.
//
//	 . . . . . a a a a      a: differs from the row above by the step
//	 b b b b b + + + +      b: likewise
//	 + + + + + + + + +
//
// A horizon keeps to no such path: one that is level steps over a whole row, and
// one that leans steps by parts of it. What cannot be known: damage that comes
// back with the very mean it had, which leaves some wrong blocks; damage near a
// border, whose path is a row; damage in the finer passes of a progressive file,
// where a block goes wrong by a level or two; files with restart marks,
// where a stripe no higher than the interval goes wrong; and narrow pictures, of less
// than some eighty units across, whose path has too few pieces (leastStretches).

// shiftPart is how many blocks of a path and of the row beside it are looked at
// in a piece at least: fewer tell nothing from what pictures hold.
const shiftPart = 10

// leastShift is a step that can be seen, three levels of 256, in eighths.
const leastShift = 3 * 8

// shifted finds from which row of pixels on a picture that was judged is off by
// one value; ok is false where there is none. One that is read for its pixels has
// been judged before.
func (j *jpegReader) shifted() (row int, ok bool) {
	for i := range j.parts {
		p := &j.parts[i]
		if p.edges == nil || j.restart > 0 {
			continue
		}
		g := p.steps(int32(j.quant[p.table][0]))
		if at, found := g.find(); found {
			y := at / g.across * p.unitV * 8 * j.maxV / p.v
			if !ok || y < row {
				row, ok = y, true
			}
		}
	}
	return row, ok
}

// stepGrid is how much brighter every unit of a scan is at its head than the one
// above it at its foot, unit by unit in the order of the scan; the first row has
// none above it.
type stepGrid struct {
	across  int
	steps   []int32
	quantum int32 // what they are rounded to
}

// steps are those of a component, whose means count in such a quantum.
func (p *jpegPart) steps(quantum int32) stepGrid {
	across := p.all / p.unitH
	down := p.rows / p.unitV
	if p.unitH == 1 && p.unitV == 1 {
		across, down = p.w, p.d
	}
	g := stepGrid{across, make([]int32, across*down), quantum}
	edge := func(x, y, which int) (sum int32) {
		for i := range p.unitH {
			sum += int32(p.edges[y*p.all+x*p.unitH+i][which])
		}
		return sum / int32(p.unitH)
	}
	for y := 1; y < down; y++ {
		for x := range across {
			g.steps[y*across+x] = edge(x, y*p.unitV, 0) - edge(x, y*p.unitV-1, 1)
		}
	}
	return g
}

// find gives the unit from which on all are off.
func (g stepGrid) find() (at int, ok bool) {
	for _, at := range g.candidates() {
		if g.steppedAt(at) {
			return at, true
		}
	}
	return 0, false
}

// candidates are units behind which a path of steps may begin, the likeliest
// first: where the mean over a row's length from there on, without what is far
// out, differs most from that of the row's length before and after.
func (g stepGrid) candidates() []int {
	const most, far = 64, 64 * 8
	w := g.across
	if w < 2*shiftPart || len(g.steps) < 4*w {
		return nil
	}
	sums := make([]int64, len(g.steps)+1)
	for i, v := range g.steps {
		sums[i+1] = sums[i] + int64(min(max(v, -far), far))
	}
	over := func(at int) int64 { return sums[at+w] - sums[at] }
	height := func(at int) int64 {
		v := 2*over(at) - over(at-w) - over(at+w)
		return max(v, -v)
	}
	type peak struct {
		at     int
		height int64
	}
	var peaks []peak
	for at := w; at+2*w < len(g.steps); at++ {
		if x := at % w; x < shiftPart || w-x < shiftPart {
			continue
		}
		h := height(at)
		if h < int64(leastShift*w) || height(at-1) > h || height(at+1) >= h {
			continue
		}
		peaks = append(peaks, peak{at, h})
	}
	slices.SortStableFunc(peaks, func(a, b peak) int { return cmp.Compare(b.height, a.height) })
	var out []int
	for _, p := range peaks[:min(most, len(peaks))] {
		out = append(out, p.at)
	}
	return out
}

// steppedAt tells whether everything from a unit on is off by one value: every
// stretch of the path steps by it, and no stretch beside the path does. The units
// behind the first one may be damaged themselves, and are not asked.
func (g stepGrid) steppedAt(at int) bool {
	w := g.across
	row, x := at/w*w, at%w
	if row < 2*w || row+3*w > len(g.steps) {
		return false
	}
	usual := median(g.steps[row-w:row], g.steps[row+2*w:row+3*w])
	behind := min(x+damagedUnits, w-shiftPart)
	on := g.stretches(usual, g.steps[row+w:row+w+x], g.steps[row+behind:row+w])
	beside := g.stretches(usual, g.steps[row:row+x], g.steps[row+w+behind:row+2*w])
	step := median(on.steps)
	size := abs32(step)
	near := func(list []int32, to int32) int {
		n := 0
		for _, v := range list {
			if 3*abs32(v-to) <= size {
				n++
			}
		}
		return n * 100 / len(list)
	}
	spread := max(2*g.quantum, on.spread, beside.spread)
	return len(on.steps) >= leastStretches && size >= leastShift && 2*size >= 3*spread &&
		near(on.steps, step) >= mostOf && near(beside.steps, 0) >= mostOf
}

// mostOf are the stretches, of a hundred, that must be as damage would make them,
// and leastStretches is how many there must be; below both, graphics have such
// paths, of which some hundred photographs, drawings and screens have none.
const (
	mostOf         = 90
	leastStretches = 8
)

// damagedUnits are those behind the first damaged one that may be, too.
const damagedUnits = 8

// stretch is how many units have one median.
const stretch = shiftPart

// stretched is what stretches of units step by, in the middle, and how far, in the
// middle, the units of the widest are from that.
type stretched struct {
	steps  []int32
	spread int32
}

func (g stepGrid) stretches(usual int32, parts ...[]int32) (out stretched) {
	for _, p := range parts {
		for n := max(1, len(p)/stretch); n > 0; n-- {
			k := len(p) / n
			m := median(p[:k])
			out.steps = append(out.steps, m-usual)
			out.spread = max(out.spread, far(p[:k], m))
			p = p[k:]
		}
	}
	return out
}

// edgesOf gives the mean of the first and of the last row of a block, in eighths
// of a level, which the frequencies without a horizontal part make up (ITU-T
// T.81, A.3.3).
func edgesOf(f *[64]int32) [2]int16 {
	// 256 times the root of 2 times the cosine of so many sixteenths of pi.
	waves := [8]int32{256, 355, 334, 301, 256, 201, 139, 71}
	even, odd := int32(0), int32(0)
	for v := 0; v < 8; v += 2 {
		even += f[8*v] * waves[v] / 256
		odd += f[8*v+8] * waves[v+1] / 256
	}
	const most = 4 * fullMean // far beyond what a block can be
	return [2]int16{int16(min(max(even+odd, -most), most)), int16(min(max(even-odd, -most), most))}
}

func abs32(v int32) int32 { return max(v, -v) }

// median is the middle one of the values, 0 of none.
func median(parts ...[]int32) int32 {
	all := slices.Concat(parts...)
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// far is how far values are from one, in the middle.
func far(values []int32, from int32) int32 {
	off := make([]int32, len(values))
	for i, v := range values {
		off[i] = abs32(v - from)
	}
	return median(off)
}
