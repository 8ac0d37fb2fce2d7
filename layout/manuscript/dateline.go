package manuscript

import (
	"slices"
	"strings"
)

// A dateline (电头) opens a story: 本报讯, 新华社北京4月6日电, with the reporters
// in brackets behind it. A blank behind either is no part of the text: make-up
// sets the gap.

// agencies begin a dateline.
var agencies = []string{"本报", "本刊", "本台", "本网", "本社", "新华社", "新华网", "据新华社", "中新社", "据中新社", "中新网", "人民网", "央视网"}

// endings close one.
var endings = []string{"日电", "日讯", "日专电", "日快讯", "日消息"}

// Limits of a dateline and of the bracket behind it, in characters.
const (
	longestDateline = 24
	longestLead     = longestDateline + 80
)

// Dateline gives the length of the dateline that opens a text and of all up to
// the end of its byline bracket, both in characters; 0 where there is none.
func (t Text) Dateline() (head, names int) {
	const enough = longestLead + 2 // characters that are no blanks: a dateline, and a bracket that is too long
	var rs [2 * enough]rune
	return lead(t.opening(rs[:0], enough))
}

// opening appends the characters that a text begins with, up to so many that are no blanks.
func (t Text) opening(rs []rune, most int) []rune {
	for i := range t {
		for _, r := range t[i].Text {
			if most == 0 {
				return rs
			}
			if rs = append(rs, r); !blank(r) {
				most--
			}
		}
	}
	return rs
}

// lead is Dateline for characters; blanks before the bracket count to names.
func lead(rs []rune) (head, names int) {
	head = dateline(rs)
	k := head
	for k < len(rs) && blank(rs[k]) {
		k++
	}
	if k >= len(rs) || rs[k] != '（' && rs[k] != '(' {
		return head, 0
	}
	inside := string(rs[k+1 : min(len(rs), k+1+longestLead-longestDateline)])
	end := strings.IndexAny(inside, "）)。")
	if end < 0 || strings.HasPrefix(inside[end:], "。") {
		return head, 0
	}
	inside = inside[:end]
	if head == 0 && !slices.ContainsFunc([]string{"记者", "通讯员", "本报记者", "实习生"}, func(s string) bool { return strings.HasPrefix(inside, s) }) {
		return 0, 0
	}
	return head, k + 2 + len([]rune(inside))
}

func dateline(rs []rune) int {
	s := string(rs[:min(len(rs), longestDateline)])
	for _, a := range agencies {
		rest, ok := strings.CutPrefix(s, a)
		if !ok {
			continue
		}
		n := len([]rune(a))
		if strings.HasPrefix(rest, "讯") && !strings.HasPrefix(rest, "讯员") {
			return n + 1
		}
		if strings.HasPrefix(rest, "电") && !strings.ContainsAny(firstRune(rest[len("电"):]), "话视影台子脑力信讯报") {
			return n + 1
		}
		for _, e := range endings {
			k := strings.Index(rest, e)
			if k < 0 || strings.ContainsAny(rest[:k], "，。、；：？！“”（）《》") {
				continue
			}
			end := k + len(e)
			if strings.ContainsAny(firstRune(rest[end:]), "话视影台子脑力信讯报") {
				continue
			}
			return n + len([]rune(rest[:end]))
		}
	}
	return 0
}

// firstRune is the first character of a text, as a text.
func firstRune(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}
