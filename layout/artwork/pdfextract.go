package artwork

import (
	"maps"
	"slices"

	"duikai/layout/geom"
	"duikai/layout/pdffile"
)

const (
	// maxCopied is how many objects a page may need. Full-page advertisements
	// have a few hundred; drawings with a pattern or a form for every leaf of
	// a tree some thousands.
	maxCopied = 50000
	// maxImported is the same for a document that is to be imported: gofpdi,
	// the importer behind gopdf, passes over objects numbered 9,999 and above
	// without a word.
	maxImported = 9998 - pageHead
	// maxCopiedBytes is how much the streams of a page may hold together.
	maxCopiedBytes = pdffile.MaxBytes
)

// pageHead is how many objects come before the form: the catalogue, the page
// tree, the page and its content.
const pageHead = 4

// ExtractPage gives one page of a PDF, counted from 1, as a clean document of
// that page alone: a classic cross-reference table, no object streams, every
// stream with its length, and only what the page draws with. Annotations,
// actions, scripts, metadata and structure stay behind. The page's MediaBox is
// the trim with its corner at 0 0, as it is looked at and in points.
//
// The content stands in a form of its own, whose matrix turns and moves it and
// whose box cuts it at the trim. A matrix inside the content would not do:
// patterns hang on the page's own coordinates and would stay where they were.
// What is wrong is told by a *Fault.
func ExtractPage(data []byte, page int) ([]byte, error) {
	x, err := extract(data, page, maxImported)
	if err != nil {
		return nil, err
	}
	box := []any{int64(0), int64(0), x.w, x.h}
	form := objectRef(pageHead)
	objects := []any{
		pdffile.Dict{"Type": pdffile.Name("Catalog"), "Pages": objectRef(1)},
		pdffile.Dict{"Type": pdffile.Name("Pages"), "Count": int64(1), "Kids": []any{objectRef(2)}},
		pdffile.Dict{
			"Type": pdffile.Name("Page"), "Parent": objectRef(1), "MediaBox": box, "TrimBox": box,
			"Resources": pdffile.Dict{"XObject": pdffile.Dict{"P": form}}, "Contents": objectRef(3),
		},
		flateStream(pdffile.Dict{}, []byte("q /P Do Q\n")),
	}
	for _, o := range x.objects {
		objects = append(objects, shift(o, pageHead))
	}
	return writeFile(objects), nil
}

// Form is a page of a PDF as objects for another document.
type Form struct {
	// Objects are bodies of indirect objects, from the number that was asked
	// for upward. The first one is the form that draws the page.
	Objects []string
	// W and H are the size of the trim in points. The form draws it with its
	// lower left corner at 0 0.
	W, H float64
}

// ExtractForm gives one page of a PDF, counted from 1, as objects numbered
// from first upward, for writers that take objects as they are: what is drawn
// is what ExtractPage gives.
func ExtractForm(data []byte, page, first int) (*Form, error) {
	x, err := extract(data, page, maxCopied)
	if err != nil {
		return nil, err
	}
	f := &Form{W: x.w, H: x.h}
	for _, o := range x.objects {
		w := &writer{first: first}
		w.value(o)
		w.WriteByte('\n')
		f.Objects = append(f.Objects, w.String())
	}
	return f, nil
}

// shift adds to the references in a value.
func shift(v any, by int) any {
	switch v := v.(type) {
	case objectRef:
		return v + objectRef(by)
	case []any:
		for i := range v {
			v[i] = shift(v[i], by)
		}
	case pdffile.Dict:
		for k := range v {
			v[k] = shift(v[k], by)
		}
	case *pdffile.Stream:
		shift(v.Dict, by)
	}
	return v
}

// extracted is a page as a form and all that it needs.
type extracted struct {
	objects []any
	w, h    float64
}

func extract(data []byte, page, most int) (x *extracted, err error) {
	err = withDocument(data, func(d *pdffile.File) error {
		var found pdffile.Dict
		pages, err := d.Pages(func(n int, m pdffile.Dict) bool {
			if n == page {
				found = m
			}
			return n < page
		})
		if err != nil {
			return err
		}
		if found == nil {
			return fault(ErrNoPage, "%d / %d", page, pages)
		}
		x, err = extractPage(d, found, most)
		return err
	})
	return x, err
}

