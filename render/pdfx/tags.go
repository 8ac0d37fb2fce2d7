package pdfx

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"

	"duikai/layout/geom"
	"duikai/layout/page"
)

// # Tags (结构标记)
//
// A copy for reading says what its pages hold to who cannot see them: a tree of
// elements beside the content (ISO 32000-1, 14.7), as ISO 14289-1 (PDF/UA-1)
// asks for it. The tree is the paper's own:
//
//	Document
//	  Part                    a page (版)
//	    Art                   a story (稿件), all of it, also where it goes on
//	      Kicker, H1, Deck …  its head
//	      P, H2, BlockQuote, Table, L …   its text, by the numbers of its blocks
//	      Div                 a picture: Figure and Caption
//	      P > Link            a continuation note
//	    Div                   a picture, a notice, a digest, an advertisement
//
// Nothing is guessed: every item of the display list says whose it is (Story,
// Part, Unit), and the content is walked through by counting what paints each
// item, so that what an element holds is what was drawn for it. What is not
// text and no picture, and what the page repeats, is an artifact: rules, tints,
// page headers, the head over the second part of a story, the head of a table
// in another column.
//
// The order of the tree is the order of reading. A story's parts come in the
// order of its manuscript, whatever columns, pictures and pages lie between.

// element is an element of the tree.
type element struct {
	typ    string
	place  place // among its siblings
	parent *element
	kids   []*element
	held   []held // its content
	alt    string // what it shows
	title  string
	scope  string // of a cell of a table's head
	link   *link
	number int // of its object
}

// place orders the parts of a story.
type place struct {
	class    int // head, text, pictures, note
	block    int
	row, col int
}

func (p place) compare(q place) int {
	return cmp.Or(cmp.Compare(p.class, q.class), cmp.Compare(p.block, q.block), cmp.Compare(p.row, q.row), cmp.Compare(p.col, q.col))
}

// held is content of an element: a marked-content sequence of a page, or a child
// that stands between sequences.
type held struct {
	sheet, mcid int
	kid         *element // instead
}

// link is a link of a page.
type link struct {
	object int // of the annotation
	page   int // to which it leads
	area   geom.Rect
}

// roles are the types that are ours with the standard's that they stand for
// (ISO 32000-1, 14.7.3).
var roles = []struct{ ours, standard string }{
	{"Kicker", "P"}, {"Deck", "P"}, {"Summary", "P"}, {"Byline", "P"}, {"ColumnLabel", "P"}, {"Afterword", "P"}, {"Jump", "P"}, {"Credit", "P"}, {"Nameplate", "P"},
	{"Verse", "P"}, {"PullQuote", "BlockQuote"},
}

// The classes of a story's parts, in the order of reading.
const (
	classHead = iota
	classText
	classPictures
	classNote
	classJump
)

// headParts are the parts of a head in the order of reading.
var headParts = map[page.Part]struct {
	typ   string
	order int
}{
	page.Column: {"ColumnLabel", 0}, page.Kicker: {"Kicker", 1}, page.Headline: {"H1", 2}, page.Deck: {"Deck", 3}, page.Summary: {"Summary", 4}, page.Byline: {"Byline", 5},
}

// tagger builds the tree.
type tagger struct {
	root   *element
	parts  []*element // by sheet
	arts   map[string]*element
	index  map[indexKey]*element
	leaves [][]*element // by sheet and item; nil: an artifact
	pages  []*page.Page
	links  [][]*link // by sheet
	linked map[*link]*element
	// figure is the picture under way with its caption, until something else comes.
	figure *element
	before *element // the leaf of the text before
}

// indexKey finds an element of a story again, or of what else has elements.
type indexKey struct {
	parent *element
	typ    string
	place  place
}

