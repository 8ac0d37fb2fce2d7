package manuscript

import (
	"fmt"
	"strings"
	"sync"
	"unicode"
)

// Keys and their colons: which words are keys, and what a Chinese keyboard makes
// of key: value.

// vocabulary are the words of the contract by which the scanner tells a key
// from running text.
type vocabulary struct {
	keys  map[string]bool // every key
	prose map[string]bool // those that hold texts of the paper
	front map[string]bool // those of the front matter
	homes func() map[string]string
}

func newVocabulary() *vocabulary {
	v := &vocabulary{keys: make(map[string]bool), prose: make(map[string]bool), front: make(map[string]bool), homes: sync.OnceValue(homes)}
	for _, k := range storyKeys() {
		v.front[k.name] = true
	}
	learn(v, issueKeys())
	learn(v, formatKeys())
	learn(v, marginKeys())
	learn(v, styleKeys())
	learn(v, bodyKeys())
	learn(v, nameplateKeys())
	learn(v, captionKeys())
	learn(v, fontKeys())
	learn(v, pageKeys())
	learn(v, slotKeys())
	learn(v, storyPictureKeys())
	learn(v, storyKeys())
	learn(v, jumpKeys())
	return v
}

// contractWords is the vocabulary, made once.
var contractWords = sync.OnceValue(newVocabulary)

func learn[T any](v *vocabulary, keys []key[T]) {
	for _, k := range keys {
		v.keys[k.name] = true
		v.prose[k.name] = v.prose[k.name] || k.prose
	}
}

// known tells whether a word is a key of the contract.
func (m *yamlMender) known(word string) bool { return m.words.keys[halfWidth(word)] }

// halfWidth writes letters of full width and capitals as keys are written.
func halfWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xff00 && r < 0xff5f {
			r -= 0xfee0
		}
		return unicode.ToLower(r)
	}, strings.TrimSpace(s))
}

// colons of other widths.
const fullColons = "：﹕︰∶"

// key finds the key of a line and where its value begins.
func (m *yamlMender) key(l []rune) (name string, value int, ok bool) {
	start := m.col
	if l[start] == '"' || l[start] == '\'' {
		return m.quotedKey(l)
	}
	n := len(m.blocks)
	texts := n > 0 && m.blocks[n-1].list && m.words.prose[m.blocks[n-1].owner]
	if strings.ContainsRune("[{|>", l[start]) || strings.ContainsRune("［｛", l[start]) && !texts {
		return "", 0, false
	}
	full, bare := -1, -1
	for i := start; i < len(l); i++ {
		switch {
		case l[i] == '#' && i > 0 && white(l[i-1]):
			return m.badKey(l, full, bare)
		case strings.ContainsRune(fullColons, l[i]):
			if full < 0 {
				full = i
			}
		case l[i] == ':' && (i+1 == len(l) || white(l[i+1])):
			if full >= 0 && m.known(string(l[start:full])) {
				return m.badKey(l, full, bare)
			}
			return m.plainKey(l, i)
		case l[i] == ':' && bare < 0:
			bare = i
		}
	}
	return m.badKey(l, full, bare)
}

func (m *yamlMender) plainKey(l []rune, colon int) (string, int, bool) {
	name := strings.TrimSpace(string(l[m.col:colon]))
	if q := strings.Trim(name, "“”‘’＂＇"); q != name && m.known(q) {
		m.curly(m.line, m.col, colon)
		name = q
	}
	// Under a key that holds texts, an item that has a colon is a text.
	if n := len(m.blocks); n > 0 && m.blocks[n-1].list && m.words.prose[m.blocks[n-1].owner] && !m.known(name) {
		return "", 0, false
	}
	m.blanks(l, colon+1)
	return name, blankFrom(l, colon+1), true
}

// blanks reports a blank behind a colon that YAML does not take for one.
func (m *yamlMender) blanks(l []rune, i int) {
	if i >= len(l) || l[i] == ' ' || l[i] == '\t' {
		return
	}
	end := blankFrom(l, i)
	m.slip(m.line, i, term{
		blankName(l[i]).en + " stands behind the colon: put a half-width space there",
		"冒号后是" + blankName(l[i]).zh + "：请改成半角空格"}, false, repair{m.line, i, end - i, strings.Repeat(" ", end-i)})
}

// badKey looks whether a line without a proper colon was meant to have a key.
func (m *yamlMender) badKey(l []rune, full, bare int) (string, int, bool) {
	for _, i := range [2]int{full, bare} {
		if i <= m.col {
			continue
		}
		word := strings.TrimSpace(string(l[m.col:i]))
		if !m.known(word) && !m.inMapping(l, word) {
			continue
		}
		if l[i] == ':' {
			if i+1 < len(l) && l[i+1] == '/' {
				continue
			}
			m.slip(m.line, i, term{
				"there is no space behind the colon: write " + word + ": and a space",
				"冒号后缺少空格：请写成「" + word + ": 」（冒号加空格）"}, false, repair{m.line, i + 1, 0, " "})
		} else {
			word = m.fullColon(m.line, m.col, i, word)
		}
		return word, blankFrom(l, i+1), true
	}
	return "", 0, false
}

// fullColon reports the colon of full width at i behind the word that begins at
// start, and gives the key that is meant: the word, or what it says in Chinese.
func (m *yamlMender) fullColon(line, start, i int, word string) string {
	l := m.text(line)
	key := word
	var fix []repair
	if k := typedKeys[word]; m.words.front[k] {
		key = k
		fix = append(fix, repair{line, start, i - start, key})
	}
	fix = append(fix, repair{line, i, blankFrom(l, i+1) - i, ": "})
	m.slip(line, i, term{
		fmt.Sprintf("the colon %c behind %s is full-width: write %s: with a half-width colon and a space", l[i], word, key),
		fmt.Sprintf("%s 后的冒号「%c」是全角：请写成「%s: 」（半角冒号加空格）", word, l[i], key)}, false, fix...)
	return key
}

// mappingOwners hold mappings whose keys the paper chooses.
const mappingOwners = "editors"

// inMapping tells whether a line stands where only an entry of a mapping can:
// beside others, or where keys of the paper's own are named.
func (m *yamlMender) inMapping(l []rune, word string) bool {
	if strings.ContainsFunc(word, white) || word == "" {
		return false
	}
	n := len(m.blocks)
	if m.pending == mappingOwners {
		return true
	}
	if n == 0 {
		return m.pending == "" && m.line == m.firstLine()
	}
	return m.pending == "" && !m.blocks[n-1].list && m.blocks[n-1].indent <= m.col
}

// firstLine is the first line that holds anything.
func (m *yamlMender) firstLine() int {
	for i, l := range m.src.lines {
		if at := blankFrom(l, 0); at < len(l) && l[at] != '#' {
			return i
		}
	}
	return 0
}

func (m *yamlMender) quotedKey(l []rune) (string, int, bool) {
	q, start := l[m.col], m.col
	for i := start + 1; i < len(l); i++ {
		if l[i] != q {
			continue
		}
		if c := blankFrom(l, i+1); c < len(l) && l[c] == ':' {
			return string(l[start+1 : i]), blankFrom(l, c+1), true
		}
		return "", 0, false
	}
	return "", 0, false
}
