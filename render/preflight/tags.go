package preflight

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"duikai/layout/pdffile"
)

// # Accessible files (无障碍)
//
// ISO 14289-1 (PDF/UA-1) asks that everything on a page either stands in a tree
// of elements, in the order of reading and with words for what cannot be read,
// or is marked as an artifact. What a machine can tell of that is checked here:
//
//	the catalogue   the tags are true, the language, the title and who shows it
//	the tree        known types at their places, headings without gaps, pictures
//	                with words, tables with as many cells in every row, links
//	the contents    nothing painted outside of a mark; every mark in the tree once
//	the way back    from marks and annotations to their elements
//
// Whether the order and the words are right only a reader can tell.

// tag is an element of the tree.
type tag struct {
	object int
	typ    string // of the standard
	kids   []*tag
	marks  []mark
	links  int // annotations that it holds
	dict   pdffile.Dict
}

// mark is a marked-content sequence: of the page with this number in the parent
// tree.
type mark struct{ page, id int }

// tree is what is known of a file's tags.
type tree struct {
	roles   pdffile.Dict
	seen    map[int]bool
	at      map[mark][]int // objects of the elements that name it
	annots  map[int]int    // elements by annotation
	parents map[int]any    // the parent tree
	nodes   int            // of the parent tree
	heading int            // level of the last one
}

// standardTypes are the types of ISO 32000-1, 14.8.4, with the types that they
// may stand in; without any they may stand everywhere.
var standardTypes = map[string][]string{
	"Document": nil, "Part": nil, "Art": nil, "Sect": nil, "Div": nil, "BlockQuote": nil, "Caption": nil, "NonStruct": nil, "Private": nil,
	"TOC": nil, "TOCI": {"TOC"}, "Index": nil,
	"P": nil, "H": nil, "H1": nil, "H2": nil, "H3": nil, "H4": nil, "H5": nil, "H6": nil,
	"L": nil, "LI": {"L"}, "Lbl": nil, "LBody": {"LI"},
	"Table": nil, "TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"}, "THead": {"Table"}, "TBody": {"Table"}, "TFoot": {"Table"},
	"Span": nil, "Quote": nil, "Note": nil, "Reference": nil, "BibEntry": nil, "Code": nil, "Link": nil, "Annot": nil,
	"Ruby": nil, "RB": {"Ruby"}, "RT": {"Ruby"}, "RP": {"Ruby"}, "Warichu": nil, "WT": {"Warichu"}, "WP": {"Warichu"},
	"Figure": nil, "Formula": nil, "Form": nil,
}

// holdsOnly are types that hold no other types than these.
var holdsOnly = map[string][]string{
	"Table": {"TR", "THead", "TBody", "TFoot", "Caption"}, "THead": {"TR"}, "TBody": {"TR"}, "TFoot": {"TR"}, "TR": {"TH", "TD"},
	"L": {"LI", "L", "Caption"}, "LI": {"Lbl", "LBody"}, "Ruby": {"RB", "RT", "RP"},
}

// accessible checks a file against PDF/UA-1.
func (c *checker) accessible() error {
	root, err := c.f.Dict(c.f.Trailer["Root"])
	if err != nil {
		return err
	}
	object := number(c.f.Trailer["Root"], 0)
	if err := c.readableCatalogue(root, object); err != nil {
		return err
	}
	top, err := c.f.Dict(root["StructTreeRoot"])
	if err != nil {
		return err
	}
	info, err := c.f.Dict(root["MarkInfo"])
	if err != nil {
		return err
	}
	if len(top) == 0 || info["Marked"] != true {
		c.add(NotTagged, object)
		c.pages, err = c.f.Pages(func(int, pdffile.Dict) bool { return true })
		return err
	}
	t := &tree{seen: make(map[int]bool), at: make(map[mark][]int), annots: make(map[int]int), parents: make(map[int]any)}
	if t.roles, err = c.f.Dict(top["RoleMap"]); err != nil {
		return err
	}
	if err := c.parentTree(t, top["ParentTree"], 0); err != nil {
		return err
	}
	kids, err := c.elements(t, top["K"], number(root["StructTreeRoot"], 0), pdffile.Dict{}, 0)
	if err != nil {
		return err
	}
	for _, k := range kids.kids {
		c.judgeTag(t, k, "")
	}
	return c.readablePages(t)
}

