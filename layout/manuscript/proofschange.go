package manuscript

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"duikai/layout/diag"
	"duikai/layout/geom"
)

// # Changes of proofs.yaml
//
// What is marked, answered, settled and signed at a desk becomes lines of proofs.yaml;
// all else of the file stays to the byte, as in issue.yaml. What comes out is read
// again, and must say what was there before and what was asked for.

// ProofChange is one change of proofs.yaml. One of its parts is set.
type ProofChange struct {
	Mark *ProofMark // a new one
	Sign *Signature // a new one

	On     int // which mark or signature, from 0, the others are about
	Answer *Answer
	Settle *Hand
	Reopen bool    // it was not settled after all
	Note   *string // other words for the mark
	Drop   bool    // the mark goes
	Unsign bool    // the signature goes
}

// ReadProofs reads the source of proofs.yaml; an error tells that it has faults.
func ReadProofs(source []byte) (Proofs, error) {
	p, _, err := newEditor(source).readProofs()
	return p, err
}

// readProofs reads the source, and gives what it was read from.
func (w *editor) readProofs() (p Proofs, root *node, err error) {
	words := proofsWords()
	root, sound := w.parseAs(ProofsFile, words)
	if !sound {
		return p, nil, errFaults
	}
	if !root.given() {
		return p, root, nil
	}
	d := &decoder{sink: newSink(), words: words}
	if !readMapping(d, ProofsFile, root, proofsKeys(), &p) || d.list.Has(diag.Error) {
		return p, nil, errFaults
	}
	return p, root, nil
}

// ChangeProofs gives the source of proofs.yaml with a change; the source may be empty.
func ChangeProofs(source []byte, c ProofChange) ([]byte, error) {
	w := &planWriter{editor: newEditor(source)}
	before, root, err := w.readProofs()
	if err != nil {
		return nil, err
	}
	if c.Mark != nil {
		c.Mark = c.Mark.rounded()
	}
	want, err := c.changed(before)
	if err != nil {
		return nil, err
	}
	if err := w.proofs(root, c); err != nil {
		return nil, err
	}
	out, err := w.apply()
	if err != nil {
		return nil, err
	}
	after, err := ReadProofs(out)
	if err != nil || !reflect.DeepEqual(unplaced(after), unplaced(want)) {
		return nil, ErrNotPlain
	}
	return out, nil
}

// rounded is a mark with its place as the file will have it.
func (m *ProofMark) rounded() *ProofMark {
	out := *m
	for _, l := range []*geom.Length{&out.Area.X, &out.Area.Y, &out.Area.W, &out.Area.H} {
		if v, err := geom.Parse(max(*l, 0).In("mm")); err == nil {
			*l = v.Abs
		}
	}
	return &out
}

// unplaced are proofs without their places in the file.
func unplaced(p Proofs) (out Proofs) {
	for _, m := range p.Marks {
		c := *m
		c.Src = diag.Pos{}
		out.Marks = append(out.Marks, &c)
	}
	for _, s := range p.Signed {
		c := *s
		c.Src = diag.Pos{}
		out.Signed = append(out.Signed, &c)
	}
	return out
}

// changed is what proofs should say after a change.
func (c ProofChange) changed(p Proofs) (Proofs, error) {
	p = unplaced(p)
	switch {
	case c.Mark != nil:
		p.Marks = append(p.Marks, c.Mark)
		return p, nil
	case c.Sign != nil:
		p.Signed = append(p.Signed, c.Sign)
		return p, nil
	case c.Unsign:
		if c.On < 0 || c.On >= len(p.Signed) {
			return p, fmt.Errorf("there is no signature %d", c.On+1)
		}
		p.Signed = slices.Delete(p.Signed, c.On, c.On+1)
		return p, nil
	case c.On < 0 || c.On >= len(p.Marks):
		return p, fmt.Errorf("there is no mark %d", c.On+1)
	}
	m := p.Marks[c.On]
	switch {
	case c.Answer != nil:
		m.Answers = append(slices.Clone(m.Answers), *c.Answer)
	case c.Settle != nil:
		m.Settled = c.Settle
	case c.Reopen:
		m.Settled = nil
	case c.Note != nil:
		m.Note = *c.Note
	case c.Drop:
		p.Marks = slices.Delete(p.Marks, c.On, c.On+1)
	}
	return p, nil
}

