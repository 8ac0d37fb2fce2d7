package icc

import "encoding/binary"

// table reads a table tag of any of the four kinds. back is the way from the
// connection space to the device.
func (f *file) table(tag string, back bool) (pipeline, error) {
	b := f.tags[tag]
	if len(b) < 32 {
		return nil, broken("%s has %d bytes", tag, len(b))
	}
	in, out := int(b[8]), int(b[9])
	wantIn, wantOut := f.space.Channels(), 3
	if back {
		wantIn, wantOut = wantOut, wantIn
	}
	if in != wantIn || out != wantOut {
		return nil, broken("%s leads from %d to %d channels", tag, in, out)
	}
	kind := string(b[:4])
	var steps pipeline
	var err error
	switch {
	case kind == "mft1" || kind == "mft2":
		steps, err = f.oldTable(b, back)
	case kind == "mAB " && !back:
		steps, err = f.newTable(b, in, out, false)
	case kind == "mBA " && back:
		steps, err = f.newTable(b, in, out, true)
	default:
		err = unsupported("table %q", kind)
	}
	if err != nil {
		return nil, err
	}
	if back {
		return append(pipeline{f.encode(kind)}, steps...), nil
	}
	return append(steps, f.decode(kind)), nil
}

// Codings of the connection space in 0..1 (ICC.1:2010, 6.3.4 and 10.10). XYZ
// ends a little below 2. Lab has a and b from -128 up; where 16 bits were first
// used for it, their highest byte was to be that of the 8-bit coding, and mft2
// has kept that to this day, whatever the version of the profile.
const (
	xyzTop    = 1 + 32767.0/32768
	labOld    = 65535.0 / 65280
	labCentre = 128
	labWide   = 255
)

func (f *file) labScale(kind string) float64 {
	if kind == "mft2" {
		return labOld
	}
	return 1
}

// decode is the step from the coding to XYZ.
func (f *file) decode(kind string) func(*vec) {
	if !f.lab {
		return func(v *vec) { *v = vec{v[0] * xyzTop, v[1] * xyzTop, v[2] * xyzTop} }
	}
	scale := f.labScale(kind)
	return func(v *vec) {
		*v = labToXYZ(vec{v[0] * 100 * scale, float64(v[1]*labWide*scale) - labCentre, float64(v[2]*labWide*scale) - labCentre})
	}
}

// encode is the step from XYZ to the coding.
func (f *file) encode(kind string) func(*vec) {
	if !f.lab {
		return func(v *vec) { *v = vec{clip(v[0] / xyzTop), clip(v[1] / xyzTop), clip(v[2] / xyzTop)} }
	}
	scale := f.labScale(kind)
	return func(v *vec) {
		l := xyzToLab(*v)
		*v = vec{clip(l[0] / 100 / scale), clip((l[1] + labCentre) / labWide / scale), clip((l[2] + labCentre) / labWide / scale)}
	}
}

// oldTable reads mft1 and mft2: matrix, input curves, grid, output curves.
func (f *file) oldTable(b []byte, back bool) (pipeline, error) {
	in, out, grid := int(b[8]), int(b[9]), int(b[10])
	at, before, after, width := 48, 256, 256, 1
	values := values8
	if string(b[:4]) == "mft2" {
		if len(b) < 52 {
			return nil, broken("a table of %d bytes", len(b))
		}
		before, after = int(binary.BigEndian.Uint16(b[48:])), int(binary.BigEndian.Uint16(b[50:]))
		at, width, values = 52, 2, values16
	}
	// At most four dimensions of 255 steps: no overflow.
	nodes := 1
	for range in {
		nodes *= grid
	}
	if grid < 2 || before < 2 || after < 2 || at+width*(in*before+nodes*out+out*after) > len(b) {
		return nil, broken("a table of %d bytes for %d steps", len(b), grid)
	}
	take := func(n int) []float32 {
		list := values(b[at:], n)
		at += n * width
		return list
	}
	curves := func(channels, n int) func(*vec) {
		list := make([]curve, channels)
		for i := range list {
			list[i] = sampled(take(n))
		}
		return shape(list)
	}
	var steps pipeline
	if back && !f.lab { // the matrix is for XYZ alone
		m := new(matrix)
		for i := range 9 {
			m.of[i/3][i%3] = fixed(b[12+4*i:])
		}
		steps = append(steps, m.step)
	}
	steps = append(steps, curves(in, before))
	g := newGrid(repeated(grid, in), out, take(nodes*out))
	return append(steps, g.step(back && f.lab), curves(out, after)), nil
}

func repeated(n, times int) []int {
	list := make([]int, times)
	for i := range list {
		list[i] = n
	}
	return list
}

// newTable reads mAB and mBA. Both name their parts by the side they stand on:
// B curves at the connection space, then a matrix, M curves, a grid, A curves
// at the device.
func (f *file) newTable(b []byte, in, out int, back bool) (pipeline, error) {
	device := in
	if back {
		device = out
	}
	part := func(i int) (rest []byte, err error) {
		at := uint64(binary.BigEndian.Uint32(b[12+4*i:]))
		switch {
		case at == 0:
			return nil, nil
		case at >= uint64(len(b)):
			return nil, broken("a part of a table lies outside")
		}
		return b[at:], nil
	}
	var parts [5][]byte
	for i := range parts {
		var err error
		if parts[i], err = part(i); err != nil {
			return nil, err
		}
	}
	var steps pipeline // from the connection space to the device
	add := func(step func(*vec), err error) error {
		steps = append(steps, step)
		return err
	}
	if parts[3] == nil && in != out {
		return nil, broken("a table without a grid")
	}
	for i, p := range parts {
		if p == nil {
			continue
		}
		var err error
		switch i {
		case 0, 2:
			err = add(readCurves(p, 3))
		case 1:
			err = add(readMatrix(p))
		case 3:
			var g *grid
			if g, err = readGrid(p, in, out); err == nil {
				steps = append(steps, g.step(back && f.lab))
			}
		case 4:
			err = add(readCurves(p, device))
		}
		if err != nil {
			return nil, err
		}
	}
	if !back {
		for i, j := 0, len(steps)-1; i < j; i, j = i+1, j-1 {
			steps[i], steps[j] = steps[j], steps[i]
		}
	}
	return steps, nil
}

