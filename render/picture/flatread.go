package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"io"
	"slices"

	"golang.org/x/image/vp8"
	"golang.org/x/image/webp"

	"duikai/layout/artwork"
)

// readGIF reads the first frame, in its place on the screen of the file. lost is -1
// where it is whole and the file ends before its trailer. Its codes have no sum: a
// wrong one that stands for as many pixels as the right one is not seen.
func readGIF(data []byte, info artwork.Info, room int) (m image.Image, lost int, err error) {
	if info.Width*info.Height*5 > decodedRoom { // the frame, and what is made of it
		return nil, 0, artwork.TooLarge("%d×%d", info.Width, info.Height)
	}
	frames, whole := artwork.GIFEnds(data)
	img, err := gif.Decode(bytes.NewReader(data))
	switch {
	case err != nil && frames == 0 && !whole:
		return nil, 0, cutShort
	case err != nil:
		return nil, 0, readFault(err)
	case !whole:
		lost = -1
	}
	if room == justJudge {
		return unpainted(info), lost, nil
	}
	out := image.NewRGBA(image.Rect(0, 0, info.Width, info.Height))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(out, img.Bounds(), img, img.Bounds().Min, draw.Over)
	return out, lost, nil
}

// unpainted is a picture in colour that was only judged.
func unpainted(info artwork.Info) image.Image {
	return &image.RGBA{Stride: 4 * info.Width, Rect: image.Rect(0, 0, info.Width, info.Height)}
}

// readFault tells a file that ends too early from one that is damaged.
func readFault(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return cutShort
	}
	return unreadable(err)
}

// readWebP reads a WebP file. The lossy kind stores brightness from 16 to 235
// and colours from 16 to 240, as film does (RFC 6386, 9.2), not as JPEG does.
func readWebP(data []byte, info artwork.Info, room int) (image.Image, error) {
	const perPixel = 6 // what the decoder holds, and what is made of it
	if info.Width*info.Height*perPixel > decodedRoom*2 {
		return nil, artwork.TooLarge("%d×%d", info.Width, info.Height)
	}
	place := image.Point{}
	if info.Still > 0 {
		var err error
		if data, place, err = firstFrame(data); err != nil {
			return nil, err
		}
		size, err := webp.DecodeConfig(bytes.NewReader(data))
		if err != nil {
			return nil, readFault(err)
		}
		if place.X+size.Width > info.Width || place.Y+size.Height > info.Height {
			return nil, artwork.Broken("WebP ANMF")
		}
	}
	img, err := webp.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, readFault(err)
	}
	if room == justJudge {
		return unpainted(info), nil
	}
	switch m := img.(type) {
	case *image.YCbCr:
		img = fromStudio(m, nil)
	case *image.NYCbCrA:
		img = fromStudio(&m.YCbCr, m)
	}
	b := img.Bounds()
	if m, ok := img.(*image.RGBA); ok && b.Dx() == info.Width && b.Dy() == info.Height {
		return m, nil // it is on white already
	}
	out := image.NewRGBA(image.Rect(0, 0, info.Width, info.Height))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(out, b.Sub(b.Min).Add(place), img, b.Min, draw.Over)
	return out, nil
}

// spareWebP tells whether a picture that was read has come to its end before its
// data has: an arithmetic code, and a prefix code, use up what was written as
// long as each of their bits is right. After a wrong one they go on to decode
// something, and come to the end of the picture sooner or later than they should;
// later is an error of the decoder. So nothing may be read from data that lacks
// its last bytes.
func spareWebP(data []byte) bool {
	name, body, rest := "", []byte(nil), data[min(riffHead, len(data)):]
	for name != "VP8 " && name != "VP8L" {
		var err error
		if name, body, rest, err = riffChunk(rest); err != nil {
			return false
		}
	}
	if name == "VP8L" {
		const head = 5
		if len(body) < head {
			return false
		}
		size := binary.LittleEndian.Uint32(body[1:])
		return vp8lEnds(body[head:], int(size&0x3fff)+1, int(size>>14&0x3fff)+1) != nil
	}
	const spare = 8 // what an encoder fills up with and a decoder reads ahead
	if len(body) < spare || len(bytes.Trim(body[len(body)-spare:], "\x00")) == 0 {
		return false // filled up with zeros
	}
	if readsVP8(body[:len(body)-spare]) {
		return true
	}
	// The modes of all blocks stand in a part of their own, whose length is in the
	// first three bytes behind five bits (RFC 6386, 9.1).
	const head, shift = 10, 5
	tag := uint32(body[0]) | uint32(body[1])<<8 | uint32(body[2])<<16
	modes := int(tag >> shift)
	if modes < spare || head+modes > len(body) {
		return false
	}
	short := slices.Concat(body[:head+modes-spare], body[head+modes:])
	tag -= uint32(spare) << shift
	short[0], short[1], short[2] = byte(tag), byte(tag>>8), byte(tag>>16)
	return readsVP8(short)
}

