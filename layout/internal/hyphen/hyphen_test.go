package hyphen

import (
	"slices"
	"strings"
	"sync"
	"testing"
)

// TestPoints: words with their hyphens. Most are Knuth's and Liang's own
// examples or stand in the list of exceptions; the others were read over.
func TestPoints(t *testing.T) {
	for _, want := range strings.Fields(`
		hy-phen-a-tion ty-pog-ra-phy news-pa-per as-so-ciate as-so-ci-ate*
		al-go-rithm com-puter con-cate-na-tion su-per-cal-ifrag-ilis-tic-ex-pi-ali-do-cious
		pro-ject* project present ta-ble phil-an-thropic re-cog-ni-zance ref-or-ma-tion
		acad-emy acad-e-my* anal-y-sis* analy-sis blue-print book-sell-er* bio-med-i-cine
		Co-lum-bia Bos-ton Alex-an-der Wash-ing-ton Bei-jing
		print-ing jour-nal-ist pub-lish-ing ed-i-to-r-ial* ed-i-to-rial column* col-umn
		na-tional in-ter-na-tional de-vel-op-ment tech-nol-ogy in-for-ma-tion
		com-mu-ni-ca-tion gov-ern-ment econ-omy sci-en-tific uni-ver-sity
		hello world the a about ev-ery
		GDP UNESCO YouTube iPhone NEWSPAPER naïve 新闻 it’s e-mail abc123
	`) {
		want, wrong := strings.CutSuffix(want, "*") // * marks what must not come out
		word := strings.ReplaceAll(want, "-", "")
		if strings.Contains(want, "e-mail") {
			word = want
		}
		got := word
		for _, at := range slices.Backward(Points(word)) {
			got = got[:at] + "-" + got[at:]
		}
		if (got == want) == wrong {
			t.Errorf("%s comes out as %s, wrong is %v", want, got, wrong)
		}
	}
}

// TestExceptions: every word of the list is hyphenated as the list says.
func TestExceptions(t *testing.T) {
	n := 0
	before := ""
	for line := range strings.Lines(exceptions) {
		line = strings.TrimSpace(line)
		word := strings.ReplaceAll(line, "-", "")
		if word <= before {
			t.Fatalf("%s does not stand behind %s", word, before)
		}
		before = word
		var want []int
		at := 0
		for _, part := range strings.Split(line, "-") {
			if at += len(part); at >= minBefore && at <= len(word)-minAfter {
				want = append(want, at)
			}
		}
		if got := Points(word); len(word) >= minBefore+minAfter && !slices.Equal(got, want) {
			t.Errorf("%s: %v, expected %v", line, got, want)
		}
		n++
	}
	if n < 1300 {
		t.Errorf("only %d exceptions", n)
	}
}

// TestData: the data stays small, and as gen.go wrote it.
func TestData(t *testing.T) {
	if n := len(trie) + len(exceptions); n > 60000 {
		t.Errorf("the data has %d bytes", n)
	}
	nodes := int(trie[0])<<8 | int(trie[1])
	if rest := len(trie) - 2 - nodes*nodeSize; rest <= 0 || rest%placeSize != 0 {
		t.Errorf("%d nodes leave %d bytes", nodes, rest)
	}
	t.Logf("%d nodes, %d bytes, exceptions %d bytes", nodes, len(trie), len(exceptions))
}

func TestManyAtOnce(t *testing.T) {
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				if got := Points("hyphenation"); !slices.Equal(got, []int{2, 6, 7}) {
					t.Errorf("hyphenation: %v", got)
				}
			}
		})
	}
	wg.Wait()
}

func FuzzPoints(f *testing.F) {
	for _, s := range []string{"", "a", "hyphenation", "Newspaper", "zzzzzz", "naïve", "\xff", strings.Repeat("ab", 40)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, word string) {
		before := 0
		for _, at := range Points(word) {
			if at < minBefore || at > len(word)-minAfter || at <= before {
				t.Fatalf("%q: %v", word, Points(word))
			}
			before = at
		}
		if before > 0 && strings.ContainsFunc(word[1:], func(r rune) bool { return r < 'a' || r > 'z' }) {
			t.Fatalf("%q is no word, but has points", word)
		}
	})
}

func BenchmarkPoints(b *testing.B) {
	for b.Loop() {
		Points("internationalization")
	}
}
