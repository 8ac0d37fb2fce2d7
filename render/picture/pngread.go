package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"io"

	"duikai/layout/artwork"
)

// pngChunks gives the data of a PNG file's pixels and remembers the chunks
// before it. A check sum that is wrong is a fault; that of a chunk which is cut
// off is not asked for.
type pngChunks struct {
	data     []byte
	at       int
	left     []byte
	palette  []byte
	clear    []byte // tRNS
	err      error
	cut, end bool
}

const pngHead, pngTail = 8, 4 // around the data of a chunk: length and name, check sum

// next goes to the next chunk; ok is false behind the last.
func (c *pngChunks) next() (name string, body []byte, ok bool) {
	if c.at+pngHead > len(c.data) {
		c.cut = true
		return "", nil, false
	}
	n := int(binary.BigEndian.Uint32(c.data[c.at:]))
	name = string(c.data[c.at+4 : c.at+pngHead])
	body = c.data[c.at+pngHead:]
	if n > len(body)-pngTail {
		c.cut = true
		c.at = len(c.data)
		return name, body[:min(n, len(body))], true
	}
	sum := crc32.ChecksumIEEE(c.data[c.at+4 : c.at+pngHead+n])
	if binary.BigEndian.Uint32(body[n:]) != sum {
		c.err = artwork.Broken("PNG %q @%d", name, c.at)
		return "", nil, false
	}
	c.at += pngHead + n + pngTail
	return name, body[:n], true
}

// Read gives the packed pixels.
func (c *pngChunks) Read(p []byte) (int, error) {
	for len(c.left) == 0 {
		if c.err != nil {
			return 0, c.err
		}
		if c.end {
			return 0, io.EOF
		}
		c.chunk()
	}
	n := copy(p, c.left)
	c.left = c.left[n:]
	return n, nil
}

func (c *pngChunks) chunk() {
	name, body, ok := c.next()
	switch {
	case !ok, name == "IEND":
		c.end = true
	case name == "IDAT":
		c.left = body
	case name == "PLTE":
		c.palette = body
	case name == "tRNS":
		c.clear = body
	}
}

// pngReader turns rows of a PNG file (PNG, third edition) into bytes a channel
// on white paper.
type pngReader struct {
	chunks      pngChunks
	w, h        int
	depth, kind int
	samples     int
	interlaced  bool
	judging     bool // the rows are read, but no pixels are made of them
}

// readPNG reads a file into a canvas of so much room; for justJudge it stays
// empty.
func readPNG(data []byte, room int) (image.Image, int, error) { return countPNG(data, room, nil) }