func readsVP8(body []byte) bool {
	d := vp8.NewDecoder()
	d.Init(bytes.NewReader(body), len(body))
	if _, err := d.DecodeFrameHeader(); err != nil {
		return false
	}
	_, err := d.DecodeFrame()
	return err == nil
}

// riffHead is what stands before the first chunk of a WebP file.
const riffHead = 12

// riffChunk parts the first chunk from those behind it.
func riffChunk(b []byte) (name string, body, rest []byte, err error) {
	const head = 8
	if len(b) < head {
		return "", nil, nil, cutShort
	}
	n := int64(binary.LittleEndian.Uint32(b[4:]))
	if n > int64(len(b)-head) {
		return "", nil, nil, cutShort
	}
	return string(b[:4]), b[head : head+n], b[min(head+n+n&1, int64(len(b))):], nil
}

// firstFrame is the first frame of an animation as a file of its own, and where
// it stands on the canvas (RFC 9649, 2.7.1.1).
func firstFrame(data []byte) (file []byte, place image.Point, err error) {
	const frame = 16
	le := binary.LittleEndian
	name, body, rest := "", []byte(nil), data[min(riffHead, len(data)):]
	for name != "ANMF" {
		if name, body, rest, err = riffChunk(rest); err != nil {
			return nil, place, err
		}
	}
	if len(body) < frame {
		return nil, place, artwork.Broken("WebP ANMF")
	}
	small := func(at int) uint32 { return uint32(body[at]) | uint32(body[at+1])<<8 | uint32(body[at+2])<<16 }
	place = image.Pt(2*int(small(0)), 2*int(small(3)))
	parts := body[frame:]
	out := []byte("WEBP")
	if bytes.HasPrefix(parts, []byte("ALPH")) {
		const alpha = 0x10
		out = append(out, "VP8X\x0a\x00\x00\x00"...)
		out = append(append(out, alpha, 0, 0, 0), body[6:12]...) // the frame's size is that of the canvas
	}
	for len(parts) > 0 {
		if name, body, rest, err = riffChunk(parts); err != nil {
			return nil, place, err
		}
		if name == "ALPH" || name == "VP8 " || name == "VP8L" {
			out = append(out, parts[:len(parts)-len(rest)]...)
		}
		parts = rest
	}
	return append(le.AppendUint32([]byte("RIFF"), uint32(len(out))), out...), place, nil
}

// fromStudio turns values of the range of film into red, green and blue on
// white paper.
func fromStudio(m *image.YCbCr, alpha *image.NYCbCrA) *image.RGBA {
	b := m.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		row := out.Pix[y*out.Stride:][:4*b.Dx()]
		for x := range b.Dx() {
			at, c := m.YOffset(b.Min.X+x, b.Min.Y+y), m.COffset(b.Min.X+x, b.Min.Y+y)
			d := row[4*x : 4*x+4 : 4*x+4]
			d[0], d[1], d[2] = studio(m.Y[at], m.Cb[c], m.Cr[c])
			d[3] = 0xff
			if alpha != nil {
				a := alpha.A[alpha.AOffset(b.Min.X+x, b.Min.Y+y)]
				d[0], d[1], d[2] = onPaper(d[0], a), onPaper(d[1], a), onPaper(d[2], a)
			}
		}
	}
	return out
}

// studio is a colour of ITU-R BT.601 in the range of film.
func studio(y, cb, cr byte) (r, g, b byte) {
	// 255/219 and 255/224 times the factors of BT.601, in 65,536ths.
	const luma, crR, cbG, crG, cbB = 76309, 104597, 25675, 53279, 132201
	l, u, v := (int32(y)-16)*luma+1<<15, int32(cb)-128, int32(cr)-128
	return clip8((l + crR*v) >> 16), clip8((l - cbG*u - crG*v) >> 16), clip8((l + cbB*u) >> 16)
}

func clip8(v int32) byte { return byte(min(max(v, 0), 255)) }

// ycc is a colour of JPEG.
func ycc(y, cb, cr byte) (r, g, b byte) { return color.YCbCrToRGB(y, cb, cr) }
