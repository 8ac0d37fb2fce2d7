package hyphen

import (
	_ "embed"
	"strings"
)

//go:generate go run gen.go /usr/share/groff/1.22.4/tmac

// trie holds the patterns: two bytes that count the nodes (high byte first),
// the nodes, four bytes each, and the places, placeSize bytes each. A node is
//
//	letter (0 the dot, 1 a), with lastChild set on the last of a row
//	the number of its places, or 0 where no pattern ends
//	the number of its first child, two bytes; 0: none
//
// The first row's nodes begin at 1, for node 0 is the root. A row's letters
// ascend.
//
//go:embed english.trie
var trie string

// exceptions lists words with their hyphens, a line each, in the order of the
// words without them.
//
//go:embed exceptions.txt
var exceptions string

const (
	nodeSize  = 4
	placeSize = 10
	lastChild = 0x80
)

// The least letters before and after a hyphen, those of the patterns' author,
// and the longest word that is looked at.
const (
	minBefore = 2
	minAfter  = 3
	longest   = 64
)

// Points tells after how many characters of the word a hyphen may stand,
// ascending: at least 2 letters before it, at least 3 behind. A word is
// letters from a to z only, the first of them in either case; anything else
// has no points: a capital further on marks an abbreviation or a brand
// (UNESCO, YouTube), and other letters another language.
func Points(word string) []int {
	n := len(word)
	if n < minBefore+minAfter || n > longest {
		return nil
	}
	var text [longest + 2]byte // letters from 1, the dots 0
	for i := range n {
		c := word[i]
		if i == 0 && c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c < 'a' || c > 'z' {
			return nil
		}
		text[i+1] = c - 'a' + 1
	}
	if points, ok := exception(text[1 : n+1]); ok {
		return points
	}
	var places [longest + 2 + placeSize]byte // places[i] stands before text[i]
	for i := range n + 1 {
		gather(text[i:n+2], places[i:])
	}
	var points []int
	for i := minBefore; i <= n-minAfter; i++ {
		if places[i+1]%2 == 1 {
			points = append(points, i)
		}
	}
	return points
}

// gather raises the places to those of every pattern that text begins with.
func gather(text, places []byte) {
	nodes := int(trie[0])<<8 | int(trie[1])
	node := 0
	for _, letter := range text {
		at := 2 + node*nodeSize
		if node = int(trie[at+2])<<8 | int(trie[at+3]); node == 0 {
			return
		}
		for at = 2 + node*nodeSize; trie[at]&^lastChild != letter; at += nodeSize {
			if trie[at]&lastChild != 0 || trie[at] > letter {
				return
			}
			node++
		}
		if p := int(trie[at+1]); p > 0 {
			p = 2 + nodes*nodeSize + (p-1)*placeSize
			for k, v := range []byte(trie[p : p+placeSize]) {
				places[k] = max(places[k], v)
			}
		}
	}
}

// exception looks the word up in the list of exceptions by bisection.
func exception(word []byte) (points []int, ok bool) {
	from, to := 0, len(exceptions)
	for from < to {
		mid := (from + to) / 2
		start := strings.LastIndexByte(exceptions[from:mid], '\n') + 1 + from
		end := start + strings.IndexByte(exceptions[start:], '\n')
		line := exceptions[start:end]
		switch order := compare(line, word); {
		case order < 0:
			from = end + 1
		case order > 0:
			to = start
		default:
			letters := 0
			for i := range len(line) {
				if line[i] != '-' {
					letters++
				} else if letters >= minBefore && letters <= len(word)-minAfter {
					points = append(points, letters)
				}
			}
			return points, true
		}
	}
	return nil, false
}

// compare orders a line without its hyphens against a word.
func compare(line string, word []byte) int {
	k := 0
	for i := range len(line) {
		switch {
		case line[i] == '-':
			continue
		case k == len(word):
			return 1
		case line[i]-'a'+1 != word[k]:
			return int(line[i]-'a'+1) - int(word[k])
		}
		k++
	}
	return k - len(word)
}
