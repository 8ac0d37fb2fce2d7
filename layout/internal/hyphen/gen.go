//go:build ignore

// Gen writes english.trie and exceptions.txt from the files hyphen.us, which
// is Knuth's hyphen.tex under another name, and hyphenex.us, the exceptions
// that the TeX Users Group has gathered. Both come with groff:
//
//	go run gen.go /usr/share/groff/1.22.4/tmac
package main

import (
	"crypto/sha256"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
)

var inputs = map[string]string{
	"hyphen.us":   "0181750d9253f4596a505b110bc082466bd5c0ae9c4b6b4b39db7c014ce69b88",
	"hyphenex.us": "d81973158b2c8a12a470d4991a29bab8bde057f373d0975e94f08fc79e732c7f",
}

// placeSize is the longest pattern's letters and one, as hyphen.go has it.
const placeSize = 10

type node struct {
	letter   byte
	places   int
	children []*node
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: go run gen.go <folder of hyphen.us>")
	}
	patterns, words := lists(read("hyphen.us"))
	_, more := lists(read("hyphenex.us"))
	writeTrie(patterns)
	writeExceptions(append(words, more...))
}

func read(name string) string {
	b, err := os.ReadFile(filepath.Join(os.Args[1], name))
	check(err)
	if got := fmt.Sprintf("%x", sha256.Sum256(b)); got != inputs[name] {
		log.Fatalf("%s is another version: its sum is %s", name, got)
	}
	return string(b)
}

// lists reads the words of \patterns{...} and \hyphenation{...}.
func lists(tex string) (patterns, words []string) {
	var into *[]string
	for line := range strings.Lines(tex) {
		line, _, _ = strings.Cut(line, "%")
		for _, f := range strings.Fields(line) {
			switch {
			case strings.HasPrefix(f, `\patterns{`):
				into = &patterns
			case strings.HasPrefix(f, `\hyphenation{`):
				into = &words
			case f == "}":
				into = nil
			case into != nil:
				*into = append(*into, f)
			}
		}
	}
	return patterns, words
}

func writeTrie(patterns []string) {
	root := &node{}
	numbers := map[[placeSize]byte]int{}
	var places [][placeSize]byte
	for _, p := range patterns {
		var at [placeSize]byte
		n, letters := root, 0
		for _, c := range []byte(p) {
			if c >= '0' && c <= '9' {
				at[letters] = c - '0'
				continue
			}
			letters++
			letter := byte(0)
			if c != '.' {
				letter = c - 'a' + 1
			}
			i := slices.IndexFunc(n.children, func(x *node) bool { return x.letter == letter })
			if i < 0 {
				i = len(n.children)
				n.children = append(n.children, &node{letter: letter})
			}
			n = n.children[i]
		}
		if numbers[at] == 0 {
			places = append(places, at)
			numbers[at] = len(places)
		}
		n.places = numbers[at]
	}
	if len(places) > 255 {
		log.Fatalf("%d different places do not fit in a byte", len(places))
	}

	// Level by level, so that a row of children lies together.
	all := []*node{root}
	first := map[*node]int{}
	for i := 0; i < len(all); i++ {
		n := all[i]
		sort.Slice(n.children, func(a, b int) bool { return n.children[a].letter < n.children[b].letter })
		if len(n.children) > 0 {
			first[n] = len(all)
			all = append(all, n.children...)
		}
	}
	out := []byte{byte(len(all) >> 8), byte(len(all))}
	lasts := map[*node]bool{}
	for _, n := range all {
		if k := len(n.children); k > 0 {
			lasts[n.children[k-1]] = true
		}
	}
	for _, n := range all {
		letter := n.letter
		if lasts[n] {
			letter |= 0x80
		}
		out = append(out, letter, byte(n.places), byte(first[n]>>8), byte(first[n]))
	}
	for _, p := range places {
		out = append(out, p[:]...)
	}
	check(os.WriteFile("english.trie", out, 0o666))
}

func writeExceptions(words []string) {
	plain := func(w string) string { return strings.ReplaceAll(w, "-", "") }
	for i, w := range words {
		words[i] = strings.ToLower(w)
	}
	sort.SliceStable(words, func(a, b int) bool { return plain(words[a]) < plain(words[b]) })
	words = slices.CompactFunc(words, func(a, b string) bool { return plain(a) == plain(b) })
	words = slices.DeleteFunc(words, func(w string) bool {
		return strings.ContainsFunc(w, func(r rune) bool { return r != '-' && (r < 'a' || r > 'z') })
	})
	check(os.WriteFile("exceptions.txt", []byte(strings.Join(words, "\n")+"\n"), 0o666))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
