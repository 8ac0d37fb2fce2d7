// Package reading is an edition in the order in which it is read (阅读顺序): the
// pages, their stories, the parts of each, for who cannot see the page or does not
// look at it. The display list has everything where it stands; here it is where
// it belongs. Tags of PDF files and copies for browsers are made from it.
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
// Part, Unit). What is not text and no picture, and what the page repeats, is an
// artifact: rules, tints, page headers, the head over the second part of a story,
// the head of a table in another column.
//
// The types are those of ISO 32000-1, 14.8.4, and some of ours (Roles).
package reading

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"duikai/layout/geom"
	"duikai/layout/page"
)

// Roles are the types that are ours with the standard's that they stand for
// (ISO 32000-1, 14.7.3).
func Roles() []Role { return slices.Clone(roles) }

// Role is a type of ours and the one that it stands for.
type Role struct{ Ours, Standard string }

var roles = []Role{
	{"Kicker", "P"}, {"Deck", "P"}, {"Summary", "P"}, {"Byline", "P"}, {"ColumnLabel", "P"}, {"Afterword", "P"}, {"Jump", "P"}, {"Credit", "P"}, {"Nameplate", "P"},
	{"Verse", "P"}, {"TableUnit", "P"}, {"PullQuote", "BlockQuote"},
}

// Element is an element of the tree. What holds text holds no elements but notes
// over its characters (Ruby) and, in an edition that Spoken gives, runs in another
// language (Span).
type Element struct {
	Type   string // of the standard, or one of Roles
	Parent *Element
	Kids   []*Element
	Title  string
	Story  string // id of the story of an Art
	Alt    string // what a picture shows
	Scope  string // of a cell of a table's head: Column
	Lang   string // of a Span, where it is not that of the edition (BCP 47)
	Opens  bool   // of a line of a poem: it opens a stanza that is not the first
	Indent int    // of a line of a poem: ems
	Link   *page.Link
	Item   page.Item // the picture or the ready-made block of a Figure
	Holds  []Hold    // its text, in the order of reading
	Sheet  int       // index of the page on which it begins
	place  place     // among its siblings
}

// Hold is a run of an element's text, or the characters of it that a note stands
// over (Ruby) or that are in another language (Span).
type Hold struct {
	Text *page.Text
	Ruby *Element // instead
	Span *Element // instead
	// Apart is set where a run of what the page itself writes stands apart from the run
	// before it, on another line or further along: who hears it read hears a pause.
	Apart bool
}

// place orders the parts of a story.
type place struct {
	class    int // head, text, pictures, note
	block    int
	row, col int
	ruby     int64
}

func (p place) compare(q place) int {
	return cmp.Or(cmp.Compare(p.class, q.class), cmp.Compare(p.block, q.block), cmp.Compare(p.row, q.row), cmp.Compare(p.col, q.col))
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
	kind  string
	order int
}{
	page.Column: {"ColumnLabel", 0}, page.Kicker: {"Kicker", 1}, page.Headline: {"H1", 2}, page.Deck: {"Deck", 3}, page.Summary: {"Summary", 4}, page.Byline: {"Byline", 5},
}

// Tree is an edition as it is read.
type Tree struct {
	Root *Element // Document
	// Leaves are the elements of the items of every page; nil: an artifact.
	Leaves [][]*Element
	// Links are the links of every page that lead to a page of the edition, with
	// the elements that hold them.
	Links [][]Linked

	pages []*page.Page
	parts []*Element // by page
	arts  map[string]*Element
	index map[indexKey]*Element
	// figure is the picture under way with its caption, until something else comes.
	figure *Element
	before *Element           // the leaf of the text before
	noted  map[int64]*Element // Rubies, by the number of their characters
	head   *page.Text         // the run of a headline before
}

// Linked is a link with its element.
type Linked struct {
	*page.Link
	Element *Element
}

// indexKey finds an element again.
type indexKey struct {
	parent *Element
	kind   string
	place  place
}

