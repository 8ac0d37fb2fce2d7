package fonts

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// A DamagedGlyph tells of a glyph whose outline cannot be read.
type DamagedGlyph struct {
	Face   string
	Glyph  uint16
	Reason string
}

func (e *DamagedGlyph) Error() string {
	return fmt.Sprintf("glyph %d of %s is damaged: %s", e.Glyph, e.Face, e.Reason)
}

// glyf is the outlines of a TrueType font, where they lie in the file.
type glyf struct {
	outlines []byte // the table glyf
	loca     []byte
	long     bool // four bytes for a place, not two
	count    int
}

func (f *Face) glyf() glyf {
	head := slice(f.tables["head"], 50, 2)
	return glyf{
		outlines: f.tables["glyf"], loca: f.tables["loca"],
		long: head != nil && u16(head) != 0, count: f.glyphs(),
	}
}

// glyphs is how many glyphs the face has.
func (f *Face) glyphs() int {
	if b := slice(f.tables["maxp"], 4, 2); b != nil {
		return u16(b)
	}
	return 0
}

var (
	errOutside   = errors.New("it lies outside the outlines (glyf)")
	errCut       = errors.New("it is cut short")
	errPoints    = errors.New("its contours run backwards")
	errParts     = errors.New("it is made of glyphs that are not there")
	errCircle    = errors.New("it is made of itself")
	errNesting   = errors.New("its parts nest too deep")
	errTooMany   = errors.New("it has too many points")
	errNoSuch    = errors.New("the font does not have it")
	errTooCoarse = errors.New("its outline reaches beyond the design grid")
)

// at is the bytes of a glyph; none for a glyph without ink.
func (t glyf) at(id int) ([]byte, error) {
	if id < 0 || id >= t.count {
		return nil, errNoSuch
	}
	var from, to int
	if t.long {
		b := slice(t.loca, 4*id, 8)
		if b == nil {
			return nil, errOutside
		}
		from, to = int(u32(b)), int(u32(b[4:]))
	} else {
		b := slice(t.loca, 2*id, 4)
		if b == nil {
			return nil, errOutside
		}
		from, to = 2*u16(b), 2*u16(b[2:])
	}
	g := slice(t.outlines, from, to-from)
	if g == nil {
		return nil, errOutside
	}
	return g, nil
}

// glyphHead is the contours and bounds that begin a glyph.
const glyphHead = 10

// isComposite tells whether a glyph is made of others.
func isComposite(g []byte) bool { return len(g) >= glyphHead && i16(g) < 0 }

// Flags of points in a simple glyph.
const (
	onCurve, shortX, shortY, repeated, sameX, sameY = 1, 2, 4, 8, 16, 32
)

// simpleGlyph is where the pieces of a simple glyph lie.
type simpleGlyph struct {
	ends     int // behind the last points of the contours
	flags    int // behind the instructions
	end      int
	points   int
	contours int
}

// readSimple looks through a simple glyph of at least one contour.
func readSimple(g []byte) (s simpleGlyph, err error) {
	s.contours = i16(g)
	s.ends = glyphHead + 2*s.contours
	if len(g) < s.ends+2 {
		return s, errCut
	}
	last := -1
	for at := glyphHead; at < s.ends; at += 2 {
		// Two contours may end in the same point: the second is empty.
		if p := u16(g[at:]); p >= last {
			last = p
		} else {
			return s, errPoints
		}
	}
	s.points = last + 1
	s.flags = s.ends + 2 + u16(g[s.ends:])
	at, coordinates := s.flags, 0
	for n := 0; n < s.points; {
		if at >= len(g) {
			return s, errCut
		}
		flag, times := g[at], 1
		at++
		if flag&repeated != 0 {
			if at >= len(g) {
				return s, errCut
			}
			times += int(g[at])
			at++
		}
		times = min(times, s.points-n)
		coordinates += times * (width(flag, shortX, sameX) + width(flag, shortY, sameY))
		n += times
	}
	if s.end = at + coordinates; s.end > len(g) {
		return s, errCut
	}
	return s, nil
}

// width is the bytes of a coordinate.
func width(flag byte, short, same byte) int {
	switch {
	case flag&short != 0:
		return 1
	case flag&same != 0:
		return 0
	}
	return 2
}

// Flags of parts in a composite glyph.
const (
	wordArgs, oneScale, moreParts, twoScales, fourScales, instructed = 1, 8, 32, 64, 128, 256
)

// part is one glyph inside a composite: the glyph, and where its record lies.
type part struct{ glyph, at, end int }

// readParts lists the parts of a composite glyph.
func readParts(list []part, g []byte) ([]part, error) {
	at := glyphHead
	for {
		r := slice(g, at, 4)
		if r == nil {
			return list, errCut
		}
		flags := u16(r)
		n := 6
		if flags&wordArgs != 0 {
			n += 2
		}
		switch {
		case flags&oneScale != 0:
			n += 2
		case flags&twoScales != 0:
			n += 4
		case flags&fourScales != 0:
			n += 8
		}
		if slice(g, at, n) == nil {
			return list, errCut
		}
		list = append(list, part{u16(r[2:]), at, at + n})
		at += n
		if flags&moreParts == 0 {
			return list, nil
		}
	}
}

// appendSimple copies a simple glyph without its instructions.
func appendSimple(dst, g []byte, s simpleGlyph) []byte {
	dst = append(dst, g[:s.ends]...)
	dst = append(dst, 0, 0)
	return append(dst, g[s.flags:s.end]...)
}

// appendComposite copies a composite glyph without its instructions, its parts
// renumbered.
func appendComposite(dst, g []byte, parts []part, number func(old int) uint16) []byte {
	dst = append(dst, g[:glyphHead]...)
	for _, p := range parts {
		flags := uint16(u16(g[p.at:])) &^ instructed
		dst = binary.BigEndian.AppendUint16(dst, flags)
		dst = binary.BigEndian.AppendUint16(dst, number(p.glyph))
		dst = append(dst, g[p.at+4:p.end]...)
	}
	return dst
}
