package para

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"duikai/layout/cjk"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// FuzzBreak sets any text at any measure in any style: nothing panics, every
// character stands in one line, full lines end at the measure, and no line
// ends where the rules forbid it unless it says so and no legal breaking
// exists.
func FuzzBreak(f *testing.F) {
	for i, text := range []string{
		ordinary,
		"“最难的不是抽水，是过沟。”市水务局总工程师周砚青说，塬边沟壑纵横……",
		"《渔经》《水志》——“慢磨”（青石滩）；【夜班】〔2021〕5号：行吗？！",
		"截至2021年4月7日10:22，总投资11.7亿元，合格率99.1%，气温-3℃，￥4,500，100～150米。",
		"Wi-Fi名称为TingFree，详见https://www.wangting.cn/news/index.html?id=7&page=2。",
		"letters@wangting.cn don’t well-being US$100 C# 24/7 5 kg 12 345 678",
		"，。、；：？！”’）》〉】…—～·/％℃々",
		"“‘（《〈【〔［｛「『￥№#",
		"————————………………！！！！！！",
		"阿米娜·卡里姆·达芬奇",
		"　　全角空格　起头　",
		"a\u00a0b\u202fc\u2060d\u200be\u200df",
		"e\u0301\u0301\u0301a\u20d0\u3099",
		"ภาษาไทยไม่มีช่องว่าง",
		"العربية والعبرية עברית",
		"한국어 띄어쓰기 日本語コーヒー々ゝー",
		"👨‍👩‍👧‍👦🇨🇳🇭🇰👍🏽",
		"𠮷𪚥\U000E0041\U0010FFFF",
		"क्षत्रिय ༀམཎི ᠮᠣᠩᠭᠣᠯ",
		"The office’s affluent staff shuffle fine flow off; e-mail ffi@ffl.cn，Schifffahrt ofﬁcefi\u0301",
		"一",
		"。",
		"",
	} {
		f.Add(text, uint16(13000), uint8(i), uint8(i), uint8(i))
		f.Add(text, uint16(900*i), uint8(i+3), uint8(i+1), uint8(i*7))
		f.Add(text, uint16(13000), uint8(i), uint8(i), uint8(128+16))
	}
	f.Fuzz(func(t *testing.T, text string, width uint16, level, scheme, flags uint8) {
		text = settable(text)
		st, m := fuzzStyle(width, level, scheme, flags)
		runs := songRun(t, text)
		if flags&32 != 0 { // two spans
			mid := len(text) / 2
			for mid < len(text) && !utf8.RuneStart(text[mid]) {
				mid++
			}
			runs = []Run{runs[0], runs[0]}
			runs[0].Text, runs[1].Text = text[:mid], text[mid:]
			runs[1].Keep = flags&64 != 0
		}
		p := Prepare(runs, st)
		checkSetting(t, p, st, m, text)
	})
}

// settable makes any bytes a text that the loader would hand on: valid UTF-8
// without control characters, of a paragraph's length.
func settable(s string) string {
	const longest = 2000
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	if rs := []rune(s); len(rs) > longest {
		s = string(rs[:longest])
	}
	return s
}

func fuzzStyle(width uint16, level, scheme, flags uint8) (*Style, Measure) {
	st := style(cjk.Level(level%7), cjk.Scheme(scheme%3))
	st.Hang = flags&1 != 0
	st.Vertical = flags&2 != 0
	st.OpenerIndent = flags&4 != 0
	if flags&8 != 0 {
		st.HanLatin = LatinGap(250)
	}
	m := Measure{Width: geom.Length(width) * em / 1000}
	if flags&16 != 0 && m.Width > 3*em {
		m.Indent = 2 * em
	}
	if flags&128 != 0 { // beside something: two narrow lines, a whole one, a narrow one
		side := m.Width / 3
		m.Shape = []Inset{{side, 0}, {0, side}, {}, {side / 2, side / 2}}
	}
	return st, m
}

