package fonts

import (
	"errors"
	"fmt"
)

// Check looks through the tables that a document's fonts are made from (maxp,
// head, hhea, hmtx, and loca with glyf) and reports the first that is damaged.
// Faces that come with the program need no check; of a paper's own file it is
// better to hear before a page is set with it. A damaged glyph is no reason to
// refuse a face (see Cover), unless half of them are. PostScript outlines are
// programs: of these only the lists are looked at, for running all takes
// seconds.
func (f *Face) Check() error {
	needed := []string{"maxp", "head", "hhea", "hmtx", "cmap"}
	if f.cff == nil {
		needed = append(needed, "loca", "glyf")
	}
	for _, tag := range needed {
		if _, ok := f.tables[tag]; !ok {
			if cutOff(f.data, f.start) {
				return errShort
			}
			return fmt.Errorf("the table %s is missing", tag)
		}
	}
	if len(f.tables["maxp"]) < 6 || len(f.tables["head"]) < 54 || len(f.tables["hhea"]) < 36 {
		return errors.New("a table is cut short")
	}
	glyphs := f.glyphs()
	metrics := u16(f.tables["hhea"][34:])
	if metrics < 1 || metrics > glyphs || len(f.tables["hmtx"]) < 4*metrics+2*(glyphs-metrics) {
		return errors.New("the widths (hmtx) do not match the number of glyphs")
	}
	if f.cff != nil {
		return f.cff.check(glyphs)
	}
	return f.glyf().check()
}

func (c *cff) check(glyphs int) error {
	if c.chars.count < glyphs {
		return fmt.Errorf("there are outlines (CFF) for %d glyphs of %d", c.chars.count, glyphs)
	}
	damaged := 0
	for id := range glyphs {
		if _, err := c.local(id); err != nil || c.chars.at(id) == nil {
			damaged++
		}
	}
	if 2*damaged > glyphs {
		return fmt.Errorf("%d of %d glyphs lie outside the outlines (CFF)", damaged, glyphs)
	}
	return nil
}

// check reads every glyph.
func (t glyf) check() error {
	known := make(map[int]size)
	var first error
	damaged := 0
	for id := 1; id < t.count; id++ { // .notdef is never set
		_, err := t.at(id)
		if err == nil {
			_, err = t.measure(known, id, 0)
		}
		if err == nil {
			continue
		}
		if damaged++; first == nil {
			first = fmt.Errorf("glyph %d: %w", id, err)
		}
	}
	if of := t.count - 1; 2*damaged > of {
		return fmt.Errorf("%d of %d glyphs are damaged: %w", damaged, of, first)
	}
	return nil
}
