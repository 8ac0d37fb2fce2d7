package separation

import (
	"fmt"
	"maps"

	"duikai/layout/artwork"
	"duikai/layout/pdffile"
)

// The types of shadings (ISO 32000-1, table 78).
const (
	functionShading = 1
	lastPlain       = 3 // functions, lines and circles
	freeMesh        = 4
	latticeMesh     = 5
	coonsPatch      = 6
	tensorPatch     = 7
)

// shadingObject converts a shading.
func (w *walker) shadingObject(r artwork.Ref, m mode, in *resources) {
	d := w.dict(r)
	sp := w.space(d["ColorSpace"], m, in)
	if d == nil || !sp.changed {
		return
	}
	if sp.to == nil {
		d["ColorSpace"] = sp.value
		w.Shadings++
		return
	}
	kind := w.whole(d["ShadingType"], 0)
	changed := maps.Clone(d)
	var err error
	switch {
	case d["Function"] != nil:
		err = w.shadingFunction(changed, kind, sp)
	case kind >= freeMesh && kind <= tensorPatch:
		err = w.mesh(w.stream(r), changed, kind, sp)
	default:
		err = errFunction
	}
	if err != nil {
		w.fault(fmt.Sprintf("Shading %d", kind), err)
		return
	}
	if list := w.numbers(d["Background"]); len(list) == sp.n {
		changed["Background"] = values(sp.to(list))
	}
	changed["ColorSpace"] = sp.value
	clear(d)
	maps.Copy(d, changed)
	w.Shadings++
}

// shadingFunction makes a table of a shading's colours.
func (w *walker) shadingFunction(d pdffile.Dict, kind int, sp *space) error {
	domain := pairs(w.numbers(d["Domain"]))
	switch {
	case kind == functionShading && len(domain) != 2:
		domain = unitRanges(2)
	case kind > lastPlain:
		// The one number of each corner lies in the last range of Decode.
		decode := pairs(w.numbers(d["Decode"]))
		if len(decode) != 3 {
			return fmt.Errorf("a Decode of %d", len(decode))
		}
		domain = decode[2:]
	case kind != functionShading && len(domain) != 1:
		domain = unitRanges(1)
	}
	t, err := w.tabulate(d["Function"], domain, sp)
	if err == nil {
		d["Function"] = w.add(t, w.object)
	}
	return err
}

// bitReader and bitWriter go through the data of a mesh.
type bitReader struct {
	b  []byte
	at int // in bits
}

func (r *bitReader) left() int { return 8*len(r.b) - r.at }

func (r *bitReader) read(n int) uint32 {
	v := bitsAt(r.b, r.at, n)
	r.at += n
	return v
}

func (r *bitReader) align() { r.at = (r.at + 7) / 8 * 8 }

type bitWriter struct {
	b    []byte
	free int // bits of the last byte
}

func (w *bitWriter) write(v uint32, n int) {
	for i := n - 1; i >= 0; i-- {
		if w.free == 0 {
			w.b, w.free = append(w.b, 0), 8
		}
		w.free--
		w.b[len(w.b)-1] |= byte(v>>i&1) << w.free
	}
}

func (w *bitWriter) align() { w.free = 0 }

// meshData is how the corners of a mesh are stored.
type meshData struct {
	flag, place, part int // bits
	decode            [][2]float64
	sp                *space
	in                bitReader
	out               bitWriter
}

// mesh converts the colours of corners that stand in the data of a mesh.
func (w *walker) mesh(s *pdffile.Stream, d pdffile.Dict, kind int, sp *space) error {
	u, err := w.file.Undo(w.plain(s), maxTable)
	if err != nil {
		return err
	}
	if len(u.Rest) > 0 {
		return fmt.Errorf("%s", u.Rest[0])
	}
	m := &meshData{
		flag: w.whole(d["BitsPerFlag"], 0), place: w.whole(d["BitsPerCoordinate"], 0), part: w.whole(d["BitsPerComponent"], 0),
		decode: pairs(w.numbers(d["Decode"])), sp: sp, in: bitReader{b: u.Data},
	}
	if kind == latticeMesh {
		m.flag = 0
	}
	bad := func(n int) bool { return n < 1 || n > 32 }
	if bad(m.place) || bad(m.part) || kind != latticeMesh && bad(m.flag) || len(m.decode) != 2+sp.n {
		return fmt.Errorf("BitsPerComponent %d, Decode of %d", m.part, len(m.decode))
	}
	if kind == coonsPatch || kind == tensorPatch {
		m.patches(map[int]int{coonsPatch: 12, tensorPatch: 16}[kind])
	} else {
		m.corners()
	}
	decode := w.list(d["Decode"])[:4]
	for range len(sp.to(sp.initial())) {
		decode = append(decode[:len(decode):len(decode)], int64(0), int64(1))
	}
	d["Decode"] = decode
	d["BitsPerComponent"] = int64(8)
	packed := &pdffile.Stream{Dict: d}
	replace(packed, m.out.b)
	s.Data = packed.Data
	return nil
}

// corners goes through triangles: a flag, a place and a colour each, and white
// up to the next byte.
func (m *meshData) corners() {
	size := m.flag + 2*m.place + m.sp.n*m.part
	for m.in.left() >= size {
		if m.flag > 0 {
			m.out.write(m.in.read(m.flag), m.flag)
		}
		m.places(1)
		m.colour()
		m.in.align()
		m.out.align()
	}
}

// patches goes through patches: those that go on from the one before have four
// places and two colours fewer.
func (m *meshData) patches(points int) {
	for m.in.left() >= m.flag {
		flag := m.in.read(m.flag)
		n, colours := points, 4
		if flag&3 != 0 {
			n, colours = points-4, 2
		}
		if m.in.left() < 2*n*m.place+colours*m.sp.n*m.part {
			return
		}
		m.out.write(flag, m.flag)
		m.places(n)
		for range colours {
			m.colour()
		}
		m.in.align()
		m.out.align()
	}
}

func (m *meshData) places(n int) {
	for range 2 * n {
		m.out.write(m.in.read(m.place), m.place)
	}
}

func (m *meshData) colour() {
	list := make([]float64, m.sp.n)
	top := float64(uint64(1)<<m.part - 1)
	for i := range list {
		list[i] = between(float64(m.in.read(m.part))/top, [2]float64{0, 1}, m.decode[2+i])
	}
	for _, v := range m.sp.to(list) {
		m.out.write(uint32(float64(v*255)+0.5), 8)
	}
}
