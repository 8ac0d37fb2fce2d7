package manuscript

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"duikai/layout/diag"
)

// editor changes the text of a YAML file by the places of its nodes: everything
// else stays to the byte, the byte order mark and the line ends too.
type editor struct {
	mark   []byte // byte order marks
	source []byte // what follows them
	eol    string // the file's line end
	starts []int  // of lines
	edits  []splice
}

// splice replaces bytes of a source.
type splice struct {
	from, to int
	text     string
}

func newEditor(source []byte) *editor {
	const bom = "\ufeff"
	w := &editor{source: source, eol: "\n", starts: []int{0}}
	for bytes.HasPrefix(w.source, []byte(bom)) {
		w.source = w.source[len(bom):]
	}
	w.mark = source[:len(source)-len(w.source)]
	if i := bytes.IndexAny(w.source, "\r\n"); i >= 0 && w.source[i] == '\r' {
		w.eol = "\r"
		if i+1 < len(w.source) && w.source[i+1] == '\n' {
			w.eol = "\r\n"
		}
	}
	for i, b := range w.source {
		if b == '\n' || b == '\r' && (i+1 == len(w.source) || w.source[i+1] != '\n') {
			w.starts = append(w.starts, i+1)
		}
	}
	return w
}

// parse reads the source as the loader does.
func (w *editor) parse() (*node, bool) { return w.parseAs(issueFile, contractWords()) }

func (w *editor) parseAs(file string, words *vocabulary) (*node, bool) {
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(w.source))
	return parseYAML(file, text, 1, words, newSink())
}

func (w *editor) edit(from, to int, text string) { w.edits = append(w.edits, splice{from, to, text}) }

