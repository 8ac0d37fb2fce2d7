package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"maps"
	"runtime"
	"slices"
	"sync"

	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/picture"
	"duikai/render/proof"
	"duikai/render/report"
)

// cropDPI shows the gaps between the characters of a line.
const cropDPI = 240

// shots draws pages and parts of them as files for a browser.
type shots struct {
	pictures *picture.Store
	glyphs   *proof.Glyphs
	labels   fonts.Chain // write the names of PDF files in their places
}

// draw draws a page. A picture that cannot be drawn is left out: it is a
// problem of its own.
func (s *shots) draw(p *page.Page, dpi int) (*image.RGBA, error) {
	img, err := proof.Draw(p, proof.Options{DPI: dpi, Pictures: s.pictures, Glyphs: s.glyphs, Labels: s.labels})
	if _, ok := errors.AsType[*proof.FileError](err); ok {
		return img, nil
	}
	return img, err
}

// page draws a page, or what a window of it shows, as a PNG file.
func (s *shots) page(p *page.Page, dpi int) ([]byte, error) {
	img, err := s.draw(p, dpi)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = proof.EncodePNG(&b, img, dpi)
	return b.Bytes(), err
}

// shot is a page in pieces that together are a third of one PNG file: text in a
// few greys, photographs laid over it.
type shot struct {
	print  string
	photos []report.Photo
}

// photoQuality of the JPEG files: no artefacts are seen at the size of the
// screen.
const photoQuality = 88

// split draws a page in pieces.
func (s *shots) split(p *page.Page, dpi int) (out shot, err error) {
	img, err := s.draw(p, dpi)
	if err != nil {
		return out, err
	}
	px := func(l geom.Length) int { return int(geom.DivRound(l*geom.Length(dpi), geom.Inch)) }
	var taken []image.Rectangle // a photograph holds what is drawn over it too
	for _, it := range p.Items {
		pic, ok := it.(*page.Picture)
		if !ok {
			continue
		}
		r := image.Rect(px(pic.Rect.X), px(pic.Rect.Y), px(pic.Rect.Right()), px(pic.Rect.Bottom())).Intersect(img.Rect)
		if r.Empty() {
			continue
		}
		var b bytes.Buffer
		if err := jpeg.Encode(&b, img.SubImage(r), &jpeg.Options{Quality: photoQuality}); err != nil {
			return out, err
		}
		out.photos = append(out.photos, report.Photo{
			Left: partOf(r.Min.X, img.Rect.Dx()), Top: partOf(r.Min.Y, img.Rect.Dy()),
			Width: partOf(r.Dx(), img.Rect.Dx()), Height: partOf(r.Dy(), img.Rect.Dy()),
			Address: report.DataURI("image/jpeg", b.Bytes()),
		})
		taken = append(taken, r)
	}
	for _, r := range taken {
		draw.Draw(img, r, image.White, image.Point{}, draw.Src)
	}
	var b bytes.Buffer
	if plain, ok := few(img); ok {
		err = (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, plain)
	} else {
		err = proof.EncodePNG(&b, img, dpi)
	}
	out.print = report.DataURI("image/png", b.Bytes())
	return out, err
}

// partOf is a part of a whole in percent.
func partOf(part, whole int) float64 { return float64(part) * 100 / float64(max(whole, 1)) }

// greyLevels are as many as half a byte holds; the edges of letters need no
// more.
const greyLevels = 16

// maxShades bounds the colours that few looks at: a second ink and its edges
// have some hundred, a photograph tens of thousands.
const maxShades = 5000

// few is a picture in few greys and, where it has colour, in the colours that
// are most frequent; false for one of many colours.
func few(img *image.RGBA) (*image.Paletted, bool) {
	palette := make(color.Palette, greyLevels, 256)
	for i := range palette {
		palette[i] = color.Gray{Y: uint8(i * 255 / (greyLevels - 1))}
	}
	count := make(map[color.RGBA]int)
	for p := img.Pix; len(p) >= 4; p = p[4:] {
		if p[0] != p[1] || p[1] != p[2] {
			if count[color.RGBA{p[0], p[1], p[2], 255}]++; len(count) > maxShades {
				return nil, false
			}
		}
	}
	shades := slices.SortedFunc(maps.Keys(count), func(a, b color.RGBA) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a.R, b.R), cmp.Compare(a.G, b.G), cmp.Compare(a.B, b.B))
	})
	for _, c := range shades[:min(len(shades), cap(palette)-greyLevels)] {
		palette = append(palette, c)
	}
	index := make(map[color.RGBA]uint8, len(shades))
	for _, c := range shades {
		index[c] = uint8(palette.Index(c))
	}
	out := image.NewPaletted(img.Rect, palette)
	for i := range out.Pix {
		p := img.Pix[i*4 : i*4+3 : i*4+3]
		if p[0] == p[1] && p[1] == p[2] {
			out.Pix[i] = uint8((int(p[0])*(greyLevels-1) + 127) / 255)
		} else {
			out.Pix[i] = index[color.RGBA{p[0], p[1], p[2], 255}]
		}
	}
	return out, true
}

// all draws every page and the worst lines, as many at a time as there are
// processors. Lines are named by their page and place.
func (s *shots) all(ctx context.Context, e *page.Edition, worst []report.Line) (prints map[*page.Page]shot, crops map[int]map[report.Box]string, err error) {
	prints, crops = make(map[*page.Page]shot), make(map[int]map[report.Box]string)
	var mu sync.Mutex
	var wait sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	start := func(work func() (keep func(), err error)) {
		slots <- struct{}{}
		wait.Go(func() {
			defer func() { <-slots }()
			e := ctx.Err()
			var keep func()
			if e == nil {
				keep, e = work()
			}
			mu.Lock()
			defer mu.Unlock()
			if e != nil {
				err = e
				return
			}
			keep()
		})
	}
	byNumber := make(map[int]*page.Page)
	for _, p := range e.Pages {
		byNumber[p.Number], crops[p.Number] = p, make(map[report.Box]string)
		start(func() (func(), error) {
			sh, err := s.split(p, proof.DefaultDPI)
			return func() { prints[p] = sh }, err
		})
	}
	for _, l := range worst {
		p := byNumber[l.Page]
		if p == nil {
			continue
		}
		start(func() (func(), error) {
			png, err := s.page(p.Window(l.Show(p.Trim)), cropDPI)
			return func() { crops[l.Page][l.Box] = report.DataURI("image/png", png) }, err
		})
	}
	wait.Wait()
	return prints, crops, err
}
