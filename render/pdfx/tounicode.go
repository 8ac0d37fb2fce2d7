package pdfx

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"
)

// What gopdf says of fonts in its own manner is said here as readers want it.

// mendMap writes a map to Unicode anew: gopdf's has one block of all ranges
// where at most 100 are allowed, and may have a character beyond U+FFFF as five
// digits, which no reader takes for a character. It has none where a face gives
// accents alone, for which the glyph of their letter, of another face, stands.
func mendMap(o *object) error {
	b, err := inflated(o)
	if err != nil || !o.isStream {
		return cmp.Or(err, errCut)
	}
	all, err := readRanges(b)
	if err != nil {
		return err
	}
	*o = object{value: dict(), isStream: true, stream: writeMap(inOrder(all)), deflate: true}
	return nil
}

type width struct{ cid, w int }

// widths writes a font's widths anew. gopdf lists every glyph by itself; in
// Chinese type nearly all are one em wide, which is said once (DW), and the
// others follow each other.
func widths(cid *object) error {
	list := cid.get("W").list
	if cid.get("W").kind != array || len(list)%2 != 0 {
		return fmt.Errorf("no list")
	}
	all := make([]width, 0, len(list)/2)
	often := make(map[int]int)
	for i := 0; i < len(list); i += 2 {
		c, ok := list[i].integer()
		if !ok || list[i+1].kind != array || len(list[i+1].list) != 1 {
			return fmt.Errorf("entry %d", i)
		}
		w, ok := list[i+1].list[0].integer()
		if !ok || c < 0 || c > 0xffff {
			return fmt.Errorf("entry %d", i)
		}
		all = append(all, width{c, w})
		often[w]++
	}
	slices.SortFunc(all, func(a, b width) int { return cmp.Or(cmp.Compare(a.cid, b.cid), cmp.Compare(a.w, b.w)) })
	// A glyph that serves two characters is listed twice.
	all = slices.Compact(all)
	for i := 1; i < len(all); i++ {
		if all[i].cid == all[i-1].cid {
			return fmt.Errorf("glyph %d has two", all[i].cid)
		}
	}
	usual := 1000 // PDF's own default
	for w, n := range often {
		if n > often[usual] || n == often[usual] && w < usual && often[usual] > 0 {
			usual = w
		}
	}
	var w []value
	for i := 0; i < len(all); {
		if all[i].w == usual {
			i++
			continue
		}
		var run []value
		first := all[i].cid
		for ; i < len(all) && all[i].cid == first+len(run) && all[i].w != usual; i++ {
			run = append(run, whole(all[i].w))
		}
		w = append(w, whole(first), arrayOf(run...))
	}
	cid.set("DW", whole(usual))
	cid.set("W", arrayOf(w...))
	return nil
}

// mapped is the text that a glyph stands for.
type mapped struct {
	glyph int
	text  string
}

// inOrder puts glyphs in order. Of several texts of one glyph the first counts.
func inOrder(all []mapped) []mapped {
	var place [1 << 16]int32 // 0: the glyph is not there
	for i, m := range all {
		if place[m.glyph] == 0 {
			place[m.glyph] = int32(i + 1)
		}
	}
	sorted := make([]mapped, 0, len(all))
	for _, p := range place {
		if p > 0 {
			sorted = append(sorted, all[p-1])
		}
	}
	return sorted
}

// readRanges reads lines of the form <2B48><2B48><5E74>.
func readRanges(b []byte) ([]mapped, error) {
	_, b, ok := bytes.Cut(b, []byte(" beginbfrange\n"))
	b, _, closed := bytes.Cut(b, []byte("endbfrange\n"))
	if !ok || !closed {
		return nil, fmt.Errorf("no ranges")
	}
	var all []mapped
	for line := range bytes.Lines(b) {
		var fields [3][]byte
		for i := range fields {
			end := bytes.IndexByte(line, '>')
			if end < 1 || line[0] != '<' {
				return nil, fmt.Errorf("the line %.40q", line)
			}
			fields[i], line = line[1:end], line[end+1:]
		}
		glyph, err := strconv.ParseUint(string(fields[0]), 16, 16)
		text, ok := fromHex(fields[2])
		if err != nil || !ok || !bytes.Equal(fields[0], fields[1]) || string(line) != "\n" {
			return nil, fmt.Errorf("glyph <%.20s>", fields[0])
		}
		all = append(all, mapped{int(glyph), text})
	}
	return all, nil
}

// writeMap writes a CMap: glyphs in a row that stand for characters in a row
// as ranges, the others one by one.
func writeMap(all []mapped) []byte {
	var single, ranges [][]byte
	for i := 0; i < len(all); {
		n := 1
		for i+n < len(all) && follows(all[i], all[i+n], n) {
			n++
		}
		line := append(appendHex([]byte{'<'}, all[i].glyph), '>', '<')
		if n > 1 {
			line = append(appendHex(line, all[i+n-1].glyph), '>', '<')
		}
		line = append(appendUTF16(line, all[i].text), '>', '\n')
		if n > 1 {
			ranges = append(ranges, line)
		} else {
			single = append(single, line)
		}
		i += n
	}
	b := []byte("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n")
	b = blocks(b, "bfchar", single)
	b = blocks(b, "bfrange", ranges)
	return append(b, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"...)
}

// follows tells whether b is n places after a, in glyphs and in characters,
// with the same leading byte in both: a range counts in the last byte only.
func follows(a, b mapped, n int) bool {
	ra, la := utf8.DecodeRuneInString(a.text)
	rb, lb := utf8.DecodeRuneInString(b.text)
	return la == len(a.text) && lb == len(b.text) && ra <= 0xffff &&
		b.glyph == a.glyph+n && b.glyph>>8 == a.glyph>>8 &&
		int(rb) == int(ra)+n && rb>>8 == ra>>8
}

func blocks(b []byte, kind string, lines [][]byte) []byte {
	for block := range slices.Chunk(lines, maxBlock) {
		b = fmt.Appendf(b, "%d begin%s\n", len(block), kind)
		for _, l := range block {
			b = append(b, l...)
		}
		b = append(b, "end"+kind+"\n"...)
	}
	return b
}
