package picture

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"io"

	"golang.org/x/image/webp"

	"duikai/layout/artwork"
)

// readGIF reads the first frame, in its place on the screen of the file.
func readGIF(data []byte, info artwork.Info, room int) (image.Image, error) {
	if info.Width*info.Height*5 > room { // the frame, and what is made of it
		return nil, artwork.TooLarge("%d×%d", info.Width, info.Height)
	}
	img, err := gif.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, readFault(err)
	}
	out := image.NewRGBA(image.Rect(0, 0, info.Width, info.Height))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(out, img.Bounds(), img, img.Bounds().Min, draw.Over)
	return out, nil
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
	if info.Width*info.Height*perPixel > room*2 {
		return nil, artwork.TooLarge("%d×%d", info.Width, info.Height)
	}
	img, err := webp.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, readFault(err)
	}
	switch m := img.(type) {
	case *image.YCbCr:
		return fromStudio(m, nil), nil
	case *image.NYCbCrA:
		return fromStudio(&m.YCbCr, m), nil
	}
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, img, b.Min, draw.Over)
	return out, nil
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
