package manuscript

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"duikai/layout/diag"
)

// # Changes by hand
//
// Who moves a slot at a screen changes a pair of numbers of issue.yaml and
// nothing else: comments, order, blanks, line ends stay to the byte. A key that a
// slot has gets another value, one that it lacks is written behind its last one,
// or on a line of its own; a place set by hand is no longer marked as found. What
// comes out is read again before it is given: where it says anything else than
// was there and was asked for, nothing is changed.

// SlotEntry is a slot as issue.yaml has it.
type SlotEntry struct {
	Page  int // its number
	Index int // among the slots of its page, from 0
	// Kind is the key that says what the slot holds, and Name what it says: an id, a
	// path; of a group the first path. What holds words that an editor may change, or none,
	// is called what its kind is.
	Kind, Name string
	// Keys are the values as they are written, those that take one line and lists of words
	// and figures, and Words what they say where they are words: those of several lines
	// with line ends between them. Words that take more lines of the file stand in Keys too.
	Keys, Words map[string]string
	// Begins is where the value of each key begins.
	Begins map[string]diag.Pos
	// Found tells that a mark says that the program found something of its place.
	Found bool
	Src   diag.Pos
}

// SlotChange changes a slot, or takes it out.
type SlotChange struct {
	Page, Index int
	Set         []diag.Setting
	Drop        bool
}

// NewSlot is a slot for a story that stood nowhere. The story leaves the pools
// and the reserve. Without a span its place is left to the program.
type NewSlot struct {
	Page     int
	Story    string
	At, Span [2]int
}

// open tells that the program is to place it.
func (n NewSlot) open() bool { return n.Span == [2]int{} }

// Loosened gives the source of issue.yaml with the places of a page's stories and
// pictures marked as found, so that the program may move them; Tightened takes the
// marks from those that stayed where their editor had placed them.
func Loosened(source []byte, page int) ([]byte, error) {
	w := &planWriter{editor: newEditor(source)}
	root, sound := w.parse()
	if !sound {
		return nil, errFaults
	}
	p, _ := slotOf(root, page, 0)
	have, marks := p.get("slots"), map[*node]string{}
	for _, n := range have.list() {
		at, span := n.get("at"), n.get("span")
		if !n.get("story").given() && !n.get("picture").given() && !n.get("pictures").given() || !at.given() || !span.given() || len(w.marks(n)) > 0 {
			continue
		}
		if w.flow(n) {
			marks[n] = foundMark
			continue
		}
		w.mark(w.valueEnd(w.at(at.pos), false), foundMark+": at")
		w.mark(w.valueEnd(w.at(span.pos), false), foundMark+": span")
	}
	w.markBraces(have, have.list(), marks, nil)
	return w.apply()
}

// FoundOn gives a source in which only the marks of one page say that something was
// found, with every place where it was: to plan that page again and no other one. It is
// not written anywhere.
func FoundOn(source []byte, page int) []byte {
	const kept = "# fixed" // as long as the mark
	w := newEditor(source)
	root, _ := w.parse()
	for _, p := range root.get("pages").list() {
		if number, _ := p.get("number").whole(); number == page {
			continue
		}
		for _, n := range p.get("slots").list() {
			for _, end := range w.marks(n) {
				mark := end + bytes.Index(w.source[end:], []byte(foundMark))
				w.edit(mark, mark+len(kept), kept)
			}
		}
	}
	out, err := w.apply()
	if err != nil {
		return source
	}
	return out
}

// Tightened gives what became of a loosened source without the marks that Loosened put
// behind what has not moved. before is the source as it was.
func Tightened(before, after []byte, page int) ([]byte, error) {
	was, now := newEditor(before), newEditor(after)
	old, sound := was.parse()
	root, also := now.parse()
	if !sound || !also {
		return nil, errFaults
	}
	if alike(old, root) {
		return before, nil // with what shared a line
	}
	p, _ := slotOf(old, page, 0)
	q, _ := slotOf(root, page, 0)
	taken := map[*node]bool{}
	for _, n := range q.get("slots").list() {
		for _, o := range p.get("slots").list() {
			if !taken[o] && sameBut(o, n) && len(was.marks(o)) == 0 && o.get("at").given() {
				taken[o] = true
				now.unmark(n)
				break
			}
		}
	}
	return now.apply()
}

