package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
	"slices"

	"golang.org/x/image/ccitt"
	"golang.org/x/image/tiff/lzw"

	"duikai/layout/artwork"
	"duikai/render/internal/icc"
)

// Tags of TIFF (TIFF 6.0, section 8; ICC.1:2010, B.4).
const (
	tagWidth        = 256
	tagHeight       = 257
	tagBits         = 258
	tagCompression  = 259
	tagPhotometric  = 262
	tagFillOrder    = 266
	tagStrips       = 273
	tagSamples      = 277
	tagRowsPerStrip = 278
	tagStripBytes   = 279
	tagPlanar       = 284
	tagFaxOptions   = 292
	tagPredictor    = 317
	tagWhite        = 318
	tagPalette      = 320
	tagTileWidth    = 322
	tagTileHeight   = 323
	tagTiles        = 324
	tagTileBytes    = 325
	tagExtraSamples = 338
	tagJPEGTables   = 347
	tagYCCSampling  = 530
	tagYCCRange     = 532
	tagProfile      = 34675

	tiffEntry = 12 // bytes: number, kind, count, value or its place
)

// directory gives a TIFF file's byte order and the entries of its first
// directory.
func directory(data []byte) (order binary.ByteOrder, entries []byte, err error) {
	if len(data) < 8 {
		return nil, nil, cutShort
	}
	order = binary.LittleEndian
	if data[0] == 'M' {
		order = binary.BigEndian
	}
	at := uint64(order.Uint32(data[4:]))
	if at+2 > uint64(len(data)) {
		return nil, nil, cutShort
	}
	n := uint64(order.Uint16(data[at:])) * tiffEntry
	if at+2+n > uint64(len(data)) {
		return nil, nil, cutShort
	}
	return order, data[at+2 : at+2+n], nil
}

// tiffReader reads the first picture of a TIFF file: in strips or tiles, its
// channels side by side or in planes of their own.
type tiffReader struct {
	data  []byte
	order binary.ByteOrder
	tags  map[uint16][]byte // the bytes of their values
	kinds map[uint16]uint16

	w, h, samples, bits    int
	compression, colours   int
	planes                 int // 1: side by side
	inPlane                int // samples of a plane
	partW, partH           int // of a strip or tile
	across                 int
	starts, sizes          []int
	tables                 []byte
	subH, subV             int // of YCbCr that is not JPEG
	palette                []int
	alpha                  int // the sample that is alpha; 0: none
	associated, lsb, fax2D bool
	clipped                bool // a part goes on beyond the end of the file
	endless                bool // a part of it has all rows, but not the end of its compression
	predictor              bool
	lab                    *icc.Screen
	black, white           [3]float64
}

// numbers are the values of a tag.
func (r *tiffReader) numbers(tag uint16) (list []int) {
	b := r.tags[tag]
	switch r.kinds[tag] {
	case 1:
		for _, v := range b {
			list = append(list, int(v))
		}
	case 3:
		for ; len(b) >= 2; b = b[2:] {
			list = append(list, int(r.order.Uint16(b)))
		}
	case 4:
		for ; len(b) >= 4; b = b[4:] {
			list = append(list, int(r.order.Uint32(b)))
		}
	case 5: // fractions
		for ; len(b) >= 8; b = b[8:] {
			list = append(list, int(r.order.Uint32(b))/max(int(r.order.Uint32(b[4:])), 1))
		}
	}
	return list
}

// fractions are the values of a tag of fractions.
func (r *tiffReader) fractions(tag uint16) (list []float64) {
	if r.kinds[tag] != 5 {
		return nil
	}
	for b := r.tags[tag]; len(b) >= 8; b = b[8:] {
		list = append(list, float64(r.order.Uint32(b))/float64(max(r.order.Uint32(b[4:]), 1)))
	}
	return list
}

func (r *tiffReader) number(tag uint16, missing int) int {
	if list := r.numbers(tag); len(list) > 0 {
		return list[0]
	}
	return missing
}

