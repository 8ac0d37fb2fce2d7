package preflight

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"duikai/layout/pdffile"
)

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

// holdsOnly are types that hold no other types than these, and in which order (tables
// 333 and 336 to 338): a pattern of the types, each with a blank behind it.
var holdsOnly = map[string]struct {
	types []string
	order *regexp.Regexp
}{
	"Table":   {[]string{"TR", "THead", "TBody", "TFoot", "Caption"}, regexp.MustCompile(`^(Caption )?((TR )*|(THead )?(TBody )+(TFoot )?)(Caption )?$`)},
	"THead":   {[]string{"TR"}, nil},
	"TFoot":   {[]string{"TR"}, nil},
	"TBody":   {[]string{"TR"}, nil},
	"TR":      {[]string{"TH", "TD"}, nil},
	"L":       {[]string{"LI", "L", "Caption"}, regexp.MustCompile(`^(Caption )?(LI |L )*$`)},
	"LI":      {[]string{"Lbl", "LBody"}, nil},
	"TOC":     {[]string{"TOC", "TOCI", "Caption"}, regexp.MustCompile(`^(Caption )?(TOCI |TOC )*$`)},
	"TOCI":    {[]string{"Lbl", "Reference", "NonStruct", "P", "TOC"}, nil},
	"Ruby":    {[]string{"RB", "RT", "RP"}, regexp.MustCompile(`^RB (RT |RP RT RP )$`)},
	"Warichu": {[]string{"WT", "WP"}, regexp.MustCompile(`^(WT |WP WT WP )$`)},
}

// remapped finds types of the standard that a file gives another meaning (7.1).
func (c *checker) remapped(roles pdffile.Dict, object int) error {
	for _, name := range slices.Sorted(maps.Keys(roles)) {
		if _, standard := standardTypes[string(name)]; !standard {
			continue
		}
		to, err := c.nameOf(roles[name])
		if err != nil {
			return err
		}
		if to != name {
			c.about(TagRemapped, object, string(name), printable(string(name)), printable(string(to)))
		}
	}
	return nil
}

// judgeTag judges an element and all below it, in the order of reading. lang is the
// language around it.
func (c *checker) judgeTag(t *tree, e *tag, above, lang string) {
	c.judgePlace(e, above)
	c.judgeHeading(t, e)
	lang = c.judgeLanguage(t, e, lang)
	switch e.typ {
	case "Figure", "Formula":
		if !c.says(e.dict, "Alt") && !c.says(e.dict, "ActualText") {
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
	case "Note":
		id, err := c.text(e.dict["ID"])
		if err != nil || id == "" || t.notes[id] {
			c.add(NoteID, e.object)
		}
		t.notes[id] = true
	case "Table":
		c.judgeTable(e)
	}
	for _, k := range e.kids {
		c.judgeTag(t, k, e.typ, lang)
	}
}

// says tells whether a text of a dictionary has words.
func (c *checker) says(m pdffile.Dict, key pdffile.Name) bool {
	s, err := c.text(m[key])
	return err == nil && strings.TrimSpace(s) != ""
}

// judgePlace judges what an element stands in and what stands in it.
func (c *checker) judgePlace(e *tag, above string) {
	if in := standardTypes[e.typ]; len(in) > 0 && !slices.Contains(in, above) {
		c.add(TagPlace, e.object, e.typ, cmp.Or(above, "StructTreeRoot"))
	}
	if only := holdsOnly[above].types; only != nil && e.typ != "" && !slices.Contains(only, e.typ) {
		c.add(TagPlace, e.object, e.typ, above)
	}
	rule := holdsOnly[e.typ]
	if rule.order == nil {
		return
	}
	var types strings.Builder
	for _, k := range e.kids {
		if !slices.Contains(rule.types, k.typ) {
			return // told there
		}
		types.WriteString(k.typ + " ")
	}
	if !rule.order.MatchString(types.String()) {
		c.add(TagOrder, e.object, e.typ, strings.TrimSpace(types.String()))
	}
}

// judgeHeading wants headings without gaps, of one kind (7.4).
func (c *checker) judgeHeading(t *tree, e *tag) {
	plain := 0
	for _, k := range e.kids {
		if k.typ == "H" {
			plain++
		}
	}
	if plain > 1 {
		c.add(HeadingTwice, e.object, plain)
	}
	level, ok := strings.CutPrefix(e.typ, "H")
	if !ok {
		return
	}
	n, _ := strconv.Atoi(level)
	if was := t.headings; was != 0 && (was > 0) != (n > 0) && !t.mixed {
		c.add(HeadingMixed, e.object)
		t.mixed = true
	}
	if n == 0 {
		t.headings = -1
		return
	}
	if t.headings = 1; n > t.heading+1 {
		c.add(HeadingGap, e.object, e.typ, t.heading)
	}
	t.heading = n
}

// language is a tag of a language (RFC 3066).
var language = regexp.MustCompile(`^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$`)

// judgeLanguage finds the language of an element's text, and of the words in its
// place, and gives it to what stands below (7.2).
func (c *checker) judgeLanguage(t *tree, e *tag, lang string) string {
	if e.dict["Lang"] != nil {
		own, err := c.text(e.dict["Lang"])
		if err != nil || own != "" && !language.MatchString(own) {
			c.add(BadLanguage, e.object, printable(own))
		}
		lang = own
	}
	if lang == "" && (len(e.marks) > 0 || c.says(e.dict, "Alt") || c.says(e.dict, "ActualText") || c.says(e.dict, "E")) {
		c.add(NoLanguage, 0)
	}
	t.judged[e.object] = judgedTag{e.typ, lang, c.says(e.dict, "Alt")}
	return lang
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