// ErrNotPlain is the refusal to change what cannot be changed without touching
// more.
var ErrNotPlain = errors.New("this cannot be changed without changing more: edit the file itself")

// errFaults is the refusal to change what cannot be read.
var errFaults = errors.New("the file has faults that must be mended first")

// SlotReader reads and changes the slots of issue.yaml, for who does so again and again:
// what it took apart last it has again at once. The zero value is ready; it may be used
// from many goroutines at once.
type SlotReader struct {
	mu   sync.Mutex
	kept []*takenApart // the last one asked for comes last
}

// keptSources is how many files a reader keeps: as one is before and after a change, and
// as it is shown meanwhile.
const keptSources = 3

// takenApart is an issue.yaml in its parts.
type takenApart struct {
	source []byte
	editor editor // without changes
	root   *node
	sound  bool
	slots  []SlotEntry
	listed bool // slots is made
}

// of takes a file apart, or has it. The reader is locked.
func (r *SlotReader) of(source []byte) *takenApart {
	i := slices.IndexFunc(r.kept, func(w *takenApart) bool { return bytes.Equal(w.source, source) })
	var w *takenApart
	if i >= 0 {
		w = r.kept[i]
		r.kept = slices.Delete(r.kept, i, i+1)
	} else {
		source = slices.Clone(source)
		w = &takenApart{source: source, editor: *newEditor(source)}
		w.root, w.sound = w.editor.parse()
	}
	r.kept = append(r.kept, w)
	r.kept = r.kept[max(len(r.kept)-keptSources, 0):]
	return w
}

// Read is ReadSlots. Nobody may change what it gives.
func (r *SlotReader) Read(source []byte) ([]SlotEntry, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	w := r.of(source)
	if !w.sound {
		return nil, errFaults
	}
	if !w.listed {
		w.slots, w.listed = w.list(), true
	}
	return w.slots, nil
}

// ReadSlots gives the slots of issue.yaml, in their order.
func ReadSlots(source []byte) ([]SlotEntry, error) { return new(SlotReader).Read(source) }

func (w *takenApart) list() (all []SlotEntry) {
	for _, p := range w.root.get("pages").list() {
		number, _ := p.get("number").whole()
		for i, n := range p.get("slots").list() {
			e := SlotEntry{Page: number, Index: i, Keys: map[string]string{}, Words: map[string]string{}, Begins: map[string]diag.Pos{}, Found: len(w.editor.marks(n)) > 0, Src: n.pos}
			for _, pair := range n.pairs {
				if !pair.value.given() {
					continue
				}
				key := pair.key.text
				e.Begins[key] = pair.value.pos
				words, _ := SlotKey(key)
				if slices.Contains(kindNames[:], key) {
					e.Kind, e.Name = key, pair.value.first()
					if words || key == kindNames[NameplateSlot] {
						e.Name = key
					}
				}
				if lines, ok := pair.value.lines(); ok && words {
					e.Words[key] = strings.Join(lines, "\n")
					e.Keys[key] = e.Words[key]
				}
				if text, ok := w.editor.written(n, pair.value); ok {
					e.Keys[key] = text
				}
			}
			all = append(all, e)
		}
	}
	return all
}

// lines are the texts of a value that is one, or a list of them.
func (n *node) lines() (lines []string, ok bool) {
	if n.kind == scalar {
		return []string{n.text}, true
	}
	for _, it := range n.items {
		if it.kind != scalar {
			return nil, false
		}
		lines = append(lines, it.text)
	}
	return lines, n.kind == list
}

// list is the items of a list; nil of anything else.
func (n *node) list() []*node {
	if n == nil {
		return nil
	}
	return n.items
}