func newTIFF(data []byte) (*tiffReader, error) {
	order, entries, err := directory(data)
	if err != nil {
		return nil, err
	}
	r := &tiffReader{data: data, order: order, tags: make(map[uint16][]byte), kinds: make(map[uint16]uint16)}
	for ; len(entries) >= tiffEntry; entries = entries[tiffEntry:] {
		tag, kind := order.Uint16(entries), order.Uint16(entries[2:])
		width := uint64([...]int{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8}[min(kind, 12)])
		n := uint64(order.Uint32(entries[4:])) * width
		value := entries[8:12]
		if n > 4 {
			at := uint64(order.Uint32(value))
			if at+n > uint64(len(data)) {
				if tag == tagProfile {
					continue
				}
				return nil, cutShort
			}
			value = data[at : at+n]
		}
		if _, twice := r.tags[tag]; !twice {
			r.tags[tag], r.kinds[tag] = value[:min(n, uint64(len(value)))], kind
		}
	}
	return r, r.settle()
}

// settle reads how the pixels are stored.
func (r *tiffReader) settle() error {
	r.w, r.h = r.number(tagWidth, 0), r.number(tagHeight, 0)
	if err := artwork.CheckSize(r.w, r.h); err != nil {
		return err
	}
	r.samples, r.bits = r.number(tagSamples, 1), r.number(tagBits, 1)
	r.compression, r.colours = r.number(tagCompression, 1), r.number(tagPhotometric, 0)
	r.lsb, r.predictor = r.number(tagFillOrder, 1) == 2, r.number(tagPredictor, 1) == 2
	r.fax2D = r.compression == 3 && r.number(tagFaxOptions, 0)&1 != 0
	if r.samples < 1 || r.samples > 8 || r.bits < 1 || r.bits > 16 {
		return artwork.Unsupported("TIFF, %d bit", r.bits)
	}
	r.planes, r.inPlane = 1, r.samples
	if r.number(tagPlanar, 1) == 2 && r.samples > 1 {
		r.planes, r.inPlane = r.samples, 1
	}
	if extra := r.numbers(tagExtraSamples); len(extra) > 0 && r.samples > r.channelsOf() && (extra[0] == 1 || extra[0] == 2) {
		r.alpha, r.associated = r.channelsOf(), extra[0] == 1
	}
	r.palette = r.numbers(tagPalette)
	switch {
	case r.samples < r.channelsOf() || r.colours == tiffPalette && (len(r.palette) < 3<<r.bits || r.bits > 8):
		return artwork.Broken("TIFF, %d samples", r.samples)
	}
	if b := r.tags[tagJPEGTables]; len(b) > 4 {
		r.tables = b
	}
	r.subH, r.subV = 1, 1
	if s := r.numbers(tagYCCSampling); r.colours == tiffYCC && r.compression != tiffJPEG {
		r.subH, r.subV = 2, 2
		if len(s) >= 2 {
			r.subH, r.subV = s[0], s[1]
		}
		if r.subH < 1 || r.subV < 1 || r.subH > 4 || r.subV > 4 || r.bits != 8 || r.planes > 1 && r.subH*r.subV > 1 {
			return artwork.Unsupported("TIFF YCbCr %d×%d, %d bit", r.subH, r.subV, r.bits)
		}
		if r.planes == 1 && r.samples != 3 {
			return artwork.Unsupported("TIFF YCbCr, %d samples", r.samples)
		}
		r.range8()
	}
	return r.parts()
}

// screen makes what shows Lab.
func (r *tiffReader) screen() (err error) {
	if r.colours == tiffLab || r.colours == tiffICCLab {
		space := icc.Lab(labRange, labRange)
		if white := r.fractions(tagWhite); r.colours == tiffLab && len(white) == 2 {
			space = icc.LabUnder(white[0], white[1], labRange, labRange)
		}
		r.lab, err = icc.NewScreen(space)
	}
	return err
}

// Photometric interpretations and compressions that are told apart here.
const (
	tiffWhiteIsZero = 0
	tiffBlackIsZero = 1
	tiffPalette     = 3
	tiffInks        = 5
	tiffYCC         = 6
	tiffLab         = 8
	tiffICCLab      = 9
	tiffJPEG        = 7
	tiffFax4        = 4
	tiffLZW         = 5
	tiffDeflate     = 8
	tiffPackBits    = 32773
	tiffOldDeflate  = 32946
)

// channelsOf is how many samples a colour takes.
func (r *tiffReader) channelsOf() int {
	switch r.colours {
	case tiffWhiteIsZero, tiffBlackIsZero, tiffPalette:
		return 1
	case tiffInks:
		return 4
	}
	return 3
}

