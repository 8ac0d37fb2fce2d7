package fonts

import (
	"encoding/binary"
	"maps"

	"golang.org/x/image/font/sfnt"
)

// Some files break rules of form that no glyph depends on: tables that do not
// begin at a multiple of four bytes (half of Debian's Chinese collections),
// lists a little too long or too short, names of glyphs in a form of their
// own. sfnt refuses such a file. It is then laid out anew in memory, with the
// same tables, and read in that form.

// parse opens the face, the n-th of its file, with sfnt.
func (f *Face) parse(n int) error {
	refused := f.ask(func(*sfnt.Buffer) (err error) {
		f.sf, err = member(f.data, n)
		return err
	})
	if refused == nil {
		return nil
	}
	// Kerning is not worth a face.
	for _, without := range [][]string{nil, {"kern"}, {"GPOS"}, {"kern", "GPOS"}} {
		t := f.mended()
		for _, tag := range without {
			delete(t, tag)
		}
		file := assemble(f.version(), t)
		err := f.ask(func(*sfnt.Buffer) (err error) {
			f.sf, err = sfnt.Parse(file)
			return err
		})
		if err == nil {
			f.data, f.tables = file, readTables(file, 0)
			return nil
		}
	}
	return refused
}

// Versions that begin a font file.
const (
	trueType   = 0x00010000
	postScript = 0x4F54544F // OTTO
)

func (f *Face) version() uint32 {
	if f.cff != nil && f.tables["CFF "] != nil {
		return postScript
	}
	return trueType
}

// mended are the face's tables, those that sfnt is strict about brought to the
// length they should have.
func (f *Face) mended() map[string][]byte {
	t := maps.Clone(map[string][]byte(f.tables))
	n := f.glyphs()
	if f.cff == nil {
		t["loca"] = fitLoca(t["loca"], n, f.glyf().long)
	}
	if hhea := slice(t["hhea"], 0, 36); hhea != nil {
		if metrics := u16(hhea[34:]); metrics >= 1 && metrics <= n && len(t["hmtx"]) >= 4*metrics {
			t["hmtx"] = fit(t["hmtx"], 4*metrics+2*(n-metrics))
		}
	}
	// Version 3 has no names of glyphs.
	const plain = 32
	post := fit(t["post"], plain)
	binary.BigEndian.PutUint32(post, 0x00030000)
	t["post"] = post
	return t
}

// fit is a copy of b of n bytes, cut or filled with zeros.
func fit(b []byte, n int) []byte {
	own := make([]byte, n)
	copy(own, b)
	return own
}

// fitLoca makes the places of the glyphs as many as the glyphs: what is
// missing is glyphs without outline.
func fitLoca(loca []byte, glyphs int, long bool) []byte {
	width := 2
	if long {
		width = 4
	}
	have := len(loca) / width
	own := fit(loca[:have*width], width*(glyphs+1))
	if have > 0 {
		for i := have; i <= glyphs; i++ {
			copy(own[width*i:width*(i+1)], own[width*(have-1):width*have])
		}
	}
	return own
}
