package picture

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"

	"duikai/layout/artwork"
)

// jpegReader reads a JPEG file of 8 bits: baseline, extended or progressive
// (ITU-T T.81), at its own size or at a half, a quarter or an eighth of it.
//
// It believes nothing. A photograph of which a part was lost on the way looks
// whole at first sight, and the decoders of browsers show what they find: so
// codes that do not exist, values out of range, restart marks out of turn, data
// left over or missing, and markers in the midst of a scan are faults here.
// What is missing at the very end is told by lost.
type jpegReader struct {
	bits  bitReader
	quant [4]*[64]uint16 // in zigzag order
	codes [2][4]*huffmanReader

	w, h         int
	progressive  bool
	parts        []jpegPart
	maxH, maxV   int
	across, down int // MCUs
	restart      int
	adobe        bool
	transform    byte
	jfif         bool
	scans        int

	plain   bool // the components are colours already
	judging bool // the codes are read, but no pixels are made of them
	shrink  int  // 1, 2, 4 or 8
	enough  int  // the picture may be made so much smaller, whatever the room
	lost    int  // rows at the foot of the picture that are not in the file; -1: none, but the end mark is not there
}

// jpegPart is a component.
type jpegPart struct {
	id     byte
	h, v   int
	table  byte
	w, d   int // blocks across and down that hold pixels of the picture
	all    int // blocks across, with those that fill up the last MCU
	rows   int // blocks down, likewise
	pix    []byte
	stride int
	coded  []int16  // of progressive files: the frequencies that are kept
	some   []uint64 // of progressive files: which frequencies are not 0
	left   [64]int8 // of progressive files: bits of a frequency still to come; notYet: all
	seen   bool
	dc, ac byte // tables of the scan under way
	before int32
	bounds *jpegBounds
	edges  [][2]int16 // of blocks of sequential files: the mean of the first and of the last row, in eighths
	// unitH and unitV are the blocks that its scan has beside and below each
	// other before it goes on.
	unitH, unitV int
	keep, side   int // values kept of a block, and pixels of its side
}

const (
	notYet = 127
	// maxScans bounds the passes over a picture: programs write some ten.
	maxScans = 100
)

// memory is how much memory reading takes.
func (j *jpegReader) memory(shrink int) int {
	sum, side := 0, 8/shrink
	for i := range j.parts {
		blocks := j.parts[i].all * j.parts[i].rows
		sum += blocks * side * side
		if j.progressive {
			const mask, value = 8, 2
			sum += blocks * (mask + value*side*side)
		}
	}
	if len(j.parts) == 4 || j.rgb() {
		sum *= 2 // the planes are put together at the end
	}
	return sum
}

// JudgeJPEG says whether the data of a picture in a PDF file are damaged or cut
// short. What this package does not read is no fault of theirs.
func JudgeJPEG(data []byte) error {
	_, lost, err := readJPEG(data, nil, justJudge)
	switch {
	case errors.Is(err, artwork.ErrCut), err == nil && lost > 0:
		return artwork.Broken("JPEG, data is missing")
	case errors.Is(err, artwork.ErrBroken):
		return err
	}
	return nil
}

// readJPEG reads a file. It is made so much smaller that no more memory is
// taken than room; for justJudge the picture has no pixels. tables are those of
// another file that belong to it, as TIFF has them. lost is how many rows are missing, -1 where it is the end mark alone.
func readJPEG(data, tables []byte, room int) (img image.Image, lost int, err error) {
	return new(jpegReader).read(data, tables, room)
}

func (j *jpegReader) read(data, tables []byte, room int) (img image.Image, lost int, err error) {
	j.judging = room == justJudge
	if len(tables) > 0 {
		j.bits.data = tables
		if err := j.segments(room); err != nil {
			return nil, 0, err
		}
		j.bits = bitReader{}
	}
	j.bits.data = data
	if err := j.segments(room); err != nil {
		return nil, 0, err
	}
	if j.parts == nil {
		return nil, 0, artwork.Broken("JPEG SOF")
	}
	for i := range j.parts {
		if !j.parts[i].seen {
			return nil, 0, artwork.Broken("JPEG SOS")
		}
	}
	if j.progressive && !j.judging {
		j.transformAll()
	}
	return j.image(), j.lost, nil
}