// countPNG tells line art from photographs beside that.
func countPNG(data []byte, room int, lines *lineCounts) (image.Image, int, error) {
	const front = 8 + pngHead
	if len(data) < front+13+pngTail {
		return nil, 0, cutShort
	}
	d := data[front:]
	r := &pngReader{w: int(binary.BigEndian.Uint32(d)), h: int(binary.BigEndian.Uint32(d[4:])), depth: int(d[8]), kind: int(d[9]), interlaced: d[12] != 0, judging: room == justJudge}
	r.samples = map[int]int{0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[r.kind]
	if err := artwork.CheckSize(r.w, r.h); err != nil {
		return nil, 0, err
	}
	if r.samples == 0 {
		return nil, 0, artwork.Broken("PNG IHDR")
	}
	r.chunks = pngChunks{data: data, at: front + 13 + pngTail}
	for len(r.chunks.left) == 0 && !r.chunks.end && r.chunks.err == nil {
		r.chunk()
	}
	if r.chunks.err != nil {
		return nil, 0, r.chunks.err
	}
	if r.kind == 3 && len(r.chunks.palette) < 3 {
		return nil, 0, artwork.Broken("PNG PLTE")
	}
	start := newCanvas
	if r.interlaced {
		start = newMosaic
		if lines != nil { // the size is asked for, not the room
			room = min(room*(1+perSum), decodedRoom)
		}
	}
	c := start(r.w, r.h, r.channels(), room)
	c.lines = lines
	z, err := zlib.NewReader(&r.chunks)
	if err != nil {
		return nil, 0, r.fault(err)
	}
	if r.interlaced {
		err = r.passes(z, c)
	} else {
		err = r.rows(z, c)
	}
	lost, err := r.finish(z, c, err)
	return c.image(), lost, err
}

func (r *pngReader) chunk() { r.chunks.chunk() }

func (r *pngReader) channels() int {
	if r.kind == 0 || r.kind == 4 {
		return 1
	}
	return 3
}

// finish judges how the data ended: what is cut off may lack its last rows, and
// what is whole must fit its check sum and have its end.
func (r *pngReader) finish(z io.Reader, c *canvas, err error) (int, error) {
	if err != nil {
		if fault := r.fault(err); fault != cutShort || r.interlaced {
			return 0, fault
		}
		return c.rest()
	}
	var more [1]byte
	n, err := io.ReadFull(z, more[:])
	switch {
	case n > 0:
		return 0, artwork.Broken("PNG IDAT, %v", errLeft)
	case err != io.EOF && !r.chunks.cut:
		return 0, r.fault(err)
	}
	for !r.chunks.end && r.chunks.err == nil {
		r.chunk()
	}
	switch {
	case r.chunks.err != nil:
		return 0, r.chunks.err
	case r.chunks.cut:
		return -1, nil
	}
	return 0, nil
}

func (r *pngReader) fault(err error) error {
	switch {
	case r.chunks.err != nil:
		return r.chunks.err
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		return cutShort
	}
	return artwork.Broken("PNG IDAT, %v", err)
}

// line is a row of pixels as stored, with the filter's byte before it.
func (r *pngReader) line(w int) int { return 1 + (w*r.samples*r.depth+7)/8 }

// rows reads a picture from top to bottom.
func (r *pngReader) rows(z io.Reader, c *canvas) error {
	now, before := make([]byte, r.line(r.w)), make([]byte, r.line(r.w))
	out := make([]byte, r.w*r.channels())
	for range r.h {
		if err := r.row(z, now, before); err != nil {
			return err
		}
		if !r.judging {
			r.plain(out, now[1:], r.w)
		}
		c.row(out)
		now, before = before, now
	}
	return nil
}

// row reads a row and gives it its values back; to judge, its filter is enough.
func (r *pngReader) row(z io.Reader, now, before []byte) error {
	if _, err := io.ReadFull(z, now); err != nil {
		return err
	}
	if r.judging {
		if now[0] > pngPaeth {
			return artwork.Broken("PNG filter %d", now[0])
		}
		return nil
	}
	return r.unfilter(now, before)
}

// passes reads a picture in seven passes, each finer than the one before.
func (r *pngReader) passes(z io.Reader, c *canvas) error {
	n := r.channels()
	for _, p := range [7][4]int{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}} {
		w, h := ceil(r.w-p[0], p[2]), ceil(r.h-p[1], p[3])
		if w <= 0 || h <= 0 {
			continue
		}
		now, before := make([]byte, r.line(w)), make([]byte, r.line(w))
		out := make([]byte, w*n)
		for y := range h {
			if err := r.row(z, now, before); err != nil {
				return err
			}
			now, before = before, now
			if r.judging {
				continue
			}
			r.plain(out, before[1:], w)
			if w == r.w && c.lines != nil && y%lineStep(h) == 0 { // the last pass has whole rows
				c.lines.count(out, n)
			}
			for x := range w {
				c.pixel(p[0]+x*p[2], p[1]+y*p[3], out[x*n:x*n+n])
			}
		}
	}
	c.whole()
	return nil
}

// pngPaeth is the last of the filters.
const pngPaeth = 4