// proofs writes a change.
func (w *planWriter) proofs(root *node, c ProofChange) error {
	switch {
	case c.Mark != nil:
		return w.append(root, "marks", c.Mark.lines())
	case c.Sign != nil:
		return w.append(root, "signed", []string{c.Sign.line()})
	case c.Unsign:
		w.takeOut(root, "signed", root.get("signed").items[c.On])
		return nil
	}
	n := root.get("marks").items[c.On]
	switch {
	case c.Answer != nil:
		return w.append(n, "answers", []string{c.Answer.line()})
	case c.Settle != nil:
		return w.set(n, []diag.Setting{{Key: "settled", Value: "{" + c.Settle.pairs() + "}"}})
	case c.Reopen:
		return w.set(n, []diag.Setting{{Key: "settled"}})
	case c.Note != nil:
		return w.set(n, []diag.Setting{{Key: "note", Value: said(*c.Note)}})
	case c.Drop:
		w.takeOut(root, "marks", n)
	}
	return nil
}

// lines writes a mark as the keys of a mapping, one a line.
func (m *ProofMark) lines() (all []string) {
	put := func(key, value string) {
		if value != "" {
			all = append(all, key+": "+value)
		}
	}
	put("page", strconv.Itoa(m.Page))
	if m.Area != (geom.Rect{}) {
		put("at", "["+m.Area.X.In("mm")+", "+m.Area.Y.In("mm")+"]")
		put("size", "["+m.Area.W.In("mm")+", "+m.Area.H.In("mm")+"]")
	}
	words := func(key, text string) {
		if text != "" {
			put(key, said(text))
		}
	}
	words("story", m.Story)
	if m.Line > 0 {
		put("line", strconv.Itoa(m.Line))
	}
	words("words", m.Words)
	words("before", m.Before)
	words("after", m.After)
	words("note", m.Note)
	words("who", m.Who)
	put("when", m.When)
	return all
}

// said writes words as a value that may come to stand in braces: with anything in them
// that might be a sign of YAML, between quotes.
func said(text string) string {
	letter := func(r rune) bool { return r >= unicode.MaxASCII || unicode.IsLetter(r) || unicode.IsDigit(r) }
	first, _ := utf8.DecodeRuneInString(text)
	if !letter(first) || strings.ContainsFunc(text, func(r rune) bool { return !letter(r) && !strings.ContainsRune(" -_./", r) }) {
		return quoteYAML(text)
	}
	return Quoted(text, true)
}

// line writes a signature in braces.
func (s *Signature) line() string {
	out := fmt.Sprintf("{page: %d, status: %s, %s", s.Page, s.Status, s.pairs())
	if s.Content != "" {
		out += ", content: " + said(s.Content)
	}
	return out + "}"
}

func (a *Answer) line() string {
	return "{" + a.pairs() + ", note: " + said(a.Note) + "}"
}

func (h *Hand) pairs() string {
	return "who: " + said(h.Who) + ", when: " + h.When
}

// append adds an item to the list of a key: one line of it, or some that are the keys
// of a mapping.
func (w *planWriter) append(n *node, key string, item []string) error {
	braces := item[0]
	if len(item) > 1 {
		braces = "{" + strings.Join(item, ", ") + "}"
	}
	have := n.get(key)
	switch {
	case n != nil && len(n.pairs) > 0 && w.flow(n) && len(have.list()) == 0: // the mapping stands in braces
		return w.set(n, []diag.Setting{{Key: key, Value: "[" + braces + "]"}})
	case len(have.list()) > 0 && w.source[w.at(have.pos)] == '[':
		at := w.valueEnd(w.at(have.items[len(have.items)-1].pos), true)
		w.edit(at, at, ", "+braces)
	case len(have.list()) > 0:
		last := have.items[len(have.items)-1]
		line := w.line(last.pos.Line)
		indent := line[:len(line)-len(bytes.TrimLeft(line, " "))]
		w.put(w.below(last), dashed(string(indent), item))
	case n != nil && n.keyPos(key).Line > 0:
		at := n.keyPos(key)
		if have.given() { // []
			from := w.at(have.pos)
			w.edit(w.before(from), w.valueEnd(from, false), "")
		}
		w.put(at.Line+1, dashed(strings.Repeat(" ", at.Col+1), item))
	case n == nil || len(n.pairs) == 0: // a file that says nothing
		w.put(len(w.starts)+1, append([]string{key + ":"}, dashed("  ", item)...))
	default:
		col := n.pairs[0].key.pos.Col
		w.put(w.below(n), append([]string{strings.Repeat(" ", col-1) + key + ":"}, dashed(strings.Repeat(" ", col+1), item)...))
	}
	return nil
}

// dashed are the lines of an item of a list.
func dashed(indent string, item []string) (lines []string) {
	for i, k := range item {
		mark := "  "
		if i == 0 {
			mark = "- "
		}
		lines = append(lines, indent+mark+k)
	}
	return lines
}