// channels is how many the result has.
func (r *tiffReader) channels() int {
	if r.colours == tiffPalette {
		return 3
	}
	return r.channelsOf()
}

// range8 reads which values of YCbCr are black and white (TIFF 6.0, section 21).
func (r *tiffReader) range8() {
	for k := range 3 {
		r.black[k], r.white[k] = 0, 255
		if k > 0 {
			r.black[k] = 128
		}
	}
	if list := r.numbers(tagYCCRange); len(list) >= 6 {
		for k := range 3 {
			if list[2*k+1] > list[2*k] {
				r.black[k], r.white[k] = float64(list[2*k]), float64(list[2*k+1])
			}
		}
	}
}

// parts finds the strips or tiles.
func (r *tiffReader) parts() error {
	r.partW, r.partH = r.w, min(max(r.number(tagRowsPerStrip, r.h), 1), r.h)
	starts, sizes := uint16(tagStrips), uint16(tagStripBytes)
	if tw, th := r.number(tagTileWidth, 0), r.number(tagTileHeight, 0); tw > 0 && th > 0 {
		r.partW, r.partH = tw, th
		starts, sizes = tagTiles, tagTileBytes
		if r.tags[tagTiles] == nil {
			starts, sizes = tagStrips, tagStripBytes
		}
	}
	r.across = ceil(r.w, r.partW)
	if r.partW > 1<<17 {
		return artwork.TooLarge("TIFF TileWidth %d", r.partW)
	}
	if err := checkLine(r.across * r.partW * r.samples * 2); err != nil {
		return err
	}
	r.starts, r.sizes = r.numbers(starts), r.numbers(sizes)
	n := r.across * ceil(r.h, r.partH) * r.planes
	if len(r.sizes) == 0 && len(r.starts) == 1 {
		r.sizes = []int{len(r.data) - min(r.starts[0], len(r.data))} // old programs leave it out
	}
	if len(r.starts) < n || len(r.sizes) < n {
		return artwork.Broken("TIFF, %d of %d strips", min(len(r.starts), len(r.sizes)), n)
	}
	return nil
}

// part opens a strip or tile.
func (r *tiffReader) part(i int) ([]byte, error) {
	at, n := r.starts[i], r.sizes[i]
	if at > len(r.data) {
		return nil, cutShort
	}
	r.clipped = r.clipped || at+n > len(r.data)
	return r.data[at:min(at+n, len(r.data))], nil
}

// short is the fault of a part with fewer rows than it should have: the file is
// cut short where the part goes on beyond its end, else damaged.
func (r *tiffReader) short(err error) error {
	if err = tiffFault(err); cut(err) && !r.clipped {
		return artwork.Broken("TIFF, strip")
	}
	return err
}

// line is the bytes of a row of a part, of one plane. Rows of YCbCr come in
// groups of subV.
func (r *tiffReader) line() int {
	if r.subH*r.subV > 1 {
		return ceil(r.partW, r.subH) * (r.subH*r.subV + 2)
	}
	return (r.partW*r.inPlane*r.bits + 7) / 8
}

// open gives the unpacked bytes of a part.
func (r *tiffReader) open(i, rows int) (io.Reader, error) {
	packed, err := r.part(i)
	if err != nil {
		return nil, err
	}
	if r.lsb && r.compression != tiffFax4 {
		packed = slices.Clone(packed)
		for k, v := range packed {
			packed[k] = reversed(v)
		}
	}
	in := bytes.NewReader(packed)
	switch r.compression {
	case 0, 1:
		return in, nil
	case 2, 3:
		return &faxReader{in: packed, w: r.partW, bytes: r.compression == 2, two: r.fax2D}, nil
	case tiffFax4:
		order := ccitt.MSB
		if r.lsb {
			order = ccitt.LSB
		}
		// White runs are zeros; which colour zero is, the picture says.
		return ccitt.NewReader(in, order, ccitt.Group4, r.partW, rows, &ccitt.Options{Invert: true}), nil
	case tiffLZW:
		return lzw.NewReader(in, lzw.MSB, 8), nil
	case tiffDeflate, tiffOldDeflate:
		z, err := zlib.NewReader(in)
		if err != nil {
			return nil, tiffFault(err)
		}
		return z, nil
	case tiffPackBits:
		return &packBits{in: packed}, nil
	}
	return nil, artwork.Unsupported("TIFF %d", r.compression)
}

