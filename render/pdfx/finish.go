package pdfx

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strings"

	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/page"
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
	d       *document
	pages   []*sheet
	names   map[string]bool // of fonts
	profile *profile        // nil: none
	over    int             // objects of the graphics states
	knock   int
	tags    *tagged // nil: none
}

// sheet is a page of the file and of the edition.
type sheet struct {
	number int // of its object
	o      *object
	p      *page.Page
	// painted is how many operators of its content paint each item.
	painted []int
	inked
	media     box
	trim      box
	bleed     box
	resources value // reference
}

// Finish makes the bytes of render/pdf a file of the standard; painted tells how
// many operators paint each item of each page (pdf.Drawn). What cannot be one
// because of what it holds is refused with a *RefusedError.
func Finish(pdf []byte, painted [][]int, o Options) ([]byte, error) {
	if o.Edition == nil || len(o.Edition.Pages) == 0 {
		return nil, errors.New("there is no edition to finish")
	}
	if o.Reading && o.Standard != Plain {
		return nil, fmt.Errorf("a copy for reading cannot be %v", o.Standard)
	}
	if o.Standard != Plain && o.Edition.Date.IsZero() {
		return nil, fmt.Errorf("%v needs the edition's date", o.Standard)
	}
	d, err := read(pdf)
	if err != nil {
		return nil, err
	}
	f := &finisher{o: o, d: d, names: make(map[string]bool)}
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
			s.o.remove("Annots")
		}
	}
	return f.finish(root)
}

// finish writes the file when it keeps what it claims.
func (f *finisher) finish(root *object) ([]byte, error) {
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
	b, err := f.d.write(f.o.Standard.version(), 1, info, placeholder)
	if err != nil {
		return nil, err
	}
	return b, identify(b)
}

// tree reads the catalogue and the pages.
func (f *finisher) tree(painted [][]int) (*object, error) {
	root, err := f.d.of(refTo(1), "Catalog")
	if err != nil {
		return nil, err
	}
	if root.get("Outlines").kind != null {
		return nil, foreign("bookmarks")
	}
	pages, err := f.d.of(root.get("Pages"), "Pages")
	if err != nil {
		return nil, err
	}
	pages.remove("MediaBox") // each page has its own
	kids := pages.get("Kids")
	if kids.kind != array || len(kids.list) != len(f.o.Edition.Pages) || len(painted) != len(kids.list) {
		return nil, foreign("it has %d pages, the edition %d", len(kids.list), len(f.o.Edition.Pages))
	}
	for i, kid := range kids.list {
		o, err := f.d.of(kid, "Page")
		if err != nil {
			return nil, err
		}
		s := &sheet{number: kid.ref, o: o, p: f.o.Edition.Pages[i], painted: painted[i], resources: o.get("Resources")}
		if s.resources.kind != reference || i > 0 && s.resources.ref != f.pages[0].resources.ref {
			return nil, foreign("the resources of page %d", s.p.Number)
		}
		f.pages = append(f.pages, s)
	}
	return root, nil
}

// resources completes the fonts, and the resources that gopdf shares between
// all pages.
func (f *finisher) resources() error {
	r, err := f.d.of(f.pages[0].resources, "")
	if err != nil {
		return err
	}
	list := r.get("Font")
	if list.kind != dictionary {
		return foreign("the list of fonts")
	}
	for i := 1; i < len(list.list); i += 2 {
		if err := f.font(list.list[i]); err != nil {
			return err
		}
	}
	if gs := r.get("ExtGState"); gs.kind != dictionary || len(gs.list) > 0 {
		return foreign("graphics states")
	}
	// ISO 32000-2, 14.2: obsolete.
	r.remove("ProcSet")
	for _, key := range []string{"ColorSpace", "XObject", "Font"} {
		if len(r.get(key).list) == 0 {
			r.remove(key)
		}
	}
	r.remove("ExtGState")
	if len(f.o.Spots) > 0 {
		r.set("ColorSpace", dict())
	}
	for i, s := range f.o.Spots {
		f.separation(r, spotName(i), s.Name, inkValue(s.Ink))
	}
	if f.o.Reading {
		return nil
	}
	over, knock := states()
	f.over, f.knock = f.d.addValue(over), f.d.addValue(knock)
	r.set("ExtGState", dict(overName, refTo(f.over), knockName, refTo(f.knock)))
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
		if _, err := f.d.of(s.o.get("Contents"), ""); err != nil {
			return err
		}
		if n := s.o.get("Contents").ref; seen[n] {
			return foreign("two pages share the content %d", n)
		} else {
			seen[n] = true
		}
	}
	sideBySide(jobs)
	return errors.Join(errs...)
}

