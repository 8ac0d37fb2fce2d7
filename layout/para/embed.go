package para

import "golang.org/x/text/unicode/bidi"

// deepest is the deepest level of embedding (BD2).
const deepest = 125

// embedding is an entry of the stack of rules X1 to X8.
type embedding struct {
	level    uint8
	override direction // L or R; ON: none
	isolate  bool
}

// embedder follows the controls of a text.
type embedder struct {
	stack      []embedding
	isolates   int // valid ones that are open
	overflow   int // isolates that are too deep
	overflowed int // embeddings that are too deep
}

// removed tells whether X9 takes a class out.
func removed(c direction) bool {
	switch c {
	case bidi.BN, bidi.LRE, bidi.RLE, bidi.LRO, bidi.RLO, bidi.PDF:
		return true
	}
	return false
}

// isolates tells whether a class opens an isolate.
func isolates(c direction) bool { return c == bidi.LRI || c == bidi.RLI || c == bidi.FSI }

// embed gives every character the level of its embedding, and those in an
// override its class (X1 to X8). ends are those of isolates.
func embed(cl []direction, ends map[int]int, base uint8) []uint8 {
	e := &embedder{stack: []embedding{{level: base, override: bidi.ON}}}
	lv := make([]uint8, len(cl))
	for i, c := range cl {
		if c == bidi.PDI {
			e.endIsolate()
		}
		top := e.stack[len(e.stack)-1]
		lv[i] = top.level
		if !removed(c) && c != bidi.B && top.override != bidi.ON {
			cl[i] = top.override
		}
		switch c {
		case bidi.LRE, bidi.LRO, bidi.RLE, bidi.RLO:
			e.begin(c)
		case bidi.LRI, bidi.RLI:
			e.beginIsolate(c == bidi.RLI)
		case bidi.FSI:
			e.beginIsolate(firstStrong(cl, ends, i) == bidi.R)
		case bidi.PDF:
			e.end()
		case bidi.B:
			lv[i] = base
		}
	}
	return lv
}

// next is the next level of a direction, and whether it may be used.
func (e *embedder) next(leftward bool) (level uint8, ok bool) {
	level = e.stack[len(e.stack)-1].level + 1
	if (level%2 == 1) != leftward {
		level++
	}
	return level, level <= deepest && e.overflow == 0 && e.overflowed == 0
}

// begin is rules X2 to X5.
func (e *embedder) begin(c direction) {
	level, ok := e.next(c == bidi.RLE || c == bidi.RLO)
	if !ok {
		if e.overflow == 0 {
			e.overflowed++
		}
		return
	}
	override := bidi.ON
	switch c {
	case bidi.LRO:
		override = bidi.L
	case bidi.RLO:
		override = bidi.R
	}
	e.stack = append(e.stack, embedding{level, override, false})
}

// beginIsolate is rules X5a to X5c.
func (e *embedder) beginIsolate(leftward bool) {
	level, ok := e.next(leftward)
	if !ok {
		e.overflow++
		return
	}
	e.isolates++
	e.stack = append(e.stack, embedding{level, bidi.ON, true})
}

// endIsolate is rule X6a.
func (e *embedder) endIsolate() {
	switch {
	case e.overflow > 0:
		e.overflow--
	case e.isolates > 0:
		e.overflowed = 0
		for !e.stack[len(e.stack)-1].isolate {
			e.stack = e.stack[:len(e.stack)-1]
		}
		e.stack = e.stack[:len(e.stack)-1]
		e.isolates--
	}
}

// end is rule X7.
func (e *embedder) end() {
	switch {
	case e.overflow > 0:
	case e.overflowed > 0:
		e.overflowed--
	case len(e.stack) > 1 && !e.stack[len(e.stack)-1].isolate:
		e.stack = e.stack[:len(e.stack)-1]
	}
}

// firstStrong is the direction of the isolate that opens at i (P2, P3).
func firstStrong(cl []direction, ends map[int]int, i int) direction {
	end := ends[i]
	for i++; i < end; i++ {
		switch c := cl[i]; {
		case isolates(c):
			i = ends[i]
		case c == bidi.L:
			return bidi.L
		case c == bidi.R || c == bidi.AL:
			return bidi.R
		}
	}
	return bidi.L
}

// sequence is an isolating run sequence (BD13): characters of one level, among
// which an isolate is passed over.
type sequence struct {
	order          []int     // its characters
	edge           direction // of its level
	before, behind direction // of what stands at its ends (X10: sos, eos)
}

// sequences parts a text into isolating run sequences (X10).
func sequences(cl []direction, lv []uint8, ends map[int]int, base uint8) []sequence {
	var runs [][]int // of one level, without what X9 takes out
	for i := range cl {
		switch n := len(runs); {
		case removed(cl[i]):
		case n > 0 && lv[runs[n-1][0]] == lv[i]:
			runs[n-1] = append(runs[n-1], i)
		default:
			runs = append(runs, []int{i})
		}
	}
	level := func(k int) uint8 {
		if k < 0 || k >= len(runs) {
			return base
		}
		return lv[runs[k][0]]
	}
	toward := func(l uint8) direction {
		if l%2 == 1 {
			return bidi.R
		}
		return bidi.L
	}
	begun := make(map[int]int) // by the PDI at the head of a run: its sequence
	var out []sequence
	for k, run := range runs {
		own := level(k)
		n, goesOn := begun[run[0]]
		if !goesOn {
			n = len(out)
			out = append(out, sequence{edge: toward(own), before: toward(max(own, level(k-1)))})
		}
		next := level(k + 1)
		if end, opens := ends[run[len(run)-1]]; opens && end < len(cl) {
			begun[end] = n
		} else if opens {
			next = base
		}
		out[n].order = append(out[n].order, run...)
		out[n].behind = toward(max(own, next))
	}
	return out
}

// isolateEnds gives the characters that open isolates, and the PDI that closes
// each (BD9); the end of the text where none does.
func isolateEnds(cl []direction) map[int]int {
	ends := make(map[int]int)
	var open []int
	for i, c := range cl {
		switch {
		case isolates(c):
			ends[i] = len(cl)
			open = append(open, i)
		case c == bidi.PDI && len(open) > 0:
			ends[open[len(open)-1]] = i
			open = open[:len(open)-1]
		}
	}
	return ends
}
