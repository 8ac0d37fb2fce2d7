package para

import (
	"strings"
	"testing"

	"duikai/layout/geom"
	"duikai/layout/page"
)

// TestTokensInVerticalLines: formulas, short names and figures stand side by
// side in an em, capitals one by one, words and long figures are turned
// (CLREQ 3.1.2). “[5G]” shares an em, “{WiFi}” is turned, “A|B” stand alone.
func TestTokensInVerticalLines(t *testing.T) {
	for _, want := range []string{
		"减排[CO₂]见效", "分解[H₂O]", "[5G]网络", "[A4]纸", "[No.1]", "[G20]峰会", "[3D]打印", "[12]届", "[100]年", "[m²]", "占地[3m²]", "[10²]",
		"G|D|P增长", "{GDPs}", "{C919}首飞", "{2026}年", "{50%}", "{3.5}", "{4,500}", "{iPhone}", "{Wi-Fi}", "{App}", "5月", "{COVID-19}", "{CH₃COOH}", "[T1]航站楼",
	} {
		text := strings.NewReplacer("[", "", "]", "", "{", "", "}", "", "|", "").Replace(want)
		st := newspaper()
		st.Vertical = true
		p := Prepare(songRun(t, text), st)
		if got := tokens(p); got != want {
			t.Errorf("%s is set as %s", want, got)
		}
		var all strings.Builder
		for _, it := range p.Column(nil, p.Natural(0, p.Len()), geom.Point{X: 100 * em}, Tag{}) {
			if tx, ok := it.(*page.Text); ok {
				all.WriteString(tx.String())
				for _, g := range tx.Glyphs {
					if b, _ := tx.Face.InkIn(g.Rune, g.Form); !tx.Turned && (tx.At.X+g.DX+tx.Size.Em(int(b.XMin)) < 99*em || tx.At.X+g.DX+tx.Size.Em(int(b.XMax)) > 101*em) {
						t.Errorf("%s: %c stands outside the line", text, g.Rune)
					}
				}
			}
		}
		if all.String() != text {
			t.Errorf("drawn %q of %q", all.String(), text)
		}
	}
}

// tokens writes how the characters of a vertical paragraph stand.
func tokens(p *Paragraph) string {
	var b strings.Builder
	for i := range p.clusters {
		c := &p.clusters[i]
		before := cluster{}
		if i > 0 {
			before = p.clusters[i-1]
		}
		if before.flags&turned != 0 && c.flags&turned == 0 {
			b.WriteByte('}')
		}
		if before.flags&grouped != 0 && (c.flags&grouped == 0 || c.flags&groupHead != 0) {
			b.WriteByte(']')
		}
		switch {
		case c.flags&groupHead != 0:
			b.WriteByte('[')
		case c.flags&turned != 0 && before.flags&turned == 0:
			b.WriteByte('{')
		case word(c) && c.flags&(turned|grouped) == 0 && i > 0 && word(&before):
			b.WriteByte('|')
		}
		b.WriteRune(c.r)
	}
	if n := len(p.clusters); n > 0 {
		switch last := p.clusters[n-1].flags; {
		case last&turned != 0:
			b.WriteByte('}')
		case last&grouped != 0:
			b.WriteByte(']')
		}
	}
	return b.String()
}