// cutShort is the fault of a file that ends too early.
var cutShort = &artwork.Fault{Kind: artwork.ErrCut}

// segments goes from mark to mark.
func (j *jpegReader) segments(room int) error {
	b := &j.bits
	if len(b.data) < 2 || b.data[0] != 0xff || b.data[1] != markSOI {
		return artwork.Broken("JPEG SOI")
	}
	b.at = 2
	for {
		// Any number of fill bytes may stand before a marker.
		for b.at+1 < len(b.data) && b.data[b.at] == 0xff && b.data[b.at+1] == 0xff {
			b.at++
		}
		if b.at+1 >= len(b.data) {
			return j.ends()
		}
		if b.data[b.at] != 0xff {
			return artwork.Broken("JPEG @%d", b.at)
		}
		mark := b.data[b.at+1]
		b.at += 2
		switch {
		case mark == markEOI:
			return nil
		case mark == markTEM:
			continue
		case mark >= markRST0 && mark <= markSOI:
			return artwork.Broken("JPEG RST @%d", b.at-2)
		}
		if b.at+2 > len(b.data) {
			return j.ends()
		}
		end := b.at + int(binary.BigEndian.Uint16(b.data[b.at:]))
		if end < b.at+2 {
			return artwork.Broken("JPEG @%d", b.at)
		}
		if end > len(b.data) {
			return j.ends()
		}
		body := b.data[b.at+2 : end]
		b.at = end
		done, err := j.segment(mark, body, room)
		if err != nil || done {
			return err
		}
	}
}

// ends judges a file without end mark: it may be whole but for that.
func (j *jpegReader) ends() error {
	whole := j.parts != nil
	for i := range j.parts {
		p := &j.parts[i]
		whole = whole && p.seen
		if j.progressive {
			for _, left := range p.left {
				whole = whole && left == 0
			}
		}
	}
	if !whole {
		return cutShort
	}
	j.lost = -1
	return nil
}

// segment takes what one segment says; done tells that nothing more is to come.
func (j *jpegReader) segment(mark byte, body []byte, room int) (done bool, err error) {
	switch {
	case mark == markDQT:
		return false, j.quantisation(body)
	case mark == markDHT:
		return false, j.huffman(body)
	case mark == markDRI:
		if len(body) != 2 {
			return false, artwork.Broken("JPEG DRI")
		}
		j.restart = int(binary.BigEndian.Uint16(body))
	case mark == markAPP0:
		j.jfif = j.jfif || len(body) >= 5 && string(body[:5]) == "JFIF\x00"
	case mark == markAdobe:
		if len(body) >= 12 && string(body[:5]) == "Adobe" {
			j.adobe, j.transform = true, body[11]
		}
	case mark >= markSOF0 && mark <= markSOF2:
		return false, j.frame(mark, body, room)
	case mark > markSOF2 && mark <= markSOF15: // DHT was taken above
		return false, artwork.Unsupported("JPEG SOF%d", mark-markSOF0)
	case mark == markSOS:
		return j.scan(body)
	}
	return false, nil
}

func (j *jpegReader) quantisation(body []byte) error {
	for len(body) > 0 {
		wide, at := int(body[0]>>4), body[0]&15
		size := 64 * (1 + wide)
		if wide > 1 || at > 3 || len(body) < 1+size {
			return artwork.Broken("JPEG DQT")
		}
		t := new([64]uint16)
		for i := range t {
			if wide == 1 {
				t[i] = binary.BigEndian.Uint16(body[1+2*i:])
			} else {
				t[i] = uint16(body[1+i])
			}
		}
		j.quant[at] = t
		body = body[1+size:]
	}
	return nil
}

