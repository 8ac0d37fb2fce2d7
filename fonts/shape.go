package fonts

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
	"golang.org/x/image/font/sfnt"
)

// Shaped is a glyph of shaped text (复杂文字), in thousandths of the type size:
// scripts whose letters join, stack or change places cannot be drawn one glyph a
// character.
type Shaped struct {
	ID uint16
	X  Em // where its origin stands, from the left edge of the whole
	Up Em // above the baseline
	// First and Count are the characters that it stands for, by their places
	// in the text. Of several glyphs that stand for the same characters one
	// has them and the others have none.
	First, Count int
}

// ErrScript is returned for text of a script that the face has letters of, but
// not the rules that join and place them.
var ErrScript = errors.New("the face has letters of the script, but not its rules")

// Shape sets the characters of text from one up to another, which are of one
// script, given by its ISO 15924 code ("Arab"), and of one direction. The rest
// of the text tells what the ends join with. The glyphs come from left to right,
// with the width of the whole. HarfBuzz's rules are applied by go-text's port.
func (f *Face) Shape(text []rune, from, to int, script string, leftward bool) (glyphs []Shaped, width Em, err error) {
	if !f.Shapes(script) {
		return nil, 0, ErrScript
	}
	f.shape.Lock() // the library keeps notes in its buffer and its font
	defer f.shape.Unlock()
	hb := f.shaper()
	if hb == nil {
		return nil, 0, ErrScript
	}
	defer func() {
		if r := recover(); r != nil { // a damaged table: see ask
			f.shape.buffer = nil
			glyphs, width, err = nil, 0, fmt.Errorf("damaged table: %v", r)
		}
	}()
	if f.shape.buffer == nil {
		f.shape.buffer = harfbuzz.NewBuffer()
	}
	buf := f.shape.buffer
	buf.Clear()
	buf.ClusterLevel = harfbuzz.MonotoneGraphemes
	buf.Props.Script, err = language.ParseScript(script)
	if err != nil {
		return nil, 0, err
	}
	buf.Props.Direction = harfbuzz.LeftToRight
	if leftward {
		buf.Props.Direction = harfbuzz.RightToLeft
	}
	buf.AddRunes(text, from, to-from)
	buf.Shape(hb, nil)
	return f.gather(buf, from, to, leftward)
}

// gather reads what was shaped.
func (f *Face) gather(buf *harfbuzz.Buffer, from, to int, leftward bool) ([]Shaped, Em, error) {
	glyphs := make([]Shaped, len(buf.Info))
	var pen int32
	for i, g := range buf.Info {
		if int(g.Glyph) >= f.glyphs() || g.Cluster < from || g.Cluster >= to {
			return nil, 0, fmt.Errorf("glyph %d is outside the face", g.Glyph)
		}
		pos := buf.Pos[i]
		glyphs[i] = Shaped{ID: uint16(g.Glyph), X: f.em(pen + pos.XOffset), Up: f.em(pos.YOffset), First: g.Cluster}
		pen += pos.XAdvance
		if f.instance != nil && pos.XAdvance > 0 { // the library sees the default instance
			pen += int32(f.instance.wider(int(g.Glyph)))
		}
	}
	f.share(glyphs, to, leftward)
	return glyphs, f.em(pen), nil
}

// share gives the characters of every cluster to its glyphs that take room, in
// the order of reading: what is copied out of a document then has no holes, and
// its characters stand in order.
func (f *Face) share(glyphs []Shaped, to int, leftward bool) {
	at := func(k int) *Shaped { return &glyphs[k] }
	if leftward {
		at = func(k int) *Shaped { return &glyphs[len(glyphs)-1-k] }
	}
	for k := 0; k < len(glyphs); {
		first, next := at(k).First, k+1
		wide := make([]*Shaped, 0, 4)
		for i := k; i < len(glyphs) && at(i).First == first; i++ {
			if f.AdvanceOf(at(i).ID) > 0 {
				wide = append(wide, at(i))
			}
			next = i + 1
		}
		if len(wide) == 0 {
			wide = append(wide, at(k))
		}
		end := to
		if next < len(glyphs) {
			end = at(next).First
		}
		for i, g := range wide {
			if g.First = min(first+i, end); g.First < end {
				g.Count = 1
			}
			if i == len(wide)-1 {
				g.Count = end - g.First
			}
		}
		k = next
	}
}

