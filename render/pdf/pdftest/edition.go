package pdftest

import (
	"time"

	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// The measuring sheet: 8 pages of 7,000 characters in lines of 13, about 3,000
// different characters, as a weekly prints them.
const (
	Pages        = 8
	CharsPerPage = 7000
	CharsPerLine = 13
	Distinct     = 3000
)

// Edition makes the measuring sheet (测试版样): the first face sets most lines,
// each of the others one line in ten. Of three lines, one is set solid, one is
// stretched evenly to its measure, and one is stretched and has a comma set to
// half its width.
func Edition(faces ...*fonts.Face) *page.Edition {
	e := &page.Edition{Paper: "试刊", Title: "试刊 第1期", Date: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)}
	const (
		columns = 7
		size    = 9 * geom.Pt
		leading = 12 * geom.Pt
	)
	left := geom.Millimetres(20)
	column := CharsPerLine*size + geom.Millimetres(5)
	n := 0
	// A fixed multiplier walks the characters out of order, so that pages
	// compress as text does and not as a table.
	next := func() rune {
		n++
		return 0x4E00 + rune((n*7919+n/3*104729)%Distinct)
	}
	for number := 1; number <= Pages; number++ {
		p := &page.Page{Number: number, Trim: geom.Size{W: geom.Millimetres(390), H: geom.Millimetres(540)}}
		for i := 0; i*CharsPerLine < CharsPerPage; i++ {
			face := faces[0]
			if k := i % 10; k > 0 && k < len(faces) {
				face = faces[k]
			}
			t := &page.Text{Face: face, Size: size, Ink: page.Black, At: geom.Point{
				X: left + geom.Length(i%columns)*column,
				Y: geom.Millimetres(30) + geom.Length(i/columns)*leading,
			}}
			t.Glyphs = line(i, size, func() rune {
				for r := next(); ; r = next() {
					if face.Has(r) {
						return r
					}
				}
			})
			p.Items = append(p.Items, t)
		}
		e.Pages = append(e.Pages, p)
	}
	return e
}

// line sets the characters of the line i of a page.
func line(i int, size geom.Length, next func() rune) (glyphs []page.Glyph) {
	var white geom.Length // shared out among the gaps, as justification does
	comma := -1
	switch i % 3 {
	case 1:
		white = size / 2
	case 2:
		white, comma = size/4, 3+i%7
	}
	var x geom.Length
	for j := range min(CharsPerLine, CharsPerPage-i*CharsPerLine) {
		g := page.Glyph{DX: x + geom.DivRound(geom.Length(j)*white, CharsPerLine-1)}
		x += size
		if j == comma {
			g.Rune = '，'
			x -= size / 2
		} else {
			g.Rune = next()
		}
		glyphs = append(glyphs, g)
	}
	return glyphs
}