func (j *jpegReader) huffman(body []byte) error {
	for len(body) > 0 {
		if len(body) < 1+longestCode {
			return artwork.Broken("JPEG DHT")
		}
		class, at := body[0]>>4, body[0]&15
		counts, n := body[1:1+longestCode], 0
		for _, c := range counts {
			n += int(c)
		}
		if class > 1 || at > 3 || n > 256 || len(body) < 1+longestCode+n {
			return artwork.Broken("JPEG DHT")
		}
		h, err := newHuffmanReader(counts, body[1+longestCode:1+longestCode+n])
		if err != nil {
			return err
		}
		j.codes[class][at] = h
		body = body[1+longestCode+n:]
	}
	return nil
}

// frame reads the frame header and takes the memory.
func (j *jpegReader) frame(mark byte, d []byte, room int) error {
	switch {
	case j.parts != nil, len(d) < 6 || len(d) != 6+3*int(d[5]):
		return artwork.Broken("JPEG SOF")
	case d[0] != 8:
		return artwork.Unsupported("JPEG, %d bit", d[0])
	case d[5] != 1 && d[5] != 3 && d[5] != 4:
		return artwork.Unsupported("JPEG, %d components", d[5])
	}
	j.progressive = mark == markSOF2
	j.h, j.w = int(binary.BigEndian.Uint16(d[1:])), int(binary.BigEndian.Uint16(d[3:]))
	if err := artwork.CheckSize(j.w, j.h); err != nil {
		return err
	}
	j.parts = make([]jpegPart, d[5])
	j.maxH, j.maxV = 1, 1
	for i := range j.parts {
		p := &j.parts[i]
		p.id, p.h, p.v, p.table = d[6+3*i], int(d[7+3*i]>>4), int(d[7+3*i]&15), d[8+3*i]
		for _, o := range j.parts[:i] {
			if o.id == p.id {
				return artwork.Broken("JPEG SOF")
			}
		}
		if p.h < 1 || p.h > 4 || p.v < 1 || p.v > 4 || p.table > 3 {
			return artwork.Broken("JPEG SOF")
		}
		if len(j.parts) == 1 {
			p.h, p.v = 1, 1 // one component is never interleaved
		}
		j.maxH, j.maxV = max(j.maxH, p.h), max(j.maxV, p.v)
	}
	j.across, j.down = ceil(j.w, 8*j.maxH), ceil(j.h, 8*j.maxV)
	for i := range j.parts {
		p := &j.parts[i]
		if j.maxH%p.h != 0 || j.maxV%p.v != 0 {
			return artwork.Unsupported("JPEG sampling %d×%d", p.h, p.v)
		}
		p.w, p.d = ceil(ceil(j.w*p.h, j.maxH), 8), ceil(ceil(j.h*p.v, j.maxV), 8)
		p.all, p.rows = j.across*p.h, j.down*p.v
	}
	for j.shrink = 1; j.shrink < 8 && (j.memory(j.shrink) > room || 2*j.shrink <= j.enough); {
		j.shrink *= 2
	}
	if j.memory(j.shrink) > decodedRoom {
		return artwork.TooLarge("%d×%d", j.w, j.h)
	}
	side := 8 / j.shrink
	if j.judging {
		side, j.shrink = 0, 1
	}
	for i := range j.parts {
		j.parts[i].allocate(side, j.progressive)
		if j.judging && !j.progressive {
			j.parts[i].edges = make([][2]int16, j.parts[i].all*j.parts[i].rows)
		}
	}
	return nil
}

// justJudge is the room of a picture that is only to be judged.
const justJudge = 0

func (p *jpegPart) allocate(side int, progressive bool) {
	p.side, p.keep = side, side*side
	p.stride = p.all * side
	p.pix = make([]byte, p.stride*p.rows*side)
	if progressive {
		p.coded = make([]int16, p.all*p.rows*p.keep)
		p.some = make([]uint64, p.all*p.rows)
		for i := range p.left {
			p.left[i] = notYet
		}
	}
}

func ceil(a, b int) int { return (a + b - 1) / b }

