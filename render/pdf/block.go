package pdf

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/phpdave11/gofpdi"

	"duikai/layout/page"
	"duikai/render/internal/cos"
)

// importer takes pages of other documents over.
//
// gopdf's own way leads through gofpdi, which writes the entries of a
// dictionary in the order of a Go map, another one in every run, and reads
// foreign files trustingly. So artwork makes the objects and gopdf takes them
// as they are (ImportObjects). A template is drawn under a name that gofpdi
// gives out, so it is shown a document of its own for every block: an empty
// page of unit by unit points. By that name goes in the end a form that fits
// the foreign page into such a square, to be scaled to its place from there.
type importer struct {
	fpdi   *gofpdi.Importer
	stubs  []*io.ReadSeeker // gofpdi tells documents apart by where they lie in memory
	blocks map[string]int   // templates by page and file, or by picture
}

// unit is the side of the square, in points. gopdf prints a scale with four
// decimals: with places in hundredths of a point, a hundredth of a place needs
// no more.
const unit = 100

// decimals are more than readers make use of.
const decimals = 10

func newImporter() importer {
	return importer{fpdi: gofpdi.NewImporter(), blocks: make(map[string]int)}
}

// stub is the document gofpdi sees. No dictionary's order matters in it, for
// nothing of it is written; gofpdi does not find its way in a shorter one.
var stub = func() string {
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Resources<<>>/Contents 4 0 R>>", unit, unit),
		"<</Length 0>>\nstream\n\nendstream",
	}
	doc := "%PDF-1.4\n"
	table := fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for i, o := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", len(doc))
		doc += fmt.Sprintf("%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	return doc + table + fmt.Sprintf("trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, len(doc))
}()

// drawBlock fits the page of a PDF file into its rectangle.
func (d *drawing) drawBlock(b *page.Block) error {
	key := fmt.Sprintf("%d %s", b.Page, b.File)
	template, ok := d.imports.blocks[key]
	if !ok {
		if d.pictures == nil {
			return errNoPictures
		}
		var err error
		if template, err = d.takeOverPage(b); err != nil {
			return err
		}
		d.imports.blocks[key] = template
	}
	left, right := d.x(b.Rect.X), d.x(b.Rect.Right())
	top, bottom := d.y(b.Rect.Y), d.y(b.Rect.Bottom())
	if right <= left || top <= bottom {
		return fmt.Errorf("it stands in %v by %v", b.Rect.W, b.Rect.H)
	}
	d.gp.UseImportedTemplate(template, left.points(), d.down(top), (right - left).points(), (top - bottom).points())
	return nil
}

// takeOverPage adds a page of a PDF file with all that it needs.
func (d *drawing) takeOverPage(b *page.Block) (template int, err error) {
	first := d.gp.GetNextObjectID()
	foreign, err := d.pictures.Block(b)
	if err != nil {
		return 0, err
	}
	return d.takeOver(foreign.W, foreign.H, foreign.Form(first+1))
}

// takeOver adds objects, the first of which is an XObject of w by h points, and
// gives the number of gopdf's template for it: a form XObject (ISO 32000-2,
// 8.10) that fits it into the square. The objects are numbered from the one
// after the next.
func (d *drawing) takeOver(w, h float64, list []string) (template int, err error) {
	// gofpdi panics where others give errors.
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("gofpdi gave up: %v", r)
		}
	}()
	first := d.gp.GetNextObjectID()
	content := fmt.Sprintf("q %s 0 0 %s 0 0 cm /P Do Q", cos.Decimal(unit/w, decimals), cos.Decimal(unit/h, decimals))
	objects := map[int]string{first: fmt.Sprintf(
		"<</Type /XObject /Subtype /Form /FormType 1 /BBox [0 0 %d %d]\n/Resources <</XObject <</P %d 0 R>>>> /Length %d>>\nstream\n%s\nendstream\n",
		unit, unit, first+1, len(content), content)}
	for i, o := range list {
		objects[first+1+i] = o
		d.guess += len(o)
	}

	var doc io.ReadSeeker = strings.NewReader(stub)
	d.imports.stubs = append(d.imports.stubs, &doc)
	d.imports.fpdi.SetSourceStream(&doc)
	template = d.imports.fpdi.ImportPage(1, "/MediaBox")
	name, _, _, _, _ := d.imports.fpdi.UseTemplate(template, 0, 0, unit, unit)

	d.gp.ImportObjects(objects, first)
	d.gp.ImportTemplates(map[string]int{name: first})
	end := d.gp.GetNextObjectID()
	if end != first+len(objects) {
		return 0, fmt.Errorf("gopdf took %d objects of %d: a new gopdf?", end-first, len(objects))
	}
	return template, nil
}

// sortTemplates puts the names of templates in order. gopdf lists them in the
// order of a Go map; their order has no meaning.
func sortTemplates(forms cos.Value) {
	const pair = 2
	entries := slices.Collect(slices.Chunk(slices.Clone(forms.List), pair))
	template := func(e []cos.Value) bool { return strings.HasPrefix(e[0].PlainName(), "GOFPDITPL") }
	from := slices.IndexFunc(entries, template)
	if from < 0 {
		return
	}
	to := from
	for to < len(entries) && template(entries[to]) {
		to++
	}
	slices.SortFunc(entries[from:to], func(a, b []cos.Value) int { return bytes.Compare(a[0].Raw, b[0].Raw) })
	copy(forms.List, slices.Concat(entries...))
}
