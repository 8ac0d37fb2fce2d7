package para

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"duikai/fonts"
	"duikai/fonts/fonttest"
	"duikai/layout/cjk"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/samples"
)

// # The goals
//
// What a reader sees of a column, counted over whole texts: commas that change
// their width from line to line, lines that are open, characters that stand
// alone. TestGoals holds every figure on three texts and three measures.

// look is what is counted.
type look struct {
	pairs, jumps        int     // neighbouring lines with commas; those whose commas differ by 0.4 em
	full, open16, open8 int     // full lines; those open by more than 1/16 and 1/8 em a gap
	untold              int     // open by more than 1/8 em, and not told
	gaps                []int32 // what every gap between characters of full lines was opened by, thousandths of an em
	lines, solid, tight int     // full lines at their natural width; those closer than solid
	lone, banned        int
}

// jumpLimit is the difference of two commas that a reader sees, thousandths of an em.
const jumpLimit = 400

// commaWidth is how wide the commas inside a line are on average, in
// thousandths of an em; ok is false where it has none.
func commaWidth(p *Paragraph, l *Line) (width int, ok bool) {
	share := sharer{p: p, l: l}
	var sum, n geom.Length
	for i := l.Start; i+1 < l.End; i++ {
		white := p.gap(i).nat.Length() + share.next(i)
		if c := p.clusters[i].class; (c == cjk.Comma || c == cjk.Colon) && plain(&p.clusters[i+1]) {
			sum += p.clusters[i].body.Length() + white
			n++
		}
	}
	if n == 0 {
		return 0, false
	}
	return int(sum * 1000 / (n * p.em)), true
}

func (k *look) add(p *Paragraph, m Measure) {
	before, had := 0, false
	for i, l := range p.Break(m) {
		k.lines++
		text := p.Text(l.Start, l.End)
		if l.Edge == EdgeBanned || bannedStart(text) && i > 0 || bannedEnd(text) && !l.Last {
			k.banned++
		}
		if l.Last && i > 0 && letterCount(text) < 2 {
			k.lone++
		}
		w, has := commaWidth(p, &l)
		if had && has {
			k.pairs++
			if max(w-before, before-w) >= jumpLimit {
				k.jumps++
			}
		}
		before, had = w, has
		if l.Last {
			continue
		}
		k.full++
		g := l.PerGap(p.em)
		if l.Width == l.Natural {
			k.solid++
		}
		if l.Tight > 0 {
			k.tight++
		}
		if g > 1000/16 {
			k.open16++
		}
		if g > 1000/8 {
			k.open8++
			if l.Edge == EdgeGood {
				k.untold++
			}
		}
		for range l.Gaps {
			k.gaps = append(k.gaps, int32(g))
		}
	}
}

// p99 is the gap that one in a hundred is wider than.
func (k *look) p99() int32 {
	slices.Sort(k.gaps)
	return k.gaps[len(k.gaps)*99/100]
}

func share(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }

func (k *look) String() string {
	return fmt.Sprintf("%d lines, solid %.1f %%, jumps %.1f %% of %d, over 1/16 %.2f %%, over 1/8 %.2f %%, p99 %d, lone %d, banned %d, closer than solid %.1f %%",
		k.lines, share(k.solid, k.full), share(k.jumps, k.pairs), k.pairs, share(k.open16, k.full), share(k.open8, k.full), k.p99(), k.lone, k.banned, share(k.tight, k.full))
}

// mixedText is paragraphs of n characters in all, made of the sentences of the
// sample edition in another order.
func mixedText(t testing.TB, n int) [][]Run {
	t.Helper()
	set, err := fonttest.Set()
	if err != nil {
		t.Fatal(err)
	}
	var sentences []string
	for _, runs := range bodyText(t, samples.Wangting()) {
		var s strings.Builder
		for _, r := range runs {
			s.WriteString(r.Text)
		}
		for _, one := range strings.SplitAfter(s.String(), "。") {
			if strings.HasSuffix(one, "。") && !strings.HasPrefix(one, "”") && strings.Count(one, "“") == strings.Count(one, "”") {
				sentences = append(sentences, one)
			}
		}
	}
	rng := rand.New(rand.NewPCG(1, 2))
	var all [][]Run
	for have := 0; have < n; {
		var s strings.Builder
		for k := 1 + rng.IntN(6); k > 0; k-- {
			s.WriteString(sentences[rng.IntN(len(sentences))])
		}
		have += len([]rune(s.String()))
		all = append(all, []Run{{Text: s.String(), Chain: set.Chain(fonts.Song), Size: em, Ink: page.Black}})
	}
	return all
}

// bodyStyle is how the house sets body text.
func bodyStyle() *Style {
	st := style(cjk.GB, cjk.Quanjiao)
	st.HalfFigures, st.Tight, st.RaggedBelow = true, BodyTight, BodyRagged
	return st
}

// TestGoals holds the figures of a good column, for the house's own widths of
// marks and figures and for the others that it may choose.
func TestGoals(t *testing.T) {
	texts := []struct {
		name string
		from fs.FS // nil: sentences of the sample, mixed
	}{
		{"sample", samples.Wangting()},
		{"seed", os.DirFS("../../../shared/seed-issue")},
		{"60,000 characters", nil},
	}
	proportional, kaiming := bodyStyle(), bodyStyle()
	proportional.HalfFigures, kaiming.Scheme = false, cjk.Kaiming
	for _, c := range texts {
		if c.from != nil {
			if _, err := fs.Stat(c.from, "issue.yaml"); err != nil {
				t.Logf("%s: not here, not measured (%v)", c.name, err)
				continue
			}
		}
		for _, s := range []struct {
			name string
			st   *Style
		}{{"house", bodyStyle()}, {"proportional figures", proportional}, {"kaiming", kaiming}} {
			for _, ems := range []geom.Length{13, 17, 20} {
				t.Run(fmt.Sprintf("%s, %s, %d em", c.name, s.name, ems), func(t *testing.T) {
					var text [][]Run
					if c.from == nil {
						text = mixedText(t, 60_000)
					} else {
						text = bodyText(t, c.from)
					}
					var k look
					for _, runs := range text {
						k.add(Prepare(runs, s.st), Measure{Width: ems * em, Indent: 2 * em})
					}
					t.Log(&k)
					k.hold(t)
				})
			}
		}
	}
}

// hold fails for every goal that is missed.
func (k *look) hold(t *testing.T) {
	t.Helper()
	const (
		mostJumps  = 10.0 // percent of the pairs
		mostOpen16 = 1.0  // percent of the full lines
		mostP99    = 50   // thousandths of an em
	)
	if got := share(k.jumps, k.pairs); got > mostJumps {
		t.Errorf("%.1f %% of neighbouring commas differ by 0.4 em", got)
	}
	if got := share(k.open16, k.full); got > mostOpen16 {
		t.Errorf("%.2f %% of the lines are open by more than 1/16 em", got)
	}
	if k.untold > 0 {
		t.Errorf("%d lines are open by more than 1/8 em and do not tell", k.untold)
	}
	if got := k.p99(); got > mostP99 {
		t.Errorf("one gap in a hundred is open by %d thousandths of an em", got)
	}
	if k.lone > 0 || k.banned > 0 {
		t.Errorf("%d lone characters, %d banned edges", k.lone, k.banned)
	}
}
