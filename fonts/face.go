package fonts

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Em is a length in thousandths of the type size.
type Em int32

// Box is the ink of a glyph in thousandths of the type size: x from the
// glyph's origin to the right, y upward from the baseline.
type Box struct{ XMin, YMin, XMax, YMax Em }

// Face is one font of a file, opened. It is safe for use by many goroutines and
// never copies the file's bytes.
type Face struct {
	name   string
	data   []byte
	start  int // where its table directory begins
	tables tables
	cff    *cff // nil: the outlines are in glyf
	// outlines draws the glyphs; nil: sfnt does.
	outlines outliner
	instance *variation // of a variable font, away from its default; else nil
	sf       *sfnt.Font
	upem     int32

	// pages caches glyph number and advance for blocks of 256 characters of
	// the basic plane: a published block never changes.
	pages  [256]atomic.Pointer[block]
	judged [1 << 16 / judgedWord]atomic.Uint32 // see Cover
	boxes  sync.Map                            // glyph -> Box
	bufs   sync.Pool

	vertOnce sync.Once
	vert     map[uint16]uint16 // vertical forms
	hwidOnce sync.Once
	hwid     map[uint16]uint16 // half-width forms
	pwidOnce sync.Once
	pwid     map[uint16]uint16 // proportional forms
	ligaOnce sync.Once
	liga     [LigatureFFL + 1]uint16 // by form; 0: none
	shape    shaper
}

type block [256]glyph

type glyph struct {
	id      uint16 // 0: the face lacks the character
	advance int16  // thousandths of an em
}

// ErrOutlines is returned for a face without outlines: one made of pictures
// alone.
var ErrOutlines error = errBitmap

// open opens the font whose table directory lies at an offset, the n-th of the
// file.
func open(data []byte, at, n int) (*Face, error) {
	f, err := openTables(data, at, n)
	if err != nil {
		return nil, err
	}
	if err := mayEmbed(f.tables["OS/2"]); err != nil {
		return nil, err
	}
	if f.name == "" || f.upem <= 0 {
		return nil, errors.New("not a usable font: it has no PostScript name or no design grid")
	}
	if f.cff != nil && !f.cff.onGrid(f.upem) {
		return nil, errors.New("not a usable font: its outlines (CFF) are not drawn on its design grid")
	}
	return f, nil
}

// openTables opens a font as far as its tables can be read, whatever its
// licence says.
func openTables(data []byte, at, n int) (*Face, error) {
	f := &Face{data: data, start: at, tables: readTables(data, at)}
	f.bufs.New = func() any { return new(sfnt.Buffer) }
	switch {
	case f.tables["glyf"] != nil:
	case f.tables["CFF "] != nil:
		c, err := readCFF(f.tables["CFF "])
		if err != nil {
			return nil, fmt.Errorf("not a usable font: %w", err)
		}
		f.cff, f.outlines = c, c
	default:
		if len(f.tables["CFF2"]) > 0 {
			return nil, ErrCFF2
		}
		return nil, noFont(data, at)
	}
	if err := f.parse(n); err != nil {
		if cutOff(data, at) {
			return nil, errShort
		}
		return nil, fmt.Errorf("not a usable font: %w", err)
	}
	f.upem, f.name = int32(f.sf.UnitsPerEm()), f.ownName()
	return f, nil
}

// ownName is the PostScript name; where a file has none, as some made for the
// web, its full name or its family's.
func (f *Face) ownName() (name string) {
	for _, id := range []sfnt.NameID{sfnt.NameIDPostScript, sfnt.NameIDFull, sfnt.NameIDFamily} {
		_ = f.ask(func(buf *sfnt.Buffer) (err error) {
			name, err = f.sf.Name(buf, id)
			return err
		})
		if name != "" {
			return strings.ReplaceAll(name, " ", "")
		}
	}
	return ""
}

