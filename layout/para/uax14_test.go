package para

import (
	"bufio"
	"compress/gzip"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"duikai/layout/cjk"
)

// conformance is a line of the conformance file: a text, and after which of
// its characters a line may end.
type conformance struct {
	line   int
	text   []rune
	breaks []bool
}

func conformanceLines(t testing.TB) []conformance {
	t.Helper()
	f, err := os.Open("testdata/LineBreakTest.txt.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var out []conformance
	n := 0
	for s := bufio.NewScanner(z); s.Scan(); {
		n++
		if strings.HasPrefix(s.Text(), "#") {
			continue
		}
		c := conformance{line: n}
		for i, f := range strings.Fields(s.Text()) {
			switch {
			case i == 0: // the text's beginning
			case f == "÷", f == "×":
				c.breaks = append(c.breaks, f == "÷")
			default:
				r, err := strconv.ParseUint(f, 16, 32)
				if err != nil {
					t.Fatal(err)
				}
				c.text = append(c.text, rune(r))
			}
		}
		out = append(out, c)
	}
	if len(out) != 19338 {
		t.Fatalf("the conformance file has %d lines", len(out))
	}
	return out
}

// TestUAX14 runs the conformance file of UAX #14 against the algorithm alone,
// untailored.
func TestUAX14(t *testing.T) {
	asDefault := func(r rune, c lb) lb {
		if c == lbCJ {
			return lbNS
		}
		return lbAL
	}
	bad := 0
	for _, c := range conformanceLines(t) {
		got := uax14(len(c.text), func(i int) rune { return c.text[i] }, asDefault)
		for i := range got {
			if got[i] != c.breaks[i] {
				if bad++; bad < 20 {
					t.Errorf("line %d: %U: after %d %v, expected %v", c.line, c.text, i, got[i], c.breaks[i])
				}
			}
		}
	}
	if bad > 0 {
		t.Errorf("%d boundaries differ", bad)
	}
}

// tailoring is a reason why our boundaries differ from UAX #14.
type tailoring struct {
	name, reason string
	breaks       bool // we break where UAX #14 does not; false: the other way round
	is           func(a, b *cluster) bool
}

func isClass(cs ...cjk.Class) func(*cluster) bool {
	return func(c *cluster) bool { return slices.Contains(cs, c.class) }
}

func hasLB(cs ...lb) func(*cluster) bool {
	return func(c *cluster) bool { return slices.Contains(cs, lbOf(c.r)&lbBits) }
}

var anyone = func(*cluster) bool { return true }

func pair(a, b func(*cluster) bool) func(a, b *cluster) bool {
	return func(x, y *cluster) bool { return a(x) && b(y) }
}

// blank tells whether UAX #14 breaks behind a character whatever follows.
func blank(c *cluster) bool {
	return c.class == cjk.Space || c.class == cjk.IdeoSpace || hasLB(lbZW, lbCB)(c)
}

func quote(c *cluster) bool { return strings.ContainsRune("“”‘’", c.r) }

// tailorings explain every boundary where a prepared paragraph at the level gb
// differs from the conformance file. The first that fits a pair counts.
var tailorings = []tailoring{
	// Where UAX #14 breaks and we do not.
	{"mark after a blank", "a space or an object does not free a mark that may not start a line", false,
		pair(blank, isClass(cjk.Exclaim, cjk.Hyphen, cjk.Iteration, cjk.LatinClose, cjk.Postfix, cjk.Slash, cjk.Connector))},
	{"blank after a blank", "no line starts with a blank that was not typed as a word space", false,
		pair(func(c *cluster) bool { return blank(c) || hasLB(lbBA, lbHY, lbHH)(c) }, isClass(cjk.Glue, cjk.IdeoSpace))},
	{"stray combining mark", "a mark without a base is a slip of the keyboard: it starts no line (LB10 makes it a letter)", false,
		pair(blank, isClass(cjk.Combining))},
	{"single em dash", "one — alone is a connector (GB/T 15834 4.13), which starts no line (CLREQ); B2 may", false,
		pair(anyone, func(c *cluster) bool { return c.class == cjk.Connector && c.r == '—' })},
	{"middle dot", "· starts no line (GB/T 15834 5.1.7); UAX #14 calls it ambiguous", false,
		pair(anyone, isClass(cjk.MidDot))},
	{"postfix", "% and its like start no line, whatever stands before them", false,
		pair(anyone, isClass(cjk.Postfix))},
	{"prefix", "$ # and their like end no line, whatever stands behind them", false,
		pair(isClass(cjk.Prefix), anyone)},
	{"slash", "/ ends no line (CLREQ, level gb) but in addresses", false,
		pair(func(c *cluster) bool { return c.r == '/' }, anyone)},
	{"Latin word", "letters, figures and the marks between them are a word; it breaks at its own hyphens, if both parts have two letters", false,
		pair(func(c *cluster) bool { return word(c) || latinMark(c) }, func(c *cluster) bool {
			return word(c) || c.class == cjk.LatinOpen || c.class == cjk.Prefix && c.r < 0x80
		})},
	{"figure and unit", "2000年 and other values do not part from their unit (GB/T 15835)", false,
		pair(isClass(cjk.Digit), isClass(cjk.Han))},

	// Where we break and UAX #14 does not.
	{"control characters", "a manuscript holds none; the loader refuses them", true,
		func(a, b *cluster) bool { return a.r < ' ' || b.r < ' ' }},
	{"small kana", "kana in Chinese text is quoted in short words: small ones may start a line (CJ is left open by LB1; css-strict forbids)", true,
		pair(anyone, isClass(cjk.SmallKana))},
	{"ambiguous sign", "signs of ambiguous class are ideographs in Chinese text (AI is left open by LB1)", true,
		func(a, b *cluster) bool { return hasLB(lbAI)(a) && a.r >= 0x100 || hasLB(lbAI)(b) && b.r >= 0x100 }},
	{"quotation marks", "“ ‘ are openers and ” ’ closers (GB/T 15834); UAX #14 does not know what language they stand in (LB19, LB19a)", true,
		func(a, b *cluster) bool {
			return quote(a) && a.class == cjk.Closer || quote(b) && b.class == cjk.Opener
		}},
	{"ellipsis", "…… may start a line at a price below the level strict (CLREQ); UAX #14 forbids it (LB22)", true,
		pair(anyone, isClass(cjk.Ellipsis))},
}

// TestUAX14Boundaries runs the conformance file against the boundaries of
// prepared paragraphs: a difference that no tailoring explains fails, and so
// does a tailoring that explains nothing. Characters that end a paragraph part
// the text before, as the loader does.
func TestUAX14Boundaries(t *testing.T) {
	st := wholeWords(newspaper())
	used := make([]int, len(tailorings))
	differ, boundaries, lines, bad := 0, 0, 0, 0
	for _, c := range conformanceLines(t) {
		before := differ
		for start, end := 0, 0; start < len(c.text); start = end + 1 {
			for end = start; end < len(c.text) && !lbEnds.has(lbOf(c.text[end])&lbBits); end++ {
			}
			if end == start {
				continue
			}
			p := Prepare(songRun(t, string(c.text[start:end])), st)
			for i := 0; i+1 < p.Len(); i++ {
				boundaries++
				want := c.breaks[start+i]
				if p.MayBreak(i) == want {
					continue
				}
				differ++
				a, b := &p.clusters[p.base(i)], &p.clusters[i+1]
				k := slices.IndexFunc(tailorings, func(x tailoring) bool { return x.breaks != want && x.is(a, b) })
				if k >= 0 {
					used[k]++
				} else if bad++; bad <= 20 {
					t.Errorf("line %d: %q (%v) and %q (%v): UAX #14 says %v", c.line, a.r, a.class, b.r, b.class, want)
				}
			}
		}
		if differ > before {
			lines++
		}
	}
	if bad > 0 {
		t.Errorf("%d differences are not explained", bad)
	}
	for k, n := range used {
		if n == 0 {
			t.Errorf("%q explains nothing: take it away", tailorings[k].name)
		}
		t.Logf("%5d %s", n, tailorings[k].name)
	}
	t.Logf("%d of %d boundaries differ, in %d lines", differ, boundaries, lines)
}
