// Compile makes ../../words.table from the dictionary of github.com/go-ego/gse
// and our own newspaper.txt. It is run by hand, from layout/internal/words:
//
//	go generate .
//
// The dictionary comes from the Go module proxy and is checked against the
// sums below; the same inputs give the same bytes on every machine. The form
// of the table is described in table.go beside it.
package main

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// The source, pinned: module version, the sum the checksum database gives for
// it, and the SHA-256 of the one file that is read.
const (
	module     = "github.com/go-ego/gse@v0.80.3"
	moduleSum  = "h1:YNFkjMhlhQnUeuoFcUEd1ivh6SOB764rT8GDsEbDiEg="
	dictionary = "data/dict/zh/s_1.txt"
	dictSum    = "2b3063ec552327520bee3c0c5819d6e131ab3db50a60b94641ec90f611c24bcd"
)

// The form of the table, as in ../../table.go.
const (
	firstHan  = 0x4E00
	hanCount  = 0x9FFF - firstHan + 1
	headCount = 1 << 13
	maxCode   = headCount - 2 // the head after the last ends its block
	maxLevel  = 31
	maxChild  = 1<<14 - 1
	maxLen    = 8
	perBit    = 1.5 // levels for one bit of improbability
	levelZero = 8   // the level 0 would stand for 8/1.5 bits
)

type entry struct {
	word []rune
	freq int
	tag  string
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "compile:", err)
		os.Exit(1)
	}
}

func run() error {
	const dir = "../.."
	source, err := fetch()
	if err != nil {
		return err
	}
	entries, err := parse(source)
	if err != nil {
		return err
	}
	ours, err := os.ReadFile(filepath.Join(dir, "newspaper.txt"))
	if err != nil {
		return err
	}
	words, total, err := choose(entries, string(ours))
	if err != nil {
		return err
	}
	table, err := pack(words, total)
	if err != nil {
		return err
	}
	out := filepath.Join(dir, "words.table")
	if err := os.WriteFile(out, table, 0o644); err != nil {
		return err
	}
	var lengths [maxLen + 1]int
	for _, e := range words {
		lengths[len(e.word)]++
	}
	fmt.Printf("words by length %v\ntable %d bytes, SHA-256 %x\n", lengths[1:], len(table), sha256.Sum256(table))
	return nil
}

// fetch downloads the module into the module cache and reads the dictionary.
func fetch() ([]byte, error) {
	cmd := exec.Command("go", "mod", "download", "-json", module)
	cmd.Stderr = os.Stderr
	answer, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("downloading %s: %w", module, err)
	}
	var m struct{ Dir, Sum string }
	if err := json.Unmarshal(answer, &m); err != nil {
		return nil, err
	}
	if m.Sum != moduleSum {
		return nil, fmt.Errorf("%s has sum %s, want %s", module, m.Sum, moduleSum)
	}
	f, err := os.Open(filepath.Join(m.Dir, dictionary))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	if sum := fmt.Sprintf("%x", sha256.Sum256(data)); sum != dictSum {
		return nil, fmt.Errorf("%s has SHA-256 %s, want %s", dictionary, sum, dictSum)
	}
	return data, nil
}

// parse reads the lines "word frequency tag" that are Han throughout.
func parse(source []byte) ([]entry, error) {
	var entries []entry
	lines := bufio.NewScanner(bytes.NewReader(source))
	for n := 1; lines.Scan(); n++ {
		fields := strings.Fields(lines.Text())
		if len(fields) != 3 {
			return nil, fmt.Errorf("%s:%d: want word, frequency and tag", dictionary, n)
		}
		freq, err := strconv.Atoi(fields[1])
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", dictionary, n, err)
		}
		if word := []rune(fields[0]); isHan(word) {
			entries = append(entries, entry{word, freq, fields[2]})
		}
	}
	return entries, lines.Err()
}

func isHan(word []rune) bool {
	return !slices.ContainsFunc(word, func(r rune) bool { return r < firstHan || r >= firstHan+hanCount })
}

