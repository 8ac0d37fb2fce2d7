package manuscript

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// # Plans written into issue.yaml
//
// What was found for open slots goes into the file as an editor would write it:
// comments, order and everything else stay to the byte. A slot in braces gets
// its keys before the closing one, a slot over several lines a line with them
// behind its first key; stories of a pool or of the reserve become slots of
// their page. A line with something found ends in a comment that says so, as
// far as nothing else stands behind it.

// foundMark is the comment on a line with a place that the program found.
const foundMark = "# found"

// WritePlan gives the source of issue.yaml with the places of found slots: those
// of the planned pages, by number, in any order. The source is that which the
// issue was loaded from. It fails where a place cannot be put in without
// touching more.
func WritePlan(source []byte, pages map[int][]*Slot) ([]byte, error) {
	w := &planWriter{source: source, starts: []int{0}}
	for i, b := range source {
		if b == '\n' {
			w.starts = append(w.starts, i+1)
		}
	}
	k := new(sink)
	root, sound := parseYAML(issueFile, string(bytes.ReplaceAll(source, []byte("\r\n"), []byte("\n"))), 1, newVocabulary(), k)
	list := root.get("pages")
	if !sound || !list.given() {
		return nil, errors.New("issue.yaml has faults that must be mended first")
	}
	for _, p := range list.items {
		if number, ok := p.get("number").whole(); ok && pages[number] != nil {
			if err := w.page(p, slices.Clone(pages[number])); err != nil {
				return nil, fmt.Errorf("page %d: %w", number, err)
			}
		}
	}
	return w.apply()
}

// planWriter collects the changes of a source.
type planWriter struct {
	source []byte
	starts []int // of lines
	edits  []planEdit
}

// planEdit replaces bytes of a source.
type planEdit struct {
	from, to int
	text     string
}

func (w *planWriter) edit(from, to int, text string) {
	w.edits = append(w.edits, planEdit{from, to, text})
}

func (w *planWriter) apply() ([]byte, error) {
	slices.SortStableFunc(w.edits, func(a, b planEdit) int { return a.from - b.from })
	var out bytes.Buffer
	at := 0
	for _, e := range w.edits {
		if e.from < at {
			return nil, errors.New("two changes touch the same place")
		}
		out.Write(w.source[at:e.from])
		out.WriteString(e.text)
		at = e.to
	}
	out.Write(w.source[at:])
	return out.Bytes(), nil
}

// offset is where a line and a column, both from 1 and columns in characters,
// stand in the source.
func (w *planWriter) offset(line, col int) int {
	if line > len(w.starts) {
		return len(w.source)
	}
	at := w.starts[line-1]
	for range col - 1 {
		_, n := utf8.DecodeRune(w.source[at:])
		at += n
	}
	return at
}

// lineEnd is the end of the line that holds an offset.
func (w *planWriter) lineEnd(at int) int {
	if i := bytes.IndexByte(w.source[at:], '\n'); i >= 0 {
		return at + len(bytes.TrimRight(w.source[at:at+i], "\r"))
	}
	return len(w.source)
}

// page writes the slots of a page.
func (w *planWriter) page(p *node, slots []*Slot) error {
	have := p.get("slots")
	if have.given() {
		for _, n := range have.items {
			i := slices.IndexFunc(slots, func(s *Slot) bool { return s.Src == n.pos })
			if i < 0 {
				continue
			}
			if err := w.slot(n, slots[i]); err != nil {
				return err
			}
			slots = slices.Delete(slots, i, i+1)
		}
	}
	return w.more(p, have, slots)
}

// slot puts what a slot lacks into its mapping.
func (w *planWriter) slot(n *node, s *Slot) error {
	var keys []string
	if !n.get("at").given() {
		keys = append(keys, fmt.Sprintf("at: [%d, %d]", s.Col, s.Row))
	}
	span := n.get("span")
	switch {
	case !span.given():
		keys = append(keys, fmt.Sprintf("span: [%d, %d]", s.Cols, s.Rows))
	case span.kind == list && slices.ContainsFunc(span.items, func(n *node) bool { return !n.given() }):
		from := w.offset(span.pos.Line, span.pos.Col)
		to := w.closing(from)
		if to < 0 {
			return errors.New("a span has no closing bracket")
		}
		w.edit(from, to+1, fmt.Sprintf("[%d, %d]", s.Cols, s.Rows))
	}
	if s.Kind == StorySlot && s.Columns > 0 && !n.get("columns").given() {
		keys = append(keys, fmt.Sprintf("columns: %d", s.Columns))
	}
	if len(keys) == 0 {
		return nil
	}
	text := strings.Join(keys, ", ")
	first := n.pairs[0].key.pos
	at := w.offset(first.Line, first.Col)
	if open := bytes.TrimRight(w.source[:at], " \t\r\n"); len(open) > 0 && open[len(open)-1] == '{' {
		end := w.closing(len(open) - 1)
		if end < 0 {
			return errors.New("a slot has no closing brace")
		}
		in := len(bytes.TrimRight(w.source[:end], " \t\r\n,"))
		w.edit(in, in, ", "+text)
		if tail := w.lineEnd(end); len(bytes.TrimSpace(w.source[end+1:tail])) == 0 {
			w.edit(tail, tail, "  "+foundMark)
		}
		return nil
	}
	// Over several lines: a line of its own for each key, behind the first one.
	indent := strings.Repeat(" ", first.Col-1)
	line := w.behind(n, first.Line, first.Col)
	var lines strings.Builder
	for _, k := range keys {
		lines.WriteString(indent + k + "  " + foundMark + "\n")
	}
	w.insertLines(line, lines.String())
	return nil
}

