package preflight

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"duikai/layout/pdffile"
)

// # Accessible files (无障碍)
//
// ISO 14289-1 (PDF/UA-1) asks that everything on a page either stands in a tree
// of elements, in the order of reading and with words for what cannot be read,
// or is marked as an artifact. What a machine can tell of that is checked here:
//
//	the catalogue   the tags are true, the language, the title and who shows it;
//	                layers and files with names (tagdocument.go)
//	the tree        known types at their places, headings without gaps, pictures
//	                with words, tables with as many cells in every row, links
//	                (tagrules.go)
//	the contents    nothing painted outside of a mark; every mark in the tree once
//	                (tagmarks.go); fonts, and that their codes lead to text (tounicode.go)
//	the way back    from marks and annotations to their elements
//
// MATTERHORN.md goes through the conditions that a machine can tell, one by one.
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

	// Of what was judged so far, and of elements by their objects.
	heading  int  // level of the last one
	headings int  // 1: they have levels; -1: they have none
	mixed    bool // of both kinds, which was told
	notes    map[string]bool
	judged   map[int]judgedTag
	forms    map[drawnForm]bool
}

// judgedTag is what annotations need to know of their element.
type judgedTag struct {
	typ, lang string
	words     bool // has words in its place
}

// accessible checks a file against PDF/UA-1.
func (c *checker) accessible() error {
	root, err := c.f.Dict(c.f.Trailer["Root"])
	if err != nil {
		return err
	}
	object := number(c.f.Trailer["Root"], 0)
	lang, err := c.readableCatalogue(root, object)
	if err != nil {
		return err
	}
	if err := c.readableDocument(root, object); err != nil {
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
	if info["Suspects"] == true {
		c.add(TagsSuspect, object)
	}
	t := &tree{
		seen: make(map[int]bool), at: make(map[mark][]int), annots: make(map[int]int), parents: make(map[int]any),
		notes: make(map[string]bool), judged: make(map[int]judgedTag), forms: make(map[drawnForm]bool),
	}
	if t.roles, err = c.f.Dict(top["RoleMap"]); err != nil {
		return err
	}
	if err := c.remapped(t.roles, number(root["StructTreeRoot"], 0)); err != nil {
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
		c.judgeTag(t, k, "", lang)
	}
	return c.readablePages(t)
}

// readableCatalogue checks what the document says of itself (7.1, 7.2, 5), and gives
// its language. Where it has none its title and its bookmarks have none; of the text
// its elements may say it.
func (c *checker) readableCatalogue(root pdffile.Dict, object int) (lang string, err error) {
	if lang, err = c.text(root["Lang"]); err != nil {
		return "", err
	}
	lang = strings.TrimSpace(lang)
	if lang != "" && !language.MatchString(lang) {
		c.add(BadLanguage, object, printable(lang))
	}
	view, err := c.f.Dict(root["ViewerPreferences"])
	if err != nil {
		return "", err
	}
	if view["DisplayDocTitle"] != true {
		c.add(TitleHidden, object)
	}
	packet, err := c.readMetadata()
	if err != nil {
		return "", err
	}
	switch {
	case packet.broken != nil:
		c.add(BadMetadata, packet.object, packet.broken.Error())
		return lang, nil
	case packet.values == nil:
		c.add(NoMetadata, object)
		return lang, nil
	}
	if strings.TrimSpace(packet.values["dc:title"]) == "" {
		c.about(MetadataKey, packet.object, "dc:title", "dc:title")
	}
	if packet.values["pdfuaid:part"] != "1" {
		c.add(NoUAClaim, packet.object)
	}
	outlines, err := c.f.Dict(root["Outlines"])
	if err != nil {
		return "", err
	}
	if of := packet.titleLang; lang == "" && (of == "" || of == "x-default" || outlines["First"] != nil) {
		c.add(NoLanguage, 0)
	}
	return lang, nil
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

// names notes that an element names a sequence of a page or of a form.
func (c *checker) names(t *tree, e *tag, of any, id int64) error {
	v, err := c.f.Resolve(of)
	if err != nil {
		return err
	}
	holder, _ := v.(pdffile.Dict)
	if form, ok := v.(*pdffile.Stream); ok {
		holder = form.Dict
	}
	n, ok := holder["StructParents"].(int64)
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
		return c.names(t, e, cmp.Or(m["Stm"], m["Pg"], e.dict["Pg"]), id)
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
	for _, f := range c.sortedFonts() {
		if err := c.finishFont(f); err != nil {
			return err
		}
	}
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
	w := marks{c: c, t: t, page: int(page), numbered: numbered, back: back, met: met, object: number(m["Contents"], 0), forms: t.forms}
	if err := w.resourcesOf(m["Resources"]); err != nil {
		return err
	}
	if err = pdffile.Operations(content, w.operation); err == nil {
		err = c.readableAnnots(t, m)
	}
	if errors.Is(err, errEnough) {
		c.add(TooMuch, w.object, fmt.Sprintf("> %d operators", int(maxOperators)))
		return nil
	}
	return err
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
		if err := c.readableAnnot(t, a, number(v, 0)); err != nil {
			return err
		}
	}
	return nil
}
