package pdfx

import (
	"errors"
	"fmt"
	"strings"

	"duikai/fonts"
	"duikai/layout/page"
	"duikai/layout/parallel"
	"duikai/render/internal/cos"
	"duikai/render/reading"
)

// Standard is what a file claims to be.
type Standard uint8

const (
	X1a   Standard = iota // X1a is PDF/X-1a:2003: PDF 1.4, no transparency, no links. Newspapers ask for it most.
	X4                    // X4 is PDF/X-4: PDF 1.6 with the press's profile.
	Plain                 // Plain is PDF 1.7 that claims nothing and keeps links and bookmarks.
)

// Names are the names of the standards on the command line.
var standardNames = [...]string{X1a: "x1a", X4: "x4", Plain: "none"}

// Names lists the standards as ParseStandard reads them.
func Names() []string { return append([]string(nil), standardNames[:]...) }

// ParseStandard reads the name of a standard.
func ParseStandard(s string) (Standard, bool) {
	for i, n := range standardNames {
		if n == s {
			return Standard(i), true
		}
	}
	return 0, false
}

// String is the standard's own name.
func (s Standard) String() string {
	return [...]string{"PDF/X-1a:2003", "PDF/X-4", "PDF"}[s]
}

func (s Standard) version() string { return [...]string{"1.4", "1.6", "1.7"}[s] }

// DefaultCondition is the printing condition of a file that names none:
// coldset newsprint, as the registry of the ICC calls it.
const DefaultCondition = "IFRA26"

// Options are the choices of one file.
type Options struct {
	// Edition is what the file shows; its dates, names and boxes come from it.
	Edition  *page.Edition
	Standard Standard
	// Condition names the printing condition (印刷条件) in the registry of
	// characterisation data of the ICC. Empty is DefaultCondition, or none
	// where there is a profile.
	Condition string
	// Profile is an ICC profile of the press for the output intent. PDF/X-4
	// needs one; in PDF/X-1a the name of a condition suffices.
	Profile []byte
	// Spots are inks that are printed as spot inks (专色), on plates of their
	// own.
	Spots []Spot
	// Marks draws marks around the trim. The pages must have MarksMargin of
	// white around them (pdf.Options.Margin).
	Marks bool
	// Slug are the faces of the line of text beside the marks.
	Slug fonts.Chain
	// Reading is for a copy that is read on a screen: without overprint, which
	// some programs show wrongly. It goes with Plain.
	Reading bool
}

// Spot is an ink of the pages that is printed as a spot ink of this name.
type Spot struct {
	Name string
	Ink  page.Ink // its likeness in process inks, and how the pages ask for it
}

// finisher is one file under way.
type finisher struct {
	o       Options
	d       *cos.Document
	pages   []*sheet
	profile *profile // nil: none
	over    int      // objects of the graphics states
	knock   int
	tags    *tagged // nil: none
}

// sheet is a page of the file and of the edition.
type sheet struct {
	cos.Numbered
	p *page.Page
	// painted is how many operators of its content paint each item.
	painted []int
	inked
	media     box
	trim      box
	bleed     box
	resources cos.Value // reference
}