func reversed(v byte) byte {
	v = v>>4 | v<<4
	v = v>>2&0x33 | v<<2&0xcc
	return v>>1&0x55 | v<<1&0xaa
}

// packBits unpacks runs of bytes (TIFF 6.0, section 9).
type packBits struct {
	in   []byte
	left int
	run  bool
}

func (p *packBits) Read(out []byte) (n int, err error) {
	for n < len(out) {
		if p.left == 0 {
			if len(p.in) == 0 {
				break
			}
			c := int8(p.in[0])
			p.in = p.in[1:]
			switch {
			case c >= 0:
				p.left, p.run = int(c)+1, false
			case c > -128:
				p.left, p.run = 1-int(c), true
			}
			continue
		}
		if len(p.in) == 0 {
			break
		}
		out[n] = p.in[0]
		n++
		p.left--
		if !p.run || p.left == 0 {
			p.in = p.in[1:]
		}
	}
	if n == 0 && len(out) > 0 {
		return 0, io.EOF
	}
	return n, nil
}

func tiffFault(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return cutShort
	}
	if errors.Is(err, artwork.ErrBroken) {
		return err
	}
	return artwork.Broken("TIFF, %v", err)
}

// readTIFF reads a file into a canvas of so much room. lost is how many rows are
// missing, -1 where it is the end of the compression alone.
func readTIFF(data []byte, room int) (image.Image, int, error) { return countTIFF(data, room, nil) }

// countTIFF tells line art from photographs beside that.
func countTIFF(data []byte, room int, lines *lineCounts) (image.Image, int, error) {
	r, err := newTIFF(data)
	if err != nil {
		return nil, 0, err
	}
	c := newCanvas(r.w, r.h, r.channels(), room)
	c.lines = lines
	if !c.judging() {
		if err := r.screen(); err != nil {
			return nil, 0, err
		}
	}
	for band := range ceil(r.h, r.partH) {
		if err = r.band(c, band); err != nil {
			break
		}
	}
	if err != nil && !(cut(err) && c.rows > 0) {
		return nil, 0, err
	}
	lost, err := c.rest()
	if lost == 0 && r.endless {
		lost = -1
	}
	return c.image(), lost, err
}

func cut(err error) bool { return err == error(cutShort) }

// band reads a strip, or a row of tiles, of all planes.
func (r *tiffReader) band(c *canvas, band int) error {
	rows := min(r.partH, r.h-band*r.partH)
	if r.compression == tiffJPEG {
		return r.jpegs(c, band, rows)
	}
	// Tiles are full also at the edge.
	full := rows
	if r.tiled() {
		full = r.partH
	}
	per := r.across * ceil(r.h, r.partH)
	in := make([]io.Reader, r.planes*r.across)
	for p := range r.planes {
		for x := range r.across {
			var err error
			if in[p*r.across+x], err = r.open(p*per+band*r.across+x, full); err != nil {
				return err
			}
		}
	}
	if c.judging() {
		return r.judge(c, in, rows)
	}
	raw := make([]byte, r.line())
	values := make([]uint16, r.across*r.partW*r.samples*r.subV)
	out := make([]byte, r.w*c.channels)
	for y := 0; y < rows; y += r.subV {
		for i, src := range in {
			if _, err := io.ReadFull(src, raw); err != nil {
				return r.short(err)
			}
			r.values(values, raw, i/r.across, i%r.across)
		}
		for k := range min(r.subV, rows-y) {
			r.plain(out, values[k*r.across*r.partW*r.samples:])
			c.row(out)
		}
	}
	return r.ends(in, rows)
}

// judge reads the rows of a band without making pixels of them.
func (r *tiffReader) judge(c *canvas, in []io.Reader, rows int) error {
	raw := make([]byte, r.line())
	for y := 0; y < rows; y += r.subV {
		for _, src := range in {
			if _, err := io.ReadFull(src, raw); err != nil {
				return r.short(err)
			}
		}
		for range min(r.subV, rows-y) {
			c.row(nil)
		}
	}
	return r.ends(in, rows)
}

