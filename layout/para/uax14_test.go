package para

import (
	"bufio"
	"compress/gzip"
	"os"
	"strconv"
	"strings"
	"testing"
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