// newTagger builds the tree of an edition whose links are these. It tells for
// each item of each page which element it belongs to.
func newTagger(pages []*page.Page, links [][]*link) *tagger {
	t := &tagger{root: &element{typ: "Document"}, arts: make(map[string]*element), index: make(map[indexKey]*element),
		pages: pages, links: links, linked: make(map[*link]*element), leaves: make([][]*element, len(pages))}
	for _, p := range pages {
		part := t.root.add("Part", place{})
		part.title = pageTitle(p)
		t.parts = append(t.parts, part)
	}
	for i, p := range pages {
		t.figure, t.before = nil, nil
		t.leaves[i] = make([]*element, len(p.Items))
		for k, it := range p.Items {
			t.leaves[i][k] = t.leaf(i, it)
		}
	}
	return t
}

func (e *element) add(typ string, at place) *element {
	kid := &element{typ: typ, place: at, parent: e}
	e.kids = append(e.kids, kid)
	return kid
}

// child finds the child of a type at a place, or adds it.
func (t *tagger) child(e *element, typ string, at place) *element {
	key := indexKey{e, typ, at}
	kid, ok := t.index[key]
	if !ok {
		kid = e.add(typ, at)
		t.index[key] = kid
	}
	return kid
}

// leaf is the element of an item of a page; nil: an artifact.
func (t *tagger) leaf(sheet int, it page.Item) *element {
	switch it := it.(type) {
	case *page.Text:
		if len(it.Glyphs) == 0 {
			return nil
		}
		if it.Part == page.Hyphen { // it belongs to the word that it divides
			return t.before
		}
		t.before = t.text(sheet, it)
		return t.before
	case *page.Picture:
		return t.picture(sheet, it.Rect, it.Story, it.Alt, it.File)
	case *page.Block:
		return t.picture(sheet, it.Rect, "", it.Alt, it.File)
	}
	return nil
}

// art is a story's element, on the page where it stands first.
func (t *tagger) art(sheet int, story string) *element {
	a := t.arts[story]
	if a == nil {
		a = t.parts[sheet].add("Art", place{})
		t.arts[story] = a
	}
	return a
}

// text is the element of a text.
func (t *tagger) text(sheet int, it *page.Text) *element {
	if it.Part != page.Caption && it.Part != page.Credit && it.Part != page.Ruby {
		t.figure = nil
	}
	switch it.Part {
	case page.Furniture:
		return t.furnishing(sheet, it)
	case page.Mark, page.Short:
		return nil
	case page.Caption, page.Credit:
		return t.caption(sheet, it)
	case page.Jump:
		return t.jump(sheet, it)
	}
	if it.Story == "" {
		return nil
	}
	art := t.art(sheet, it.Story)
	if h, ok := headParts[it.Part]; ok {
		e := t.child(art, h.typ, place{class: classHead, block: h.order})
		if it.Part == page.Headline {
			art.title += clean(it.String())
		}
		return t.under(e, it)
	}
	if it.Part == page.Note {
		return t.under(t.child(art, "Afterword", place{class: classNote}), it)
	}
	return t.under(t.unit(art, it), it)
}

// unit is the element of a piece of a story's text.
func (t *tagger) unit(art *element, it *page.Text) *element {
	u := it.Unit
	at := place{class: classText, block: int(u.Block)}
	cell := place{row: int(u.Row), col: int(u.Col)}
	switch {
	case it.Part == page.Subhead:
		return t.child(art, "H2", at)
	case it.Part == page.Quote:
		return t.child(t.child(art, "PullQuote", at), "P", place{})
	}
	switch u.Kind {
	case page.QuoteUnit:
		return t.child(t.quotation(art, at), "P", at)
	case page.VerseUnit:
		at.row = int(u.Row)
		return t.child(art, "Verse", at)
	case page.CountUnit:
		return t.child(t.child(t.child(art, "Table", at), "Caption", place{row: -1}), "P", place{})
	case page.HeadUnit, page.CellUnit:
		row := t.child(t.child(art, "Table", at), "TR", place{row: cell.row})
		if u.Kind == page.CellUnit {
			return t.child(row, "TD", cell)
		}
		e := t.child(row, "TH", cell)
		e.scope = "Column"
		return e
	case page.LabelUnit:
		return t.child(t.child(art, "L", place{class: classText, block: at.block, row: cell.row}), "Caption", place{row: -1})
	case page.NameUnit:
		item := t.child(t.names(art, at, cell.row), "LI", cell)
		return t.child(item, "LBody", place{})
	}
	return t.child(art, "P", at)
}

