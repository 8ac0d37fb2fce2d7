// Package picturetest makes tiny picture files of every kind for tests, some
// of them such as the standard library reads but does not write.
package picturetest

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/tiff"
)

// Width and Height of every sample, looked at upright.
const (
	Width  = 64
	Height = 32
)

// Sample is a picture file of four quarters, each of one colour.
type Sample struct {
	Name string
	Data []byte
	// Corners are the colours it shows on white paper: top left, top right,
	// bottom left, bottom right.
	Corners [4]color.RGBA
	AsIs    bool // a PDF can embed its pixels as they are stored
}

var (
	red, green = color.RGBA{R: 255, A: 255}, color.RGBA{G: 255, A: 255}
	blue       = color.RGBA{B: 255, A: 255}
	black      = color.RGBA{A: 255}
	white      = color.RGBA{255, 255, 255, 255}
	colours    = [4]color.RGBA{red, green, blue, black}
	grays      = [4]color.RGBA{grey(0), grey(80), grey(170), grey(255)}
)

func grey(y uint8) color.RGBA { return color.RGBA{y, y, y, 255} }

// settable is what the standard library's images have in common.
type settable interface {
	image.Image
	Set(x, y int, c color.Color)
}

// Quarters fills an image with four colours.
func Quarters[I settable](img I, c [4]color.RGBA) I {
	b := img.Bounds()
	for y := range b.Dy() {
		for x := range b.Dx() {
			img.Set(b.Min.X+x, b.Min.Y+y, c[quarter(x, y, b.Dx(), b.Dy())])
		}
	}
	return img
}

func quarter(x, y, w, h int) int {
	q := 0
	if 2*x >= w {
		q = 1
	}
	if 2*y >= h {
		q += 2
	}
	return q
}

func encode(write func(io.Writer) error) []byte {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		panic(err) // an image that cannot be encoded is a fault of this file
	}
	return b.Bytes()
}

// JPEG, PNG and TIFF encode an image.
func JPEG(img image.Image) []byte {
	return encode(func(w io.Writer) error { return jpeg.Encode(w, img, &jpeg.Options{Quality: 95}) })
}

func PNG(img image.Image) []byte {
	return encode(func(w io.Writer) error { return png.Encode(w, img) })
}

func TIFF(img image.Image) []byte {
	return encode(func(w io.Writer) error {
		return tiff.Encode(w, img, &tiff.Options{Compression: tiff.Deflate, Predictor: true})
	})
}

// Samples are files of all kinds.
func Samples() []Sample {
	all := image.Rect(0, 0, Width, Height)
	rgb := Quarters(image.NewRGBA(all), colours)
	gray := Quarters(image.NewGray(all), grays)
	list := []Sample{
		{"gray.jpg", JPEG(gray), grays, true},
		{"rgb.jpg", JPEG(rgb), colours, true},
		{"progressive.jpg", dct(colours, ycc, true), colours, true},
		{"channels-rgb.jpg", dct(colours, plainRGB, false), colours, false},
		{"cmyk.jpg", dct(colours, cmyk, false), colours, false},
		{"ycck.jpg", dct(colours, ycck, false), colours, false},
		{"gray.png", PNG(gray), grays, true},
		{"rgb.png", PNG(rgb), colours, true},
		{"palette.png", PNG(Quarters(image.NewPaletted(all, color.Palette{black, red, green, blue}), colours)), colours, true},
		{"two-bits.png", PNG(Quarters(image.NewPaletted(all, color.Palette{white, black, grey(80)}), grays2)), grays2, true},
		{"chunks.png", chunks(colours), colours, true},
		{"16-bit.png", PNG(Quarters(image.NewRGBA64(all), colours)), colours, false},
		{"gray-16-bit.png", PNG(Quarters(image.NewGray16(all), grays)), grays, false},
		{"interlaced.png", interlaced(colours), colours, false},
		{"alpha.png", PNG(Quarters(image.NewNRGBA(all), clear)), onWhite, false},
		{"alpha-16-bit.png", PNG(Quarters(image.NewNRGBA64(all), clear)), onWhite, false},
		{"alpha-palette.png", PNG(Quarters(image.NewPaletted(all, color.Palette{clear[0], clear[1], clear[2], clear[3]}), clear)), onWhite, false},
		{"rgb.tif", TIFF(rgb), colours, false},
		{"gray.tif", TIFF(gray), grays, false},
		{"alpha.tif", TIFF(Quarters(image.NewNRGBA(all), clear)), onWhite, false},
		{"lossless.webp", webp(colours), colours, false},
	}
	// How each orientation (EXIF 2.3, tag 274) stores the quarters 0 1 2 3: the
	// first row is the top, top, bottom, bottom, left, right, right, left side,
	// the first column the left, right, right, left, top, top, bottom, bottom.
	for i, s := range []string{"0123", "1032", "3210", "2301", "0213", "1302", "3120", "2031"} {
		stored := all
		if i >= 4 {
			stored = image.Rect(0, 0, Height, Width)
		}
		var c [4]color.RGBA
		for k := range c {
			c[k] = colours[s[k]-'0']
		}
		data := withTurn(JPEG(Quarters(image.NewRGBA(stored), c)), i+1)
		list = append(list, Sample{"turn-" + string(rune('1'+i)) + ".jpg", data, colours, i == 0})
	}
	return list
}

var (
	grays2  = [4]color.RGBA{white, black, grey(80), white}
	clear   = [4]color.RGBA{red, {}, {A: 128}, blue}
	onWhite = [4]color.RGBA{red, white, grey(127), blue}
)
