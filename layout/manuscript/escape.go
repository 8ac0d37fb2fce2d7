package manuscript

import (
	"fmt"
	"html"
	"strings"
)

// Escape writes a text so that Load reads it as it is, in a story's body as a
// paragraph of its own or in its front matter: what would be markup gets a
// backslash, or is written as an entity where it is a sign of full width.
// Nothing else is touched, for what stands behind a backslash is not normalized.
// Blanks at the ends are not text, and a line end is whatever joinLines makes of
// it.
func Escape(text string) string {
	text = strings.Trim(text, " \t\n\u3000")
	if text == "" {
		return ""
	}
	rs := []rune(text)
	var b strings.Builder
	b.Grow(len(text) + 8)
	at := func(i int) rune {
		if i < 0 || i >= len(rs) {
			return 0
		}
		return rs[i]
	}
	entities := headEntities(rs)
	for i, r := range rs {
		switch {
		case entities[i]:
			fmt.Fprintf(&b, "&#x%X;", r)
			continue
		case strings.ContainsRune("\\`*|{}~^", r),
			(r == '=' || r == '_') && (at(i-1) == r || at(i+1) == r),
			r == '<' && (latinLetter(at(i+1)) || strings.ContainsRune("/!", at(i+1)) && at(i+1) != 0),
			r == ']' && at(i+1) == '(',
			r == '&' && isEntity(rs[i:]),
			i == 0 && strings.ContainsRune("#>-+=", r),
			r == '#' && i == len(rs)-1:
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// isEntity tells whether the text begins like &amp;.
func isEntity(rs []rune) bool {
	for i, r := range rs[1:min(len(rs), longestEntity)] {
		if r == ';' {
			s := string(rs[:i+2])
			return html.UnescapeString(s) != s
		}
	}
	return false
}

// headEntities are the characters of a line that only an entity hides: signs of
// full width that are taken for markup (near.go), rules, jump lines, the heads
// of blocks.
func headEntities(rs []rune) map[int]bool {
	out := make(map[int]bool)
	s := string(rs)
	if strings.ContainsRune("＃＞", rs[0]) || nearRule(s) && !asciiPunct(rs[0]) {
		out[0] = true
	}
	for i, r := range rs {
		if r == '＊' || r == '｜' && (i == 0 || i == len(rs)-1) {
			out[i] = true
		}
	}
	if strings.Contains(s, "版") {
		if loc := jumpLines.FindStringIndex(s); loc != nil {
			out[0] = true
		}
		for _, loc := range jumpBrackets.FindAllStringIndex(s, -1) {
			out[len([]rune(s[:loc[0]]))] = true
		}
	}
	for i, r := range rs[:min(len(rs), len("name-list")+2)] {
		if r != ':' && r != '：' {
			continue
		}
		word := strings.ToLower(strings.TrimSpace(string(rs[:i])))
		if word == namesHead || word == verseHead {
			out[i] = true
		}
		break
	}
	return out
}
