package manuscript

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"duikai/layout/diag"
)

// # Passages
//
// A story is edited at the page a piece at a time: a line of its head, a paragraph.
// A passage is such a piece as its editor wrote it, marks and all, and the lines of
// the file that it takes; putting other words in its place touches these lines
// alone.

// Passage is a piece of a story's file that is edited by itself.
type Passage struct {
	Key string // of the front matter; empty: of the text
	// Item is the number of an item of a list, from 0; -1: the value is no list, or
	// the passage is of the text.
	Item     int
	Line, To int    // its first line and its last, from 1
	Text     string // as it is written, without what YAML needs around it
}

// passageKeys are the keys of the front matter whose values are words.
var passageKeys = []string{"kicker", "headline", "deck", "summary", "byline", "column", "note", "short"}

// ErrNoPassage tells that a file holds no such passage any more.
var ErrNoPassage = errors.New("the file no longer says this")

// storyParts is a story's file parted for changes.
type storyParts struct {
	source   []byte
	front    *editor // of the front matter alone
	root     *node   // nil: there is none
	from, to int     // the front matter in the source
	all      *editor // of the whole file, for its lines
	above    int     // lines over the front matter
	bodyLine int     // from 1
}

// partStory parts a story's file. Front matter that is not written as it should be
// is not taken apart.
func partStory(source []byte) (*storyParts, error) {
	s := &storyParts{source: source, all: newEditor(source), bodyLine: 1}
	first := 1
	for first <= len(s.all.starts) && len(bytes.TrimSpace(s.all.line(first))) == 0 {
		first++
	}
	if first > len(s.all.starts) || !isRule(string(s.all.line(first))) {
		return s, nil
	}
	for n := first + 1; n <= len(s.all.starts); n++ {
		if !isRule(string(s.all.line(n))) {
			continue
		}
		mark := len(s.all.mark)
		s.from, s.to = mark+s.all.starts[first], mark+s.all.starts[n-1]
		s.above, s.bodyLine = first, n+1
		s.front = newEditor(source[s.from:s.to])
		root, sound := s.front.parse()
		if !sound {
			return nil, errFaults
		}
		s.root = root
		return s, nil
	}
	return nil, errFaults
}

// Passages gives the pieces of a story's file that can be edited by themselves, in
// their order.
func Passages(source []byte) (all []Passage, err error) {
	s, err := partStory(source)
	if err != nil {
		return nil, err
	}
	if s.root.given() {
		for _, p := range s.root.pairs {
			if !slices.Contains(passageKeys, p.key.text) || !p.value.given() || p.value.quote == '|' {
				continue
			}
			add := func(n *node, item int) {
				if n.kind == scalar {
					all = append(all, Passage{Key: p.key.text, Item: item, Line: n.pos.Line + s.above, To: n.pos.Line + s.above, Text: n.text})
				}
			}
			add(p.value, -1)
			for i, n := range p.value.items {
				add(n, i)
			}
		}
	}
	return append(all, s.blocks()...), nil
}

// blocks are the pieces of the text: what empty lines part.
func (s *storyParts) blocks() (all []Passage) {
	from := 0
	end := func(n int) {
		if from == 0 {
			return
		}
		var lines []string
		for k := from; k < n; k++ {
			lines = append(lines, string(s.all.line(k)))
		}
		all = append(all, Passage{Item: -1, Line: from, To: n - 1, Text: strings.Join(lines, "\n")})
		from = 0
	}
	for n := s.bodyLine; n <= len(s.all.starts); n++ {
		switch blank := len(bytes.TrimSpace(s.all.line(n))) == 0; {
		case blank:
			end(n)
		case from == 0:
			from = n
		}
	}
	end(len(s.all.starts) + 1)
	return all
}

// FindPassage finds a passage again in a file that may have changed: where it was,
// or in the one place that says the same.
func FindPassage(source []byte, was Passage) (p Passage, err error) {
	all, err := Passages(source)
	if err != nil {
		return p, err
	}
	alike := slices.DeleteFunc(all, func(p Passage) bool {
		return p.Key != was.Key || p.Item != was.Item || p.Text != was.Text
	})
	if i := slices.IndexFunc(alike, func(p Passage) bool { return p.Line == was.Line }); i >= 0 {
		return alike[i], nil
	}
	if len(alike) != 1 {
		return p, ErrNoPassage
	}
	return alike[0], nil
}