// unfilter gives a row its values back (PNG, 9.2).
func (r *pngReader) unfilter(now, before []byte) error {
	back := max(r.samples*r.depth/8, 1)
	kind, now, before := now[0], now[1:], before[1:]
	switch kind {
	case 0:
	case 1:
		for i := back; i < len(now); i++ {
			now[i] += now[i-back]
		}
	case 2:
		for i, v := range before {
			now[i] += v
		}
	case 3:
		for i, up := range before {
			left := byte(0)
			if i >= back {
				left = now[i-back]
			}
			now[i] += byte((int(left) + int(up)) / 2)
		}
	case pngPaeth:
		for i := range min(back, len(now)) {
			now[i] += before[i]
		}
		for i := back; i < len(now); i++ {
			now[i] += paeth(now[i-back], before[i], before[i-back])
		}
	default:
		return artwork.Broken("PNG filter %d", kind)
	}
	return nil
}

func paeth(a, b, c byte) byte {
	pc := int(c)
	pa, pb := int(b)-pc, int(a)-pc
	pc = max(pa+pb, -pa-pb)
	pa, pb = max(pa, -pa), max(pb, -pb)
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}

// plain gives w pixels in a byte a channel, laid on white paper.
func (r *pngReader) plain(out, row []byte, w int) {
	if r.depth < 8 {
		r.plainFew(out, row, w)
		return
	}
	wide := r.depth / 8 // the first byte of two is the higher one
	n, colours := r.samples, r.channels()
	if r.kind == 3 {
		for x := range w {
			r.colour(out[3*x:3*x+3], int(row[x]))
		}
		return
	}
	if clear := r.clearColour(); clear != nil {
		for x := range w {
			s := row[x*n*wide : (x+1)*n*wide]
			for k := range colours {
				out[x*colours+k] = s[k*wide]
			}
			if bytes.Equal(s, clear) {
				for k := range colours {
					out[x*colours+k] = 0xff
				}
			}
		}
		return
	}
	if n == colours && wide == 1 {
		copy(out, row)
		return
	}
	for x := range w {
		s := row[x*n*wide:]
		for k := range colours {
			out[x*colours+k] = rounded(s[k*wide:], wide)
		}
		if n > colours {
			alpha := rounded(s[colours*wide:], wide)
			for k := range colours {
				out[x*colours+k] = onPaper(out[x*colours+k], alpha)
			}
		}
	}
}

// rounded is a value of one or two bytes in one.
func rounded(b []byte, wide int) byte {
	if wide == 1 {
		return b[0]
	}
	return byte((uint32(binary.BigEndian.Uint16(b))*255 + 32767) / 65535)
}

// clearColour is the one colour that is transparent, as rows have it.
func (r *pngReader) clearColour() []byte {
	t := r.chunks.clear
	if r.kind > 2 || len(t) < 2*r.samples {
		return nil
	}
	if r.depth == 16 {
		return t[:2*r.samples]
	}
	var c []byte
	for k := range r.samples {
		c = append(c, t[2*k+1])
	}
	return c
}

// colour is one of a palette; numbers beyond it are black, as in most programs.
func (r *pngReader) colour(out []byte, number int) {
	p := r.chunks.palette
	if 3*number+3 > len(p) {
		out[0], out[1], out[2] = 0, 0, 0
		return
	}
	copy(out, p[3*number:3*number+3])
	if number < len(r.chunks.clear) {
		for k := range 3 {
			out[k] = onPaper(out[k], r.chunks.clear[number])
		}
	}
}

// plainFew does so for values of fewer bits.
func (r *pngReader) plainFew(out, row []byte, w int) {
	clear := r.clearColour()
	for x := range w {
		at := x * r.depth
		v := row[at/8] >> (8 - r.depth - at%8) & (1<<r.depth - 1)
		switch {
		case r.kind == 3:
			r.colour(out[3*x:3*x+3], int(v))
		case clear != nil && v == clear[0]:
			out[x] = 0xff
		default:
			out[x] = v * (255 / (1<<r.depth - 1))
		}
	}
}
