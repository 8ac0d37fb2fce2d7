// Command gen makes the hollow faces of fonttest anew: those of fonts/embedded with
// the outlines of a few characters alone.
//
//	go generate ./fonts/fonttest
package main

import (
	"encoding/binary"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"unicode"
	"unicode/utf16"

	"golang.org/x/image/font/sfnt"

	"duikai/fonts/fonttest"
)

func main() {
	if err := run(filepath.Join("..", "embedded"), "."); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(from, to string) error {
	drawn, err := os.ReadFile(filepath.Join(to, "drawn.txt"))
	if err != nil {
		return err
	}
	keep := make(map[rune]bool)
	for _, r := range string(drawn) {
		keep[r] = true
	}
	for _, f := range fonttest.Files() {
		data, err := os.ReadFile(filepath.Join(from, f.Whole))
		if err != nil {
			return err
		}
		out, err := hollow(data, f.Rename, keep)
		if err != nil {
			return fmt.Errorf("%s: %w", f.Whole, err)
		}
		if err := os.WriteFile(filepath.Join(to, f.Hollow), out, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// hollow gives the ideographs of a face a box for an outline, but for those of keep.
// All else stays: numbers of glyphs, characters, widths, rules of substitution. rename
// is its new name; empty: its own.
func hollow(data []byte, rename string, keep map[rune]bool) ([]byte, error) {
	tables, err := read(data)
	if err != nil {
		return nil, err
	}
	outlines, err := outlinesOf(tables)
	if err != nil {
		return nil, err
	}
	empty, err := ideographs(data, keep)
	if err != nil {
		return nil, err
	}
	parts(outlines, empty)
	for i := range outlines {
		if empty[i] {
			outlines[i] = box(int(binary.BigEndian.Uint16(tables["head"][18:])))
		}
	}
	var glyf []byte
	loca := make([]byte, 0, 4*(len(outlines)+1))
	for _, o := range outlines {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		glyf = append(glyf, o...)
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
	}
	tables["loca"], tables["glyf"] = binary.BigEndian.AppendUint32(loca, uint32(len(glyf))), glyf
	binary.BigEndian.PutUint16(tables["head"][50:], 1) // loca is long
	if rename != "" {
		tables["name"] = nameTable(tables["name"], rename)
	}
	tables["post"] = append([]byte{0, 3, 0, 0}, tables["post"][4:32]...) // without names of glyphs
	return write(tables), nil
}

// read are copies of the tables of a font file.
func read(data []byte) (map[string][]byte, error) {
	out := make(map[string][]byte)
	for i := range int(binary.BigEndian.Uint16(data[4:])) {
		e := data[12+16*i:]
		at, n := binary.BigEndian.Uint32(e[8:]), binary.BigEndian.Uint32(e[12:])
		out[string(e[:4])] = slices.Clone(data[at : at+n])
	}
	for _, need := range []string{"head", "loca", "glyf", "maxp", "name", "post"} {
		if len(out[need]) == 0 {
			return nil, fmt.Errorf("there is no %s", need)
		}
	}
	return out, nil
}

// outlinesOf parts glyf by glyphs.
func outlinesOf(tables map[string][]byte) ([][]byte, error) {
	loca, glyf := tables["loca"], tables["glyf"]
	at := func(i int) uint32 { return 2 * uint32(binary.BigEndian.Uint16(loca[2*i:])) }
	if binary.BigEndian.Uint16(tables["head"][50:]) == 1 {
		at = func(i int) uint32 { return binary.BigEndian.Uint32(loca[4*i:]) }
	}
	out := make([][]byte, binary.BigEndian.Uint16(tables["maxp"][4:]))
	for i := range out {
		from, to := at(i), at(i+1)
		if from > to || int(to) > len(glyf) {
			return nil, fmt.Errorf("glyph %d", i)
		}
		out[i] = glyf[from:to]
	}
	return out, nil
}

// ideographs are the glyphs that lose their outline: of ideographs and syllables that
// keep does not name.
func ideographs(data []byte, keep map[rune]bool) (map[int]bool, error) {
	face, err := sfnt.Parse(data)
	if err != nil {
		return nil, err
	}
	var buf sfnt.Buffer
	empty, stays := make(map[int]bool), make(map[int]bool)
	for r := rune(1); r <= unicode.MaxRune; r++ {
		g, err := face.GlyphIndex(&buf, r)
		if err != nil {
			return nil, err
		}
		if g == 0 {
			continue
		}
		if syllable := unicode.In(r, unicode.Han, unicode.Hangul, unicode.Co); syllable && !keep[r] {
			empty[int(g)] = true
		} else {
			stays[int(g)] = true
		}
	}
	for g := range stays {
		delete(empty, g)
	}
	return empty, nil
}

// box is a frame of the size of an ideograph in an em of so many units.
func box(em int) []byte {
	low, side := -em/20, em*9/10 // what ideographs fill, and how far below the line
	out := []byte{0, 1}          // contours
	put := func(v int) { out = binary.BigEndian.AppendUint16(out, uint16(int16(v))) }
	left := em / 20
	for _, v := range []int{left, low, left + side, low + side, 3, 0} { // bounds, the last point, no instructions
		put(v)
	}
	const corner, sameX, sameY = 1, 0x10, 0x20
	out = append(out, corner, corner|sameY, corner|sameX, corner|sameY)
	for _, v := range []int{left, side, -side, low, side} { // across, then up
		put(v)
	}
	return out
}

// parts takes out of empty what glyphs that stay are composed of.
func parts(outlines [][]byte, empty map[int]bool) {
	var part func(g int)
	part = func(g int) {
		o := outlines[g]
		if len(o) < 10 || int16(binary.BigEndian.Uint16(o)) >= 0 {
			return
		}
		for at, more := 10, true; more && at+4 <= len(o); {
			flags, of := binary.BigEndian.Uint16(o[at:]), int(binary.BigEndian.Uint16(o[at+2:]))
			at += 6
			for _, f := range []struct {
				bit  uint16
				more int
			}{{1, 2}, {8, 2}, {0x40, 4}, {0x80, 8}} { // words and not bytes; a scale; two; a matrix (OpenType, glyf)
				if flags&f.bit != 0 {
					at += f.more
				}
			}
			more = flags&0x20 != 0 // components follow
			delete(empty, of)
			part(of)
		}
	}
	for g := range outlines {
		if !empty[g] {
			part(g)
		}
	}
}

// nameTable has the names of a face for Windows, in English: family, style, whole
// name and the one of PostScript; whose it is and under which licence stays.
func nameTable(old []byte, name string) []byte {
	const notice, licence, address = 0, 13, 14
	says := map[uint16][]byte{1: utf16Text(name), 2: utf16Text("Regular"), 4: utf16Text(name), 6: utf16Text(name)}
	texts := old[binary.BigEndian.Uint16(old[4:]):]
	for i := range int(binary.BigEndian.Uint16(old[2:])) {
		r := old[6+12*i:]
		id, n, at := binary.BigEndian.Uint16(r[6:]), binary.BigEndian.Uint16(r[8:]), binary.BigEndian.Uint16(r[10:])
		windows := binary.BigEndian.Uint16(r) == 3
		if windows && (id == notice || id == licence || id == address) {
			says[id] = texts[at : at+n]
		}
	}
	var records, all []byte
	for _, id := range slices.Sorted(maps.Keys(says)) {
		for _, v := range []uint16{3, 1, 0x409, id, uint16(len(says[id])), uint16(len(all))} {
			records = binary.BigEndian.AppendUint16(records, v)
		}
		all = append(all, says[id]...)
	}
	head := binary.BigEndian.AppendUint16([]byte{0, 0}, uint16(len(says)))
	head = binary.BigEndian.AppendUint16(head, uint16(6+len(records)))
	return slices.Concat(head, records, all)
}

func utf16Text(s string) (out []byte) {
	for _, u := range utf16.Encode([]rune(s)) {
		out = binary.BigEndian.AppendUint16(out, u)
	}
	return out
}

// write puts a font file together (OpenType, 4.5).
func write(tables map[string][]byte) []byte {
	names := slices.Sorted(maps.Keys(tables))
	n := len(names)
	log := 0
	for 2<<log <= n {
		log++
	}
	out := []byte{0, 1, 0, 0}
	for _, v := range []int{n, 16 << log, log, 16*n - 16<<log} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	clear(tables["head"][8:12])
	at := 12 + 16*n
	var body []byte
	for _, name := range names {
		t := tables[name]
		out = append(out, name...)
		for _, v := range []uint32{sum(t), uint32(at + len(body)), uint32(len(t))} {
			out = binary.BigEndian.AppendUint32(out, v)
		}
		body = append(body, t...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	out = append(out, body...)
	for i, name := range names {
		if name == "head" {
			head := out[binary.BigEndian.Uint32(out[12+16*i+8:]):]
			binary.BigEndian.PutUint32(head[8:], 0xB1B0AFBA-sum(out))
		}
	}
	return out
}

// sum is the checksum of a table.
func sum(b []byte) (out uint32) {
	for len(b) >= 4 {
		out += binary.BigEndian.Uint32(b)
		b = b[4:]
	}
	for i, c := range b {
		out += uint32(c) << (24 - 8*i)
	}
	return out
}