// ends reads what stands behind the rows of a band to its end: the check sum of
// Deflate, which alone tells of every wrong byte, or codes that LZW does not have or
// that stand for more than the rows; of PackBits nothing may be left over but what
// fills up.
// Some programs fill the last strip up to the height of the others.
func (r *tiffReader) ends(in []io.Reader, rows int) error {
	switch r.compression {
	case tiffPackBits:
		for _, src := range in {
			p := src.(*packBits)
			if slices.ContainsFunc(p.in, func(b byte) bool { return b != 0 && b != 0x80 }) || p.left > 1 {
				return artwork.Broken("TIFF, PackBits")
			}
		}
		return nil
	case tiffLZW, tiffDeflate, tiffOldDeflate:
	default:
		return nil
	}
	spare := int64(r.partH-rows+r.subV) * int64(r.line())
	for _, src := range in {
		n, err := io.CopyN(io.Discard, src, spare)
		switch {
		case r.compression == tiffLZW && r.subV == 1 && n != 0 && n != spare-int64(r.line()):
			return artwork.Broken("TIFF, LZW") // a wrong code stands for more bytes, or fewer
		case errors.Is(err, io.ErrUnexpectedEOF):
			r.endless = r.compression != tiffLZW // old programs leave the end of LZW out
		case err != nil && err != io.EOF:
			return tiffFault(err)
		case n == spare && r.compression != tiffLZW:
			return artwork.Broken("TIFF, Deflate")
		}
	}
	return nil
}

func (r *tiffReader) tiled() bool { return r.number(tagTileWidth, 0) > 0 }

// values spreads a row of a part among the samples of the picture's rows.
func (r *tiffReader) values(out []uint16, raw []byte, plane, part int) {
	at := part*r.partW*r.samples + plane
	if r.subH*r.subV > 1 {
		r.sampledValues(out[at:], raw)
		return
	}
	n := r.partW * r.inPlane
	step := r.samples / r.inPlane // 1, or that of planes
	switch r.bits {
	case 8:
		if r.predictor {
			for i := r.inPlane; i < n; i++ {
				raw[i] += raw[i-r.inPlane]
			}
		}
		for i, v := range raw[:n] {
			out[at+i*step] = uint16(v)
		}
	case 16:
		for i := range n {
			v := r.order.Uint16(raw[2*i:])
			if r.predictor && i >= r.inPlane {
				v += out[at+(i-r.inPlane)*step]
			}
			out[at+i*step] = v
		}
	default:
		// A row begins with a byte, and its bits run on.
		bit := 0
		for i := range n {
			v := uint32(0)
			for k := bit / 8; k <= (bit+r.bits-1)/8; k++ {
				v = v<<8 | uint32(raw[k])
			}
			v >>= (8 - (bit+r.bits)%8) % 8
			out[at+i*step] = uint16(v & (1<<r.bits - 1))
			bit += r.bits
		}
	}
}

// sampledValues spreads units of YCbCr: the brightness of some pixels, then the
// two colours that they share (TIFF 6.0, section 21).
func (r *tiffReader) sampledValues(out []uint16, raw []byte) {
	line := r.across * r.partW * r.samples
	for x := 0; x < r.partW; x += r.subH {
		unit := raw[x/r.subH*(r.subH*r.subV+2):]
		cb, cr := uint16(unit[r.subH*r.subV]), uint16(unit[r.subH*r.subV+1])
		for v := range r.subV {
			for h := range min(r.subH, r.partW-x) {
				d := out[v*line+(x+h)*3:]
				d[0], d[1], d[2] = uint16(unit[v*r.subH+h]), cb, cr
			}
		}
	}
}

// plain gives a row in a byte a channel, on white paper.
func (r *tiffReader) plain(out []byte, values []uint16) {
	most := uint32(1)<<r.bits - 1
	to8 := func(v uint16) byte { return byte((uint32(v)*255 + most/2) / most) }
	if r.bits == 16 {
		to8 = func(v uint16) byte { return byte(v >> 8) }
	}
	n := r.channels()
	for x := range r.w {
		s, d := values[x*r.samples:(x+1)*r.samples], out[x*n:(x+1)*n]
		switch r.colours {
		case tiffWhiteIsZero:
			d[0] = 255 - to8(s[0])
		case tiffPalette:
			for k := range 3 {
				d[k] = byte(r.palette[k<<r.bits+int(s[0])] >> 8)
			}
		case tiffYCC:
			if r.compression == tiffJPEG { // turned by its reader
				d[0], d[1], d[2] = byte(s[0]), byte(s[1]), byte(s[2])
			} else {
				d[0], d[1], d[2] = r.film(s)
			}
		case tiffLab, tiffICCLab:
			d[0], d[1], d[2] = to8(s[0]), to8(s[1]), to8(s[2])
			if r.colours == tiffLab { // a* and b* have a sign
				d[1] ^= 0x80
				d[2] ^= 0x80
			}
			r.lab.Convert(d, d, 3, 1)
		default:
			for k := range n {
				d[k] = to8(s[k])
			}
		}
		if r.alpha > 0 {
			r.overPaper(d, to8(s[r.alpha]))
		}
	}
}

