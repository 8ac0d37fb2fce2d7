package page

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"

	"duikai/layout/geom"
)

// sumBytes is enough that no two pages are mistaken for each other.
const sumBytes = 12

// Sum names what a page looks like. file tells one state of a picture's file from
// another; nil: names alone count.
func Sum(p *Page, file func(name string) string) string {
	b := make(looks, 0, 256<<10) // a page of text has some 200 kB
	g := p.Grid
	b.numbers(p.Number, len(p.Items), g.Columns, g.Rows)
	b.text(p.Name)
	b.lengths(p.Trim.W, p.Trim.H, g.Column, g.Leading)
	b.rect(g.Area)
	for _, it := range p.Items {
		b.item(it, file)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:sumBytes])
}

// Look is how an item looks and where, in bytes that no other one has; what it comes
// from, and what a picture's file holds, are not told.
func Look(it Item) string {
	var b looks
	b.item(it, nil)
	return string(b)
}

// looks tells how things look. It stands beside Dump, which tells it in words: pages
// are summed at every edit.
type looks []byte

func (b *looks) numbers(all ...int) {
	for _, n := range all {
		*b = binary.AppendVarint(*b, int64(n))
	}
}

func (b *looks) lengths(all ...geom.Length) {
	for _, l := range all {
		*b = binary.AppendVarint(*b, int64(l))
	}
}

func (b *looks) text(s string) {
	b.numbers(len(s))
	*b = append(*b, s...)
}

func (b *looks) flag(on bool) {
	if on {
		*b = append(*b, 1)
	} else {
		*b = append(*b, 0)
	}
}

func (b *looks) ink(i Ink) { *b = append(*b, i.C, i.M, i.Y, i.K) }

func (b *looks) point(p geom.Point) { b.lengths(p.X, p.Y) }

func (b *looks) rect(r geom.Rect) { b.lengths(r.X, r.Y, r.W, r.H) }

// file is a file by its name, and by its state where somebody tells that.
func (b *looks) file(name string, state func(string) string) {
	b.text(name)
	if state != nil {
		b.text(state(name))
	}
}

func (b *looks) item(it Item, state func(file string) string) {
	switch it := it.(type) {
	case *Text:
		*b = append(*b, 't', byte(it.Part))
		b.flag(it.Turned)
		b.point(it.At)
		b.text(it.Face.Name())
		b.lengths(it.Size)
		b.ink(it.Ink)
		b.text(it.Story)
		b.numbers(len(it.Glyphs), len(it.Shaped))
		x := geom.Length(0)
		for i, g := range it.Glyphs {
			// As in a dump: how far from where it would stand by itself, in thousandths of an em.
			b.numbers(int(g.Rune), int(g.Form), int(geom.DivRound((g.DX-x)*1000, max(it.Size, 1))))
			x = g.DX + it.Advance(i)
		}
		for _, d := range it.Shaped {
			b.numbers(int(d.ID), d.At)
			b.lengths(d.Up)
			b.text(d.Text)
		}
	case *Rule:
		*b = append(*b, 'r')
		b.point(it.From)
		b.point(it.To)
		b.lengths(it.Width)
		b.ink(it.Ink)
	case *Fill:
		*b = append(*b, 'f')
		b.rect(it.Rect)
		b.ink(it.Ink)
	case *Shape:
		*b = append(*b, 's')
		b.numbers(len(it.Points))
		for _, p := range it.Points {
			b.point(p)
		}
		b.ink(it.Ink)
	case *Picture:
		*b = append(*b, 'p')
		b.rect(it.Rect)
		b.file(it.File, state)
		b.numbers(it.Crop.Min.X, it.Crop.Min.Y, it.Crop.Max.X, it.Crop.Max.Y)
	case *Block:
		*b = append(*b, 'b')
		b.rect(it.Rect)
		b.file(it.File, state)
		b.numbers(it.Page)
	}
}
