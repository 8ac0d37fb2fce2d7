package para

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"duikai/fonts"
	"duikai/fonts/fonttest"
	"duikai/layout/cjk"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// TestCases sets the cases of testdata/cases, which editors can write; their
// form is described at the head of bans.txt.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/cases/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	names := map[string]string{}
	count := 0
	for _, file := range files {
		cases := readCases(t, file)
		count += len(cases)
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			for _, c := range cases {
				if other, twice := names[c.name]; twice {
					t.Errorf("%s: the name %q stands at %s too", c.place, c.name, other)
				}
				names[c.name] = c.place
				c.check(t)
			}
		})
	}
	if count < 150 {
		t.Errorf("only %d cases", count)
	}
	t.Logf("%d cases in %d files", count, len(files))
}

// lineCase is one case of a file.
type lineCase struct {
	place       string // file:line of its name
	name, rule  string
	known       string // why it fails for now; empty: it holds
	style       Style
	measure     Measure
	role        fonts.Role
	text        string
	want        []string
	natural     geom.Length // of the whole text on one line; 0: not asked
	naturalText string
	onlyBreaks  bool // what became of the white is left out of the comparison
}

// readCases parses a file: paragraphs of `key: value` lines and `=>` lines,
// parted by empty lines. What cannot be understood ends the test, with its
// line.
func readCases(t *testing.T, file string) []*lineCase {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var cases []*lineCase
	var c *lineCase
	for i, line := range strings.Split(string(data), "\n") {
		place := fmt.Sprintf("%s:%d", file, i+1)
		switch line = strings.TrimRight(line, "\r"); {
		case strings.TrimSpace(line) == "":
			c = nil
			continue
		case strings.HasPrefix(line, "#"):
			continue
		case c == nil:
			c = &lineCase{place: place, style: *newspaper(), role: fonts.Song}
			cases = append(cases, c)
		}
		if rest, ok := strings.CutPrefix(line, "=>"); ok {
			c.want = append(c.want, blanks.Replace(strings.TrimSpace(rest)))
			continue
		}
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			t.Fatalf("%s: neither `key: value` nor `=> line`: %q", place, line)
		}
		if err := c.set(key, strings.TrimSpace(value)); err != nil {
			t.Fatalf("%s: %v", place, err)
		}
	}
	for _, c := range cases {
		switch {
		case c.name == "" || c.rule == "" || c.text == "":
			t.Fatalf("%s: a case needs a name, a rule and a text", c.place)
		case len(c.want) == 0 && c.natural == 0:
			t.Fatalf("%s: nothing is expected of %q", c.place, c.name)
		case len(c.want) > 0 && c.measure.Width == 0:
			t.Fatalf("%s: %q has lines but no measure", c.place, c.name)
		}
	}
	return cases
}

// blanks makes visible spaces real ones.
var blanks = strings.NewReplacer("␣", " ", "␢", "\u3000", "⍽", "\u00a0")

// shown is the way back for a line that was set: of its spaces only the last
// one needs a sign, the others can be seen.
func shown(line string) string {
	text, note, noted := strings.Cut(line, " [")
	for _, b := range []struct{ space, sign string }{{" ", "␣"}, {"\u3000", "␢"}} {
		if rest, ok := strings.CutSuffix(text, b.space); ok {
			text = rest + b.sign
		}
	}
	if noted {
		text += " [" + note
	}
	return strings.ReplaceAll(text, "\u00a0", "⍽")
}

func (c *lineCase) set(key, value string) (err error) {
	yes := func() (bool, error) {
		if value != "yes" && value != "no" {
			return false, fmt.Errorf("%s is yes or no, not %q", key, value)
		}
		return value == "yes", nil
	}
	length := func() (geom.Length, error) {
		m, err := geom.Parse(value)
		return m.At(em), err
	}
	ok := true
	switch key {
	case "name":
		c.name = value
	case "rule":
		c.rule = value
	case "known":
		c.known = value
	case "text":
		c.text = blanks.Replace(value)
	case "measure":
		c.measure.Width, err = length()
	case "indent":
		c.measure.Indent, err = length()
	case "compare":
		if ok = value == "breaks"; ok {
			c.onlyBreaks = true
		}
	case "natural":
		c.naturalText = value
		c.natural, err = length()
	case "break":
		c.style.Rules.Level, ok = cjk.ParseLevel(value)
	case "punctuation":
		c.style.Scheme, ok = cjk.ParseScheme(value)
	case "hanging":
		c.style.Hang, err = yes()
	case "vertical":
		c.style.Vertical, err = yes()
	case "opener-indent":
		c.style.OpenerIndent, err = yes()
	case "face":
		c.role, ok = fonts.ParseRole(value)
	case "latin-gap":
		var l geom.Length
		l, err = length()
		c.style.HanLatin = LatinGap(fonts.Em(em1000(l, em)))
	case "not-start":
		c.style.Rules.NotStart = []rune(value)
	case "not-end":
		c.style.Rules.NotEnd = []rune(value)
	case "may-start":
		c.style.Rules.MayStart = []rune(value)
	case "may-end":
		c.style.Rules.MayEnd = []rune(value)
	default:
		return fmt.Errorf("unknown key %q", key)
	}
	if !ok {
		err = fmt.Errorf("%s: unknown value %q", key, value)
	}
	return err
}