// checkSetting holds a setting to what every style promises.
func checkSetting(t fataler, p *Paragraph, st *Style, m Measure, text string) {
	lines := p.Break(m)
	legal := breakable(p, m)
	at := 0
	for i := range lines {
		l := &lines[i]
		if l.Start != at || l.End <= l.Start || l.Last != (l.End == p.Len()) {
			t.Fatalf("line %d is %d..%d, expected to start at %d", i, l.Start, l.End, at)
		}
		at = l.End
		checkLine(t, p, st, m, i, l, legal)
	}
	if got := p.Text(0, at); norm.NFC.String(got) != norm.NFC.String(text) {
		t.Fatalf("the lines hold %q, not %q", got, text)
	}
}

func checkLine(t fataler, p *Paragraph, st *Style, m Measure, i int, l *Line, legal bool) {
	text := p.Text(l.Start, l.End)
	width, left := m.room(i, l.Start)
	if p.complex != nil && p.complex.leftward {
		inset := geom.Length(0)
		if i < len(m.Shape) {
			inset = m.Shape[i].Left
		}
		left = inset + max(width-l.Width, 0) // the paragraph's indent is at the right
	}
	if l.Indent != left {
		t.Fatalf("line %q has an indent of %v, not %v", text, l.Indent, left)
	}
	tail := geom.Length(0)
	if l.Hyphen {
		tail = p.gap(l.End - 1).tail.Length()
	}
	if right := drawnWidth(p, l); right+tail-l.Hung.Length() != l.Width {
		t.Fatalf("line %q ends at %v, hung by %v, but says %v", text, right, l.Hung, l.Width)
	}
	if l.Hung > 0 && !st.Hang {
		t.Fatalf("line %q hangs in a style that does not", text)
	}
	switch {
	case l.Edge == EdgeOverfull && l.Width <= width:
		t.Fatalf("line %q is called overfull at %v of %v", text, l.Width, width)
	case l.Edge != EdgeOverfull && l.Width > width:
		t.Fatalf("line %q is %v wide in a measure of %v", text, l.Width, width)
	case l.Edge != EdgeOverfull && !l.Last && l.Width != width && !p.flush(l, m, width):
		t.Fatalf("full line %q is %v wide, not %v", text, l.Width, width)
	}
	if !l.Last && !p.MayBreak(l.End-1) && l.Edge == EdgeGood {
		t.Fatalf("line %q ends where no line may, unreported", text)
	}
	if l.Edge != EdgeGood && l.Edge != EdgeLoose && l.Edge != EdgeShort && legal && (l.Last || !p.gap(l.End-1).relief) {
		t.Fatalf("line %q is %v though a legal breaking exists", text, l.Edge)
	}
	checkDrawing(t, p, st, l, text)
}

// breakable tells whether the paragraph has a legal breaking that leaves no
// character alone on the last line, asked of the strict
// breaking alone. Where it has none, a line may be opened too wide or left short.
func breakable(p *Paragraph, m Measure) bool {
	b := p.breaker(m)
	t, ok := b.run(strict)
	return ok && b.best(&t) < loneCost
}

// drawnWidth is where the last body of a line ends, with every gap's share.
func drawnWidth(p *Paragraph, l *Line) geom.Length {
	share := sharer{p: p, l: l}
	var x geom.Length
	for i := l.Start; i < l.End; i++ {
		x += p.clusters[i].body.Length()
		if i+1 < l.End {
			x += p.gap(i).nat.Length() + share.next(i)
		}
	}
	return x
}

// checkDrawing draws the line and counts its characters: each once, in order.
// Vertical forms and ligatures stand for their characters, a drawn hyphen is
// not counted.
func checkDrawing(t fataler, p *Paragraph, st *Style, l *Line, text string) {
	var items []page.Item
	if st.Vertical {
		items = p.Column(nil, *l, geom.Point{}, Tag{})
	} else {
		items = p.Items(nil, *l, geom.Point{}, Tag{})
	}
	var want, drawn []rune
	for i := l.Start; i < l.End; i++ {
		if c := &p.clusters[i]; c.face != nil && c.flags&absorbed == 0 {
			want = append(want, c.glyph())
		}
		for _, m := range p.over[int32(i)] {
			want = append(want, m.r)
		}
	}
	for _, it := range items {
		if tx, ok := it.(*page.Text); ok {
			drawn = append(drawn, []rune(tx.String())...)
		}
	}
	if l.Hyphen && len(drawn) > len(want) {
		drawn = drawn[:len(want)]
	}
	if string(drawn) != string(want) {
		t.Fatalf("drawn %q for %q", string(drawn), text)
	}
}
