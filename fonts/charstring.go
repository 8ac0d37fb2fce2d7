package fonts

import (
	"errors"
	"math"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// spot is a place on the design grid, in 1/65536 of a unit while a charstring
// runs.
type spot struct{ x, y int64 }

// stroke is a piece of an outline: a move, a line or a curve.
type stroke struct {
	kind byte // 'm', 'l' or 'c'
	p    [3]spot
}

// Limits of charstrings: Adobe Technical Note 5177, appendix B, and one of our
// own that stops a charstring whose subroutines call one another in a fan.
const (
	maxStack   = 48
	maxDepth   = 10
	maxStorage = 32
	maxSteps   = 1 << 17
	maxStrokes = 1 << 15
)

var (
	errStack    = errors.New("its charstring has too few or too many numbers")
	errRoutine  = errors.New("its charstring calls a subroutine that is not there")
	errDepth    = errors.New("the subroutines of its charstring nest too deep")
	errSteps    = errors.New("its charstring does not come to an end")
	errOperator = errors.New("its charstring has an unknown operator")
)

// runner runs the charstring of one glyph (Adobe Technical Note 5177).
type runner struct {
	font  *cff
	local index

	stack   [maxStack]int64 // 1/65536
	n       int
	storage [maxStorage]int64

	at      spot
	strokes []stroke

	hints   int
	started bool // the width, if any, has been passed
	ended   bool
	accents bool // inside an accented letter
	steps   int
}

// run draws a glyph.
func (c *cff) run(r *runner, id int) error {
	code := c.chars.at(id)
	if code == nil {
		return errNoSuch
	}
	local, err := c.local(id)
	if err != nil {
		return err
	}
	r.font, r.local = c, local
	r.n, r.hints, r.started, r.ended = 0, 0, false, false
	return r.exec(code, 0)
}

// segments draws a glyph in font units times 64, y downward, every contour
// closed. sfnt reads such outlines too, but knows neither flexes nor accented
// letters.
func (c *cff) segments(id uint16) (sfnt.Segments, error) {
	var r runner
	if err := c.run(&r, int(id)); err != nil {
		return nil, err
	}
	var list sfnt.Segments
	at := func(p spot) fixed.Point26_6 {
		const half = 1 << 9
		return fixed.Point26_6{X: fixed.Int26_6((p.x + half) >> 10), Y: -fixed.Int26_6((p.y + half) >> 10)}
	}
	var first, last fixed.Point26_6
	closed := func() {
		if first != last {
			list = append(list, sfnt.Segment{Op: sfnt.SegmentOpLineTo, Args: [3]fixed.Point26_6{first}})
		}
	}
	for i, s := range r.strokes {
		if s.beyond() {
			return nil, errTooCoarse
		}
		if s.kind != 'm' && i == 0 {
			list = append(list, sfnt.Segment{Op: sfnt.SegmentOpMoveTo})
		}
		seg := sfnt.Segment{Args: [3]fixed.Point26_6{at(s.p[0])}}
		end := seg.Args[0]
		switch s.kind {
		case 'm':
			closed()
			seg.Op, first = sfnt.SegmentOpMoveTo, end
		case 'l':
			seg.Op = sfnt.SegmentOpLineTo
		case 'c':
			seg.Op = sfnt.SegmentOpCubeTo
			seg.Args[1], seg.Args[2] = at(s.p[1]), at(s.p[2])
			end = seg.Args[2]
		}
		list, last = append(list, seg), end
	}
	closed()
	return list, nil
}

// beyond tells whether a stroke leads off any design grid.
func (s stroke) beyond() bool {
	const edge = 1 << (15 + 16)
	for _, p := range s.p {
		if max(p.x, -p.x, p.y, -p.y) > edge {
			return true
		}
	}
	return false
}

// Operators of charstrings; those after an escape byte have a list of their
// own below.
const (
	csHstem      = 1
	csVstem      = 3
	csVmoveto    = 4
	csRlineto    = 5
	csHlineto    = 6
	csVlineto    = 7
	csRrcurveto  = 8
	csCallsubr   = 10
	csReturn     = 11
	csEndchar    = 14
	csHstemhm    = 18
	csHintmask   = 19
	csCntrmask   = 20
	csRmoveto    = 21
	csHmoveto    = 22
	csVstemhm    = 23
	csRcurveline = 24
	csRlinecurve = 25
	csVvcurveto  = 26
	csHhcurveto  = 27
	csCallgsubr  = 29
	csVhcurveto  = 30
	csHvcurveto  = 31
)

func (r *runner) exec(code []byte, depth int) error {
	if depth > maxDepth {
		return errDepth
	}
	for len(code) > 0 && !r.ended {
		if r.steps++; r.steps > maxSteps || len(r.strokes) > maxStrokes {
			return errSteps
		}
		if v, n := charNumber(code); n > 0 {
			if r.n == maxStack {
				return errStack
			}
			r.stack[r.n] = v
			r.n++
			code = code[n:]
			continue
		}
		op := code[0]
		code = code[1:]
		var err error
		switch op {
		case csReturn:
			return nil
		case csCallsubr:
			err = r.call(r.local, depth)
		case csCallgsubr:
			err = r.call(r.font.global, depth)
		case csHintmask, csCntrmask:
			r.stems()
			n := (r.hints + 7) / 8
			if n > len(code) {
				return errCut
			}
			code = code[n:]
		case escape:
			if len(code) == 0 {
				return errCut
			}
			err = r.escaped(code[0])
			code = code[1:]
		default:
			err = r.draw(op)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// charNumber reads a number and tells its bytes; none where an operator stands.
func charNumber(b []byte) (v int64, n int) {
	const one = 1 << 16
	switch c := int64(b[0]); {
	case c >= 32 && c <= 246:
		return (c - 139) * one, 1
	case c >= 247 && c <= 250 && len(b) >= 2:
		return ((c-247)*256 + int64(b[1]) + 108) * one, 2
	case c >= 251 && c <= 254 && len(b) >= 2:
		return (-(c-251)*256 - int64(b[1]) - 108) * one, 2
	case c == 255 && len(b) >= 5:
		return int64(int32(u32(b[1:]))), 5
	case c == 28 && len(b) >= 3:
		return int64(i16(b[1:])) * one, 3
	}
	return 0, 0
}

// call runs a subroutine. Its number is counted from the middle of the list.
func (r *runner) call(list index, depth int) error {
	if r.n == 0 {
		return errStack
	}
	r.n--
	bias := 107
	switch {
	case list.count >= 33900:
		bias = 32768
	case list.count >= 1240:
		bias = 1131
	}
	code := list.at(int(r.stack[r.n]>>16) + bias)
	if code == nil {
		return errRoutine
	}
	return r.exec(code, depth+1)
}

// width passes over the glyph's width, which may stand before the numbers of
// the first operator that clears the stack.
func (r *runner) width(extra bool) {
	if !r.started && extra && r.n > 0 {
		copy(r.stack[:], r.stack[1:r.n])
		r.n--
	}
	r.started = true
}

// stems counts hints; they are not needed, but masks are as long as they are
// many.
func (r *runner) stems() {
	r.width(r.n%2 == 1)
	r.hints += r.n / 2
	r.n = 0
}

func (r *runner) move(dx, dy int64) {
	r.at = spot{r.at.x + dx, r.at.y + dy}
	r.strokes = append(r.strokes, stroke{'m', [3]spot{r.at}})
}

func (r *runner) line(dx, dy int64) {
	r.at = spot{r.at.x + dx, r.at.y + dy}
	r.strokes = append(r.strokes, stroke{'l', [3]spot{r.at}})
}

func (r *runner) curve(ax, ay, bx, by, cx, cy int64) {
	a := spot{r.at.x + ax, r.at.y + ay}
	b := spot{a.x + bx, a.y + by}
	r.at = spot{b.x + cx, b.y + cy}
	r.strokes = append(r.strokes, stroke{'c', [3]spot{a, b, r.at}})
}

// draw runs an operator of one byte that clears the stack.
func (r *runner) draw(op byte) error {
	s := r.stack[:]
	switch op {
	case csHstem, csVstem, csHstemhm, csVstemhm:
		r.stems()
		return nil
	case csRmoveto:
		if r.width(r.n > 2); r.n < 2 {
			return errStack
		}
		r.move(s[0], s[1])
	case csHmoveto, csVmoveto:
		if r.width(r.n > 1); r.n < 1 {
			return errStack
		}
		if op == csHmoveto {
			r.move(s[0], 0)
		} else {
			r.move(0, s[0])
		}
	case csEndchar:
		return r.end()
	default:
		if err := r.path(op, s[:r.n]); err != nil {
			return err
		}
	}
	r.n = 0
	return nil
}

// path draws lines and curves.
func (r *runner) path(op byte, s []int64) error {
	lines := func(upTo int) {
		for ; len(s) >= upTo+2; s = s[2:] {
			r.line(s[0], s[1])
		}
	}
	curves := func(upTo int) {
		for ; len(s) >= upTo+6; s = s[6:] {
			r.curve(s[0], s[1], s[2], s[3], s[4], s[5])
		}
	}
	switch op {
	case csRlineto:
		lines(0)
	case csHlineto, csVlineto:
		for across := op == csHlineto; len(s) > 0; across = !across {
			if across {
				r.line(s[0], 0)
			} else {
				r.line(0, s[0])
			}
			s = s[1:]
		}
	case csRrcurveto:
		curves(0)
	case csRcurveline:
		curves(2)
		lines(0)
	case csRlinecurve:
		lines(6)
		curves(0)
	case csVvcurveto, csHhcurveto:
		var side int64 // of the first curve
		if len(s)%4 == 1 {
			side, s = s[0], s[1:]
		}
		for ; len(s) >= 4; s = s[4:] {
			if op == csVvcurveto {
				r.curve(side, s[0], s[1], s[2], 0, s[3])
			} else {
				r.curve(s[0], side, s[1], s[2], s[3], 0)
			}
			side = 0
		}
	case csVhcurveto, csHvcurveto:
		for across := op == csHvcurveto; len(s) >= 4; across = !across {
			var side int64 // of the last curve
			n := 4
			if len(s) == 5 {
				side, n = s[4], 5
			}
			if across {
				r.curve(s[0], 0, s[1], s[2], side, s[3])
			} else {
				r.curve(0, s[0], s[1], s[2], s[3], side)
			}
			s = s[n:]
		}
	default:
		return errOperator
	}
	if len(s) > 0 {
		return errStack
	}
	return nil
}

// end ends the glyph. With four numbers it is an accented letter: a letter, and
// an accent moved over it.
func (r *runner) end() error {
	r.width(r.n == 1 || r.n == 5)
	if r.n < 4 {
		r.ended = true
		return nil
	}
	if r.accents {
		return errNesting
	}
	r.accents = true
	dx, dy, base, accent := r.stack[0], r.stack[1], int(r.stack[2]>>16), int(r.stack[3]>>16)
	for _, p := range []struct {
		code int
		from spot
	}{{base, spot{}}, {accent, spot{dx, dy}}} {
		id, err := r.font.standard(p.code)
		if err != nil {
			return err
		}
		r.at = p.from
		if err := r.font.run(r, id); err != nil {
			return err
		}
	}
	r.ended = true
	return nil
}

// Operators after an escape byte.
const (
	csDotsection = 0
	csAnd        = 3
	csOr         = 4
	csNot        = 5
	csAbs        = 9
	csAdd        = 10
	csSub        = 11
	csDiv        = 12
	csNeg        = 14
	csEq         = 15
	csDrop       = 18
	csPut        = 20
	csGet        = 21
	csIfelse     = 22
	csRandom     = 23
	csMul        = 24
	csSqrt       = 26
	csDup        = 27
	csExch       = 28
	csIndex      = 29
	csRoll       = 30
	csHflex      = 34
	csFlex       = 35
	csHflex1     = 36
	csFlex1      = 37
)

func (r *runner) escaped(op byte) error {
	if op >= csHflex && op <= csFlex1 {
		return r.flex(op, r.stack[:r.n])
	}
	if op == csDotsection {
		r.n = 0
		return nil
	}
	return r.reckon(op)
}

// flex draws two curves that are nearly a line.
func (r *runner) flex(op byte, s []int64) error {
	need := map[byte]int{csHflex: 7, csFlex: 13, csHflex1: 9, csFlex1: 11}[op]
	if len(s) < need {
		return errStack
	}
	switch op {
	case csHflex:
		r.curve(s[0], 0, s[1], s[2], s[3], 0)
		r.curve(s[4], 0, s[5], -s[2], s[6], 0)
	case csFlex:
		r.curve(s[0], s[1], s[2], s[3], s[4], s[5])
		r.curve(s[6], s[7], s[8], s[9], s[10], s[11])
	case csHflex1:
		r.curve(s[0], s[1], s[2], s[3], s[4], 0)
		r.curve(s[5], 0, s[6], s[7], s[8], -(s[1] + s[3] + s[7]))
	case csFlex1:
		dx, dy := s[0]+s[2]+s[4]+s[6]+s[8], s[1]+s[3]+s[5]+s[7]+s[9]
		r.curve(s[0], s[1], s[2], s[3], s[4], s[5])
		if max(dx, -dx) > max(dy, -dy) {
			r.curve(s[6], s[7], s[8], s[9], s[10], -dy)
		} else {
			r.curve(s[6], s[7], s[8], s[9], -dx, s[10])
		}
	}
	r.n = 0
	return nil
}

// reckon runs the operators that reckon with numbers on the stack. Fonts
// rarely use them.
func (r *runner) reckon(op byte) error {
	const one = 1 << 16
	takes := map[byte]int{
		csAnd: 2, csOr: 2, csNot: 1, csAbs: 1, csAdd: 2, csSub: 2, csDiv: 2, csNeg: 1, csEq: 2, csDrop: 1, csPut: 2, csGet: 1,
		csIfelse: 4, csRandom: 0, csMul: 2, csSqrt: 1, csDup: 1, csExch: 2, csIndex: 1, csRoll: 2,
	}
	n, known := takes[op]
	if !known {
		return errOperator
	}
	if r.n < n {
		return errStack
	}
	r.n -= n
	a := r.stack[r.n : r.n+n]
	truth := func(b bool) int64 {
		if b {
			return one
		}
		return 0
	}
	var out []int64
	switch op {
	case csAnd:
		out = []int64{truth(a[0] != 0 && a[1] != 0)}
	case csOr:
		out = []int64{truth(a[0] != 0 || a[1] != 0)}
	case csNot:
		out = []int64{truth(a[0] == 0)}
	case csEq:
		out = []int64{truth(a[0] == a[1])}
	case csAbs:
		out = []int64{max(a[0], -a[0])}
	case csNeg:
		out = []int64{-a[0]}
	case csAdd:
		out = []int64{a[0] + a[1]}
	case csSub:
		out = []int64{a[0] - a[1]}
	case csMul:
		out = []int64{a[0] * a[1] >> 16}
	case csDiv:
		if a[1] == 0 {
			return errStack
		}
		out = []int64{a[0] * one / a[1]}
	case csSqrt:
		if a[0] < 0 {
			return errStack
		}
		out = []int64{int64(math.Sqrt(float64(a[0]) * one))}
	case csRandom:
		out = []int64{1} // the same for every run of the program
	case csDup:
		out = []int64{a[0], a[0]}
	case csExch:
		out = []int64{a[1], a[0]}
	case csIfelse:
		out = []int64{a[0]}
		if a[2] > a[3] {
			out = []int64{a[1]}
		}
	case csPut, csGet:
		i := a[n-1] >> 16
		if i < 0 || i >= maxStorage {
			return errStack
		}
		if op == csPut {
			r.storage[i] = a[0]
		} else {
			out = []int64{r.storage[i]}
		}
	case csIndex:
		i := max(int(a[0]>>16), 0)
		if i >= r.n {
			return errStack
		}
		out = []int64{r.stack[r.n-1-i]}
	case csRoll:
		return r.roll(int(a[0]>>16), int(a[1]>>16))
	}
	if r.n+len(out) > maxStack {
		return errStack
	}
	for _, v := range out {
		// Keep within what a number of a charstring can be.
		r.stack[r.n] = max(math.MinInt32, min(v, math.MaxInt32))
		r.n++
	}
	return nil
}

// roll turns the top n numbers of the stack round by some places.
func (r *runner) roll(n, by int) error {
	if n < 0 || n > r.n {
		return errStack
	}
	if n == 0 {
		return nil
	}
	top := r.stack[r.n-n : r.n]
	var old [maxStack]int64
	copy(old[:], top)
	for i := range top {
		top[((i+by)%n+n)%n] = old[i]
	}
	return nil
}