// Finish makes the document of render/pdf a file of the standard; painted tells
// how many operators paint each item of each page (pdf.Drawn). What cannot be one
// because of what it holds is refused with a *RefusedError. The document stays as
// it is.
func Finish(doc *cos.Document, painted [][]int, o Options) ([]byte, error) {
	if o.Edition == nil || len(o.Edition.Pages) == 0 {
		return nil, errors.New("there is no edition to finish")
	}
	if o.Reading && o.Standard != Plain {
		return nil, fmt.Errorf("a copy for reading cannot be %v", o.Standard)
	}
	if o.Standard != Plain && o.Edition.Date.IsZero() {
		return nil, fmt.Errorf("%v needs the edition's date", o.Standard)
	}
	f := &finisher{o: o, d: doc.Clone()}
	if err := f.readProfile(); err != nil {
		return nil, err
	}
	root, err := f.tree(painted)
	if err != nil {
		return nil, err
	}
	if err := f.resources(); err != nil {
		return nil, err
	}
	if o.Reading {
		if err := f.readingTree(); err != nil {
			return nil, err
		}
	}
	if err := f.contents(); err != nil {
		return nil, err
	}
	if err := f.boxes(); err != nil {
		return nil, err
	}
	if o.Marks {
		if err := f.marks(); err != nil {
			return nil, err
		}
	}
	if o.Standard == Plain {
		if err := f.outlines(root); err != nil {
			return nil, err
		}
	} else {
		for _, s := range f.pages {
			// No links: in X-1a and X-4 nothing may lie on the page that is
			// not printed.
			s.Remove("Annots")
		}
	}
	return f.finish(root)
}

// finish writes the file when it keeps what it claims.
func (f *finisher) finish(root *cos.Object) ([]byte, error) {
	if f.tags != nil {
		f.structure(root)
	}
	info := f.metadata(root)
	if f.o.Standard != Plain {
		f.intent(root)
		if err := f.check(info); err != nil {
			return nil, err
		}
	}
	b, err := f.d.Write(f.o.Standard.version(), info, placeholder)
	if err != nil {
		return nil, err
	}
	return b, identify(b)
}

// tree reads the catalogue and the pages.
func (f *finisher) tree(painted [][]int) (*cos.Object, error) {
	root, err := f.d.Of(cos.RefTo(f.d.Catalog()), "Catalog")
	if err != nil {
		return nil, err
	}
	if root.Get("Outlines").Kind != cos.Null {
		return nil, cos.Foreign("bookmarks")
	}
	pages, err := f.d.Pages()
	if err != nil {
		return nil, err
	}
	tree, err := f.d.Of(root.Get("Pages"), "Pages")
	if err != nil {
		return nil, err
	}
	tree.Remove("MediaBox") // each page has its own
	if len(pages) != len(f.o.Edition.Pages) || len(painted) != len(pages) {
		return nil, cos.Foreign("it has %d pages, the edition %d", len(pages), len(f.o.Edition.Pages))
	}
	for i, p := range pages {
		s := &sheet{Numbered: p, p: f.o.Edition.Pages[i], painted: painted[i], resources: p.Get("Resources")}
		if s.resources.Kind != cos.Reference || i > 0 && s.resources.Ref != f.pages[0].resources.Ref {
			return nil, cos.Foreign("the resources of page %d", s.p.Number)
		}
		f.pages = append(f.pages, s)
	}
	return root, nil
}

// resources completes the resources that gopdf shares between all pages.
func (f *finisher) resources() error {
	r, err := f.d.Of(f.pages[0].resources, "")
	if err != nil {
		return err
	}
	if gs := r.Get("ExtGState"); gs.Kind != cos.Dictionary || len(gs.List) > 0 {
		return cos.Foreign("graphics states")
	}
	// ISO 32000-2, 14.2: obsolete.
	r.Remove("ProcSet")
	for _, key := range []string{"ColorSpace", "XObject", "Font"} {
		if len(r.Get(key).List) == 0 {
			r.Remove(key)
		}
	}
	r.Remove("ExtGState")
	if len(f.o.Spots) > 0 {
		r.Set("ColorSpace", cos.Dict())
	}
	for i, s := range f.o.Spots {
		f.separation(r, spotName(i), s.Name, inkValue(s.Ink))
	}
	if f.o.Reading {
		return nil
	}
	over, knock := states()
	f.over, f.knock = f.d.AddValue(over), f.d.AddValue(knock)
	r.Set("ExtGState", cos.Dict(overName, cos.RefTo(f.over), knockName, cos.RefTo(f.knock)))
	return nil
}