// choose takes the words worth keeping, sorted, and the sum of all
// frequencies of the source.
//
// The source gives every word it never counted the frequency 3, so the bound
// cannot be one number: below 4 only those kinds of words stay whose members
// are words beyond doubt.
func choose(entries []entry, ours string) ([]entry, int, error) {
	kept, total := map[string]entry{}, 0
	for _, e := range entries {
		total += e.freq
		if len(e.word) <= maxLen && worthKeeping(e) {
			kept[string(e.word)] = e
		}
	}
	freq := -1
	for n, line := range strings.Split(ours, "\n") {
		line, _, _ = strings.Cut(line, "#")
		for _, word := range strings.Fields(line) {
			bound, isBound := strings.CutPrefix(word, "=")
			runes := []rune(word)
			switch {
			case bound == "drop":
				freq = 0
			case isBound:
				f, err := strconv.Atoi(bound)
				if err != nil || f <= 0 {
					return nil, 0, fmt.Errorf("newspaper.txt:%d: %q is no frequency", n+1, bound)
				}
				freq = f
			case freq < 0:
				return nil, 0, fmt.Errorf("newspaper.txt:%d: %s stands before the first frequency", n+1, word)
			case !isHan(runes) || len(runes) > maxLen || len(runes) < 2:
				return nil, 0, fmt.Errorf("newspaper.txt:%d: %s is not a word of 2 to %d Han characters", n+1, word, maxLen)
			case freq == 0:
				if _, known := kept[word]; !known {
					return nil, 0, fmt.Errorf("newspaper.txt:%d: %s is dropped but the source has it not", n+1, word)
				}
				delete(kept, word)
			case kept[word].freq < freq:
				kept[word] = entry{runes, freq, "ours"}
			}
		}
	}
	words := make([]entry, 0, len(kept))
	for _, e := range kept {
		words = append(words, e)
	}
	slices.SortFunc(words, func(a, b entry) int { return slices.Compare(a.word, b.word) })
	return words, total, nil
}

func worthKeeping(e entry) bool {
	n := len(e.word)
	if n == 1 {
		return true
	}
	switch e.tag {
	case "nr", "nrt":
		// Names found by counting in novels: many are a name and the verb
		// after it. The rarer ones are left to the surname rule.
		if n == 2 {
			return e.freq >= 4
		}
		return e.freq >= 8
	case "m":
		// 三百二十二万余两: the numeral rule reads them better.
		return e.freq >= 10 && n <= 3
	case "zg", "x", "g":
		return e.freq >= 4
	case "n":
		return e.freq >= 4 || e.freq == 3 && n <= 3
	case "i", "l", "ns", "nt", "nz", "nrfg", "j", "v", "a":
		return e.freq >= 3
	}
	return e.freq >= 4
}

// pack writes the three parts of the table: codes, heads, nodes.
func pack(words []entry, total int) ([]byte, error) {
	single := map[rune]int{}
	used := map[rune]bool{}
	var trie node
	for _, e := range words {
		if len(e.word) == 1 {
			single[e.word[0]] = e.freq
			continue
		}
		at := &trie
		for _, r := range e.word {
			used[r] = true
			at = at.child(r)
		}
		at.freq = e.freq
	}
	runes := make([]rune, 0, len(used))
	for r := range used {
		runes = append(runes, r)
	}
	slices.Sort(runes)
	if len(runes) > maxCode {
		return nil, fmt.Errorf("%d different characters, at most %d have room", len(runes), maxCode)
	}
	codes := make([]byte, 2*hanCount)
	heads := make([]byte, 4*headCount)
	var nodes []byte
	code := map[rune]uint32{}
	for i, r := range runes {
		code[r] = uint32(i + 1)
		binary.LittleEndian.PutUint16(codes[2*(r-firstHan):], uint16(i+1))
	}
	for _, r := range runes {
		base := uint32(len(nodes) / 4)
		binary.LittleEndian.PutUint32(heads[4*code[r]:], base<<5|level(single[r], total))
		first := trie.find(r)
		if first == nil {
			continue
		}
		// Breadth first: the children of one node stand together, and in the
		// order of their parents.
		queue := slices.Clone(first.children)
		for i := 0; i < len(queue); i++ {
			at := queue[i]
			if len(queue) > maxChild {
				return nil, fmt.Errorf("too many words begin with %c", r)
			}
			var price uint32
			if at.freq > 0 {
				price = level(at.freq, total)
			}
			nodes = binary.LittleEndian.AppendUint32(nodes, code[at.r]<<19|price<<14|uint32(len(queue)))
			queue = append(queue, at.children...)
		}
	}
	for c := len(runes) + 1; c < headCount; c++ {
		binary.LittleEndian.PutUint32(heads[4*c:], uint32(len(nodes)/4)<<5)
	}
	if len(nodes) == 0 {
		return nil, errors.New("no words")
	}
	return slices.Concat(codes, heads, nodes), nil
}

// level is the improbability of a frequency, in steps of 2/3 bit.
func level(freq, total int) uint32 {
	if freq == 0 {
		return maxLevel
	}
	bits := math.Log2(float64(total) / float64(freq))
	return uint32(min(max(int(math.Round(bits*perBit))-levelZero, 1), maxLevel))
}

type node struct {
	r        rune
	freq     int
	children []*node // sorted by rune, as words come sorted
}

func (n *node) find(r rune) *node {
	i, ok := slices.BinarySearchFunc(n.children, r, func(c *node, r rune) int { return cmp.Compare(c.r, r) })
	if !ok {
		return nil
	}
	return n.children[i]
}

func (n *node) child(r rune) *node {
	if c := n.find(r); c != nil {
		return c
	}
	c := &node{r: r}
	i, _ := slices.BinarySearchFunc(n.children, r, func(c *node, r rune) int { return cmp.Compare(c.r, r) })
	n.children = slices.Insert(n.children, i, c)
	return c
}
