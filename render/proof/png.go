package proof

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"hash/adler32"
	"hash/crc32"
	"image"
	"io"
	"sync/atomic"

	"duikai/layout/parallel"
)

// EncodePNG writes an opaque picture as a PNG, fast: image/png tries five
// filters for each row of a page, which takes three times as long as drawing
// it. A page without colour is written grey, which is a third of the bytes.
// Rows of text are best left alone, for the same characters come again and
// again; rows of pictures become smaller by what they differ from the row above.
func EncodePNG(w io.Writer, img *image.RGBA, dpi int) error {
	b := img.Rect
	width, height := b.Dx(), b.Dy()
	grey := isGrey(img)
	const grey8, rgb8 = 0, 2 // colour types
	header := make([]byte, 13)
	binary.BigEndian.PutUint32(header, uint32(width))
	binary.BigEndian.PutUint32(header[4:], uint32(height))
	header[8], header[9] = 8, rgb8
	if grey {
		header[9] = grey8
	}
	bands := make([]band, (height+bandRows-1)/bandRows)
	parallel.Each(len(bands), func(i int) {
		last := i == len(bands)-1
		bands[i] = encodeBand(img, i*bandRows, min((i+1)*bandRows, height), grey, last)
	})
	data := []byte(zlibHead)
	sum := uint32(1)
	for _, p := range bands {
		if p.err != nil {
			return p.err
		}
		data = append(data, p.data...)
		sum = joinAdler(sum, p.sum, p.size)
	}
	data = binary.BigEndian.AppendUint32(data, sum)

	var head bytes.Buffer
	head.WriteString("\x89PNG\r\n\x1a\n")
	chunk(&head, "IHDR", header)
	if dpi > 0 {
		const unitMetre = 1
		perMetre := uint32((dpi*10000 + 127) / 254)
		phys := binary.BigEndian.AppendUint32(nil, perMetre)
		phys = binary.BigEndian.AppendUint32(phys, perMetre)
		chunk(&head, "pHYs", append(phys, unitMetre))
	}
	chunk(&head, "IDAT", data)
	chunk(&head, "IEND", nil)
	_, err := w.Write(head.Bytes())
	return err
}

// bandRows is how many rows are compressed by themselves, side by side with the others.
// What a band would have found again in the one above costs less than a hundredth.
const bandRows = 256

// zlibHead opens a stream of zlib (RFC 1950) that was compressed fast: a window of
// 32 KB, and a check of both bytes.
const zlibHead = "\x78\x01"

// band is some rows of a picture, compressed.
type band struct {
	data []byte
	size int    // of what was compressed
	sum  uint32 // its Adler-32
	err  error
}

// encodeBand compresses rows so that those of the next band can stand behind them.
func encodeBand(img *image.RGBA, from, to int, grey, last bool) (out band) {
	width, step := img.Rect.Dx(), 3
	if grey {
		step = 1
	}
	var data bytes.Buffer
	data.Grow(width * (to - from) / 4)
	var z *flate.Writer
	if z, out.err = flate.NewWriter(&data, flate.BestSpeed); out.err != nil {
		return out
	}
	rows := [2][]byte{make([]byte, width*step), make([]byte, width*step)}
	row := func(y int) []byte { return img.Pix[y*img.Stride : y*img.Stride+width*4] }
	if from > 0 {
		pack(rows[1-from&1], row(from-1), grey)
	}
	line := make([]byte, 1+width*step)
	sum := adler32.New()
	for y := from; y < to; y++ {
		now, above := rows[y&1], rows[1-y&1]
		pack(now, row(y), grey)
		filter(line, now, above, step)
		_, _ = sum.Write(line) // a hash cannot fail
		out.size += len(line)
		if _, out.err = z.Write(line); out.err != nil {
			return out
		}
	}
	if last {
		out.err = z.Close()
	} else {
		out.err = z.Flush()
	}
	out.data, out.sum = data.Bytes(), sum.Sum32()
	return out
}

// joinAdler is the Adler-32 of bytes that follow others, from the sums of both and the
// number of the later ones (RFC 1950, section 9): the first half of the sum is one
// more than the sum of all bytes, the second the sum of the first half after each.
func joinAdler(first, second uint32, size int) uint32 {
	const base = 65521
	a, b := uint64(first&0xffff), uint64(first>>16)
	c, d := uint64(second&0xffff), uint64(second>>16)
	n := uint64(size) % base
	low := (a + c + base - 1) % base
	high := (b + d + n*(a+base-1)) % base
	return uint32(high<<16 | low)
}

func chunk(b *bytes.Buffer, name string, data []byte) {
	var n [4]byte
	binary.BigEndian.PutUint32(n[:], uint32(len(data)))
	b.Write(n[:])
	b.WriteString(name)
	b.Write(data)
	sum := crc32.NewIEEE()
	_, _ = io.WriteString(sum, name) // a hash cannot fail
	_, _ = sum.Write(data)
	binary.BigEndian.PutUint32(n[:], sum.Sum32())
	b.Write(n[:])
}

// isGrey tells whether a picture has no colour.
func isGrey(img *image.RGBA) bool {
	var coloured atomic.Bool
	parallel.Each((img.Rect.Dy()+bandRows-1)/bandRows, func(i int) {
		for y := i * bandRows; y < min((i+1)*bandRows, img.Rect.Dy()) && !coloured.Load(); y++ {
			row := img.Pix[y*img.Stride : y*img.Stride+img.Rect.Dx()*4]
			for ; len(row) >= 4; row = row[4:] {
				if row[0] != row[1] || row[1] != row[2] {
					coloured.Store(true)
					return
				}
			}
		}
	})
	return !coloured.Load()
}

// pack takes the channels that are written out of a row.
func pack(dst, src []byte, grey bool) {
	if grey {
		for i := range dst {
			dst[i] = src[i*4]
		}
		return
	}
	for i := 0; len(src) >= 4; i, src = i+3, src[4:] {
		d := dst[i : i+3 : i+3]
		d[0], d[1], d[2] = src[0], src[1], src[2]
	}
}

// The filters used.
const (
	filterNone = 0
	filterUp   = 2
)

// filter writes a row with the filter that suits it.
func filter(line, now, above []byte, step int) {
	body := line[1:]
	if !toned(now, step) {
		line[0] = filterNone
		copy(body, now)
		return
	}
	line[0] = filterUp
	for i, v := range now {
		body[i] = v - above[i]
	}
}

// toned tells whether a row crosses a picture: looked at in places, more than a
// part of its pixels are neither paper nor ink and differ from their
// neighbours.
func toned(row []byte, step int) bool {
	const (
		every = 16 // pixels between the places looked at
		part  = 4  // one place in this many makes a picture
	)
	tones, places := 0, 0
	for i := step; i < len(row); i += every * step {
		places++
		if v := row[i]; v > 16 && v < 240 {
			tones++
		}
	}
	return tones*part > places
}
