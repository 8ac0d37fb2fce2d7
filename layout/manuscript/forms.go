package manuscript

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The characters themselves: composition, other systems' forms of a mark,
// figures of full width, radicals, what cannot be seen.

// compose brings letters and the marks typed behind them together (NFC), as
// macOS and many PDF files part them. The compatibility ideographs, which NFC
// would unify, stay as they are: they are names (瀧).
func (d *mender) compose() {
	d.run(term{"composition", "组合字符"}, func(i int) fix {
		if compatible(d.cs[i].r) || d.touches(i) {
			return fix{}
		}
		n := 1
		for i+n < len(d.cs) && joins(d.cs[i+n].r) {
			n++
		}
		if n == 1 && d.cs[i].r < 0x300 {
			return fix{}
		}
		return fix{take: n, with: norm.NFC.String(plain(d.cs[i : i+n]))}
	})
}

// joins tells whether a character may be composed with the one before it.
func joins(r rune) bool {
	return r >= 0x300 && (unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Mc, r) || r >= 0x1160 && r <= 0x11ff)
}

// composes tells whether a character calls for compose.
func composes(r rune) bool {
	return joins(r) || r >= 0x2000 && r < 0x2c00 && !norm.NFC.IsNormalString(string(r))
}

func compatible(r rune) bool { return r >= 0xf900 && r <= 0xfaff || r >= 0x2f800 && r <= 0x2fa1f }

// otherForms are marks in the small, the vertical and the half-width forms of
// other systems (U+FE10 to U+FE6B, U+FF61 to U+FF65) and what they are in text
// that is not set yet. U+FE30 was the colon of vertical Big5 text.
var otherForms = func() map[rune]rune {
	const from = "﹐﹑﹔﹕﹖﹗﹘﹙﹚﹛﹜﹝﹞﹟﹠﹡﹢﹣﹤﹥﹦﹨﹩﹪﹫" + "︐︑︒︓︔︕︖︗︘︙" +
		"︰︱︲︳︴︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈" + "｡｢｣､･" + "＂＇〝〞〟"
	const to = "，、；：？！—（）｛｝〔〕#&*+-<>=\\$%@" + "，、。：；！？〖〗…" +
		"：—–＿＿（）｛｝〔〕【】《》〈〉「」『』［］" + "。「」、・" + "\"'“””"
	m := make(map[rune]rune)
	want := []rune(to)
	for i, r := range []rune(from) {
		m[r] = want[i]
	}
	m['﹒'] = '.'
	// Signs that look like those of the keyboard, and that few faces have.
	for from, to := range map[rune]rune{'⋯': '…', '‥': '…', '‐': '-', '\u2011': '-', '‒': '–', '„': '“', '‚': '‘'} {
		m[from] = to
	}
	return m
}()

// spelled tells whether a character stands for others that are written in full:
// the half-width katakana of old systems, ligatures that come out of PDF files
// and double marks.
func spelled(r rune) bool {
	return r >= 'ｦ' && r <= 'ﾟ' || r >= 'ﬀ' && r <= 'ﬆ' || strings.ContainsRune("‼⁇⁈⁉", r)
}

// spell writes such characters in full; a voice mark belongs to the kana before
// it. What is ASCII after that is a mark of the same text.
func (d *mender) spell(i int) fix {
	n := 1
	for d.at(i+n) == 'ﾞ' || d.at(i+n) == 'ﾟ' {
		n++
	}
	s := norm.NFKC.String(plain(d.cs[i : i+n]))
	if strings.ContainsRune("‼⁇⁈⁉", d.at(i)) {
		s = strings.NewReplacer("!", "！", "?", "？").Replace(s)
	}
	return fix{take: n, with: s}
}

func (d *mender) forms() {
	d.run(term{"form of a mark", "标点字形"}, func(i int) fix {
		if spelled(d.cs[i].r) && !d.touches(i) {
			return d.spell(i)
		}
		if (d.cs[i].r == 'º' || d.cs[i].r == '˚') && digit(d.last()) {
			return fix{take: 1, with: "°"}
		}
		want, ok := otherForms[d.cs[i].r]
		if !ok || d.touches(i) {
			return fix{}
		}
		// Between figures it is a point, a comma or a colon of theirs.
		if l, r := d.at(i-1), d.at(i+1); anyDigit(l) && anyDigit(r) {
			full := fullWidth(l) || fullWidth(r)
			switch {
			case want == '.' && full:
				want = '．'
			case want == '，' && !full:
				want = ','
			case want == '：' && !full:
				want = ':'
			}
		}
		return fix{take: 1, with: string(want)}
	})
}

