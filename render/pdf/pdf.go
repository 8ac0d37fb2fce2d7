package pdf

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"sync"
	"unicode/utf8"

	"github.com/signintech/gopdf"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/internal/cos"
	"duikai/render/picture"
)

// Options are the choices of one document. The zero value is good.
type Options struct {
	// Cache keeps fonts between documents; it may be shared by many
	// goroutines. Without one, the fonts are made for this document alone.
	Cache *Cache
	// Pictures has the files that the edition's pictures and blocks name; it
	// may be shared by many documents and with proofs. An edition without
	// pictures needs none.
	Pictures *picture.Store
	// Margin is white around each page beyond its bleed, for marks that are
	// added later.
	Margin geom.Length
	// Uncompressed has Render leave the page contents readable, for tests.
	Uncompressed bool
}

// Write draws the edition as a PDF. Nothing is written to w unless the whole
// document came out well.
func Write(w io.Writer, e *page.Edition, o Options) error {
	b, err := Render(e, o)
	if err != nil {
		return err
	}
	_, err = w.Write(b)
	return err
}

// Render draws the edition as a PDF and gives its bytes.
func Render(e *page.Edition, o Options) ([]byte, error) {
	d, err := Draw(e, o)
	if err != nil {
		return nil, err
	}
	pages, err := d.Doc.Pages()
	if err != nil {
		return nil, err
	}
	for _, p := range pages {
		content, err := d.Doc.Of(p.Get("Contents"), "")
		if err != nil {
			return nil, err
		}
		content.Deflate = !o.Uncompressed
	}
	info := cos.Dict("Title", cos.Text(cmp.Or(e.Title, e.Paper)), "Creator", cos.Literal(cos.Program), "Producer", cos.Literal(cos.Producer))
	if !e.Date.IsZero() {
		info.Set("CreationDate", cos.Literal(e.Date.UTC().Format("D:20060102150405Z")))
	}
	return d.Doc.Write("1.7", d.Doc.AddValue(info), "")
}

// Drawn is a document drawn.
type Drawn struct {
	// Doc is the document before it is written.
	Doc *cos.Document
	// Painted is, for each page and each of its items, how many operators of the
	// page's content paint it, in this order: a text has one for every run
	// between gaps that are too wide (TJ), rules and areas have one (S, f), and
	// so have pictures and blocks (Do). Who works on the content counts, and
	// needs not guess what it shows.
	Painted [][]int
}

// Draw draws the edition as a PDF. The same edition gives the same bytes,
// whatever the cache has seen and however many documents are drawn at once.
//
// Pictures for a press are made ready meanwhile and longer: who reads their objects,
// or writes the document, waits for them, and is told of those that cannot be drawn
// by a *FileError.
func Draw(e *page.Edition, o Options) (out Drawn, err error) {
	if e == nil || len(e.Pages) == 0 {
		return Drawn{}, errors.New("an edition without pages cannot be drawn")
	}
	// gopdf reads fonts and pictures without looking at their bounds. It sees
	// none that we have not made; should something still slip through, a batch
	// must lose one issue and not all of them.
	defer func() {
		if r := recover(); r != nil {
			out, err = Drawn{}, fmt.Errorf("gopdf gave up: %v", r)
		}
	}()

	used, err := collect(e)
	if err != nil {
		return Drawn{}, err
	}
	cache := o.Cache
	if cache == nil {
		cache = new(Cache)
	}
	var prepared sync.WaitGroup
	if o.Pictures != nil {
		prepared.Go(func() { o.Pictures.Prepare(e.Pages) })
	}
	made, err := cache.get(used)
	if err != nil {
		return Drawn{}, culprit(e, used, err)
	}

	d := &drawing{
		gp:       new(gopdf.GoPdf),
		gaps:     gapQueue{gaps: make([]int16, 0, count(e))},
		pictures: o.Pictures,
		prepared: &prepared,
		embedded: make(map[string]bool),
		imports:  newImporter(),
		margin:   round(max(o.Margin, 0)),
	}
	d.links = d.planLinks(e)
	d.start(e)
	if err := d.addFaces(used, made); err != nil {
		return Drawn{}, err
	}
	if err := d.drawPages(e); err != nil {
		return Drawn{}, err
	}
	doc, err := d.document(made)
	return Drawn{doc, d.painted}, err
}