// ask puts a question to sfnt with a buffer of its own. sfnt reads some tables
// (GPOS, for one) beyond their bounds when a file is damaged, and panics; a
// paper brings its own faces, and one bad file must not take down a batch.
func (f *Face) ask(question func(buf *sfnt.Buffer) error) (err error) {
	buf := f.bufs.Get().(*sfnt.Buffer)
	defer func() {
		if r := recover(); r != nil {
			// The buffer may be in any state: it is not given back.
			err = fmt.Errorf("damaged table: %v", r)
			return
		}
		f.bufs.Put(buf)
	}()
	return question(buf)
}

// Name is the PostScript name, such as "NotoSerifSC-Regular".
func (f *Face) Name() string { return f.name }

// Data is the font file. It must not be written to.
func (f *Face) Data() []byte { return f.data }

// UnitsPerEm is the design grid of the face.
func (f *Face) UnitsPerEm() int { return int(f.upem) }

func (f *Face) lookup(r rune) glyph {
	if uint32(r) >= 1<<16 {
		return f.read(r)
	}
	p := &f.pages[r>>8]
	bl := p.Load()
	if bl == nil {
		bl = f.readBlock(r &^ 0xff)
		p.Store(bl)
	}
	return bl[r&0xff]
}

func (f *Face) readBlock(first rune) *block {
	bl := new(block)
	for i := range bl {
		bl[i] = f.read(first + rune(i))
	}
	return bl
}

// read asks for a character; a glyph that cannot be measured counts as missing.
func (f *Face) read(r rune) (g glyph) {
	_ = f.ask(func(buf *sfnt.Buffer) error {
		id, err := f.sf.GlyphIndex(buf, r)
		if err != nil || id == 0 || int(id) >= f.sf.NumGlyphs() {
			return err
		}
		adv, err := f.sf.GlyphAdvance(buf, id, fixed.Int26_6(f.upem), font.HintingNone)
		if err != nil {
			return err
		}
		if f.instance != nil {
			adv = max(adv+fixed.Int26_6(f.instance.wider(int(id))), 0)
		}
		g = glyph{id: uint16(id), advance: int16(f.em(int32(adv)))}
		return nil
	})
	return g
}

// em turns font units into thousandths, truncating as the widths that
// PDF files record for a face do.
func (f *Face) em(units int32) Em {
	if f.upem == 1000 {
		return Em(units)
	}
	return Em(int64(units) * 1000 / int64(f.upem))
}

// Has tells whether the face can draw the character; see Cover.
func (f *Face) Has(r rune) bool { return f.Cover(r) == Covered }

// Glyph is the glyph number of the character, 0 where the face lists none. A
// glyph may be empty or damaged: see Cover.
func (f *Face) Glyph(r rune) uint16 { return f.lookup(r).id }

// Advance is the set width of the character, 0 where the face lacks it.
func (f *Face) Advance(r rune) Em { return Em(f.lookup(r).advance) }

// Ink is the box of the character's outline; ok is false where the face lacks
// the character. The box of a character without ink is empty.
func (f *Face) Ink(r rune) (box Box, ok bool) {
	id := f.lookup(r).id
	if id == 0 {
		return Box{}, false
	}
	return f.ink(id)
}

func (f *Face) ink(id uint16) (box Box, ok bool) {
	if b, found := f.boxes.Load(id); found {
		return b.(Box), true
	}
	// In font units, y downward.
	var b fixed.Rectangle26_6
	if !f.bounds(id, &b) {
		seg, err := f.drawn(id)
		if err != nil {
			return Box{}, false
		}
		b = seg.Bounds()
		b.Min = fixed.Point26_6{X: fixed.Int26_6(b.Min.X.Floor()), Y: fixed.Int26_6(b.Min.Y.Floor())}
		b.Max = fixed.Point26_6{X: fixed.Int26_6(b.Max.X.Ceil()), Y: fixed.Int26_6(b.Max.Y.Ceil())}
	}
	box = Box{f.em(int32(b.Min.X)), f.em(-int32(b.Max.Y)), f.em(int32(b.Max.X)), f.em(-int32(b.Min.Y))}
	f.boxes.Store(id, box)
	return box, true
}

