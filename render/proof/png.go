package proof

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"io"
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
	step := 3
	if grey {
		header[9], step = grey8, 1
	}
	var data bytes.Buffer
	data.Grow(width * height / 4)
	z, err := zlib.NewWriterLevel(&data, zlib.BestSpeed)
	if err != nil {
		return err
	}
	rows := [2][]byte{make([]byte, width*step), make([]byte, width*step)}
	line := make([]byte, 1+width*step)
	for y := range height {
		now, above := rows[y&1], rows[1-y&1]
		pack(now, img.Pix[y*img.Stride:y*img.Stride+width*4], grey)
		filter(line, now, above, step)
		if _, err := z.Write(line); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}

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
	chunk(&head, "IDAT", data.Bytes())
	chunk(&head, "IEND", nil)
	_, err = w.Write(head.Bytes())
	return err
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
	for y := range img.Rect.Dy() {
		row := img.Pix[y*img.Stride : y*img.Stride+img.Rect.Dx()*4]
		for ; len(row) >= 4; row = row[4:] {
			if row[0] != row[1] || row[1] != row[2] {
				return false
			}
		}
	}
	return true
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