func fullWidth(r rune) bool {
	return r >= '０' && r <= '９' || r >= 'Ａ' && r <= 'Ｚ' || r >= 'ａ' && r <= 'ｚ'
}

func fullDigit(r rune) bool { return r >= '０' && r <= '９' }

// anyDigit tells whether r is a figure of either width.
func anyDigit(r rune) bool { return digit(r) || fullDigit(r) }

// toHalf is how far a full-width form stands above its half-width one.
const toHalf = 'Ａ' - 'A'

// hanZeros are the characters that are typed for 〇, the zero of Han numerals.
const hanZeros = "○◯OＯoｏ0０О"

// hanDigits are the numerals that stand in years and numbers read out figure
// by figure.
const hanDigits = "〇一二三四五六七八九"

// zeros sets 〇 among Han numerals: 二○二一年, 一九八0年. Two numerals make
// sure of it; beside a single one it is a guess: 五○年代, 五００人.
func (d *mender) zeros() {
	in := func(r rune) bool {
		return r != 0 && (strings.ContainsRune(hanDigits, r) || strings.ContainsRune(hanZeros, r))
	}
	end, guess, ok := 0, false, false // of the run at hand
	d.run(term{"Han zero", "汉字〇"}, func(i int) fix {
		if d.yearZero(i) {
			return fix{take: 1, with: "0", other: string(d.cs[i].r)}
		}
		if i >= end {
			if !in(d.cs[i].r) {
				return fix{}
			}
			n, numerals := 0, 0
			for in(d.at(i + n)) {
				if strings.ContainsRune(hanDigits, d.at(i+n)) {
					numerals++
				}
				n++
			}
			end = i + n
			next := d.at(end)
			ok = numerals >= 2 || numerals == 1 && next != 0 && (strings.ContainsRune(counters, next) || n >= 3 && han(next))
			guess = numerals < 2
			// 一百O三: a place of the number before it, one figure behind.
			if l := d.at(i - 1); l != 0 && strings.ContainsRune("十百千万亿", l) && numerals == n-1 && strings.ContainsRune(hanZeros, d.cs[i].r) &&
				numerals > 0 && !alnum(next) && !fullWidth(next) {
				ok, guess = true, false
			} else if strings.ContainsRune(hanZeros, d.cs[i].r) || alnum(l) || fullWidth(l) || alnum(next) || fullWidth(next) {
				ok = false
			}
		}
		n := d.runOf(i, func(r rune) bool { return r != 0 && strings.ContainsRune(hanZeros, r) })
		if !ok || n == 0 {
			return fix{}
		}
		f := fix{take: n, with: strings.Repeat("〇", n)}
		if guess {
			f.other = plain(d.cs[i : i+n])
		}
		return f
	})
}

// yearZero tells whether another sign was typed for a figure 0 of a year: 2O21年.
func (d *mender) yearZero(i int) bool {
	const figures = 4
	if !strings.ContainsRune("○◯OoО", d.cs[i].r) {
		return false
	}
	from := i
	zero := func(r rune) bool { return digit(r) || r != 0 && strings.ContainsRune("○◯OoО", r) }
	for from > 0 && i-from < figures && zero(d.at(from-1)) {
		from--
	}
	return d.runOf(from, zero) == figures && digit(d.at(from)) && d.at(from+figures) == '年' && !alnum(d.at(from-1))
}

// widths turns letters and figures of full width into ASCII, each stretch of
// them as a whole with the signs that belong to it: １２：４５, ２０２１．５．１,
// ３／４, ０７３０－８８１２３４５, １，２３４．５％.
func (d *mender) widths() {
	end := 0 // of the stretch at hand
	d.run(term{"width", "全半角"}, func(i int) fix {
		if i < end || !d.inStretch(i) {
			return fix{}
		}
		n, full := 0, false
		for d.inStretch(i+n) && !d.touches(i+n) {
			r := d.at(i + n)
			full = full || r >= '！' && r <= '～' && r != '：' && r != '，'
			n++
		}
		end = i + max(n, 1)
		if !full {
			return fix{}
		}
		// What stands there in ASCII already is no part of the change.
		for d.at(i) < 0x7f {
			i++
			n--
		}
		for d.at(i+n-1) < 0x7f {
			n--
		}
		if i > d.now {
			return fix{skip: i - d.now, take: n, with: halved(d.cs[i : i+n])}
		}
		return fix{take: n, with: halved(d.cs[i : i+n])}
	})
}