// bounds asks sfnt for the bounds of a glyph that it draws.
func (f *Face) bounds(id uint16, b *fixed.Rectangle26_6) bool {
	return f.outlines == nil && f.ask(func(buf *sfnt.Buffer) (err error) {
		*b, _, err = f.sf.GlyphBounds(buf, sfnt.GlyphIndex(id), fixed.Int26_6(f.upem), font.HintingNone)
		return err
	}) == nil
}

// Kern is the correction between two neighbouring characters, from the face's
// GPOS or kern table; 0 where it has none.
func (f *Face) Kern(left, right rune) Em {
	l, r := f.lookup(left).id, f.lookup(right).id
	if l == 0 || r == 0 {
		return 0
	}
	var k fixed.Int26_6
	err := f.ask(func(buf *sfnt.Buffer) (err error) {
		k, err = f.sf.Kern(buf, sfnt.GlyphIndex(l), sfnt.GlyphIndex(r), fixed.Int26_6(f.upem), font.HintingNone)
		return err
	})
	if err != nil {
		return 0
	}
	return f.em(int32(k))
}

// Outline is the glyph's outline in thousandths of an em scaled by 64 (26.6
// fixed point), y downward, as x/image/vector wants it; nil where the face
// lacks the character. The segments are the caller's.
func (f *Face) Outline(r rune) sfnt.Segments { return f.outline(f.lookup(r).id) }

func (f *Face) outline(id uint16) (own sfnt.Segments) {
	if id == 0 {
		return nil
	}
	if f.outlines == nil && f.ask(func(buf *sfnt.Buffer) error {
		// The segments are the buffer's.
		seg, err := f.sf.LoadGlyph(buf, sfnt.GlyphIndex(id), fixed.I(1000), nil)
		own = slices.Clone(seg)
		return err
	}) == nil {
		return own
	}
	own, err := f.drawn(id)
	if err != nil {
		return nil
	}
	for i := range own {
		for k, p := range own[i].Args {
			own[i].Args[k] = fixed.Point26_6{X: f.thousandths(p.X), Y: f.thousandths(p.Y)}
		}
	}
	return own
}

// drawn draws a glyph whose outline is not sfnt's, or one that it cannot put
// together.
func (f *Face) drawn(id uint16) (sfnt.Segments, error) {
	if f.outlines != nil {
		return f.outlines.segments(id)
	}
	return f.glyf().segments(id)
}

// thousandths turns font units into thousandths of an em, rounding.
func (f *Face) thousandths(v fixed.Int26_6) fixed.Int26_6 {
	if f.upem == 1000 {
		return v
	}
	n := int64(v)*1000*2 + int64(f.upem)
	d := int64(f.upem) * 2
	q := n / d
	if n%d < 0 {
		q--
	}
	return fixed.Int26_6(q)
}

// Metrics are the heights of a face in thousandths of an em: both positive.
type Metrics struct{ Ascent, Descent, CapHeight, XHeight Em }

// Metrics reads the face's own heights. Chinese type is placed by its em box
// (see EmBox), not by these.
func (f *Face) Metrics() (Metrics, error) {
	var m font.Metrics
	err := f.ask(func(buf *sfnt.Buffer) (err error) {
		m, err = f.sf.Metrics(buf, fixed.I(1000), font.HintingNone)
		return err
	})
	if err != nil {
		return Metrics{}, err
	}
	r := func(x fixed.Int26_6) Em { return Em(x.Round()) }
	return Metrics{r(m.Ascent), r(m.Descent), r(m.CapHeight), r(m.XHeight)}, nil
}

// The em box (字身框) of Chinese type, thousandths of an em above and below
// the baseline: the division of 880 to 120 that Source Han, Noto CJK and most
// GB faces are drawn to.
const (
	EmAscent  Em = 880
	EmDescent Em = 120
)