// quotation is the note that a paragraph of one belongs to: that of the paragraph
// before it, or a new one.
func (t *tagger) quotation(art *element, at place) *element {
	before := at
	before.block--
	q, ok := t.index[indexKey{art, "BlockQuote", before}]
	if !ok {
		return t.child(art, "BlockQuote", at)
	}
	t.index[indexKey{art, "BlockQuote", at}] = q
	return q
}

// names is the list that a row of names stands in: that of the label over it, or
// the first of its block.
func (t *tagger) names(art *element, at place, row int) *element {
	for r := row; r >= 0; r-- {
		at.row = r
		if l, ok := t.index[indexKey{art, "L", at}]; ok {
			return l
		}
	}
	return t.child(art, "L", at)
}

// under is the element of a run in an element: that itself, or what parts the
// characters that a note stands over from the note (Ruby, ISO 32000-1, table 339).
func (t *tagger) under(e *element, it *page.Text) *element {
	if it.Unit.Ruby == 0 {
		return e
	}
	r := t.child(e, "Ruby", place{block: int(it.Unit.Ruby)})
	if it.Part == page.Ruby {
		return t.child(r, "RT", place{row: 1})
	}
	return t.child(r, "RB", place{})
}

// picture is the element of a picture.
func (t *tagger) picture(sheet int, r geom.Rect, story, alt, file string) *element {
	kind, n := placementAt(t.pages[sheet], r.X+r.W/2, r.Y+r.H/2)
	if t.figure == nil || t.figure.place.block != n || len(t.figure.kids) > 0 && t.figure.kids[len(t.figure.kids)-1].typ == "Caption" {
		if story != "" {
			t.figure = t.art(sheet, story).add("Div", place{class: classPictures, block: n})
		} else {
			t.figure = t.parts[sheet].add("Div", place{block: n})
		}
	}
	f := t.figure.add("Figure", place{})
	name := strings.TrimSuffix(path.Base(file), path.Ext(file))
	switch {
	case alt != "":
		f.alt = alt
	case kind == "ad":
		f.alt = "广告：" + name
	case kind == "nameplate":
		f.alt = "报头：" + name
	}
	return f
}

// caption is the element of a text under a picture; its words tell of the picture
// where nothing else does.
func (t *tagger) caption(sheet int, it *page.Text) *element {
	if t.figure == nil {
		t.figure = t.parts[sheet].add("Div", place{})
	}
	c := t.child(t.figure, "Caption", place{row: 1})
	if it.Part == page.Credit {
		return t.under(t.child(c, "Credit", place{row: 1}), it)
	}
	for _, f := range t.figure.kids {
		if f.typ == "Figure" {
			f.title += clean(it.String())
		}
	}
	return t.under(t.child(c, "P", place{}), it)
}

// furnishing is the element of what the page itself writes: notices, digests and
// the nameplate are read, headers and marks are artifacts.
func (t *tagger) furnishing(sheet int, it *page.Text) *element {
	part := t.parts[sheet]
	kind, n := placementAt(t.pages[sheet], middle(it), it.At.Y)
	switch kind {
	case "nameplate":
		return t.child(part, "Nameplate", place{block: n})
	case "notice":
		return t.child(t.child(part, "Div", place{block: n}), "P", place{block: int(it.At.Y)})
	case "digest":
		div := t.child(part, "Div", place{block: n})
		if l := t.linkAt(sheet, it); l != nil {
			return t.linkOf(l, t.child(div, "P", place{block: int(l.area.X), row: int(l.area.Y)}))
		}
		return t.child(div, "P", place{block: -1})
	}
	return nil
}

// jump is the element of a continuation note: part of its story, and a link.
func (t *tagger) jump(sheet int, it *page.Text) *element {
	p := t.pages[sheet]
	_, n := placementAt(p, middle(it), it.At.Y)
	if n == 0 || p.Placements[n-1].Kind != "story" {
		return nil
	}
	e := t.child(t.art(sheet, p.Placements[n-1].Story), "Jump", place{class: classJump, block: sheet, row: int(it.At.X), col: int(it.At.Y)})
	if l := t.linkAt(sheet, it); l != nil {
		return t.linkOf(l, e)
	}
	return e
}