// overPaper lays a pixel over paper. Colours that are associated with alpha
// have been multiplied by it; ink on paper is where there is some.
func (r *tiffReader) overPaper(d []byte, alpha byte) {
	for k := range d {
		switch {
		case r.colours == tiffInks && r.associated:
		case r.colours == tiffInks:
			d[k] = 255 - onPaper(255-d[k], alpha)
		case r.associated && r.colours != tiffWhiteIsZero:
			d[k] = byte(min(int(d[k])+255-int(alpha), 255))
		default:
			d[k] = onPaper(d[k], alpha)
		}
	}
}

// film is a colour of YCbCr in its own range.
func (r *tiffReader) film(s []uint16) (red, green, blue byte) {
	y := float64((float64(s[0]) - r.black[0]) * (255 / (r.white[0] - r.black[0])))
	cb := float64((float64(s[1])-r.black[1])*(127/(r.white[1]-r.black[1]))) + 128
	cr := float64((float64(s[2])-r.black[2])*(127/(r.white[2]-r.black[2]))) + 128
	whole := func(v float64) byte { return byte(min(max(v+0.5, 0), 255)) }
	return ycc(whole(y), whole(cb), whole(cr))
}

// jpegs reads a strip or a row of tiles that are JPEG (TIFF technical note 2).
func (r *tiffReader) jpegs(c *canvas, band, rows int) error {
	per := r.across * ceil(r.h, r.partH)
	n := r.channels()
	tiles := make([]image.Image, r.planes*r.across)
	room := decodedRoom / len(tiles)
	if c.judging() {
		room = justJudge
	}
	for p := range r.planes {
		for x := range r.across {
			packed, err := r.part(p*per + band*r.across + x)
			if err != nil {
				return err
			}
			j := &jpegReader{plain: r.colours != tiffYCC}
			img, lost, err := j.read(packed, r.tables, room)
			if err != nil {
				return err
			}
			b := img.Bounds()
			if lost > 0 || j.shrink > 1 || b.Dx() < min(r.partW, r.w) || b.Dy() < rows {
				return fmt.Errorf("%w: TIFF JPEG %d×%d", artwork.ErrUnsupported, b.Dx(), b.Dy())
			}
			tiles[p*r.across+x] = img
		}
	}
	if c.judging() {
		for range rows {
			c.row(nil)
		}
		return nil
	}
	values := make([]uint16, r.across*r.partW*r.samples)
	out := make([]byte, r.w*n)
	for y := range rows {
		for i, img := range tiles {
			plane, from := i/r.across, i%r.across*r.partW
			for x := range min(r.partW, r.w-from) {
				d := values[(from+x)*r.samples+plane:]
				switch m := img.(type) {
				case *image.Gray:
					d[0] = uint16(m.Pix[y*m.Stride+x])
				case *image.RGBA:
					s := m.Pix[y*m.Stride+4*x:]
					d[0], d[1], d[2] = uint16(s[0]), uint16(s[1]), uint16(s[2])
				case *image.CMYK:
					s := m.Pix[y*m.Stride+4*x:]
					d[0], d[1], d[2], d[3] = uint16(s[0]), uint16(s[1]), uint16(s[2]), uint16(s[3])
				case *image.YCbCr:
					at, ct := m.YOffset(x, y), m.COffset(x, y)
					a, b, e := ycc(m.Y[at], m.Cb[ct], m.Cr[ct])
					d[0], d[1], d[2] = uint16(a), uint16(b), uint16(e)
				}
			}
		}
		r.plain(out, values)
		c.row(out)
	}
	return nil
}

// labRange is that of a* and b* in 8 bits, as ICC codes them.
var labRange = [2]float64{-128, 127}
