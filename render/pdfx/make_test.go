package pdfx

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"duikai/fonts"
	"duikai/fonts/fonttest"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/internal/cos"
	"duikai/render/pdf"
	"duikai/render/picture"
)

const pt = geom.Pt

var date = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)

// cache keeps parsed faces for the whole run of tests.
var cache pdf.Cache

func faceSet(t testing.TB) *fonts.Set {
	t.Helper()
	set, err := fonttest.Set()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// faceOf is the first face of a role that has the characters.
func faceOf(t testing.TB, s string, roles ...fonts.Role) *fonts.Face {
	t.Helper()
	set := faceSet(t)
	for _, role := range roles {
	faces:
		for _, f := range set.Chain(role).Faces() {
			for _, r := range s {
				if !f.Has(r) {
					continue faces
				}
			}
			return f
		}
	}
	t.Skipf("no embedded face has %s", s)
	return nil
}

// line sets a text solid.
func line(f *fonts.Face, size, x, y geom.Length, ink page.Ink, s string) *page.Text {
	t := &page.Text{Face: f, Size: size, Ink: ink, At: geom.Point{X: x, Y: y}}
	var dx geom.Length
	for _, r := range s {
		t.Glyphs = append(t.Glyphs, page.Glyph{Rune: r, DX: dx})
		dx += size.Em(int(f.Advance(r)))
	}
	return t
}

var (
	pink  = page.Ink{M: 30}
	paper = page.Ink{}
	grey  = page.Ink{K: 50}
	red   = page.Ink{M: 100, Y: 100}
)

// files are the pictures and blocks of the test edition.
func files(t testing.TB) fstest.MapFS {
	t.Helper()
	grayPicture := image.NewGray(image.Rect(0, 0, 40, 30))
	colour := image.NewRGBA(grayPicture.Rect)
	for y := range 30 {
		for x := range 40 {
			grayPicture.SetGray(x, y, color.Gray{Y: uint8(6 * x)})
			colour.Set(x, y, color.RGBA{uint8(6 * x), uint8(8 * y), 80, 255})
		}
	}
	encoded := func(img image.Image) *fstest.MapFile {
		var b bytes.Buffer
		if err := png.Encode(&b, img); err != nil {
			t.Fatal(err)
		}
		return &fstest.MapFile{Data: b.Bytes()}
	}
	return fstest.MapFS{
		"gray.png": encoded(grayPicture), "colour.png": encoded(colour),
		"clean.pdf": {Data: blockPDF("", "0 0 0 1 k 10 10 50 50 re f")},
		"rgb.pdf":   {Data: blockPDF("", "1 0 0 rg 10 10 50 50 re f")},
		"glass.pdf": {Data: blockPDF("/ExtGState <</G <</ca 0.5>>>>", "/G gs 0 0 0 1 k 10 10 50 50 re f")},
	}
}

// blockPDF is a page of 100 by 100 points.
func blockPDF(resources, content string) []byte {
	return fileOf(
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Resources<<"+resources+">>/Contents 4 0 R>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content),
	)
}