// readableCatalogue checks what the document says of itself (7.1, 7.2, 5).
func (c *checker) readableCatalogue(root pdffile.Dict, object int) error {
	lang, err := c.text(root["Lang"])
	if err != nil {
		return err
	}
	if strings.TrimSpace(lang) == "" {
		c.add(NoLanguage, object)
	}
	view, err := c.f.Dict(root["ViewerPreferences"])
	if err != nil {
		return err
	}
	if view["DisplayDocTitle"] != true {
		c.add(TitleHidden, object)
	}
	packet, err := c.readMetadata()
	if err != nil {
		return err
	}
	switch {
	case packet.broken != nil:
		c.add(BadMetadata, packet.object, packet.broken.Error())
		return nil
	case packet.values == nil:
		c.add(NoMetadata, object)
		return nil
	}
	if strings.TrimSpace(packet.values["dc:title"]) == "" {
		c.about(MetadataKey, packet.object, "dc:title", "dc:title")
	}
	if packet.values["pdfuaid:part"] != "1" {
		c.add(NoUAClaim, packet.object)
	}
	return nil
}

// maxTags bounds the tree and the way back.
const maxTags = 1 << 20

// parentTree reads the number tree that leads back to elements (14.7.4.4).
func (c *checker) parentTree(t *tree, v any, depth int) error {
	m, err := c.f.Dict(v)
	if err != nil {
		return err
	}
	if t.nodes++; depth > maxForms || t.nodes > maxTags {
		c.add(TooMuch, number(v, 0), "ParentTree")
		return nil
	}
	nums, err := c.list(m["Nums"])
	if err != nil {
		return err
	}
	for i := 0; i+1 < len(nums); i += 2 {
		if n, ok := nums[i].(int64); ok {
			t.parents[int(n)] = nums[i+1]
		}
	}
	kids, err := c.list(m["Kids"])
	if err != nil {
		return err
	}
	for _, k := range kids {
		if err := c.parentTree(t, k, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// elements reads the children of an element: of the object above, whose page is that
// of dict.
func (c *checker) elements(t *tree, v any, above int, dict pdffile.Dict, depth int) (*tag, error) {
	e := &tag{object: above, dict: dict}
	kids := pdffile.Array{v}
	if list, err := c.list(v); err != nil {
		return nil, err
	} else if list != nil {
		kids = list
	}
	for _, k := range kids {
		if len(t.seen) > maxTags || depth > maxTagDepth {
			c.add(TooMuch, above, "StructTreeRoot")
			return e, nil
		}
		got, err := c.f.Resolve(k)
		if err != nil {
			return nil, err
		}
		switch got := got.(type) {
		case int64:
			if err := c.names(t, e, dict["Pg"], got); err != nil {
				return nil, err
			}
		case pdffile.Dict:
			if err := c.kid(t, e, k, got, depth); err != nil {
				return nil, err
			}
		}
	}
	return e, nil
}

// maxTagDepth is how deep elements may stand in one another.
const maxTagDepth = 64

// names notes that an element names a sequence of a page.
func (c *checker) names(t *tree, e *tag, pg any, id int64) error {
	page, err := c.f.Dict(pg)
	if err != nil {
		return err
	}
	n, ok := page["StructParents"].(int64)
	if !ok {
		c.add(MarkLost, e.object, id)
		return nil
	}
	m := mark{int(n), int(id)}
	e.marks = append(e.marks, m)
	t.at[m] = append(t.at[m], e.object)
	return nil
}

// kid reads a child that is a dictionary: a sequence, an annotation, an element.
func (c *checker) kid(t *tree, e *tag, v any, m pdffile.Dict, depth int) error {
	switch m["Type"] {
	case pdffile.Name("MCR"):
		id, _ := m["MCID"].(int64)
		return c.names(t, e, m["Pg"], id)
	case pdffile.Name("OBJR"):
		t.annots[number(m["Obj"], 0)] = e.object
		e.links++
		return nil
	}
	object := number(v, 0)
	if t.seen[object] {
		c.add(TagParent, object)
		return nil
	}
	t.seen[object] = true
	if number(m["P"], 0) != e.object {
		c.add(TagParent, object)
	}
	kid, err := c.elements(t, m["K"], object, m, depth+1)
	if err != nil {
		return err
	}
	name, err := c.nameOf(m["S"])
	if err != nil {
		return err
	}
	kid.typ = c.standardType(t, object, name)
	e.kids = append(e.kids, kid)
	return nil
}

// standardType is the type of the standard that a type stands for.
func (c *checker) standardType(t *tree, object int, name pdffile.Name) string {
	for range 8 { // a role may stand for another one
		if _, ok := standardTypes[string(name)]; ok {
			return string(name)
		}
		next, err := c.nameOf(t.roles[name])
		if err != nil || next == "" {
			break
		}
		name = next
	}
	c.about(TagUnknown, object, string(name), printable(string(name)))
	return ""
}

// judgeTag judges an element and all below it, in the order of reading.
func (c *checker) judgeTag(t *tree, e *tag, above string) {
	if in := standardTypes[e.typ]; len(in) > 0 && !slices.Contains(in, above) {
		c.add(TagPlace, e.object, e.typ, cmp.Or(above, "StructTreeRoot"))
	}
	if only := holdsOnly[above]; only != nil && e.typ != "" && !slices.Contains(only, e.typ) {
		c.add(TagPlace, e.object, e.typ, above)
	}
	if level, ok := strings.CutPrefix(e.typ, "H"); ok && level != "" {
		n, _ := strconv.Atoi(level)
		if n > t.heading+1 {
			c.add(HeadingGap, e.object, e.typ, t.heading)
		}
		t.heading = n
	}
	words := func(key pdffile.Name) bool {
		s, err := c.text(e.dict[key])
		return err == nil && strings.TrimSpace(s) != ""
	}
	switch e.typ {
	case "Figure", "Formula":
		if !words("Alt") && !words("ActualText") {
			c.add(NoAlt, e.object, e.typ)
		}
	case "Link":
		if e.links == 0 {
			c.add(LinkAlone, e.object)
		}
	case "TH":
		if a, err := c.f.Dict(e.dict["A"]); err != nil || a["Scope"] == nil && a["Headers"] == nil {
			c.add(NoScope, e.object)
		}
	case "Table":
		c.judgeTable(e)
	}
	for _, k := range e.kids {
		c.judgeTag(t, k, e.typ)
	}
}

// judgeTable wants as many cells in every row (7.5).
func (c *checker) judgeTable(e *tag) {
	cells := -1
	var rows func(e *tag)
	rows = func(e *tag) {
		for _, k := range e.kids {
			if k.typ != "TR" {
				rows(k)
				continue
			}
			n := 0
			for _, cell := range k.kids {
				n += c.colSpan(cell)
			}
			if cells < 0 {
				cells = n
			}
			if n != cells {
				c.add(TableRows, k.object, n, cells)
			}
		}
	}
	rows(e)
}

func (c *checker) colSpan(e *tag) int {
	a, err := c.f.Dict(e.dict["A"])
	if n, ok := a["ColSpan"].(int64); err == nil && ok && n > 1 && n < 1000 {
		return int(n)
	}
	return 1
}

// readablePages checks contents and annotations.
func (c *checker) readablePages(t *tree) error {
	met := make(map[mark]bool)
	var failed error
	total, err := c.f.Pages(func(n int, m pdffile.Dict) bool {
		c.page = n
		failed = c.readablePage(t, m, met)
		return failed == nil
	})
	c.page = 0
	if err = cmp.Or(failed, err); err != nil {
		return err
	}
	c.pages = total
	named := slices.SortedFunc(maps.Keys(t.at), func(a, b mark) int { return cmp.Or(cmp.Compare(a.page, b.page), cmp.Compare(a.id, b.id)) })
	for _, m := range named {
		objects := t.at[m]
		switch {
		case !met[m]:
			c.add(MarkLost, objects[0], m.id)
		case len(objects) > 1:
			c.add(MarkTwice, objects[1], m.id)
		}
	}
	return nil
}

// readablePage checks a page.
func (c *checker) readablePage(t *tree, m pdffile.Dict, met map[mark]bool) error {
	content, err := c.content(m["Contents"])
	if err != nil {
		c.mild(err, BadContent, number(m["Contents"], 0))
		return nil
	}
	page, numbered := m["StructParents"].(int64)
	back, err := c.list(t.parents[int(page)])
	if err != nil {
		return err
	}
	w := marks{c: c, t: t, page: int(page), numbered: numbered, back: back, met: met, object: number(m["Contents"], 0)}
	if w.properties, err = c.propertyLists(m); err != nil {
		return err
	}
	if err := pdffile.Operations(content, w.operation); err != nil {
		return err
	}
	if err := c.readableFonts(m); err != nil {
		return err
	}
	return c.readableAnnots(t, m)
}

func (c *checker) propertyLists(m pdffile.Dict) (pdffile.Dict, error) {
	r, err := c.f.Dict(m["Resources"])
	if err != nil {
		return nil, err
	}
	return c.f.Dict(r["Properties"])
}

// marks follows the marked content of a page.
type marks struct {
	c          *checker
	t          *tree
	page       int
	numbered   bool
	back       pdffile.Array
	met        map[mark]bool
	object     int
	properties pdffile.Dict
	open       []markKind
}

// markKind is what a sequence is.
type markKind uint8

const (
	otherMark markKind = iota
	artifactMark
	taggedMark
)

// painting are the operators that paint (8.2, table 51).
var painting = map[pdffile.Keyword]bool{
	"f": true, "F": true, "f*": true, "S": true, "s": true, "B": true, "B*": true, "b": true, "b*": true,
	"Tj": true, "TJ": true, "'": true, "\"": true, "Do": true, "sh": true, "BI": true,
}

func (w *marks) operation(o pdffile.Operation) error {
	if w.c.operators++; w.c.operators > maxOperators {
		return errEnough
	}
	switch o.Operator {
	case "BMC", "BDC":
		w.begin(o)
	case "EMC":
		if len(w.open) == 0 {
			w.c.add(MarkNesting, w.object)
			return nil
		}
		w.open = w.open[:len(w.open)-1]
	default:
		if painting[o.Operator] && !slices.Contains(w.open, artifactMark) && !slices.Contains(w.open, taggedMark) {
			w.c.add(NotMarked, w.object)
		}
	}
	return nil
}

// begin opens a sequence.
func (w *marks) begin(o pdffile.Operation) {
	kind := otherMark
	if len(o.Operands) > 0 && o.Operands[0] == pdffile.Name("Artifact") {
		kind = artifactMark
	} else if id, ok := w.id(o); ok {
		kind = taggedMark
		w.tagged(id)
	}
	inside := slices.Contains(w.open, artifactMark)
	if kind == taggedMark && inside || kind == artifactMark && slices.Contains(w.open, taggedMark) {
		w.c.add(MarkNesting, w.object)
	}
	w.open = append(w.open, kind)
}

// id is the number of a sequence that is in the tree.
func (w *marks) id(o pdffile.Operation) (int, bool) {
	if o.Operator != "BDC" || len(o.Operands) != 2 {
		return 0, false
	}
	list, ok := o.Operands[1].(pdffile.Dict)
	if name, named := o.Operands[1].(pdffile.Name); named {
		var err error
		list, err = w.c.f.Dict(w.properties[name])
		ok = err == nil
	}
	n, isNumber := list["MCID"].(int64)
	return int(n), ok && isNumber
}

// tagged notes a sequence, which one element names and to which the way leads
// back.
func (w *marks) tagged(id int) {
	m := mark{w.page, id}
	if w.met[m] {
		w.c.add(MarkTwice, w.object, id)
	}
	w.met[m] = true
	holders := w.t.at[m]
	if !w.numbered || len(holders) == 0 {
		w.c.add(MarkLost, w.object, id)
		return
	}
	if id < 0 || id >= len(w.back) || number(w.back[id], 0) != holders[0] {
		w.c.add(NoWayBack, w.object, id)
	}
}

// readableFonts wants every font to be there and to lead back to text (7.21).
func (c *checker) readableFonts(m pdffile.Dict) error {
	r, err := c.f.Dict(m["Resources"])
	if err != nil {
		return err
	}
	fonts, err := c.f.Dict(r["Font"])
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(fonts)) {
		object := number(fonts[name], 0)
		if c.seen[object] && object != 0 {
			continue
		}
		c.seen[object] = true
		f, err := c.f.Dict(fonts[name])
		if err != nil {
			return err
		}
		if f["ToUnicode"] == nil && f["Encoding"] == nil {
			c.add(NoUnicode, object, printable(fmt.Sprint(f["BaseFont"])))
		}
		below := f
		if list, err := c.list(f["DescendantFonts"]); err != nil {
			return err
		} else if len(list) > 0 {
			if below, err = c.f.Dict(list[0]); err != nil {
				return err
			}
			if f["ToUnicode"] == nil {
				c.add(NoUnicode, object, printable(fmt.Sprint(f["BaseFont"])))
			}
		}
		d, err := c.f.Dict(below["FontDescriptor"])
		if err != nil {
			return err
		}
		if f["Subtype"] != pdffile.Name("Type3") && d["FontFile"] == nil && d["FontFile2"] == nil && d["FontFile3"] == nil {
			c.add(NotEmbedded, object, printable(fmt.Sprint(f["BaseFont"])))
		}
	}
	return nil
}

// readableAnnots wants annotations to be in the tree, with words, and to be
// reached in the order of the tree (7.18).
func (c *checker) readableAnnots(t *tree, m pdffile.Dict) error {
	list, err := c.list(m["Annots"])
	if err != nil {
		return err
	}
	if tabs, err := c.nameOf(m["Tabs"]); err != nil {
		return err
	} else if len(list) > 0 && tabs != "S" {
		c.add(TabOrder, 0)
	}
	for _, v := range list {
		a, err := c.f.Dict(v)
		if err != nil {
			return err
		}
		object := number(v, 0)
		const hidden = 1 << 1
		if flags, _ := a["F"].(int64); flags&hidden != 0 || a["Subtype"] == pdffile.Name("Popup") {
			continue
		}
		n, ok := a["StructParent"].(int64)
		if holder := t.annots[object]; holder == 0 {
			c.add(AnnotAlone, object, printable(fmt.Sprint(a["Subtype"])))
		} else if !ok || number(t.parents[int(n)], 0) != holder {
			c.add(NoWayBack, object, n)
		}
		if s, err := c.text(a["Contents"]); err != nil {
			return err
		} else if strings.TrimSpace(s) == "" {
			c.add(NoContents, object, printable(fmt.Sprint(a["Subtype"])))
		}
	}
	return nil
}