// Of reads an edition.
func Of(e *page.Edition) *Tree {
	t := &Tree{Root: &Element{Type: "Document"}, pages: e.Pages, Leaves: make([][]*Element, len(e.Pages)), Links: make([][]Linked, len(e.Pages)),
		arts: make(map[string]*Element), noted: make(map[int64]*Element), index: make(map[indexKey]*Element)}
	here := make(map[int]bool)
	for _, p := range e.Pages {
		here[p.Number] = true
	}
	for i, p := range e.Pages {
		part := t.Root.add("Part", i, place{})
		part.Title = PageTitle(p)
		t.parts = append(t.parts, part)
		for k := range p.Links {
			if l := &p.Links[k]; here[l.Page] && l.Area.W > 0 && l.Area.H > 0 {
				t.Links[i] = append(t.Links[i], Linked{Link: l})
			}
		}
	}
	for i, p := range e.Pages {
		t.figure, t.before = nil, nil
		t.Leaves[i] = make([]*Element, len(p.Items))
		for k, it := range p.Items {
			leaf := t.leaf(i, it)
			t.Leaves[i][k] = leaf
			if text, ok := it.(*page.Text); ok && leaf != nil {
				leaf.hold(text)
			}
		}
	}
	t.settle()
	return t
}

// hold adds a run to an element's text.
func (e *Element) hold(t *page.Text) {
	if in, inner := e.Inline(); in != nil && len(e.Holds) == 0 {
		h := Hold{Ruby: inner}
		if inner.Type == "Span" {
			h = Hold{Span: inner}
		}
		in.Holds = append(in.Holds, h)
	}
	apart := false
	if n := len(e.Holds); n > 0 && t.Part == page.Furniture && e.Holds[n-1].Text != nil {
		apart = standsApart(e.Holds[n-1].Text, t)
	}
	e.Holds = append(e.Holds, Hold{Text: t, Apart: apart})
}

// Stacked tells whether the lines of an element are meant to be seen as such: those
// of a head.
func (e *Element) Stacked() bool {
	switch e.Type {
	case "H1", "H2", "Kicker", "Deck", "Summary":
		return true
	}
	return false
}

// Inline tells of an element whose text stands within that of another, in, where
// that is: inner is what stands there.
func (e *Element) Inline() (in, inner *Element) {
	switch r := e.Parent; {
	case r != nil && r.Type == "Ruby" && e.Type == "RB":
		return r.Parent, r
	case e.Type == "Span":
		return r, e
	}
	return nil, nil
}

// standsApart tells whether a run leaves half an em or more to the one before it, or
// stands on another baseline.
func standsApart(before, t *page.Text) bool {
	a, b := before.Box(), t.Box()
	gap := max(before.Size, t.Size) / 2
	if before.Turned || t.Turned || len(t.Glyphs) == 1 && a.X == b.X { // downward
		return b.Y-a.Bottom() > gap
	}
	return before.At.Y != t.At.Y || b.X-a.Right() > gap
}

// PageTitle is what a page is called: 第2版 综合; 第4、5版 特刊.
func PageTitle(p *page.Page) string {
	title := fmt.Sprintf("第%d版", p.Number)
	if p.Spread > 0 {
		title = fmt.Sprintf("第%d、%d版", p.Number, p.Spread)
	}
	return strings.TrimSuffix(title+" "+p.Name, " ")
}

// PageNumbers is the number of a page, or the two of a spread: 4–5.
func PageNumbers(p *page.Page) string {
	if p.Spread > 0 {
		return fmt.Sprintf("%d–%d", p.Number, p.Spread)
	}
	return strconv.Itoa(p.Number)
}

func (e *Element) add(kind string, sheet int, at place) *Element {
	kid := &Element{Type: kind, Sheet: sheet, place: at, Parent: e}
	e.Kids = append(e.Kids, kid)
	return kid
}

// child finds the child of a type at a place, or adds it.
func (t *Tree) child(e *Element, kind string, at place) *Element {
	key := indexKey{e, kind, at}
	kid, ok := t.index[key]
	if !ok {
		kid = e.add(kind, e.Sheet, at)
		t.index[key] = kid
	}
	return kid
}

// leaf is the element of an item of a page; nil: an artifact.
func (t *Tree) leaf(sheet int, it page.Item) *Element {
	switch it := it.(type) {
	case *page.Text:
		if len(it.Glyphs) == 0 {
			return nil
		}
		switch it.Part {
		case page.Hyphen: // it belongs to the word that it divides
			return t.before
		case page.Ruby: // it comes behind its base
			if r := t.noted[it.Unit.Ruby]; r != nil {
				return t.child(r, "RT", place{row: 1})
			}
			return nil
		}
		t.before = t.text(sheet, it)
		if it.Unit.Ruby != 0 {
			t.noted[it.Unit.Ruby] = nil
			if t.before != nil && t.before.Type == "RB" {
				t.noted[it.Unit.Ruby] = t.before.Parent
			}
		}
		return t.before
	case *page.Picture:
		return t.picture(sheet, it, it.Rect, it.Story, it.Alt, it.File)
	case *page.Block:
		return t.picture(sheet, it, it.Rect, "", it.Alt, it.File)
	}
	return nil
}