// readCurves reads curves that follow each other, each from a multiple of four.
func readCurves(b []byte, n int) (func(*vec), error) {
	list := make([]curve, n)
	for i := range list {
		c, size, err := readCurve(b)
		if err != nil {
			return nil, err
		}
		list[i] = c
		b = b[min((size+3)&^3, len(b)):]
	}
	return shape(list), nil
}

func readMatrix(b []byte) (func(*vec), error) {
	if len(b) < 48 {
		return nil, broken("a matrix of %d bytes", len(b))
	}
	m := new(matrix)
	for i := range 9 {
		m.of[i/3][i%3] = fixed(b[4*i:])
	}
	for i := range 3 {
		m.add[i] = fixed(b[36+4*i:])
	}
	return m.step, nil
}

func readGrid(b []byte, in, out int) (*grid, error) {
	const header = 20 // sixteen numbers of steps, bytes a value, three of padding
	if len(b) < header {
		return nil, broken("a grid of %d bytes", len(b))
	}
	steps := make([]int, in)
	n := out
	for i := range steps {
		steps[i] = int(b[i])
		n *= steps[i]
		if steps[i] < 2 || n > len(b) {
			return nil, broken("a grid of %d bytes", len(b))
		}
	}
	switch width := int(b[16]); {
	case width == 1 && header+n <= len(b):
		return newGrid(steps, out, values8(b[header:], n)), nil
	case width == 2 && header+2*n <= len(b):
		return newGrid(steps, out, values16(b[header:], n)), nil
	}
	return nil, broken("a grid of %d bytes", len(b))
}

// grid is a table of colours in up to four dimensions, the last of which
// varies fastest.
type grid struct {
	steps  []int
	stride []int
	out    int
	values []float32
}

func newGrid(steps []int, out int, values []float32) *grid {
	g := &grid{steps: steps, stride: make([]int, len(steps)), out: out, values: values}
	s := out
	for i := len(steps) - 1; i >= 0; i-- {
		g.stride[i] = s
		s *= steps[i]
	}
	return g
}

// step looks a colour up. Of red, green and blue and of XYZ, greys lie on the
// diagonal of every cell: a cell cut into tetrahedra around it blends greys from
// greys alone. In Lab, where most of these tables live, that would favour one
// hue over the others, and four inks have no such line.
func (g *grid) step(lab bool) func(*vec) {
	if len(g.steps) == 3 && !lab {
		return g.diagonal
	}
	return g.linear
}

// linear blends along every axis.
func (g *grid) linear(v *vec) {
	at, share := g.cell(v)
	if len(g.steps) == 3 && g.out == 4 {
		*v = g.fourOfThree(at, share)
		return
	}
	var sum vec
	for corner := range 1 << len(g.steps) {
		weight, node := 1.0, at
		for i, s := range g.stride {
			if corner>>i&1 == 1 {
				weight *= share[i]
				node += s
			} else {
				weight *= 1 - share[i]
			}
		}
		if weight == 0 {
			continue
		}
		for c, x := range g.values[node : node+g.out] {
			sum[c] += float64(weight * float64(x))
		}
	}
	*v = sum
}

// fourOfThree is linear for the tables to a press, which are asked most.
func (g *grid) fourOfThree(at int, share [4]float64) (sum vec) {
	for corner := range 8 {
		i, j, k := corner&1, corner>>1&1, corner>>2
		weight := [2]float64{1 - share[0], share[0]}[i] * [2]float64{1 - share[1], share[1]}[j] * [2]float64{1 - share[2], share[2]}[k]
		if weight == 0 {
			continue
		}
		x := (*[4]float32)(g.values[at+i*g.stride[0]+j*g.stride[1]+k*g.stride[2]:])
		sum[0] += float64(weight * float64(x[0]))
		sum[1] += float64(weight * float64(x[1]))
		sum[2] += float64(weight * float64(x[2]))
		sum[3] += float64(weight * float64(x[3]))
	}
	return sum
}

// diagonal walks from the first corner of the cell to the last, along the axis
// of the largest share first.
func (g *grid) diagonal(v *vec) {
	at, share := g.cell(v)
	order := [4]int{0, 1, 2}
	for i := 1; i < 3; i++ {
		for j := i; j > 0 && share[order[j]] > share[order[j-1]]; j-- {
			order[j], order[j-1] = order[j-1], order[j]
		}
	}
	var sum vec
	before := 1.0
	for i := range 4 {
		after := 0.0
		if i < 3 {
			after = share[order[i]]
		}
		for c, x := range g.values[at : at+g.out] {
			sum[c] += float64((before - after) * float64(x))
		}
		if i < 3 {
			at += g.stride[order[i]]
		}
		before = after
	}
	*v = sum
}

// cell finds the first corner of a colour's cell and how far in it lies.
func (g *grid) cell(v *vec) (at int, share [4]float64) {
	for i, n := range g.steps {
		x := float64(clip(v[i]) * float64(n-1))
		k := min(int(x), n-2)
		share[i] = x - float64(k)
		at += k * g.stride[i]
	}
	return at, share
}