func (f *finisher) content(s *sheet, leaves []*reading.Element) error {
	o, err := f.d.of(s.o.get("Contents"), "")
	if err != nil {
		return err
	}
	if !o.isStream {
		return foreign("page %d has no content", s.p.Number)
	}
	content, err := inflated(o)
	if err == nil {
		s.inked, err = ink(content, inking{s.p.Items, s.painted, leaves, f.o.Reading, f.o.Spots})
	}
	if err != nil {
		return fmt.Errorf("page %d: %w", s.p.Number, err)
	}
	// Compressed when it is written: a file that is refused is not worth it.
	*o = object{value: dict(), isStream: true, stream: s.content, deflate: true}
	return nil
}

// maxContent bounds what a stream may be inflated to.
const maxContent = 1 << 28

var errFilter = errors.New("it is compressed in a way that is not read here")

// inflated gives the bytes of a stream that has no filter or Flate.
func inflated(o *object) ([]byte, error) {
	filter := o.get("Filter")
	if filter.kind == array && len(filter.list) == 1 {
		filter = filter.list[0]
	}
	switch {
	case filter.kind == null || filter.kind == array && len(filter.list) == 0:
		return o.stream, nil
	case !filter.is("FlateDecode") || o.get("DecodeParms").kind != null:
		return nil, errFilter
	}
	z, err := zlib.NewReader(bytes.NewReader(o.stream))
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	if _, err := io.Copy(&buf, io.LimitReader(z, maxContent+1)); err != nil {
		return nil, err
	}
	if buf.Len() > maxContent {
		return nil, errors.New("it is too large")
	}
	return buf.Bytes(), nil
}

// title is the name of the document.
func (f *finisher) title() string {
	e := f.o.Edition
	for _, s := range []string{e.Title, e.Paper} {
		if s = strings.TrimSpace(s); s != "" {
			return s
		}
	}
	return "duikai"
}

// box is a rectangle in hundredths of a point, the precision of the file.
type box struct{ left, bottom, right, top int64 }

func (b box) value() value {
	return arrayOf(coordinate(b.left), coordinate(b.bottom), coordinate(b.right), coordinate(b.top))
}

func (b box) within(o box) bool {
	return o.left <= b.left && o.bottom <= b.bottom && b.right <= o.right && b.top <= o.top &&
		b.left < b.right && b.bottom < b.top
}

func coordinate(h int64) value { return value{kind: number, raw: appendHundredths(nil, h)} }

// appendHundredths writes hundredths of a point as short as it can be.
func appendHundredths(b []byte, h int64) []byte {
	if h < 0 {
		b, h = append(b, '-'), -h
	}
	b = fmt.Appendf(b, "%d", h/100)
	switch h %= 100; {
	case h == 0:
		return b
	case h%10 == 0:
		return append(b, '.', byte('0'+h/10))
	default:
		return append(b, '.', byte('0'+h/10), byte('0'+h%10))
	}
}

func hundredths(l geom.Length) int64 { return int64(geom.DivRound(l, geom.Pt/100)) }

func readBox(v value) (box, bool) {
	if v.kind != array || len(v.list) != 4 {
		return box{}, false
	}
	var c [4]int64
	for i, item := range v.list {
		x, ok := item.float()
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
		s.media, ok = readBox(s.o.get("MediaBox"))
		s.trim, also = readBox(s.o.get("TrimBox"))
		if !ok || !also || !s.trim.within(s.media) {
			return foreign("the boxes of page %d", s.p.Number)
		}
		b := hundredths(s.p.Bleed)
		s.bleed = box{max(s.trim.left-b, s.media.left), max(s.trim.bottom-b, s.media.bottom),
			min(s.trim.right+b, s.media.right), min(s.trim.top+b, s.media.top)}
		s.o.set("MediaBox", s.media.value())
		s.o.set("CropBox", s.media.value())
		s.o.set("BleedBox", s.bleed.value())
		s.o.set("TrimBox", s.trim.value())
	}
	return nil
}
