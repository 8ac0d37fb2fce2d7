package cjk

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
	Prefix                  // 前缀 ￥ $ № #
	Postfix                 // 后缀 % ℃ ‰ ′ ″
	Digit                   // 数字 0-9
	Latin                   // 西文字母
	LatinOpen               // ( [ {
	LatinClose              // ) ] } , . ; : ! ? in Latin text
	Hyphen                  // -
	Space                   // the word space
	Glue                    // the no-break space
	IdeoSpace               // 全角空格 U+3000
	Combining               // marks drawn over the character before them
	classCount
)

var classNames = [classCount]string{
	"han", "opener", "closer", "comma", "colon", "stop", "exclaim", "dash", "ellipsis", "connector",
	"middot", "slash", "iteration", "small-kana", "prefix", "postfix", "digit", "latin", "latin-open",
	"latin-close", "hyphen", "space", "glue", "ideographic-space", "combining",
}

// String is the class's name in dumps and test cases.
func (c Class) String() string { return classNames[c] }

// ClassOf looks a character up.
func ClassOf(r rune) Class {
	// The unified ideographs are nearly all of a Chinese text.
	if r >= 0x3400 && r <= 0x9fff {
		return Han
	}
	if r < 0x80 {
		return ascii[r]
	}
	if c, ok := marks(r); ok {
		return c
	}
	switch {
	case r < 0x0250, // Latin-1 letters to Latin Extended-B: pinyin and European names
		r >= 0x0250 && r <= 0x02af,
		r >= 0x0370 && r <= 0x058f, // Greek, Cyrillic, Armenian
		r >= 0x1e00 && r <= 0x1fff, // Latin and Greek additional
		r >= 0x2c60 && r <= 0x2c7f, r >= 0xa720 && r <= 0xa7ff:
		return Latin
	case r >= 0x0300 && r <= 0x036f, r >= 0x20d0 && r <= 0x20ff,
		r >= 0xfe00 && r <= 0xfe0f, r >= 0xfe20 && r <= 0xfe2f, r >= 0xe0100 && r <= 0xe01ef:
		return Combining
	}
	return Han
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
	case '“', '‘', '（', '《', '〈', '【', '〖', '〔', '［', '｛', '「', '『', '〘', '〚', '﹙', '﹛', '﹝', '｟', '〝':
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
	case '～', '–', '〜', '゠', '‐', '−', '－', '＿':
		return Connector, true
	case '·', '‧', '・', '•', '･':
		return MidDot, true
	case '／':
		return Slash, true
	case '々', '〃', '〻', 'ゝ', 'ゞ', 'ヽ', 'ヾ':
		return Iteration, true
	case 'ぁ', 'ぃ', 'ぅ', 'ぇ', 'ぉ', 'っ', 'ゃ', 'ゅ', 'ょ', 'ゎ', 'ゕ', 'ゖ',
		'ァ', 'ィ', 'ゥ', 'ェ', 'ォ', 'ッ', 'ャ', 'ュ', 'ョ', 'ヮ', 'ヵ', 'ヶ', 'ー':
		return SmallKana, true
	case '￥', '¥', '£', '€', '№', '＃', '＄', '￡', '±', '＋', '§':
		return Prefix, true
	case '％', '‰', '℃', '℉', '°', '′', '″', '￠', '¢', '‱':
		return Postfix, true
	case '\u00a0', '\u202f', '\u2060', '\u2007':
		return Glue, true
	case '\u3000':
		return IdeoSpace, true
	case '\u2009', '\u2002', '\u2003', '\u2005', '\u200a':
		return Space, true
	}
	return 0, false
}
