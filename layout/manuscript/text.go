package manuscript

import (
	"strings"
	"unicode"

	"duikai/layout/diag"
)

// char is one character on its way from the source to a Span. Carrying the
// place with every character is what lets markup be dropped and marks be mended
// anywhere in between: whatever happens, textOf only has to cut a new span
// where the places stop following each other.
type char struct {
	r         rune
	style     Emphasis
	literal   bool // escaped, or inside code: never markup
	kept      bool // escaped, and no sign of ASCII: neither mended nor doubted
	line, col int32
	ruby      *ruby // of a base; the characters of one base share it
}

func (c char) pos(file string) diag.Pos {
	return diag.Pos{File: file, Line: int(c.line), Col: int(c.col)}
}

// follows tells whether c stands in the source right after b.
func (c char) follows(b char) bool { return c.line == b.line && c.col == b.col+1 }

// lineBreak stands for the end of a source line inside a paragraph until
// joinLines decides what it is worth.
const lineBreak = '\n'

// hardBreak stands for a line break that the author asks for: two spaces or a
// backslash at the end of a line, <br>. Only paragraphs have them.
const hardBreak = '\v'

// textOf gathers characters into spans. Where mending has torn the base of a
// ruby apart (a dash grew into two), its first piece carries the ruby.
func textOf(file string, cs []char) Text {
	var t Text
	for i := 0; i < len(cs); {
		j := i + 1
		for j < len(cs) && cs[j].style == cs[i].style && cs[j].ruby == cs[i].ruby && cs[j].follows(cs[j-1]) {
			j++
		}
		s := Span{Text: plain(cs[i:j]), Style: cs[i].style, Src: cs[i].pos(file)}
		if r := cs[i].ruby; r != nil && (i == 0 || cs[i-1].ruby != r) {
			s.Ruby, s.RubySrc = plain(r.text), r.text[0].pos(file)
		}
		t = append(t, s)
		i = j
	}
	return t
}

func plain(cs []char) string {
	var b strings.Builder
	for _, c := range cs {
		b.WriteRune(c.r)
	}
	return b.String()
}

// joinLines resolves line breaks: a space between words of Latin script,
// nothing beside a Han character or a full-width mark (CLREQ: a line end in
// the manuscript is no space in Chinese).
func joinLines(cs []char) []char {
	out := cs[:0:0]
	for i := 0; i < len(cs); {
		j, broken, hard := i, false, -1
		for j < len(cs) && (cs[j].r == ' ' || cs[j].r == lineBreak || cs[j].r == hardBreak) {
			broken = broken || cs[j].r == lineBreak
			if cs[j].r == hardBreak {
				hard = j
			}
			j++
		}
		switch {
		case hard >= 0 && len(out) > 0 && j < len(cs):
			out = append(out, cs[hard])
		case hard >= 0:
		case j == i:
			out = append(out, cs[i])
			j++
		case !broken:
			out = append(out, cs[i:j]...)
		case len(out) > 0 && j < len(cs) && !wide(out[len(out)-1].r) && !wide(cs[j].r):
			out = append(out, char{r: ' ', style: cs[i].style, line: cs[i].line, col: cs[i].col})
		}
		i = j
	}
	return out
}

// trim drops the spaces and line breaks around the text.
func trim(cs []char) []char {
	blank := func(r rune) bool { return r == ' ' || r == '\t' || r == lineBreak || r == hardBreak }
	for len(cs) > 0 && blank(cs[0].r) {
		cs = cs[1:]
	}
	for len(cs) > 0 && blank(cs[len(cs)-1].r) {
		cs = cs[:len(cs)-1]
	}
	return cs
}

// soften makes hard breaks ordinary ones, for texts that have none.
func soften(cs []char) []char {
	for i := range cs {
		if cs[i].r == hardBreak {
			cs[i].r = lineBreak
		}
	}
	return cs
}

// splitLines parts the characters at line breaks; empty lines are left out.
func splitLines(cs []char) [][]char {
	var lines [][]char
	start := 0
	for i := 0; i <= len(cs); i++ {
		if i == len(cs) || cs[i].r == lineBreak {
			if l := trim(cs[start:i]); len(l) > 0 {
				lines = append(lines, l)
			}
			start = i + 1
		}
	}
	return lines
}

// printable tells whether a character may stand in a text at all. Tab and the
// line ends are layout of the source; the other controls are slips of a wire
// machine that no face covers.
func printable(r rune) bool { return r == '\n' || r == '\t' || !unicode.IsControl(r) }

// han tells whether r is a Chinese character.
func han(r rune) bool { return unicode.Is(unicode.Han, r) || r == '〇' }

// wide tells whether r belongs to Chinese text: a Han character, a mark of
// full width or one of the marks that Chinese and Latin text share but that a
// Chinese newsroom types only in Chinese (“ ” ‘ ’ — …).
func wide(r rune) bool {
	switch {
	case han(r), r >= 0x3000 && r <= 0x30ff, r >= 0xff01 && r <= 0xff60, r >= 0xffe0 && r <= 0xffe6:
		return true
	case r >= 0x2460 && r <= 0x24ff, r >= 0xfe30 && r <= 0xfe4f, r >= 0x25a0 && r <= 0x25ff:
		return true
	}
	return strings.ContainsRune("“”‘’—…·℃⸺", r)
}

func latinLetter(r rune) bool { return unicode.Is(unicode.Latin, r) && r < 0xff00 }

func digit(r rune) bool { return r >= '0' && r <= '9' }

func alnum(r rune) bool { return latinLetter(r) || digit(r) }
