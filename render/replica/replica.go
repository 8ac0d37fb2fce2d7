// Package replica writes an edition for those who do not read it on paper (数字报):
// folders of files that need no server and ask nothing of the network.
//
//	Web     pages for browsers (网页版), with a search over all of the text
//	EPub    a book for reading devices (EPUB 3.2, W3C)
//	ALTO    pages and articles as libraries keep them (METS 1.12, ALTO 4.2)
//	EPaper  a tree of the kind that e-paper systems write and crawlers read
//	IIIF    a manifest for picture viewers (IIIF Presentation API 3.0)
//
// All are made of the same material: the display list in the order of reading
// (render/reading), so that a copy says what is printed, and pictures of the pages.
// The same edition gives the same bytes.
//
// The files of the web edition:
//
//	index.html            the issue: its pages, and what stands on them
//	page-01.html          a page: its picture with areas, its stories, what else it says
//	stories/ID.html       a story, whole, also where it goes on on another page
//	pages/01.jpg          pictures of the pages; pages/01-small.jpg for the index
//	pictures/01-1.jpg     the pictures of the stories, as they stand on the page
//	search.html           search by two characters (search.js; search.json for others)
//	style.css
package replica

import (
	"bytes"
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"slices"
	"strings"
	"sync"

	"golang.org/x/image/draw"

	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/picture"
	"duikai/render/proof"
	"duikai/render/reading"
)

// Format is a form of a copy, by the word that names it.
type Format string

// The forms of copies.
const (
	Web    Format = "web"
	EPub   Format = "epub"
	ALTO   Format = "alto"
	EPaper Format = "epaper"
	IIIF   Format = "iiif"
)

// form is how a form of a copy calls its files, how large its pictures are and
// what else it writes.
type form struct {
	format Format
	dpi    int
	sheet  func(m *material, p *page.Page) string                     // the file of a page
	story  func(m *material, st *storyView) string                    // the file of a story
	page   func(m *material, p *page.Page) string                     // the picture of a page
	small  func(m *material, p *page.Page) string                     // the small one; nil: there is none
	inset  func(m *material, p *page.Page, n int) string              // a picture of a page, by its number; nil: they are not cut out
	pack   func(m *material, put Put) (inside Put, done func() error) // puts the files into one; nil: they stay files
	write  func(m *material) error
}

// forms are all, in the order in which they are named to users.
func forms() []form { return []form{webForm, epubForm, altoForm, epaperForm, iiifForm} }

// Formats are the forms of copies, the usual one first.
func Formats() (all []Format) {
	for _, f := range forms() {
		all = append(all, f.format)
	}
	return all
}

// Options are the choices of a copy.
type Options struct {
	Format Format // empty: Web
	// Pictures gives the pictures of the issue folder. Without it their places are
	// grey.
	Pictures *picture.Store
	// Labels are the faces that write what places of PDF files say.
	Labels fonts.Chain
	// Made is what was made for other forms of the same copy; nil: nothing.
	Made *Made
	// Address is where the folder will be published (http://…/), for what names its
	// files by whole addresses (IIIF); empty: LocalAddress.
	Address string
}

// LocalAddress is where a folder is found that a server on this machine shows.
const LocalAddress = "http://localhost:8000/"

// Resolutions of the pictures of pages: on a large screen a broadsheet page of
// screenDPI fills it, and its type is readable when it is enlarged twice; who keeps
// pages wants to read the smallest type, of 6 points.
const (
	screenDPI    = 110
	archiveDPI   = 200
	smallWidth   = 360 // pixels of a page on an index
	jpegQuality  = 84
	smallQuality = 80
)

// Put takes a file: its path inside the folder, with slashes.
type Put func(name string, data []byte) error

// Write gives the files of an edition, in order. Where a picture cannot be read its
// place is grey, and the error is a *proof.FileError for the first one.
func Write(e *page.Edition, o Options, put Put) error {
	if len(e.Pages) == 0 {
		return errors.New("an edition without pages cannot be shown")
	}
	i := slices.IndexFunc(forms(), func(f form) bool { return f.format == cmp.Or(o.Format, Web) })
	if i < 0 {
		return fmt.Errorf("%q is no form of a copy", o.Format)
	}
	if o.Made == nil {
		o.Made = new(Made)
	}
	o.Made.mu.Lock()
	defer o.Made.mu.Unlock()
	m := gather(e, o, put, forms()[i])
	done := func() error { return nil }
	if m.form.pack != nil {
		m.put, done = m.form.pack(m, put)
	}
	for _, step := range []func() error{m.pictures, func() error { return m.form.write(m) }, done} {
		if err := step(); err != nil {
			return err
		}
	}
	if o.Made.bad != nil {
		return o.Made.bad
	}
	return nil
}

