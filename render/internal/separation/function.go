package separation

import (
	"errors"
	"fmt"
	"math"

	"duikai/layout/pdffile"
)

// function gives values for values (ISO 32000-1, 7.10).
type function func([]float64) []float64

var errFunction = errors.New("its function cannot be read")

// Bounds of functions: what their tables hold, how deep they stand in one
// another, and how long a calculator's program is.
const (
	maxTable         = 16 << 20
	maxFunctionDepth = 8
	maxFunctions     = 1000
	maxProgram       = 10000
)

func (w *walker) function(v any, depth int) (function, error) {
	d := w.dict(v)
	domain := pairs(w.numbers(d["Domain"]))
	if d == nil || depth > maxFunctionDepth || len(domain) == 0 {
		return nil, errFunction
	}
	var f function
	var err error
	switch w.whole(d["FunctionType"], -1) {
	case 0:
		f, err = w.sampled(w.stream(v), domain)
	case 2:
		f, err = w.exponential(d)
	case 3:
		f, err = w.stitched(d, domain[0], depth)
	case 4:
		f, err = w.calculator(w.stream(v))
	default:
		err = errFunction
	}
	if err != nil {
		return nil, err
	}
	limits := pairs(w.numbers(d["Range"]))
	return func(in []float64) []float64 {
		own := make([]float64, len(domain))
		for i := range own {
			if i < len(in) {
				own[i] = clamp(in[i], domain[i])
			}
		}
		out := f(own)
		for i := range min(len(out), len(limits)) {
			out[i] = clamp(out[i], limits[i])
		}
		return out
	}, nil
}

func pairs(list []float64) (out [][2]float64) {
	for i := 0; i+1 < len(list); i += 2 {
		out = append(out, [2]float64{list[i], list[i+1]})
	}
	return out
}

func clamp(x float64, r [2]float64) float64 {
	if !(x > r[0]) {
		return r[0]
	}
	return min(x, r[1])
}

// between leads x from one range to another.
func between(x float64, from, to [2]float64) float64 {
	if from[1] == from[0] {
		return to[0]
	}
	return to[0] + float64((x-from[0])*(to[1]-to[0]))/(from[1]-from[0])
}

// sampled reads a table (type 0), between whose values it goes straight.
func (w *walker) sampled(s *pdffile.Stream, domain [][2]float64) (function, error) {
	if s == nil || len(domain) > 4 {
		return nil, errFunction
	}
	u, err := w.file.Undo(w.plain(s), maxTable)
	if err != nil {
		return nil, err
	}
	size, limits := w.numbers(s.Dict["Size"]), pairs(w.numbers(s.Dict["Range"]))
	bits := w.whole(s.Dict["BitsPerSample"], 0)
	encode, decode := pairs(w.numbers(s.Dict["Encode"])), pairs(w.numbers(s.Dict["Decode"]))
	all := 1.0
	for i, n := range size {
		if all *= n; !(n >= 1) {
			return nil, errFunction
		}
		if len(encode) <= i {
			encode = append(encode, [2]float64{0, n - 1})
		}
	}
	if len(decode) != len(limits) {
		decode = limits
	}
	if len(size) != len(domain) || len(limits) == 0 || bits < 1 || bits > 32 || all*float64(len(limits)*bits) > float64(8*len(u.Data)) {
		return nil, errFunction
	}
	return func(in []float64) []float64 {
		out := make([]float64, len(limits))
		var at, share [4]float64
		for i := range in {
			x := clamp(between(in[i], domain[i], encode[i]), [2]float64{0, size[i] - 1})
			at[i] = math.Floor(x)
			share[i] = x - at[i]
		}
		for corner := range 1 << len(in) {
			weight, index, step := 1.0, 0, 1
			for i := range in {
				k := at[i]
				if corner>>i&1 == 1 {
					weight *= share[i]
					k = min(k+1, size[i]-1)
				} else {
					weight *= 1 - share[i]
				}
				index += int(k) * step
				step *= int(size[i])
			}
			if weight == 0 {
				continue
			}
			for k := range out {
				v := float64(bitsAt(u.Data, (index*len(out)+k)*bits, bits)) / float64(uint64(1)<<bits-1)
				out[k] += float64(weight * between(v, [2]float64{0, 1}, decode[k]))
			}
		}
		return out
	}, nil
}