func halved(cs []char) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - toHalf
		}
		return r
	}, plain(cs))
}

// inStretch tells whether the character at i is part of a stretch of letters
// and figures: one of them, or a sign of theirs.
func (d *mender) inStretch(i int) bool {
	r, l, next := d.at(i), d.at(i-1), d.at(i+1)
	letter := func(r rune) bool { return fullWidth(r) || r < 0x7f && alnum(r) }
	switch r {
	case 0:
		return false
	case '：':
		return anyDigit(l) && anyDigit(next)
	case '，': // it parts thousands
		return anyDigit(l) && anyDigit(next) && anyDigit(d.at(i+2)) && anyDigit(d.at(i+3)) && !anyDigit(d.at(i+4)) &&
			!(anyDigit(d.at(i-2)) && anyDigit(d.at(i-3)) && anyDigit(d.at(i-4))) && (fullDigit(l) || fullDigit(next))
	case '．':
		switch {
		case anyDigit(l) && anyDigit(next), letter(l) && letter(next):
			return true
		case han(next) && fullWidth(l): // １．加强, Ｊ．Ｋ．罗琳
			b := d.at(i - 2)
			return !letter(b) && (!han(b) || !anyDigit(l))
		}
		return false
	case '／', '＠', '＿', '＆':
		return letter(l) && letter(next)
	case '＝':
		return anyDigit(l) && anyDigit(next)
	case '＋':
		return anyDigit(next) && !han(l) || letter(l) && (letter(next) || next == '＋' || l == '＋') || l == '＋' && letter(d.at(i-2))
	case '－':
		return anyDigit(next) && !han(l) || letter(l) && letter(next) || anyDigit(next) && han(l)
	case '％':
		return anyDigit(l)
	case '＄':
		return anyDigit(next)
	}
	return letter(r)
}

// radical sets the characters for which radicals stand, as they come out of
// PDF files, in the script of the text: ⼾ is 户 or 戶.
func (d *mender) radical() {
	d.run(term{"radical", "部首字符"}, func(i int) fix {
		k := int(d.cs[i].r) - firstRadical
		if k < 0 || k >= len(radicals) || d.touches(i) {
			return fix{}
		}
		want := radicals[k][0]
		if d.story.traditional() {
			want = radicals[k][1]
		}
		if want == 0 {
			return fix{}
		}
		return fix{take: 1, with: string(want)}
	})
}

const firstRadical = 0x2e80

// zeroWidth tells whether r is one of the invisible characters that web pages
// and PDF files leave behind.
func zeroWidth(r rune) bool {
	switch {
	case r == 0xfeff, r == 0xad, r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x2064, r >= 0x2066 && r <= 0x2069:
		return true
	}
	return false
}

// joined are the scripts whose letters take a joiner or a non-joiner.
var joined = []*unicode.RangeTable{unicode.Arabic, unicode.Mongolian, unicode.Devanagari, unicode.Bengali, unicode.Tamil, unicode.Sinhala, unicode.Tibetan, unicode.Khmer, unicode.Syriac}

// turns tells whether r is a control of directions (UAX #9).
func turns(r rune) bool {
	return r == 0x200e || r == 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// leftward tells whether the paragraph has letters that run to the left.
func (d *mender) leftward() bool {
	if !d.asked {
		d.asked, d.hasLeft = true, slices.ContainsFunc(d.cs, func(c char) bool {
			return unicode.In(c.r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko)
		})
	}
	return d.hasLeft
}

func (d *mender) invisible() {
	d.run(term{"invisible", "不可见字符"}, func(i int) fix {
		r := d.cs[i].r
		switch {
		case r == 0x200d && (d.at(i-1) > 0xffff || d.at(i-1) == 0xfe0f): // joins a pictograph
		case (r == 0x200c || r == 0x200d) && unicode.In(d.at(i-1), joined...):
		case turns(r) && d.leftward(): // it orders Arabic or Hebrew among other text
		case zeroWidth(r):
			n := d.runOf(i, zeroWidth)
			// Two addresses, an address and a word, or a word and a handle would become
			// one.
			l, r := d.guarded(i-1), d.guarded(i+n)
			if l && (r || alnum(d.at(i+n))) || r && (d.at(i+n) == '@' || alnum(d.at(i-1))) {
				return fix{take: n, with: " "}
			}
			return fix{take: 1}
		case r == 0x2028, r == 0x2029, r != ' ' && r != 0x3000 && unicode.Is(unicode.Zs, r):
			return fix{take: 1, with: " "}
		}
		return fix{}
	})
}
