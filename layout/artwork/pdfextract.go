package artwork

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/adler32"
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
	// maxCopiedBytes is how much the streams of a page may hold together.
	maxCopiedBytes = pdffile.MaxBytes
)

// Extract is a page of a PDF as a form and all that it needs: Objects[0] is the
// form. Values are those of layout/pdffile, but for references, which are Refs.
// Objects may be changed and added by who knows how to, for example to put other
// inks in place of colours.
type Extract struct {
	Objects []any
	// Sources are the numbers of the objects in the document they are from; 0
	// for those that are new.
	Sources []int
	// W and H are the size of the trim in points. The form draws it with its
	// lower left corner at 0 0.
	W, H    float64
	Remarks []Remark
}

// Ref is a reference to one of an Extract's objects.
type Ref = objectRef

// ExtractPage takes one page, counted from 1, out of a PDF, with only what it
// draws with, and with the stamps and fields that stand over it. Actions,
// scripts, metadata and structure stay behind, and so does what stands on
// hidden layers.
//
// The content stands in a form whose matrix turns and moves it and whose box
// cuts it at the trim. A matrix inside the content would not do: patterns hang
// on the page's own coordinates and would stay where they were. What is wrong
// is told by a *Fault.
func ExtractPage(data []byte, page int) (*Extract, error) {
	var x *Extract
	err := withDocument(data, func(d *pdffile.File) error {
		var found pdffile.Dict
		pages, err := d.Pages(func(n int, m pdffile.Dict) bool {
			if n == page {
				found = m
			}
			return true
		})
		if err != nil {
			return err
		}
		if found == nil {
			return fault(ErrNoPage, "%d / %d", page, pages)
		}
		x, err = extractPage(d, found)
		if err == nil && d.Recovered {
			x.Remarks = append(x.Remarks, Remark{Kind: Repaired})
		}
		if err == nil && pages > 1 {
			x.Remarks = append(x.Remarks, Remark{Kind: MorePages, Count: pages})
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return x, nil
}

// Document is the page as a clean document of it alone: a classic
// cross-reference table, no object streams, every stream with its length. The
// page's MediaBox is the trim with its corner at 0 0, as it is looked at and in
// points. Object n+1 of the Extract's has the number n+1+DocumentHead.
func (x *Extract) Document() []byte {
	box := []any{int64(0), int64(0), x.W, x.H}
	form := objectRef(0)
	head := []any{
		pdffile.Dict{"Type": pdffile.Name("Catalog"), "Pages": objectRef(1 - DocumentHead)},
		pdffile.Dict{"Type": pdffile.Name("Pages"), "Count": int64(1), "Kids": []any{objectRef(2 - DocumentHead)}},
		pdffile.Dict{
			"Type": pdffile.Name("Page"), "Parent": objectRef(1 - DocumentHead), "MediaBox": box, "TrimBox": box,
			"Resources": pdffile.Dict{"XObject": pdffile.Dict{"P": form}}, "Contents": objectRef(3 - DocumentHead),
		},
		flateStream(pdffile.Dict{}, []byte("q /P Do Q\n")),
	}
	return writeFile(append(head, x.Objects...), DocumentHead)
}

// DocumentHead is how many objects of a Document come before those of the
// page: the catalogue, the page tree, the page and its content.
const DocumentHead = 4

// Form gives the bodies of the objects, numbered from first upward, for writers
// that take objects as they are.
func (x *Extract) Form(first int) []string {
	var list []string
	for _, o := range x.Objects {
		w := &writer{first: first}
		w.value(o)
		w.WriteByte('\n')
		list = append(list, w.String())
	}
	return list
}

func extractPage(d *pdffile.File, m pdffile.Dict) (*Extract, error) {
	c := &copier{
		d: d, numbers: make(map[int]objectRef), unread: make(map[int]bool),
		missing: make(map[objectRef]int), without: make(map[*pdffile.Stream][]string), damaged: make(map[*pdffile.Stream]error),
	}
	// What is asked for before anything is copied is drawn.
	d.Forgive = func(num int) { c.unread[num] = true }
	p, err := d.Page(m)
	if err != nil {
		return nil, err
	}
	c.page = p.Resources
	if p.OddTurn != "" {
		c.remark(Remark{Kind: OddTurn, Detail: p.OddTurn, Count: p.Turn})
	}
	content, packed, err := c.content(m["Contents"], p)
	if err != nil {
		return nil, err
	}
	over, err := c.annotations(p)
	if err != nil {
		return nil, err
	}
	c.take(nil, 0) // the form comes first
	form, err := c.form(m, p)
	if err != nil {
		return nil, err
	}
	draw, err := c.appearances(over)
	if err != nil {
		return nil, err
	}
	if err := c.run(); err != nil {
		return nil, err
	}
	if err := c.remarkDrawn(content, draw); err != nil {
		return nil, err
	}
	if packed == nil {
		packed = Flate(content)
	}
	c.out[0] = packedStream(form, packed)
	if draw != nil {
		c.cover(draw, over)
	}
	x := &Extract{Objects: c.out, Sources: c.sources, Remarks: c.remarks}
	x.W, x.H = p.Size()
	// Thousandths of a point, as everything on our pages.
	x.W, x.H = geom.FromPoints(x.W).Points(), geom.FromPoints(x.H).Points()
	return x, nil
}

// content is what a page draws, without what stands on hidden layers and with
// its states in pairs. packed is the same as it lies in the document, where
// nothing had to be changed.
func (c *copier) content(contents any, p *pdffile.Page) (content, packed []byte, err error) {
	if err = c.held(contents); err != nil {
		return nil, nil, err
	}
	if content, err = c.d.Content(contents); err != nil {
		return nil, nil, err
	}
	if c.layers, err = readLayers(c.d); err != nil {
		return nil, nil, err
	}
	hidden, err := c.layers.hiddenNames(p.Resources)
	if err != nil {
		return nil, nil, err
	}
	whole := bytes.TrimSuffix(content, []byte("\n"))
	content, by := withoutHidden(content, hidden)
	c.layers.tell(by)
	same := bytes.Equal(content, append(whole, '\n'))
	sum := adler32.Checksum(whole)
	content, mended := balance(content)
	if same && !mended {
		packed = c.packed(contents, sum)
	}
	return content, packed, nil
}

// held tells whether a file holds all of the content that its page names. A
// reference to nothing is null by the letter of the standard (ISO 32000-2, 7.3.10),
// and the page white; a file that is cut short is such, and who sent it meant
// something.
func (c *copier) held(contents any) error {
	v, err := c.d.Resolve(contents)
	if err != nil {
		return err
	}
	parts, _ := v.([]any)
	for _, part := range append([]any{contents}, parts...) {
		ref, ok := part.(pdffile.Ref)
		if !ok {
			continue
		}
		if v, err := c.d.Resolve(ref); err == nil && v == nil {
			return Broken("PDF Contents %d 0 R", ref.Num)
		}
	}
	return nil
}

// packed is the data of a content that is one stream under the filter FlateDecode
// alone, has this sum and says so at its end (RFC 1950, 2.2); else nil.
func (c *copier) packed(contents any, sum uint32) []byte {
	v, err := c.d.Resolve(contents)
	if list, ok := v.([]any); ok && len(list) == 1 && err == nil {
		v, err = c.d.Resolve(list[0])
	}
	s, ok := v.(*pdffile.Stream)
	if !ok || err != nil {
		return nil
	}
	filters, parms, err := c.d.Filters(s.Dict)
	if err != nil || !slices.Equal(filters, []pdffile.Name{"FlateDecode"}) || len(parms[0]) > 0 {
		return nil
	}
	end := binary.BigEndian.AppendUint32(nil, sum)
	for _, line := range [...]string{"", "\n", "\r", "\r\n"} { // some count the end of line in
		if b, ok := bytes.CutSuffix(s.Data, []byte(line)); ok && bytes.HasSuffix(b, end) {
			return b
		}
	}
	return nil
}

// form is the dictionary of the form that a page becomes, what it draws with
// copied.
func (c *copier) form(m pdffile.Dict, p *pdffile.Page) (pdffile.Dict, error) {
	form := pdffile.Dict{
		"Type": pdffile.Name("XObject"), "Subtype": pdffile.Name("Form"), "FormType": int64(1),
		"BBox":   []any{p.Box.X0, p.Box.Y0, p.Box.X1, p.Box.Y1},
		"Matrix": numbers(p.Matrix()),
	}
	resources, err := c.d.Resolve(p.Resources)
	if err != nil {
		return nil, err
	}
	c.d.Forgive = c.lacks
	if form["Resources"], err = c.copy(resources, resourceDict); err != nil {
		return nil, err
	}
	if _, ok := form["Resources"].(pdffile.Dict); !ok {
		form["Resources"] = pdffile.Dict{}
	}
	c.resources = form["Resources"]
	// A page that is a transparency group stays one.
	group, err := c.copy(m["Group"], plainValue)
	if group != nil {
		form["Group"] = group
	}
	return form, err
}

func numbers(m [6]float64) (list []any) {
	for _, v := range m {
		list = append(list, v)
	}
	return list
}

// appearances copies the pictures of annotations.
func (c *copier) appearances(over *annotations) ([]objectRef, error) {
	var list []objectRef
	for _, a := range over.placed {
		v, err := c.copy(a.form, plainValue)
		if err != nil {
			return nil, err
		}
		to, _ := v.(objectRef) // it is a stream, so it has been given a number
		list = append(list, to)
	}
	return list, nil
}

// cover draws pictures of annotations over the page: the form becomes one that
// draws it and them. They stand in its coordinates.
func (c *copier) cover(draw []objectRef, over *annotations) {
	page := c.out[0].(*pdffile.Stream)
	forms := pdffile.Dict{"P": c.take(page, 0)}
	content := "/P Do\n"
	for i, to := range draw {
		if s, ok := c.out[to].(*pdffile.Stream); ok {
			// What stands as an appearance is a form, said or not.
			s.Dict["Type"], s.Dict["Subtype"] = pdffile.Name("XObject"), pdffile.Name("Form")
			if s.Dict["Resources"] == nil {
				s.Dict["Resources"] = pdffile.Dict{}
			}
		}
		name := fmt.Sprintf("A%d", i)
		forms[pdffile.Name(name)] = to
		content += "q "
		for _, v := range over.placed[i].matrix {
			content += decimal(v) + " "
		}
		content += fmt.Sprintf("cm /%s Do Q\n", name)
	}
	outer := pdffile.Dict{
		"Type": pdffile.Name("XObject"), "Subtype": pdffile.Name("Form"), "FormType": int64(1),
		"BBox": page.Dict["BBox"], "Matrix": page.Dict["Matrix"], "Resources": pdffile.Dict{"XObject": forms},
	}
	delete(page.Dict, "Matrix")
	c.out[0] = flateStream(outer, []byte(content))
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
	page    any // resources, for forms that have none of their own
	out     []any
	sources []int
	numbers map[int]objectRef // by the number in the source
	queue   []queued
	bytes   int
	layers  *layers
	remarks []Remark

	resources any                          // of the page, copied
	unread    map[int]bool                 // objects of the document that cannot be read: whether they are drawn with
	missing   map[objectRef]int            // those that are copied, as nothing
	damaged   map[*pdffile.Stream]error    // what is wrong with data that is copied
	without   map[*pdffile.Stream][]string // what lacks something on hidden layers, and the names of these
}

// take adds an object, which is from an object of the document or 0.
func (c *copier) take(v any, from int) objectRef {
	c.out, c.sources = append(c.out, v), append(c.sources, from)
	return objectRef(len(c.out) - 1)
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
	if _, lost := c.unread[r.Num]; lost && v == nil {
		to := c.take(nil, r.Num)
		c.numbers[r.Num], c.missing[to] = to, r.Num
		return to, nil
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
	if len(c.out) >= maxCopied {
		return nil, fault(ErrTooLarge, "PDF, > %d obj", maxCopied)
	}
	to := c.take(nil, r.Num)
	c.numbers[r.Num] = to
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
	if by, err := c.layers.hides(m["OC"]); err != nil {
		return nil, err
	} else if by != nil {
		nothing := unseen()
		c.without[nothing] = by
		return nothing, nil
	}
	if err := c.entries(m, out, true); err != nil {
		return nil, err
	}
	if changed, err := c.withoutHidden(s, out); changed != nil || err != nil {
		return changed, err
	}
	data := s.Data
	if len(filters) > 0 && pdffile.Empty(filters[0], data) {
		// Of a filter without data some readers complain, and none gets more
		// than nothing out of it.
		data, filters = nil, nil
	}
	damage := c.d.Sound(s, maxCopiedBytes)
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
	copied := &pdffile.Stream{Dict: out, Data: data}
	if damage != nil {
		c.damaged[copied] = damage
	}
	return copied, nil
}

// unseen is a form that draws nothing, in the place of what a hidden layer
// hides.
func unseen() *pdffile.Stream {
	return flateStream(pdffile.Dict{
		"Type": pdffile.Name("XObject"), "Subtype": pdffile.Name("Form"), "FormType": int64(1),
		"BBox": []any{int64(0), int64(0), int64(0), int64(0)}, "Resources": pdffile.Dict{},
	}, nil)
}

// withoutHidden is a form or a pattern without what stands on hidden layers in
// it; nil where nothing does. out are its entries as they are copied.
func (c *copier) withoutHidden(s *pdffile.Stream, out pdffile.Dict) (*pdffile.Stream, error) {
	form := s.Dict["Subtype"] == pdffile.Name("Form")
	if !c.layers.any() || !form && s.Dict["PatternType"] != int64(1) {
		return nil, nil
	}
	resources := s.Dict["Resources"]
	if resources == nil {
		resources = c.page
	}
	hidden, err := c.layers.hiddenNames(resources)
	if err != nil || len(hidden) == 0 {
		return nil, err
	}
	content, err := c.d.Decode(s)
	if err != nil {
		return nil, nil // it stays as it is: who draws with it will tell
	}
	content, by := withoutHidden(content, hidden)
	changed := flateStream(out, content)
	c.without[changed] = by
	return changed, nil
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