// rgb tells whether three components are red, green and blue.
func (j *jpegReader) rgb() bool {
	if len(j.parts) != 3 || j.jfif || j.plain {
		return len(j.parts) == 3 && j.plain
	}
	if j.adobe {
		return j.transform == 0
	}
	return j.parts[0].id == 'R' && j.parts[1].id == 'G' && j.parts[2].id == 'B'
}

// image puts the components together.
func (j *jpegReader) image() image.Image {
	size := image.Rect(0, 0, ceil(j.w, j.shrink), ceil(j.h, j.shrink))
	p := j.parts
	if len(p) == 1 {
		return &image.Gray{Pix: p[0].pix, Stride: p[0].stride, Rect: size}
	}
	if ratio, ok := j.ratio(); ok && len(p) == 3 && !j.rgb() {
		return &image.YCbCr{Y: p[0].pix, Cb: p[1].pix, Cr: p[2].pix, YStride: p[0].stride, CStride: p[1].stride, SubsampleRatio: ratio, Rect: size}
	}
	switch {
	case j.judging && len(p) == 3:
		return &image.RGBA{Rect: size}
	case j.judging:
		return &image.CMYK{Rect: size}
	case len(p) == 3:
		out := image.NewRGBA(size)
		for y := range size.Dy() {
			row := out.Pix[y*out.Stride:][:out.Stride]
			for x := range size.Dx() {
				a, b, c := j.at(0, x, y), j.at(1, x, y), j.at(2, x, y)
				if !j.rgb() {
					a, b, c = ycc(a, b, c)
				}
				row[4*x], row[4*x+1], row[4*x+2], row[4*x+3] = a, b, c, 0xff
			}
		}
		return out
	}
	// Adobe's programs store 255 for no ink; others, as ISO 10918 would have it,
	// 0. What is transformed to brightness and colours is always Adobe's.
	out := image.NewCMYK(size)
	for y := range size.Dy() {
		row := out.Pix[y*out.Stride:][:out.Stride]
		for x := range size.Dx() {
			c, m, yellow, k := j.at(0, x, y), j.at(1, x, y), j.at(2, x, y), j.at(3, x, y)
			switch {
			case j.adobe && j.transform != 0: // the complement of red, green and blue, stored as its own
				c, m, yellow = ycc(c, m, yellow)
				k = 255 - k
			case j.adobe:
				c, m, yellow, k = 255-c, 255-m, 255-yellow, 255-k
			}
			row[4*x], row[4*x+1], row[4*x+2], row[4*x+3] = c, m, yellow, k
		}
	}
	return out
}

// at is a component's value at a pixel of the picture.
func (j *jpegReader) at(part, x, y int) byte {
	p := &j.parts[part]
	return p.pix[y*p.v/j.maxV*p.stride+x*p.h/j.maxH]
}

// ratio is how the colours are subsampled, where image has a name for it.
func (j *jpegReader) ratio() (image.YCbCrSubsampleRatio, bool) {
	if len(j.parts) != 3 {
		return 0, false
	}
	y, cb, cr := &j.parts[0], &j.parts[1], &j.parts[2]
	if y.h != j.maxH || y.v != j.maxV || cb.h != cr.h || cb.v != cr.v {
		return 0, false
	}
	ratio, ok := map[[2]int]image.YCbCrSubsampleRatio{
		{1, 1}: image.YCbCrSubsampleRatio444, {2, 1}: image.YCbCrSubsampleRatio422, {1, 2}: image.YCbCrSubsampleRatio440,
		{2, 2}: image.YCbCrSubsampleRatio420, {4, 1}: image.YCbCrSubsampleRatio411, {4, 2}: image.YCbCrSubsampleRatio410,
	}[[2]int{y.h / cb.h, y.v / cb.v}]
	return ratio, ok
}

// scanFault says where a scan is wrong.
func (j *jpegReader) scanFault(err error) error {
	if errors.Is(err, errShort) && j.bits.at+1 >= len(j.bits.data) {
		return cutShort
	}
	return fmt.Errorf("%w: JPEG @%d, %w", artwork.ErrBroken, j.bits.at, err)
}