// contents sets overprint in the pages, side by side.
func (f *finisher) contents() error {
	errs := make([]error, len(f.pages))
	jobs := make([]func(), len(f.pages))
	for i, s := range f.pages {
		var leaves []*reading.Element
		if f.tags != nil {
			leaves = f.tags.Leaves[i]
		}
		jobs[i] = func() { errs[i] = f.content(s, leaves) }
	}
	// Objects are parsed before, for that writes to their list; and no two
	// pages may work on one.
	seen := make(map[int]bool)
	for _, s := range f.pages {
		if _, err := f.d.Of(s.Get("Contents"), ""); err != nil {
			return err
		}
		if n := s.Get("Contents").Ref; seen[n] {
			return cos.Foreign("two pages share the content %d", n)
		} else {
			seen[n] = true
		}
	}
	parallel.Each(len(jobs), func(i int) { jobs[i]() })
	return errors.Join(errs...)
}

func (f *finisher) content(s *sheet, leaves []*reading.Element) error {
	o, err := f.d.Of(s.Get("Contents"), "")
	if err != nil {
		return err
	}
	if !o.IsStream {
		return cos.Foreign("page %d has no content", s.p.Number)
	}
	content, err := o.Inflated()
	if err == nil {
		s.inked, err = ink(content, inking{s.p.Items, s.painted, leaves, f.o.Reading, f.o.Spots})
	}
	if err != nil {
		return fmt.Errorf("page %d: %w", s.p.Number, err)
	}
	// Compressed when it is written: a file that is refused is not worth it.
	*o = cos.Object{Value: cos.Dict(), IsStream: true, Stream: s.content, Deflate: true}
	return nil
}

// title is the name of the document.
func (f *finisher) title() string {
	e := f.o.Edition
	for _, s := range []string{e.Title, e.Paper} {
		if s = strings.TrimSpace(s); s != "" {
			return s
		}
	}
	return cos.Program
}

// box is a rectangle in hundredths of a point, the precision of the file.
type box struct{ left, bottom, right, top int64 }

func (b box) value() cos.Value {
	return cos.ArrayOf(cos.Hundredths(b.left), cos.Hundredths(b.bottom), cos.Hundredths(b.right), cos.Hundredths(b.top))
}

func (b box) within(o box) bool {
	return o.left <= b.left && o.bottom <= b.bottom && b.right <= o.right && b.top <= o.top &&
		b.left < b.right && b.bottom < b.top
}

func readBox(v cos.Value) (box, bool) {
	if v.Kind != cos.Array || len(v.List) != 4 {
		return box{}, false
	}
	var c [4]int64
	for i, item := range v.List {
		x, ok := item.Float()
		if !ok || x < -1e6 || x > 1e6 {
			return box{}, false
		}
		if x < 0 {
			c[i] = int64(float64(x*100) - 0.5)
		} else {
			c[i] = int64(float64(x*100) + 0.5)
		}
	}
	return box{c[0], c[1], c[2], c[3]}, true
}

// boxes nests the boxes of every page: what is
// drawn on, what is printed, what is left after the cut.
func (f *finisher) boxes() error {
	for _, s := range f.pages {
		var ok, also bool
		s.media, ok = readBox(s.Get("MediaBox"))
		s.trim, also = readBox(s.Get("TrimBox"))
		if !ok || !also || !s.trim.within(s.media) {
			return cos.Foreign("the boxes of page %d", s.p.Number)
		}
		b := s.p.Bleed.Hundredths()
		s.bleed = box{max(s.trim.left-b, s.media.left), max(s.trim.bottom-b, s.media.bottom),
			min(s.trim.right+b, s.media.right), min(s.trim.top+b, s.media.top)}
		s.Set("MediaBox", s.media.value())
		s.Set("CropBox", s.media.value())
		s.Set("BleedBox", s.bleed.value())
		s.Set("TrimBox", s.trim.value())
	}
	return nil
}