// apply gives the source with all changes.
func (w *editor) apply() ([]byte, error) {
	slices.SortStableFunc(w.edits, func(a, b splice) int { return a.from - b.from })
	out := bytes.NewBuffer(slices.Clone(w.mark))
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

// at is where a place stands in the source.
func (w *editor) at(pos diag.Pos) int {
	if pos.Line < 1 || pos.Line > len(w.starts) {
		return len(w.source)
	}
	at := w.starts[pos.Line-1]
	for range pos.Col - 1 {
		_, n := utf8.DecodeRune(w.source[at:])
		at += n
	}
	return at
}

// lineEnd is the end of the line that holds an offset.
func (w *editor) lineEnd(at int) int {
	if i := bytes.IndexAny(w.source[at:], "\r\n"); i >= 0 {
		return at + i
	}
	return len(w.source)
}

// skipBlanks is the first offset from one on that is no blank of its line.
func (w *editor) skipBlanks(at int) int {
	for at < len(w.source) && (w.source[at] == ' ' || w.source[at] == '\t') {
		at++
	}
	return at
}

// before is where the blanks before an offset begin.
func (w *editor) before(at int) int { return len(bytes.TrimRight(w.source[:at], " \t")) }

// flow tells whether a mapping stands in braces.
func (w *editor) flow(n *node) bool {
	at := w.at(n.pos)
	return at < len(w.source) && w.source[at] == '{'
}

// line is the text of a line, from 1, without its end.
func (w *editor) line(n int) []byte {
	start := w.starts[n-1]
	return w.source[start:w.lineEnd(start)]
}

// idle tells whether a line holds nothing but a comment.
func (w *editor) idle(n int) bool {
	text := bytes.TrimSpace(w.line(n))
	return len(text) == 0 || text[0] == '#'
}

// below is the first line, from 1, behind a value that begins a line or follows
// a dash.
func (w *editor) below(n *node) int {
	if w.flow(n) {
		if end := w.closing(w.at(n.pos)); end >= 0 {
			line := n.pos.Line
			for line < len(w.starts) && w.starts[line] <= end {
				line++
			}
			return line + 1
		}
	}
	last := n.pos.Line
	for line := last + 1; line <= len(w.starts); line++ {
		text := w.line(line)
		bare := bytes.TrimLeft(text, " ")
		if len(bytes.TrimSpace(bare)) == 0 {
			continue // it may be a line of a text
		}
		switch deep := len(text)-len(bare) >= n.pos.Col-1; {
		case deep:
			last = line
		case bare[0] != '#': // a comment belongs to what follows it
			return last + 1
		}
	}
	return last + 1
}

// insert puts lines before a line, each with the mark of what was found behind
// it where it ends in a value.
func (w *editor) insert(line int, lines []string) {
	at := len(w.source)
	if line <= len(w.starts) {
		at = w.starts[line-1]
	}
	var text strings.Builder
	bare := at > 0 && w.source[at-1] != '\n' && w.source[at-1] != '\r' // the last line has no end
	for _, l := range lines {
		if !strings.HasSuffix(l, ":") {
			l += "  " + foundMark
		}
		if bare {
			text.WriteString(w.eol + l)
		} else {
			text.WriteString(l + w.eol)
		}
	}
	w.edit(at, at, text.String())
}

// valueEnd is the end of the value that begins at an offset.
func (w *editor) valueEnd(at int, flow bool) int {
	if at >= len(w.source) {
		return len(w.source)
	}
	switch w.source[at] {
	case '[', '{':
		if end := w.closing(at); end >= 0 {
			return end + 1
		}
		return at
	case '"', '\'':
		return w.quoted(at)
	}
	end := at
	for end < len(w.source) {
		c := w.source[end]
		if c == '\n' || c == '\r' || c == '#' && end > at && (w.source[end-1] == ' ' || w.source[end-1] == '\t') || flow && strings.IndexByte(",[]{}", c) >= 0 {
			break
		}
		end++
	}
	return at + len(bytes.TrimRight(w.source[at:end], " \t"))
}

// quoted is the end of a text in quotes.
func (w *editor) quoted(at int) int {
	mark := w.source[at]
	for i := at + 1; i < len(w.source); i++ {
		switch {
		case mark == '"' && w.source[i] == '\\':
			i++
		case w.source[i] != mark:
		case mark == '\'' && i+1 < len(w.source) && w.source[i+1] == '\'':
			i++
		default:
			return i + 1
		}
	}
	return len(w.source)
}

// closing is the bracket or brace that closes the one at an offset; -1: none.
func (w *editor) closing(at int) int {
	depth := 0
	fresh := true // a value may begin here
	for i := at; i < len(w.source); i++ {
		switch c := w.source[i]; c {
		case '[', '{':
			depth++
			fresh = true
		case ']', '}':
			if depth--; depth == 0 {
				return i
			}
			fresh = false
		case ',', ':':
			fresh = true
		case ' ', '\t', '\n', '\r':
		case '#':
			if i > 0 && bytes.IndexByte([]byte(" \t\n\r"), w.source[i-1]) >= 0 {
				i = w.lineEnd(i) - 1
				continue
			}
			fresh = false
		case '"', '\'':
			if fresh {
				i = w.quoted(i) - 1
			}
			fresh = false
		default:
			fresh = false
		}
	}
	return -1
}

// scalar replaces a value of one word.
func (w *editor) scalar(n *node, text string, flow bool) {
	at := w.at(n.pos)
	if end := w.valueEnd(at, flow); string(w.source[at:end]) != text {
		w.edit(at, end, text)
	}
}

// pair makes a list of two have these numbers; it tells whether that changed
// anything, and whether it is one.
func (w *editor) pair(n *node, x, y int, flow bool) (changed, ok bool) {
	if n.kind != list || len(n.items) != 2 {
		return false, false
	}
	flow = flow || w.source[w.at(n.pos)] == '['
	for i, want := range [2]int{x, y} {
		item := n.items[i]
		if v, ok := item.whole(); ok && v == want {
			continue
		}
		at := w.at(item.pos)
		end := w.valueEnd(at, flow)
		if word := string(w.source[at:end]); !item.given() && word != "~" && !strings.EqualFold(word, "null") {
			return false, false
		}
		w.edit(at, end, fmt.Sprint(want))
		changed = true
	}
	return changed, true
}

// fill gives a key without a value one, and marks it as found.
func (w *editor) fill(n *node, key, text string) {
	end := w.fillIn(n, key, text)
	if stop := w.lineEnd(end); !w.flow(n) && w.skipBlanks(end) == stop {
		w.edit(stop, stop, "  "+foundMark)
	}
}

// fillIn gives a key without a value one, and tells where its place ends.
func (w *editor) fillIn(n *node, key, text string) (end int) {
	at := w.at(n.keyPos(key))
	colon := at + bytes.IndexByte(w.source[at:], ':')
	from := w.skipBlanks(colon + 1)
	end = from
	if from < len(w.source) && w.source[from] != '#' {
		end = w.valueEnd(from, w.flow(n))
	}
	if end == from {
		from, end, text = colon+1, colon+1, " "+text
	}
	w.edit(from, end, text)
	return end
}