// material is what every form of a copy is made of.
type material struct {
	e      *page.Edition
	o      Options
	form   form
	put    Put
	tree   *reading.Tree
	sheet  []sheetView
	story  []*storyView
	byID   map[string]*storyView
	shown  map[page.Item]shown // pictures that were written
	on     map[*page.Text]int  // index of the page of every text
	files  []string            // that were packed, in order
	glyphs proof.Glyphs

	described map[string]fileEntry // every file, for METS
}

// shown is a picture that was written.
type shown struct {
	Src           string
	Width, Height int
}

// sheetView is a page.
type sheetView struct {
	Title, File    string
	Picture, Small shown
	Stories        []*storyView // each once, in the order of their slots
	Areas          []areaView
	number, index  int
	page           *page.Page
	part           *reading.Element
}

// areaView is the place of a story on a page.
type areaView struct {
	Story *storyView
	rect  geom.Rect
	trim  geom.Size
}

// storyView is a story.
type storyView struct {
	ID, Title, File string
	Text            string // all of it, for the search
	Art             *reading.Element
	Pages           []int // indices of the pages on which it stands
	number          int   // from 1, in the order of reading
}

func gather(e *page.Edition, o Options, put Put, f form) *material {
	m := &material{e: e, o: o, form: f, put: put, tree: reading.Of(e), byID: make(map[string]*storyView), shown: make(map[page.Item]shown), on: make(map[*page.Text]int)}
	for i, part := range m.tree.Root.Kids {
		p := e.Pages[i]
		m.sheet = append(m.sheet, sheetView{Title: part.Title, File: f.sheet(m, p), number: p.Number, index: i, page: p, part: part})
		for _, art := range part.Kids {
			if art.Type != "Art" {
				continue
			}
			st := &storyView{Art: art, ID: art.Story, Title: cmp.Or(art.Title, firstWords(textOf(art), 16)), Text: textOf(art), number: len(m.story) + 1}
			st.File = f.story(m, st)
			m.story = append(m.story, st)
			m.byID[st.ID] = st
		}
	}
	for i, p := range e.Pages {
		for _, it := range p.Items {
			if t, ok := it.(*page.Text); ok {
				m.on[t] = i
			}
		}
		for _, pl := range p.Placements {
			st := m.byID[pl.Story]
			if pl.Kind != "story" || st == nil {
				continue
			}
			if !slices.Contains(st.Pages, i) {
				st.Pages = append(st.Pages, i)
				m.sheet[i].Stories = append(m.sheet[i].Stories, st)
			}
			m.sheet[i].Areas = append(m.sheet[i].Areas, areaView{st, pl.Area, p.Trim})
		}
	}
	return m
}

// pictures writes the pictures of the pages, and those of stories, cut out of them.
func (m *material) pictures() error {
	for i, p := range m.e.Pages {
		img := m.drawn(i)
		v := &m.sheet[i]
		var err error
		if v.Picture, err = m.picture(m.form.page(m, p), madeKey{i, m.form.dpi, wholePage}, jpegQuality, img); err != nil {
			return err
		}
		if m.form.small != nil {
			less := func() (image.Image, error) {
				all, err := img()
				if err != nil {
					return nil, err
				}
				return smaller(all, smallWidth), nil
			}
			if v.Small, err = m.picture(m.form.small(m, p), madeKey{i, m.form.dpi, smallPage}, smallQuality, less); err != nil {
				return err
			}
		}
		if err := m.insets(i, img); err != nil {
			return err
		}
	}
	return nil
}

// drawn draws a page when its picture is first asked for.
func (m *material) drawn(sheet int) func() (image.Image, error) {
	return sync.OnceValues(func() (image.Image, error) {
		img, err := proof.Draw(m.e.Pages[sheet], proof.Options{DPI: m.form.dpi, Pictures: m.o.Pictures, Labels: m.o.Labels, Glyphs: &m.glyphs})
		if bad, ok := errors.AsType[*proof.FileError](err); ok {
			if m.o.Made.bad == nil {
				m.o.Made.bad = bad
			}
			err = nil
		}
		return img, err
	})
}

