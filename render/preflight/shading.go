package preflight

import (
	"slices"

	"duikai/layout/pdffile"
)

// shade does the operator sh.
func (in *interpreter) shade() error {
	v, err := in.resource("Shading", in.name(0))
	if err != nil || v == nil {
		return err
	}
	return in.shading(v, in.st.ctm.at(0, 0))
}

// shading judges a shading (4.6.3): its space, and the ink at the ends of its
// functions.
func (in *interpreter) shading(v any, at *place) error {
	in.c.drew = true
	object := number(v, in.object)
	m, err := in.c.f.Dict(v)
	if err != nil {
		return err
	}
	s, err := in.c.space(m["ColorSpace"], in.resources, 0)
	if err != nil {
		return err
	}
	in.c.use(s, object, at)
	ends, err := in.c.ends(m["Function"], 0)
	if err != nil {
		return err
	}
	for _, v := range ends {
		if k := s.ink(v); k.known {
			in.c.inked(object, aShading, k.total(), at)
		}
	}
	return nil
}

// ends are values that a function takes: those at its ends, or all of its
// samples. Of functions that are programs none is known.
func (c *checker) ends(v any, depth int) ([][]float64, error) {
	if depth > maxSpace {
		return nil, nil
	}
	v, err := c.f.Resolve(v)
	if err != nil {
		return nil, err
	}
	if list, ok := v.(pdffile.Array); ok {
		return c.beside(list, depth)
	}
	m, err := c.f.Dict(v)
	if err != nil {
		return nil, err
	}
	kind, err := c.f.Number(m["FunctionType"])
	if err != nil {
		return nil, err
	}
	switch {
	case kind == 2:
		low, err := c.numbers(m["C0"])
		if err != nil {
			return nil, err
		}
		high, err := c.numbers(m["C1"])
		if low == nil {
			low = []float64{0}
		}
		if high == nil {
			high = []float64{1}
		}
		return [][]float64{low, high}, err
	case kind == 3:
		list, err := c.list(m["Functions"])
		if err != nil {
			return nil, err
		}
		var all [][]float64
		for _, v := range list[:min(len(list), maxParts)] {
			own, err := c.ends(v, depth+1)
			if err != nil {
				return nil, err
			}
			if all = append(all, own...); len(all) > maxParts {
				break
			}
		}
		return all, nil
	case kind == 0:
		if s, ok := v.(*pdffile.Stream); ok {
			return c.samples(s)
		}
	}
	return nil, nil
}

// maxParts is how many values of a function are looked at.
const maxParts = 65536

// beside joins functions that give one component each.
func (c *checker) beside(list pdffile.Array, depth int) ([][]float64, error) {
	var all [][]float64
	for i, v := range list[:min(len(list), 32)] {
		own, err := c.ends(v, depth+1)
		if err != nil || len(own) == 0 || i > 0 && len(own) != len(all) {
			return nil, err
		}
		if all == nil {
			all = make([][]float64, len(own))
		}
		for j := range own {
			all[j] = append(slices.Clip(all[j]), own[j]...)
		}
	}
	return all, nil
}

// samples reads a sampled function of eight bits.
func (c *checker) samples(s *pdffile.Stream) ([][]float64, error) {
	ranges, err := c.numbers(s.Dict["Range"])
	if err != nil {
		return nil, err
	}
	bits, err := c.f.Number(s.Dict["BitsPerSample"])
	if err != nil {
		return nil, err
	}
	decode, err := c.numbers(s.Dict["Decode"])
	if err != nil {
		return nil, err
	}
	n := len(ranges) / 2
	if len(decode) < 2*n {
		decode = ranges
	}
	if n == 0 || bits != 8 {
		return nil, nil
	}
	u, err := c.undo(s, maxContent)
	if err != nil || len(u.Rest) > 0 {
		return nil, nil // its ends are not known
	}
	var all [][]float64
	for b := u.Data; len(b) >= n && len(all) < maxParts; b = b[n:] {
		v := make([]float64, n)
		for i := range v {
			v[i] = decode[2*i] + (decode[2*i+1]-decode[2*i])*float64(b[i])/255
		}
		all = append(all, v)
	}
	return all, nil
}

// pattern judges painting with a pattern (4.6).
func (in *interpreter) pattern(with colour) error {
	in.c.drew = true
	if with.pattern == nil {
		return nil
	}
	object := number(with.pattern, in.object)
	v, err := in.c.f.Resolve(with.pattern)
	if err != nil {
		return err
	}
	m, err := in.c.f.Dict(v)
	if err != nil {
		return err
	}
	kind, err := in.c.f.Number(m["PatternType"])
	if err != nil {
		return err
	}
	if kind == 2 {
		return in.shading(m["Shading"], &in.from)
	}
	s, ok := v.(*pdffile.Stream)
	if !ok {
		in.c.about(NoResource, in.object, "Pattern", "Pattern "+printable(string(with.name)))
		return nil
	}
	paint, err := in.c.f.Number(m["PaintType"])
	if err != nil {
		return err
	}
	own := *in
	own.st = newState(in.st.ctm)
	if paint == 2 && with.space.base != nil {
		own.st.fill = colour{space: with.space.base, ink: with.ink}
		own.st.stroke = own.st.fill
		return own.form(s, object, identity, "uncolored")
	}
	return own.form(s, object, identity, "tiling")
}