// fileOf is a file of objects, numbered from 1.
func fileOf(objects ...string) []byte {
	doc := "%PDF-1.4\n"
	table := fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for i, o := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", len(doc))
		doc += fmt.Sprintf("%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	return fmt.Appendf(nil, "%s%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", doc, table, len(objects)+1, len(doc))
}

// rare are names with characters that gopdf's map to Unicode breaks or that lie
// at its edges.
const rare = "𠮷田与㙍口"

// small is an edition with one of everything: three pages, two of them with
// bleed, links back and forth.
func small(t testing.TB) *page.Edition {
	t.Helper()
	song, hei := faceOf(t, "版", fonts.Song), faceOf(t, "版", fonts.HeiBold)
	kai := faceOf(t, rare, fonts.Kai, fonts.Song, fonts.HeiBold)
	trim := geom.Size{W: 300 * pt, H: 400 * pt}
	turned := line(song, 9*pt, 280*pt, 20*pt, page.Black, "2025年")
	turned.Turned = true
	head := line(hei, 24*pt, 20*pt, 40*pt, page.Black, "头版头条")
	head.Part, head.Story = page.Headline, "lead"
	return &page.Edition{
		Paper: "望亭日报", Title: "望亭日报 2025年1月1日 𠮷", Date: date,
		Pages: []*page.Page{
			{Number: 1, Name: "要闻", Trim: trim, Items: []page.Item{
				&page.Fill{Rect: geom.Rect{X: 10 * pt, Y: 10 * pt, W: 200 * pt, H: 60 * pt}, Ink: pink},
				head,
				line(song, 9*pt, 20*pt, 90*pt, page.Black, "今年是我国发展史上的重要一年。"),
				line(kai, 12*pt, 20*pt, 110*pt, page.Black, rare),
				line(song, 9*pt, 20*pt, 130*pt, red, "红字"),
				&page.Rule{From: geom.Point{X: 10 * pt, Y: 140 * pt}, To: geom.Point{X: 200 * pt, Y: 140 * pt}, Width: pt, Ink: page.Black},
				&page.Shape{Points: []geom.Point{{X: 10 * pt, Y: 150 * pt}, {X: 20 * pt, Y: 150 * pt}, {X: 15 * pt, Y: 160 * pt}}, Ink: page.Black},
				turned,
				&page.Picture{File: "gray.png", Rect: geom.Rect{X: 10 * pt, Y: 200 * pt, W: 80 * pt, H: 60 * pt}, Crop: image.Rect(0, 0, 40, 30)},
				&page.Block{File: "clean.pdf", Page: 1, Rect: geom.Rect{X: 100 * pt, Y: 200 * pt, W: 60 * pt, H: 60 * pt}},
				line(song, 9*pt, 20*pt, 280*pt, page.Black, "又是黑字"),
			}, Links: []page.Link{{Area: geom.Rect{X: 20 * pt, Y: 270 * pt, W: 40 * pt, H: 12 * pt}, Page: 2, To: geom.Point{X: 30 * pt, Y: 50 * pt}}},
				Placements: []page.Placement{{Kind: "story", Story: "lead", Area: geom.Rect{X: 10 * pt, Y: 10 * pt, W: 200 * pt, H: 100 * pt}}}},
			{Number: 2, Trim: trim, Bleed: 3 * mm, Items: []page.Item{
				&page.Fill{Rect: geom.Rect{X: -3 * mm, Y: -3 * mm, W: 100 * pt, H: 50 * pt}, Ink: page.Black},
				line(hei, 20*pt, 10*pt, 30*pt, paper, "反白"),
			}, Links: []page.Link{{Area: geom.Rect{W: 40 * pt, H: 12 * pt}, Page: 1, To: geom.Point{X: 1 * pt, Y: 2 * pt}}}},
			{Number: 3, Trim: geom.Size{W: trim.H, H: trim.W}},
		},
	}
}

func render(t testing.TB, e *page.Edition, o pdf.Options) []byte {
	t.Helper()
	o.Cache, o.Uncompressed = &cache, true
	if o.Pictures == nil {
		o.Pictures = picture.New(files(t))
	}
	b, err := pdf.Render(e, o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// finish is Finish of an edition each item of which is painted by one operator.
func finish(pdf []byte, o Options) ([]byte, error) {
	var painted [][]int
	if o.Edition != nil {
		for _, p := range o.Edition.Pages {
			painted = append(painted, slices.Repeat([]int{1}, len(p.Items)))
		}
	}
	d, err := cos.Read(pdf)
	if err != nil {
		return nil, err
	}
	return Finish(d, painted, o)
}

// finished draws and finishes an edition.
func finished(t testing.TB, e *page.Edition, o Options) []byte {
	t.Helper()
	o.Edition = e
	var draw pdf.Options
	if o.Marks {
		draw.Margin, o.Slug = MarksMargin, faceSet(t).Chain(fonts.Hei)
	}
	b, err := finish(render(t, e, draw), o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// pressProfile is the header of a CMYK profile with a name and nothing else:
// enough for an output intent, and no press.
func pressProfile(major byte) []byte {
	const name = "Test press"
	tag := append([]byte("desc\x00\x00\x00\x00"), binary.BigEndian.AppendUint32(nil, uint32(len(name)+1))...)
	tag = append(tag, name+"\x00"...)
	b := make([]byte, iccHeader)
	copy(b[12:], "prtrCMYKLab ")
	b[8] = major
	copy(b[36:], "acsp")
	binary.BigEndian.PutUint32(b[128:], 1)
	b = append(b, "desc"...)
	b = binary.BigEndian.AppendUint32(b, iccHeader+12)
	b = binary.BigEndian.AppendUint32(b, uint32(len(tag)))
	b = append(b, tag...)
	binary.BigEndian.PutUint32(b, uint32(len(b)))
	return b
}