// art is a story's element, on the page where it stands first.
func (t *Tree) art(sheet int, story string) *Element {
	a := t.arts[story]
	if a == nil {
		a = t.parts[sheet].add("Art", sheet, place{})
		a.Story = story
		t.arts[story] = a
	}
	return a
}

// text is the element of a text.
func (t *Tree) text(sheet int, it *page.Text) *Element {
	if it.Part != page.Caption && it.Part != page.Credit {
		t.figure = nil
	}
	switch it.Part {
	case page.Furniture:
		if e := t.furnishing(sheet, it); e != nil {
			return t.under(e, it)
		}
		return nil
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
		e := t.child(art, h.kind, place{class: classHead, block: h.order})
		if it.Part == page.Headline {
			if t.head != nil && t.head.Story == it.Story && NextLine(t.head, it) && !strings.HasSuffix(art.Title, "　") {
				art.Title += " "
			}
			t.head = it
			art.Title += clean(it.String())
		}
		return t.under(e, it)
	}
	if it.Part == page.Note {
		return t.under(t.child(art, "Afterword", place{class: classNote}), it)
	}
	return t.under(t.unit(art, it), it)
}

// unit is the element of a piece of a story's text.
func (t *Tree) unit(art *Element, it *page.Text) *Element {
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
		line := t.child(art, "Verse", at)
		line.Opens, line.Indent = u.Opens, int(u.Indent)
		return line
	case page.TitleUnit:
		at.block++ // the table's
		return t.child(t.tableCaption(art, at), "P", place{})
	case page.CountUnit:
		return t.child(t.tableCaption(art, at), "TableUnit", place{row: 1})
	case page.HeadUnit, page.CellUnit:
		row := t.child(t.child(art, "Table", at), "TR", place{row: cell.row})
		if u.Kind == page.CellUnit {
			return t.child(row, "TD", cell)
		}
		e := t.child(row, "TH", cell)
		e.Scope = "Column"
		return e
	case page.LabelUnit:
		return t.child(t.child(art, "L", place{class: classText, block: at.block, row: cell.row}), "Caption", place{row: -1})
	case page.NameUnit:
		item := t.child(t.names(art, at, cell.row), "LI", cell)
		return t.child(item, "LBody", place{})
	}
	return t.child(art, "P", at)
}

// tableCaption is what stands over a table: its title, what it counts in, or both.
func (t *Tree) tableCaption(art *Element, at place) *Element {
	return t.child(t.child(art, "Table", at), "Caption", place{row: -1})
}

