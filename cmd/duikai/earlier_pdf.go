package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"
	"image/draw"
	"image/png"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"

	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/live"
	"duikai/render/picture"
	"duikai/render/proof"
	"duikai/render/readback"
)

// isFile tells a file from a folder, and from issue.yaml, which means its
// folder.
func isFile(name string) bool {
	fi, err := os.Stat(name)
	return err == nil && fi.Mode().IsRegular() && filepath.Base(name) != issueFile
}

// earlierPDF is an edition that was rendered before, or any other PDF, as a
// version to compare with. Its pages count from 1. What this program wrote is
// shown as the proof shows it, so that nothing differs but what was changed; the
// rest is drawn by a painter.
func earlierPDF(name string, painter picture.Painter) (*live.State, error) {
	data, err := readPDF(name)
	if err != nil {
		return nil, err
	}
	return earlierData(data, painter)
}

// earlierData is the same of a file that has been read.
func earlierData(data []byte, painter picture.Painter) (*live.State, error) {
	f, err := readback.Open(data)
	if err != nil {
		return otherPDF(data, painter)
	}
	e, pages := new(page.Edition), make(map[*page.Page]*readback.Page)
	called := contentName(data)
	for i, old := range f.Pages() {
		p := &page.Page{Number: i + 1, Name: called, Trim: old.Size()}
		pages[p] = old
		e.Pages = append(e.Pages, p)
	}
	drawOld := func(p *page.Page, dpi int) ([]byte, error) {
		old, ok := pages[p]
		if !ok { // a window: the browser asks only for windows of the pages of now
			return nil, fs.ErrNotExist
		}
		img, err := old.Draw(readback.Options{DPI: dpi})
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		err = proof.EncodePNG(&b, img, dpi)
		return b.Bytes(), err
	}
	changes := func(now *page.Page, drawNow func(*page.Page, int) ([]byte, error)) []geom.Rect {
		whole := []geom.Rect{{W: now.Trim.W, H: now.Trim.H}}
		if now.Number < 1 || now.Number > len(f.Pages()) {
			return whole
		}
		c := comparison{old: f.Pages()[now.Number-1], now: now, drawNow: drawNow}
		found, err := c.changes()
		if err != nil {
			return whole
		}
		return found
	}
	return &live.State{Edition: e, Draw: drawOld, Changes: changes, Stamp: func(string) string { return "" }}, nil
}

// contentName is what pages of an earlier version are called, of which nothing is known but
// the file: two files of one name are two versions, for browsers that keep pictures too.
func contentName(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// comparison is a page of an earlier PDF and the one of now. Text, rules and
// tints are compared on pages without pictures; then each picture by itself, for
// those of a reading copy have other colours and fewer pixels.
type comparison struct {
	old     *readback.Page
	now     *page.Page
	drawNow func(*page.Page, int) ([]byte, error)
}

const (
	// comparedDPI is what pages are compared at, and they are drawn so many
	// times as fine: a proof puts letters to quarters of a pixel, and the edge
	// of one that stands an eighth beside itself is no change.
	comparedDPI, finer = 80, 2
	// sameTrim is how far sizes of one page may be apart: a PDF has hundredths
	// of a point.
	sameTrim = geom.Pt / 50
)

var errOtherSize = errors.New("the pages are of other sizes")

func (c *comparison) changes() ([]geom.Rect, error) {
	was := c.old.Size()
	if apart(was.W, c.now.Trim.W) || apart(was.H, c.now.Trim.H) {
		return nil, errOtherSize
	}
	before, err := c.old.Draw(readback.Options{DPI: comparedDPI * finer, Blank: true, Exact: true})
	if err != nil {
		return nil, err
	}
	now, err := c.draw(c.blank(), comparedDPI*finer)
	if err != nil {
		return nil, err
	}
	size := now.Rect.Size()
	found := live.Differences(soften(coarser(before, size, finer)), soften(coarser(now, size, finer)), c.now.Trim)
	pictures, err := c.pictures()
	return append(found, pictures...), err
}

// pictures are the places of the pictures that have changed, came or went.
func (c *comparison) pictures() ([]geom.Rect, error) {
	var found []geom.Rect
	places := c.old.Places()
	for _, it := range c.now.Items {
		r, at, err := c.stood(it, places)
		switch {
		case err != nil:
			return nil, err
		case at >= 0:
			places = slices.Delete(places, at, at+1)
		case r.W > 0:
			found = append(found, r)
		}
	}
	for _, pl := range places {
		found = append(found, pl.Rect)
	}
	return found, nil
}

func apart(a, b geom.Length) bool { return a-b > sameTrim || b-a > sameTrim }

// draw draws a page of now and gives its pixels.
func (c *comparison) draw(p *page.Page, dpi int) (*image.RGBA, error) {
	return pixels(c.drawNow(p, dpi))
}

// pixels are those of a PNG file, or why there is none.
func pixels(data []byte, err error) (*image.RGBA, error) {
	if err != nil {
		return nil, err
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if m, ok := img.(*image.RGBA); ok {
		return m, nil
	}
	m := image.NewRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(m, m.Rect, img, img.Bounds().Min, draw.Src)
	return m, nil
}

// blank is the page of now with grey areas for its pictures.
func (c *comparison) blank() *page.Page {
	p := *c.now
	p.Items = make([]page.Item, len(c.now.Items))
	for i, it := range c.now.Items {
		switch pic := it.(type) {
		case *page.Picture:
			it = &page.Fill{Rect: pic.Rect, Ink: page.Ink{K: readback.BlankInk}}
		case *page.Block:
			it = &page.Fill{Rect: pic.Rect, Ink: page.Ink{K: readback.BlankInk}}
		}
		p.Items[i] = it
	}
	return &p
}

// coarser is a picture with one pixel for n by n; one that is a pixel larger or
// smaller than a size, by rounding, takes it.
func coarser(m *image.RGBA, size image.Point, n int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, size.X/n, size.Y/n))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			to := out.Pix[out.PixOffset(x, y):]
			for k := range 3 {
				sum := 0
				for j := range n * n {
					sx, sy := min(x*n+j%n, m.Rect.Dx()-1), min(y*n+j/n, m.Rect.Dy()-1)
					sum += int(m.Pix[sy*m.Stride+sx*4+k])
				}
				to[k] = uint8(sum / (n * n))
			}
			to[3] = 0xff
		}
	}
	return out
}