// first is a scalar's text, or that of the first item of a list, or of its first
// key.
func (n *node) first() string {
	switch {
	case n == nil:
		return ""
	case len(n.items) > 0:
		return n.items[0].first()
	case len(n.pairs) > 0:
		return n.pairs[0].value.first()
	}
	return n.text
}

// written is a value as the file has it, where it takes one line; a list of words or
// figures in several lines is what it would be in one.
func (w *editor) written(in, v *node) (string, bool) {
	if !v.given() {
		return "", false
	}
	if words, ok := v.words(); ok && v.items[0].pos.Line < v.items[len(v.items)-1].pos.Line {
		return "[" + strings.Join(words, ", ") + "]", true
	}
	at := w.at(v.pos)
	end := w.valueEnd(at, w.flow(in))
	text := string(w.source[at:end])
	return text, text != "" && !strings.ContainsAny(text, "\r\n") && !strings.ContainsAny(text[:1], "|>-")
}

// words are the items of a list that holds nothing but words and figures.
func (n *node) words() (words []string, ok bool) {
	if n == nil || n.kind != list || len(n.items) == 0 {
		return nil, false
	}
	for _, it := range n.items {
		if it.kind != scalar || it.quote != 0 {
			return nil, false
		}
		words = append(words, it.text)
	}
	return words, true
}

// ChangeSlots gives the source of issue.yaml with some slots changed and some
// added.
func ChangeSlots(source []byte, changes []SlotChange, added []NewSlot) ([]byte, error) {
	return new(SlotReader).Change(source, changes, added)
}

// Change is ChangeSlots.
func (r *SlotReader) Change(source []byte, changes []SlotChange, added []NewSlot) ([]byte, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	before := r.of(source)
	if !before.sound {
		return nil, errFaults
	}
	editor := before.editor
	w, root := &planWriter{editor: &editor}, before.root
	for _, c := range changes {
		p, n := slotOf(root, c.Page, c.Index)
		if n == nil {
			return nil, fmt.Errorf("page %d has no slot %d", c.Page, c.Index+1)
		}
		if c.Drop {
			w.takeOut(p, "slots", n)
			continue
		}
		if err := w.set(n, c.Set); err != nil {
			return nil, err
		}
		if slices.ContainsFunc(c.Set, func(s diag.Setting) bool { return s.Key == "at" || s.Key == "span" }) {
			w.unmark(n)
		}
	}
	if err := w.add(root, added); err != nil {
		return nil, err
	}
	out, err := w.apply()
	if err != nil {
		return nil, err
	}
	after := r.of(out)
	if !after.sound || !asked(root, after.root, changes, added) {
		return nil, ErrNotPlain
	}
	return out, nil
}

// slotOf finds a page by its number and one of its slots; nil where there is none.
func slotOf(root *node, number, index int) (p, n *node) {
	for _, p := range root.get("pages").list() {
		if v, ok := p.get("number").whole(); !ok || v != number {
			continue
		}
		if slots := p.get("slots").list(); index >= 0 && index < len(slots) {
			return p, slots[index]
		}
		return p, nil
	}
	return nil, nil
}