// insets writes the pictures of a page.
func (m *material) insets(sheet int, img func() (image.Image, error)) error {
	if m.form.inset == nil {
		return nil
	}
	n := 0
	p := m.e.Pages[sheet]
	for k, it := range p.Items {
		r, ok := pictureOf(it)
		if !ok {
			continue
		}
		n++
		area := pixels(r, m.form.dpi).Intersect(pixels(geom.Rect{W: p.Trim.W, H: p.Trim.H}, m.form.dpi))
		if area.Empty() {
			continue
		}
		part := func() (image.Image, error) {
			all, err := img()
			if err != nil {
				return nil, err
			}
			return all.(*image.RGBA).SubImage(area), nil
		}
		var err error
		if m.shown[it], err = m.picture(m.form.inset(m, p, n), madeKey{sheet, m.form.dpi, k}, jpegQuality, part); err != nil {
			return err
		}
	}
	return nil
}

// Made keeps the pictures of an edition as they were made for one form of a copy, so
// that the next need not draw the pages again. The zero value is ready, for one
// edition; of several forms at once each waits for the one before.
type Made struct {
	mu       sync.Mutex
	pictures map[madeKey]made
	bad      *proof.FileError // the first
}

// madeKey is a picture of a page: an item of it, the whole, or that in small.
type madeKey struct{ sheet, dpi, item int }

const (
	wholePage = -1
	smallPage = -2
)

type made struct {
	jpeg []byte
	size image.Point
}

// picture writes a picture, which is drawn where no form before had it.
func (m *material) picture(name string, k madeKey, quality int, draw func() (image.Image, error)) (shown, error) {
	p, ok := m.o.Made.pictures[k]
	if !ok {
		img, err := draw()
		if err != nil {
			return shown{}, err
		}
		var b bytes.Buffer
		if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
			return shown{}, err
		}
		p = made{b.Bytes(), img.Bounds().Size()}
		if m.o.Made.pictures == nil {
			m.o.Made.pictures = make(map[madeKey]made)
		}
		m.o.Made.pictures[k] = p
	}
	return shown{name, p.size.X, p.size.Y}, m.put(name, p.jpeg)
}

func pictureOf(it page.Item) (geom.Rect, bool) {
	switch it := it.(type) {
	case *page.Picture:
		return it.Rect, true
	case *page.Block:
		return it.Rect, true
	}
	return geom.Rect{}, false
}

// pixels is a rectangle of a page on its picture.
func pixels(r geom.Rect, dpi int) image.Rectangle {
	at := func(l geom.Length) int { return int(geom.DivRound(l*geom.Length(dpi), geom.Inch)) }
	return image.Rect(at(r.X), at(r.Y), at(r.Right()), at(r.Bottom()))
}

func smaller(img image.Image, width int) image.Image {
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, width, max(b.Dy()*width/b.Dx(), 1)))
	draw.ApproxBiLinear.Scale(out, out.Bounds(), img, b, draw.Src, nil)
	return out
}

// date is the edition's, in words.
func (m *material) date() string { return m.e.Date.Format("2006年1月2日") }

// title is what the whole is called.
func (m *material) title() string { return m.e.Paper + " " + m.date() }

// advertisement is what an advertisement says; empty where an element is none.
func (v *sheetView) advertisement(e *reading.Element) string {
	if e.Type != "Div" || len(e.Kids) == 0 || e.Kids[0].Type != "Figure" {
		return ""
	}
	r, ok := pictureOf(e.Kids[0].Item)
	if !ok {
		return ""
	}
	for _, pl := range v.page.Placements {
		if pl.Kind == "ad" && pl.Area.X <= r.X && pl.Area.Y <= r.Y && r.Right() <= pl.Area.Right() && r.Bottom() <= pl.Area.Bottom() {
			return e.Kids[0].Alt
		}
	}
	return ""
}

// others are the parts of a page that are no story: notices, digests, pictures,
// advertisements.
func (v *sheetView) others() (out []*reading.Element) {
	for _, kid := range v.part.Kids {
		if kid.Type != "Art" {
			out = append(out, kid)
		}
	}
	return out
}

// firstWords are the first characters of a text, on one line.
func firstWords(text string, n int) string {
	rs := []rune(strings.ReplaceAll(text, "\n", "　"))
	if len(rs) > n {
		return string(rs[:n]) + "…"
	}
	return string(rs)
}
