package para

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"duikai/fonts"
	"duikai/fonts/fonttest"
	"duikai/layout/cjk"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// drawnAs is a line's glyphs with a stroke between them: o|ffi|c|e.
func drawnAs(items []page.Item) string {
	var all []string
	for _, it := range items {
		if tx, ok := it.(*page.Text); ok && tx.Part != page.Hyphen {
			for _, g := range tx.Glyphs {
				all = append(all, string(g.Append(nil)))
			}
		}
	}
	return strings.Join(all, "|")
}

// TestLigatures: the letters of a word are drawn as ligatures of every face,
// the word is as wide as what is drawn, and the letters stay characters.
func TestLigatures(t *testing.T) {
	set, err := fonttest.Set()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"office":   "o|ffi|c|e",
		"fine":     "fi|n|e",
		"flow":     "fl|o|w",
		"affluent": "a|ffl|u|e|n|t",
		"shuffle":  "s|h|u|ffl|e",
		"off":      "o|ff",
		"fjord":    "f|j|o|r|d",
		"Fifi":     "F|i|fi",
		"fffi":     "ff|fi",
		"firﬁ":     "fi|r|ﬁ",
		"fi\u0301": "f|í",
		"f\u200ci": "f|i",
		"汉fi字fl汉":  "汉|fi|字|fl|汉",
	} {
		for _, role := range []fonts.Role{fonts.Song, fonts.Title, fonts.TitleBlack, fonts.Hei, fonts.HeiBold, fonts.Kai} {
			p := Prepare([]Run{{Text: text, Chain: set.Chain(role), Size: em, Ink: page.Black}}, wholeWords(newspaper()))
			if p.Len() != len([]rune(text)) || norm.NFD.String(p.Text(0, p.Len())) != norm.NFD.String(text) {
				t.Fatalf("%s is %d characters, %q", text, p.Len(), p.Text(0, p.Len()))
			}
			l := p.Natural(0, p.Len())
			items := p.Items(nil, l, geom.Point{}, Tag{})
			if len(p.Missing()) > 0 {
				continue
			}
			if got := drawnAs(items); got != want {
				t.Errorf("%s in %v is drawn as %s, not %s", text, role, got, want)
			}
			checkRooms(t, p, items, text)
		}
	}
}

// checkRooms compares the room of every ligature with its glyph: what follows
// it stands where it ends, but for kerning.
func checkRooms(t *testing.T, p *Paragraph, items []page.Item, text string) {
	t.Helper()
	i := 0
	for _, it := range items {
		tx := it.(*page.Text)
		for k, g := range tx.Glyphs {
			if n := g.Len(); n > 1 {
				if room, drawn := p.room(i, g.Form), tx.Size.Em(int(tx.Face.AdvanceIn('f', g.Form))); room != drawn {
					t.Errorf("%s: the room at %d is %v, the glyph %v", text, i, room, drawn)
				}
				if k+1 < len(tx.Glyphs) {
					next := tx.Glyphs[k+1].DX - g.DX - p.room(i, g.Form)
					if p.gap(i+n-1).nat.Length() != next {
						t.Errorf("%s: %v behind the ligature at %d, not %v", text, next, i, p.gap(i+n-1).nat)
					}
				}
				for k := i; k < i+n-1; k++ {
					if g := p.gap(k); g.spread || g.min != g.nat || g.max != g.nat {
						t.Errorf("%s: the gap %d inside a ligature gives way", text, k)
					}
				}
			}
			i += g.Len()
		}
	}
}

// TestPartedLigatures: wherever a line ends or begins, all of its characters
// are drawn, and the glyphs are as wide as their room to within what nobody
// sees.
func TestPartedLigatures(t *testing.T) {
	const text = "shuffle"
	p := Prepare(songRun(t, text), newspaper())
	for k := 1; k < p.Len(); k++ {
		for _, part := range [][2]int{{0, k}, {k, p.Len()}} {
			l := p.Natural(part[0], part[1])
			items := p.Items(nil, l, geom.Point{}, Tag{})
			if got := strings.ReplaceAll(drawnAs(items), "|", ""); got != text[part[0]:part[1]] {
				t.Errorf("%v is drawn as %q", part, got)
			}
			tx := items[0].(*page.Text)
			last := tx.Glyphs[len(tx.Glyphs)-1]
			right := last.DX + em.Em(int(tx.Face.AdvanceIn(last.Rune, last.Form)))
			if off := right - drawnWidth(p, &l); off < -em.Em(int(jointFit)) || off > em.Em(int(jointFit)) {
				t.Errorf("%s ends at %v, its room at %v", drawnAs(items), right, drawnWidth(p, &l))
			}
		}
	}
	for _, c := range []struct {
		from, to int
		want     string
	}{{0, 7, "s|h|u|ffl|e"}, {0, 5, "s|h|u|ff"}, {0, 4, "s|h|u|f"}, {4, 7, "fl|e"}, {3, 6, "ffl"}} {
		if got := drawnAs(p.Items(nil, p.Natural(c.from, c.to), geom.Point{}, Tag{})); got != c.want {
			t.Errorf("from %d to %d: %s, not %s", c.from, c.to, got, c.want)
		}
	}
}

// TestNoLigature: letters of two runs, or upright in a vertical line, are not
// joined; turned ones are.
func TestNoLigature(t *testing.T) {
	runs := append(songRun(t, "of"), songRun(t, "fice")...)
	p := Prepare(runs, newspaper())
	if got := drawnAs(p.Items(nil, p.Natural(0, p.Len()), geom.Point{}, Tag{})); got != "o|f|fi|c|e" {
		t.Errorf("across runs: %s", got)
	}
	p = Prepare(songRun(t, "汉office字"), &Style{Scheme: cjk.Quanjiao, Vertical: true})
	items := p.Column(nil, p.Natural(0, p.Len()), geom.Point{}, Tag{})
	if got := drawnAs(items); got != "汉|o|ffi|c|e|字" {
		t.Errorf("in a vertical line: %s", got)
	}
	turned := items[1].(*page.Text)
	if next := turned.Glyphs[2].DX - turned.Glyphs[1].DX - turned.Size.Em(int(turned.Face.AdvanceIn('f', fonts.LigatureFFI))); !turned.Turned || next < -em/10 || next > em/10 {
		t.Errorf("the letter behind the turned ligature is %v off", next)
	}
}
