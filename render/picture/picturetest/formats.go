package picturetest

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image/color"
	"math/bits"
)

// withTurn puts an EXIF block with an orientation behind the first marker of a
// JPEG file.
func withTurn(data []byte, turn int) []byte {
	exif := []byte("\xff\xe1\x00\x00Exif\x00\x00MM\x00*\x00\x00\x00\x08" + // one table follows at 8
		"\x00\x01" + // of one entry:
		"\x01\x12\x00\x03\x00\x00\x00\x01" + // tag 274, a short
		"\x00" + string(rune(turn)) + "\x00\x00" + "\x00\x00\x00\x00")
	binary.BigEndian.PutUint16(exif[2:], uint16(len(exif)-2))
	return append(append(append([]byte{}, data[:2]...), exif...), data[2:]...)
}

// channels is how a JPEG file stores colours.
type channels struct {
	of    func(color.RGBA) []byte
	ids   string
	adobe int // the transform of the Adobe marker; -1: no marker
}

var (
	ycc = channels{func(c color.RGBA) []byte {
		y, cb, cr := color.RGBToYCbCr(c.R, c.G, c.B)
		return []byte{y, cb, cr}
	}, "\x01\x02\x03", -1}
	plainRGB = channels{func(c color.RGBA) []byte { return []byte{c.R, c.G, c.B} }, "RGB", 0}
	// Adobe's programs store 255 for no ink; brightness and colour are made of
	// the three inks the other way round.
	cmyk = channels{inverted, "\x01\x02\x03\x04", 0}
	ycck = channels{func(c color.RGBA) []byte {
		i := inverted(c)
		y, cb, cr := color.RGBToYCbCr(255-i[0], 255-i[1], 255-i[2])
		return []byte{y, cb, cr, i[3]}
	}, "\x01\x02\x03\x04", 2}
)

func inverted(c color.RGBA) []byte {
	i, m, y, k := color.RGBToCMYK(c.R, c.G, c.B)
	return []byte{255 - i, 255 - m, 255 - y, 255 - k}
}

// dct writes a JPEG file of four quarters by their mean values alone: every
// block of 8 by 8 pixels is of one colour.
func dct(c [4]color.RGBA, ch channels, progressive bool) []byte {
	out := []byte{0xff, 0xd8}
	segment := func(mark byte, body ...byte) {
		out = append(out, 0xff, mark, byte((len(body)+2)>>8), byte(len(body)+2))
		out = append(out, body...)
	}
	if ch.adobe >= 0 {
		segment(0xee, append([]byte("Adobe\x00\x64\x00\x00\x00\x00"), byte(ch.adobe))...)
	}
	segment(0xdb, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...)...)
	n := len(ch.ids)
	frame := []byte{8, 0, Height, 0, Width, byte(n)}
	scan := []byte{byte(n)}
	for _, id := range []byte(ch.ids) {
		frame = append(frame, id, 0x11, 0)
		scan = append(scan, id, 0)
	}
	sof, last := byte(0xc0), byte(63)
	if progressive {
		sof, last = 0xc2, 0
	}
	segment(sof, frame...)
	// Means: twelve categories, each a code of four bits. Details: "no more",
	// one bit.
	segment(0xc4, 0x00, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
	segment(0xc4, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	segment(0xda, append(scan, 0, last, 0)...)

	var w bitWriter
	before := make([]int, n)
	for y := 0; y < Height; y += 8 {
		for x := 0; x < Width; x += 8 {
			for i, v := range ch.of(c[quarter(x, y, Width, Height)]) {
				mean := 8 * (int(v) - 128)
				d := mean - before[i]
				before[i] = mean
				category := bits.Len(uint(max(d, -d)))
				w.high(category, 4)
				if d < 0 {
					d += 1<<category - 1
				}
				w.high(d, category)
				if !progressive {
					w.high(0, 1)
				}
			}
		}
	}
	for w.n%8 != 0 { // fills the last byte
		w.high(1, 1)
	}
	for _, b := range w.out {
		if out = append(out, b); b == 0xff {
			out = append(out, 0)
		}
	}
	return append(out, 0xff, 0xd9)
}

// bitWriter packs bits, from the highest or the lowest of each byte.
type bitWriter struct {
	out []byte
	n   int // bits in the last byte
}

func (w *bitWriter) bit(v, place int) {
	if w.n%8 == 0 {
		w.out, w.n = append(w.out, 0), 0
	}
	w.out[len(w.out)-1] |= byte(v&1) << place
	w.n++
}

func (w *bitWriter) high(v, n int) {
	for i := n - 1; i >= 0; i-- {
		w.bit(v>>i, 7-w.n%8)
	}
}

func (w *bitWriter) low(v, n int) {
	for i := range n {
		w.bit(v>>i, w.n%8)
	}
}

func chunk(out []byte, name string, body []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(body)))
	at := len(out)
	out = append(append(out, name...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[at:]))
}

