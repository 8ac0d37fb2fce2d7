package manuscript

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"duikai/layout/diag"
)

// # Plans written into issue.yaml
//
// What was found goes into the file as an editor would write it: comments,
// order and everything else stay to the byte. A slot in braces gets its keys
// behind the last one, a slot over several lines a line for each behind its
// first key; stories of a pool, of the reserve, or that the program gave the
// page become slots of it, and so do copies of fillers, whose list is a stock. A line with something found ends in a comment that
// says so; slots that share a line are parted for it. What comes out is read
// again before it is given: where it says anything else than was there and was
// found, nothing is written.

// FoundPage is what was found for a page.
type FoundPage struct {
	Number int
	Name   string  // written where the page has none
	Slots  []*Slot // those with places that were found, in any order
	// Gone are slots of the file that stand no more: second parts of stories that
	// are an L no longer.
	Gone []diag.Pos
}

// WritePlan gives the source of issue.yaml with what was found. The source is
// that which the issue was loaded from. It fails where something cannot be put
// in without touching more.
func WritePlan(source []byte, pages []FoundPage) ([]byte, error) {
	w := &planWriter{editor: newEditor(source)}
	root, sound := w.parse()
	w.fillers = root.get(fillersKey).list()
	list := root.get("pages")
	if !sound || !list.given() {
		return nil, errors.New("issue.yaml has faults that must be mended first")
	}
	pages = slices.Clone(pages)
	slices.SortStableFunc(pages, func(a, b FoundPage) int { return a.Number - b.Number })
	if list.kind == scalar {
		w.allPages(root, list, pages)
	}
	for _, p := range list.items {
		number, ok := p.get("number").whole()
		at := slices.IndexFunc(pages, func(f FoundPage) bool { return f.Number == number })
		if !ok || at < 0 {
			continue
		}
		if err := w.page(p, pages[at]); err != nil {
			return nil, fmt.Errorf("page %d: %w", number, err)
		}
	}
	if reserve := root.get("reserve"); reserve.given() {
		var all []*Slot
		for _, p := range pages {
			all = append(all, p.Slots...)
		}
		w.drain(reserve, all)
	}
	out, err := w.apply()
	if err != nil {
		return nil, err
	}
	after, sound := newEditor(out).parse()
	if !sound || !w.faithful(root, after, pages) {
		return nil, errors.New("the places cannot be put in without changing more: give the slots of this page keys in lines of their own")
	}
	return out, nil
}

// planWriter puts plans into a source.
type planWriter struct {
	*editor
	fillers []*node
}

// pairOf writes a pair of numbers.
func pairOf(x, y int) string { return fmt.Sprintf("[%d, %d]", x, y) }

// entry writes a slot that stood nowhere.
func (w *planWriter) entry(s *Slot) string {
	if n := w.filler(s); n != nil {
		return "{" + strings.Join(fillerPairs(n), ", ") + fmt.Sprintf(", at: %s, span: %s}", pairOf(s.Col, s.Row), pairOf(s.Cols, s.Rows))
	}
	text := fmt.Sprintf("{story: %s, at: %s, span: %s", plainly(s.Story), pairOf(s.Col, s.Row), pairOf(s.Cols, s.Rows))
	if s.Columns > 0 {
		text += fmt.Sprintf(", columns: %d", s.Columns)
	}
	if s.Head != HeadAcross {
		text += ", head: " + s.Head.String()
	}
	if s.HeadCols > 0 {
		text += fmt.Sprintf(", head-span: %d", s.HeadCols)
	}
	if len(s.Without) > 0 {
		text += ", without: " + ListOf(s.Without)
	}
	return text + "}"
}

// filler is what issue.yaml says of a filler; nil: the slot is none.
func (w *planWriter) filler(s *Slot) *node {
	if s.Kind == StorySlot {
		return nil
	}
	if i := slices.IndexFunc(w.fillers, func(n *node) bool { return n.pos == s.Src }); i >= 0 {
		return w.fillers[i]
	}
	return nil
}

// fillerPairs are the keys of a filler as a slot has them.
func fillerPairs(n *node) (pairs []string) {
	if n.kind == scalar {
		kind := fileKind(n.text)
		pairs = append(pairs, kind.String()+": "+plainly(n.text))
		if kind == AdSlot {
			pairs = append(pairs, "mark: false")
		}
		return pairs
	}
	for _, p := range n.pairs {
		if p.key.text != "span" && !isPlaceKey(p.key.text) {
			pairs = append(pairs, p.key.text+": "+inBraces(p.value))
		}
	}
	return pairs
}

