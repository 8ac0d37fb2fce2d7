package manuscript

import (
	"slices"
	"strings"
)

// Chinese text has no spaces between its words, but it has them between names
// (余建辉 摄, 何洁 徐亮亮) and inside names of two characters that are spread to
// the width of three. Telling these from the slips of a keyboard is a matter
// of the words around; where the signs are not clear the space goes, and the
// report says so.

func blank(r rune) bool { return r == ' ' || r == '\u3000' }

// tightMark tells whether r is a mark with white of its own, beside which no
// space belongs.
func tightMark(r rune) bool {
	return strings.ContainsRune("，。、；：？！（）《》〈〉【】「」『』〔〕", r) && r != 0
}

// tight tells whether r stands solid with Chinese text.
func tight(r rune) bool {
	return han(r) || tightMark(r) || strings.ContainsRune("“”‘’—…", r) && r != 0
}

func (d *mender) spaces() {
	d.run(term{"space", "空格"}, func(i int) (int, string) {
		if !blank(d.cs[i].r) {
			return 0, ""
		}
		n := d.runOf(i, blank)
		l, r := d.last(), d.at(i+n)
		one := " "
		if d.cs[i].r == '\u3000' {
			one = "\u3000"
		}
		switch {
		case l == 0 || r == 0: // an indent; nothing follows a paragraph's last mark
			return n, ""
		case d.manner == display:
			return n, one
		case tight(l) && tight(r):
			if han(l) && han(r) && d.betweenNames(i, i+n) {
				return n, one
			}
			return n, ""
		case tightMark(l) || tightMark(r):
			return n, ""
		}
		return n, " "
	})
}

// duties go before a name, credits after or before it.
var (
	duties  = []string{"记者", "通讯员", "实习生", "作者", "编辑", "编译", "特约撰稿", "特派员", "摄影", "制图", "供稿", "供图"}
	credits = []string{"摄", "文", "图", "绘", "摄影", "报道", "整理", "撰文", "供图", "制图", "摄影报道", "图文", "编译", "供稿"}
)

// reach is how far the words around a space are looked at.
const reach = 80

// betweenNames tells whether the space from i to j stands between names.
func (d *mender) betweenNames(i, j int) bool {
	words, here := d.stretch(i, j)
	l, r := words[here], words[here+1]
	switch {
	case len([]rune(l)) == 1 && len([]rune(r)) == 1: // 王　伟
		return true
	case slices.ContainsFunc(duties, func(s string) bool { return strings.HasSuffix(l, s) || strings.HasPrefix(r, s) }):
		return true
	case slices.Contains(credits, l) || slices.Contains(credits, r):
		return true
	}
	for _, w := range words {
		n := len([]rune(w))
		duty := slices.ContainsFunc(duties, func(s string) bool { return strings.HasSuffix(w, s) })
		if n > 4 && !duty {
			return false
		}
	}
	return len(words) >= 3 || d.bracketed(i, j)
}

// stretch gives the words, parted by spaces, of the Han text around a space,
// and the number of the one before it.
func (d *mender) stretch(i, j int) (words []string, here int) {
	in := func(r rune) bool { return han(r) || blank(r) }
	from, to := i, j
	for from > 0 && i-from < reach && in(d.cs[from-1].r) {
		from--
	}
	for to < len(d.cs) && to-j < reach && in(d.cs[to].r) {
		to++
	}
	split := func(a, b int) []string {
		return strings.FieldsFunc(plain(d.cs[a:b]), blank)
	}
	before := split(from, i)
	return append(before, split(j, to)...), len(before) - 1
}

// bracketed tells whether the Han text around a space fills a pair of
// brackets: （何洁 徐亮亮）.
func (d *mender) bracketed(i, j int) bool {
	in := func(r rune) bool { return han(r) || blank(r) || r == '、' }
	for i > 0 && in(d.cs[i-1].r) {
		i--
	}
	for j < len(d.cs) && in(d.cs[j].r) {
		j++
	}
	l, r := d.at(i-1), d.at(j)
	return (l == '（' || l == '(') && (r == '）' || r == ')')
}
