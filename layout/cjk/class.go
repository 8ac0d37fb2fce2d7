package cjk

import "unicode"

// Class is a kind of character that breaks, squeezes and stands alike.
type Class uint8

const (
	Han        Class = iota // 汉字, kana, full-width letters and every other upright em
	Opener                  // 前引号、前括号、前书名号 “‘（《
	Closer                  // 后引号、后括号、后书名号 ”’）》
	Comma                   // 逗号、顿号 ，、
	Colon                   // 冒号、分号 ：；
	Stop                    // 句号 。．
	Exclaim                 // 问号、叹号 ？！
	Dash                    // 破折号 —— (each half of it) and ⸺
	Ellipsis                // 省略号 …… (each half of it)
	Connector               // 连接号 ～ – and a single —
	MidDot                  // 间隔号 ·
	Slash                   // 分隔号 /
	Iteration               // 叠字号 々〃
	SmallKana               // small kana and the prolonged sound mark
	Prefix                  // 前缀 ￥ $ № # ≥
	Postfix                 // 后缀 % ℃ ‰ ′ ″ ²
	Digit                   // 数字 0-9
	Latin                   // 西文字母
	LatinOpen               // ( [ {
	LatinClose              // ) ] } , . ; : ! ? in Latin text
	Hyphen                  // -
	Space                   // the word space
	Glue                    // the no-break space
	IdeoSpace               // 全角空格 U+3000
	Combining               // marks drawn over the character before them
	Other                   // everything this table does not describe: UAX #14 decides where lines break
	classCount
)

// String is the class's name in dumps and test cases.
func (c Class) String() string { return table[c].name }

// EndsSentence tells whether a sentence ends behind the class: 句末点号 (GB/T 15834, 4.1)
// and the ellipsis.
func (c Class) EndsSentence() bool { return c == Stop || c == Exclaim || c == Ellipsis }

// Clause is where the rules of the class are written.
func (c Class) Clause() string { return table[c].clause }

// ClassOf looks a character up.
func ClassOf(r rune) Class {
	if Unified(r) {
		return Han
	}
	if r < 0x80 {
		return ascii[r]
	}
	if c, ok := marks(r); ok {
		return c
	}
	switch {
	case r >= 0x0300 && r <= 0x036f, r >= 0x1dc0 && r <= 0x1dff, r >= 0x20d0 && r <= 0x20ff, r >= 0x302a && r <= 0x302f,
		r == 0x3099, r == 0x309a, r >= 0xfe00 && r <= 0xfe0f, r >= 0xfe20 && r <= 0xfe2f, r >= 0xe0100 && r <= 0xe01ef:
		return Combining
	case r < 0x0590, // Latin with pinyin and the European names, Greek, Cyrillic, Armenian
		r >= 0x1e00 && r <= 0x1fff, r >= 0x2c60 && r <= 0x2c7f, r >= 0xa720 && r <= 0xa7ff:
		if unicode.IsLetter(r) {
			return Latin
		}
	case upright(r):
		return Han
	}
	return Other
}

// Unified tells whether a character is one of the unified ideographs of the first
// plane, which are nearly all of a Chinese text.
func Unified(r rune) bool { return r >= 0x3400 && r <= 0x9fff }

// upright tells whether a character beyond the unified ideographs stands in an
// em of its own like one: the East Asian blocks, and the symbols that GB 2312
// sets an em wide. What UAX #14 calls ambiguous among them is ideographic in
// Chinese text (LB1).
func upright(r rune) bool {
	switch {
	case r >= 0x2160 && r <= 0x217f, // Ⅰ ⅰ
		r >= 0x2190 && r <= 0x2193,                // ← ↑ → ↓
		r >= 0x2460 && r <= 0x24ff,                // ① ⑴ ⓐ
		r >= 0x25a0 && r <= 0x25ff && r != 0x25cc, // ■ ▲ ◆ ○, not the dotted circle that carries vowel signs
		r == '★', r == '☆', r == '♀', r == '♂', r == '※':
		return true
	case r >= 0x2e80 && r <= 0x2fff, // radicals, description characters
		r >= 0x3003 && r <= 0x303a, r >= 0x303d && r <= 0x303f,
		r >= 0x3041 && r <= 0x3096, r >= 0x309f && r <= 0x30ff,
		r >= 0x3100 && r <= 0x31ef, r >= 0x3200 && r <= 0x33ff,
		r >= 0xa000 && r <= 0xa4cf && r != 0xa015,
		r >= 0xf900 && r <= 0xfaff,
		r >= 0xff02 && r <= 0xff5e, // full-width letters and figures
		r >= 0x1f200 && r <= 0x1f265,
		r >= 0x20000 && r <= 0x3fffd:
		return true
	}
	return false
}