// inBraces writes a value on one line.
func inBraces(n *node) string {
	var parts []string
	switch {
	case !n.given():
		return "null"
	case n.kind == list:
		for _, item := range n.items {
			parts = append(parts, inBraces(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case n.kind == mapping:
		for _, p := range n.pairs {
			parts = append(parts, plainly(p.key.text)+": "+inBraces(p.value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case strings.ContainsFunc(n.text, unicode.IsControl): // lines, which single quotes would join
		return strconv.Quote(n.text)
	}
	return plainly(n.text)
}

// isFiller tells whether a slot says what a filler does.
func isFiller(slot, filler *node) bool {
	if filler.kind == scalar {
		v := slot.get(fileKind(filler.text).String())
		return v.given() && v.text == filler.text
	}
	for _, p := range filler.pairs {
		if p.key.text != "span" && !isPlaceKey(p.key.text) && !saysSame(slot.get(p.key.text), p.value) {
			return false
		}
	}
	return true
}

// plainText is a text that YAML reads as it is, between brackets too.
var plainText = regexp.MustCompile(`^[\pL\pN_.][\pL\pN_./·-]*( [\pL\pN_./·-]+)*$`)

// plainly writes a text so that YAML reads it as it is.
func plainly(text string) string {
	if plainText.MatchString(text) && !slices.Contains([]string{"null", "Null", "NULL"}, text) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}

// allPages writes the pages where issue.yaml gives their number alone.
func (w *planWriter) allPages(root, n *node, pages []FoundPage) {
	at := w.at(n.pos)
	end := w.valueEnd(at, w.flow(root))
	if w.flow(root) {
		var items []string
		for _, p := range pages {
			text := fmt.Sprintf("{number: %d", p.Number)
			if p.Name != "" {
				text += ", name: " + plainly(p.Name)
			}
			items = append(items, text+", slots: "+w.bracketed(w.entries(p.Slots), root)+"}")
		}
		w.edit(at, end, "["+strings.Join(items, ", ")+"]")
		return
	}
	w.edit(w.before(at), end, "")
	var lines []string
	for _, p := range pages {
		lines = append(lines, fmt.Sprintf("  - number: %d", p.Number))
		if p.Name != "" {
			lines = append(lines, "    name: "+plainly(p.Name))
		}
		lines = append(lines, "    slots:")
		for _, s := range w.entries(p.Slots) {
			lines = append(lines, "      - "+s)
		}
		if len(p.Slots) == 0 {
			lines[len(lines)-1] += " []"
		}
	}
	w.insert(n.pos.Line+1, lines)
}

func (w *planWriter) entries(slots []*Slot) (list []string) {
	for _, s := range slots {
		list = append(list, w.entry(s))
	}
	return list
}

// page writes what was found for a page.
func (w *planWriter) page(p *node, found FoundPage) error {
	have := p.get("slots")
	slots, stay, marks, err := w.slots(have, found)
	if err != nil {
		return err
	}
	var keys []string
	if found.Name != "" && !p.get("name").given() {
		if p.keyPos("name").Line > 0 {
			w.fill(p, "name", plainly(found.Name))
		} else {
			keys = append(keys, "name: "+plainly(found.Name))
		}
	}
	if have.given() && len(have.items) > 0 {
		w.markBraces(have, stay, marks, w.entries(slots))
	}
	if len(slots) == 0 {
		w.behind(p, "number", keys)
		return nil
	}
	empty := w.drained(p, slots)
	if !empty {
		w.drain(p.get("pool"), slots)
	}
	switch {
	case have.given() && len(have.items) > 0:
		w.more(have, slots)
	case w.flow(p) && have.given():
		from := w.at(have.pos)
		w.edit(from, w.valueEnd(from, true), w.bracketed(w.entries(slots), p))
	case w.flow(p) && p.keyPos("slots").Line > 0:
		w.fill(p, "slots", w.bracketed(w.entries(slots), p))
	case w.flow(p):
		keys = append(keys, "slots: "+w.bracketed(w.entries(slots), p))
	case p.keyPos("slots").Line > 0:
		w.begin(p, have, slots)
	default:
		keys = append(keys, "slots:")
		for _, s := range w.entries(slots) {
			keys = append(keys, "  - "+s)
		}
	}
	w.behind(p, "number", keys)
	if line := p.keyPos("pool").Line; empty { // behind what stands before it now
		w.edit(w.begins(line), w.begins(line+1), "")
	}
	return nil
}

// slots writes what was found for the slots of a list, and tells what is left of it, which
// slots stay and which marks are to stand behind those in braces.
func (w *planWriter) slots(have *node, found FoundPage) (rest []*Slot, stay []*node, marks map[*node]string, err error) {
	rest, marks = slices.Clone(found.Slots), map[*node]string{}
	for _, n := range have.list() {
		if slices.Contains(found.Gone, n.pos) {
			w.dropSlot(have, n)
			continue
		}
		stay = append(stay, n)
		i := slices.IndexFunc(rest, func(s *Slot) bool { return s.Src == n.pos })
		if i < 0 {
			continue
		}
		if marks[n], err = w.slot(n, rest[i]); err != nil {
			return nil, nil, nil, err
		}
		rest = slices.Delete(rest, i, i+1)
	}
	return rest, stay, marks, nil
}

// begin writes slots below their key, where it holds none.
func (w *planWriter) begin(p, have *node, slots []*Slot) {
	key := p.keyPos("slots")
	if have.given() { // []
		from := w.at(have.pos)
		w.edit(w.before(from), w.valueEnd(from, false), "")
	}
	indent := strings.Repeat(" ", key.Col+1)
	var lines []string
	for _, s := range w.entries(slots) {
		lines = append(lines, indent+"- "+s)
	}
	w.insert(key.Line+1, lines)
}

// behind writes keys of a page behind one that it has.
func (w *planWriter) behind(p *node, key string, keys []string) {
	if len(keys) == 0 {
		return
	}
	if w.flow(p) {
		at := w.valueEnd(w.at(p.get(key).pos), true)
		w.edit(at, at, ", "+strings.Join(keys, ", "))
		return
	}
	pos := p.keyPos(key)
	indent := strings.Repeat(" ", pos.Col-1)
	for i := range keys {
		keys[i] = indent + keys[i]
	}
	w.insert(pos.Line+1, keys)
}

// slot puts into its mapping what a slot lacks, and what of it changes. mark is what is
// to stand behind it where it is in braces.
func (w *planWriter) slot(n *node, s *Slot) (mark string, err error) {
	var keys, found []string
	for _, k := range [...]struct {
		name string
		x, y int
	}{{"at", s.Col, s.Row}, {"span", s.Cols, s.Rows}} {
		switch v := n.get(k.name); {
		case k.name == "at" && relative(n):
		case v.given():
			what := k.name
			if k.name == "span" && v.kind == list && len(v.items) == 2 && v.items[0].given() && !v.items[1].given() {
				what = foundRows
			}
			changed, ok := w.pair(v, k.x, k.y, w.flow(n))
			switch {
			case !ok:
				return "", fmt.Errorf("%s is no list of two", k.name)
			case changed && !w.flow(n) && w.source[w.at(v.pos)] == '[':
				w.mark(w.valueEnd(w.at(v.pos), false), foundMark+": "+what)
			case changed:
				found = append(found, what)
			}
		case n.keyPos(k.name).Line > 0:
			w.fill(n, k.name, pairOf(k.x, k.y))
			found = append(found, k.name)
		default:
			keys = append(keys, k.name+": "+pairOf(k.x, k.y))
			found = append(found, k.name)
		}
	}
	mark = foundMark
	if !slices.Contains(found, "at") || !slices.Contains(found, "span") {
		mark += ": " + strings.Join(found, ", ")
	}
	if columns := n.get("columns"); s.Kind == StorySlot {
		want := s.Columns
		if was, ok := columns.whole(); ok && want == 0 {
			want = s.Cols // as many as it spans
			if was == want {
				want = 0
			}
		}
		switch {
		case want == 0:
		case columns.given():
			w.scalar(columns, fmt.Sprint(want), w.flow(n))
		case n.keyPos("columns").Line > 0:
			w.fill(n, "columns", fmt.Sprint(want))
		default:
			keys = append(keys, fmt.Sprintf("columns: %d", want))
		}
	}
	if s.Kind == StorySlot {
		keys = append(keys, w.head(n, s)...)
	}
	if len(keys) == 0 && len(found) == 0 {
		return "", nil
	}
	if w.flow(n) {
		return mark, w.intoBraces(n, keys)
	}
	w.intoLines(n, keys)
	return "", nil
}

// head gives the keys of a head that is not over all of its text, or changes those
// that were found before.
func (w *planWriter) head(n *node, s *Slot) (keys []string) {
	put := func(name string, wanted bool, text, without string) {
		switch v := n.get(name); {
		case w.wasFound(n, name) && v.kind == list:
			from := w.at(v.pos)
			w.edit(from, w.valueEnd(from, w.flow(n)), text)
		case w.wasFound(n, name) && !wanted:
			w.scalar(v, without, w.flow(n))
		case w.wasFound(n, name):
			w.scalar(v, text, w.flow(n))
		case wanted && !v.given():
			keys = append(keys, name+": "+text)
		}
	}
	all := cmp.Or(s.Columns, s.Cols) // as many columns as it has are no part of them
	put("head", s.Head != HeadAcross, s.Head.String(), HeadAcross.String())
	put("head-span", s.HeadCols > 0, fmt.Sprint(s.HeadCols), fmt.Sprint(all))
	put("without", len(s.Without) > 0, ListOf(s.Without), "")
	return keys
}

// wasFound tells whether a key of a slot has a value that the program found: a mark
// is behind it, and in braces it follows the place.
func (w *editor) wasFound(n *node, key string) bool {
	v, place := n.get(key), n.get("at")
	if !v.given() || !place.given() {
		return false
	}
	if from := w.at(n.pos); from < len(w.source) && w.source[from] == '{' {
		end := w.closing(from)
		return end >= 0 && w.marked(end) != nil && w.at(v.pos) > w.at(place.pos)
	}
	return w.marked(w.at(v.pos)) != nil
}

// intoBraces puts keys behind the last one of a mapping in braces.
func (w *planWriter) intoBraces(n *node, keys []string) error {
	if w.closing(w.at(n.pos)) < 0 {
		return errors.New("a slot has no closing brace")
	}
	if len(keys) > 0 {
		last := n.pairs[len(n.pairs)-1]
		at := w.at(last.key.pos) + len(last.key.text) + len(":")
		if last.value.given() {
			at = w.valueEnd(w.at(last.value.pos), true)
		}
		w.edit(at, at, ", "+strings.Join(keys, ", "))
	}
	return nil
}

// intoLines puts keys on lines of their own behind the first one of a mapping.
func (w *planWriter) intoLines(n *node, keys []string) {
	if len(keys) == 0 {
		return
	}
	first := n.pairs[0]
	line := w.below(n)
	if len(n.pairs) > 1 {
		line = n.pairs[1].key.pos.Line
		// A comment over the second key stays with it.
		for first.value.quote != '|' && line-1 > first.key.pos.Line && w.idle(line-1) {
			line--
		}
	}
	for i := range keys {
		keys[i] = strings.Repeat(" ", first.key.pos.Col-1) + keys[i]
	}
	w.insert(line, keys)
}

// more adds slots to a list in lines that has some.
func (w *planWriter) more(have *node, slots []*Slot) {
	last := have.items[len(have.items)-1]
	if w.brackets(have) {
		return // markBraces has
	}
	line := w.source[w.starts[last.pos.Line-1]:w.at(last.pos)]
	indent := line[:len(line)-len(strings.TrimLeft(string(line), " "))]
	var lines []string
	for _, s := range w.entries(slots) {
		lines = append(lines, string(indent)+"- "+s)
	}
	w.insert(w.below(last), lines)
}

// drained tells whether the pool of a page has nothing left and stands on a line of its own,
// without a comment of anybody's on it or over it: then the line goes.
func (w *planWriter) drained(p *node, slots []*Slot) bool {
	pool, at := p.get("pool"), p.keyPos("pool")
	if !pool.given() || pool.kind != list || w.flow(p) || !w.brackets(pool) || len(pool.items) == 0 || p.pairs[0].key.pos == at {
		return false
	}
	for _, n := range pool.items {
		if !slices.ContainsFunc(slots, func(s *Slot) bool { return s.Story == n.text }) {
			return false
		}
	}
	line, over := w.line(at.Line), bytes.TrimSpace(w.line(at.Line-1))
	end := w.valueEnd(w.at(pool.pos), false)
	return len(bytes.TrimSpace(w.source[end:w.lineEnd(end)])) == 0 && bytes.IndexByte(line, ']') > 0 && !bytes.HasPrefix(over, []byte("#"))
}

// drain takes the stories that have a slot now out of a pool, or the reserve.
func (w *planWriter) drain(pool *node, slots []*Slot) {
	if !pool.given() {
		return
	}
	if pool.kind == scalar { // auto
		w.scalar(pool, "[]", false)
		return
	}
	gone := func(n *node) bool {
		return slices.ContainsFunc(slots, func(s *Slot) bool { return s.Story == n.text })
	}
	flow := w.source[w.at(pool.pos)] == '['
	kept := -1 // the end of the last item that stays
	for i, n := range pool.items {
		from := w.at(n.pos)
		end := w.valueEnd(from, flow)
		switch {
		case !gone(n):
			kept = end
		case !flow:
			w.dropItem(from, end)
		default:
			last := !slices.ContainsFunc(pool.items[i:], func(n *node) bool { return !gone(n) })
			if last && kept >= 0 && !strings.ContainsAny(string(w.source[kept:from]), "#\n") {
				w.edit(kept, end, "") // with the comma before it
				kept = end
				continue
			}
			if comma := w.skipBlanks(end); comma < len(w.source) && w.source[comma] == ',' {
				end = comma + 1
				if next := w.skipBlanks(end); next < len(w.source) && w.source[next] != '#' { // which needs a blank before it
					end = next
				}
			}
			w.edit(from, end, "")
		}
	}
}

// dropSlot takes a slot out of its list, with its mark.
func (w *planWriter) dropSlot(have, n *node) {
	from := w.at(n.pos)
	if w.brackets(have) {
		end := w.closing(from) + 1
		if comma := w.skipBlanks(end); comma < len(w.source) && w.source[comma] == ',' {
			end = w.skipBlanks(comma + 1)
			switch line, _ := slices.BinarySearch(w.starts, end+1); { // with its comment
			case end == len(w.source) || w.source[end] != '#':
			case w.leads(n) && line < len(w.starts):
				end = w.skipBlanks(w.starts[line])
			default:
				from, end = w.before(from), w.lineEnd(end)
			}
		}
		w.edit(from, end, "")
		return
	}
	stop := len(w.source)
	if line := w.below(n); line <= len(w.starts) {
		stop = w.starts[line-1]
	}
	w.edit(w.starts[n.pos.Line-1], stop, "")
}

// dropItem takes an item out of a list in lines, its line too where nothing
// stands behind it.
func (w *planWriter) dropItem(from, end int) {
	start := strings.LastIndexAny(string(w.source[:from]), "\n\r") + 1
	if next := w.skipBlanks(end); next < len(w.source) && w.source[next] == '#' {
		dash := start + strings.IndexByte(string(w.source[start:from]), '-')
		w.edit(dash, next, "")
		return
	}
	stop := w.lineEnd(end)
	if i := slices.IndexFunc(w.starts, func(s int) bool { return s >= stop }); i >= 0 {
		stop = w.starts[i]
	}
	w.edit(start, stop, "")
}

// faithful tells whether a source says after the change what it said before, and
// what was found.
func (w *planWriter) faithful(before, after *node, pages []FoundPage) bool {
	if !sameBut(before, after, "pages", "reserve") {
		return false
	}
	list, now := before.get("pages"), after.get("pages")
	for i, p := range list.items {
		if i >= len(now.items) || !sameBut(p, now.items[i], "slots", "pool", "name") {
			return false
		}
		if name := p.get("name"); name.given() && !alike(name, now.items[i].get("name")) {
			return false
		}
		have, got := p.get("slots"), now.items[i].get("slots")
		if !have.given() {
			continue
		}
		stays := slices.DeleteFunc(slices.Clone(have.items), func(n *node) bool {
			return slices.ContainsFunc(pages, func(f FoundPage) bool { return slices.Contains(f.Gone, n.pos) })
		})
		for k, s := range stays {
			but := []string{"at", "span", "columns"}
			for _, key := range [...]string{"head", "head-span", "without"} {
				if !s.get(key).given() || w.wasFound(s, key) {
					but = append(but, key)
				}
			}
			if k >= len(got.items) || !sameBut(s, got.items[k], but...) {
				return false
			}
		}
	}
	for _, f := range pages {
		at := slices.IndexFunc(now.items, func(p *node) bool { number, _ := p.get("number").whole(); return number == f.Number })
		if at < 0 {
			return false
		}
		slots := now.items[at].get("slots")
		for _, s := range f.Slots {
			filler := w.filler(s)
			if slots == nil || !slices.ContainsFunc(slots.items, func(n *node) bool { return standsAt(n, s) && (filler == nil || isFiller(n, filler)) }) {
				return false
			}
		}
	}
	return true
}

// standsAt tells whether a mapping is a slot with its place.
func standsAt(n *node, s *Slot) bool {
	is := func(v *node, x, y int) bool {
		if v == nil || len(v.items) != 2 {
			return false
		}
		a, ok := v.items[0].whole()
		b, also := v.items[1].whole()
		return ok && also && a == x && b == y
	}
	return (relative(n) || is(n.get("at"), s.Col, s.Row)) && is(n.get("span"), s.Cols, s.Rows) && (s.Kind != StorySlot || n.get("story").given() && n.get("story").text == s.Story)
}

// relative tells whether a slot stands by another one.
func relative(n *node) bool { return n.get("below").given() || n.get("right-of").given() }

// alike tells whether two values say the same, written the same way.
func alike(a, b *node) bool { return sameBut(a, b) }

// sameBut tells whether two values say the same, but for some keys of a mapping.
func sameBut(a, b *node, but ...string) bool { return compared(a, b, true, but) }

// saysSame tells whether two values say the same, however they are quoted.
func saysSame(a, b *node) bool { return compared(a, b, false, nil) }

func compared(a, b *node, quotes bool, but []string) bool {
	if !a.given() || !b.given() {
		return a.given() == b.given()
	}
	if a.kind != b.kind || a.text != b.text || quotes && a.quote != b.quote || len(a.items) != len(b.items) {
		return false
	}
	for i := range a.items {
		if !compared(a.items[i], b.items[i], quotes, nil) {
			return false
		}
	}
	skip := func(p pair) bool { return slices.Contains(but, p.key.text) }
	x, y := slices.DeleteFunc(slices.Clone(a.pairs), skip), slices.DeleteFunc(slices.Clone(b.pairs), skip)
	return slices.EqualFunc(x, y, func(p, q pair) bool { return p.key.text == q.key.text && compared(p.value, q.value, quotes, nil) })
}

// Reopened opens the slots of pages whose places the program found, as the
// source of issue.yaml marks them, and keeps where they stood; it tells how many
// slots these are. Slots that an editor has placed stay.
func Reopened(is *Issue, source []byte) (slots int) {
	w := newEditor(source)
	for _, p := range is.Pages {
		for _, s := range p.Slots {
			if s.Open == 0 && !p.Keep && s.Kind.Moves() {
				if w.reopen(s); s.Open != 0 {
					slots, p.Auto = slots+1, true
				}
			}
		}
		p.unsettle()
	}
	return slots
}

// reopen opens what of a slot is marked as found.
func (w *editor) reopen(s *Slot) {
	braces := -1 // the end of a slot in braces
	if from := w.at(s.Src); from < len(w.source) && w.source[from] == '{' {
		braces = w.closing(from)
	}
	marked := func(pos diag.Pos) []string {
		switch {
		case pos.Line == 0:
			return nil
		case braces >= 0:
			return w.marked(braces)
		}
		return w.marked(w.at(pos))
	}
	at, span := marked(s.Places.At), marked(s.Places.Span)
	var open Open
	if slices.Contains(at, "at") {
		open |= OpenPlace
	}
	switch {
	case slices.Contains(span, "span"):
		open |= OpenCols | OpenRows
	case slices.Contains(span, foundRows):
		open |= OpenRows
	}
	if open == 0 {
		return
	}
	s.Was = Cells{s.Col, s.Row, s.Cols, s.Rows}
	// In braces what was found follows the place.
	found := func(pos diag.Pos) bool {
		return marked(pos) != nil && (braces < 0 || w.at(pos) > w.at(s.Places.At))
	}
	if found(s.Places.Columns) {
		s.Columns = 0
	}
	if found(s.Places.Head) {
		s.Head = HeadAcross
	}
	if found(s.Places.HeadSpan) {
		s.HeadFrom, s.HeadCols = 0, 0
	}
	if found(s.Places.Without) {
		s.Without = nil
	}
	s.Open = open
}
