package main

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"log"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	out := flag.String("out", "wangting/pictures", "folder the pictures go to")
	faces := flag.String("fonts", "../fonts/embedded", "folder of the faces for lettering")
	only := flag.String("only", "", "draw only pictures whose name begins so")
	auto := flag.String("auto", "", "folder that gets the edition without places, instead of drawing")
	flag.Parse()
	log.SetFlags(0)
	if *auto != "" {
		if err := makeAuto("wangting", *auto); err != nil {
			log.Fatal(err)
		}
		return
	}
	if err := os.MkdirAll(*out, 0o777); err != nil {
		log.Fatal(err)
	}
	s := &studio{fonts: *faces}
	for _, p := range pictures {
		if !strings.HasPrefix(p.name, *only) {
			continue
		}
		data, err := s.make(p)
		if err == nil {
			err = os.WriteFile(filepath.Join(*out, p.name), data, 0o666)
		}
		if err != nil {
			log.Fatalf("%s: %v", p.name, err)
		}
	}
}

// perInch is how fine the pictures are at the size they are printed in.
const perInch = 200

// size is the pixels of a slot: k basic columns of 13 characters of 9 points
// with gutters of 9 points, and rows of 11.5 points.
func size(columns, rows int) (w, h int) {
	w = (2*(126*columns-9)*perInch/72 + 1) / 2
	h = (23*rows*perInch/72 + 1) / 2
	return w, h
}

// make draws one picture and gives the bytes of its file.
func (s *studio) make(p picture) ([]byte, error) {
	if p.page != nil {
		return p.page(s, p)
	}
	w, h := size(p.columns, p.rows)
	c := newCanvas(w, h)
	if err := p.draw(s, c); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	var err error
	switch filepath.Ext(p.name) {
	case ".png":
		err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, c.gray(17))
	case ".jpg":
		var img image.Image = c.gray(1)
		if p.colour {
			img = c.rgba()
		}
		err = jpeg.Encode(&b, img, &jpeg.Options{Quality: 80})
	default:
		err = fmt.Errorf("no such kind of file")
	}
	return b.Bytes(), err
}

func level(v float64) uint8 { return uint8(clamp(v, 0, 1)*255 + 0.5) }

// gray gives the tones, in steps of so many levels: few levels make small
// files of line work.
func (c *canvas) gray(steps int) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, c.w, c.h))
	for i, p := range c.pix {
		img.Pix[i] = uint8((int(level(p.tone())) + steps/2) / steps * steps)
	}
	return img
}

func (c *canvas) rgba() *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, c.w, c.h))
	for i, p := range c.pix {
		img.SetRGBA(i%c.w, i/c.w, color.RGBA{level(p.r), level(p.g), level(p.b), 255})
	}
	return img
}