// behind is the line, from 1, before which what follows the first key of a
// mapping in block form stands.
func (w *planWriter) behind(n *node, line, col int) int {
	if len(n.pairs) > 1 {
		return n.pairs[1].key.pos.Line
	}
	return w.beneath(line, col)
}

// beneath is the first line, from 1, below one and all that stands deeper: by so
// many blanks at least. Empty lines and comments belong to what follows them.
func (w *planWriter) beneath(line, depth int) int {
	end := line
	for line++; line <= len(w.starts); line++ {
		text := w.source[w.starts[line-1]:w.lineEnd(w.starts[line-1])]
		bare := bytes.TrimLeft(text, " ")
		switch deep := len(text)-len(bare) >= depth; {
		case len(bare) > 0 && deep:
			end = line
		case len(bare) > 0 && bare[0] != '#':
			return end + 1
		}
	}
	return end + 1
}

// below is the first line, from 1, behind a slot.
func (w *planWriter) below(n *node) int {
	first := n.pairs[0].key.pos
	at := w.offset(first.Line, first.Col)
	if open := bytes.TrimRight(w.source[:at], " \t\r\n"); len(open) > 0 && open[len(open)-1] == '{' {
		if end := w.closing(len(open) - 1); end >= 0 {
			return bytes.Count(w.source[:end], []byte("\n")) + 2
		}
	}
	return w.beneath(first.Line, first.Col-1)
}

// insertLines puts whole lines before a line.
func (w *planWriter) insertLines(line int, text string) {
	at := len(w.source)
	if line <= len(w.starts) {
		at = w.starts[line-1]
	}
	if at > 0 && w.source[at-1] != '\n' {
		text = "\n" + strings.TrimSuffix(text, "\n")
	}
	w.edit(at, at, text)
}

// closing is the bracket or brace that closes the one at an offset; -1: none.
func (w *planWriter) closing(at int) int {
	depth := 0
	for i := at; i < len(w.source); i++ {
		switch c := w.source[i]; c {
		case '[', '{':
			depth++
		case ']', '}':
			if depth--; depth == 0 {
				return i
			}
		case '"', '\'':
			if k := bytes.IndexByte(w.source[i+1:], c); k >= 0 && !letter(w.source[i-1]) {
				i += k + 1
			}
		case '#':
			if w.source[i-1] == ' ' {
				i = w.lineEnd(i) - 1
			}
		}
	}
	return -1
}

// letter tells a byte of a word, behind which a quote is an apostrophe.
func letter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= 0x80 }

// more writes the slots that the page does not list: stories of its pool, which
// leave it, and of the reserve.
func (w *planWriter) more(p, have *node, slots []*Slot) error {
	if len(slots) == 0 {
		return nil
	}
	var items []string
	for _, s := range slots {
		text := fmt.Sprintf("{story: %s, at: [%d, %d], span: [%d, %d]", s.Story, s.Col, s.Row, s.Cols, s.Rows)
		if s.Columns > 0 {
			text += fmt.Sprintf(", columns: %d", s.Columns)
		}
		items = append(items, text+"}")
	}
	if pool := p.get("pool"); pool.given() {
		if err := w.drain(pool, slots); err != nil {
			return err
		}
	}
	if have.given() && len(have.items) > 0 {
		first := have.items[0].pos
		at := w.offset(first.Line, first.Col)
		lead := string(w.source[w.starts[first.Line-1]:at])
		if dash := strings.TrimLeft(lead, " "); strings.HasPrefix(dash, "- ") {
			indent := lead[:len(lead)-len(dash)]
			w.insertLines(w.below(have.items[len(have.items)-1]), indent+"- "+strings.Join(items, "  "+foundMark+"\n"+indent+"- ")+"  "+foundMark+"\n")
			return nil
		}
		open := bytes.LastIndexByte(w.source[:at], '[')
		end := -1
		if open >= 0 {
			end = w.closing(open)
		}
		if end < 0 {
			return errors.New("the slots stand in no list")
		}
		in := len(bytes.TrimRight(w.source[:end], " \t\r\n,"))
		w.edit(in, in, ", "+strings.Join(items, ", "))
		return nil
	}
	// The page has no slots yet: they follow its number.
	key := p.keyPos("number")
	indent := strings.Repeat(" ", key.Col-1)
	if at := w.offset(key.Line, key.Col); bytes.HasSuffix(bytes.TrimRight(w.source[:at], " "), []byte("{")) {
		w.edit(at, at, "slots: ["+strings.Join(items, ", ")+"], ")
		return nil
	}
	w.insertLines(key.Line+1, indent+"slots:\n"+indent+"  - "+strings.Join(items, "  "+foundMark+"\n"+indent+"  - ")+"  "+foundMark+"\n")
	return nil
}

// drain takes the stories that have a slot now out of a pool.
func (w *planWriter) drain(pool *node, slots []*Slot) error {
	var left []string
	for _, n := range pool.items {
		if !slices.ContainsFunc(slots, func(s *Slot) bool { return s.Story == n.text }) {
			left = append(left, n.text)
		}
	}
	from := w.offset(pool.pos.Line, pool.pos.Col)
	if w.source[from] == '[' {
		to := w.closing(from)
		if to < 0 {
			return errors.New("the pool has no closing bracket")
		}
		w.edit(from, to+1, "["+strings.Join(left, ", ")+"]")
		return nil
	}
	// A list in lines: those of its items go.
	for _, n := range pool.items {
		if !slices.Contains(left, n.text) {
			start := w.starts[n.pos.Line-1]
			end := len(w.source)
			if n.pos.Line < len(w.starts) {
				end = w.starts[n.pos.Line]
			}
			w.edit(start, end, "")
		}
	}
	return nil
}
