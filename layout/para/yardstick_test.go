package para

import (
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"duikai/fonts"
	"duikai/fonts/fonttest"
	"duikai/layout/cjk"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/samples"
)

// # The yardstick
//
// How good is a breaking? It is measured against what a setter does that looks
// at one line at a time. The greedy setter below has the same faces, the same
// natural widths, the same bans and the same unbreakable sequences, and differs
// from Break in never looking ahead. What is counted is what a reader sees:
// lines whose characters stand apart.
//
// There are two of it. The plain one does what setters of the trade do: it
// squeezes marks where that pulls a banned mark in, and spreads what is left of
// a line over all its gaps. The patient one has Break's own reserves as well:
// it gives marks their white back before it sets characters apart. And because
// a share of stretched lines says little unless one knows how few there can
// be, the fewest of all legal breakings are counted too: figures that are no
// half em wide leave lines that nothing can make solid.

// greedy breaks a paragraph line by line, as CLREQ 3.1.3 describes it: fill
// the line; where a mark that may not start the next one is in the way, pull
// it in by squeezing (先推入); where that does not go, push the last characters
// out (后推出) and fill up what is left.
func greedy(p *Paragraph, m Measure, patient bool) []Line {
	b := p.breaker(m)
	var lines []Line
	for start := m.From; start < p.Len(); {
		end := firstFit(&b, start)
		l := b.line(start, end)
		if !patient && l.Gaps > 0 {
			l.Spread += l.Grow + l.Space + l.Latin
			l.Grow, l.Space, l.Latin = 0, 0, 0
		}
		if start == 0 {
			l.Indent = m.Indent
		}
		lines = append(lines, l)
		start = end
	}
	return lines
}

// firstFit is where the greedy setter ends the line that starts at start.
func firstFit(b *breaker, start int) int {
	p, width := b.p, b.width(start)
	last := p.Len() - 1
	// A break in a word adds the width of its hyphen.
	ends := func(j int, is geom.Length) bool { return p.MayBreak(j) && is+p.gap(j).tail.Length() <= width }
	full := start // the last character that fits at natural width
	for full < last && b.natural(start, full+1) <= width {
		full++
	}
	if ends(full, b.natural(start, full)) {
		return full + 1
	}
	for j := full + 1; j <= last && b.least(start, j) <= width; j++ {
		if ends(j, b.least(start, j)) {
			return j + 1
		}
	}
	for j := full - 1; j >= start; j-- {
		if ends(j, b.natural(start, j)) {
			return j + 1
		}
	}
	return full + 1
}

// fewestStretched is how many stretched lines the paragraph has at least, over
// all its legal breakings without a lone character; ok is false where it has no
// legal breaking.
func fewestStretched(p *Paragraph, m Measure) (n int, ok bool) {
	const none = 1 << 30
	b := p.breaker(m)
	best := make([]int, p.Len()+1) // stretched lines up to a boundary
	for j := range p.Len() {
		best[j+1] = none
		if !p.MayBreak(j) {
			continue
		}
		for i := j; i >= 0 && b.least(i, j) <= b.width(i); i-- {
			cost, _, tooLoose := b.cost(i, j, strict)
			if best[i] == none || tooLoose || cost >= loneCost {
				continue
			}
			l, n := b.line(i, j+1), best[i]
			if l.PerGap(p.em) > littleSpread && !l.Last {
				n++
			}
			best[j+1] = min(best[j+1], n)
		}
	}
	return best[p.Len()], best[p.Len()] < none
}

// tally is what the yardstick counts.
type tally struct {
	paragraphs, chars, lines, full        int
	banned, split, lone, off              int
	stretched, sixteenth, eighth, quarter int // full lines whose gaps are open by more than a little, by more than 1/16, 1/8, 1/4 em
	squeezed                              int // full lines that took white from marks or spaces
	widest                                int // widest gap, thousandths of an em
	worst                                 string
	faults                                []string
}

// percent is a share of the full lines.
func (c *tally) percent(n int) float64 { return 100 * float64(n) / float64(max(c.full, 1)) }