func header(w, h int, rest ...byte) []byte {
	b := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n"), 13)
	at := len(b)
	b = binary.BigEndian.AppendUint32(append(b, "IHDR"...), uint32(w))
	b = append(binary.BigEndian.AppendUint32(b, uint32(h)), rest...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[at:]))
}

func deflate(b []byte) []byte {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	w.Write(b)
	w.Close()
	return out.Bytes()
}

// interlaced is a PNG file that shows its picture in seven passes.
func interlaced(c [4]color.RGBA) []byte {
	var raw []byte
	for _, p := range [][4]int{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}} {
		for y := p[1]; y < Height; y += p[3] {
			raw = append(raw, 0)
			for x := p[0]; x < Width; x += p[2] {
				q := c[quarter(x, y, Width, Height)]
				raw = append(raw, q.R, q.G, q.B)
			}
		}
	}
	return chunk(chunk(header(Width, Height, 8, 2, 0, 0, 1), "IDAT", deflate(raw)), "IEND", nil)
}

// chunks is a PNG file with its pixels in many pieces, an empty one among them,
// and a comment.
func chunks(c [4]color.RGBA) []byte {
	var raw []byte
	for y := range Height {
		raw = append(raw, 0)
		for x := range Width {
			q := c[quarter(x, y, Width, Height)]
			raw = append(raw, q.R, q.G, q.B)
		}
	}
	out := chunk(header(Width, Height, 8, 2, 0, 0, 0), "tEXt", []byte("Comment\x00where it was taken"))
	packed := deflate(raw)
	out = chunk(chunk(out, "IDAT", packed[:10]), "IDAT", nil)
	return chunk(chunk(out, "IDAT", packed[10:]), "IEND", nil)
}

// Bomb is the beginning of a PNG file that claims to be huge.
func Bomb(w, h int) []byte {
	return chunk(chunk(header(w, h, 8, 2, 0, 0, 0), "IDAT", deflate(make([]byte, 1<<16))), "IEND", nil)
}

// webp writes a WebP file without loss: every channel of the four colours is 0
// or 255, and so takes one bit.
func webp(c [4]color.RGBA) []byte {
	var w bitWriter
	w.low(0x2f, 8)
	w.low(Width-1, 14)
	w.low(Height-1, 14)
	w.low(0, 4) // no alpha, version 0
	w.low(0, 3) // no transforms, no colour cache, one set of codes
	for range 3 {
		// Green, red, blue: a simple code of the two symbols 0 and 255.
		w.low(1, 1)
		w.low(1, 1)
		w.low(1, 1)
		w.low(0, 8)
		w.low(255, 8)
	}
	// Alpha: always 255. Distance: always 0.
	w.low(1, 1)
	w.low(0, 1)
	w.low(1, 1)
	w.low(255, 8)
	w.low(1, 1)
	w.low(0, 1)
	w.low(0, 1)
	w.low(0, 1)
	for y := range Height {
		for x := range Width {
			q := c[quarter(x, y, Width, Height)]
			w.low(int(q.G)&1, 1)
			w.low(int(q.R)&1, 1)
			w.low(int(q.B)&1, 1)
		}
	}
	if len(w.out)%2 == 1 {
		w.out = append(w.out, 0)
	}
	b := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len("WEBPVP8L")+4+len(w.out)))
	b = binary.LittleEndian.AppendUint32(append(b, "WEBPVP8L"...), uint32(len(w.out)))
	return append(b, w.out...)
}
