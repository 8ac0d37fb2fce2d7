package proof

import (
	"image"
	"math"
	"sync"

	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"duikai/fonts"
	"duikai/layout/page"
)

// Glyphs keeps rasterised glyphs; it may be shared by many goroutines.
type Glyphs struct {
	mu    sync.RWMutex
	masks map[glyphKey]*mask
}

// quarters is how finely a glyph's place is kept, in parts of a pixel: a
// quarter is below what the eye sees in spacing, and a page's Han characters
// then need few masks each.
const quarters = 4

// glyphKey is a glyph at a size, at a fraction of a pixel.
type glyphKey struct {
	face   *fonts.Face
	r      rune
	form   fonts.Form
	id     uint16  // of a shaped run; r is then 0
	size   float32 // pixels an em
	x, y   uint8   // quarters
	turned bool
}

// mask is the coverage of a glyph's pixels; at is its top left corner from the
// pixel in which the origin lies.
type mask struct {
	cover *image.Alpha
	at    image.Point
}

// maxMasks bounds the cache: at 110 dpi a mask takes a few hundred bytes, so
// that is some tens of megabytes.
const maxMasks = 100_000

// text draws a run glyph by glyph.
func (d *drawing) text(t *page.Text) {
	c := RGB(t.Ink)
	size := float32(d.px(t.Size))
	x, y := d.px(t.At.X), d.px(t.At.Y)
	for i, g := range t.Glyphs {
		gx, gy := x, y
		key := glyphKey{face: t.Face, r: g.Rune, form: g.Form, size: size, turned: t.Turned}
		var up float64
		if t.Shaped != nil {
			key.r, key.id, up = 0, t.Shaped[i].ID, d.px(t.Shaped[i].Up)
		}
		if t.Turned {
			gx, gy = gx+up, gy+d.px(g.DX)
		} else {
			gx, gy = gx+d.px(g.DX), gy-up
		}
		var px, py int
		px, key.x = split(gx)
		py, key.y = split(gy)
		m := d.opt.Glyphs.mask(key)
		if m == nil {
			continue
		}
		b := m.cover.Rect
		at := image.Pt(px, py).Add(m.at)
		clip := b.Add(at).Intersect(d.clip)
		for y := clip.Min.Y; y < clip.Max.Y; y++ {
			src := m.cover.Pix[(y-at.Y)*m.cover.Stride:]
			dst := d.img.Pix[y*d.img.Stride:]
			for x := clip.Min.X; x < clip.Max.X; x++ {
				if cover := src[x-at.X]; cover != 0 {
					blend(dst[x*4:x*4+3:x*4+3], c, uint32(cover))
				}
			}
		}
	}
}

// split parts a place into a pixel and quarters of one.
func split(v float64) (pixel int, quarter uint8) {
	q := floor(float64(v*quarters) + 0.5)
	pixel = q / quarters
	if q%quarters < 0 {
		pixel--
	}
	return pixel, uint8(q - pixel*quarters)
}

func floor(v float64) int { return int(math.Floor(v)) }

func hypot(a, b float64) float64 { return max(math.Hypot(a, b), 1) }

func (g *Glyphs) mask(k glyphKey) *mask {
	g.mu.RLock()
	m, ok := g.masks[k]
	g.mu.RUnlock()
	if ok {
		return m
	}
	m = k.rasterise()
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.masks == nil || len(g.masks) >= maxMasks {
		g.masks = make(map[glyphKey]*mask)
	}
	g.masks[k] = m
	return m
}

// rasterise draws the outline; nil for a character without ink.
func (k glyphKey) rasterise() *mask {
	segments := k.face.OutlineIn(k.r, k.form)
	if k.id != 0 {
		segments = k.face.OutlineOf(k.id)
	}
	if len(segments) == 0 {
		return nil
	}
	// The outline's unit is a 64th of a thousandth of an em.
	const unit = 64 * 1000
	scale := k.size / unit
	fx, fy := float32(k.x)/quarters, float32(k.y)/quarters
	place := func(p fixed.Point26_6) (x, y float32) {
		x, y = float32(p.X)*scale, float32(p.Y)*scale
		if k.turned { // a quarter clockwise
			x, y = -y, x
		}
		return x + fx, y + fy
	}
	minX, minY, maxX, maxY := fonts.Reach(segments, place)
	at := image.Pt(floor(float64(minX)), floor(float64(minY)))
	w, h := floor(float64(maxX))+1-at.X, floor(float64(maxY))+1-at.Y
	if w <= 0 || h <= 0 {
		return nil
	}
	ras := vector.NewRasterizer(w, h)
	fonts.Trace(segments, func(p fixed.Point26_6) (x, y float32) {
		x, y = place(p)
		return x - float32(at.X), y - float32(at.Y)
	}, ras)
	cover := image.NewAlpha(image.Rect(0, 0, w, h))
	ras.Draw(cover, cover.Rect, image.Opaque, image.Point{})
	return &mask{cover, at}
}