// add counts the lines of one paragraph.
func (c *tally) add(p *Paragraph, m Measure, lines []Line) {
	c.paragraphs++
	c.chars += p.Len()
	for i := range lines {
		l := &lines[i]
		c.lines++
		text := p.Text(l.Start, l.End)
		fault := func(n *int, what string) {
			*n++
			c.faults = append(c.faults, fmt.Sprintf("%s: %q", what, text))
		}
		if l.Edge == EdgeBanned || bannedStart(text) && i > 0 || bannedEnd(text) && !l.Last {
			fault(&c.banned, "banned edge")
		}
		if l.Last {
			if i > 0 && letterCount(text) < 2 {
				fault(&c.lone, "lone character")
			}
			if l.Indent+l.Width > m.Width {
				fault(&c.off, "wider than the measure")
			}
			continue
		}
		if after := p.Text(l.End, min(l.End+4, p.Len())); l.Edge == EdgeSplit || !l.Hyphen && parts(text, after) {
			fault(&c.split, "split before "+after)
		}
		c.full++
		if l.Indent+l.Width != m.Width {
			fault(&c.off, "off the measure")
		}
		for _, taken := range l.Shrink {
			if taken > 0 {
				c.squeezed++
				break
			}
		}
		g := l.PerGap(p.em)
		if g > littleSpread {
			c.stretched++
		}
		if g > 1000/16 {
			c.sixteenth++
		}
		if g > 1000/8 {
			c.eighth++
		}
		if g > 1000/4 {
			c.quarter++
		}
		if g > c.widest {
			c.widest, c.worst = g, text
		}
	}
}

// The rules are written down here a second time, in the plainest words, so
// that the measurement does not ask the table that it measures.
const (
	notAtStart = "，。、；：？！”’）》〉】〕］」』·～％%℃‰/／々"
	notAtEnd   = "“‘（《〈【〔［「『￥$№/／"
)

func bannedStart(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune(notAtStart, r)
}

func bannedEnd(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(notAtEnd, r)
}

// parted is an unbreakable sequence with the line end in it, written as ¶:
// figures with their dots, commas, signs and units, words, doubled marks, list
// and order numbers.
var parted = regexp.MustCompile(`[0-9][.,:]?¶[.,:]?[0-9]|[0-9]¶[年月日时点分秒元米%％℃‰]|[￥$第]¶[0-9]|[0-9][—～–-]?¶[—～–-]?[0-9]|[A-Za-z]¶[A-Za-z]|(^|[^—])—¶—|(^|[^…])…¶…|[？！]¶[？！]`)

func parts(before, after string) bool {
	rs := []rune(before)
	return parted.MatchString(string(rs[max(len(rs)-4, 0):]) + "¶" + after)
}

