package fonts

// Variation selectors (异体字选择符): a character behind another that asks for
// one of its shapes. The face lists the shapes in the character table of format
// 14 (OpenType, cmap): in the default list are those that its glyph has anyway.

// Selectors are numbered from 0: U+FE00 to FE0F, then U+E0100 to E01EF.
const (
	firstSelector, lastSelector     = 0xFE00, 0xFE0F
	firstIdeographic, lastSelectors = 0xE0100, 0xE01EF
	shortSelectors                  = lastSelector - firstSelector + 1
)

// variants is the first form of those in which a character has the shape that
// a selector asks for.
const variants Form = 0x100

// VariantForm is the form of a character with a selector behind it.
func VariantForm(selector rune) (Form, bool) {
	switch {
	case firstSelector <= selector && selector <= lastSelector:
		return variants + Form(selector-firstSelector), true
	case firstIdeographic <= selector && selector <= lastSelectors:
		return variants + shortSelectors + Form(selector-firstIdeographic), true
	}
	return Upright, false
}

// Selector is the variation selector of a form, 0 for every other form.
func (f Form) Selector() rune {
	switch {
	case f < variants:
		return 0
	case f < variants+shortSelectors:
		return firstSelector + rune(f-variants)
	}
	return firstIdeographic + rune(f-variants-shortSelectors)
}

// Variant is the glyph that the face lists for a character with a selector
// behind it. usual tells that it is the character's own glyph, ok that the face
// lists the shape at all.
func (f *Face) Variant(r, selector rune) (glyph uint16, usual, ok bool) {
	t := f.variations()
	const header, record = 10, 11
	n := 0
	if h := slice(t, 0, header); h != nil {
		n = int(min(u32(h[6:]), lastSelectors-firstIdeographic+1+shortSelectors))
	}
	for i := range n {
		b := slice(t, header+record*i, record)
		if b == nil {
			break
		}
		if u24(b) != int(selector) {
			continue
		}
		if id := listedVariant(tail(t, int(u32(b[7:]))), r); id != 0 && int(id) < f.glyphs() {
			if inked, err := f.inked(id); err == nil && (inked || mayBeBlank(r)) {
				return id, false, true
			}
		}
		if usualVariant(tail(t, int(u32(b[3:]))), r) {
			return f.Glyph(r), true, f.Has(r)
		}
	}
	return 0, false, false
}

func u24(b []byte) int { return int(b[0])<<16 | int(b[1])<<8 | int(b[2]) }

// variations is the character table of format 14, nil where there is none.
func (f *Face) variations() []byte {
	const unicodePlatform, variationSequences, format = 0, 5, 14
	cmap := f.tables["cmap"]
	if len(cmap) < 4 {
		return nil
	}
	for i := range count(cmap[2:]) {
		r := record(cmap[2:], i, 8)
		if r == nil {
			return nil
		}
		if u16(r) != unicodePlatform || u16(r[2:]) != variationSequences {
			continue
		}
		t := tail(cmap, int(u32(r[4:])))
		if h := slice(t, 0, 10); h != nil && u16(h) == format {
			return t
		}
	}
	return nil
}

// find looks for a place in records in order: less tells that record i lies
// before what is sought.
func find(n int, before func(i int) bool) int {
	low, high := 0, n
	for low < high {
		if m := (low + high) / 2; before(m) {
			low = m + 1
		} else {
			high = m
		}
	}
	return low
}

// usualVariant tells whether a default list holds a character: ranges, each
// with the number of characters behind its first.
func usualVariant(b []byte, r rune) bool {
	const header, record = 4, 4
	if len(b) < header {
		return false
	}
	n := min(int(u32(b)), (len(b)-header)/record)
	at := func(i int) []byte { return b[header+record*i:] }
	i := find(n, func(i int) bool { return u24(at(i))+int(at(i)[3]) < int(r) })
	return i < n && u24(at(i)) <= int(r)
}

// listedVariant is the glyph that a list of other shapes gives a character.
func listedVariant(b []byte, r rune) uint16 {
	const header, record = 4, 5
	if len(b) < header {
		return 0
	}
	n := min(int(u32(b)), (len(b)-header)/record)
	at := func(i int) []byte { return b[header+record*i:] }
	i := find(n, func(i int) bool { return u24(at(i)) < int(r) })
	if i < n && u24(at(i)) == int(r) {
		return uint16(u16(at(i)[3:]))
	}
	return 0
}
