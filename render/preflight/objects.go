package preflight

import (
	"maps"
	"slices"

	"duikai/layout/pdffile"
)

// walk looks at every object that the document refers to, each once.
func (c *checker) walk() error { return c.walkFrom(c.f.Trailer) }

// walkFrom looks at what values refer to. References are followed from a list
// and not by calls.
func (c *checker) walkFrom(values ...any) error {
	queue := slices.Clone(values)
	for _, v := range values {
		if err := c.oneObject(v, 0); err != nil {
			return err
		}
	}
	for len(queue) > 0 {
		v := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, r := range references(v, nil) {
			if c.seen[r.Num] {
				continue
			}
			if c.seen[r.Num] = true; len(c.seen) > maxVisited {
				c.add(TooMuch, 0, "objects")
				return nil
			}
			v, err := c.f.Resolve(r)
			if err != nil {
				return err
			}
			if c.f.Packed(r.Num) && c.x1a() && !c.o.Artwork && c.found[key{code: ObjectStream}] == nil {
				c.add(ObjectStream, 0)
			}
			if c.o.Artwork && isPage(v) {
				continue // what stays behind
			}
			if err := c.oneObject(v, r.Num); err != nil {
				return err
			}
			queue = append(queue, v)
		}
	}
	return nil
}

// references lists those in a value, in order. Values are as deep as the reader
// lets them be.
func references(v any, out []pdffile.Ref) []pdffile.Ref {
	switch v := v.(type) {
	case pdffile.Ref:
		return append(out, v)
	case pdffile.Array:
		for _, x := range v {
			out = references(x, out)
		}
	case pdffile.Dict:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			out = references(v[k], out)
		}
	case *pdffile.Stream:
		return references(v.Dict, out)
	}
	return out
}

// oneObject looks at what an object says of itself.
func (c *checker) oneObject(v any, num int) error {
	m, ok := v.(pdffile.Dict)
	s, isStream := v.(*pdffile.Stream)
	if isStream {
		m = s.Dict
		if err := c.filters(s, num); err != nil {
			return err
		}
	} else if !ok {
		return nil
	}
	if !c.o.Artwork {
		if err := c.script(m, num); err != nil {
			return err
		}
	}
	sub, err := c.nameOf(m["Subtype"])
	if err != nil {
		return err
	}
	sub2, err := c.nameOf(m["Subtype2"])
	if err != nil {
		return err
	}
	switch {
	case !isStream:
	case sub == "PS" || sub2 == "PS" || sub == "Form" && m["PS"] != nil:
		c.add(PostScript, num)
	case sub == "Image" && m["Alternates"] != nil:
		c.add(Alternates, num)
	}
	if isStream && (sub == "Image" || sub == "Form") {
		if m["OPI"] != nil {
			c.add(OPI, num)
		}
		if sub == "Form" && m["Ref"] != nil {
			c.add(Reference, num)
		}
	}
	return nil
}

// filters looks at how a stream is packed.
func (c *checker) filters(s *pdffile.Stream, num int) error {
	if s.Dict["F"] != nil {
		c.add(ExternalData, num)
	}
	list, _, err := c.f.Filters(s.Dict)
	if err != nil {
		c.mild(err, BadContent, num)
		return nil
	}
	for _, f := range list {
		switch f {
		case "LZWDecode", "LZW":
			c.add(LZW, num)
		case "JPXDecode":
			if c.x1a() {
				c.add(JPX, num)
			}
		}
	}
	return nil
}

// script finds scripts and actions that hang on no page: those of bookmarks, of
// pages themselves, and what is called by name.
func (c *checker) script(m pdffile.Dict, num int) error {
	kind, err := c.nameOf(m["S"])
	if err != nil {
		return err
	}
	if kind == "JavaScript" && m["JS"] != nil && !c.known(JavaScript) {
		c.add(JavaScript, num)
	}
	if m["Title"] != nil && m["Parent"] != nil && m["A"] != nil {
		// A bookmark; of a table of contents the first one is told.
		if f := c.found[c.bookmark]; f != nil {
			f.Count++
			return nil
		}
		c.bookmark = key{code: Action, object: number(m["A"], num), about: "A"}
		return c.actions(m, num, "A")
	}
	if m["Type"] == pdffile.Name("Page") {
		return c.actions(m, num, "AA")
	}
	return nil
}

// known tells whether a code was found already, anywhere.
func (c *checker) known(code Code) bool {
	for k := range c.found {
		if k.code == code {
			return true
		}
	}
	return false
}

// isPage tells pages, their tree and the catalogue.
func isPage(v any) bool {
	m, _ := v.(pdffile.Dict)
	switch m["Type"] {
	case pdffile.Name("Page"), pdffile.Name("Pages"), pdffile.Name("Catalog"):
		return true
	}
	return false
}
