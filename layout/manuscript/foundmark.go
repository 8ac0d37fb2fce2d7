package manuscript

import (
	"bytes"
	"slices"
	"strings"
)

// foundMark is the comment on a line with a place that the program found. Where
// it found a part alone, and others of the line are an editor's, their names
// follow: # found: at, # found: rows.
const foundMark = "# found"

// foundRows is what a mark calls the height of a span whose width was given.
const foundRows = "rows"

// marked is what the mark behind an offset of a line says that was found; nil:
// there is none.
func (w *editor) marked(at int) []string {
	_, comment, ok := strings.Cut(string(w.source[at:w.lineEnd(at)]), foundMark)
	switch {
	case !ok:
		return nil
	case comment == "" || comment[0] == ' ' || comment[0] == '\t':
		return []string{"at", "span"}
	case comment[0] != ':':
		return nil
	}
	comment, _, _ = strings.Cut(comment[1:], "#")
	return strings.FieldsFunc(comment, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
}

// unmark takes from a slot what says that the program found its place.
func (w *editor) unmark(n *node) {
	for _, end := range w.marks(n) {
		stop := w.lineEnd(end)
		mark := end + bytes.Index(w.source[end:stop], []byte(foundMark))
		if more := bytes.IndexByte(w.source[mark+1:stop], '#'); more >= 0 {
			next, blank := mark+1+more, ""
			behind := w.before(next) // the blanks before the other comment stay
			if behind == next {
				blank = " " // it needs one
			}
			w.edit(w.before(mark), behind, blank)
			continue
		}
		w.edit(w.before(mark), stop, "")
	}
}

// marks are the places of a slot behind which a mark says that something was found.
func (w *editor) marks(n *node) (ends []int) {
	if w.flow(n) {
		ends = append(ends, w.closing(w.at(n.pos)))
	} else {
		for _, p := range n.pairs {
			ends = append(ends, w.at(p.key.pos))
		}
	}
	return slices.DeleteFunc(ends, func(end int) bool { return end < 0 || w.marked(end) == nil })
}

// mark puts a mark behind a value, where only a comment follows it and none that
// is a mark.
func (w *planWriter) mark(at int, mark string) {
	rest := strings.TrimSpace(string(w.source[at:w.lineEnd(at)]))
	if (rest == "" || rest[0] == '#') && !strings.HasPrefix(rest, foundMark) {
		w.edit(at, at, "  "+mark)
	}
}

// brackets tells whether a list stands in brackets.
func (w *editor) brackets(have *node) bool { return w.source[w.at(have.pos)] == '[' }

// bracketed writes slots that stood nowhere as a list in brackets, a line for each and its
// mark; in is the mapping in which it stands.
func (w *planWriter) bracketed(entries []string, in *node) string {
	if len(entries) == 0 {
		return "[]"
	}
	line := "  " + foundMark + w.eol + strings.Repeat(" ", in.pos.Col+1)
	return "[" + strings.Join(entries, ","+line) + line + "]"
}

// markBraces puts marks behind slots in braces that stay in a list, and slots that stood
// nowhere behind the last of a list in brackets. A mark is about all that closes on its
// line: slots on one line are parted where one of them gets a mark.
func (w *planWriter) markBraces(have *node, stay []*node, marks map[*node]string, added []string) {
	for i, n := range stay {
		if !w.flow(n) || w.closing(w.at(n.pos)) < 0 {
			continue
		}
		end := w.closing(w.at(n.pos)) + 1
		line := w.nextLine(have)
		if i+1 == len(stay) {
			if len(added) > 0 && w.brackets(have) {
				w.addInBrackets(end, marks[n], line, added)
			} else {
				w.markBehind(end, marks[n], line)
			}
			continue
		}
		next := stay[i+1]
		switch {
		case bytes.ContainsAny(w.source[end:w.at(next.pos)], "\r\n"):
			w.markBehind(end, marks[n], line)
		case marks[n] != "" || marks[next] != "":
			comma := w.skipBlanks(end) + 1
			w.edit(comma, w.skipBlanks(comma), spaced(marks[n])+line)
		}
	}
}

// nextLine ends a line and begins the next one as far to the right as a list's first item.
func (w *planWriter) nextLine(have *node) string {
	return w.eol + strings.Repeat(" ", have.items[0].pos.Col-1)
}

// addInBrackets writes slots behind the last one of a list in brackets, each on a line
// with its mark. A comment behind that one stays there.
func (w *planWriter) addInBrackets(end int, mark, line string, added []string) {
	comma := ","
	if k := w.skipBlanks(end); k < len(w.source) && w.source[k] == ',' {
		end, comma = k+1, ""
	}
	all := line + strings.Join(added, ","+spaced(foundMark)+line)
	if k := w.skipBlanks(end); k < len(w.source) && w.source[k] == '#' {
		if w.marked(end) != nil {
			mark = ""
		}
		w.edit(end, end, comma+spaced(mark))
		stop := w.lineEnd(end)
		w.edit(stop, stop, all+spaced(foundMark))
		return
	}
	w.edit(end, end, comma+spaced(mark)+all)
	w.markBehind(end, foundMark, line)
}

// markBehind puts a mark behind a slot in braces and what closes with it; what follows on
// its line goes on another one, which begins with line.
func (w *planWriter) markBehind(at int, mark, line string) {
	if mark == "" {
		return
	}
	next := w.skipBlanks(at)
	for next < len(w.source) && strings.IndexByte(",]}", w.source[next]) >= 0 {
		at = next + 1
		next = w.skipBlanks(at)
	}
	switch rest := w.source[next:w.lineEnd(next)]; {
	case len(rest) == 0, rest[0] == '#' && w.marked(at) == nil:
		w.edit(at, at, spaced(mark))
	case rest[0] != '#':
		w.edit(at, next, spaced(mark)+line)
	}
}

// spaced is a mark behind something.
func spaced(mark string) string {
	if mark == "" {
		return ""
	}
	return "  " + mark
}