// quotation is the note that a paragraph of one belongs to: that of the paragraph
// before it, or a new one.
func (t *Tree) quotation(art *Element, at place) *Element {
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
func (t *Tree) names(art *Element, at place, row int) *Element {
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
func (t *Tree) under(e *Element, it *page.Text) *Element {
	if it.Unit.Ruby == 0 {
		return e.spoken(it.Lang)
	}
	return t.child(t.child(e, "Ruby", place{ruby: it.Unit.Ruby}), "RB", place{})
}

// spoken is the element of a run of an element in a language: that itself, or a
// Span, the same one where the run before is in it already.
func (e *Element) spoken(lang string) *Element {
	if lang == "" {
		return e
	}
	if n := len(e.Holds); n > 0 && e.Holds[n-1].Span != nil && e.Holds[n-1].Span.Lang == lang {
		return e.Holds[n-1].Span
	}
	span := e.add("Span", e.Sheet, place{})
	span.Lang = lang
	return span
}

// picture is the element of a picture.
func (t *Tree) picture(sheet int, it page.Item, r geom.Rect, story, alt, file string) *Element {
	kind, n := placementAt(t.pages[sheet], r.X+r.W/2, r.Y+r.H/2)
	if t.figure == nil || t.figure.place.block != n || len(t.figure.Kids) > 0 && t.figure.Kids[len(t.figure.Kids)-1].Type == "Caption" {
		if story != "" {
			t.figure = t.art(sheet, story).add("Div", sheet, place{class: classPictures, block: n})
		} else {
			t.figure = t.parts[sheet].add("Div", sheet, place{block: n})
		}
	}
	f := t.figure.add("Figure", sheet, place{})
	f.Item = it
	name := strings.TrimSuffix(path.Base(file), path.Ext(file))
	switch {
	case alt != "":
		f.Alt = alt
	case kind == "ad":
		f.Alt = "广告：" + name
	case kind == "nameplate":
		f.Alt = "报头：" + name
	}
	return f
}

// caption is the element of a text under a picture; its words tell of the picture
// where nothing else does.
func (t *Tree) caption(sheet int, it *page.Text) *Element {
	if t.figure == nil {
		t.figure = t.parts[sheet].add("Div", sheet, place{})
	}
	c := t.child(t.figure, "Caption", place{row: 1})
	if it.Part == page.Credit {
		return t.under(t.child(c, "Credit", place{row: 1}), it)
	}
	for _, f := range t.figure.Kids {
		if f.Type == "Figure" {
			f.Title += clean(it.String())
		}
	}
	return t.under(t.child(c, "P", place{}), it)
}

// furnishing is the element of what the page itself writes: notices, digests and
// the nameplate are read, headers and marks are artifacts.
func (t *Tree) furnishing(sheet int, it *page.Text) *Element {
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
			return t.linkOf(l, t.child(div, "P", place{block: int(l.Area.X), row: int(l.Area.Y)}))
		}
		return t.child(div, "P", place{block: -1})
	}
	return nil
}

// jump is the element of a continuation note: part of its story, and a link.
func (t *Tree) jump(sheet int, it *page.Text) *Element {
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
func (t *Tree) linkAt(sheet int, it *page.Text) *Linked {
	for i := range t.Links[sheet] {
		if l := &t.Links[sheet][i]; within(l.Area, middle(it), it.At.Y) {
			return l
		}
	}
	return nil
}

// linkOf is the element of a link below another element.
func (t *Tree) linkOf(l *Linked, parent *Element) *Element {
	if l.Element == nil {
		l.Element = parent.add("Link", parent.Sheet, place{})
		l.Element.Link = l.Link
	}
	return l.Element
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

// NextLine tells whether a run of a head begins another line than the run before
// it, which is meant to be seen: not where the two follow each other on a line, be
// it one that runs downward, and not where one is raised.
func NextLine(before, t *page.Text) bool {
	down := len(before.Glyphs) == 1 && len(t.Glyphs) == 1 && before.At.Y < t.At.Y
	return !before.Turned && !t.Turned && !down && before.At.Y != t.At.Y && t.At.X < before.At.X+before.Glyphs[len(before.Glyphs)-1].DX
}

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
func (t *Tree) settle() {
	for i, list := range t.Links { // of which no text was found
		for k := range list {
			t.linkOf(&list[k], t.parts[i])
		}
	}
	var walk func(e *Element)
	walk = func(e *Element) {
		if e.Type == "Art" || e.Type == "Table" || e.Type == "TR" || e.Type == "L" || e.Type == "Ruby" {
			slices.SortStableFunc(e.Kids, func(a, b *Element) int { return a.place.compare(b.place) })
		}
		if e.Type == "Table" {
			e.regular()
		}
		if e.Type == "Figure" {
			e.Alt = cmp.Or(e.Alt, strings.TrimSpace(e.Title), "图片")
			e.Title = ""
		}
		for _, kid := range e.Kids {
			walk(kid)
		}
	}
	walk(t.Root)
}

// regular gives every row of a table as many cells: empty ones have no text, so
// that nothing was drawn for them.
func (e *Element) regular() {
	cols := 0
	for _, row := range e.Kids {
		for _, c := range row.Kids {
			cols = max(cols, c.place.col+1)
		}
	}
	for _, row := range e.Kids {
		if row.Type != "TR" || len(row.Kids) == 0 {
			continue
		}
		var full []*Element
		for c := range cols {
			i := slices.IndexFunc(row.Kids, func(k *Element) bool { return k.place.col == c })
			if i >= 0 {
				full = append(full, row.Kids[i])
				continue
			}
			full = append(full, &Element{Type: row.Kids[0].Type, Scope: row.Kids[0].Scope, Parent: row, Sheet: row.Sheet, place: place{row: row.place.row, col: c}})
		}
		row.Kids = full
	}
}