// document is the tree of what is drawn, with what gopdf does not know or says
// otherwise put right.
func (d *drawing) document(made []*embeddedFont) (*cos.Document, error) {
	b, err := d.compile()
	if err != nil {
		return nil, err
	}
	doc, err := cos.Read(b)
	if err != nil {
		return nil, err
	}
	pages, err := doc.Pages()
	if err != nil {
		return nil, err
	}
	resources, err := doc.Of(pages[0].Get("Resources"), "") // of all pages
	if err != nil {
		return nil, err
	}
	sortTemplates(resources.Get("XObject"))
	if err := d.aimLinks(doc); err != nil {
		return nil, err
	}
	for _, l := range d.lates {
		doc.Replace(cos.RefTo(l.object), &cos.Object{Later: l.make})
	}
	return doc, d.setFonts(doc, resources, made)
}

// drawPages draws the pages in their order.
func (d *drawing) drawPages(e *page.Edition) error {
	for _, p := range e.Pages {
		if err := d.page(p); err != nil {
			if f, ok := errors.AsType[*FileError](err); ok {
				return f
			}
			return fmt.Errorf("page %d: %w", p.Number, err)
		}
	}
	return nil
}

// FileError tells of a picture or a PDF file that cannot be drawn. Make-up has
// looked at the files before, so it is one that is damaged further in, or has
// changed since.
type FileError struct {
	Page int
	File string
	Src  diag.Pos // where the manuscript names it
	Err  error
}

func (e *FileError) Error() string { return fmt.Sprintf("page %d: %s: %v", e.Page, e.File, e.Err) }
func (e *FileError) Unwrap() error { return e.Err }

// MissingError tells of a character its face cannot draw. Coverage is settled
// when the faces are chosen, so it is a fault of the make-up or an outline that
// turns out to be damaged; gopdf would print a space.
type MissingError struct {
	Page int
	Face string
	Rune rune
	Src  diag.Pos // of the text item the character stands in
}

func (e *MissingError) Error() string {
	return fmt.Sprintf("page %d: the face %s lacks %q (%U)", e.Page, e.Face, e.Rune, e.Rune)
}

func count(e *page.Edition) int {
	n := 0
	for _, p := range e.Pages {
		for _, it := range p.Items {
			if t, ok := it.(*page.Text); ok {
				n += len(t.Glyphs)
			}
		}
	}
	return n
}

// collect lists the faces of an edition in the order of their first use, each
// with its characters.
func collect(e *page.Edition) ([]*subset, error) {
	var list []*subset
	byFace := make(map[*fonts.Face]*subset)
	for _, p := range e.Pages {
		var s *subset
		for _, it := range p.Items {
			t, ok := it.(*page.Text)
			if !ok || len(t.Glyphs) == 0 {
				continue
			}
			if t.Face == nil {
				return nil, fmt.Errorf("page %d: a text without a face", p.Number)
			}
			if s == nil || s.face != t.Face {
				if s = byFace[t.Face]; s == nil {
					s = &subset{face: t.Face}
					byFace[t.Face] = s
					list = append(list, s)
				}
			}
			for i, g := range t.Glyphs {
				if l := s.letterOf(t, i); s.add(l) && !(utf8.ValidRune(g.Rune) && s.glyphOf(l) != 0) {
					return nil, &MissingError{p.Number, s.face.Name(), g.Rune, t.Src}
				}
			}
		}
	}
	for _, s := range list {
		s.close()
	}
	return list, nil
}

// culprit finds the character whose glyph keeps a font from being made: a
// damaged outline shows only when it is wanted.
func culprit(e *page.Edition, used []*subset, err error) error {
	damaged, ok := errors.AsType[*fonts.DamagedGlyph](err)
	if !ok {
		return err
	}
	for _, s := range used {
		for _, l := range s.letters {
			one := []fonts.Want{{Glyph: s.glyphOf(l), Rune: l.r}}
			if s.face.Name() != damaged.Face {
				break
			}
			if _, err := s.face.Subset(one); err != nil {
				return missing(e, s, l)
			}
		}
	}
	return err
}

// missing tells of a letter where it is first used.
func missing(e *page.Edition, s *subset, l letter) error {
	f := s.face
	for _, p := range e.Pages {
		for _, it := range p.Items {
			t, ok := it.(*page.Text)
			if !ok || t.Face != f {
				continue
			}
			for i, g := range t.Glyphs {
				if s.letterOf(t, i) == l {
					return &MissingError{p.Number, f.Name(), g.Rune, t.Src}
				}
			}
		}
	}
	return &MissingError{Face: f.Name(), Rune: l.r}
}