// linkAt is the link that a text lies in.
func (t *tagger) linkAt(sheet int, it *page.Text) *link {
	for _, l := range t.links[sheet] {
		if within(l.area, middle(it), it.At.Y) {
			return l
		}
	}
	return nil
}

// linkOf is the element of a link below another element.
func (t *tagger) linkOf(l *link, parent *element) *element {
	e := t.linked[l]
	if e == nil {
		e = parent.add("Link", place{})
		e.link = l
		t.linked[l] = e
	}
	return e
}

// placementAt is what stands at a place: its kind and its number from 1; the
// smallest where several do.
func placementAt(p *page.Page, x, y geom.Length) (kind string, n int) {
	for i, pl := range p.Placements {
		if within(pl.Area, x, y) && (n == 0 || pl.Area.H < p.Placements[n-1].Area.H) {
			kind, n = pl.Kind, i+1
		}
	}
	return kind, n
}

// middle is the middle of a text across: a bracket may begin before the place of
// its line.
func middle(it *page.Text) geom.Length { return it.At.X + it.Glyphs[len(it.Glyphs)-1].DX/2 }

func within(r geom.Rect, x, y geom.Length) bool {
	return r.X <= x && x <= r.Right() && r.Y <= y && y <= r.Bottom()
}

// clean leaves out what a title cannot hold.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u00ad' {
			return -1
		}
		return r
	}, s)
}

// settle puts everything in the order of reading, fills the gaps of tables, and
// gives every picture its words.
func (t *tagger) settle() {
	for i, list := range t.links { // of which no text was found
		for _, l := range list {
			if t.linked[l] == nil {
				t.linkOf(l, t.parts[i])
			}
		}
	}
	var walk func(e *element)
	walk = func(e *element) {
		if e.typ == "Art" || e.typ == "Table" || e.typ == "TR" || e.typ == "L" || e.typ == "Ruby" {
			slices.SortStableFunc(e.kids, func(a, b *element) int { return a.place.compare(b.place) })
		}
		if e.typ == "Table" {
			e.regular()
		}
		if e.typ == "Figure" {
			e.alt = cmp.Or(e.alt, strings.TrimSpace(e.title), "图片")
			e.title = ""
		}
		for _, kid := range e.kids {
			walk(kid)
		}
	}
	walk(t.root)
}

// regular gives every row of a table as many cells: empty ones have no text, so
// that nothing was drawn for them.
func (e *element) regular() {
	cols := 0
	for _, row := range e.kids {
		for _, c := range row.kids {
			cols = max(cols, c.place.col+1)
		}
	}
	for _, row := range e.kids {
		if row.typ != "TR" || len(row.kids) == 0 {
			continue
		}
		var full []*element
		for c := range cols {
			i := slices.IndexFunc(row.kids, func(k *element) bool { return k.place.col == c })
			if i >= 0 {
				full = append(full, row.kids[i])
				continue
			}
			full = append(full, &element{typ: row.kids[0].typ, scope: row.kids[0].scope, parent: row, place: place{row: row.place.row, col: c}})
		}
		row.kids = full
	}
}

// structure adds the tree to the file. The contents have been marked: each sheet says
// which element each of its sequences belongs to.
func (f *finisher) structure(root *object) {
	t := f.tagger
	for i, s := range f.pages {
		for mcid, e := range s.marked {
			if r := e.parent; r.typ == "Ruby" && len(r.kids[0].held) == 0 && e == r.kids[0] {
				r.parent.held = append(r.parent.held, held{kid: r}) // between what stands before and after it
			}
			e.held = append(e.held, held{sheet: i, mcid: mcid})
		}
	}
	t.settle()
	top := &object{value: dict("Type", nameOf("StructTreeRoot"))}
	number := f.d.add(top)
	f.number(t.root)
	f.write(t.root, number)
	top.set("K", refTo(t.root.number))
	roleMap := dict()
	for _, r := range roles {
		roleMap.set(r.ours, nameOf(r.standard))
	}
	top.set("RoleMap", roleMap)
	f.parentTree(top)
	root.set("StructTreeRoot", refTo(number))
	root.set("MarkInfo", dict("Marked", truth(true)))
}