// bitsAt reads up to 32 bits.
func bitsAt(b []byte, at, n int) uint32 {
	var v uint64
	for i := at / 8; i <= (at+n-1)/8; i++ {
		v <<= 8
		if i < len(b) {
			v |= uint64(b[i])
		}
	}
	return uint32(v >> (7 - (at+n-1)%8) & (1<<n - 1))
}

// exponential reads a function of type 2.
func (w *walker) exponential(d pdffile.Dict) (function, error) {
	c0, c1 := w.numbers(d["C0"]), w.numbers(d["C1"])
	if len(c0) == 0 {
		c0 = []float64{0}
	}
	if len(c1) == 0 {
		c1 = []float64{1}
	}
	power, _ := w.number(d["N"])
	if len(c0) != len(c1) {
		return nil, errFunction
	}
	return func(in []float64) []float64 {
		x := math.Pow(in[0], power)
		if math.IsNaN(x) || math.IsInf(x, 0) {
			x = 0
		}
		out := make([]float64, len(c0))
		for i := range out {
			out[i] = c0[i] + float64(x*(c1[i]-c0[i]))
		}
		return out
	}, nil
}

// stitched reads a function of type 3.
func (w *walker) stitched(d pdffile.Dict, domain [2]float64, depth int) (function, error) {
	list, bounds, encode := w.list(d["Functions"]), w.numbers(d["Bounds"]), pairs(w.numbers(d["Encode"]))
	if len(list) == 0 || len(list) > maxFunctions || len(bounds) != len(list)-1 || len(encode) < len(list) {
		return nil, errFunction
	}
	var parts []function
	for _, v := range list {
		f, err := w.function(v, depth+1)
		if err != nil {
			return nil, err
		}
		parts = append(parts, f)
	}
	return func(in []float64) []float64 {
		k := 0
		for k < len(bounds) && in[0] >= bounds[k] {
			k++
		}
		from := domain
		if k > 0 {
			from[0] = bounds[k-1]
		}
		if k < len(bounds) {
			from[1] = bounds[k]
		}
		return parts[k]([]float64{between(in[0], from, encode[k])})
	}, nil
}

// all is a function of several values, from one that gives them or from one for
// each.
func (w *walker) all(v any) (function, error) {
	list := w.list(v)
	if list == nil {
		return w.function(v, 0)
	}
	if len(list) > maxFunctions {
		return nil, errFunction
	}
	var parts []function
	for _, v := range list {
		f, err := w.function(v, 0)
		if err != nil {
			return nil, err
		}
		parts = append(parts, f)
	}
	return func(in []float64) (out []float64) {
		for _, f := range parts {
			out = append(out, f(in)...)
		}
		return out
	}, nil
}

// steps is how many values a table has in each direction, by how many
// directions there are: fine where it costs nothing.
var steps = [...]int{1: 1024, 2: 65, 3: 21, 4: 11}

// tabulate makes a table of a function's colours in ink (type 0, 8 bits a
// sample).
func (w *walker) tabulate(v any, domain [][2]float64, sp *space) (*pdffile.Stream, error) {
	if len(domain) >= len(steps) {
		return nil, fmt.Errorf("%d plates", len(domain))
	}
	f, err := w.all(v)
	if err != nil {
		return nil, err
	}
	n := steps[len(domain)]
	total := 1
	var size, dom []any
	for _, r := range domain {
		total *= n
		size, dom = append(size, int64(n)), append(dom, r[0], r[1])
	}
	var data []byte
	in := make([]float64, len(domain))
	width := 0
	for i := range total {
		rest := i
		for k, r := range domain {
			in[k] = r[0] + float64((r[1]-r[0])*float64(rest%n))/float64(n-1)
			rest /= n
		}
		out := f(in)
		if len(out) < sp.n {
			return nil, errFunction
		}
		inks := sp.to(out)
		width = len(inks)
		for _, v := range inks {
			data = append(data, byte(float64(v*255)+0.5))
		}
	}
	var limits []any
	for range width {
		limits = append(limits, int64(0), int64(1))
	}
	s := &pdffile.Stream{Dict: pdffile.Dict{
		"FunctionType": int64(0), "Domain": dom, "Range": limits, "Size": size, "BitsPerSample": int64(8),
	}}
	replace(s, data)
	return s, nil
}