// ascii is the class of the first 128 characters; control characters, which
// the loader refuses, count as letters.
var ascii = func() (t [0x80]Class) {
	for r := range t {
		switch {
		case r >= '0' && r <= '9':
			t[r] = Digit
		default:
			t[r] = Latin
		}
	}
	for _, r := range "([{" {
		t[r] = LatinOpen
	}
	for _, r := range ")]},.;:!?" {
		t[r] = LatinClose
	}
	for _, r := range "$#" {
		t[r] = Prefix
	}
	t['%'], t['-'], t['/'], t[' '], t['~'] = Postfix, Hyphen, Slash, Space, Connector
	return t
}()

// marks is the class of every mark beyond ASCII (GB/T 15834-2011 section 4,
// CLREQ 3.1.1 and the prohibition lists of CLREQ 3.1.3). A character that is
// not listed is told apart by its block in ClassOf.
func marks(r rune) (Class, bool) {
	switch r {
	case '“', '‘', '（', '《', '〈', '【', '〖', '〔', '［', '｛', '「', '『', '〘', '〚', '〝', '﹙', '﹛', '﹝', '｟':
		return Opener, true
	case '”', '’', '）', '》', '〉', '】', '〗', '〕', '］', '｝', '」', '』', '〙', '〛', '﹚', '﹜', '﹞', '｠', '〞', '〟':
		return Closer, true
	case '，', '、', '﹐', '﹑':
		return Comma, true
	case '：', '；', '﹔', '﹕':
		return Colon, true
	case '。', '．', '﹒':
		return Stop, true
	case '？', '！', '‼', '⁇', '⁈', '⁉', '﹖', '﹗':
		return Exclaim, true
	case '—', '⸺', '―':
		return Dash, true
	case '…', '⋯', '‥':
		return Ellipsis, true
	case '～', '–', '〜', '゠', '‐', '−', '－', '＿', '∶':
		return Connector, true
	case '·', '‧', '・', '•', '･':
		return MidDot, true
	case '／':
		return Slash, true
	case '々', '〃', '〻', 'ゝ', 'ゞ', 'ヽ', 'ヾ':
		return Iteration, true
	case 'ぁ', 'ぃ', 'ぅ', 'ぇ', 'ぉ', 'っ', 'ゃ', 'ゅ', 'ょ', 'ゎ', 'ゕ', 'ゖ',
		'ㇰ', 'ㇱ', 'ㇲ', 'ㇳ', 'ㇴ', 'ㇵ', 'ㇶ', 'ㇷ', 'ㇸ', 'ㇹ', 'ㇺ', 'ㇻ', 'ㇼ', 'ㇽ', 'ㇾ', 'ㇿ',
		'ァ', 'ィ', 'ゥ', 'ェ', 'ォ', 'ッ', 'ャ', 'ュ', 'ョ', 'ヮ', 'ヵ', 'ヶ', 'ー':
		return SmallKana, true
	case '￥', '¥', '£', '€', '№', '＃', '＄', '￡', '±', '＋',
		'≥', '≤', '≧', '≦', '≈', '＞', '＜', '＝', '√', '∛', '∜':
		return Prefix, true
	case '％', '‰', '℃', '℉', '°', '′', '″', '￠', '¢', '‱', '﹪',
		'¹', '²', '³', '⁰', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹',
		'₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉':
		return Postfix, true
	case '\u00a0', '\u202f', '\u2060', '\u2007':
		return Glue, true
	case '\u3000':
		return IdeoSpace, true
	case '\u2000', '\u2001', '\u2002', '\u2003', '\u2004', '\u2005', '\u2006', '\u2008', '\u2009', '\u200a', '\u205f':
		return Space, true
	}
	return 0, false
}