// letterCount counts what is neither a mark nor a space.
func letterCount(s string) (n int) {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// bodyText is the body paragraphs of an issue as runs, bold in 黑 and emphasis
// in 楷.
func bodyText(t testing.TB, fsys fs.FS) [][]Run {
	t.Helper()
	is, problems := manuscript.Load(fsys)
	if is == nil {
		t.Fatal(problems)
	}
	set, err := fonttest.Set()
	if err != nil {
		t.Fatal(err)
	}
	var all [][]Run
	for _, s := range is.Stories {
		for _, b := range s.Blocks {
			p, ok := b.(*manuscript.Paragraph)
			if !ok || len(p.Text) == 0 {
				continue
			}
			var runs []Run
			for _, span := range p.Text {
				role := fonts.Song
				switch {
				case span.Style&manuscript.Bold != 0:
					role = fonts.Hei
				case span.Style&manuscript.Kai != 0 || p.Quote:
					role = fonts.Kai
				}
				runs = append(runs, Run{Text: span.Text, Chain: set.Chain(role), Size: em, Ink: page.Black, Src: span.Src})
			}
			all = append(all, runs)
		}
	}
	return all
}

// TestYardstick measures the two sample issues at a basic column's 13 em and
// at the 20 em of two columns merged out of three.
func TestYardstick(t *testing.T) {
	issues := []struct {
		name string
		fsys fs.FS
	}{
		{"sample edition", samples.Wangting()},
		{"seed issue", os.DirFS("../../../shared/seed-issue")},
	}
	for _, issue := range issues {
		if _, err := fs.Stat(issue.fsys, "issue.yaml"); err != nil {
			t.Logf("%s: not here, not measured (%v)", issue.name, err)
			continue
		}
		text := bodyText(t, issue.fsys)
		for _, scheme := range []cjk.Scheme{cjk.Kaiming, cjk.Quanjiao} {
			for _, ems := range []geom.Length{13, 20} {
				name := fmt.Sprintf("%s, %v, %d em", issue.name, scheme, ems)
				t.Run(name, func(t *testing.T) { measureIssue(t, text, scheme, ems) })
			}
		}
	}
}

// quarterAllowed tells whether a gap of more than a quarter em is unavoidable:
// no breaking without one exists.
func quarterAllowed(p *Paragraph, m Measure) bool {
	b := p.breaker(m)
	b.ragged = false
	_, ok := b.run(strict)
	return !ok
}

func measureIssue(t *testing.T, text [][]Run, scheme cjk.Scheme, ems geom.Length) {
	m := Measure{Width: ems * em, Indent: 2 * em}
	var ours, plain, patient tally
	fewest := 0
	for _, runs := range text {
		p := Prepare(runs, style(cjk.GB, scheme))
		before := ours.quarter
		ours.add(p, m, p.Break(m))
		if ours.quarter > before && !quarterAllowed(p, m) {
			t.Errorf("a line is open by more than 1/4 em a gap, though a better breaking exists: %q", ours.worst)
		}
		plain.add(p, m, greedy(p, m, false))
		patient.add(p, m, greedy(p, m, true))
		if n, ok := fewestStretched(p, m); ok {
			fewest += n
		} else {
			fewest += countStretched(p, m)
		}
	}
	t.Logf("%d paragraphs, %d characters\n%s%-24s %7.1f%%\n", ours.paragraphs, ours.chars, table(&ours, &plain, &patient),
		"fewest possible", ours.percent(fewest))
	for _, f := range ours.faults {
		t.Error(f)
	}
	// The promise: at most half as many lines that a reader sees open as the
	// greedy setter leaves, and never more that are open by more than a little.
	if got, than := ours.percent(ours.sixteenth), plain.percent(plain.sixteenth); got > 0.5*than {
		t.Errorf("%.1f %% of the lines are open by a sixteenth of an em, greedily %.1f %%", got, than)
	}
	if got, than := ours.percent(ours.stretched), plain.percent(plain.stretched); got > than {
		t.Errorf("%.1f %% of the lines are stretched, greedily %.1f %%", got, than)
	}
	// The patient setter leaves lone characters and looser lines; even so it
	// must not have fewer stretched lines.
	if got, than := ours.percent(ours.stretched), patient.percent(patient.stretched); got > than {
		t.Errorf("%.1f %% of the lines are stretched, with patience %.1f %%", got, than)
	}
}

func countStretched(p *Paragraph, m Measure) (n int) {
	for _, l := range p.Break(m) {
		if l.PerGap(p.em) > littleSpread && !l.Last {
			n++
		}
	}
	return n
}

// table sets tallies side by side.
func table(all ...*tally) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-24s %8s %8s %8s\n", "", "optimal", "greedy", "patient")
	row := func(name string, of func(*tally) int) {
		fmt.Fprintf(&b, "%-24s", name)
		for _, c := range all {
			fmt.Fprintf(&b, " %8d", of(c))
		}
		b.WriteByte('\n')
	}
	share := func(name string, of func(*tally) int) {
		fmt.Fprintf(&b, "%-24s", name)
		for _, c := range all {
			fmt.Fprintf(&b, " %7.1f%%", c.percent(of(c)))
		}
		b.WriteByte('\n')
	}
	row("lines", func(c *tally) int { return c.lines })
	row("full lines", func(c *tally) int { return c.full })
	row("banned edges", func(c *tally) int { return c.banned })
	row("split unbreakables", func(c *tally) int { return c.split })
	row("lone characters", func(c *tally) int { return c.lone })
	row("full lines off measure", func(c *tally) int { return c.off })
	share("squeezed", func(c *tally) int { return c.squeezed })
	share("stretched", func(c *tally) int { return c.stretched })
	share("by more than 1/16 em", func(c *tally) int { return c.sixteenth })
	share("by more than 1/8 em", func(c *tally) int { return c.eighth })
	share("by more than 1/4 em", func(c *tally) int { return c.quarter })
	row("widest gap, em/1000", func(c *tally) int { return c.widest })
	return b.String()
}