// check sets the case and compares.
func (c *lineCase) check(t *testing.T) {
	t.Helper()
	runs, bare := c.runs(t)
	p := Prepare(runs, &c.style)
	var wrong strings.Builder
	if got := p.NaturalWidth(0, p.Len()); c.natural != 0 && got != c.natural {
		fmt.Fprintf(&wrong, "  natural width %.3fem, expected %s\n", float64(got)/float64(em), c.naturalText)
	}
	if len(c.want) > 0 {
		got := c.lines(p)
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			for i := range max(len(got), len(c.want)) {
				want, have := at(c.want, i), at(got, i)
				sign := " "
				if want != have {
					sign = "≠"
				}
				fmt.Fprintf(&wrong, "  expected %s\n  %s    got %s\n", shown(want), sign, shown(have))
			}
		}
		if stripped := strip(c.want); stripped != bare {
			fmt.Fprintf(&wrong, "  the expected lines hold another text:\n  %q\n  %q\n", stripped, bare)
		}
		checkSetting(t, p, &c.style, c.measure, bare)
	}
	switch failed := wrong.Len() > 0; {
	case failed && c.known == "":
		t.Errorf("%s: %s\n  rule: %s\n%s", c.place, c.name, c.rule, wrong.String())
	case !failed && c.known != "":
		t.Errorf("%s: %s holds now: take its known line away", c.place, c.name)
	case failed:
		t.Logf("%s: %s\n  known: %s\n%s", c.place, c.name, c.known, wrong.String())
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

// runs reads the spans of a text: **黑**, *楷*, {kept together}.
func (c *lineCase) runs(t *testing.T) (runs []Run, bare string) {
	t.Helper()
	set, err := fonttest.Set()
	if err != nil {
		t.Fatal(err)
	}
	var bold, kai, keep bool
	flush := func(s string) {
		if s == "" {
			return
		}
		role := c.role
		switch {
		case bold && role == fonts.Hei:
			role = fonts.HeiBold
		case bold:
			role = fonts.Hei
		case kai:
			role = fonts.Kai
		}
		runs = append(runs, Run{Text: s, Chain: set.Chain(role), Size: em, Ink: page.Black, Keep: keep})
		bare += s
	}
	rest := c.text
	for {
		i := strings.IndexAny(rest, "*{}")
		if i < 0 {
			flush(rest)
			return runs, bare
		}
		flush(rest[:i])
		switch sign, n := rest[i], 1; sign {
		case '*':
			if strings.HasPrefix(rest[i:], "**") {
				bold, n = !bold, 2
			} else {
				kai = !kai
			}
			rest = rest[i+n:]
		default:
			keep = sign == '{'
			rest = rest[i+1:]
		}
	}
}

// The signs of an expected line.
const (
	squeezedSign = '‹' // the white here is less than natural
	widenedSign  = '›' // the white here is more than natural, by a mark's own or a space's reserve
)

// lines sets the paragraph and writes its lines as cases do.
func (c *lineCase) lines(p *Paragraph) []string {
	var out []string
	for _, l := range p.Break(c.measure) {
		out = append(out, c.line(p, &l))
	}
	return out
}

func (c *lineCase) line(p *Paragraph, l *Line) string {
	var b strings.Builder
	bare := *l // the line without its equal shares, to tell a reserve from them
	bare.Spread = 0
	reserve := sharer{p: p, l: &bare}
	for i := l.Start; i < l.End; i++ {
		b.WriteRune(p.Rune(i))
		if i+1 == l.End {
			break
		}
		switch d := reserve.next(i); {
		case c.onlyBreaks:
		case d < 0:
			b.WriteRune(squeezedSign)
		case d > 0:
			b.WriteRune(widenedSign)
		}
	}
	note := func(format string, args ...any) { fmt.Fprintf(&b, " ["+format+"]", args...) }
	if l.Spread > 0 && !c.onlyBreaks {
		each := float64(l.Spread) / float64(l.Gaps) / float64(em)
		note("+%s", strconv.FormatFloat(each, 'f', 3, 64))
	}
	if l.Hung > 0 {
		note("hung")
	}
	if l.Hyphen {
		note("hyphen")
	}
	if l.Edge != EdgeGood {
		note("%s", l.Edge)
	}
	if short := c.measure.Width - l.Indent - l.Width; !l.Last && short > 0 && l.Hung == 0 && l.Edge != EdgeShort && !c.onlyBreaks {
		note("short")
	}
	return b.String()
}

// strip takes signs and notes off expected lines.
func strip(lines []string) string {
	var b strings.Builder
	for _, l := range lines {
		if i := strings.Index(l, " ["); i >= 0 && strings.HasSuffix(l, "]") {
			l = l[:i]
		}
		b.WriteString(strings.NewReplacer(string(squeezedSign), "", string(widenedSign), "").Replace(l))
	}
	return b.String()
}

// TestApart: the white behind a run-in head is as wide as asked for, in every
// line, and no line ends there.
func TestApart(t *testing.T) {
	for n := 1; n < 12; n++ {
		runs := []Run{songRun(t, "岸线归来")[0], songRun(t, strings.Repeat("江", n)+"上起雾，船还没有开。")[0]}
		runs[0].Apart = em
		p := Prepare(runs, newspaper())
		if got := p.NaturalWidth(3, 5); got != 3*em {
			t.Fatalf("head and text are %v apart", got-2*em)
		}
		for _, ems := range []geom.Length{3, 4, 5, 6, 9} {
			for _, l := range p.Break(Measure{Width: ems * em}) {
				if l.End == 4 {
					t.Errorf("a line of %d em ends with the head", ems)
				}
			}
		}
	}
}