// soften takes a quarter of the contrast: what is left of the edges of letters
// that stand a little beside themselves, some 45 of 255, is no change then.
func soften(m *image.RGBA) *image.RGBA {
	for i, v := range m.Pix {
		m.Pix[i] = 255 - uint8(int(255-v)*3/4)
	}
	return m
}

// stood finds a picture of now among the earlier ones; r is where it is, or
// nothing for what is no picture. Of a foreign page nothing is seen but its
// place.
func (c *comparison) stood(it page.Item, places []*readback.Place) (r geom.Rect, at int, err error) {
	var pic *page.Picture
	switch it := it.(type) {
	case *page.Picture:
		pic, r = it, it.Rect
	case *page.Block:
		r = it.Rect
	default:
		return r, -1, nil
	}
	for i, pl := range places {
		o := pl.Rect
		if pl.Foreign() != (pic == nil) || apart(o.X, r.X) || apart(o.Y, r.Y) || apart(o.Right(), r.Right()) || apart(o.Bottom(), r.Bottom()) {
			continue
		}
		if pic == nil {
			return r, i, nil
		}
		if alike, err := c.alike(pic, pl); err != nil || alike {
			return r, i, err
		}
	}
	return r, -1, nil
}

// pictureSide is how many pixels the longer side of a picture has that is
// compared; it is drawn so many times as fine, for its pixels and those of its
// place do not begin together.
const pictureSide, finerPicture = 64, 4

// alike compares two pictures by their light and dark.
func (c *comparison) alike(pic *page.Picture, pl *readback.Place) (bool, error) {
	alone := *pic
	alone.Rect.X, alone.Rect.Y = 0, 0
	long := max(pic.Rect.W, pic.Rect.H)
	dpi := max(int(geom.DivRound(pictureSide*finerPicture*geom.Inch, max(long, 1))), finerPicture)
	p := &page.Page{Number: c.now.Number, Trim: geom.Size{W: pic.Rect.W, H: pic.Rect.H}, Items: []page.Item{&alone}}
	now, err := c.draw(p, dpi)
	if err != nil {
		return false, err
	}
	before, err := pl.Draw(now.Rect.Dx(), now.Rect.Dy(), dpi)
	if err != nil {
		return false, err
	}
	size := now.Rect.Size()
	return follows(coarser(before, size, finerPicture), coarser(now, size, finerPicture)), nil
}

// faintPicture is a difference of pictures, in 255ths in the mean, that is none:
// the coders of two versions and another number of pixels make some three,
// another picture some forty.
const faintPicture = 12

// follows tells whether the lights and darks of a picture are those of another,
// in every quarter of a quarter of it, however much the whole is lighter or
// darker: other inks and other screens do that.
func follows(a, b *image.RGBA) bool {
	const parts = 4
	x, y := lightness(a), lightness(b)
	gain, base := line(x, y)
	w, h := a.Rect.Dx(), a.Rect.Dy()
	for part := range parts * parts {
		area := image.Rect(part%parts*w/parts, part/parts*h/parts, (part%parts+1)*w/parts, (part/parts+1)*h/parts)
		if area.Empty() {
			continue
		}
		off := 0.0
		for j := area.Min.Y; j < area.Max.Y; j++ {
			for i := area.Min.X; i < area.Max.X; i++ {
				off += math.Abs(float64(x[j*w+i]*gain) + base - y[j*w+i])
			}
		}
		if off > faintPicture*float64(area.Dx()*area.Dy()) {
			return false
		}
	}
	return true
}

func lightness(m *image.RGBA) []float64 {
	out := make([]float64, m.Rect.Dx()*m.Rect.Dy())
	for i := range out {
		p := m.Pix[4*i:]
		out[i] = float64(int(p[0])+2*int(p[1])+int(p[2])) / 4
	}
	return out
}

// line is the straight line that leads best from x to y, by least squares.
func line(x, y []float64) (gain, base float64) {
	var mx, my, xy, xx float64
	n := float64(max(len(x), 1))
	for i := range x {
		mx, my = mx+x[i]/n, my+y[i]/n
	}
	for i := range x {
		xy, xx = xy+float64((x[i]-mx)*(y[i]-my)), xx+float64((x[i]-mx)*(x[i]-mx))
	}
	gain = 1
	if xx > 0 {
		// Not less than a press takes of contrast, nor turned round.
		gain = min(max(xy/xx, 0.4), 2.5)
	}
	return gain, my - float64(gain*mx)
}