// ChangePassage gives a story's source with other words for a passage; without
// words a paragraph goes. The words of a paragraph may have several lines, and empty
// ones among them.
func ChangePassage(source []byte, was Passage, text string) ([]byte, error) {
	p, err := FindPassage(source, was)
	if err != nil {
		return nil, err
	}
	s, err := partStory(source)
	if err != nil {
		return nil, err
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	if p.Key != "" {
		return s.rewrite(p, text)
	}
	from := s.all.starts[p.Line-1]
	to := s.all.lineEnd(s.all.starts[p.To-1])
	text = strings.Trim(text, "\n")
	if strings.TrimSpace(text) == "" {
		text = ""
		next := p.To + 1
		for next <= len(s.all.starts) && len(bytes.TrimSpace(s.all.line(next))) == 0 {
			next++
		}
		if to = len(s.all.source); next <= len(s.all.starts) {
			to = s.all.starts[next-1]
		}
	}
	s.all.edit(from, to, strings.ReplaceAll(text, "\n", s.all.eol))
	return s.all.apply()
}

// rewrite gives a value of the front matter other words.
func (s *storyParts) rewrite(p Passage, text string) ([]byte, error) {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\n", ""))
	v := s.root.get(p.Key)
	if p.Item >= 0 {
		v = v.items[p.Item]
	}
	if text == "" && p.Item < 0 {
		return ChangeFront(s.source, []diag.Setting{{Key: p.Key}})
	}
	if text == "" {
		return nil, ErrNotPlain
	}
	list := s.root.get(p.Key)
	flow := p.Item >= 0 && s.front.source[s.front.at(list.pos)] == '['
	at := s.front.at(v.pos)
	s.front.edit(at, s.front.valueEnd(at, flow), requoted(s.front.source[at], text, flow))
	return s.frontApplied(func(before, after *node) bool {
		if !sameBut(before, after, p.Key) {
			return false
		}
		was, now := before.get(p.Key), after.get(p.Key)
		if p.Item < 0 {
			return now.given() && now.kind == scalar && now.text == text
		}
		if len(was.items) != len(now.items) {
			return false
		}
		for i := range was.items {
			if i == p.Item && now.items[i].text != text || i != p.Item && !alike(was.items[i], now.items[i]) {
				return false
			}
		}
		return true
	})
}

// requoted writes a text between the quotes that stood there, or as Quoted does.
func requoted(first byte, text string, flow bool) string {
	switch {
	case first == '\'':
		return quoteYAML(text)
	case first == '"' && !strings.ContainsAny(text, `"\`):
		return `"` + text + `"`
	}
	return Quoted(text, flow)
}

// frontApplied gives the source with what was changed in its front matter, if that
// is as it should be.
func (s *storyParts) frontApplied(good func(before, after *node) bool) ([]byte, error) {
	changed, err := s.front.apply()
	if err != nil {
		return nil, err
	}
	after, sound := newEditor(changed).parse()
	if !sound || !good(s.root, after) {
		return nil, ErrNotPlain
	}
	return slices.Concat(s.source[:s.from], changed, s.source[s.to:]), nil
}

// ChangeFront gives a story's source with other values in its front matter, which is
// begun where it has none.
func ChangeFront(source []byte, set []diag.Setting) ([]byte, error) {
	s, err := partStory(source)
	if err != nil {
		return nil, err
	}
	if s.front == nil || !s.root.given() {
		if s.front != nil {
			return nil, ErrNotPlain
		}
		var b strings.Builder
		b.WriteString("---" + s.all.eol)
		for _, k := range set {
			if k.Value != "" {
				b.WriteString(k.Key + ": " + k.Value + s.all.eol)
			}
		}
		b.WriteString("---" + s.all.eol)
		return slices.Concat(s.all.mark, []byte(b.String()), s.all.source), nil
	}
	if err := s.front.set(s.root, set); err != nil {
		return nil, err
	}
	return s.frontApplied(func(before, after *node) bool { return settled(before, after, set) })
}

// FrontValues gives the values of a story's front matter as they are written, those
// that take one line.
func FrontValues(source []byte) (map[string]string, error) {
	s, err := partStory(source)
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	if s.root.given() {
		for _, p := range s.root.pairs {
			if text, ok := s.front.written(s.root, p.value); ok {
				all[p.key.text] = text
			}
		}
	}
	return all, nil
}