// number gives every element its object.
func (f *finisher) number(e *element) {
	e.number = f.d.add(&object{value: dict()})
	for _, kid := range e.kids {
		f.number(kid)
	}
}

// write fills the object of an element and of all below it.
func (f *finisher) write(e *element, parent int) {
	v := dict("S", nameOf(e.typ), "P", refTo(parent))
	if e.title != "" {
		v.set("T", unicodeText(e.title))
	}
	if e.alt != "" {
		v.set("Alt", unicodeText(e.alt))
	}
	if e.scope != "" {
		v.set("A", dict("O", nameOf("Table"), "Scope", nameOf(e.scope)))
	}
	home := -1
	var kids []value
	add := func(h held) {
		if home < 0 {
			home = h.sheet
			v.set("Pg", refTo(f.pages[home].number))
		}
		if h.sheet == home {
			kids = append(kids, whole(h.mcid))
			return
		}
		kids = append(kids, dict("Type", nameOf("MCR"), "Pg", refTo(f.pages[h.sheet].number), "MCID", whole(h.mcid)))
	}
	inline := make(map[*element]bool)
	for _, h := range e.held {
		if h.kid != nil {
			inline[h.kid] = true
			kids = append(kids, refTo(h.kid.number))
			continue
		}
		add(h)
	}
	for _, kid := range e.kids {
		if !inline[kid] {
			kids = append(kids, refTo(kid.number))
		}
	}
	if e.link != nil {
		kids = append(kids, dict("Type", nameOf("OBJR"), "Obj", refTo(e.link.object)))
	}
	if len(kids) > 0 {
		v.set("K", arrayOf(kids...))
	}
	f.d.parsed[e.number].value = v
	for _, kid := range e.kids {
		f.write(kid, e.number)
	}
}

// parentTree leads back from content to elements (ISO 32000-1, 14.7.4.4): the
// sheets have the first numbers, then the links.
func (f *finisher) parentTree(top *object) {
	var nums []value
	for i, s := range f.pages {
		s.o.set("StructParents", whole(i))
		s.o.set("Tabs", nameOf("S"))
		list := make([]value, len(s.marked))
		for k, e := range s.marked {
			list[k] = refTo(e.number)
		}
		nums = append(nums, whole(i), refTo(f.d.addValue(arrayOf(list...))))
	}
	next := len(f.pages)
	for _, list := range f.tagger.links {
		for _, l := range list {
			e := f.tagger.linked[l]
			o := f.d.parsed[l.object]
			o.set("StructParent", whole(next))
			o.set("Contents", unicodeText(fmt.Sprintf("转到第%d版", l.page)))
			nums = append(nums, whole(next), refTo(e.number))
			next++
		}
	}
	top.set("ParentTree", refTo(f.d.addValue(dict("Nums", arrayOf(nums...)))))
	top.set("ParentTreeNextKey", whole(next))
}

// readLinks finds the links of every page among its annotations. Those that lead
// out of the edition were not drawn.
func (f *finisher) readLinks() ([][]*link, error) {
	here := make(map[int]bool)
	for _, s := range f.pages {
		here[s.p.Number] = true
	}
	out := make([][]*link, len(f.pages))
	for i, s := range f.pages {
		annots := s.o.get("Annots")
		for _, l := range s.p.Links {
			if here[l.Page] && l.Area.W > 0 && l.Area.H > 0 {
				out[i] = append(out[i], &link{page: l.Page, area: l.Area})
			}
		}
		if len(annots.list) != len(out[i]) {
			return nil, foreign("page %d has %d links, not %d", s.p.Number, len(annots.list), len(out[i]))
		}
		for k, a := range annots.list {
			if _, err := f.d.of(a, "Annot"); err != nil {
				return nil, err
			}
			out[i][k].object = a.ref
		}
	}
	return out, nil
}