func extractPage(d *pdffile.File, m pdffile.Dict, most int) (*extracted, error) {
	p, err := d.Page(m)
	if err != nil {
		return nil, err
	}
	content, err := d.Content(m["Contents"])
	if err != nil {
		return nil, err
	}
	c := &copier{d: d, most: most, numbers: make(map[int]objectRef)}
	if c.layers, err = hiddenLayers(d); err != nil {
		return nil, err
	}
	x := &extracted{}
	x.w, x.h = p.Size()
	// Thousandths of a point, as everything on our pages.
	x.w, x.h = geom.FromPoints(x.w).Points(), geom.FromPoints(x.h).Points()
	var matrix []any
	for _, v := range p.Matrix() {
		matrix = append(matrix, v)
	}
	form := pdffile.Dict{
		"Type": pdffile.Name("XObject"), "Subtype": pdffile.Name("Form"), "FormType": int64(1),
		"BBox":   []any{p.Box.X0, p.Box.Y0, p.Box.X1, p.Box.Y1},
		"Matrix": matrix,
	}
	c.out = append(c.out, nil) // the form comes first
	resources, err := d.Resolve(p.Resources)
	if err != nil {
		return nil, err
	}
	if form["Resources"], err = c.copy(resources, resourceDict); err != nil {
		return nil, err
	}
	if _, ok := form["Resources"].(pdffile.Dict); !ok {
		form["Resources"] = pdffile.Dict{}
	}
	// A page that is a transparency group stays one.
	if group, err := c.copy(m["Group"], plainValue); err != nil {
		return nil, err
	} else if group != nil {
		form["Group"] = group
	}
	if err := c.run(); err != nil {
		return nil, err
	}
	c.out[0] = flateStream(form, balance(content))
	x.objects = c.out
	return x, nil
}

// kind is what a value is, as far as copying must know.
type kind uint8

const (
	plainValue     kind = iota
	resourceDict        // Resources: only the known categories
	categoryDict        // one of those: its keys are free
	propertiesDict      // Properties: only whether layers are to be seen
)

// categories are the entries of Resources (7.8.3) that drawing needs.
var categories = [...]pdffile.Name{"ColorSpace", "ExtGState", "Font", "Pattern", "Properties", "Shading", "XObject"}

// left are entries of objects that stay behind: what goes with the document
// and not with the drawing, and leads to the rest of it.
var left = map[pdffile.Name]bool{
	"AA": true, "AF": true, "Alternates": true, "JS": true, "LastModified": true, "Measure": true, "Metadata": true,
	"OPI": true, "OC": true, "Parent": true, "PieceInfo": true, "PtData": true, "Ref": true,
	"StructParent": true, "StructParents": true, "Thumb": true,
}

// copier copies values with what they refer to. References are followed from
// a queue and not by calls, so that long chains cost no stack.
type copier struct {
	d       *pdffile.File
	most    int // objects
	out     []any
	numbers map[int]objectRef // by the number in the source
	queue   []queued
	bytes   int
	layers  layers
}

type queued struct {
	to    objectRef
	value any
	kind  kind
}

// run empties the queue.
func (c *copier) run() error {
	for len(c.queue) > 0 {
		q := c.queue[0]
		c.queue = c.queue[1:]
		v, err := c.copy(q.value, q.kind)
		if err != nil {
			return err
		}
		c.out[q.to] = v
	}
	return nil
}

// copy copies a value. It goes down only as deep as values stand in one
// another in the file.
func (c *copier) copy(v any, k kind) (any, error) {
	switch v := v.(type) {
	case pdffile.Ref:
		return c.reference(v, k)
	case []any:
		list := make([]any, len(v))
		for i := range v {
			x, err := c.copy(v[i], plainValue)
			if err != nil {
				return nil, err
			}
			list[i] = x
		}
		return list, nil
	case pdffile.Dict:
		return c.dict(v, k)
	case *pdffile.Stream:
		return c.stream(v)
	}
	return v, nil
}

// reference copies what is referred to once, however often it is met, and puts
// in small values directly.
func (c *copier) reference(r pdffile.Ref, k kind) (any, error) {
	if to, ok := c.numbers[r.Num]; ok {
		return to, nil
	}
	v, err := c.d.Resolve(r)
	if err != nil {
		return nil, err
	}
	var m pdffile.Dict
	switch t := v.(type) {
	case pdffile.Dict:
		m = t
	case *pdffile.Stream:
		m = t.Dict
	case []any:
	default:
		return v, nil
	}
	switch m["Type"] {
	case pdffile.Name("Page"), pdffile.Name("Pages"), pdffile.Name("Catalog"), pdffile.Name("Annot"):
		return nil, nil // nothing draws with these
	}
	if len(c.out) >= c.most {
		return nil, fault(ErrTooLarge, "PDF, > %d obj", c.most)
	}
	to := objectRef(len(c.out))
	c.numbers[r.Num] = to
	c.out = append(c.out, nil)
	c.queue = append(c.queue, queued{to, v, k})
	return to, nil
}