// set gives keys of a mapping other values.
func (w *editor) set(n *node, settings []diag.Setting) error {
	var fresh []string
	for _, s := range settings {
		switch {
		case s.Value == "" && n.keyPos(s.Key).Line == 0:
		case s.Value == "":
			if err := w.unset(n, s.Key); err != nil {
				return err
			}
		case n.get(s.Key).given() && saysSame(n.get(s.Key), valueNode(s.Value, w.flow(n))): // it stays as it is written
		case n.get(s.Key).given():
			reword := w.revalue
			if contractWords().prose[s.Key] {
				reword = w.reword
			}
			if err := reword(n, n.get(s.Key), s.Value); err != nil {
				return err
			}
		case n.keyPos(s.Key).Line > 0:
			w.fillIn(n, s.Key, s.Value)
		default:
			fresh = append(fresh, s.Key+": "+s.Value)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	if len(n.pairs) == 0 {
		return ErrNotPlain
	}
	if w.flow(n) {
		last := n.pairs[len(n.pairs)-1]
		at := w.at(last.key.pos) + len(last.key.text) + len(":")
		if last.value.given() {
			at = w.valueEnd(w.at(last.value.pos), true)
		}
		w.edit(at, at, ", "+strings.Join(fresh, ", "))
		return nil
	}
	for i := range fresh {
		fresh[i] = strings.Repeat(" ", n.pairs[0].key.pos.Col-1) + fresh[i]
	}
	w.put(w.lineBehind(n), fresh)
	return nil
}

// lineBehind is the line, from 1, before which a key is written into a mapping in
// lines: behind its place, or behind the first of its keys whose value ends on its
// line.
func (w *editor) lineBehind(n *node) int {
	best := 0
	for i, p := range n.pairs {
		next := w.below(n)
		if i+1 < len(n.pairs) {
			next = n.pairs[i+1].key.pos.Line
		}
		for next-1 > p.key.pos.Line && w.idle(next-1) {
			next-- // what stands over the next key stays with it
		}
		if next == p.key.pos.Line+1 && (best == 0 || p.key.text == "at" || p.key.text == "span") {
			best = next
		}
	}
	if best == 0 {
		best = w.below(n)
	}
	return best
}

// revalue puts a value in the place of another.
func (w *editor) revalue(in, v *node, text string) error {
	if w.dashed(v) {
		return w.inOneLine(in, v, text)
	}
	if v.quote == '|' || (v.kind == list || v.kind == mapping) && !strings.ContainsRune("[{", rune(w.source[w.at(v.pos)])) {
		return ErrNotPlain
	}
	w.scalar(v, text, w.flow(in))
	return nil
}

// reword puts words in the place of others: of a list line by line, so that what is not
// changed stays as it is written, and what stands behind it.
func (w *editor) reword(in, v *node, text string) error {
	now := valueNode(text, w.flow(in))
	if v.kind != list || now == nil || now.kind != list {
		return w.revalue(in, v, text)
	}
	dashed := w.dashed(v)
	for i, it := range v.items {
		switch {
		case it.kind != scalar || it.quote == '|':
			return ErrNotPlain
		case i >= len(now.items):
		case it.text != now.items[i].text:
			w.scalar(it, Quoted(now.items[i].text, !dashed), !dashed)
		}
	}
	end := func(n *node) int { return w.valueEnd(w.at(n.pos), !dashed) }
	was, is := len(v.items), len(now.items)
	last := v.items[min(was, is)-1] // of those that both have
	switch {
	case dashed && is > was:
		lead := w.source[w.starts[last.pos.Line-1]:w.at(last.pos)]
		if strings.Trim(string(lead), " \t") != "-" {
			return ErrNotPlain
		}
		var more []string
		for _, it := range now.items[was:] {
			more = append(more, string(lead)+Quoted(it.text, false))
		}
		w.put(last.pos.Line+1, more)
	case dashed && is < was:
		from := last.pos.Line + 1
		for _, it := range v.items[is:] {
			if !w.alone(it) || it.pos.Line != from {
				return ErrNotPlain // a comment would go too
			}
			from++
		}
		w.edit(w.begins(last.pos.Line+1), w.begins(from), "")
	case is > was:
		var more strings.Builder
		for _, it := range now.items[was:] {
			more.WriteString(", " + Quoted(it.text, true))
		}
		w.edit(end(last), end(last), more.String())
	case is < was:
		if bytes.IndexByte(w.source[end(last):end(v.items[was-1])], '#') >= 0 {
			return ErrNotPlain
		}
		w.edit(end(last), end(v.items[was-1]), "")
	}
	return nil
}

// alone tells whether the line of an item of a list in lines holds nothing besides it.
func (w *editor) alone(it *node) bool {
	at := w.at(it.pos)
	end := w.valueEnd(at, false)
	lead := strings.Trim(string(w.source[w.starts[it.pos.Line-1]:at]), " \t")
	return lead == "-" && w.skipBlanks(end) == w.lineEnd(at)
}

// dashed tells whether a value is a list in lines.
func (w *editor) dashed(v *node) bool { return v.kind == list && w.source[w.at(v.pos)] == '-' }

// inOneLine puts a value in the place of a list in lines, each of which holds an item and
// nothing besides.
func (w *editor) inOneLine(in, v *node, text string) error {
	i := slices.IndexFunc(in.pairs, func(p pair) bool { return p.value == v })
	if i < 0 || w.flow(in) {
		return ErrNotPlain
	}
	k := in.pairs[i].key
	colon := w.at(k.pos) + len(k.text)
	if k.quote != 0 {
		colon += 2 // its marks
	}
	if colon >= len(w.source) || w.source[colon] != ':' {
		return ErrNotPlain
	}
	first := v.items[0].pos.Line
	for n, it := range v.items {
		if it.pos.Line != first+n || !w.alone(it) {
			return ErrNotPlain
		}
	}
	for n := k.pos.Line + 1; n < first; n++ {
		if !w.idle(n) {
			return ErrNotPlain
		}
	}
	w.edit(colon+1, colon+1, " "+text)
	w.edit(w.begins(first), w.begins(first+len(v.items)), "")
	return nil
}

// begins is where a line begins, counted from 1; the end of the source behind the last one.
func (w *editor) begins(line int) int {
	if line <= len(w.starts) {
		return w.starts[line-1]
	}
	return len(w.source)
}

// unset takes a key out of a mapping.
func (w *editor) unset(n *node, key string) error {
	i := slices.IndexFunc(n.pairs, func(p pair) bool { return p.key.text == key })
	if len(n.pairs) == 1 {
		return ErrNotPlain
	}
	end := func(p pair) int {
		if p.value.given() {
			return w.valueEnd(w.at(p.value.pos), w.flow(n))
		}
		return w.at(p.key.pos) + len(p.key.text) + len(":")
	}
	var from, to int
	switch {
	case i == 0 && (w.flow(n) || !w.leads(n.pairs[0].key)):
		from, to = w.at(n.pairs[0].key.pos), w.at(n.pairs[1].key.pos)
	case w.flow(n):
		from, to = end(n.pairs[i-1]), end(n.pairs[i])
	default:
		from = w.starts[n.pairs[i].key.pos.Line-1]
		next := w.below(n)
		if i+1 < len(n.pairs) {
			next = n.pairs[i+1].key.pos.Line
			for next-1 > n.pairs[i].key.pos.Line && w.idle(next-1) {
				next--
			}
		}
		w.edit(from, w.begins(next), "")
		return nil
	}
	if bytes.IndexByte(w.source[from:to], '#') >= 0 {
		return ErrNotPlain // a comment would go too
	}
	w.edit(from, to, "")
	return nil
}

// leads tells whether nothing but blanks stands before a value on its line.
func (w *editor) leads(n *node) bool {
	start := w.starts[n.pos.Line-1]
	return w.skipBlanks(start) == w.at(n.pos)
}

// takeOut takes a slot, or what else stands in a list, out of the list of a key.
func (w *planWriter) takeOut(p *node, listed string, n *node) {
	have := p.get(listed)
	i := slices.Index(have.items, n)
	flow := w.brackets(have)
	switch {
	case flow && i > 0 && i == len(have.items)-1:
		before := have.items[i-1]
		end := w.closing(w.at(n.pos)) + 1
		w.edit(w.valueEnd(w.at(before.pos), true), end, "")
		switch was, is := len(w.marks(before)) > 0, len(w.marks(n)) > 0; { // what follows is behind the one before now
		case is && !was:
			w.unmark(n)
		case was && !is:
			w.markBehind(end, foundMark, w.nextLine(have))
		}
	case !flow && len(have.items) == 1: // a page without slots is given some
		w.dropSlot(have, n)
		key := w.at(p.keyPos(listed))
		colon := key + bytes.IndexByte(w.source[key:], ':')
		w.edit(colon+1, colon+1, " []")
	default:
		w.dropSlot(have, n)
	}
}

// add writes new slots.
func (w *planWriter) add(root *node, added []NewSlot) error {
	for _, a := range added {
		p, _ := slotOf(root, a.Page, 0)
		if p == nil || w.flow(p) {
			return fmt.Errorf("page %d is not written in lines of its own", a.Page)
		}
		slot := []*Slot{{Kind: StorySlot, Story: a.Story, Col: a.At[0], Row: a.At[1], Cols: a.Span[0], Rows: a.Span[1]}}
		text := w.entry(slot[0])
		if a.open() {
			text = fmt.Sprintf("{story: %s}", plainly(a.Story))
		}
		for _, pool := range []*node{p.get("pool"), root.get("reserve")} {
			if pool.given() && pool.kind == list {
				w.drain(pool, slot)
			}
		}
		if p.keyPos("slots").Line == 0 {
			return fmt.Errorf("page %d has no list of slots", a.Page)
		}
		if err := w.append(p, "slots", []string{text}); err != nil {
			return err
		}
	}
	return nil
}

// put writes lines before a line.
func (w *editor) put(line int, lines []string) {
	at := len(w.source)
	if line <= len(w.starts) {
		at = w.starts[line-1]
	}
	bare := at > 0 && w.source[at-1] != '\n' && w.source[at-1] != '\r' // the last line has no end
	text := strings.Join(lines, w.eol)
	if bare {
		text = w.eol + text
	} else {
		text += w.eol
	}
	w.edit(at, at, text)
}

// valueNode reads a value as YAML writes it; nil where it is none.
func valueNode(text string, flow bool) *node {
	if flow {
		text = "{v: " + text + "}"
	} else {
		text = "v: " + text
	}
	root, sound := parseYAML(issueFile, text, 1, contractWords(), newSink())
	if !sound || len(root.pairs) != 1 {
		return nil
	}
	return root.get("v")
}

// settled tells whether a mapping says what it said before, but for what was set.
func settled(before, after *node, set []diag.Setting) bool {
	var keys []string
	for _, s := range set {
		keys = append(keys, s.Key)
		got := after.get(s.Key)
		if s.Value == "" {
			if after.keyPos(s.Key).Line > 0 {
				return false
			}
			continue
		}
		if want := valueNode(s.Value, false); !want.given() || !got.given() || !saysSame(want, got) {
			return false
		}
	}
	return sameBut(before, after, keys...)
}

// asked tells whether an issue.yaml says after the change what it said before, and
// what was asked for.
func asked(before, after *node, changes []SlotChange, added []NewSlot) bool {
	if !sameBut(before, after, "pages", "reserve") {
		return false
	}
	was, now := before.get("pages").list(), after.get("pages").list()
	if len(was) != len(now) {
		return false
	}
	for i, p := range was {
		if !sameBut(p, now[i], "slots", "pool") {
			return false
		}
		number, _ := p.get("number").whole()
		got := now[i].get("slots").list()
		at := 0
		for k, s := range p.get("slots").list() {
			c := slices.IndexFunc(changes, func(c SlotChange) bool { return c.Page == number && c.Index == k })
			if c >= 0 && changes[c].Drop {
				continue
			}
			var set []diag.Setting
			if c >= 0 {
				set = changes[c].Set
			}
			if at >= len(got) || !settled(s, got[at], set) {
				return false
			}
			at++
		}
		for _, a := range added {
			if a.Page != number {
				continue
			}
			slot := &Slot{Kind: StorySlot, Story: a.Story, Col: a.At[0], Row: a.At[1], Cols: a.Span[0], Rows: a.Span[1]}
			if at >= len(got) || a.open() && (len(got[at].pairs) != 1 || got[at].get("story").text != a.Story) || !a.open() && !standsAt(got[at], slot) {
				return false
			}
			at++
		}
		if at != len(got) {
			return false
		}
	}
	return true
}

// Quoted writes a text as a value of YAML: as it is where that is read so, between
// quotes otherwise. In braces commas and brackets part values.
func Quoted(text string, flow bool) string {
	if v := valueNode(text, flow); v.given() && v.kind == scalar && v.text == text && (v.quote != 0 || plainYAML(text)) {
		return text
	}
	return quoteYAML(text)
}

// SlotKey tells of a key of a slot whether there is one of that name, and whether it
// holds words.
func SlotKey(name string) (words, known bool) { return keyNamed(slotTable(), name) }

// SlotLines tells of a key of a slot whether it holds words in several lines.
func SlotLines(name string) bool {
	return slices.ContainsFunc(slotTable(), func(k key[Slot]) bool { return k.name == name && k.lines })
}

// FrontKey tells of a key of the front matter what SlotKey does.
func FrontKey(name string) (words, known bool) { return keyNamed(storyTable(), name) }

// SlotTakes tells whether a key of a slot takes a value as YAML writes it: whether it
// is read without a fault.
func SlotTakes(name, value string) bool {
	s := Slot{Pictures: make([]Picture, 1), Col: 1, Row: 1, Cols: 1, Rows: 1}
	return takes(slotTable(), &s, name, value, true) && min(s.Col, s.Row, s.Cols, s.Rows) > 0
}

// FrontTakes tells the same of a key of the front matter.
func FrontTakes(name, value string) bool { return takes(storyTable(), &Story{}, name, value, false) }

func keyNamed[T any](keys []key[T], name string) (words, known bool) {
	i := slices.IndexFunc(keys, func(k key[T]) bool { return k.name == name })
	return i >= 0 && keys[i].prose, i >= 0
}

func takes[T any](keys []key[T], into *T, name, value string, flow bool) bool {
	i := slices.IndexFunc(keys, func(k key[T]) bool { return k.name == name })
	n := valueNode(value, flow)
	if i < 0 || !n.given() {
		return false
	}
	d := &decoder{sink: n.src.sink, words: contractWords()}
	keys[i].read(d, n, into)
	return !d.list.Has(diag.Warning)
}

// MostBytes is how large a file of an issue may be: issue.yaml, proofs.yaml, or a
// story.
func MostBytes(file string) int {
	switch file {
	case issueFile:
		return maxIssueBytes
	case ProofsFile:
		return maxProofsBytes
	}
	return maxStoryBytes
}

// SlotValues are the names of the values of a key of slots, of which one is chosen; nil
// where there are no such names.
func SlotValues(name string) []string {
	switch name {
	case "box":
		return slices.Clone(boxNames.names)
	case "head":
		return slices.Clone(headNames.names)
	case "tint":
		return usualTints()
	}
	return nil
}

// usualTints are those that are offered: under 4 % the dots of newsprint do not hold, over
// 20 % black text is hard to read.
func usualTints() []string { return []string{"4%", "6%", "8%", "10%", "15%", "20%"} }

// SlotServes tells whether a key means something for every slot of a kind.
func SlotServes(k Kind, key string) bool {
	kinds := servedKinds(key)
	return (kinds == nil || slices.Contains(kinds, k)) && restsOn(k, key) == ""
}

// SlotBounds are the least and the most that a key of slots may say in figures; ok is
// false where it has no bounds.
func SlotBounds(name string) (bounds [2]int, ok bool) { return boundsOf(slotTable(), name) }

// FrontBounds tells the same of a key of the front matter.
func FrontBounds(name string) (bounds [2]int, ok bool) { return boundsOf(storyTable(), name) }

func boundsOf[T any](keys []key[T], name string) (bounds [2]int, ok bool) {
	i := slices.IndexFunc(keys, func(k key[T]) bool { return k.name == name })
	if i < 0 {
		return bounds, false
	}
	for _, s := range append([]*shape{keys[i].shape}, keys[i].shape.AnyOf...) {
		if s.Minimum != nil && s.Maximum != nil {
			return [2]int{*s.Minimum, *s.Maximum}, true
		}
	}
	return bounds, false
}

// KindNamed is what a slot holds by the key that says so.
func KindNamed(key string) (Kind, bool) {
	i := slices.Index(kindNames[:], key)
	return Kind(max(i, 0)), i >= 0
}

// HeadNamed is the place of a head by its name in issue.yaml.
func HeadNamed(name string) (Head, bool) {
	i := headNames.index(name)
	return Head(max(i, 0)), i >= 0
}
