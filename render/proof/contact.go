package proof

import (
	"cmp"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"slices"
	"strconv"

	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// ContactDPI makes a broadsheet page on a contact sheet a hand wide on a
// screen: heads can be read, text is grey.
const ContactDPI = 28

// contactAcross is how many pages stand side by side on a contact sheet: two
// spreads.
const contactAcross = 4

// Contact draws all pages on one sheet (版面总览), each with its number and
// section below. The zero DPI is ContactDPI; marks, if there are any, gives
// the marks of a page. As Draw, it gives the sheet also with a *FileError.
func Contact(pages []*page.Page, o Options, marks func(*page.Page) []Mark) (*image.RGBA, error) {
	if o.DPI == 0 {
		o.DPI = ContactDPI
	}
	if o.Glyphs == nil {
		o.Glyphs = new(Glyphs)
	}
	if len(pages) == 0 {
		return nil, errors.New("a contact sheet needs pages")
	}
	const gap, caption, size = geom.Inch / 3, geom.Inch / 2, geom.Inch * 2 / 5
	across := min(len(pages), cmp.Or(o.Across, contactAcross))
	rows := (len(pages) + across - 1) / across
	var cell geom.Size
	for _, p := range pages {
		cell.W, cell.H = max(cell.W, p.Trim.W), max(cell.H, p.Trim.H)
	}
	step := geom.Size{W: cell.W + gap, H: cell.H + gap + caption}
	sheet := &page.Page{Trim: geom.Size{W: geom.Length(across)*step.W + gap, H: geom.Length(rows)*step.H + gap}}
	sheet.Items = append(sheet.Items, &page.Fill{Rect: geom.Rect{W: sheet.Trim.W, H: sheet.Trim.H}, Ink: page.Ink{K: 12}})
	at := make([]geom.Point, len(pages))
	for i, p := range pages {
		at[i] = geom.Point{X: gap + geom.Length(i%across)*step.W, Y: gap + geom.Length(i/across)*step.H}
		name := strconv.Itoa(p.Number)
		if p.Name != "" {
			name += "  " + p.Name
		}
		w := textWidth(name, size, o.Labels)
		sheet.Items = write(sheet.Items, name, size, page.Black, geom.Point{X: at[i].X + (p.Trim.W-w)/2, Y: at[i].Y + p.Trim.H + caption/2}, o.Labels)
	}
	out, err := Draw(sheet, Options{DPI: o.DPI, Glyphs: o.Glyphs})
	if err != nil {
		return nil, err
	}
	scale := &drawing{scale: float64(o.DPI) / float64(geom.Inch)}
	var bad error
	for i, p := range pages {
		one := o
		if marks != nil {
			one.Marks = marks(p)
		}
		img, err := Draw(p, one)
		if err != nil {
			if _, ok := errors.AsType[*FileError](err); !ok {
				return nil, err
			}
			if bad == nil {
				bad = err
			}
		}
		corner := image.Pt(scale.whole(at[i].X), scale.whole(at[i].Y))
		draw.Draw(out, img.Rect.Add(corner), img, image.Point{}, draw.Src)
	}
	return out, bad
}

// PaperOptions are the choices of a proof for paper.
type PaperOptions struct {
	Marks  func(*page.Page) []Mark // of a page of the edition; nil: none
	Labels fonts.Chain             // faces of the marks and of the margin
	Stamp  string                  // when the proof was made, as it stands in the margin; may be empty
	// Broken are files that cannot be drawn: their places are marked.
	Broken map[string]bool
}

// The sheet of a proof for paper is A3, the largest that an office prints: a
// broadsheet page stands on it at about two thirds.
var (
	paperShort  = geom.Millimetres(297)
	paperLong   = geom.Millimetres(420)
	paperMargin = geom.Millimetres(9)  // what office printers leave white, and some
	paperHead   = geom.Millimetres(15) // at the top, with the line that names the proof
)

// Paper is the edition for proofs on paper (校样): every page scaled on an A3
// sheet with its marks, its trim outlined, and what and when it is in the
// margin. What it gives is drawn like any edition.
func Paper(ed *page.Edition, o PaperOptions) *page.Edition {
	out := &page.Edition{Paper: ed.Paper, Title: ed.Title + " 校样", Date: ed.Date}
	for _, p := range ed.Pages {
		out.Pages = append(out.Pages, paperPage(ed, p, o))
	}
	return out
}

func paperPage(ed *page.Edition, p *page.Page, o PaperOptions) *page.Page {
	sheet := geom.Size{W: paperShort, H: paperLong}
	if p.Trim.W > p.Trim.H {
		sheet.W, sheet.H = sheet.H, sheet.W
	}
	room := geom.Size{W: sheet.W - 2*paperMargin, H: sheet.H - paperHead - paperMargin}
	s := scaling{num: room.W, den: p.Trim.W}
	if room.W*p.Trim.H > room.H*p.Trim.W { // lower than the sheet's proportions
		s = scaling{num: room.H, den: p.Trim.H}
	}
	if s.num > s.den || s.den <= 0 { // a tabloid page is not enlarged
		s.num, s.den = 1, 1
	}
	s.at = geom.Point{X: (sheet.W - s.length(p.Trim.W)) / 2, Y: paperHead}
	out := &page.Page{Number: p.Number, Name: p.Name, Trim: sheet}

	var marks []Mark
	if o.Marks != nil {
		marks = o.Marks(p)
	}
	under, over := marksItems(marks, o.Labels)
	for _, list := range [][]page.Item{under, p.Items, over} {
		for _, it := range list {
			out.Items = s.item(out.Items, it, &o)
		}
	}
	for _, l := range p.Links {
		if slices.ContainsFunc(ed.Pages, func(p *page.Page) bool { return p.Number == l.Page }) {
			// The other page stands on its sheet as this one does.
			out.Links = append(out.Links, page.Link{Area: s.rect(l.Area), Page: l.Page, To: s.point(l.To)})
		}
	}
	trim := Mark{Form: Box, Rect: s.rect(geom.Rect{W: p.Trim.W, H: p.Trim.H}), Width: hair, Ink: page.Ink{K: 60}}
	out.Items = trim.items(out.Items, o.Labels)

	const size = 10 * geom.Pt
	line := fmt.Sprintf("校样　%s　第%d版", ed.Title, p.Number)
	if p.Name != "" {
		line += " " + p.Name
	}
	line += fmt.Sprintf("　%d%%", geom.DivRound(s.num*100, s.den))
	y := paperHead * 2 / 3
	out.Items = write(out.Items, line, size, page.Black, geom.Point{X: paperMargin, Y: y}, o.Labels)
	right := sheet.W - paperMargin - textWidth(o.Stamp, size, o.Labels)
	out.Items = write(out.Items, o.Stamp, size, page.Black, geom.Point{X: right, Y: y}, o.Labels)
	return out
}

// scaling maps a page onto a sheet: its lengths times num over den, from at.
type scaling struct {
	num, den geom.Length
	at       geom.Point
}

func (s *scaling) length(l geom.Length) geom.Length { return geom.DivRound(l*s.num, s.den) }

func (s *scaling) point(p geom.Point) geom.Point {
	return geom.Point{X: s.at.X + s.length(p.X), Y: s.at.Y + s.length(p.Y)}
}

// rect keeps edges together that were together.
func (s *scaling) rect(r geom.Rect) geom.Rect {
	a, b := s.point(geom.Point{X: r.X, Y: r.Y}), s.point(geom.Point{X: r.Right(), Y: r.Bottom()})
	return geom.Rect{X: a.X, Y: a.Y, W: b.X - a.X, H: b.Y - a.Y}
}

// item appends an item scaled.
func (s *scaling) item(dst []page.Item, it page.Item, o *PaperOptions) []page.Item {
	switch it := it.(type) {
	case *page.Text:
		c := *it
		c.Size, c.At = s.length(it.Size), s.point(it.At)
		c.Glyphs = make([]page.Glyph, len(it.Glyphs))
		for i, g := range it.Glyphs {
			c.Glyphs[i] = page.Glyph{Rune: g.Rune, Form: g.Form, DX: s.length(g.DX)}
		}
		c.Shaped = slices.Clone(it.Shaped)
		for i := range c.Shaped {
			c.Shaped[i].Up = s.length(it.Shaped[i].Up)
		}
		return append(dst, &c)
	case *page.Rule:
		return append(dst, &page.Rule{From: s.point(it.From), To: s.point(it.To), Width: max(s.length(it.Width), 1), Ink: it.Ink})
	case *page.Fill:
		return append(dst, &page.Fill{Rect: s.rect(it.Rect), Ink: it.Ink})
	case *page.Shape:
		c := &page.Shape{Points: make([]geom.Point, len(it.Points)), Ink: it.Ink}
		for i, p := range it.Points {
			c.Points[i] = s.point(p)
		}
		return append(dst, c)
	case *page.Picture:
		if o.Broken[it.File] {
			return s.broken(dst, it.File, it.Rect, o)
		}
		c := *it
		c.Rect = s.rect(it.Rect)
		return append(dst, &c)
	case *page.Block:
		if o.Broken[it.File] {
			return s.broken(dst, it.File, it.Rect, o)
		}
		c := *it
		c.Rect = s.rect(it.Rect)
		return append(dst, &c)
	}
	return dst
}

// broken marks the place of a file that cannot be drawn.
func (s *scaling) broken(dst []page.Item, file string, r geom.Rect, o *PaperOptions) []page.Item {
	to := s.rect(r)
	dst = append(dst, &page.Fill{Rect: to, Ink: page.Ink{K: 8}})
	m := Mark{Form: Label, Text: file, From: geom.Point{X: to.X + to.W/2, Y: to.Y + to.H/2}, Size: min(labelType, to.H/2), Align: Centred, Ink: page.Ink{K: 70}}
	return m.items(dst, o.Labels)
}