func (c *copier) dict(m pdffile.Dict, k kind) (any, error) {
	out := pdffile.Dict{}
	put := func(key pdffile.Name, k kind) error {
		v, err := c.copy(m[key], k)
		if v != nil {
			out[key] = v
		}
		return err
	}
	switch k {
	case resourceDict:
		for _, key := range categories {
			below := categoryDict
			if key == "Properties" {
				below = propertiesDict
			}
			if err := put(key, below); err != nil {
				return nil, err
			}
		}
		return out, nil
	case categoryDict:
		for _, key := range slices.Sorted(maps.Keys(m)) {
			if err := put(key, plainValue); err != nil {
				return nil, err
			}
		}
		return out, nil
	case propertiesDict:
		// The names stay, for the content calls them; what stands behind them
		// matters to nobody who prints.
		for _, key := range slices.Sorted(maps.Keys(m)) {
			if err := c.layers.check(c.d, m[key]); err != nil {
				return nil, err
			}
			out[key] = pdffile.Dict{}
		}
		return out, nil
	}
	// Only objects that say what they are have entries of known meaning;
	// others, such as the glyphs of a Type 3 font, have names of their own.
	_, typed := m["Type"].(pdffile.Name)
	return out, c.entries(m, out, typed)
}

// entries copies the entries of a dictionary in order.
func (c *copier) entries(m, out pdffile.Dict, typed bool) error {
	for _, key := range slices.Sorted(maps.Keys(m)) {
		k := plainValue
		if typed {
			if key == "OC" {
				if err := c.layers.check(c.d, m[key]); err != nil {
					return err
				}
			}
			if left[key] {
				continue
			}
			if key == "Resources" {
				k = resourceDict
			}
		}
		v, err := c.copy(m[key], k)
		if err != nil {
			return err
		}
		if v != nil {
			out[key] = v
		}
	}
	return nil
}

// stream copies a stream as it stands, its filters kept. The importer passes
// over white at the beginning of data and then misses the end, so such data is
// compressed once more, and so is data without any filter.
func (c *copier) stream(s *pdffile.Stream) (any, error) {
	if err := pdffile.Local(s); err != nil {
		return nil, err
	}
	if c.bytes += len(s.Data); c.bytes > maxCopiedBytes {
		return nil, fault(ErrTooLarge, "PDF, > %d MB", maxCopiedBytes>>20)
	}
	filters, parms, err := c.d.Filters(s.Dict)
	if err != nil {
		return nil, err
	}
	if slices.Contains(filters, "Crypt") {
		return nil, fault(ErrUnsupported, "PDF Crypt")
	}
	out := pdffile.Dict{}
	m := maps.Clone(s.Dict)
	for _, key := range []pdffile.Name{"Length", "Filter", "DecodeParms", "DP", "DL", "FFilter", "FDecodeParms"} {
		delete(m, key)
	}
	if err := c.entries(m, out, true); err != nil {
		return nil, err
	}
	data := s.Data
	wrap := len(data) > 0 && (len(filters) == 0 || pdffile.IsSpace(data[0]))
	if wrap {
		data = flateStream(pdffile.Dict{}, data).Data
		filters = slices.Insert(filters, 0, "FlateDecode")
		parms = slices.Insert(parms, 0, pdffile.Dict{})
	}
	if err := c.putFilters(out, filters, parms); err != nil {
		return nil, err
	}
	out["Length"] = int64(len(data))
	return &pdffile.Stream{Dict: out, Data: data}, nil
}

func (c *copier) putFilters(out pdffile.Dict, filters []pdffile.Name, parms []pdffile.Dict) error {
	var names, with []any
	some := false
	for i, f := range filters {
		var own any
		if len(parms[i]) > 0 {
			v, err := c.copy(parms[i], plainValue)
			if err != nil {
				return err
			}
			own, some = v, true
		}
		names, with = append(names, f), append(with, own)
	}
	switch len(names) {
	case 0:
		return nil
	case 1:
		out["Filter"] = names[0]
		if some {
			out["DecodeParms"] = with[0]
		}
	default:
		out["Filter"] = names
		if some {
			out["DecodeParms"] = with
		}
	}
	return nil
}