// shaper is what a face keeps to shape text with: one text at a time.
type shaper struct {
	sync.Mutex
	read   bool
	font   *harfbuzz.Font // nil: it cannot be read
	buffer *harfbuzz.Buffer
}

// shaper is the face as HarfBuzz wants it, made when it is first asked for; nil
// where it cannot be read.
func (f *Face) shaper() *harfbuzz.Font {
	if f.shape.read {
		return f.shape.font
	}
	f.shape.read = true
	defer func() {
		if recover() != nil { // a damaged table
			f.shape.font = nil
		}
	}()
	t := make(map[string][]byte, len(f.tables))
	for _, tag := range []string{"cmap", "head", "hhea", "hmtx", "maxp", "OS/2", "GDEF", "GSUB", "GPOS", "glyf", "loca", "CFF ", "kern"} {
		if b, ok := f.tables[tag]; ok {
			t[tag] = b
		}
	}
	if face, err := font.ParseTTF(bytes.NewReader(assemble(f.version(), t))); err == nil {
		f.shape.font = harfbuzz.NewFont(face)
	}
	return f.shape.font
}

// otTags are the tags that tell of a script's rules in GSUB, the newest
// first (OpenType, script tags). A script whose letters need no rules beside
// those of marks, which HarfBuzz can place by itself, is optional.
var otTags = map[string]struct {
	tags     []string
	optional bool
}{
	"Arab": {[]string{"arab"}, false},
	"Syrc": {[]string{"syrc"}, false},
	"Hebr": {[]string{"hebr"}, true},
	"Thaa": {[]string{"thaa"}, true},
	"Nkoo": {[]string{"nko "}, false},
	"Deva": {[]string{"dev2", "deva"}, false},
	"Beng": {[]string{"bng2", "beng"}, false},
	"Guru": {[]string{"gur2", "guru"}, false},
	"Gujr": {[]string{"gjr2", "gujr"}, false},
	"Orya": {[]string{"ory2", "orya"}, false},
	"Taml": {[]string{"tml2", "taml"}, false},
	"Telu": {[]string{"tel2", "telu"}, false},
	"Knda": {[]string{"knd2", "knda"}, false},
	"Mlym": {[]string{"mlm2", "mlym"}, false},
	"Sinh": {[]string{"sinh"}, false},
	"Thai": {[]string{"thai"}, true},
	"Laoo": {[]string{"lao "}, true},
	"Tibt": {[]string{"tibt"}, false},
	"Mymr": {[]string{"mym2", "mymr"}, false},
	"Khmr": {[]string{"khmr"}, false},
	"Mong": {[]string{"mong"}, false},
	"Phag": {[]string{"phag"}, false},
	"Talu": {[]string{"talu"}, true},
	"Lana": {[]string{"lana"}, false},
}

// Shapes tells whether the face has the rules of a script.
func (f *Face) Shapes(script string) bool {
	s, ok := otTags[script]
	if !ok {
		return false
	}
	if s.optional {
		return true
	}
	return slices.ContainsFunc(s.tags, func(tag string) bool { return hasScript(f.tables["GSUB"], tag) })
}

// hasScript tells whether a table of rules names a script.
func hasScript(b []byte, tag string) bool {
	head := slice(b, 0, 10)
	if head == nil {
		return false
	}
	scripts := tail(b, u16(head[4:]))
	for i := range count(scripts) {
		if r := record(scripts, i, 6); r != nil && string(r[:4]) == tag {
			return true
		}
	}
	return false
}

// AdvanceOf, InkOf and OutlineOf are of a glyph by its number.
func (f *Face) AdvanceOf(id uint16) Em {
	advance, _ := f.metric(int(id))
	return f.em(int32(advance))
}

// InkOf is the box of a glyph's outline.
func (f *Face) InkOf(id uint16) (box Box, ok bool) { return f.ink(id) }

// OutlineOf is the outline of a glyph, as Outline gives it.
func (f *Face) OutlineOf(id uint16) sfnt.Segments { return f.outline(id) }
